/**
 * Cuts a document's text into pieces so that overlapping evidence stays
 * readable: each piece lies under one set of codes only.
 */
import type { Section } from '../../shared/chart.ts';
import type { MentionContext } from '../../shared/coding.ts';

/** One code's claim on a range of text. */
export interface MarkSpan {
  start: number;
  end: number;
  code: string;
  context: MentionContext;
}

/** A piece of text and the claims that cover all of it; plain text where there are none. */
export interface Segment {
  start: number;
  end: number;
  marks: readonly MarkSpan[];
}

/**
 * Splits [from, to) at every boundary of `spans` and at each of `cuts`.
 * The segments lie end to end and cover the range exactly.
 */
export function splitSegments(
  from: number,
  to: number,
  spans: readonly MarkSpan[],
  cuts: readonly number[] = [],
): Segment[] {
  const touching = spans.filter((span) => span.start < to && span.end > from && span.start < span.end);
  const bounds = new Set([from, to]);
  for (const span of touching) {
    bounds.add(Math.max(from, span.start));
    bounds.add(Math.min(to, span.end));
  }
  for (const cut of cuts) if (cut > from && cut < to) bounds.add(cut);

  const sorted = [...bounds].sort((a, b) => a - b);
  const byStart = [...touching].sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let open: MarkSpan[] = [];
  let next = 0;
  let start = from;
  for (const end of sorted.slice(1)) {
    const at = start;
    open = open.filter((span) => span.end > at);
    for (let span = byStart[next]; span && span.start <= at; span = byStart[next]) {
      if (span.end > at) open.push(span);
      next += 1;
    }
    segments.push({ start: at, end, marks: open.slice() });
    start = end;
  }
  return segments;
}

/** The codes of a segment, each once, in the order of the claims. */
export function codesOf(segment: Segment): string[] {
  return [...new Set(segment.marks.map((mark) => mark.code))];
}

/** The context a segment is drawn with: that of the selected code, else affirmed if any claim is. */
export function contextOf(segment: Segment, selected: string | null): MentionContext {
  const own = segment.marks.filter((mark) => mark.code === selected);
  const marks = own.length > 0 ? own : segment.marks;
  if (marks.some((mark) => mark.context === 'affirmed')) return 'affirmed';
  return marks[0]?.context ?? 'affirmed';
}

/** A stretch of a note that is drawn as one block: a section, or words that belong to none. */
export interface Block {
  start: number;
  end: number;
  section: Section | null;
}

/** The whole text as blocks in order, whatever gaps or overlaps the sections have. */
export function blocksOf(length: number, sections: readonly Section[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const section of [...sections].sort((a, b) => a.start - b.start)) {
    if (section.start < at || section.end <= section.start || section.end > length) continue;
    if (section.start > at) blocks.push({ start: at, end: section.start, section: null });
    blocks.push({ start: section.start, end: section.end, section });
    at = section.end;
  }
  if (at < length) blocks.push({ start: at, end: length, section: null });
  return blocks;
}
