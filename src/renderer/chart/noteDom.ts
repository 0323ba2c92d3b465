/**
 * From offsets into a note's text to places on the screen and back. Every piece of text on the screen is
 * one text node whose element carries `data-start`, the offset of its first character.
 */
import { firstWhere } from './bisect.ts';

interface Piece {
  start: number;
  words: Text;
}

/** The pieces of text inside an element, in order. */
export function piecesIn(root: Element): Piece[] {
  return Array.from(root.querySelectorAll<HTMLElement>('[data-start]'), (element) => ({
    start: Number(element.dataset['start']),
    words: element.firstChild,
  })).filter((piece): piece is Piece => piece.words instanceof Text);
}

/** The parts of a note that hold words [start, end). */
export function partsAround(root: Element, start: number, end: number): readonly Element[] {
  const parts = Array.from(root.querySelectorAll<HTMLElement>('[data-part]'));
  const first = (offset: number) =>
    firstWhere(parts.length, (index) => Number(parts[index]?.dataset['part']) > offset) - 1;
  return parts.slice(Math.max(0, first(start)), first(end - 1) + 1);
}

/** Words [start, end) on the screen, or null where they are not there. */
export function rangeOf(pieces: readonly Piece[], start: number, end: number): StaticRange | null {
  const from = pieceBefore(pieces, start);
  const to = pieceBefore(pieces, end - 1);
  if (!from || !to) return null;
  return new StaticRange({
    startContainer: from.words,
    startOffset: Math.min(from.words.length, start - from.start),
    endContainer: to.words,
    endOffset: Math.min(to.words.length, end - to.start),
  });
}

/** The rectangle around words [start, end) on the screen, or null where they are not there. */
export function boxOf(pieces: readonly Piece[], start: number, end: number): DOMRect | null {
  const found = rangeOf(pieces, start, end);
  if (!found) return null;
  const range = document.createRange();
  range.setStart(found.startContainer, found.startOffset);
  range.setEnd(found.endContainer, found.endOffset);
  return range.getBoundingClientRect();
}

function pieceBefore(pieces: readonly Piece[], offset: number): Piece | undefined {
  return pieces[firstWhere(pieces.length, (index) => (pieces[index]?.start ?? 0) > offset) - 1];
}

/**
 * The words of whole lines between two heights of the window, as a range of offsets; null where there are
 * none. Looks at the words of the parts in view only: those of others need not be laid out.
 */
export function wordsBetween(
  root: Element,
  top: number,
  bottom: number,
): { start: number; end: number } | null {
  const parts = inside(Array.from(root.querySelectorAll('[data-part]')), (part) => part, top, bottom);
  const pieces = inside(parts.flatMap(piecesIn), (piece) => piece.words.parentElement, top, bottom);
  const from = pieces[0];
  const to = pieces.at(-1);
  if (!from || !to) return null;
  // Fractions of a pixel are no cut line.
  const start = from.start + firstCharacter(from.words, (box) => box.top >= top - 1);
  const end = to.start + firstCharacter(to.words, (box) => box.bottom > bottom + 1);
  return start < end ? { start, end } : null;
}

/** Those of `items`, which stand in order, that lie at least partly between two heights. */
function inside<Item>(
  items: readonly Item[],
  elementOf: (item: Item) => Element | null,
  top: number,
  bottom: number,
): readonly Item[] {
  const boxAt = (index: number) => {
    const item = items[index];
    return item === undefined ? undefined : elementOf(item)?.getBoundingClientRect();
  };
  const first = firstWhere(items.length, (index) => (boxAt(index)?.bottom ?? 0) > top);
  const behind = firstWhere(items.length, (index) => (boxAt(index)?.top ?? 0) >= bottom);
  return items.slice(first, behind);
}

/** The first character of a text whose box passes a test, which holds for all that follow; the text's length if none. */
function firstCharacter(words: Text, test: (box: DOMRect) => boolean): number {
  const range = document.createRange();
  return firstWhere(words.length, (index) => {
    range.setStart(words, index);
    range.setEnd(words, index + 1);
    return test(range.getBoundingClientRect());
  });
}
