import { describe, expect, it } from 'vitest';
import type { EvidenceSpan } from '../../../src/shared/coding.ts';
import { marksOf, mentionsPerDocument, mentionsPerSection } from '../../../src/renderer/chart/marks.ts';
import type { CodeRow } from '../../../src/renderer/chart/rows.ts';
import { codesInView, sameSet, sectionAt, seesRange } from '../../../src/renderer/chart/sight.ts';

function row(code: string, spans: [string, number, number][], state: Partial<CodeRow> = {}): CodeRow {
  const mentions = spans.map(([document, start, end]): EvidenceSpan => ({
    document,
    start,
    end,
    text: 'words',
    source: 'lexicon',
    context: 'affirmed',
  }));
  return { code, tier: 'suggestion', state: 'undecided', mentions, ...state } as CodeRow;
}

const rows = [
  row('A', [
    ['d', 0, 10],
    ['e', 5, 9],
  ]),
  row('B', [['d', 40, 50]], { state: 'rejected' }),
  row('C', [['d', 60, 70]], { tier: 'candidate' }),
  row('D', [['d', 80, 90]], { tier: 'candidate', state: 'accepted' }),
];

describe('codesInView', () => {
  it('are those with words wholly in view, in this document, whatever their state', () => {
    expect([...codesInView(rows, 'd', seesRange({ start: 0, end: 55 }))]).toEqual(['A', 'B']);
    expect([...codesInView(rows, 'd', seesRange({ start: 5, end: 69 }))]).toEqual(['B']);
    expect([...codesInView(rows, 'e', seesRange({ start: 5, end: 9 }))]).toEqual(['A']);
    expect([...codesInView(rows, 'd', seesRange(null))]).toEqual([]);
  });

  it('include one whose words fill more than the view', () => {
    expect([...codesInView(rows, 'd', seesRange({ start: 42, end: 48 }))]).toEqual(['B']);
  });
});

describe('sameSet', () => {
  it('compares what sets hold', () => {
    expect(sameSet(new Set(['A', 'B']), new Set(['B', 'A']))).toBe(true);
    expect(sameSet(new Set(['A']), new Set(['B']))).toBe(false);
    expect(sameSet(new Set(), new Set(['B']))).toBe(false);
  });
});

const sections = [0, 30, 75].map((start, index, all) => ({
  kind: 'other' as const,
  heading: `S${index}`,
  start,
  bodyStart: start + 1,
  end: all[index + 1] ?? 100,
}));

describe('sectionAt', () => {
  it('is the last that begins above', () => {
    const yOf = (offset: number) => offset * 10;
    expect(sectionAt(sections, yOf, -1)).toBe(-1);
    expect(sectionAt(sections, yOf, 0)).toBe(0);
    expect(sectionAt(sections, yOf, 749)).toBe(1);
    expect(sectionAt(sections, yOf, 5000)).toBe(2);
  });
});

describe('marks', () => {
  const codes = (selected: string | null, shown: 'all' | 'selected') =>
    marksOf(rows, 'd', selected, shown).map((mark) => mark.code);

  it('are of what is likely or taken, and of the selected code whatever it is', () => {
    expect(codes(null, 'all')).toEqual(['A', 'D']);
    expect(codes('B', 'all')).toEqual(['A', 'B', 'D']);
  });

  it('are of the selected code alone where that is asked for', () => {
    expect(codes('A', 'selected')).toEqual(['A']);
    expect(codes(null, 'selected')).toEqual([]);
  });

  it('are counted by document and by section', () => {
    expect([...mentionsPerDocument(rows)]).toEqual([
      ['d', 2],
      ['e', 1],
    ]);
    expect(mentionsPerSection(rows, 'd', sections)).toEqual([1, 0, 1]);
  });
});
