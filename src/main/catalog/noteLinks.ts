/** Finds the codes that the notes of a code book name, so that a reader can go to them. */
import type { NoteLink } from '../../shared/book.ts';

/** A category, S02, C7A or QA0, with what may stand behind it: S02.0-, E11.-, T36.0X5-, M47.2.-, U07.1! */
const CODE = String.raw`[A-Z](?:\d[0-9A-Z]|[A-Z]\d)(?:\.[0-9A-Z]{1,4})?`;
const OPEN_END = String.raw`(?:\.?-(?![0-9A-Za-z]))?[!*†+]?`;
/** A code, or the first and last of a range. No letter or digit stands at either side. */
const REFERENCE = new RegExp(
  String.raw`(?<![0-9A-Za-z])(${CODE})${OPEN_END}(?:\s?[-–]\s?(${CODE})${OPEN_END})?(?![0-9A-Za-z])`,
  'gu',
);
/** What says of the word behind it that it is a code. */
const ANNOUNCED = /\b(?:codes?|(?:sub)?categor(?:y|ies)|blocks?)\s+(?:from\s+)?$/iu;
/** What a code often stands behind, and other things do too: "any condition in I00", "code(s) from F10". */
const LIKELY = /\b(?:in|under|to|from|except|see)\s+$/iu;
/** What stands between codes of a list. */
const GOES_ON = /^\s*(?:[,;]|and|or|to|through|,\s*and|,\s*or)\s*$/iu;

/**
 * Codes and ranges in a note's text. A capital and two digits may also be a vitamin, an antigen or a
 * vertebra: without a dot they are taken for a code only where parentheses open with them, where
 * words such as "category" announce them, as a range with an end that exists, or in a list with other codes; behind
 * words such as "in" only where the release has the code.
 *
 * @param has whether the release has a code or block
 * @returns links in half-open UTF-16 offsets, in order and apart from each other; and, as printed,
 *   what is written as a code but is none of the release's. A range is one link where it is the id of
 *   a block, else two.
 */
export function findNoteLinks(
  text: string,
  has: (id: string) => boolean,
): { links: NoteLink[]; unresolved: string[] } {
  const links: NoteLink[] = [];
  const unresolved: string[] = [];
  /** End of the last code seen, where the text before it was taken for one. */
  let listed = -1;
  for (const match of text.matchAll(REFERENCE)) {
    const [printed, first = '', last] = match;
    const start = match.index;
    const before = text.slice(0, start);
    const isCode =
      first.includes('.') ||
      /[-!*†]$/u.test(printed) ||
      (last !== undefined && (has(first) || has(last))) ||
      /\(\s*$/u.test(before) ||
      ANNOUNCED.test(before) ||
      (listed !== -1 && GOES_ON.test(text.slice(listed, start))) ||
      (LIKELY.test(before) && has(first));
    listed = isCode ? start + printed.length : -1;
    if (!isCode) continue;
    if (last !== undefined && has(`${first}-${last}`)) {
      links.push({ start, end: start + printed.length, target: `${first}-${last}` });
      continue;
    }
    const split = last === undefined ? printed.length : printed.lastIndexOf(last);
    const ends =
      last === undefined
        ? [printed]
        : [printed.slice(0, split).replace(/\s?[-–]\s?$/u, ''), printed.slice(split)];
    for (const [index, part] of ends.entries()) {
      const target = targetOf(index === 0 ? first : (last ?? ''), has);
      const from = start + (index === 0 ? 0 : split);
      // Genes are abbreviated like the codes whose second character is a letter: (GH1).
      if (target === undefined && /^[A-Z]{2}\d$/u.test(part)) continue;
      if (target === undefined) unresolved.push(part);
      else links.push({ start: from, end: from + part.length, target });
    }
  }
  return { links, unresolved };
}

/** The code itself, or, where the release fills no places with X, without the X at its end. */
function targetOf(code: string, has: (id: string) => boolean): string | undefined {
  return [code, code.replace(/X+$/u, ''), code.replace(/\.?X*$/u, '')].find(has);
}
