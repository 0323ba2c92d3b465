import type { Page, PageRun } from './chart.ts';

/** A rectangle on a page in PDF points, origin top left, y downwards. */
export interface PageRectangle {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Which share of a run's width, 0 to 1, lies before an offset inside it. */
export type ShareBefore = (run: PageRun, offset: number) => number;

/** Takes all characters as equally wide: exact for no font, but it keeps the mark on the right words. */
const equalShares: ShareBefore = (run, offset) => (offset - run.start) / (run.end - run.start);

/**
 * The rectangles that cover the range [start, end) of a PDF's text, one for each
 * run it touches. Whoever can measure text passes `shareBefore` for closer edges.
 */
export function rectanglesFor(
  pages: readonly Page[],
  start: number,
  end: number,
  shareBefore: ShareBefore = equalShares,
): PageRectangle[] {
  const rectangles: PageRectangle[] = [];
  for (const page of pages) {
    if (page.end <= start || page.start >= end) continue;
    for (const run of page.runs) {
      const from = Math.max(start, run.start);
      const to = Math.min(end, run.end);
      if (from >= to) continue;
      const left = shareBefore(run, from) * run.width;
      rectangles.push({
        page: page.number,
        x: run.x + left,
        y: run.y,
        width: shareBefore(run, to) * run.width - left,
        height: run.height,
      });
    }
  }
  return rectangles;
}
