import { useState } from 'react';
import { SHORTEST_PASSPHRASE } from '../../shared/accounts.ts';
import { t } from '../i18n/i18n.ts';
import { Field } from './Field.tsx';
import { LONG_PASSPHRASE, LONGEST_PASSPHRASE, passphraseProblem, strengthOf } from './passphrase.ts';
import { useCapsLock } from './useCapsLock.ts';

/** A new passphrase as it is being typed, twice. */
export interface Typed {
  passphrase: string;
  repeated: string;
}

export const NOTHING_TYPED: Typed = { passphrase: '', repeated: '' };

/** The two fields of a new passphrase, with how long it is. `checked`: show what is wrong. */
export function NewPassphrase(props: {
  labels: { passphrase: string; repeated: string };
  value: Typed;
  checked: boolean;
  autoFocus?: boolean;
  onChange: (value: Typed) => void;
}) {
  const { value, onChange } = props;
  const [shown, setShown] = useState(false);
  const problem = props.checked ? passphraseProblem(value.passphrase, value.repeated) : null;
  const type = shown ? 'text' : 'password';
  return (
    <>
      <Field
        label={props.labels.passphrase}
        name="new-passphrase"
        type={type}
        value={value.passphrase}
        maxLength={LONGEST_PASSPHRASE}
        autoComplete="new-password"
        autoFocus={props.autoFocus ?? false}
        problem={problem === 'short' ? tooShort(value.passphrase) : null}
        note={<Strength of={value.passphrase} />}
        onChange={(passphrase) => onChange({ ...value, passphrase })}
      />
      <Field
        label={props.labels.repeated}
        name="repeated-passphrase"
        type={type}
        value={value.repeated}
        maxLength={LONGEST_PASSPHRASE}
        autoComplete="new-password"
        problem={problem === 'different' ? t('gate.different') : null}
        onChange={(repeated) => onChange({ ...value, repeated })}
      />
      <ShowPassphrase shown={shown} onChange={setShown} />
    </>
  );
}

/** The name of the field to mend; null where both are right. */
export function fieldToMend({ passphrase, repeated }: Typed): string | null {
  const problem = passphraseProblem(passphrase, repeated);
  if (problem === null) return null;
  return problem === 'short' ? 'new-passphrase' : 'repeated-passphrase';
}

/** The choice to see what is typed, and a word where Caps Lock is on. */
export function ShowPassphrase(props: { shown: boolean; onChange: (shown: boolean) => void }) {
  const capsLock = useCapsLock();
  return (
    <div className="form-line">
      <label className="choice">
        <input
          type="checkbox"
          checked={props.shown}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        {t('gate.show')}
      </label>
      <span className="caps-lock" role="status">
        {capsLock && t('gate.capsLock')}
      </span>
    </div>
  );
}

function Strength({ of }: { of: string }) {
  const strength = strengthOf(of);
  const words = {
    empty: () => t('gate.howLong', { least: SHORTEST_PASSPHRASE }),
    short: () => t('gate.missing', { count: strength.is === 'short' ? strength.missing : 0 }),
    enough: () => t('gate.enough'),
    long: () => t('gate.long'),
  }[strength.is];
  return (
    <>
      <span className="strength" data-strength={strength.is} aria-hidden="true">
        <span style={{ width: `${Math.min(100, (of.length / LONG_PASSPHRASE) * 100)}%` }} />
      </span>
      {words()}
    </>
  );
}

function tooShort(passphrase: string): string {
  const strength = strengthOf(passphrase);
  if (strength.is === 'empty') return t('gate.passphraseMissing');
  return t('gate.tooShort', { count: strength.is === 'short' ? strength.missing : 0 });
}
