import { describe, expect, it } from 'vitest';
import {
  between,
  scrollFor,
  tickKind,
  ticksOf,
  viewBox,
  type Places,
} from '../../../src/renderer/chart/minimap.ts';

const places: Places = { yOf: (offset) => offset, height: 1000 };

describe('between', () => {
  const anchors = [
    { offset: 10, y: 100 },
    { offset: 20, y: 300 },
    { offset: 60, y: 340 },
  ];

  it('estimates heights between two anchors and stays at the ends', () => {
    expect(between(anchors, 15)).toBe(200);
    expect(between(anchors, 20)).toBe(300);
    expect(between(anchors, 40)).toBe(320);
    expect(between(anchors, 0)).toBe(100);
    expect(between(anchors, 99)).toBe(340);
    expect(between([], 5)).toBe(0);
  });
});

describe('ticksOf', () => {
  it('puts marks where they lie in proportion', () => {
    const ticks = ticksOf(
      [
        { start: 0, kind: 'open' },
        { start: 500, kind: 'decided' },
        { start: 999, kind: 'selected' },
      ],
      places,
      300,
    );
    expect(ticks).toEqual([
      { y: 1.5, kind: 'open' },
      { y: 151.5, kind: 'decided' },
      { y: 298.5, kind: 'selected' },
    ]);
  });

  it('draws marks that fall together as one, the selected code before all others', () => {
    const marks = (['decided', 'open', 'selected', 'open'] as const).map((kind, index) => ({
      start: 500 + index,
      kind,
    }));
    expect(ticksOf(marks, places, 300)).toEqual([{ y: 151.5, kind: 'selected' }]);
    expect(ticksOf(marks.slice(0, 2), places, 300)).toEqual([{ y: 151.5, kind: 'open' }]);
  });

  it('keeps ticks inside the strip, and draws none without room', () => {
    expect(ticksOf([{ start: 2000, kind: 'open' }], places, 300)).toEqual([{ y: 298.5, kind: 'open' }]);
    expect(ticksOf([{ start: 5, kind: 'open' }], places, 0)).toEqual([]);
    expect(ticksOf([{ start: 5, kind: 'open' }], { ...places, height: 0 }, 300)).toEqual([]);
  });
});

describe('tickKind', () => {
  it('is that of the selection first, then of the state', () => {
    expect(tickKind('A', 'accepted', 'A')).toBe('selected');
    expect(tickKind('A', 'undecided', 'B')).toBe('open');
    expect(tickKind('A', 'added', null)).toBe('decided');
  });
});

describe('viewBox and scrollFor', () => {
  it('show the part in view and lead back to it', () => {
    const scroll = { top: 400, view: 200, height: 1000 };
    const box = viewBox(scroll, 300);
    expect(box).toEqual({ top: 120, height: 60 });
    expect(scrollFor(box.top, scroll, 300)).toBe(400);
  });

  it('keep the box large enough to be grasped and inside the strip', () => {
    const long = { top: 100_000, view: 100, height: 100_000 };
    const box = viewBox(long, 300);
    expect(box.height).toBe(12);
    expect(box.top).toBe(288);
    expect(scrollFor(5000, long, 300)).toBe(99_900);
    expect(scrollFor(-5, long, 300)).toBe(0);
  });

  it('fill the strip where nothing can be scrolled', () => {
    expect(viewBox({ top: 0, view: 500, height: 500 }, 300)).toEqual({ top: 0, height: 300 });
    expect(scrollFor(100, { view: 500, height: 500 }, 300)).toBe(0);
  });
});
