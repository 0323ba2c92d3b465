import { describe, expect, it } from 'vitest';
import type { Section } from '../../../src/shared/chart.ts';
import {
  blocksOf,
  codesOf,
  contextOf,
  layersOf,
  marksByPart,
  partsOf,
  splitSegments,
  stackCounts,
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

describe('stackCounts', () => {
  const countsOf = (...marks: MarkSpan[]) => stackCounts(splitSegments(0, 40, marks));

  it('labels the deepest place of a stack once, where it ends', () => {
    // plain, A, A+B, A+B+C, A+B, A, plain
    const nested = [mark(2, 30, 'A'), mark(5, 25, 'B'), mark(10, 15, 'C')];
    expect(countsOf(...nested)).toEqual([0, 0, 0, 3, 0, 0, 0]);
    // A, A+B, B+C, C
    expect(countsOf(mark(0, 20, 'A'), mark(10, 30, 'B'), mark(20, 40, 'C'))).toEqual([0, 0, 2, 0]);
  });

  it('labels two stacks that lie apart, and none where a code overlaps itself', () => {
    const apart = [mark(0, 5, 'A'), mark(0, 5, 'B'), mark(10, 15, 'A'), mark(10, 15, 'B')];
    expect(countsOf(...apart)).toEqual([2, 0, 2, 0]);
    expect(countsOf(mark(0, 5, 'A'), mark(0, 5, 'A', 'negated'))).toEqual([0, 0]);
  });
});

describe('layersOf', () => {
  it('gives marks that overlap lines of their own, and lets others share the uppermost', () => {
    const marks = [mark(0, 10, 'A'), mark(5, 15, 'B'), mark(10, 20, 'C'), mark(6, 8, 'D')];
    const layers = layersOf(marks);
    expect(marks.map((each) => layers.get(each))).toEqual([0, 1, 0, 2]);
  });
});

describe('partsOf', () => {
  const pieces = (text: string, most: number) =>
    partsOf(text, 0, text.length, most).map((part) => [text.slice(part.start, part.end), part.wholeLines]);

  it('leaves a short text whole', () => {
    expect(pieces('Short.\nNote.', 20)).toEqual([['Short.\nNote.', true]]);
    expect(pieces('', 20)).toEqual([]);
  });

  it('cuts between paragraphs rather than between lines', () => {
    expect(pieces('one\ntwo\n\nthree\nfour', 16)).toEqual([
      ['one\ntwo\n\n', true],
      ['three\nfour', true],
    ]);
    expect(pieces('one\ntwo\nthree\nfour', 12)).toEqual([
      ['one\ntwo\n', true],
      ['three\nfour', true],
    ]);
  });

  it('cuts a line that is too long between words, and says that its parts belong in one line', () => {
    expect(pieces('alpha beta gamma delta\nend', 12)).toEqual([
      ['alpha beta ', false],
      ['gamma delta\n', false],
      ['end', true],
    ]);
    expect(pieces('x'.repeat(30), 12)).toEqual([['x'.repeat(30), true]]);
  });

  it('estimates how many lines a part takes', () => {
    expect(partsOf(`a\n\n${'x'.repeat(100)}\n`, 0, 104).map((part) => part.lines)).toEqual([4]);
  });

  it('loses nothing of a long text and keeps parts short', () => {
    const text = Array.from({ length: 400 }, (_, index) => `Line ${index} of the note.`).join('\n');
    const parts = partsOf(text, 0, text.length);
    expect(parts.map((part) => text.slice(part.start, part.end)).join('')).toBe(text);
    expect(Math.max(...parts.map((part) => part.end - part.start))).toBeLessThanOrEqual(1500);
    expect(parts.every((part) => part.wholeLines)).toBe(true);
  });
});

describe('marksByPart', () => {
  it('gives each part the marks that touch it, those over an end to both', () => {
    const parts = [
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 20, end: 30 },
    ];
    const marks = [mark(10, 12, 'B'), mark(2, 10, 'A'), mark(8, 25, 'C')];
    expect(marksByPart(parts, marks).map((own) => own.map((each) => each.code))).toEqual([
      ['A', 'C'],
      ['B', 'C'],
      ['C'],
    ]);
  });
});
