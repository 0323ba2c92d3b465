import { describe, expect, it } from 'vitest';
import { commandFor, keyMap, type KeyPlace, type KeyPress } from '../../../src/renderer/chart/keyboard.ts';

const nowhere: KeyPlace = { typing: false, control: false, arrows: false };

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

describe('commandFor', () => {
  it.each([
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['k', 'previous'],
    ['ArrowUp', 'previous'],
    ['a', 'accept'],
    ['Enter', 'accept'],
    ['r', 'reject'],
    ['x', 'reject'],
    ['u', 'undo'],
    ['n', 'next-mention'],
    ['.', 'next-mention'],
    ['p', 'previous-mention'],
    [',', 'previous-mention'],
    ['/', 'search'],
    ['f', 'finish'],
    ['Escape', 'back'],
  ])('%s is %s', (key, command) => {
    expect(commandFor(press(key), nowhere)).toBe(command);
  });

  it('takes Ctrl or Command with Z and K, and no other letter', () => {
    expect(commandFor(press('z', { ctrlKey: true }), nowhere)).toBe('undo');
    expect(commandFor(press('k', { metaKey: true }), nowhere)).toBe('search');
    expect(commandFor(press('a', { ctrlKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('r', { ctrlKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('z', { ctrlKey: true, shiftKey: true }), nowhere)).toBeNull();
  });

  it('leaves letters with Alt or Shift alone, but knows keys that need Shift on some keyboards', () => {
    expect(commandFor(press('a', { altKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('A', { shiftKey: true }), nowhere)).toBeNull();
    expect(commandFor(press('?', { shiftKey: true }), nowhere)).toBe('help');
    expect(commandFor(press('/', { shiftKey: true }), nowhere)).toBe('search');
  });

  it('works with Caps Lock on', () => {
    expect(commandFor(press('A'), nowhere)).toBe('accept');
  });

  it('never acts while the user types', () => {
    const typing = { ...nowhere, typing: true };
    for (const binding of keyMap) {
      for (const key of binding.keys) expect(commandFor(press(key), typing)).toBeNull();
      for (const key of binding.withControl ?? []) {
        expect(commandFor(press(key, { ctrlKey: true }), typing)).toBeNull();
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
    expect(commandFor(press('/'), nowhere, false)).toBeNull();
    expect(commandFor(press('Enter'), nowhere, false)).toBe('accept');
    expect(commandFor(press('k', { ctrlKey: true }), nowhere, false)).toBe('search');
  });

  it('gives no key two meanings', () => {
    const keys = keyMap.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
