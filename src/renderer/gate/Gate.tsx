import { useEffect, useEffectEvent, useMemo, useReducer, useRef } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { SessionState } from '../../shared/accounts.ts';
import { App } from '../App.tsx';
import { asFailure, listen, request } from '../bridge.ts';
import { keyOf } from '../chart/keyboard.ts';
import { LiveRegion } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { currentLocale, t } from '../i18n/i18n.ts';
import { useLanguage } from '../i18n/useLanguage.ts';
import { ChangeFirst } from './ChangePassphrase.tsx';
import { GatePage } from './GatePage.tsx';
import { LOCK_KEYS } from './lockKeys.ts';
import { LockWarning } from './LockWarning.tsx';
import { RecoveryKey } from './RecoveryKey.tsx';
import { restoredBefore, userBefore } from './resume.ts';
import { SessionContext, type DeskSession } from './session.ts';
import { SetUp, type FirstAccount } from './SetUp.tsx';
import { BEFORE, gateReducer, gateScreen, type GateScreen, type GateState } from './state.ts';
import { Unlock } from './Unlock.tsx';

/**
 * The window: what somebody must do before the desk opens, or the desk. While it is not open nothing of it
 * is in the page.
 */
export function Gate() {
  const language = useLanguage();
  const [state, dispatch] = useReducer(gateReducer, BEFORE);
  // While an answer is waited for that must not be lost, news of the session wait as well.
  const held = useRef(false);
  const { session } = state;
  const screen = gateScreen(state);

  const actions = useMemo(() => {
    const onSession = (next: SessionState) => dispatch({ type: 'session', session: next });
    const onFailure = (error: unknown) => dispatch({ type: 'failed', failure: asFailure(error) });
    const ask = () => request('session.state', {}).then(onSession, onFailure);
    return {
      onSession,
      ask,
      lock: () => void request('session.lock', {}).then(onSession, onFailure),
      hold: async <T,>(work: () => Promise<T>) => {
        held.current = true;
        try {
          return await work();
        } finally {
          held.current = false;
          await ask();
        }
      },
    };
  }, []);

  useEffect(() => {
    void actions.ask();
    return listen('session.changed', (event) => {
      if (!held.current) dispatch({ type: 'session', ...event });
    });
  }, [actions]);

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (session?.state !== 'open' || event.repeat || keyOf(event) !== LOCK_KEYS) return;
    event.preventDefault();
    event.stopPropagation();
    actions.lock();
  });
  useEffect(() => {
    // Before anything else, from within dialogs and fields too.
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle, { capture: true });
    return () => window.removeEventListener('keydown', handle, { capture: true });
  }, []);

  async function create(first: FirstAccount) {
    held.current = true;
    try {
      const { recoveryKey } = await request('session.setUp', first);
      dispatch({ type: 'made', session: await request('session.state', {}), recoveryKey });
    } finally {
      held.current = false;
    }
  }

  return (
    <I18nProvider locale={currentLocale()}>
      <div className="window" key={screen === 'desk' ? screen : language}>
        <Content
          state={state}
          screen={screen}
          actions={actions}
          onCreate={create}
          onConfirmed={() => dispatch({ type: 'confirmed' })}
          onDismiss={() => dispatch({ type: 'failed', failure: null })}
        />
        {session?.state === 'open' && state.lockIn !== null && (
          <LockWarning key={state.news} seconds={state.lockIn} />
        )}
        <LiveRegion />
      </div>
    </I18nProvider>
  );
}

function Content(props: {
  state: GateState;
  screen: GateScreen;
  actions: Omit<DeskSession, 'session'> & { ask: () => Promise<void> };
  onCreate: (first: FirstAccount) => Promise<void>;
  onConfirmed: () => void;
  onDismiss: () => void;
}) {
  const { state, screen, actions } = props;
  const { session, failure } = state;
  const open = session?.state === 'open' ? session : null;
  const desk = useMemo(() => open && { session: open, ...actions }, [open, actions]);

  if (screen === 'leaving') return <Leaving />;
  if (desk && screen === 'desk') {
    return (
      <SessionContext value={desk}>
        <App failure={failure} onDismiss={props.onDismiss} />
      </SessionContext>
    );
  }
  if (desk && screen === 'change') {
    return <ChangeFirst onChanged={actions.onSession} onLock={actions.lock} />;
  }
  if (desk && state.recoveryKey !== null) {
    return (
      <GatePage title={t('gate.recoveryTitle')} testId="gate-recovery">
        <RecoveryKey
          recoveryKey={state.recoveryKey}
          user={desk.session.user}
          replaces={false}
          onConfirmed={props.onConfirmed}
        />
      </GatePage>
    );
  }
  if (session?.state === 'new') {
    return <SetUp unprotected={session.unprotected} onCreate={props.onCreate} />;
  }
  if (session?.state === 'locked') {
    return (
      <Unlock
        session={session}
        last={userBefore()}
        restored={restoredBefore()}
        onSession={actions.onSession}
      />
    );
  }
  return failure ? (
    <FailureNotice failure={failure} onRetry={() => void actions.ask()} />
  ) : (
    <Loading what={t('gate.opening')} />
  );
}

/**
 * Loads the page afresh, so that nothing of the desk is left: neither in the page nor in what its modules
 * remember.
 */
function Leaving() {
  useEffect(() => {
    document.title = 'Rubricator';
    window.location.reload();
  }, []);
  return null;
}
