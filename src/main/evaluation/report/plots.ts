import type { Estimate } from '../bootstrap.ts';
import type { Bin, CurvePoint } from '../calibration.ts';
import { decimal } from './sections.ts';

/** Plots as SVG for the report's page, whose style sheet colours them. Both axes run from 0 to 1. */
const SIZE = 360;
const LEFT = 48;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 46;
/** Length of a bar that stands for 1. */
const BAR_LENGTH = 150;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

const x = (value: number): string => (LEFT + value * (SIZE - LEFT - RIGHT)).toFixed(1);
const y = (value: number): string => (SIZE - BOTTOM - value * (SIZE - TOP - BOTTOM)).toFixed(1);

/** Mean score against share of gold codes in each bin; a point's area grows with the number of codes. */
export function reliabilityPlot(bins: readonly Bin[]): string {
  const points = bins.flatMap(({ score, right, codes }) =>
    score === null || right === null ? [] : [{ score, right, codes }],
  );
  const most = Math.max(...points.map(({ codes }) => Math.sqrt(codes)), 1);
  return frame(
    'Reliability: share of gold codes by mean score',
    'mean score',
    'share of gold codes',
    `<line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>
<polyline class="line" points="${points.map(({ score, right }) => `${x(score)},${y(right)}`).join(' ')}"/>
${points
  .map(
    ({ score, right, codes }) =>
      `<circle class="point" cx="${x(score)}" cy="${y(right)}" r="${(3 + (7 * Math.sqrt(codes)) / most).toFixed(1)}"><title>${codes} codes, mean score ${decimal(score)}, gold ${decimal(right)}</title></circle>`,
  )
  .join('\n')}`,
  );
}

/** A place on the precision-recall plot that has a name. */
export interface MarkedPoint {
  name: string;
  precision: number | null;
  recall: number | null;
}

export function precisionRecallPlot(curve: readonly CurvePoint[], marks: readonly MarkedPoint[]): string {
  return frame(
    'Precision and recall of all codes from each score on',
    'recall',
    'precision',
    `<polyline class="line" points="${curve.map(({ precision, recall }) => `${x(recall)},${y(precision)}`).join(' ')}"/>
${marks.map(markedPoint).join('\n')}`,
  );
}

function markedPoint({ name, precision, recall }: MarkedPoint, index: number): string {
  if (precision === null || recall === null) return '';
  const [left, top] = [Number(x(recall)), Number(y(precision))];
  const [labelEnd, labelBase] = [left - 18, top + 30 + 20 * index];
  return `<path class="leader" d="M${left} ${top}L${labelEnd + 3} ${labelBase - 4}"/><circle class="point" cx="${left}" cy="${top}" r="5"/><text class="mark" text-anchor="end" x="${labelEnd}" y="${labelBase}">${name}</text>`;
}

/** A bar from 0 to 1 with its interval, as high as a line of text. Nothing is drawn of what lies below 0. */
export function bar({ value, low, high }: Estimate): string {
  if (value === null) return '';
  const length = (share: number): number => Math.min(1, Math.max(0, share)) * BAR_LENGTH;
  const at = (share: number): string => (1 + length(share)).toFixed(1);
  const whisker =
    low === null || high === null
      ? ''
      : `<path class="whisker" d="M${at(low)} 8H${at(high)}M${at(low)} 4V12M${at(high)} 4V12"/>`;
  const scale = [0, 0.25, 0.5, 0.75, 1].map((share) => `M${at(share)} 0V16`).join('');
  return `<svg class="bar" viewBox="0 0 ${BAR_LENGTH + 2} 16" width="${BAR_LENGTH + 2}" height="16" aria-hidden="true"><path class="scale" d="${scale}"/><rect class="filled" x="1" y="2" width="${length(value).toFixed(1)}" height="12"/>${whisker}</svg>`;
}

function frame(title: string, horizontal: string, vertical: string, inside: string): string {
  const middle = (SIZE - BOTTOM + TOP) / 2;
  return `<svg class="plot" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="${title}">
${TICKS.map(
  (tick) =>
    `<path class="scale" d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}"/><text text-anchor="middle" x="${x(tick)}" y="${SIZE - BOTTOM + 18}">${tick}</text><text text-anchor="end" x="${LEFT - 8}" y="${(Number(y(tick)) + 4).toFixed(1)}">${tick}</text>`,
).join('\n')}
<text text-anchor="middle" x="${x(0.5)}" y="${SIZE - 8}">${horizontal}</text>
<text text-anchor="middle" transform="translate(14 ${middle}) rotate(-90)">${vertical}</text>
${inside}
</svg>`;
}
