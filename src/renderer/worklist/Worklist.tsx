import { useCallback, useDeferredValue, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { ChartSummary } from '../../shared/chart.ts';
import { Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { ChartTable, type TableRef } from './ChartTable.tsx';
import { DropTarget } from './DropTarget.tsx';
import { FilterBar } from './FilterBar.tsx';
import { FolderDialog } from './FolderDialog.tsx';
import {
  chooseAndImport,
  dismissImport,
  importAs,
  importDropped,
  stopImport,
  useImport,
} from './importing.ts';
import { ImportPanel } from './ImportPanel.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { useView } from './useView.ts';
import { filtered, isEmpty, isOpen, NO_FILTER, sorted, type Sort, type View } from './view.ts';
import { useToday } from './window.ts';

const NONE: readonly ChartSummary[] = [];

/** All charts of this machine, and the ways to bring in more. `last` is the chart that was open before. */
export function Worklist(props: { last: string | null; onOpen: (chart: string) => void }) {
  const { loaded, reload } = useLoaded('worklist.list', {});
  const { activity, report, failure } = useImport(reload);
  const charts = loaded.phase === 'ready' ? loaded.value : NONE;
  const busy = activity.phase !== 'idle';

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && isKey(event, 'o')) {
      event.preventDefault();
      void chooseAndImport('files');
    }
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  const buttons = (
    <div className="import-buttons">
      <Button className="button" isPending={busy} onPress={() => void chooseAndImport('folder')}>
        {t('worklist.importFolder')}
      </Button>
      <Button
        className="button button-primary"
        isPending={busy}
        aria-keyshortcuts="Control+O"
        onPress={() => void chooseAndImport('files')}
      >
        {t(busy ? 'worklist.importing' : 'worklist.importFiles')} <Keys of="Ctrl+O" />
      </Button>
    </div>
  );

  return (
    <div className="page worklist-page">
      <div className="page-head">
        <div>
          <ScreenTitle windowTitle={t('worklist.title')}>{t('worklist.title')}</ScreenTitle>
          <p className="page-note">{charts.length > 0 ? summaryOf(charts) : t('worklist.onThisComputer')}</p>
        </div>
        {charts.length > 0 && buttons}
      </div>
      {failure && <FailureNotice failure={failure} onDismiss={() => dismissImport('failure')} />}
      {activity.phase === 'running' && activity.step && (
        <ImportProgress step={activity.step} stopping={activity.stopping} onStop={() => void stopImport()} />
      )}
      {report && (
        <ImportPanel report={report} onOpen={props.onOpen} onDismiss={() => dismissImport('report')} />
      )}
      {loaded.phase === 'loading' && <Loading what={t('worklist.opening')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && charts.length === 0 && (
        <Empty title={t('worklist.noCharts')}>
          <p>{t('worklist.noChartsNote')}</p>
          {buttons}
        </Empty>
      )}
      {charts.length > 0 && <Charts charts={charts} last={props.last} onOpen={props.onOpen} />}
      {activity.phase === 'asking' && (
        <FolderDialog
          files={activity.files}
          folders={activity.folders}
          onChoose={(meaning) => void importAs(meaning)}
          onClose={() => void stopImport()}
        />
      )}
      <DropTarget busy={busy} onDrop={(files) => void importDropped(files)} />
    </div>
  );
}

function summaryOf(charts: readonly ChartSummary[]): string {
  const all = t('common.charts', { count: charts.length });
  return `${all}, ${t('worklist.notFinished', { count: charts.filter(isOpen).length })}`;
}

/** Search, filters and the table of what fits. */
function Charts(props: {
  charts: readonly ChartSummary[];
  last: string | null;
  onOpen: (chart: string) => void;
}) {
  const [view, setView] = useView();
  const today = useToday();
  const search = useRef<HTMLInputElement>(null);
  const table: TableRef = useRef(null);
  const language = currentLanguage();

  const change = useCallback(
    (part: Partial<View>) => {
      setView(part);
      if (table.current) table.current.scrollTop = 0;
    },
    [setView],
  );
  const sortBy = useCallback((next: Sort) => change({ sort: next }), [change]);

  // Typing comes before the rows that it changes.
  const { filter, sort } = useDeferredValue(view);
  const { charts } = props;
  // Put in order once, not at every key of a search.
  const ordered = useMemo(() => sorted(charts, sort, language), [charts, sort, language]);
  const { shown: rows, facets } = useMemo(() => filtered(ordered, filter, today), [ordered, filter, today]);

  const narrowed = !isEmpty(filter);
  const count = rows.length;
  useEffect(() => {
    if (!narrowed) return;
    const wait = setTimeout(() => announce(t('worklist.shownAloud', { count })), 600);
    return () => clearTimeout(wait);
  }, [narrowed, count]);

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!singleLetters() || isElsewhere(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    search.current?.focus();
    search.current?.select();
  });
  useEffect(() => {
    // Before the window's own commands, one of which has the same key.
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle, true);
    return () => window.removeEventListener('keydown', handle, true);
  }, []);

  function clear() {
    change({ filter: NO_FILTER });
    search.current?.focus();
  }

  return (
    <>
      <FilterBar
        view={view}
        facets={facets}
        shown={narrowed ? t('worklist.shown', { shown: count, all: charts.length }) : null}
        search={search}
        onChange={change}
        onLeave={() => table.current?.focus()}
      />
      {count > 0 ? (
        <ChartTable
          table={table}
          charts={rows}
          focused={props.last}
          sort={sort}
          onSort={sortBy}
          onOpen={props.onOpen}
        />
      ) : (
        <Empty title={t('worklist.noneFit')}>
          <p>{t('worklist.noneFitNote')}</p>
          <Button className="button" onPress={clear}>
            {t('worklist.clearFilters')}
          </Button>
        </Empty>
      )}
    </>
  );
}

function isKey(event: KeyboardEvent, key: string): boolean {
  return event.key.toLowerCase() === key;
}

/** True where a key belongs to a field or to what lies over the worklist. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role=dialog]') !== null;
}
