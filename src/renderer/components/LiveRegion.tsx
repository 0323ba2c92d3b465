import { useSyncExternalStore } from 'react';

let message = '';
const listeners = new Set<() => void>();

/** Says `words` to assistive technology, politely. */
export function announce(words: string): void {
  // A repeated message must differ, or screen readers keep silent about it.
  message = words === message ? `${words}\u00a0` : words;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The one polite live region; it stays in the page for as long as the app runs. */
export function LiveRegion() {
  const words = useSyncExternalStore(subscribe, () => message);
  return (
    <div
      className="visually-hidden"
      aria-live="polite"
      role="status"
      data-testid="announcer"
      data-live-announcer="true"
    >
      {words}
    </div>
  );
}
