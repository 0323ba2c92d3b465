import { UserError } from '../errors.ts';

const REMEDY_TEXT =
  'Save the note as plain text (UTF-8) or as a PDF with a text layer, then import it again.';

/**
 * The text of a file's bytes, normalised: Unicode NFC, line ends as \n, no byte order mark.
 * Recognises UTF-8, UTF-16 (with or without byte order mark) and Windows-1252.
 *
 * @throws UserError where the file is empty or holds no text
 */
export function decodeText(bytes: Uint8Array): string {
  const text = normalise(decode(bytes));
  if (text.trim() === '') throw new UserError('The file is empty.', 'Choose a file that holds a note.');
  return text;
}

const CONTROL = /(?![\t-\r])\p{Cc}/gu;

/** The one form in which text is kept: NFC, \n line ends, no byte order mark, no control characters but tab and line breaks. */
export function normalise(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/[^\P{Cc}\t-\r]+$/u, '')
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, ' ')
    .normalize('NFC');
}

function decode(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new UserError('The file is empty.', 'Choose a file that holds a note.');
  const utf16 = utf16Kind(bytes);
  if (utf16) return accept(new TextDecoder(utf16).decode(bytes));
  if (bytes.includes(0)) throw notText();
  const utf8 = new TextDecoder('utf-8').decode(bytes);
  const broken = utf8.match(/\uFFFD/g)?.length ?? 0;
  // Well-formed longer sequences hardly arise by chance: with many of them a few broken ones are
  // damage (a note cut off inside a character), with none they are another encoding.
  const wellFormed = utf8.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  if (broken * 3 <= wellFormed) return accept(utf8);
  // What remains in practice are notes exported by older Windows programs.
  return accept(new TextDecoder('windows-1252').decode(bytes));
}

/** By byte order mark, else by where the zero bytes of Latin letters lie. */
function utf16Kind(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined;
  let even = 0;
  let odd = 0;
  const looked = Math.min(bytes.length, 4096);
  for (let i = 0; i < looked; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  const pairs = looked / 2;
  if (odd > 0.7 * pairs && even < 0.02 * pairs) return 'utf-16le';
  if (even > 0.7 * pairs && odd < 0.02 * pairs) return 'utf-16be';
  return undefined;
}

/** Refuses what decodes but is no text: control characters, or replaced characters. */
function accept(text: string): string {
  const strange = (text.match(CONTROL)?.length ?? 0) + (text.match(/[\uFFFD-\uFFFF]/g)?.length ?? 0);
  // A stray one happens in real exports (Ctrl-Z at the end of a file from DOS).
  if (strange > 2 + text.length / 1000) throw notText();
  return text;
}

function notText(): UserError {
  return new UserError('The file is not text: it holds binary data.', REMEDY_TEXT);
}
