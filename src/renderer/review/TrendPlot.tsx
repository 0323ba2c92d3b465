import type { ReviewFigures, Share } from '../../shared/review.ts';
import { formatDate, formatShare } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import { ShareButton, ShareWords, type ShowBehind } from './ShareButton.tsx';
import { TARGET } from './wilson.ts';

const width = 720;
const height = 190;
const margin = { left: 46, right: 12, top: 10, bottom: 20 };
const base = height - margin.bottom;

/** Accuracy and acceptance by week: a plot, and the same numbers as a table. */
export function TrendPlot(props: { trend: ReviewFigures['trend']; onBehind: ShowBehind }) {
  const { trend } = props;
  const known = trend.flatMap(({ codes, accepted }) => [codes, accepted]).filter(({ of }) => of > 0);
  const lowest = known.reduce((low, { hits, of }) => Math.min(low, hits / of), TARGET);
  const floor = Math.max(0, Math.floor((lowest - 0.02) * 10) / 10);
  const step = (width - margin.left - margin.right) / Math.max(1, trend.length);
  const x = (index: number) => margin.left + step * (index + 0.5);
  const y = (value: number) => base - ((value - floor) / (1 - floor)) * (base - margin.top);
  const lineOf = (which: 'codes' | 'accepted') =>
    runsOf(
      trend.map((week) => week[which]),
      x,
      y,
    );

  return (
    <>
      <svg
        className="plot trend-plot"
        role="img"
        aria-label={t('review.trend')}
        viewBox={`0 0 ${width} ${height}`}
      >
        <line className="plot-grid" x1={margin.left} x2={width - margin.right} y1={y(1)} y2={y(1)} />
        <line className="plot-axis" x1={margin.left} x2={width - margin.right} y1={base} y2={base} />
        <line
          className="plot-mean"
          x1={margin.left}
          x2={width - margin.right}
          y1={y(TARGET)}
          y2={y(TARGET)}
        />
        {[1, TARGET, floor].map((value) => (
          <text key={value} className="plot-text" x={margin.left - 6} y={y(value) + 3} textAnchor="end">
            {formatShare(value)}
          </text>
        ))}
        {lineOf('accepted').map((points) => (
          <polyline key={points} className="trend-line trend-accepted" points={points} />
        ))}
        {lineOf('codes').map((points) => (
          <polyline key={points} className="trend-line trend-codes" points={points} />
        ))}
        {trend.map(({ week, codes, accepted }, index) => (
          <g key={week}>
            {accepted.of > 0 && (
              <rect
                className="trend-mark trend-accepted"
                x={x(index) - 3.5}
                y={y(accepted.hits / accepted.of) - 3.5}
                width={7}
                height={7}
              />
            )}
            {codes.of > 0 && (
              <circle className="trend-mark trend-codes" cx={x(index)} cy={y(codes.hits / codes.of)} r={4} />
            )}
          </g>
        ))}
        <text className="plot-text" x={margin.left} y={height - 4}>
          {formatDate(trend[0]?.week ?? '')}
        </text>
        {trend.length > 1 && (
          <text className="plot-text" x={width - margin.right} y={height - 4} textAnchor="end">
            {formatDate(trend.at(-1)?.week ?? '')}
          </text>
        )}
      </svg>
      <ul className="plot-legend trend-legend">
        <li>
          <svg className="plot-swatch" aria-hidden="true" viewBox="0 0 16 16">
            <circle className="trend-mark trend-codes" cx={8} cy={8} r={5} />
          </svg>
          {t('review.measure-codes')}
        </li>
        <li>
          <svg className="plot-swatch" aria-hidden="true" viewBox="0 0 16 16">
            <rect className="trend-mark trend-accepted" x={3.5} y={3.5} width={9} height={9} />
          </svg>
          {t('review.accepted')}
        </li>
      </ul>
      <details className="behind">
        <summary>{t('review.trendTable')}</summary>
        <div className="table-frame" tabIndex={0} role="region" aria-label={t('review.trendTable')}>
          <table className="table review-table figures-small">
            <thead>
              <tr>
                <th scope="col">{t('review.week')}</th>
                <th scope="col" className="numeric">
                  {t('review.measure-codes')}
                </th>
                <th scope="col" className="numeric">
                  {t('review.accepted')}
                </th>
              </tr>
            </thead>
            <tbody>
              {trend.map(({ week, codes, accepted }) => (
                <tr key={week} data-testid="trend-row">
                  <th scope="row">{formatDate(week)}</th>
                  {(
                    [
                      ['review.measure-codes', codes],
                      ['review.accepted', accepted],
                    ] as const
                  ).map(([title, share]) => (
                    <td key={title} className="numeric">
                      <ShareButton
                        about={`${formatDate(week)}, ${t(title)}`}
                        share={share}
                        onBehind={props.onBehind}
                      />
                      <span className="review-note">
                        <ShareWords share={share} short />
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** The points of the weeks in which there is something, broken where there is nothing. */
function runsOf(
  shares: readonly Share[],
  x: (index: number) => number,
  y: (value: number) => number,
): string[] {
  const runs: string[][] = [[]];
  shares.forEach(({ hits, of }, index) => {
    if (of > 0) runs.at(-1)?.push(`${x(index)},${y(hits / of)}`);
    else runs.push([]);
  });
  return runs.filter((run) => run.length > 1).map((run) => run.join(' '));
}
