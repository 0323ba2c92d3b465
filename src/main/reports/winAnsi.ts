/** What WinAnsi, the encoding of a PDF's standard fonts, holds beside Latin-1 (ISO 32000-1, annex D). */
const BEYOND_LATIN_1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/**
 * A text for the standard fonts. A character that they do not have stands as its code point between angle
 * quotes, ‹U+4E2D›, so that nothing is dropped or changed unseen.
 */
export function winAnsi(text: string): string {
  const composed = text.normalize('NFC');
  return /^[\n\u0020-\u007e]*$/u.test(composed) ? composed : Array.from(composed, drawn).join('');
}

function drawn(character: string): string {
  if (/^[\n\u0020-\u007e\u00a0-\u00ff]$/u.test(character) || BEYOND_LATIN_1.has(character)) return character;
  if (/^\s$/u.test(character)) return ' ';
  const point = character.codePointAt(0) ?? 0;
  return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
}
