/**
 * The commands of the chart screen and their keys: one table for dispatch, help, hints, palette and settings.
 *
 * A key is written as its modifiers and `KeyboardEvent.key`, joined by `+` in the order Ctrl, Alt, Shift:
 * `j`, `Shift+r`, `Ctrl+Shift+z`, `Alt+ArrowUp`. Letters are lower case; Shift is named with letters and named
 * keys only, since `?` needs it on some keyboards and not on others. Command on macOS counts as Ctrl.
 */

/** Every command, by what it is about, in the order shown. */
export const commandGroups = {
  move: [
    'next',
    'previous',
    'next-mention',
    'previous-mention',
    'next-document',
    'previous-document',
    'next-chart',
    'previous-chart',
  ],
  decide: [
    'accept',
    'reject',
    'reasons',
    'change',
    'accept-visible',
    'search',
    'undo',
    'redo',
    'why',
    'show-all',
  ],
  final: ['final-codes', 'move-up', 'move-down', 'principal', 'poa', 'comment', 'admit'],
  chart: [
    'find',
    'marks',
    'query',
    'header',
    'scores',
    'finish',
    'reopen',
    'review-take',
    'review-return',
    'palette',
    'back',
    'help',
  ],
} as const;

export type CommandGroup = keyof typeof commandGroups;
export type Command = (typeof commandGroups)[CommandGroup][number];
export type Bindings = Readonly<Record<Command, readonly string[]>>;

/** All commands in the order shown. */
export const allCommands: readonly Command[] = Object.values(commandGroups).flat();

/** The keys as they are before anybody changes them. A command without any is reached by the palette. */
export const defaultBindings: Bindings = {
  next: ['j', 'ArrowDown'],
  previous: ['k', 'ArrowUp'],
  'next-mention': ['n', '.'],
  'previous-mention': ['p', ','],
  'next-document': ['Alt+ArrowRight', ']'],
  'previous-document': ['Alt+ArrowLeft', '['],
  'next-chart': ['Shift+j', 'Alt+PageDown'],
  'previous-chart': ['Shift+k', 'Alt+PageUp'],
  accept: ['a', 'Enter'],
  reject: ['r', 'x', 'Delete'],
  reasons: ['e', 'Shift+r'],
  change: ['c'],
  'accept-visible': ['Shift+a'],
  search: ['b', '/'],
  undo: ['u', 'Ctrl+z'],
  redo: ['Shift+u', 'Ctrl+Shift+z', 'Ctrl+y'],
  why: ['w'],
  'show-all': [],
  'final-codes': ['g'],
  'move-up': ['Alt+ArrowUp'],
  'move-down': ['Alt+ArrowDown'],
  principal: ['Alt+Home', 'Shift+p'],
  poa: ['o'],
  comment: ['t'],
  admit: ['d'],
  find: ['Ctrl+f'],
  marks: ['m'],
  query: ['q'],
  header: ['h'],
  scores: [],
  finish: ['f'],
  reopen: [],
  'review-take': [],
  'review-return': [],
  palette: ['Ctrl+k', 'Ctrl+Shift+p'],
  back: ['Escape'],
  help: ['?'],
};

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

