/** What can be done with an account. */
import type { Account } from '../../shared/accounts.ts';

export type TaskName = 'changeRoles' | 'reset' | 'disable' | 'enable';

/** How an account stands, in one word. */
export function stateOf({ disabled, mustChange }: Account): 'disabled' | 'mustChange' | 'active' {
  if (disabled) return 'disabled';
  return mustChange ? 'mustChange' : 'active';
}

/** The tasks for an account. A disabled one has lost its passphrase: it is enabled with a new one. */
export function tasksFor({ disabled }: Account): TaskName[] {
  return disabled ? ['changeRoles', 'enable'] : ['changeRoles', 'reset', 'disable'];
}
