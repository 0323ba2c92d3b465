/** Finding words in a chart, whatever their case and accents, and wherever lines break. */
import type { ChartDocument } from '../../shared/chart.ts';

/** Words found in one document: a half-open UTF-16 range of its text. */
export interface Hit {
  document: string;
  start: number;
  end: number;
}

/** More hits than anybody looks at are not collected. */
export const mostHits = 2000;

/** A text as it is compared, and where each of its characters comes from. */
export interface Folded {
  text: string;
  /** For each UTF-16 unit of `text` the offset of its character in the original, and its length at the end. */
  origins: Uint32Array;
}

const folds = new Map<string, string>();

/** One character in lower case without its accents; white space is a blank. */
function foldCharacter(character: string): string {
  let folded = folds.get(character);
  if (folded === undefined) {
    folded = /\s/u.test(character)
      ? ' '
      : character.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
    folds.set(character, folded);
  }
  return folded;
}

/** Folds a text: lower case, no accents, every run of white space one blank. */
export function fold(text: string): Folded {
  const pieces: string[] = [];
  const origins: number[] = [];
  let blank = false;
  let at = 0;
  for (const character of text) {
    const folded = foldCharacter(character);
    if (folded !== ' ' || !blank) {
      pieces.push(folded);
      for (let unit = folded.length; unit > 0; unit -= 1) origins.push(at);
    }
    // An accent that stands by itself folds to nothing and is no end of a blank.
    if (folded !== '') blank = folded === ' ';
    at += character.length;
  }
  origins.push(at);
  return { text: pieces.join(''), origins: Uint32Array.from(origins) };
}

const known = new WeakMap<ChartDocument, Folded>();

function foldedText(document: ChartDocument): Folded {
  let folded = known.get(document);
  if (!folded) {
    folded = fold(document.text);
    known.set(document, folded);
  }
  return folded;
}

/** Where the words stand in the documents, in their order, at most `mostHits` of them; none for blanks alone. */
export function findIn(documents: readonly ChartDocument[], words: string): Hit[] {
  const wanted = fold(words).text.trim();
  const hits: Hit[] = [];
  if (wanted === '') return hits;
  for (const document of documents) {
    const { text, origins } = foldedText(document);
    for (
      let at = text.indexOf(wanted);
      at >= 0 && hits.length < mostHits;
      at = text.indexOf(wanted, at + wanted.length)
    ) {
      const last = origins[at + wanted.length - 1] ?? 0;
      hits.push({
        document: document.id,
        start: origins[at] ?? 0,
        end: last + lengthAt(document.text, last),
      });
    }
  }
  return hits;
}

/** Length of the character at an offset with the accents that follow it. */
function lengthAt(text: string, offset: number): number {
  return /^.\p{M}*/su.exec(text.slice(offset, offset + 8))?.[0].length ?? 1;
}

/** The first hit at or after a place in the chart, else the first of all; null where there are none. */
export function hitFrom(
  hits: readonly Hit[],
  documents: readonly string[],
  place: { document: string; start: number },
): number | null {
  if (hits.length === 0) return null;
  const order = documents.indexOf(place.document);
  const at = hits.findIndex((hit) => {
    const of = documents.indexOf(hit.document);
    return of > order || (of === order && hit.start >= place.start);
  });
  return Math.max(0, at);
}

/** The hit `step` further on, from the last to the first and back; null where there are none. */
export function stepHit(count: number, at: number | null, step: 1 | -1): number | null {
  if (count === 0) return null;
  if (at === null) return step > 0 ? 0 : count - 1;
  return (at + step + count) % count;
}
