import { describe, expect, it } from 'vitest';
import { placeCard } from '../../../src/renderer/tour/placing.ts';
import { sampleForTour } from '../../../src/renderer/tour/sample.ts';
import { UNKNOWN_HEADER, type ChartSummary } from '../../../src/shared/chart.ts';

const window = { left: 0, top: 0, width: 1280, height: 720 };
const card = { left: 0, top: 0, width: 340, height: 200 };
const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

describe('the card of the tour', () => {
  it('stands right of its anchor, its arrow at the middle', () => {
    expect(placeCard(box(100, 300, 200, 40), card, window)).toEqual({
      left: 314,
      top: 220,
      arrow: 'left',
      along: 100,
    });
  });

  it('stands on the other side where there is no room', () => {
    expect(placeCard(box(900, 300, 300, 40), card, window).arrow).toBe('right');
    expect(placeCard(box(0, 60, 1280, 40), card, window).arrow).toBe('top');
    expect(placeCard(box(0, 600, 1280, 40), card, window).arrow).toBe('bottom');
  });

  it('stays in the window, its arrow still at the anchor', () => {
    const placed = placeCard(box(10, 0, 100, 20), card, window);
    expect(placed).toMatchObject({ top: 12, along: 18 });
  });

  it('stands alone in the corner without an anchor, or where nothing has room', () => {
    const alone = { left: 928, top: 508, arrow: null, along: 0 };
    expect(placeCard(null, card, window)).toEqual(alone);
    expect(placeCard(box(0, 0, 1280, 720), card, window)).toEqual(alone);
  });

  it('begins at the edge of a window smaller than itself', () => {
    expect(placeCard(null, card, box(0, 0, 320, 180))).toMatchObject({ left: 12, top: 12 });
  });
});

describe('the sample of the tour', () => {
  const chart = (id: string, changes: Partial<ChartSummary>): ChartSummary => ({
    id,
    name: id,
    sample: true,
    documents: 1,
    words: 100,
    language: 'en',
    importedAt: '2026-01-01T00:00:00.000Z',
    header: UNKNOWN_HEADER,
    status: 'new',
    finalCodes: 0,
    openSuggestions: null,
    openQueries: 0,
    ...changes,
  });

  it('is one not begun, in the language of the interface', () => {
    const charts = [
      chart('done', { status: 'finished', language: 'es' }),
      chart('english', {}),
      chart('spanish', { language: 'es' }),
    ];
    expect(sampleForTour(charts, 'es')).toBe('spanish');
    expect(sampleForTour(charts, 'de')).toBe('english');
  });

  it('is never a chart of the coder’s own', () => {
    expect(sampleForTour([chart('own', { sample: false })], 'en')).toBeNull();
  });
});
