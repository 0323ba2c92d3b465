import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/shared/chart.ts';
import {
  layOut,
  numberRanges,
  pageAt,
  pageGap,
  pageInView,
  pageOfOffset,
  pagesBetween,
  scaleFor,
  wordsPlace,
  zoomStep,
} from '../../../src/renderer/chart/pageLayout.ts';

/** Pages of 100 × 200 points with 50 characters each, in five runs of ten, one below the other. */
const pages = Array.from({ length: 500 }, (_, index): Page => ({
  number: index + 1,
  width: 100,
  height: 200,
  start: index * 50,
  end: index * 50 + 50,
  runs: Array.from({ length: 5 }, (_run, line) => ({
    start: index * 50 + line * 10,
    end: index * 50 + line * 10 + 10,
    x: 10,
    y: 20 + line * 30,
    width: 80,
    height: 12,
  })),
}));

describe('layOut', () => {
  it('sets pages one below the other with a gap between them', () => {
    const layout = layOut(pages.slice(0, 3), 2);
    expect(layout.tops).toEqual([0, 400 + pageGap, 800 + 2 * pageGap]);
    expect(layout.height).toBe(1200 + 2 * pageGap);
    expect(layout.width).toBe(200);
    expect(layOut([], 2).height).toBe(0);
  });
});

describe('pages in view', () => {
  const layout = layOut(pages, 2);
  const step = 400 + pageGap;

  it('are found by height, whatever the number of pages', () => {
    expect(pageAt(layout, -50)).toBe(0);
    expect(pageAt(layout, step * 321 + 5)).toBe(321);
    expect(pageAt(layout, 1e9)).toBe(499);
    expect(pagesBetween(layout, step * 10 + 390, step * 12 + 1)).toEqual({ first: 10, last: 12 });
  });

  it('count as the one that takes most of the view', () => {
    expect(pageInView(layout, step * 10 + 300, step * 10 + 900)).toBe(11);
    expect(pageInView(layout, step * 10, step * 10 + 100)).toBe(10);
  });
});

describe('wordsPlace', () => {
  const layout = layOut(pages, 2);

  it('finds words on their page', () => {
    expect(wordsPlace(pages, layout, 100 * 50 + 10, 100 * 50 + 15)).toEqual({
      top: layout.tops[100]! + 100,
      bottom: layout.tops[100]! + 124,
      left: 20,
      right: 100,
    });
  });

  it('spans pages where the words do, and is null where there are none', () => {
    const place = wordsPlace(pages, layout, 45, 55);
    expect(place?.top).toBe(2 * 140);
    expect(place?.bottom).toBe(layout.tops[1]! + 64);
    expect(wordsPlace([{ ...pages[0]!, runs: [] }], layout, 0, 5)).toBeNull();
  });

  it('knows the page of an offset', () => {
    expect(pageOfOffset(pages, 0)).toBe(0);
    expect(pageOfOffset(pages, 49)).toBe(0);
    expect(pageOfOffset(pages, 50)).toBe(1);
    expect(pageOfOffset(pages, 10_000_000)).toBe(499);
  });
});

describe('zoom', () => {
  it('fits pages to the pane, but not beyond what helps reading', () => {
    expect(scaleFor('fit', pages, 150)).toBe(1.5);
    expect(scaleFor('fit', pages, 900)).toBe(1.75);
    expect(scaleFor(1, pages, 900)).toBeCloseTo(96 / 72);
  });

  it('steps from the scale that is drawn to the next size', () => {
    expect(zoomStep(96 / 72, 1)).toBe(1.25);
    expect(zoomStep(96 / 72, -1)).toBe(0.75);
    expect(zoomStep(1.5, 1)).toBe(1.25);
    expect(zoomStep(4, 1)).toBeNull();
    expect(zoomStep(0.5, -1)).toBeNull();
  });
});

describe('numberRanges', () => {
  it('joins runs of numbers', () => {
    expect(numberRanges([1, 2, 3, 7, 9, 10])).toBe('1–3, 7, 9–10');
    expect(numberRanges([])).toBe('');
  });
});
