import {
  memo,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import {
  Cell,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableStateContext,
  Virtualizer,
  type ColumnProps,
} from 'react-aria-components';
import type { ChartStatus, ChartSummary } from '../../shared/chart.ts';
import { formatNumber } from '../components/format.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { shortDay, shortDays } from './days.ts';
import { LightCell } from './LightCell.tsx';
import { LongTableLayout, type LongTableOptions } from './LongTableLayout.ts';
import { useGiven } from './useGiven.ts';
import { ageInDays, columns as allColumns, dueState, type Column as ColumnName, type Sort } from './view.ts';
import { useRoom, useToday, type Room } from './window.ts';
import { statusKeys, typeKeys } from './words.ts';

export type TableRef = RefObject<HTMLDivElement | HTMLTableElement | null>;

/** The columns there is room for; the order can follow the others all the same. */
const columnsFor: Readonly<Record<Exclude<Room, 'narrow'>, readonly ColumnName[]>> = {
  full: allColumns,
  common: [
    'name',
    'patient',
    'type',
    'encounter',
    'status',
    'due',
    'age',
    'assigned',
    'suggestions',
    'codes',
  ],
  small: ['name', 'patient', 'type', 'status', 'due', 'suggestions', 'codes'],
};

/** Widths in CSS pixels, or as shares of what is left. */
const widths: Readonly<Record<ColumnName, Pick<ColumnProps, 'width' | 'minWidth'>>> = {
  name: { width: '8fr', minWidth: 170 },
  patient: { width: '4fr', minWidth: 130 },
  type: { width: 116 },
  admitted: { width: 108 },
  encounter: { width: 108 },
  status: { width: 156 },
  due: { width: 152 },
  age: { width: 74 },
  assigned: { width: '3fr', minWidth: 110 },
  suggestions: { width: 94 },
  queries: { width: 98 },
  codes: { width: 78 },
};

const numeric: ReadonlySet<ColumnName> = new Set(['age', 'suggestions', 'queries', 'codes']);

const NARROW: readonly ColumnName[] = ['name'];

/** Heights in CSS pixels. Stacked lines wrap, so that in a narrow window each row is measured. */
const HEADING = 34;
const ROW = 36;

/** The table's rows change after what the user types, which must not wait for them. */
export const ChartTable = memo(AllCharts);

/**
 * The charts as a table, of which only the rows in sight are drawn. The arrow keys work at once: `focused`,
 * or the first chart, has the focus when the table appears.
 */
function AllCharts(props: {
  table: TableRef;
  charts: readonly ChartSummary[];
  focused: string | null;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onOpen: (chart: string) => void;
}) {
  const room = useRoom();
  const today = useToday();
  const { charts, sort, table } = props;
  const narrow = room === 'narrow';
  const columns = narrow ? NARROW : columnsFor[room];
  const [start] = useState(() =>
    Math.max(
      0,
      charts.findIndex((chart) => chart.id === props.focused),
    ),
  );
  const [focus, setFocus] = useState<Focus>({ chart: charts[start]?.id ?? null, first: true });

  const given = useGiven(charts, start, () => {
    const frame = table.current?.getBoundingClientRect();
    if (!frame || !table.current) return 0;
    const seen = table.current.scrollTop + Math.min(window.innerHeight, frame.bottom) - frame.top;
    return Math.ceil(seen / ROW);
  });
  const total = charts.length;
  const layoutOptions = useMemo(
    (): LongTableOptions =>
      narrow ? { headingHeight: HEADING, total: 0 } : { rowHeight: ROW, headingHeight: HEADING, total },
    [narrow, total],
  );

  function onKeyDown(event: KeyboardEvent) {
    const onRow = event.target instanceof Element && event.target.matches('[data-testid="worklist-row"]');
    if (event.key !== 'End' || !onRow || event.shiftKey || given.charts === charts) return;
    event.preventDefault();
    event.stopPropagation();
    given.giveAll();
    setFocus({ chart: charts.at(-1)?.id ?? null, first: false });
  }

  return (
    <div className="worklist-frame" onKeyDownCapture={onKeyDown}>
      <Virtualizer key={narrow ? 'narrow' : 'wide'} layout={LongTableLayout} layoutOptions={layoutOptions}>
        <Table
          ref={table}
          aria-label={t('worklist.table')}
          className="worklist-table"
          data-testid="worklist"
          {...(sort.column !== 'work' && { sortDescriptor: sort })}
          onSortChange={({ column, direction }) => props.onSort({ column: column as ColumnName, direction })}
          onRowAction={(key) => props.onOpen(String(key))}
        >
          <TableHeader dependencies={[columns, focus, total, currentLanguage()]}>
            {columns.map((column) => (
              <Column
                key={column}
                id={column}
                allowsSorting
                isRowHeader={column === 'name'}
                className={numeric.has(column) ? 'worklist-column numeric' : 'worklist-column'}
                textValue={t(`worklist.${column}`)}
                {...(!narrow && widths[column])}
              >
                {t(`worklist.${column}`)}
                {column === 'name' && <TableState table={table} total={total} focus={focus} />}
              </Column>
            ))}
          </TableHeader>
          <TableBody items={given.charts} dependencies={[columns, today, currentLanguage()]}>
            {(chart) => (
              <Row
                id={chart.id}
                textValue={chart.name}
                data-testid="worklist-row"
                data-chart-id={chart.id}
                data-chart-name={chart.name}
                data-status={chart.status}
              >
                {columns.map((column) => {
                  // The row is named after its first cell, which the table itself must know as its header.
                  const Kind = column === 'name' ? Cell : LightCell;
                  return (
                    <Kind key={column} className={cellClass(column, narrow)}>
                      {narrow ? <Stacked chart={chart} today={today} /> : contentOf(column, chart, today)}
                    </Kind>
                  );
                })}
              </Row>
            )}
          </TableBody>
        </Table>
      </Virtualizer>
    </div>
  );
}

interface Focus {
  chart: string | null;
  /** When the table appears: then the focus is not taken from what the user is at. */
  first: boolean;
}

/**
 * Focuses a chart, once for each `focus`, and has the table say how many rows there are. It stands in a
 * heading, where the table's state can be had.
 */
function TableState(props: { table: TableRef; total: number; focus: Focus }) {
  const state = useContext(TableStateContext);
  const put = useEffectEvent(({ chart, first }: Focus) => {
    if (state === null || chart === null || (first && isElsewhere(document.activeElement))) return;
    state.selectionManager.setFocusedKey(chart);
    state.selectionManager.setFocused(true);
  });
  const { focus, table, total } = props;
  useEffect(() => {
    // By itself the table counts the rows that it was given.
    table.current?.setAttribute('aria-rowcount', String(total + 1));
  }, [table, total, state]);
  useEffect(() => {
    put(focus);
    // A row out of sight is drawn only once it is to have the focus.
    const frame = requestAnimationFrame(() => {
      const row = table.current?.querySelector(`[data-chart-id="${focus.chart ?? ''}"]`);
      if (row === document.activeElement) row?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [focus, table]);
  return null;
}

/** True where something has the focus that the user put it on, such as the search. */
function isElsewhere(focused: Element | null): boolean {
  return focused !== null && focused !== document.body && !focused.matches('h1');
}

function cellClass(column: ColumnName, narrow: boolean): string {
  if (narrow) return 'worklist-cell worklist-stack';
  return `worklist-cell worklist-${column}${numeric.has(column) ? ' numeric' : ''}`;
}

/** What a column says of a chart. */
function contentOf(column: ColumnName, chart: ChartSummary, today: string): ReactNode {
  const { header } = chart;
  switch (column) {
    case 'name':
      return <Name chart={chart} />;
    case 'patient':
      return <Patient chart={chart} />;
    case 'type':
      return header.type === null ? <None /> : t(typeKeys[header.type]);
    case 'admitted':
      return header.admitted === null ? <None /> : shortDay(header.admitted, today);
    case 'encounter':
      return header.encounterDate === null ? <None /> : shortDay(header.encounterDate, today);
    case 'status':
      return <Status status={chart.status} />;
    case 'due':
      return header.due === null ? <None /> : <Due chart={chart} due={header.due} today={today} />;
    case 'age':
      return shortDays(ageInDays(chart, today));
    case 'assigned':
      return header.assigned === null ? <None /> : <span title={header.assigned}>{header.assigned}</span>;
    case 'suggestions':
      return chart.openSuggestions === null ? (
        <None words={t('worklist.notRead')} />
      ) : (
        formatNumber(chart.openSuggestions)
      );
    case 'queries':
      return formatNumber(chart.openQueries);
    case 'codes':
      return formatNumber(chart.finalCodes);
  }
}

function Stacked({ chart, today }: { chart: ChartSummary; today: string }) {
  const { due, patient, record } = chart.header;
  return (
    <>
      <span className="stack-line worklist-name">
        <Name chart={chart} />
      </span>
      {(patient ?? record) !== null && (
        <span className="stack-line">
          <Patient chart={chart} />
        </span>
      )}
      <span className="stack-line">
        <Status status={chart.status} />
        {due !== null && (
          <span>
            <Due chart={chart} due={due} today={today} inWords />
          </span>
        )}
      </span>
    </>
  );
}

function Name({ chart }: { chart: ChartSummary }) {
  return (
    <>
      <span className="worklist-words" title={chart.name}>
        {chart.name}
      </span>
      {chart.sample && <span className="chip">{t('worklist.sample')}</span>}
    </>
  );
}

function Patient({ chart }: { chart: ChartSummary }) {
  const { patient, record } = chart.header;
  if (patient === null && record === null) return <None />;
  return (
    <span title={[patient, record].filter((part) => part !== null).join(', ')}>
      {patient}
      {patient !== null && record !== null && ' '}
      {record !== null && <span className="worklist-record">{record}</span>}
    </span>
  );
}

function Status({ status }: { status: ChartStatus }) {
  return <span className={`state state-${status}`}>{t(statusKeys[status])}</span>;
}

function Due(props: { chart: ChartSummary; due: string; today: string; inWords?: boolean }) {
  const state = dueState(props.chart, props.today);
  const day = shortDay(props.due, props.today);
  return (
    <>
      {state === 'overdue' && <span className="due due-overdue">{t('worklist.overdue')}</span>}
      {state === 'today' && <span className="due due-today">{t('worklist.today')}</span>}
      {props.inWords && state !== 'overdue' && state !== 'today' ? t('worklist.dueOn', { day }) : day}
    </>
  );
}

/** Stands for what the chart does not say. */
function None(props: { words?: string }) {
  return (
    <>
      <span aria-hidden="true" className="worklist-none">
        –
      </span>
      <span className="visually-hidden">{props.words ?? t('worklist.unknown')}</span>
    </>
  );
}
