import { keyHint, type Command } from '../chart/keyboard.ts';
import { t, type TextKey } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';

const named: Readonly<Record<string, TextKey>> = {
  Ctrl: 'app.ctrl',
  Shift: 'app.shift',
  Alt: 'app.alt',
  Enter: 'app.enter',
  Esc: 'app.esc',
  Escape: 'app.esc',
  Delete: 'app.delete',
  Del: 'app.delete',
  Backspace: 'app.backspace',
  Space: 'app.space',
  Tab: 'app.tab',
  Home: 'app.home',
  End: 'app.end',
  PageUp: 'app.pageUp',
  PgUp: 'app.pageUp',
  PageDown: 'app.pageDown',
  PgDn: 'app.pageDown',
};

const arrows: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** A key or keys pressed together, such as `Ctrl+ArrowUp`, as the keyboards of the language in use name them. */
export function keyWords(keys: string): string {
  const pressed = keys.match(/[^+]+|\+$/gu) ?? [];
  return pressed
    .map((key) => {
      const name = named[key];
      if (name) return t(name);
      return arrows[key] ?? (key.length === 1 ? key.toUpperCase() : key);
    })
    .join('+');
}

/** A key as it stands on the keyboard. */
export function Keys({ of }: { of: string }) {
  return <kbd>{keyWords(of)}</kbd>;
}

/** A text with `{{key}}` in it, the key set as one. */
export function KeyedText({ text, keys }: { text: TextKey; keys: string }) {
  const [before, after] = t(text, { key: '\u0000' }).split('\u0000');
  return (
    <>
      {before}
      <Keys of={keys} />
      {after}
    </>
  );
}

/** The key of a command as it is set now; nothing where it has none. */
export function CommandKey({ of }: { of: Command }) {
  const key = keyHint(of, singleLetters());
  return key === null ? null : <Keys of={key} />;
}
