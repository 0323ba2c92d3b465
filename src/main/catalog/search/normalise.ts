/** Words as the search compares them. */

/** A word of a text: half-open UTF-16 range, and the word in lower case without accents. */
export interface Token {
  word: string;
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’]s(?![\p{L}\p{N}]))?/gu;

/** The words of a text, in order. A possessive 's belongs to its word and is not compared. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = plain(match[0].replace(/['’]s$/u, ''));
    if (word !== '') tokens.push({ word, start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

/** Lower case, without accents; letters of other scripts stay as they are. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The words of a text, joined by single blanks. */
export function wordsOf(text: string): string {
  return tokenise(text)
    .map(({ word }) => word)
    .join(' ');
}

const NUMERALS: ReadonlyMap<string, string> = new Map([
  ...['ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii'].map(
    (roman, index) => [roman, String(index + 2)] as const,
  ),
  ['1st', 'first'],
  ['2nd', 'second'],
  ['3rd', 'third'],
  ['4th', 'fourth'],
]);

/** Latin and Greek plurals of medicine and words whose stem the rules would miss. */
const ENDINGS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/^(.{2,})oses$/, '$1osis'],
  [/^(.{4,})stases$/, '$1stasis'],
  [/^(.{3,})yses$/, '$1ysis'],
  [/^(.{4,})mata$/, '$1ma'],
  [/^(.{3,})ies$/, '$1y'],
  [/^(.+)(ss|x|ch|sh)es$/, '$1$2'],
  [/^(.{2,}[^siu])s$/, '$1'],
];

/** Endings that tell the forms of one word apart: fracture, fractured; infection, infectious, infective. */
const SUFFIXES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/^(.{4,}?)otic$/, '$1o'],
  [/^(.{3,}?)osis$/, '$1o'],
  [/^(.{4,}?)itic$/, '$1it'],
  [/^(.{3,}?)itis$/, '$1it'],
  [/^(.{3,}?)nx$/, '$1ng'],
  [/^(.{4,}?[st])(ion|ional|ive|or)$/, '$1'],
  [/^(.{4,}?)(ious|ical|ing|[ei]al|[ei]um|us)$/, '$1'],
  [/^(.{4,}?)(ed|ic|es|al|um|ia)$/, '$1'],
  [/^(.{4,}?)[eyi]$/, '$1'],
];

/**
 * What the forms of one word share: number, case, tense, adjective and noun where they are built by an
 * ending, British and American spelling, Roman and Arabic numerals.
 */
export function stem(word: string): string {
  const numeral = NUMERALS.get(word);
  if (numeral !== undefined) return numeral;
  if (word.length < 4 || /\d/.test(word)) return word;
  let form = word.replace(/[ao]e/g, 'e').replace(/our(?=s?$)/, 'or');
  for (const [pattern, replacement] of ENDINGS) {
    if (pattern.test(form)) {
      form = form.replace(pattern, replacement);
      break;
    }
  }
  for (const [pattern, replacement] of SUFFIXES) {
    if (pattern.test(form)) return form.replace(pattern, replacement);
  }
  return form;
}

const SOUNDS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/(.{3})(ty|ties|dad|dades)$/, '$1d'],
  [/(.{3})([^su])s$/, '$1$2'],
  [/[ao]e/g, 'e'],
  [/ph/g, 'f'],
  [/h/g, ''],
  [/[kq]/g, 'c'],
  [/y/g, 'i'],
  [/z/g, 's'],
  [/p(?=[nst])/g, ''],
  [/m(?=[fpb])/g, 'n'],
  [/st(?=m)/g, 's'],
  [/^es(?=[^aeiou])/, 's'],
  [/tion/g, 'cion'],
  [/(.)\1+/g, '$1'],
  [/(.{3})(ico|ica|ical)$/, '$1ic'],
  [/(.{3})(us|oso|osa)$/, '$1'],
  [/(.{3})[ai]s$/, '$1s'],
  [/(.{3}?)[aeiou]+$/, '$1'],
];

/**
 * What a medical word of Greek or Latin origin has in common in English and Spanish, and across
 * spellings of its sounds: neumonía and pneumonia, colecistitis and cholecystitis, hemorragia and haemorrhage.
 * Empty for words too short to be told by it.
 */
export function cognate(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return '';
  let form = word;
  for (const [pattern, replacement] of SOUNDS) form = form.replace(pattern, replacement);
  return form.length < 4 ? '' : form;
}