/** How a key press is written in the table; null for a modifier alone or a key still being composed. */
export function keyOf(press: KeyPress): string | null {
  if (['Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'CapsLock', 'Dead', 'Process'].includes(press.key)) {
    return null;
  }
  const single = press.key.length === 1;
  const letter = single && /^\p{L}$/u.test(press.key);
  // AltGr is Ctrl and Alt at once: what it types is a character like any other.
  const typed = single && !letter && press.altKey && press.ctrlKey;
  return [
    ...((press.ctrlKey || press.metaKey) && !typed ? ['Ctrl'] : []),
    ...(press.altKey && !typed ? ['Alt'] : []),
    ...(press.shiftKey && (letter || !single) ? ['Shift'] : []),
    single ? press.key.toLowerCase() : press.key,
  ].join('+');
}

/** Commands that work from inside a field too: they mean nothing to the field. */
const inFields: ReadonlySet<Command> = new Set(['find', 'palette']);

/** The command of a key press, or null where the key is left to what has the focus. */
export function commandFor(
  press: KeyPress,
  place: KeyPlace,
  singleLetters = true,
  keys: Bindings = bindings(),
): Command | null {
  const key = keyOf(press);
  if (key === null || isLeft(key, place, singleLetters)) return null;
  const command = allCommands.find((each) => keys[each].includes(key)) ?? null;
  if (place.typing && !(command && inFields.has(command) && key.startsWith('Ctrl+'))) return null;
  return command;
}

/** Which of the codes offered in place of the selected one a digit chooses, from 0; null for other keys. */
export function optionFor(press: KeyPress, place: KeyPlace, singleLetters = true): number | null {
  const key = keyOf(press);
  if (key === null || place.typing || !singleLetters || !/^[1-9]$/.test(key)) return null;
  return Number(key) - 1;
}

function isLeft(key: string, place: KeyPlace, singleLetters: boolean): boolean {
  if (place.control && key === 'Enter') return true;
  if (place.arrows && (key === 'ArrowDown' || key === 'ArrowUp')) return true;
  return !singleLetters && isSingle(key);
}

/** Whether a key is one character, with or without Shift. */
function isSingle(key: string): boolean {
  return key.replace(/^Shift\+(?=.)/u, '').length === 1;
}

/** Reads the place from the element the key was pressed on. */
export function placeOf(target: EventTarget | null): KeyPlace {
  const element = target instanceof Element ? target : null;
  const within = (selector: string): boolean => (element?.closest(selector) ?? null) !== null;
  return {
    typing: within('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]'),
    control: within('button:not([data-row-button]), a[href], [role=tab], summary'),
    arrows: within('[data-own-arrows], [role=tablist], [role=radiogroup], [role=grid], [role=menu]'),
  };
}

/** Why a key cannot be given to a command. */
export type Clash =
  /** The program, the system or a screen reader needs it. */
  { kind: 'reserved' } | { kind: 'taken'; by: Command };

/** Keys that the page, the system or screen readers work with. */
const reserved: ReadonlySet<string> = new Set(
  [
    'Tab Shift+Tab Insert ContextMenu Home End PageUp PageDown F1 F5 F6 F7 F10 F11 F12 Alt+F4 Shift+F10',
    'Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight ArrowLeft ArrowRight',
    'Ctrl+a Ctrl+c Ctrl+l Ctrl+v Ctrl+x Ctrl+q Ctrl+w Ctrl+r Ctrl+Shift+r Ctrl+0 Ctrl++ Ctrl+- Ctrl+=',
    'Ctrl+ArrowUp Ctrl+ArrowDown Ctrl+ArrowLeft Ctrl+ArrowRight Ctrl+Home Ctrl+End Ctrl+Shift+i',
    '1 2 3 4 5 6 7 8 9',
  ].flatMap((line) => line.split(' ')),
);

/** Why `command` cannot have `key`; null where it can. */
export function clashes(command: Command, key: string, keys: Bindings = bindings()): Clash | null {
  // Screen readers work with Ctrl+Alt; the space bar presses what has the focus.
  if (key === ' ' || key.startsWith('Ctrl+Alt+') || reserved.has(key)) return { kind: 'reserved' };
  const by = allCommands.find((each) => each !== command && keys[each].includes(key));
  return by ? { kind: 'taken', by } : null;
}

const storageKey = 'rubricator.keys';
let read: { stored: string | null; keys: Bindings } = { stored: null, keys: defaultBindings };

/** The keys in use: those chosen here, else the ones that come with the program. */
export function bindings(): Bindings {
  const stored = localStorage.getItem(storageKey);
  if (stored !== read.stored) read = { stored, keys: bindingsFrom(stored) };
  return read.keys;
}

/**
 * The keys that a stored choice makes. What cannot be read, is reserved or is taken is left out, so that a
 * choice made with another version of the program never locks anybody out.
 */
export function bindingsFrom(stored: string | null): Bindings {
  const keys: Record<Command, readonly string[]> = { ...defaultBindings };
  const chosen = chosenFrom(stored);
  const commands = allCommands.filter((command) => chosen[command]);
  for (const command of commands) keys[command] = [];
  for (const command of commands) {
    keys[command] = (chosen[command] ?? []).filter((key) => clashes(command, key, keys) === null);
  }
  return keys;
}

/** Gives a command its keys from now on; clashing ones are left out. */
export function setBinding(command: Command, keys: readonly string[]): void {
  const chosen = { ...chosenFrom(localStorage.getItem(storageKey)), [command]: keys };
  localStorage.setItem(storageKey, JSON.stringify(chosen));
}

/** Takes back every choice of keys, or the one for `command`. */
export function resetBindings(command?: Command): void {
  const chosen = chosenFrom(localStorage.getItem(storageKey));
  if (command) Reflect.deleteProperty(chosen, command);
  if (command && Object.keys(chosen).length > 0) localStorage.setItem(storageKey, JSON.stringify(chosen));
  else localStorage.removeItem(storageKey);
}

function chosenFrom(stored: string | null): Partial<Record<Command, string[]>> {
  let value: unknown;
  try {
    value = JSON.parse(stored ?? '{}');
  } catch {
    return {};
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.flatMap(([name, keys]) =>
      allCommands.some((command) => command === name) && Array.isArray(keys)
        ? [[name, keys.filter((key) => typeof key === 'string')]]
        : [],
    ),
  );
}

/** The first key of a command that works now; null where it has none. */
export function keyHint(command: Command, singleLetters = true, keys: Bindings = bindings()): string | null {
  return keys[command].find((each) => singleLetters || !isSingle(each)) ?? null;
}

/** The keys of a command for `aria-keyshortcuts`; undefined where it has none. */
export function ariaKeys(command: Command, keys: Bindings = bindings()): string | undefined {
  return keys[command].map((key) => key.replace('Ctrl+', 'Control+')).join(' ') || undefined;
}
