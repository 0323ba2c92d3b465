import { useState } from 'react';
import { formatList } from '../components/format.ts';
import { ChangeDialog } from '../gate/ChangePassphrase.tsx';
import { useSession } from '../gate/session.ts';
import { t } from '../i18n/i18n.ts';

/** Who is here, and the change of their passphrase. */
export function YourAccount() {
  const { session, onSession } = useSession();
  const [changing, setChanging] = useState(false);
  return (
    <section className="settings-section" aria-labelledby="your-account" data-testid="your-account">
      <h2 id="your-account">{t('accounts.yours')}</h2>
      <p>
        <strong>{session.user}</strong> · {formatList(session.roles.map((role) => t(`gate.role-${role}`)))}
      </p>
      {session.emergency ? (
        <p>{t('accounts.yoursEmergency')}</p>
      ) : (
        <p className="setting">
          <button type="button" className="button" onClick={() => setChanging(true)}>
            {t('gate.changeItem')}
          </button>
        </p>
      )}
      {changing && <ChangeDialog onChanged={onSession} onClose={() => setChanging(false)} />}
    </section>
  );
}
