import { useRef, useState, type SubmitEvent } from 'react';
import type { SessionState } from '../../shared/accounts.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { Field, focusField } from './Field.tsx';
import { GatePage } from './GatePage.tsx';
import { fieldToMend, NewPassphrase, NOTHING_TYPED } from './NewPassphrase.tsx';
import { LONGEST_PASSPHRASE } from './passphrase.ts';

interface Changing {
  onChanged: (session: SessionState) => void;
  other: { words: string; act: () => void };
}

/** Stands before the desk of whoever got their passphrase from somebody else. */
export function ChangeFirst(props: { onChanged: (session: SessionState) => void; onLock: () => void }) {
  return (
    <GatePage title={t('gate.changeTitle')} testId="gate-change">
      <p>{t('gate.changeText')}</p>
      <ChangeForm onChanged={props.onChanged} other={{ words: t('gate.lockInstead'), act: props.onLock }} />
    </GatePage>
  );
}

/** Changes one's own passphrase from within the desk. */
export function ChangeDialog(props: { onChanged: (session: SessionState) => void; onClose: () => void }) {
  return (
    <AppDialog title={t('gate.changeIt')} testId="change-dialog" onClose={props.onClose}>
      <ChangeForm
        onChanged={(session) => {
          props.onClose();
          props.onChanged(session);
        }}
        other={{ words: t('common.cancel'), act: props.onClose }}
      />
    </AppDialog>
  );
}

function ChangeForm({ onChanged, other }: Changing) {
  const form = useRef<HTMLFormElement>(null);
  const [current, setCurrent] = useState('');
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  async function change(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    setChecked(true);
    const mend = current === '' ? 'current-passphrase' : fieldToMend(typed);
    if (mend !== null) {
      if (form.current) focusField(form.current, mend);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const session = await request('session.changePassphrase', { current, next: typed.passphrase });
      announce(t('gate.changed'));
      onChanged(session);
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void change(event)}>
      <Field
        label={t('gate.current')}
        name="current-passphrase"
        type="password"
        value={current}
        maxLength={LONGEST_PASSPHRASE}
        autoFocus
        autoComplete="current-password"
        problem={checked && current === '' ? t('gate.passphraseMissing') : null}
        onChange={setCurrent}
      />
      <NewPassphrase
        labels={{ passphrase: t('gate.next'), repeated: t('gate.repeatNext') }}
        value={typed}
        checked={checked}
        onChange={setTyped}
      />
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={other.act}>
          {other.words}
        </button>
        <button type="submit" className="button button-primary" aria-disabled={busy}>
          {t(busy ? 'gate.changing' : 'gate.changeIt')}
        </button>
      </div>
    </form>
  );
}
