/** The chart screen's keyboard map: one table for dispatch and for the help dialog. */

export type Command =
  | 'next'
  | 'previous'
  | 'accept'
  | 'reject'
  | 'undo'
  | 'next-mention'
  | 'previous-mention'
  | 'search'
  | 'finish'
  | 'back'
  | 'help';

interface Binding {
  command: Command;
  words: string;
  /** Plain keys as `KeyboardEvent.key` has them, lower case. */
  keys: readonly string[];
  /** Keys that go with Ctrl (or Command on macOS). */
  withControl?: readonly string[];
}

/** Every command with its keys and what it does, in the order shown. */
export const keyMap: readonly Binding[] = [
  { command: 'next', words: 'Next code', keys: ['j', 'ArrowDown'] },
  { command: 'previous', words: 'Previous code', keys: ['k', 'ArrowUp'] },
  { command: 'accept', words: 'Accept the selected code', keys: ['a', 'Enter'] },
  { command: 'reject', words: 'Reject the selected code', keys: ['r', 'x'] },
  { command: 'undo', words: 'Undo the last decision', keys: ['u'], withControl: ['z'] },
  { command: 'next-mention', words: 'Next mention of the selected code', keys: ['n', '.'] },
  { command: 'previous-mention', words: 'Previous mention of the selected code', keys: ['p', ','] },
  {
    command: 'search',
    words: 'Open the code book and add a code; selected words become its evidence',
    keys: ['b', '/'],
    withControl: ['k'],
  },
  { command: 'finish', words: 'Finish the chart', keys: ['f'] },
  { command: 'back', words: 'Back to the worklist, or close what is open', keys: ['Escape'] },
  { command: 'help', words: 'Show this list', keys: ['?'] },
];

/** The part of a keyboard event that decides. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Where the key was pressed. */
export interface KeyPlace {
  /** In a field that takes text. */
  typing: boolean;
  /** On a button, link or tab that Enter works by itself. */
  control: boolean;
  /** In something the arrow keys scroll or move in. */
  arrows: boolean;
}

/** The command of a key press, or null where the key is left to what has the focus. */
export function commandFor(press: KeyPress, place: KeyPlace, singleLetters = true): Command | null {
  if (press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey) {
    if (press.shiftKey) return null;
    // Inside a field these keys have meanings of their own.
    if (place.typing) return null;
    return keyMap.find((binding) => binding.withControl?.includes(key))?.command ?? null;
  }
  if (place.typing) return null;
  if (press.shiftKey && key !== '?' && key !== '/') return null;
  if (place.control && key === 'Enter') return null;
  if (place.arrows && (key === 'ArrowDown' || key === 'ArrowUp')) return null;
  if (!singleLetters && key.length === 1) return null;
  return keyMap.find((binding) => binding.keys.includes(key))?.command ?? null;
}

/** Reads the place from the element the key was pressed on. */
export function placeOf(target: EventTarget | null): KeyPlace {
  const element = target instanceof Element ? target : null;
  const within = (selector: string): boolean => (element?.closest(selector) ?? null) !== null;
  return {
    typing: within('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]'),
    control: within('button:not([data-row-button]), a[href], [role=tab], summary'),
    arrows: within('[data-own-arrows], [role=tablist], [role=radiogroup]'),
  };
}
