import { useRef, useState, type SubmitEvent } from 'react';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { Field, focusField } from '../gate/Field.tsx';
import { LONGEST_PASSPHRASE } from '../gate/passphrase.ts';
import { keepRestored } from '../gate/resume.ts';
import { useSession } from '../gate/session.ts';
import { t } from '../i18n/i18n.ts';

/** Says what restoring does, asks for a name and passphrase of the backup, and restores it. */
export function RestoreDialog(props: { onClose: () => void }) {
  const { hold } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  async function restore(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    setChecked(true);
    const mend = name.trim() === '' ? 'name' : passphrase === '' ? 'passphrase' : null;
    if (mend !== null) {
      if (form.current) focusField(form.current, mend);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await hold(async () => {
        const restored = await request('backup.restore', { name: name.trim(), passphrase });
        if (restored === null) announce(t('accounts.restoreNone'));
        // The lock screen says it: the desk is locked by now.
        else keepRestored(restored);
      });
    } catch (error) {
      setFailure(asFailure(error));
    }
    setBusy(false);
  }

  return (
    <AppDialog title={t('accounts.restoreTitle')} testId="restore-dialog" onClose={props.onClose}>
      <form ref={form} className="form" noValidate onSubmit={(event) => void restore(event)}>
        <ol className="restore-steps">
          <li>{t('accounts.restoreText')}</li>
          <li>{t('accounts.restoreAside')}</li>
          <li>{t('accounts.restoreLocks')}</li>
        </ol>
        <Field
          label={t('accounts.restoreName')}
          name="name"
          value={name}
          maxLength={60}
          autoFocus
          problem={checked && name.trim() === '' ? t('accounts.nameMissing') : null}
          onChange={setName}
        />
        <Field
          label={t('accounts.restorePassphrase')}
          name="passphrase"
          type="password"
          value={passphrase}
          maxLength={LONGEST_PASSPHRASE}
          problem={checked && passphrase === '' ? t('gate.passphraseMissing') : null}
          onChange={setPassphrase}
        />
        {failure && <FailureNotice failure={failure} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="button button-primary" aria-disabled={busy}>
            {t(busy ? 'accounts.restoring' : 'accounts.restoreIt')}
          </button>
        </div>
      </form>
    </AppDialog>
  );
}
