import { useState, type SubmitEvent } from 'react';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { Field } from '../gate/Field.tsx';
import { LONGEST_PASSPHRASE } from '../gate/passphrase.ts';
import { RecoveryKey } from '../gate/RecoveryKey.tsx';
import { useSession } from '../gate/session.ts';
import { t } from '../i18n/i18n.ts';

/** Makes a new recovery key for whoever proves to be here, and shows it until it was confirmed. */
export function NewRecoveryKeyDialog(props: { onClose: () => void }) {
  const { user, emergency } = useSession().session;
  const [secret, setSecret] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);

  async function make(event: SubmitEvent) {
    event.preventDefault();
    setChecked(true);
    if (busy || secret === '') return;
    setBusy(true);
    setFailure(null);
    try {
      setRecoveryKey((await request('accounts.newRecoveryKey', { passphrase: secret })).recoveryKey);
    } catch (error) {
      setFailure(asFailure(error));
    }
    setSecret('');
    setChecked(false);
    setBusy(false);
  }

  if (recoveryKey !== null) {
    return (
      // It is shown only once: neither Escape nor a click beside it takes it away.
      <AppDialog title={t('gate.recoveryTitle')} testId="recovery-dialog" onClose={() => undefined}>
        <RecoveryKey
          recoveryKey={recoveryKey}
          user={user}
          replaces
          onConfirmed={() => {
            announce(t('accounts.recoveryDone'));
            props.onClose();
          }}
        />
      </AppDialog>
    );
  }
  return (
    <AppDialog title={t('accounts.recoveryTitle')} testId="recovery-dialog" onClose={props.onClose}>
      <form className="form" noValidate onSubmit={(event) => void make(event)}>
        <p>{t(emergency ? 'accounts.recoveryAskEmergency' : 'accounts.recoveryAsk')}</p>
        <Field
          label={t(emergency ? 'accounts.presentKey' : 'accounts.passphrase')}
          name="secret"
          type={emergency ? 'text' : 'password'}
          value={secret}
          maxLength={LONGEST_PASSPHRASE}
          autoFocus
          autoComplete={emergency ? 'off' : 'current-password'}
          problem={
            checked && secret === '' && !busy
              ? t(emergency ? 'gate.recoveryKeyMissing' : 'gate.passphraseMissing')
              : null
          }
          onChange={setSecret}
        />
        {failure && <FailureNotice failure={failure} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="button button-primary" aria-disabled={busy}>
            {t(busy ? 'accounts.making' : 'accounts.recoveryMake')}
          </button>
        </div>
      </form>
    </AppDialog>
  );
}
