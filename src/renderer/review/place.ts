/** Where the auditor is on the review screen; whoever shows the screen keeps it. */

/** Days and workstations that figures are asked for. */
export interface FigureRange {
  /** ISO dates, both included. */
  from: string;
  to: string;
  of: 'here' | 'all';
}

export type ReviewPlace =
  | { at: 'samples' }
  /** The charts of one sample; `last` is the chart that was open before. */
  | { at: 'sample'; sample: number; last: string | null }
  | { at: 'chart'; sample: number; chart: string }
  /** `range` is null where none was chosen yet. */
  | { at: 'figures'; range: FigureRange | null };

/** Where the review screen opens. */
export const startPlace: ReviewPlace = { at: 'samples' };
