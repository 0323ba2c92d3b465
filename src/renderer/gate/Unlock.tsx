import { useEffect, useEffectEvent, useRef, useState, type SubmitEvent } from 'react';
import type { SessionState } from '../../shared/accounts.ts';
import type { Restored } from '../../shared/channels.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { formatTime } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { Emergency } from './Emergency.tsx';
import { Field, focusField } from './Field.tsx';
import { GatePage } from './GatePage.tsx';
import { ShowPassphrase } from './NewPassphrase.tsx';
import { LONGEST_PASSPHRASE } from './passphrase.ts';

/** What somebody tries to open with. */
type Way = 'passphrase' | 'recovery key';

type LockedSession = Extract<SessionState, { state: 'locked' }>;

/** Asks who is here and for their passphrase, or for the recovery key. */
export function Unlock(props: {
  session: LockedSession;
  /** Who was here before, if anybody. */
  last: string | null;
  /** A backup that was put in place just before. */
  restored: Restored;
  onSession: (session: SessionState) => void;
}) {
  const { session, onSession } = props;
  const { names } = session;
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(firstName(names, props.last));
  const [passphrase, setPassphrase] = useState('');
  const [shown, setShown] = useState(false);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ way: Way; failure: RequestFailure } | null>(null);
  const left = useWait(session);
  const nameMissing = checked && name === '';

  // After the title, which takes the focus of every other screen.
  const first = useEffectEvent(() => {
    if (form.current) focusField(form.current, name === '' ? 'name' : 'passphrase');
  });
  useEffect(() => first(), []);

  async function attempt(way: Way, open: () => Promise<SessionState>) {
    if (busy || left > 0) return;
    setBusy(true);
    setFailed(null);
    try {
      onSession(await open());
    } catch (error) {
      setFailed({ way, failure: asFailure(error) });
      // How long the next attempt is refused.
      await request('session.state', {}).then(onSession, () => undefined);
      setBusy(false);
    }
  }

  async function unlock(event: SubmitEvent) {
    event.preventDefault();
    setChecked(true);
    const mend = name === '' ? 'name' : passphrase === '' ? 'passphrase' : null;
    if (mend === null) {
      await attempt('passphrase', () => request('session.unlock', { name, passphrase }));
      setPassphrase('');
      setChecked(false);
    }
    if (form.current) focusField(form.current, mend ?? 'passphrase');
  }

  return (
    <GatePage title={t('gate.unlockTitle')} testId="gate-unlock">
      {props.restored ? (
        <RestoredNotice restored={props.restored} />
      ) : (
        <p>{t(`gate.locked-${session.reason}`)}</p>
      )}
      <form ref={form} className="form" noValidate onSubmit={(event) => void unlock(event)}>
        {names.length === 1 ? (
          <p className="gate-only" data-testid="gate-only">
            <span className="field-label">{t('gate.name')}</span> <strong>{name}</strong>
          </p>
        ) : (
          <div className="form-field">
            <label className="field-label" htmlFor="gate-name">
              {t('gate.name')}
            </label>
            <select
              id="gate-name"
              className="field"
              name="name"
              aria-invalid={nameMissing}
              aria-describedby={nameMissing ? 'gate-name-missing' : undefined}
              value={name}
              onChange={(event) => setName(event.target.value)}
            >
              <option value="" disabled />
              {names.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
            {nameMissing && (
              <span id="gate-name-missing" className="form-problem">
                {t('gate.nameMissing')}
              </span>
            )}
          </div>
        )}
        <Field
          label={t('gate.passphrase')}
          name="passphrase"
          type={shown ? 'text' : 'password'}
          value={passphrase}
          maxLength={LONGEST_PASSPHRASE}
          autoComplete="current-password"
          problem={checked && name !== '' && passphrase === '' && !busy ? t('gate.passphraseMissing') : null}
          onChange={setPassphrase}
        />
        <ShowPassphrase shown={shown} onChange={setShown} />
        {failed?.way === 'passphrase' && <FailureNotice failure={failed.failure} />}
        {left > 0 && <p className="gate-wait">{t('gate.wait', { count: left })}</p>}
        <button type="submit" className="button button-primary gate-submit" aria-disabled={busy || left > 0}>
          {t(busy ? 'gate.unlocking' : 'gate.unlock')}
        </button>
      </form>
      <Emergency
        disabled={busy || left > 0}
        failure={failed?.way === 'recovery key' ? failed.failure : null}
        onOpen={(access) => attempt('recovery key', () => request('session.emergency', access))}
      />
    </GatePage>
  );
}

function RestoredNotice({ restored }: { restored: NonNullable<Restored> }) {
  const { entries, until, keptAside } = restored;
  return (
    <div className="notice notice-good" role="status" data-testid="restored">
      <p className="notice-title">{t('gate.restored', { count: entries })}</p>
      {until !== null && <p>{t('gate.restoredUntil', { at: formatTime(until) })}</p>}
      <p>{t('gate.keptAside', { folder: keptAside })}</p>
    </div>
  );
}

/** The only account, or that of whoever was here; empty where somebody must choose. */
function firstName(names: readonly string[], last: string | null): string {
  if (names.length === 1) return names[0] ?? '';
  return names.find((name) => name === last) ?? '';
}

/** Seconds until the next attempt; what is said about it is said at its beginning and its end. */
function useWait(session: LockedSession): number {
  const [wait, setWait] = useState({ of: session, left: session.waitSeconds });
  if (wait.of !== session) setWait({ of: session, left: session.waitSeconds });
  const waiting = wait.left > 0;

  useEffect(() => {
    if (session.waitSeconds > 0) announce(t('gate.wait', { count: session.waitSeconds }));
  }, [session]);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => setWait(({ of, left }) => ({ of, left: left - 1 })), 1000);
    return () => {
      clearInterval(timer);
      announce(t('gate.waitOver'));
    };
  }, [waiting]);

  return wait.left;
}
