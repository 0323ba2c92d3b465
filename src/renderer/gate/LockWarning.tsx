import { useEffect, useState } from 'react';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';

/** Says that the desk is about to lock; it takes neither focus nor place. */
export function LockWarning(props: { seconds: number }) {
  const [left, setLeft] = useState(props.seconds);

  useEffect(() => {
    announce(`${t('gate.locksIn', { count: props.seconds })}. ${t('gate.goesOn')}`);
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [props.seconds]);

  return (
    <aside className="lock-warning" aria-label={t('gate.lockNotice')} data-testid="lock-warning">
      <strong>{t('gate.locksIn', { count: left })}</strong> · {t('gate.goesOn')}
    </aside>
  );
}
