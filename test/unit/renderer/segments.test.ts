import { describe, expect, it } from 'vitest';
import type { Section } from '../../../src/shared/chart.ts';
import {
  blocksOf,
  codesOf,
  contextOf,
  splitSegments,
  type MarkSpan,
} from '../../../src/renderer/chart/segments.ts';

function mark(start: number, end: number, code: string, context: MarkSpan['context'] = 'affirmed'): MarkSpan {
  return { start, end, code, context };
}

function outline(segments: ReturnType<typeof splitSegments>): [number, number, string][] {
  return segments.map((segment) => [segment.start, segment.end, codesOf(segment).join('+')]);
}

describe('splitSegments', () => {
  it('gives one plain segment where nothing is marked', () => {
    expect(outline(splitSegments(3, 9, []))).toEqual([[3, 9, '']]);
  });

  it('cuts overlapping marks into pieces under one set of codes each', () => {
    const segments = splitSegments(0, 30, [mark(5, 15, 'A'), mark(10, 20, 'B')]);
    expect(outline(segments)).toEqual([
      [0, 5, ''],
      [5, 10, 'A'],
      [10, 15, 'A+B'],
      [15, 20, 'B'],
      [20, 30, ''],
    ]);
  });

  it('handles nested, touching and equal marks', () => {
    const segments = splitSegments(0, 12, [
      mark(0, 12, 'A'),
      mark(4, 6, 'B'),
      mark(6, 8, 'C'),
      mark(6, 8, 'D'),
    ]);
    expect(outline(segments)).toEqual([
      [0, 4, 'A'],
      [4, 6, 'A+B'],
      [6, 8, 'A+C+D'],
      [8, 12, 'A'],
    ]);
  });

  it('cuts marks off at the ends of the range and leaves out those beyond it', () => {
    const segments = splitSegments(10, 20, [
      mark(0, 12, 'A'),
      mark(18, 40, 'B'),
      mark(20, 25, 'C'),
      mark(2, 10, 'D'),
    ]);
    expect(outline(segments)).toEqual([
      [10, 12, 'A'],
      [12, 18, ''],
      [18, 20, 'B'],
    ]);
  });

  it('covers the range exactly, in order, with every mark where it claims to be', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 50; round += 1) {
      const marks = Array.from({ length: 20 }, (_, index) => {
        const start = random(100);
        return mark(start, start + 1 + random(30), `C${index}`);
      });
      const segments = splitSegments(0, 100, marks);
      let at = 0;
      for (const segment of segments) {
        expect(segment.start).toBe(at);
        expect(segment.end).toBeGreaterThan(segment.start);
        const covering = marks.filter((each) => each.start <= segment.start && each.end >= segment.end);
        expect(new Set(codesOf(segment))).toEqual(new Set(covering.map((each) => each.code)));
        at = segment.end;
      }
      expect(at).toBe(100);
    }
  });

  it('names a code once though two of its mentions overlap', () => {
    const [first] = splitSegments(0, 4, [mark(0, 4, 'A'), mark(0, 4, 'A', 'negated')]);
    expect(first && codesOf(first)).toEqual(['A']);
  });
});

describe('contextOf', () => {
  const [segment] = splitSegments(0, 4, [mark(0, 4, 'A', 'negated'), mark(0, 4, 'B')]);

  it('is affirmed if any code is, and that of the selected code while one is selected', () => {
    expect(segment && contextOf(segment, null)).toBe('affirmed');
    expect(segment && contextOf(segment, 'A')).toBe('negated');
    expect(segment && contextOf(segment, 'B')).toBe('affirmed');
  });
});

describe('blocksOf', () => {
  const section = (start: number, end: number): Section => ({
    kind: 'other',
    heading: 'X',
    start,
    bodyStart: start + 1,
    end,
  });
  const ranges = (length: number, sections: Section[]) =>
    blocksOf(length, sections).map((block) => [block.start, block.end, block.section !== null]);

  it('fills the gaps between sections', () => {
    expect(ranges(50, [section(10, 20), section(30, 40)])).toEqual([
      [0, 10, false],
      [10, 20, true],
      [20, 30, false],
      [30, 40, true],
      [40, 50, false],
    ]);
  });

  it('keeps every character once even if sections overlap or run over the end', () => {
    expect(ranges(30, [section(0, 20), section(10, 25), section(20, 60)])).toEqual([
      [0, 20, true],
      [20, 30, false],
    ]);
    expect(ranges(0, [])).toEqual([]);
  });
});
