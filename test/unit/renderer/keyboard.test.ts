import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  allCommands,
  ariaKeys,
  bindings,
  bindingsFrom,
  clashes,
  commandFor,
  commandGroups,
  defaultBindings,
  keyHint,
  keyOf,
  optionFor,
  resetBindings,
  setBinding,
  type Command,
  type KeyPlace,
  type KeyPress,
} from '../../../src/renderer/chart/keyboard.ts';

const nowhere: KeyPlace = { typing: false, control: false, arrows: false };

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

/** The press of a key as the table writes it. */
function pressOf(written: string): KeyPress {
  const parts = written.split('+');
  const key = parts.pop() ?? '';
  const has = (name: string) => parts.includes(name);
  return press(has('Shift') && key.length === 1 ? key.toUpperCase() : key, {
    ctrlKey: has('Ctrl'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
  });
}

/** A store that keeps what is put into it, as the browser's does. */
function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

beforeEach(() => {
  vi.stubGlobal('localStorage', storage());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('commandFor', () => {
  it.each(allCommands.flatMap((command) => defaultBindings[command].map((key) => [key, command] as const)))(
    '%s is %s',
    (key, command) => {
      expect(commandFor(pressOf(key), nowhere)).toBe(command);
    },
  );

  it('takes Command for Ctrl', () => {
    expect(commandFor(press('z', { metaKey: true }), nowhere)).toBe('undo');
    expect(commandFor(press('Z', { metaKey: true, shiftKey: true }), nowhere)).toBe('redo');
  });

  it('leaves letters with other modifiers alone, but knows keys that need Shift on some keyboards', () => {
    expect(commandFor(press('a', { altKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('a', { ctrlKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('r', { ctrlKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('F', { shiftKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('?', { shiftKey: true }), nowhere)).toBe('help');
    expect(commandFor(press('/', { shiftKey: true }), nowhere)).toBe('search');
  });

  it('reads what AltGr types as the character it is', () => {
    expect(commandFor(press('[', { ctrlKey: true, altKey: true }), nowhere)).toBe('previous-document');
  });

  it('works with Caps Lock on', () => {
    expect(commandFor(press('A'), nowhere)).toBe('accept');
  });

  it('never acts while the user types, except to find or to list the commands', () => {
    const typing = { ...nowhere, typing: true };
    for (const command of allCommands) {
      for (const key of defaultBindings[command]) {
        const wanted = (command === 'find' || command === 'palette') && key.startsWith('Ctrl+');
        expect(commandFor(pressOf(key), typing), key).toBe(wanted ? command : null);
      }
    }
  });

  it('leaves Enter to a focused control and arrows to what scrolls', () => {
    expect(commandFor(press('Enter'), { ...nowhere, control: true })).toBeNull();
    expect(commandFor(press('a'), { ...nowhere, control: true })).toBe('accept');
    expect(commandFor(press('ArrowDown'), { ...nowhere, arrows: true })).toBeNull();
    expect(commandFor(press('j'), { ...nowhere, arrows: true })).toBe('next');
  });

  it('keeps everything but single characters when those are turned off', () => {
    expect(commandFor(press('a'), nowhere, false)).toBeNull();
    expect(commandFor(press('A', { shiftKey: true }), nowhere, false)).toBeNull();
    expect(commandFor(press('/'), nowhere, false)).toBeNull();
    expect(commandFor(press('Enter'), nowhere, false)).toBe('accept');
    expect(commandFor(press('z', { ctrlKey: true }), nowhere, false)).toBe('undo');
  });

  it('knows nothing of modifiers pressed alone and keys being composed', () => {
    expect(keyOf(press('Shift', { shiftKey: true }))).toBeNull();
    expect(keyOf(press('Dead'))).toBeNull();
  });
});

describe('optionFor', () => {
  it('counts digits from the first option on, where letters work', () => {
    expect(optionFor(press('1'), nowhere)).toBe(0);
    expect(optionFor(press('9'), nowhere)).toBe(8);
    expect(optionFor(press('0'), nowhere)).toBeNull();
    expect(optionFor(press('1', { ctrlKey: true }), nowhere)).toBeNull();
    expect(optionFor(press('1'), { ...nowhere, typing: true })).toBeNull();
    expect(optionFor(press('1'), nowhere, false)).toBeNull();
  });
});

describe('the keys that come with the program', () => {
  it('have one meaning each, and none that is reserved', () => {
    for (const command of allCommands) {
      for (const key of defaultBindings[command]) {
        expect(clashes(command, key, defaultBindings), `${command}: ${key}`).toBeNull();
      }
    }
  });

  it('lie under one hand where every chart needs them: on the left, or on arrows, Enter and Delete', () => {
    const hands = ['asdfgqwertzxcvb12345'.split(''), ['ArrowDown', 'ArrowUp', 'Enter', 'Delete']];
    for (const command of ['accept', 'reject'] as const) {
      for (const hand of hands) {
        expect(
          defaultBindings[command].some((key) => hand.includes(key)),
          command,
        ).toBe(true);
      }
    }
  });

  it('belong to commands that stand in one group each', () => {
    const listed: Command[] = Object.values(commandGroups).flat();
    expect(new Set(listed).size).toBe(listed.length);
    expect([...listed].sort()).toEqual(Object.keys(defaultBindings).sort());
  });
});

describe('keys of one’s own', () => {
  it('take the place of those that come with the program, until they are taken back', () => {
    setBinding('accept', ['y']);
    setBinding('why', []);
    expect(commandFor(press('y'), nowhere)).toBe('accept');
    expect(commandFor(press('a'), nowhere)).toBeNull();
    expect(commandFor(press('w'), nowhere)).toBeNull();
    resetBindings('accept');
    expect(bindings().accept).toEqual(defaultBindings.accept);
    expect(bindings().why).toEqual([]);
    resetBindings();
    expect(bindings()).toEqual(defaultBindings);
  });

  it('may be exchanged between two commands', () => {
    setBinding('accept', ['r']);
    setBinding('reject', ['a']);
    expect(commandFor(press('r'), nowhere)).toBe('accept');
    expect(commandFor(press('a'), nowhere)).toBe('reject');
  });

  it('may not be taken, nor what the system and screen readers need', () => {
    expect(clashes('accept', 'j')).toEqual({ kind: 'taken', by: 'next' });
    for (const key of [' ', 'Tab', 'Insert', 'Ctrl+c', 'Ctrl+Alt+ArrowDown', 'F6', '3', 'PageDown']) {
      expect(clashes('accept', key), key).toEqual({ kind: 'reserved' });
    }
    expect(clashes('accept', 'a')).toBeNull();
    expect(clashes('accept', 'Alt+a')).toBeNull();
    setBinding('accept', ['j', 'y']);
    expect(bindings().accept).toEqual(['y']);
  });

  it('are ignored where they cannot be read', () => {
    for (const stored of ['', '{', '[]', 'null', '{"accept":5,"unknown":["y"]}']) {
      expect(bindingsFrom(stored), stored).toEqual(defaultBindings);
    }
  });
});

describe('key hints', () => {
  it('name the first key that works', () => {
    expect(keyHint('accept')).toBe('a');
    expect(keyHint('accept', false)).toBe('Enter');
    expect(keyHint('redo', false)).toBe('Ctrl+Shift+z');
    expect(keyHint('reopen')).toBeNull();
    expect(keyHint('finish', false)).toBeNull();
  });

  it('are told to assistive technology in its own words', () => {
    expect(ariaKeys('undo')).toBe('u Control+z');
    expect(ariaKeys('reopen')).toBeUndefined();
  });
});
