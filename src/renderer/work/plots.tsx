/** Small plots. What they show stands in a table beside them; to a screen reader each is one picture. */
import { useId, type ReactNode } from 'react';
import { formatNumber } from '../components/format.ts';

const width = 360;
const height = 120;
const margin = { left: 34, right: 8, top: 8, bottom: 18 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
const base = margin.top + inner.height;

/** A value over the columns of an axis; `column` counts from 0. */
export interface Dot {
  key: string;
  column: number;
  value: number;
}

/** Dots over columns, those of one column side by side. `ends` names the first and the last column. */
export function DotPlot(props: {
  label: string;
  dots: readonly Dot[];
  columns: number;
  ends: readonly [string, string];
}) {
  const most = ceiling(props.dots.map(({ value }) => value));
  const step = inner.width / props.columns;
  const columns = Array.from({ length: props.columns }, (_, column) =>
    props.dots.filter((dot) => dot.column === column),
  );
  return (
    <Frame label={props.label} most={most} ends={props.ends}>
      {columns.flatMap((dots, column) =>
        dots.map(({ key, value }, index) => (
          <circle
            key={key}
            className="plot-dot"
            cx={margin.left + step * (column + (index + 1) / (dots.length + 1))}
            cy={base - (value / most) * inner.height}
            r={3}
          />
        )),
      )}
    </Frame>
  );
}

const widestBar = 18;

/** Bars side by side, and a dashed line at `line` where there is one. */
export function BarPlot(props: { label: string; values: readonly number[]; line: number | null }) {
  const most = ceiling([...props.values, props.line ?? 0]);
  const step = Math.min(widestBar, inner.width / Math.max(1, props.values.length));
  const first = margin.left + inner.width - step * props.values.length;
  const at = props.line === null ? null : base - (props.line / most) * inner.height;
  return (
    <Frame label={props.label} most={most} ends={null}>
      {props.values.map((value, index) => (
        <rect
          key={index}
          className="plot-bar"
          x={first + step * index + step * 0.1}
          y={base - (value / most) * inner.height}
          width={step * 0.8}
          height={(value / most) * inner.height}
        />
      ))}
      {at !== null && (
        <line className="plot-mean" x1={margin.left} x2={width - margin.right} y1={at} y2={at} />
      )}
    </Frame>
  );
}

function Frame(props: {
  label: string;
  most: number;
  ends: readonly [string, string] | null;
  children: ReactNode;
}) {
  const right = width - margin.right;
  return (
    <svg className="plot" role="img" aria-label={props.label} viewBox={`0 0 ${width} ${height}`}>
      <line className="plot-grid" x1={margin.left} x2={right} y1={margin.top} y2={margin.top} />
      <line className="plot-axis" x1={margin.left} x2={right} y1={base} y2={base} />
      <text className="plot-text" x={margin.left - 5} y={margin.top + 4} textAnchor="end">
        {formatNumber(props.most)}
      </text>
      <text className="plot-text" x={margin.left - 5} y={base + 3} textAnchor="end">
        {formatNumber(0)}
      </text>
      {props.ends && <Ends ends={props.ends} right={right} />}
      {props.children}
    </svg>
  );
}

function Ends({ ends: [first, last], right }: { ends: readonly [string, string]; right: number }) {
  return (
    <>
      <text className="plot-text" x={margin.left} y={height - 4}>
        {first}
      </text>
      {last !== first && (
        <text className="plot-text" x={right} y={height - 4} textAnchor="end">
          {last}
        </text>
      )}
    </>
  );
}

/** How a part of a stacked bar is drawn: each pattern differs from the others without its colour. */
export type Fill = 'solid' | 'stripes' | 'dots' | 'hollow';

export interface Part {
  fill: Fill;
  label: string;
  value: number;
  /** The value in words. */
  words: string;
}

const bar = { width: 360, height: 26 };

/** One bar made of parts, with a legend that names each and says how large it is. */
export function StackedBar(props: { label: string; parts: readonly Part[] }) {
  const id = useId();
  const total = props.parts.reduce((sum, { value }) => sum + value, 0);
  const starts = props.parts.map((_, index) =>
    props.parts.slice(0, index).reduce((sum, { value }) => sum + value, 0),
  );
  return (
    <>
      <svg className="plot" role="img" aria-label={props.label} viewBox={`0 0 ${bar.width} ${bar.height}`}>
        <Patterns id={id} />
        {props.parts.map((part, index) =>
          part.value === 0 ? null : (
            <rect
              key={part.fill}
              className={`plot-part plot-${part.fill}`}
              fill={`url(#${id}${part.fill})`}
              x={((starts[index] ?? 0) / total) * bar.width + 0.5}
              y={0.5}
              width={Math.max(0, (part.value / total) * bar.width - 1)}
              height={bar.height - 1}
            />
          ),
        )}
      </svg>
      <ul className="plot-legend">
        {props.parts.map((part) => (
          <li key={part.fill}>
            <svg className="plot-swatch" aria-hidden="true" viewBox="0 0 16 16">
              <rect
                className={`plot-part plot-${part.fill}`}
                fill={`url(#${id}${part.fill})`}
                x={0.5}
                y={0.5}
                width={15}
                height={15}
              />
            </svg>
            {part.label} <span className="plot-value">{part.words}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Patterns({ id }: { id: string }) {
  const tile = { width: 6, height: 6, patternUnits: 'userSpaceOnUse' } as const;
  return (
    <defs>
      <pattern id={`${id}solid`} {...tile}>
        <rect className="plot-ink plot-solid" width={6} height={6} />
      </pattern>
      <pattern id={`${id}stripes`} {...tile} patternTransform="rotate(45)">
        <rect className="plot-ink plot-stripes" width={3} height={6} />
      </pattern>
      <pattern id={`${id}dots`} {...tile}>
        <circle className="plot-ink plot-dots" cx={3} cy={3} r={1.6} />
      </pattern>
      <pattern id={`${id}hollow`} {...tile} />
    </defs>
  );
}

/** A round number not below any of the values, and above 0. */
function ceiling(values: readonly number[]): number {
  const most = values.reduce((top, value) => Math.max(top, value), 0);
  if (most === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 3, 4, 5, 6, 8].find((step) => step * unit >= most) ?? 10) * unit;
}
