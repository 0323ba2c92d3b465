/** The places of the window, and who may go where. */
import type { Role } from '../../shared/accounts.ts';

export const places = ['worklist', 'work', 'review', 'audit', 'settings'] as const;
export type Place = (typeof places)[number];

const open: Readonly<Record<Role, readonly Place[]>> = {
  coder: ['worklist', 'work', 'settings'],
  auditor: ['worklist', 'review', 'audit', 'settings'],
  administrator: ['settings'],
};

/** The places that roles allow, in the order shown; the first is where the desk opens. */
export function placesFor(roles: readonly Role[]): Place[] {
  return places.filter((place) => roles.some((role) => open[role].includes(place)));
}
