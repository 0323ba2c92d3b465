/** The strip beside a document: where its evidence lies and which part of it is in view. */
import { firstWhere } from './bisect.ts';
import type { RowState } from './rows.ts';

/** What a tick stands for; each has a shape of its own. */
export type TickKind = 'selected' | 'open' | 'decided';

export interface Tick {
  /** Pixels from the top of the strip. */
  y: number;
  kind: TickKind;
}

/** Where the words of a document lie in its scrolled content. */
export interface Places {
  /** Pixels from the top of the content to the words at an offset of the text. */
  yOf: (offset: number) => number;
  /** Height of all the content. */
  height: number;
}

/** The height of an offset, estimated between the two of `anchors`, which are in order, that lie around it. */
export function between(anchors: readonly { offset: number; y: number }[], offset: number): number {
  const next = firstWhere(anchors.length, (index) => (anchors[index]?.offset ?? 0) > offset);
  const before = anchors[next - 1];
  const after = anchors[next];
  if (!before) return after?.y ?? 0;
  if (!after) return before.y;
  const share = (offset - before.offset) / (after.offset - before.offset);
  return before.y + share * (after.y - before.y);
}

/** What a code's tick is, by its state. */
export function tickKind(code: string, state: RowState, selected: string | null): TickKind {
  if (code === selected) return 'selected';
  return state === 'undecided' ? 'open' : 'decided';
}

const rank: Record<TickKind, number> = { selected: 0, open: 1, decided: 2 };

/** Pixels of the strip within which marks share a tick. */
const tickHeight = 3;

/** One tick for each stretch of the strip that has marks; the most important kind stands for all of them. */
export function ticksOf(
  marks: readonly { start: number; kind: TickKind }[],
  places: Places,
  strip: number,
): Tick[] {
  if (places.height <= 0 || strip <= 0) return [];
  const taken = new Map<number, TickKind>();
  for (const mark of marks) {
    const y = (places.yOf(mark.start) / places.height) * strip;
    const row = Math.min(Math.floor(strip / tickHeight) - 1, Math.max(0, Math.floor(y / tickHeight)));
    const other = taken.get(row);
    if (other === undefined || rank[mark.kind] < rank[other]) taken.set(row, mark.kind);
  }
  return [...taken.entries()]
    .sort(([a], [b]) => a - b)
    .map(([row, kind]) => ({ y: row * tickHeight + tickHeight / 2, kind }));
}

/** Smallest height of the box, so that it can be grasped. */
const smallestBox = 12;

/** The box of the part in view, in pixels of the strip. */
export function viewBox(
  scroll: { top: number; view: number; height: number },
  strip: number,
): { top: number; height: number } {
  if (scroll.height <= 0) return { top: 0, height: strip };
  const height = Math.min(strip, Math.max(smallestBox, (scroll.view / scroll.height) * strip));
  const range = scroll.height - scroll.view;
  const share = range > 0 ? Math.min(1, Math.max(0, scroll.top / range)) : 0;
  return { top: share * (strip - height), height };
}

/** The scroll position that brings the box's top to `top` pixels of the strip. */
export function scrollFor(top: number, scroll: { view: number; height: number }, strip: number): number {
  const { height } = viewBox({ ...scroll, top: 0 }, strip);
  const free = strip - height;
  if (free <= 0) return 0;
  return Math.min(1, Math.max(0, top / free)) * (scroll.height - scroll.view);
}
