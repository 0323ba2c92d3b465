import { useState } from 'react';
import type { LedgerEntry, VerifyReport } from '../../shared/coding.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { actionWords } from '../codes/words.ts';
import { formatTime, plural } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';

const pageSize = 50;

/** Every entry of the ledger, newest first, and the check that none was altered. */
export function Audit() {
  const { loaded: first, reload } = useLoaded('ledger.entries', { limit: pageSize });
  const { loaded: charts } = useLoaded('worklist.list', {});
  const [older, setOlder] = useState<LedgerEntry[]>([]);
  const [complete, setComplete] = useState(false);
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [report, setReport] = useState<VerifyReport | null>(null);
  const [verifying, setVerifying] = useState(false);

  const newest = first.phase === 'ready' ? first.value : [];
  const entries = [...newest, ...older];
  const last = entries.at(-1);
  const more = !complete && newest.length === pageSize && last !== undefined && last.seq > 1;
  const names = new Map(charts.phase === 'ready' ? charts.value.map((chart) => [chart.id, chart.name]) : []);

  async function loadMore() {
    if (!last) return;
    setLoading(true);
    setFailure(null);
    try {
      const page = await request('ledger.entries', { before: last.seq, limit: pageSize });
      setOlder((before) => [...before, ...page]);
      if (page.length < pageSize) setComplete(true);
      announce(`${plural(page.length, 'older entry', 'older entries')} loaded.`);
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setLoading(false);
    }
  }

  async function verify() {
    setVerifying(true);
    setFailure(null);
    try {
      const result = await request('ledger.verify', {});
      setReport(result);
      announce(
        result.ok ? 'The ledger is intact.' : `The ledger has ${plural(result.faults.length, 'fault')}.`,
      );
    } catch (error) {
      setReport(null);
      setFailure(asFailure(error));
    } finally {
      setVerifying(false);
    }
  }

  return (
    <div className="page page-wide">
      <div className="page-head">
        <div>
          <ScreenTitle windowTitle="Audit">Audit</ScreenTitle>
          <p className="page-note">
            Who decided what, when, and on which words. Entries are only ever added.
          </p>
        </div>
        <button
          type="button"
          className="button button-primary"
          disabled={verifying}
          onClick={() => void verify()}
        >
          {verifying ? 'Verifying…' : 'Verify ledger'}
        </button>
      </div>
      {report && <Verification report={report} onDismiss={() => setReport(null)} />}
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {first.phase === 'loading' && <Loading what="Opening the ledger…" />}
      {first.phase === 'failed' && <FailureNotice failure={first.failure} onRetry={reload} />}
      {first.phase === 'ready' && entries.length === 0 && (
        <Empty title="The ledger is empty">
          <p>Its first entry is written when a chart is imported.</p>
        </Empty>
      )}
      {entries.length > 0 && (
        <>
          <div className="table-frame" tabIndex={0} role="region" aria-label="Ledger entries">
            <table className="table audit-table">
              <thead>
                <tr>
                  <th scope="col" className="numeric">
                    Entry
                  </th>
                  <th scope="col">Time</th>
                  <th scope="col">Who</th>
                  <th scope="col">Action</th>
                  <th scope="col">Chart</th>
                  <th scope="col">Code</th>
                  <th scope="col">Evidence</th>
                  <th scope="col">Model</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <EntryRow key={entry.seq} entry={entry} chart={names.get(entry.chart) ?? entry.chart} />
                ))}
              </tbody>
            </table>
          </div>
          {more && (
            <button
              type="button"
              className="button load-more"
              disabled={loading}
              onClick={() => void loadMore()}
            >
              {loading ? 'Loading…' : 'Load more'}
            </button>
          )}
        </>
      )}
    </div>
  );
}

const quotesShown = 3;

function EntryRow({ entry, chart }: { entry: LedgerEntry; chart: string }) {
  const hidden = entry.evidence.length - quotesShown;
  return (
    <tr data-testid="ledger-row" data-seq={entry.seq}>
      <td className="numeric">{entry.seq}</td>
      <td className="audit-time">
        <time dateTime={entry.at}>{formatTime(entry.at)}</time>
      </td>
      <td>{entry.who}</td>
      <td>
        {actionWords[entry.action]}
        {entry.target !== null && ` entry ${entry.target}`}
      </td>
      <td>{chart}</td>
      <td className="audit-code">
        {entry.code !== null && <span className="code">{entry.code}</span>} {entry.title}
      </td>
      <td className="audit-evidence">
        {entry.evidence.slice(0, quotesShown).map((span, index) => (
          <q key={index}>{span.text.replace(/\s+/gu, ' ').slice(0, 160)}</q>
        ))}
        {hidden > 0 && <span className="mention-count">+{hidden} more</span>}
        {entry.note !== null && <span className="audit-note">{entry.note}</span>}
      </td>
      <td className="audit-model">{entry.model}</td>
    </tr>
  );
}

function Verification({ report, onDismiss }: { report: VerifyReport; onDismiss: () => void }) {
  return (
    <section
      className={`notice ${report.ok ? 'notice-good' : 'notice-failure'}`}
      aria-label="Result of the verification"
      data-testid="verify-result"
      data-ok={report.ok}
    >
      <div className="import-head">
        <p className="notice-title">
          {report.ok
            ? `✓ The ledger is intact: ${plural(report.entries, 'entry', 'entries')}, each linked to the one before.`
            : `✕ The ledger is not intact: ${plural(report.faults.length, 'fault')} in ${plural(report.entries, 'entry', 'entries')}.`}
        </p>
        <button type="button" className="button button-quiet" onClick={onDismiss}>
          Dismiss
        </button>
      </div>
      {report.faults.length > 0 && (
        <ul className="faults">
          {report.faults.map((fault, index) => (
            <li key={index}>
              <strong>{fault.entry === null ? 'Whole ledger' : `Entry ${fault.entry}`}:</strong>{' '}
              {fault.problem}
            </li>
          ))}
        </ul>
      )}
      <p className="head-hash">
        Hash of the last entry: <code>{report.head}</code>
      </p>
      <p>
        {report.ok
          ? 'Write this hash down; while it is found here later, no entry was cut off the end.'
          : 'Keep a copy of the data folder as it is, and compare with the last hash you wrote down.'}
      </p>
    </section>
  );
}
