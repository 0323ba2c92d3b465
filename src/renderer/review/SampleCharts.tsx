import { useEffect, useEffectEvent, useRef, useState } from 'react';
import {
  Cell,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
  type ColumnProps,
} from 'react-aria-components';
import type { ReviewState, Sample } from '../../shared/review.ts';
import { formatDay, formatNumber } from '../components/format.ts';
import { Empty } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { commandFor, placeOf } from '../chart/keyboard.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { BackTo } from './BackTo.tsx';
import { progressOf, reviewStates, sortedCharts, type ChartColumn, type Sort } from './sorting.ts';
import { planWords, scopeWords, stateWords, typeWords } from './words.ts';

const columns: readonly ({ id: ChartColumn } & Pick<ColumnProps, 'width' | 'minWidth'>)[] = [
  { id: 'name', width: '4fr', minWidth: 130 },
  { id: 'coder', width: '1fr', minWidth: 120 },
  { id: 'type', width: '1fr', minWidth: 105 },
  { id: 'state', width: '1fr', minWidth: 150 },
  { id: 'errors', width: 80 },
];

/** Heights in CSS pixels. */
const HEADING = 34;
const ROW = 36;
const mostRows = 14;

/** The charts of one sample; Enter opens the review of the one that has the focus. */
export function SampleCharts(props: {
  sample: Sample;
  /** The chart that was open before; it has the focus again. */
  last: string | null;
  onReview: (chart: string) => void;
  onBack: () => void;
}) {
  const { sample, last, onReview, onBack } = props;
  const [sort, setSort] = useState<Sort<ChartColumn>>({ column: 'state', direction: 'ascending' });
  const [state, setState] = useState<ReviewState | null>(null);
  const table = useRef<HTMLDivElement & HTMLTableElement>(null);
  const charts = sortedCharts(sample.charts, sort, state);
  const { closed, of, errors } = progressOf(sample);
  const next = sortedCharts(sample.charts, sort, 'waiting')[0] ?? null;

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const covered = event.target instanceof Element && event.target.closest('.overlay') !== null;
    if (event.defaultPrevented || covered) return;
    if (commandFor(event, placeOf(event.target), singleLetters()) !== 'back') return;
    event.preventDefault();
    onBack();
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>(`[data-chart-id="${last ?? ''}"]`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [last]);

  return (
    <div className="page page-wide" data-testid="sample">
      <div className="page-head">
        <div>
          <BackTo onBack={onBack}>{t('review.samples')}</BackTo>
          <ScreenTitle windowTitle={sample.name}>{sample.name}</ScreenTitle>
          <p className="page-note">
            {planWords(sample)} · {scopeWords(sample)}
          </p>
          <p className="page-note">
            {t(sample.blind ? 'review.blind' : 'review.open')} ·{' '}
            {t('review.drawnBy', { who: sample.who, day: formatDay(sample.at) })} ·{' '}
            {t('review.closedOf', { closed, of })} · {t('review.errorCount', { count: errors })}
          </p>
        </div>
        {next && (
          <button
            type="button"
            className="button button-primary"
            data-testid="review-next"
            onClick={() => onReview(next.chart)}
          >
            {t(sample.charts.every(({ state: each }) => each === 'waiting') ? 'review.begin' : 'review.goOn')}
          </button>
        )}
      </div>
      {sample.charts.length === 0 ? (
        <Empty title={t('review.noCharts')}>
          <p>{t('review.noChartsText')}</p>
        </Empty>
      ) : (
        <>
          <fieldset className="review-filter">
            <legend className="visually-hidden">{t('review.filter')}</legend>
            {[null, ...reviewStates].map((each) => {
              const count = sample.charts.filter((chart) => each === null || chart.state === each).length;
              if (count === 0 && each !== state) return null;
              return (
                <label key={each ?? 'all'} className="choice">
                  <input
                    type="radio"
                    name="review-state"
                    checked={state === each}
                    onChange={() => setState(each)}
                  />
                  {each === null ? t('review.allStates') : stateWords(each)}{' '}
                  <span className="filter-count">{formatNumber(count)}</span>
                </label>
              );
            })}
          </fieldset>
          <div
            className="review-frame"
            style={{ height: HEADING + 2 + ROW * Math.min(mostRows, Math.max(1, charts.length)) }}
          >
            <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW, headingHeight: HEADING }}>
              <Table
                ref={table}
                aria-label={t('review.chartsOf', { name: sample.name })}
                className="worklist-table review-charts"
                sortDescriptor={sort}
                onSortChange={({ column, direction }) =>
                  setSort({ column: column as ChartColumn, direction })
                }
                onRowAction={(key) => onReview(String(key))}
              >
                <TableHeader dependencies={[currentLanguage()]}>
                  {columns.map(({ id, ...width }) => (
                    <Column
                      key={id}
                      id={id}
                      allowsSorting
                      isRowHeader={id === 'name'}
                      className={id === 'errors' ? 'worklist-column numeric' : 'worklist-column'}
                      {...width}
                    >
                      {t(`review.column-${id}`)}
                    </Column>
                  ))}
                </TableHeader>
                <TableBody items={charts} dependencies={[currentLanguage()]}>
                  {(chart) => (
                    <Row
                      id={chart.chart}
                      textValue={chart.name}
                      data-testid="sampled-chart"
                      data-chart-id={chart.chart}
                      data-state={chart.state}
                    >
                      <Cell className="worklist-cell">
                        <span className="worklist-words" title={chart.name}>
                          {chart.name}
                        </span>
                      </Cell>
                      <Cell className="worklist-cell">{chart.coder}</Cell>
                      <Cell className="worklist-cell">{typeWords(chart.type)}</Cell>
                      <Cell className="worklist-cell">
                        <span className={`review-state review-state-${chart.state}`}>
                          {stateWords(chart.state)}
                        </span>
                      </Cell>
                      <Cell className="worklist-cell numeric">{formatNumber(chart.errors)}</Cell>
                    </Row>
                  )}
                </TableBody>
              </Table>
            </Virtualizer>
          </div>
        </>
      )}
    </div>
  );
}
