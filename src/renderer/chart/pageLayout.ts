/** Where the pages of a PDF lie in the scrolling pane, so that only those in sight have to be there. */
import type { Page } from '../../shared/chart.ts';
import { rectanglesFor } from '../../shared/pageGeometry.ts';
import { firstWhere } from './bisect.ts';

/** Pages one below the other; all lengths in CSS pixels, from the top of the first page. */
export interface PageLayout {
  /** Pixels per PDF point. */
  scale: number;
  tops: readonly number[];
  heights: readonly number[];
  /** Of all pages with the gaps between them. */
  height: number;
  width: number;
}

/** Pixels between two pages. */
export const pageGap = 16;

/** Lays out pages at a scale. */
export function layOut(pages: readonly Page[], scale: number): PageLayout {
  const heights = pages.map((page) => page.height * scale);
  const tops: number[] = [];
  let at = 0;
  for (const height of heights) {
    tops.push(at);
    at += height + pageGap;
  }
  const width = Math.max(0, ...pages.map((page) => page.width * scale));
  return { scale, tops, heights, height: Math.max(0, at - pageGap), width };
}

/** Index of the page that lies at `y`, or of the last one above it. */
export function pageAt(layout: PageLayout, y: number): number {
  return Math.max(0, firstWhere(layout.tops.length, (index) => (layout.tops[index] ?? 0) > y) - 1);
}

/** Indices of the first and the last page that lie at least partly between `from` and `to`. */
export function pagesBetween(layout: PageLayout, from: number, to: number): { first: number; last: number } {
  return { first: pageAt(layout, from), last: pageAt(layout, to) };
}

/** The page that takes most of the view between `from` and `to`, by index; the earlier of two alike. */
export function pageInView(layout: PageLayout, from: number, to: number): number {
  const { first, last } = pagesBetween(layout, from, to);
  const share = (index: number) => {
    const top = layout.tops[index] ?? 0;
    return Math.min(to, top + (layout.heights[index] ?? 0)) - Math.max(from, top);
  };
  let best = first;
  for (let index = first + 1; index <= last; index += 1) if (share(index) > share(best)) best = index;
  return best;
}

/** Where the words [start, end) of the text lie, over all the pages they touch, or null where they are on none. */
export function wordsPlace(
  pages: readonly Page[],
  layout: PageLayout,
  start: number,
  end: number,
): { top: number; bottom: number; left: number; right: number } | null {
  const first = pageOfOffset(pages, start);
  const last = pageOfOffset(pages, Math.max(start, end - 1));
  const boxes = pages.slice(first, last + 1).flatMap((page, index) => {
    const pageTop = layout.tops[first + index] ?? 0;
    const pageLeft = (layout.width - page.width * layout.scale) / 2;
    return rectanglesFor([page], start, end).map((box) => {
      const top = pageTop + box.y * layout.scale;
      const left = pageLeft + box.x * layout.scale;
      return { top, bottom: top + box.height * layout.scale, left, right: left + box.width * layout.scale };
    });
  });
  if (boxes.length === 0) return null;
  return {
    top: Math.min(...boxes.map((box) => box.top)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
  };
}

/** Index of the page that holds an offset of the text, or of the last one that begins before it. */
export function pageOfOffset(pages: readonly { start: number }[], offset: number): number {
  return Math.max(0, firstWhere(pages.length, (index) => (pages[index]?.start ?? 0) > offset) - 1);
}

/** Page numbers in order, runs of them joined: "1–40, 57". */
export function numberRanges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

/** How large pages are drawn: as wide as the pane, or a share of their size on paper (1 is as large as printed). */
export type Zoom = 'fit' | number;

/** The sizes to choose from. */
export const zoomSteps: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** CSS pixels of a PDF point at the size on paper. */
const pixelsPerPoint = 96 / 72;

/** Widest drawing of a page that is fitted to the pane, in pixels per point. */
const largestFit = 1.75;

/** Pixels per point at a zoom in a pane of `width` pixels. */
export function scaleFor(zoom: Zoom, pages: readonly Page[], width: number): number {
  if (zoom !== 'fit') return zoom * pixelsPerPoint;
  return Math.min(largestFit, width / Math.max(1, ...pages.map((page) => page.width)));
}

/** The next larger or smaller size to choose from, beginning at the scale that is drawn now; null at the end. */
export function zoomStep(scale: number, step: 1 | -1): number | null {
  const now = scale / pixelsPerPoint;
  const further = zoomSteps.filter((each) => (step > 0 ? each > now + 0.01 : each < now - 0.01));
  return (step > 0 ? further[0] : further.at(-1)) ?? null;
}

const zoomKey = 'rubricator.pdfZoom';

/** The zoom chosen last on this machine. */
export function storedZoom(): Zoom {
  const stored = Number(localStorage.getItem(zoomKey));
  return zoomSteps.find((step) => step === stored) ?? 'fit';
}

/** Keeps a zoom for the next PDF. */
export function keepZoom(zoom: Zoom): void {
  if (zoom === 'fit') localStorage.removeItem(zoomKey);
  else localStorage.setItem(zoomKey, String(zoom));
}
