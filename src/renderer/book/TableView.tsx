import { useEffect, useRef, useState } from 'react';
import type { TableLine, TablePage } from '../../shared/book.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { Targets } from './IndexView.tsx';
import { CodeLink } from './Notes.tsx';
import { linesInView } from './tableWindow.ts';

/** Lines asked for at once. */
const chunk = 100;
/** A line's height in rem, fixed so that the scroll bar knows the lines that are not there yet. */
const lineHeight = 2.5;

const termHeading = { neoplasm: 'book.neoplasm', drug: 'book.substance' } as const;
const tableName = { neoplasm: 'book.neoplasms', drug: 'book.substances' } as const;

interface Answer {
  to: string;
  headings: string[];
  total: number;
  chunks: ReadonlyMap<number, TableLine[]>;
}

/** The table of neoplasms or of drugs: only the lines in sight are in the page. */
export function TableView(props: {
  table: 'neoplasm' | 'drug';
  filter: string;
  onFilter: (filter: string) => void;
}) {
  const { table, filter } = props;
  const { system, version, language } = useBook().release;
  const to = `${system} ${version} ${table} ${filter}`;
  const frame = useRef<HTMLDivElement>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const line = lineHeight * rootFontSize();
  const total = answer?.total ?? 0;
  const { first, last } = linesInView(view.top, view.height, line, total);
  const firstChunk = Math.floor(first / chunk);
  const lastChunk = Math.floor(Math.max(first, last - 1) / chunk);

  useEffect(() => {
    let current = true;
    const load = async () => {
      for (let number = firstChunk; number <= lastChunk; number += 1) {
        const page = await request('book.table', {
          release: { system, version },
          table,
          filter,
          offset: number * chunk,
          limit: chunk,
        });
        if (!current) return;
        setAnswer((before) => withChunk(before, to, number, page));
      }
    };
    load().catch((error: unknown) => current && setFailure(asFailure(error)));
    return () => {
      current = false;
    };
  }, [system, version, table, filter, to, firstChunk, lastChunk]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    frame.current?.scrollTo({ top: 0 });
  }, [table, filter]);

  const columns = answer?.headings ?? [];
  const indexes = Array.from({ length: last - first }, (_, index) => first + index);
  return (
    <div className="book-table-view">
      <div className="book-table-filter">
        <input
          className="field"
          type="text"
          aria-label={t('book.tableWords')}
          placeholder={t('book.tableWords')}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          data-testid="table-filter"
          value={filter}
          onChange={(event) => props.onFilter(event.target.value)}
        />
        <span className="book-quiet" role="status">
          {answer?.to === to ? t('book.lines', { count: total }) : ''}
        </span>
      </div>
      {failure && <FailureNotice failure={failure} />}
      <div
        ref={frame}
        className="book-table-frame"
        tabIndex={0}
        role="group"
        aria-label={t(tableName[table])}
        data-own-arrows
        onScroll={(event) =>
          setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })
        }
      >
        <table className="book-table" aria-rowcount={total + 1} data-testid={`table-${table}`}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">{t(termHeading[table])}</th>
              {columns.map((heading) => (
                <th key={heading} scope="col" lang={language}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody lang={language}>
            <Gap height={first * line} />
            {indexes.map((index) => (
              <TableRow
                key={index}
                index={index}
                columns={columns.length}
                line={answer?.chunks.get(Math.floor(index / chunk))?.[index % chunk]}
              />
            ))}
            <Gap height={(total - last) * line} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

function withChunk(before: Answer | null, to: string, number: number, page: TablePage): Answer {
  const chunks = new Map(before?.to === to ? before.chunks : []);
  return { to, headings: page.headings, total: page.total, chunks: chunks.set(number, page.lines) };
}

/** Stands for the lines that are out of sight. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function TableRow(props: { index: number; columns: number; line: TableLine | undefined }) {
  const { line } = props;
  const references = line?.references ?? [];
  const alone = references.length > 0 && line?.cells.every((cell) => cell.text === '');
  return (
    <tr className="book-table-line" aria-rowindex={props.index + 2}>
      <th scope="row" title={line?.title} style={{ paddingLeft: `${0.75 + (line?.depth ?? 0) * 0.75}rem` }}>
        <span className="book-table-term">{line?.title ?? '…'}</span>
      </th>
      {alone ? (
        <td colSpan={props.columns}>
          <Targets targets={references} />
        </td>
      ) : (
        Array.from({ length: props.columns }, (_, column) => {
          const cell = line?.cells[column];
          return (
            <td key={column}>
              {cell?.code ? <CodeLink id={cell.code} text={cell.text} /> : (cell?.text ?? '')}
            </td>
          );
        })
      )}
    </tr>
  );
}

function rootFontSize(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
