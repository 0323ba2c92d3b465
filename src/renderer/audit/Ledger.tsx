import { useState } from 'react';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { LedgerFilter } from '../../shared/ledger.ts';
import { formatNumber } from '../components/format.ts';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { EntriesTable } from './EntriesTable.tsx';
import { EntryDialog } from './EntryDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { FilterForm } from './FilterForm.tsx';

const pageSize = 50;

/** Every entry of a ledger, newest first, a page at a time: the ten thousandth costs no more than the first. */
export function Ledger() {
  const [filter, setFilter] = useState<LedgerFilter>({});
  /** Where each page that was gone through begins; the last is the one shown. */
  const [starts, setStarts] = useState<readonly number[]>([]);
  const [shown, setShown] = useState<LedgerEntry | null>(null);
  const [exporting, setExporting] = useState(false);
  const before = starts.at(-1);
  const { loaded: page, reload } = useLoaded('ledger.entries', {
    filter,
    limit: pageSize,
    ...(before !== undefined && { before }),
  });
  const { loaded: charts } = useLoaded('worklist.list', {});
  const { loaded: known } = useLoaded('ledger.known', {});
  const names = new Map(charts.phase === 'ready' ? charts.value.map(({ id, name }) => [id, name]) : []);
  const entries = page.phase === 'ready' ? page.value.entries : [];
  const more = page.phase === 'ready' && page.value.more;
  const filtered = Object.keys(filter).length > 0;

  function choose(next: LedgerFilter) {
    setFilter(next);
    setStarts([]);
  }

  return (
    <>
      <div className="page-head">
        <p className="page-note">{t('audit.note')}</p>
        <button type="button" className="button" onClick={() => setExporting(true)}>
          {t('audit.export')}
        </button>
      </div>
      <FilterForm
        key={JSON.stringify(filter)}
        filter={filter}
        chartName={filter.chart === undefined ? null : (names.get(filter.chart) ?? filter.chart)}
        known={known.phase === 'ready' ? known.value : []}
        onChoose={choose}
      />
      {page.phase === 'loading' && <Loading what={t('audit.opening')} />}
      {page.phase === 'failed' && <FailureNotice failure={page.failure} onRetry={reload} />}
      {page.phase === 'ready' && entries.length === 0 && (
        <Empty title={t(filtered ? 'audit.noneFound' : 'audit.empty')}>
          <p>{t(filtered ? 'audit.noneFoundText' : 'audit.emptyText')}</p>
        </Empty>
      )}
      {entries.length > 0 && (
        <>
          <EntriesTable entries={entries} nameOf={(chart) => names.get(chart) ?? chart} onShow={setShown} />
          <nav className="audit-pages" aria-label={t('audit.pages')}>
            <button
              type="button"
              className="button"
              disabled={starts.length === 0}
              onClick={() => setStarts(starts.slice(0, -1))}
            >
              {t('audit.newer')}
            </button>
            <span data-testid="ledger-range">
              {t('audit.range', {
                first: formatNumber(entries.at(-1)?.seq ?? 0),
                last: formatNumber(entries[0]?.seq ?? 0),
              })}
            </span>
            <button
              type="button"
              className="button"
              disabled={!more}
              onClick={() => setStarts([...starts, entries.at(-1)?.seq ?? 1])}
            >
              {t('audit.older')}
            </button>
          </nav>
        </>
      )}
      {shown && (
        <EntryDialog
          entry={shown}
          chart={shown.chart === null ? null : (names.get(shown.chart) ?? shown.chart)}
          own={filter.origin === undefined}
          onFilter={(next) => {
            setShown(null);
            choose({ ...next, ...(filter.origin !== undefined && { origin: filter.origin }) });
          }}
          onClose={() => setShown(null)}
        />
      )}
      {exporting && <ExportDialog filter={filter} onClose={() => setExporting(false)} />}
    </>
  );
}
