/**
 * Cuts a document's text into pieces so that overlapping evidence stays
 * readable: each piece lies under one set of codes only.
 */
import type { Section } from '../../shared/chart.ts';
import type { MentionContext } from '../../shared/coding.ts';
import { firstWhere } from './bisect.ts';

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

/**
 * How many codes a stack of overlapping segments is to be labelled with: the count on the last segment of
 * each local highest, 0 on all others and where fewer than two codes lie over the words.
 */
export function stackCounts(segments: readonly Segment[]): number[] {
  const depths = segments.map((segment) => codesOf(segment).length);
  let rising = true;
  return depths.map((depth, index) => {
    const before = depths[index - 1] ?? 0;
    if (depth !== before) rising = depth > before;
    return rising && depth >= 2 && (depths[index + 1] ?? 0) < depth ? depth : 0;
  });
}

/** The line each mark is underlined on, 0 for the uppermost, so that marks which overlap have lines of their own. */
export function layersOf(marks: readonly MarkSpan[]): Map<MarkSpan, number> {
  const layers = new Map<MarkSpan, number>();
  const ends: number[] = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const free = ends.findIndex((end) => end <= mark.start);
    const layer = free < 0 ? ends.length : free;
    ends[layer] = mark.end;
    layers.set(mark, layer);
  }
  return layers;
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

/** A part of a block, small enough to be drawn anew whenever one of its marks changes. */
export interface Part {
  start: number;
  end: number;
  /** Whether it begins and ends where lines do; others must be set in one line with their neighbours. */
  wholeLines: boolean;
  /** About how many lines it takes, for its height before it is laid out. */
  lines: number;
}

/** Characters a part has at most, unless they hold no place to cut. */
const longestPart = 1500;

/**
 * Cuts [start, end) of a text into parts, preferably between paragraphs, else between lines; a line that
 * is too long by itself is cut between words. Parts lie end to end.
 */
export function partsOf(text: string, start: number, end: number, most = longestPart): Part[] {
  const parts: Part[] = [];
  let fresh = true;
  for (let at = start; at < end;) {
    const to = end - at <= most ? end : cutBefore(text, at, at + most, end);
    const whole = to === end || text.charAt(to - 1) === '\n';
    parts.push({ start: at, end: to, wholeLines: fresh && whole, lines: linesOf(text.slice(at, to)) });
    fresh = whole;
    at = to;
  }
  return parts;
}

/** Characters in a full line of a note. */
const lineLength = 72;

function linesOf(words: string): number {
  const lines = words.replace(/\n$/u, '').split('\n');
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0);
}

function cutBefore(text: string, from: number, limit: number, end: number): number {
  for (const gap of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(gap, limit - gap.length);
    // A cut near the beginning would leave many small parts.
    if (at > from + (limit - from) / 4) return at + gap.length;
  }
  const next = text.slice(limit, end).search(/\s/u);
  return next < 0 ? end : limit + next + 1;
}

/** The marks that touch each of `parts`, which lie in order and do not overlap. */
export function marksByPart(
  parts: readonly { start: number; end: number }[],
  marks: readonly MarkSpan[],
): MarkSpan[][] {
  const touching: MarkSpan[][] = parts.map(() => []);
  for (const mark of marks) {
    const first = firstWhere(parts.length, (index) => (parts[index]?.end ?? 0) > mark.start);
    const behind = firstWhere(parts.length, (index) => (parts[index]?.start ?? 0) >= mark.end);
    for (const marksThere of touching.slice(first, behind)) marksThere.push(mark);
  }
  return touching;
}
