/** What the worklist must know of the window around it. */
import { useSyncExternalStore } from 'react';
import { localDay } from './days.ts';

/** How much room there is: all columns, fewer, fewer still, or one with the lines of a chart below each other. */
export type Room = 'full' | 'common' | 'small' | 'narrow';

const full = window.matchMedia('(min-width: 1500px)');
const common = window.matchMedia('(min-width: 1100px)');
/** As in styles/base.css: below this the page scrolls as a whole. */
const narrow = window.matchMedia('(max-width: 820px)');

function subscribeToRoom(listener: () => void): () => void {
  const queries = [full, common, narrow];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

function room(): Room {
  if (narrow.matches) return 'narrow';
  return full.matches ? 'full' : common.matches ? 'common' : 'small';
}

/** The room there is at the window's size and zoom. */
export function useRoom(): Room {
  return useSyncExternalStore(subscribeToRoom, room);
}

function subscribeToFocus(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  return () => window.removeEventListener('focus', listener);
}

/** Today as a local ISO day; looked up again when the user comes back to the window. */
export function useToday(): string {
  return useSyncExternalStore(subscribeToFocus, () => localDay(new Date()));
}
