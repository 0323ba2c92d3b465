import { useState } from 'react';
import type { LedgerEntry, VerifyReport } from '../../shared/coding.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { formatTime } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { Empty, FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { detailWords } from './details.ts';

const pageSize = 50;

/** Every entry of the ledger, newest first, and the check that none was altered. */
export function Ledger() {
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
      announce(t('audit.olderLoaded', { count: page.length }));
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
      announce(result.ok ? t('audit.intact') : t('audit.faults', { count: result.faults.length }));
    } catch (error) {
      setReport(null);
      setFailure(asFailure(error));
    } finally {
      setVerifying(false);
    }
  }

  return (
    <>
      <div className="page-head">
        <p className="page-note">{t('audit.note')}</p>
        <button
          type="button"
          className="button button-primary"
          disabled={verifying}
          onClick={() => void verify()}
        >
          {t(verifying ? 'audit.verifying' : 'audit.verify')}
        </button>
      </div>
      {report && <Verification report={report} onDismiss={() => setReport(null)} />}
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {first.phase === 'loading' && <Loading what={t('audit.opening')} />}
      {first.phase === 'failed' && <FailureNotice failure={first.failure} onRetry={reload} />}
      {first.phase === 'ready' && entries.length === 0 && (
        <Empty title={t('audit.empty')}>
          <p>{t('audit.emptyText')}</p>
        </Empty>
      )}
      {entries.length > 0 && (
        <>
          <div className="table-frame" tabIndex={0} role="region" aria-label={t('audit.entries')}>
            <table className="table audit-table">
              <thead>
                <tr>
                  <th scope="col" className="numeric">
                    {t('audit.entry')}
                  </th>
                  <th scope="col">{t('audit.time')}</th>
                  <th scope="col">{t('audit.who')}</th>
                  <th scope="col">{t('audit.action')}</th>
                  <th scope="col">{t('audit.chart')}</th>
                  <th scope="col">{t('audit.code')}</th>
                  <th scope="col">{t('audit.evidence')}</th>
                  <th scope="col">{t('audit.model')}</th>
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
              {t(loading ? 'audit.loading' : 'audit.loadMore')}
            </button>
          )}
        </>
      )}
    </>
  );
}

const quotesShown = 3;

function EntryRow({ entry, chart }: { entry: LedgerEntry; chart: string }) {
  const hidden = entry.evidence.length - quotesShown;
  const action = t(`audit.did-${entry.action}`);
  const notes = [...detailWords(entry.details), ...(entry.note === null ? [] : [entry.note])];
  return (
    <tr data-testid="ledger-row" data-seq={entry.seq} data-action={entry.action}>
      <td className="numeric">{entry.seq}</td>
      <td className="audit-time">
        <time dateTime={entry.at}>{formatTime(entry.at)}</time>
      </td>
      <td>{entry.who}</td>
      <td>{entry.target === null ? action : t('audit.ofEntry', { action, entry: String(entry.target) })}</td>
      <td>{chart}</td>
      <td className="audit-code">
        {entry.code !== null && <span className="code">{entry.code}</span>} {entry.title}
      </td>
      <td className="audit-evidence">
        {entry.evidence.slice(0, quotesShown).map((span, index) => (
          <q key={index}>{span.text.replace(/\s+/gu, ' ').slice(0, 160)}</q>
        ))}
        {hidden > 0 && <span className="audit-note">{t('audit.more', { count: hidden })}</span>}
        {notes.map((note, index) => (
          <span key={index} className="audit-note">
            {note}
          </span>
        ))}
      </td>
      <td className="audit-model">{entry.model}</td>
    </tr>
  );
}

function Verification({ report, onDismiss }: { report: VerifyReport; onDismiss: () => void }) {
  const { ok, entries, faults } = report;
  return (
    <section
      className={`notice ${ok ? 'notice-good' : 'notice-failure'}`}
      aria-label={t('audit.result')}
      data-testid="verify-result"
      data-ok={ok}
    >
      <div className="verify-head">
        <p className="notice-title">
          {ok
            ? t('audit.intactOf', { count: entries })
            : t('audit.faultsOf', { count: faults.length, entries })}
        </p>
        <button type="button" className="button button-quiet" onClick={onDismiss}>
          {t('common.dismiss')}
        </button>
      </div>
      {faults.length > 0 && (
        <ul className="faults">
          {faults.map((fault, index) => (
            <li key={index}>
              <strong>
                {fault.entry === null
                  ? t('audit.wholeLedger')
                  : t('audit.entryAt', { entry: String(fault.entry) })}
              </strong>{' '}
              {fault.problem}
            </li>
          ))}
        </ul>
      )}
      <p className="head-hash">
        {t('audit.lastHash')} <code>{report.head}</code>
      </p>
      <p>{t(ok ? 'audit.keepHash' : 'audit.keepCopy')}</p>
    </section>
  );
}
