/** What a corpus counts its offsets in. */
export type OffsetUnit = 'codePoints' | 'utf16';

/** Offsets of a corpus's text and of the normalised text that Rubricator reads, each in terms of the other. */
export interface Alignment {
  /** UTF-16 offset in the normalised text. Offsets inside what normalisation joins go to its beginning. */
  toText(offset: number): number;
  /** Offset in the corpus's text, in the corpus's unit. */
  toSource(offset: number): number;
  /** Length of the corpus's text in the corpus's unit. */
  length: number;
}

/**
 * Aligns a text as its corpus has it with its normalised form (Unicode NFC, \n line ends, no byte order
 * mark, no control characters at the end; see charts/decode.ts).
 */
export function alignOffsets(source: string, text: string, unit: OffsetUnit): Alignment {
  const sourceAt: number[] = [];
  const textAt: number[] = [];
  let here = 0;
  let there = 0;
  for (const piece of source === text ? source : graphemes(source)) {
    sourceAt.push(here);
    textAt.push(Math.min(there, text.length));
    if (!(here === 0 && piece.startsWith('\uFEFF'))) {
      there += piece === '\r\n' ? 1 : piece.normalize('NFC').length;
    }
    here += unit === 'utf16' ? piece.length : Array.from(piece).length;
  }
  sourceAt.push(here);
  textAt.push(text.length);
  return {
    toText: (offset) => textAt[lastAtMost(sourceAt, offset)] ?? 0,
    toSource: (offset) => sourceAt[lastAtMost(textAt, offset)] ?? 0,
    length: here,
  };
}

/** Pieces that are normalised each for itself: a letter with its marks, a line end. */
function* graphemes(text: string): Iterable<string> {
  // The mark at the very beginning would join the first letter.
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body !== text) yield '\uFEFF';
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(body))
    yield segment;
}

/** Index of the last value not above `limit` in ascending values; 0 where there is none. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
