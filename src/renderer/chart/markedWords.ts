/** The words of a part of a note as they are drawn: plain ones, and marks with what each says to the eye. */
import type { MentionContext } from '../../shared/coding.ts';
import { firstWhere } from './bisect.ts';
import { codesOf, contextOf, splitSegments, stackCounts, type MarkSpan, type Segment } from './segments.ts';
import { contextSigns } from './signs.ts';
import type { CurrentMention } from './view.ts';

/** A segment with the number of codes that its stack is labelled with, 0 for none. */
export interface Piece extends Segment {
  count: number;
}

/** How a mark looks, which depends on the code that is selected. */
export interface Look {
  context: MentionContext;
  /** What stands beside the words; empty for nothing. */
  sign: string;
  isSelected: boolean;
  isCurrent: boolean;
}

/** A range of a note with the marks that touch it; it is cut into pieces when they are first asked for. */
export class MarkedWords {
  readonly marks: readonly MarkSpan[];
  readonly #start: number;
  readonly #end: number;
  #pieces: readonly Piece[] | undefined;

  constructor(start: number, end: number, marks: readonly MarkSpan[]) {
    this.#start = start;
    this.#end = end;
    this.marks = marks;
  }

  /** The pieces, end to end. */
  get pieces(): readonly Piece[] {
    if (!this.#pieces) {
      const segments = splitSegments(this.#start, this.#end, this.marks);
      const counts = stackCounts(segments);
      this.#pieces = segments.map((segment, index) => ({ ...segment, count: counts[index] ?? 0 }));
    }
    return this.#pieces;
  }

  /** The piece that begins at an offset, if there is one. */
  at(start: number): Piece | undefined {
    const { pieces } = this;
    const piece = pieces[firstWhere(pieces.length, (index) => (pieces[index]?.start ?? 0) >= start)];
    return piece?.start === start ? piece : undefined;
  }

  /** Whether both are drawn alike while no code is selected. */
  isLike(other: MarkedWords): boolean {
    const { marks } = other;
    if (this === other) return true;
    if (this.#start !== other.#start || this.#end !== other.#end) return false;
    return this.marks.length === marks.length && this.marks.every((mark, index) => same(mark, marks[index]));
  }
}

/** How a marked piece looks while a code is selected, or none. */
export function lookOf(piece: Piece, selected: string | null, current: CurrentMention | null): Look {
  const isSelected = selected !== null && codesOf(piece).includes(selected);
  const context = contextOf(piece, selected);
  const ends = piece.marks.some((mark) => mark.end === piece.end);
  return {
    context,
    sign: `${ends ? contextSigns[context] : ''}${piece.count > 0 ? String(piece.count) : ''}`,
    isSelected,
    isCurrent: isSelected && current !== null && piece.start >= current.start && piece.end <= current.end,
  };
}

function same(a: MarkSpan, b: MarkSpan | undefined): boolean {
  return a.start === b?.start && a.end === b.end && a.code === b.code && a.context === b.context;
}
