/** Who is here, for every screen of the desk. */
import { createContext, use } from 'react';
import type { Role, SessionState } from '../../shared/accounts.ts';

export type OpenSession = Extract<SessionState, { state: 'open' }>;

export interface DeskSession {
  session: OpenSession;
  /** Takes over what the main process answered about the session. */
  onSession: (session: SessionState) => void;
  lock: () => void;
  /**
   * Does something that may lock the desk and whose answer must not be lost with it: the desk stays on the
   * screen until `work` is over.
   */
  hold: <T>(work: () => Promise<T>) => Promise<T>;
}

export const SessionContext = createContext<DeskSession | null>(null);

/** The session of the desk that is open. Throws outside of one. */
export function useSession(): DeskSession {
  const session = use(SessionContext);
  if (!session) throw new Error('The desk is not open.');
  return session;
}

/** Whether the session has a role. */
export function useRole(role: Role): boolean {
  return useSession().session.roles.includes(role);
}
