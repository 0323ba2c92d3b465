/** The keys inside the open book. */
import type { KeyPlace, KeyPress } from '../chart/keyboard.ts';

export type BookCommand = 'search' | 'back' | 'forward' | 'copy' | 'bookmark' | 'tabular' | 'add';

/** The command of a key press in the book, or null where the key is left to what has the focus. */
export function bookCommandFor(press: KeyPress, place: KeyPlace, singleLetters: boolean): BookCommand | null {
  const control = press.ctrlKey || press.metaKey;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (control) return key === 'k' && !press.altKey && !press.shiftKey ? 'search' : null;
  if (place.typing) return null;
  if (press.altKey) return key === 'ArrowLeft' ? 'back' : key === 'ArrowRight' ? 'forward' : null;
  if (key === 'Backspace') return 'back';
  if (key === 'Enter') return place.control ? null : 'add';
  if (!singleLetters || press.shiftKey) return null;
  return letters[key] ?? null;
}

const letters: Record<string, BookCommand> = {
  '/': 'search',
  c: 'copy',
  m: 'bookmark',
  t: 'tabular',
};
