import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/shared/chart.ts';
import { rectanglesFor } from '../../../src/shared/pageGeometry.ts';

const pages: Page[] = [
  {
    number: 1,
    width: 612,
    height: 792,
    start: 0,
    end: 21,
    runs: [
      { start: 0, end: 10, x: 50, y: 60, width: 100, height: 12 },
      { start: 11, end: 21, x: 50, y: 75, width: 200, height: 12 },
    ],
  },
  {
    number: 2,
    width: 612,
    height: 792,
    start: 22,
    end: 32,
    runs: [{ start: 22, end: 32, x: 50, y: 60, width: 100, height: 12 }],
  },
];

describe('rectanglesFor', () => {
  it('covers each run that the range touches, over lines and pages', () => {
    expect(rectanglesFor(pages, 5, 24)).toEqual([
      { page: 1, x: 100, y: 60, width: 50, height: 12 },
      { page: 1, x: 50, y: 75, width: 200, height: 12 },
      { page: 2, x: 50, y: 60, width: 20, height: 12 },
    ]);
  });

  it('gives nothing for a line end or beyond the text', () => {
    expect(rectanglesFor(pages, 10, 11)).toEqual([]);
    expect(rectanglesFor(pages, 40, 50)).toEqual([]);
  });

  it('takes widths from whoever can measure them', () => {
    const quadratic = (run: { start: number; end: number }, offset: number) =>
      ((offset - run.start) / (run.end - run.start)) ** 2;
    expect(rectanglesFor(pages, 0, 5, quadratic)).toEqual([{ page: 1, x: 50, y: 60, width: 25, height: 12 }]);
    expect(rectanglesFor(pages, 5, 10, quadratic)).toEqual([
      { page: 1, x: 75, y: 60, width: 75, height: 12 },
    ]);
  });
});
