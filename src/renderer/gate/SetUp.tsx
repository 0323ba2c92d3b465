import { useRef, useState, type SubmitEvent } from 'react';
import { Role } from '../../shared/accounts.ts';
import { asFailure, type RequestFailure } from '../bridge.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { Field, focusField } from './Field.tsx';
import { GatePage } from './GatePage.tsx';
import { fieldToMend, NewPassphrase, NOTHING_TYPED } from './NewPassphrase.tsx';

export interface FirstAccount {
  name: string;
  passphrase: string;
  roles: Role[];
}

/** The first start: the first account. */
export function SetUp(props: {
  /** Charts of an earlier version lie here. */
  unprotected: boolean;
  /** Makes the account; fails with a RequestFailure. */
  onCreate: (first: FirstAccount) => Promise<void>;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [alone, setAlone] = useState(true);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  async function create(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    setChecked(true);
    const mend = name.trim() === '' ? 'name' : fieldToMend(typed);
    if (mend !== null) {
      if (form.current) focusField(form.current, mend);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await props.onCreate({
        name: name.trim(),
        passphrase: typed.passphrase,
        roles: alone ? [...Role.options] : ['administrator'],
      });
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <GatePage title={t('gate.setupTitle')} testId="gate-setup">
      <p>{t('gate.setupText')}</p>
      {props.unprotected && <p className="notice">{t('gate.unprotected')}</p>}
      <form ref={form} className="form" noValidate onSubmit={(event) => void create(event)}>
        <Field
          label={t('gate.name')}
          name="name"
          value={name}
          maxLength={60}
          autoFocus
          autoComplete="username"
          note={t('gate.nameNote')}
          problem={checked && name.trim() === '' ? t('gate.nameMissing') : null}
          onChange={setName}
        />
        <NewPassphrase
          labels={{ passphrase: t('gate.passphrase'), repeated: t('gate.repeat') }}
          value={typed}
          checked={checked}
          onChange={setTyped}
        />
        <fieldset className="gate-roles">
          <legend className="field-label">{t('gate.roles')}</legend>
          <RoleChoice of="alone" chosen={alone} onChoose={() => setAlone(true)} />
          <RoleChoice of="keeper" chosen={!alone} onChoose={() => setAlone(false)} />
        </fieldset>
        {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        <button type="submit" className="button button-primary gate-submit" aria-disabled={busy}>
          {t(busy ? 'gate.creating' : 'gate.create')}
        </button>
      </form>
    </GatePage>
  );
}

function RoleChoice(props: { of: 'alone' | 'keeper'; chosen: boolean; onChoose: () => void }) {
  const note = `roles-${props.of}`;
  return (
    <div>
      <label className="choice">
        <input
          type="radio"
          name="roles"
          checked={props.chosen}
          aria-describedby={note}
          onChange={props.onChoose}
        />
        {t(`gate.${props.of}`)}
      </label>
      <p id={note} className="dialog-note choice-note">
        {t(`gate.${props.of}Note`)}
      </p>
    </div>
  );
}
