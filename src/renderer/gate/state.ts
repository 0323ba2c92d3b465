/** What stands before the desk, and whether anything does. */
import type { SessionState } from '../../shared/accounts.ts';
import type { RequestFailure } from '../bridge.ts';

export interface GateState {
  /** Null until the main process has said it. */
  session: SessionState | null;
  /** A new recovery key that nobody has confirmed yet. */
  recoveryKey: string | null;
  /** Whether the desk has been on this page. */
  entered: boolean;
  /** Seconds until the desk locks, as last announced. */
  lockIn: number | null;
  /** How many times the session was heard of. */
  news: number;
  failure: RequestFailure | null;
}

export type GateEvent =
  | { type: 'session'; session: SessionState; lockIn?: number | null }
  /** The first account was made. */
  | { type: 'made'; session: SessionState; recoveryKey: string }
  | { type: 'confirmed' }
  | { type: 'failed'; failure: RequestFailure | null };

export type GateScreen =
  | 'starting'
  | 'setup'
  | 'recovery'
  | 'unlock'
  | 'change'
  | 'desk'
  /** The desk was open and is not any more: nothing is shown until the page has been loaded afresh. */
  | 'leaving';

export const BEFORE: GateState = {
  session: null,
  recoveryKey: null,
  entered: false,
  lockIn: null,
  news: 0,
  failure: null,
};

/** The state after an event. */
export function gateReducer(before: GateState, event: GateEvent): GateState {
  const next = changed(before, event);
  return { ...next, entered: next.entered || gateScreen(next) === 'desk' };
}

function changed(before: GateState, event: GateEvent): GateState {
  switch (event.type) {
    case 'session':
      return {
        ...before,
        session: event.session,
        lockIn: event.lockIn ?? null,
        news: before.news + 1,
        failure: null,
      };
    case 'made':
      return { ...before, session: event.session, recoveryKey: event.recoveryKey, failure: null };
    case 'confirmed':
      return { ...before, recoveryKey: null };
    case 'failed':
      return { ...before, failure: event.failure };
  }
}

/**
 * The screen for a state. An unconfirmed recovery key comes before the desk, for it is shown only once; while
 * the desk is locked it waits.
 */
export function gateScreen({
  session,
  recoveryKey,
  entered,
}: Pick<GateState, 'session' | 'recoveryKey' | 'entered'>): GateScreen {
  if (session === null) return 'starting';
  if (session.state === 'open') {
    if (recoveryKey !== null) return 'recovery';
    // Whoever came with the recovery key has no passphrase to change.
    return session.mustChange && !session.emergency ? 'change' : 'desk';
  }
  if (entered) return 'leaving';
  return session.state === 'new' ? 'setup' : 'unlock';
}
