import { useState } from 'react';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { useRole } from '../gate/session.ts';
import { t } from '../i18n/i18n.ts';
import { RestoreDialog } from './RestoreDialog.tsx';

/** Backups of everything that is kept here, for administrators. */
export function Backup() {
  const allowed = useRole('administrator');
  return (
    <section className="settings-section" aria-labelledby="backup" data-testid="backup">
      <h2 id="backup">{t('accounts.backup')}</h2>
      {allowed ? <Keeping /> : <p>{t('accounts.backupOnly')}</p>}
    </section>
  );
}

function Keeping() {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [restoring, setRestoring] = useState(false);

  async function create() {
    if (busy) return;
    setBusy(true);
    setDone(null);
    setFailure(null);
    announce(t('accounts.backupBusy'));
    try {
      const { file } = await request('backup.create', {});
      if (file === null) announce(t('accounts.backupNone'));
      else setDone(t('accounts.backupDone', { file }));
    } catch (error) {
      setFailure(asFailure(error));
    }
    setBusy(false);
  }

  return (
    <>
      <p>{t('accounts.backupNote')}</p>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {done && (
        <p className="notice notice-good" role="status">
          {done}
        </p>
      )}
      <p className="setting">
        <button type="button" className="button" aria-disabled={busy} onClick={() => void create()}>
          {t(busy ? 'accounts.backupBusy' : 'accounts.backupCreate')}
        </button>
        <button type="button" className="button" onClick={() => setRestoring(true)}>
          {t('accounts.restore')}
        </button>
      </p>
      {restoring && <RestoreDialog onClose={() => setRestoring(false)} />}
    </>
  );
}
