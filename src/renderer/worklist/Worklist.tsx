import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { ChartStatus, ChartSummary, ImportReport } from '../../shared/chart.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { formatDay, formatNumber, languageName, plural } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { ImportPanel } from './ImportPanel.tsx';

const statusWords: Record<ChartStatus, string> = {
  new: 'New',
  'in-progress': 'In progress',
  finished: 'Finished',
};

/** All charts of this machine, and the way to bring in more. */
export function Worklist(props: { last: string | null; onOpen: (chart: string) => void }) {
  const { loaded, reload } = useLoaded('worklist.list', {});
  const [importing, setImporting] = useState(false);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const charts = loaded.phase === 'ready' ? loaded.value : [];

  async function importFiles() {
    if (importing) return;
    setImporting(true);
    setFailure(null);
    try {
      const result = await request('charts.import', {});
      // Both lists are empty when the file dialog was closed without a choice.
      if (result.imported.length > 0 || result.refused.length > 0) {
        setReport(result);
        announce(
          `${plural(result.imported.length, 'chart')} imported, ${plural(result.refused.length, 'file')} refused.`,
        );
        reload();
      }
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setImporting(false);
    }
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      !event.shiftKey &&
      event.key.toLowerCase() === 'o'
    ) {
      event.preventDefault();
      void importFiles();
    }
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  const importButton = (
    <button
      type="button"
      className="button button-primary"
      disabled={importing}
      aria-keyshortcuts="Control+O"
      onClick={() => void importFiles()}
    >
      {importing ? 'Importing…' : 'Import files…'} <kbd>Ctrl+O</kbd>
    </button>
  );

  return (
    <div className="page">
      <div className="page-head">
        <div>
          <ScreenTitle windowTitle="Worklist">Worklist</ScreenTitle>
          <p className="page-note">{charts.length > 0 ? summary(charts) : 'Charts on this computer'}</p>
        </div>
        {charts.length > 0 && importButton}
      </div>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {report && <ImportPanel report={report} onDismiss={() => setReport(null)} />}
      {loaded.phase === 'loading' && <Loading what="Opening the worklist…" />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && charts.length === 0 && (
        <Empty title="No charts yet">
          <p>
            Import clinical notes as text files or PDFs with a text layer. They are copied into Rubricator’s
            data folder on this computer and nowhere else.
          </p>
          {importButton}
        </Empty>
      )}
      {charts.length > 0 && <ChartTable charts={charts} last={props.last} onOpen={props.onOpen} />}
    </div>
  );
}

function summary(charts: readonly ChartSummary[]): string {
  const open = charts.filter((chart) => chart.status !== 'finished').length;
  return `${plural(charts.length, 'chart')}, ${formatNumber(open)} not finished`;
}

function ChartTable(props: {
  charts: readonly ChartSummary[];
  last: string | null;
  onOpen: (chart: string) => void;
}) {
  const table = useRef<HTMLTableElement>(null);
  const { last } = props;

  // The arrow keys work at once, from the chart that was open before.
  useEffect(() => {
    // The table draws its rows only after it has collected them.
    const frame = requestAnimationFrame(() => {
      const rows = [...(table.current?.querySelectorAll<HTMLElement>('[data-testid="worklist-row"]') ?? [])];
      (rows.find((row) => row.dataset['chartId'] === last) ?? rows[0])?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [last]);

  return (
    <div className="table-frame">
      <Table
        ref={table}
        aria-label="Charts"
        className="table worklist-table"
        onRowAction={(key) => props.onOpen(String(key))}
      >
        <TableHeader>
          <Column isRowHeader>Name</Column>
          <Column className="numeric">Documents</Column>
          <Column className="numeric">Words</Column>
          <Column>Language</Column>
          <Column>Imported</Column>
          <Column>Status</Column>
          <Column className="numeric">Final codes</Column>
        </TableHeader>
        <TableBody>
          {props.charts.map((chart) => (
            <Row
              key={chart.id}
              id={chart.id}
              textValue={chart.name}
              data-testid="worklist-row"
              data-chart-id={chart.id}
              data-chart-name={chart.name}
              data-status={chart.status}
            >
              <Cell className="worklist-name">
                {chart.name}
                {chart.sample && <span className="chip">Sample</span>}
              </Cell>
              <Cell className="numeric">{formatNumber(chart.documents)}</Cell>
              <Cell className="numeric">{formatNumber(chart.words)}</Cell>
              <Cell>{languageName(chart.language)}</Cell>
              <Cell>{formatDay(chart.importedAt)}</Cell>
              <Cell>
                <span className={`state state-${chart.status}`}>{statusWords[chart.status]}</span>
              </Cell>
              <Cell className="numeric">{chart.finalCodes === 0 ? '–' : formatNumber(chart.finalCodes)}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
