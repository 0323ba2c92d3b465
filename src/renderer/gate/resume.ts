/**
 * Where somebody was when the desk was locked. Ids alone, kept with the page's place in the window's history:
 * that is memory, and the one thing that survives loading the page afresh.
 */
import type { Role } from '../../shared/accounts.ts';
import type { Restored } from '../../shared/channels.ts';
import { startPlace, type ReviewPlace } from '../review/place.ts';
import { places, placesFor, type Place } from './places.ts';

export type Screen =
  | { name: 'worklist'; last: string | null }
  | { name: 'chart'; chart: string }
  | { name: 'review'; place: ReviewPlace }
  | { name: Exclude<Place, 'worklist' | 'review'> };

interface Kept {
  user: string;
  screen: Screen;
  /** A backup that was put in place just before the desk was locked. */
  restored: Restored;
}

/** The place that a screen belongs to. */
export function placeOfScreen(screen: Screen): Place {
  return screen.name === 'chart' ? 'worklist' : screen.name;
}

/** A place's screen as it is entered. */
export function screenAt(place: Place, last: string | null = null): Screen {
  if (place === 'worklist') return { name: place, last };
  return place === 'review' ? { name: place, place: startPlace } : { name: place };
}

/** Where the desk opens for a user: where the same user left it if their roles still allow that. */
export function screenFor(user: string, roles: readonly Role[], kept: unknown): Screen {
  const allowed = placesFor(roles);
  const left = isKept(kept) && kept.user === user ? kept.screen : null;
  if (left && allowed.includes(placeOfScreen(left))) return left;
  return screenAt(allowed[0] ?? 'settings');
}

/** Keeps where a user is. */
export function keepScreen(user: string, screen: Screen): void {
  window.history.replaceState({ user, screen, restored: null } satisfies Kept, '');
}

/** Keeps the outcome of a restored backup for the lock screen; whoever was here has no place any more. */
export function keepRestored(restored: Restored): void {
  window.history.replaceState({ user: '', screen: screenAt('settings'), restored } satisfies Kept, '');
}

/** Who was here before the page was loaded; null where nobody was. */
export function userBefore(): string | null {
  const kept: unknown = window.history.state;
  return isKept(kept) && kept.user !== '' ? kept.user : null;
}

/** The backup that was put in place just before; null where none was. */
export function restoredBefore(): Restored {
  const kept: unknown = window.history.state;
  return isKept(kept) ? kept.restored : null;
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false;
  if (!('user' in kept && 'screen' in kept && 'restored' in kept)) return false;
  const { screen } = kept;
  if (typeof screen !== 'object' || screen === null || !('name' in screen)) return false;
  return screen.name === 'chart'
    ? 'chart' in screen && typeof screen.chart === 'string'
    : places.some((place) => place === screen.name);
}
