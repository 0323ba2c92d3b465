import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { BarPlot, DotPlot, StackedBar } from '../../../../src/renderer/work/plots.tsx';

const numbers = (html: string, attribute: string) =>
  [
    ...html.matchAll(
      new RegExp(`<(?:circle|rect) class="plot-(?:dot|bar|part)[^>]* ${attribute}="([^"]+)"`, 'gu'),
    ),
  ].map((match) => Number(match[1]));

describe('DotPlot', () => {
  const plot = (values: [column: number, value: number][]) =>
    renderToStaticMarkup(
      <DotPlot
        label="Minutes"
        columns={2}
        ends={['first', 'last']}
        dots={values.map(([column, value], index) => ({ key: String(index), column, value }))}
      />,
    );

  it('puts dots of a day side by side, and higher values higher up', () => {
    const html = plot([
      [0, 2],
      [0, 4],
      [1, 8],
    ]);
    const [a = 0, b = 0, c = 0] = numbers(html, 'cx');
    const [low = 0, middle = 0, high = 0] = numbers(html, 'cy');
    expect(a < b && b < c).toBe(true);
    expect(low > middle && middle > high).toBe(true);
    expect(html).toContain('role="img" aria-label="Minutes"');
  });

  it('draws an empty frame for nothing', () => {
    expect(plot([])).not.toContain('NaN');
    expect(plot([[0, 0]])).not.toContain('NaN');
  });
});

describe('BarPlot', () => {
  it('ends at the right, with a line at the mean', () => {
    const html = renderToStaticMarkup(<BarPlot label="x" values={[1, 3]} line={2} />);
    const [first = 0, second = 0] = numbers(html, 'x');
    expect(first < second).toBe(true);
    expect(html).toContain('plot-mean');
    expect(html).not.toContain('NaN');
  });

  it('draws nothing of nothing', () => {
    const html = renderToStaticMarkup(<BarPlot label="x" values={[]} line={null} />);
    expect(html).not.toContain('NaN');
    expect(html).not.toContain('plot-mean');
  });
});

describe('StackedBar', () => {
  it('tells its parts apart by pattern and words', () => {
    const html = renderToStaticMarkup(
      <StackedBar
        label="Outcome"
        parts={[
          { fill: 'solid', label: 'accepted', value: 3, words: '3 (75%)' },
          { fill: 'hollow', label: 'rejected', value: 1, words: '1 (25%)' },
          { fill: 'dots', label: 'added', value: 0, words: '0 (0%)' },
        ]}
      />,
    );
    expect(html).toContain('accepted <span class="plot-value">3 (75%)</span>');
    // Two parts in the bar, three in the legend: nothing is drawn of nothing.
    expect(html.match(/<rect class="plot-part/gu)).toHaveLength(5);
    expect(html).not.toContain('NaN');
  });
});
