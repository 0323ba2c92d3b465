import type { Share } from '../../shared/review.ts';
import { formatShare } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import { SMALL, standing, TARGET, wilson } from './wilson.ts';

const width = 360;
const height = 34;
const margin = { left: 6, right: 6 };
const middle = 14;

/** Below this the words under the target and under 100 % would lie over each other. */
const roomForWords = 36;

/** Lowest share on the axis, unless the interval reaches below it. */
const usualFloor = 0.8;

/** A share as a dot with its interval, and the target as a line. Words beside it say the same. */
export function IntervalPlot(props: { share: Share; label: string }) {
  const { hits, of } = props.share;
  const interval = wilson(hits, of);
  if (!interval) return null;
  const floor = interval.low >= usualFloor ? usualFloor : Math.floor(interval.low * 10) / 10;
  const x = (value: number) =>
    margin.left + ((value - floor) / (1 - floor)) * (width - margin.left - margin.right);
  const words = t(`review.standing-${standing(hits, of)}`, { target: formatShare(TARGET) });
  return (
    <>
      <svg
        className="plot interval-plot"
        role="img"
        aria-label={`${props.label}: ${words}`}
        viewBox={`0 0 ${width} ${height}`}
        data-few={of < SMALL ? 'true' : undefined}
      >
        <line className="plot-axis" x1={x(floor)} x2={x(1)} y1={middle} y2={middle} />
        <line className="plot-mean" x1={x(TARGET)} x2={x(TARGET)} y1={2} y2={middle + 9} />
        <line className="interval-line" x1={x(interval.low)} x2={x(interval.high)} y1={middle} y2={middle} />
        <circle className="interval-dot" cx={x(hits / of)} cy={middle} r={4.5} />
        <text className="plot-text" x={margin.left} y={height - 1}>
          {formatShare(floor)}
        </text>
        <text className="plot-text" x={x(TARGET)} y={height - 1} textAnchor="middle">
          {formatShare(TARGET)}
        </text>
        {x(1) - x(TARGET) > roomForWords && (
          <text className="plot-text" x={width - margin.right} y={height - 1} textAnchor="end">
            {formatShare(1)}
          </text>
        )}
      </svg>
      <p className="work-note">{words}</p>
    </>
  );
}
