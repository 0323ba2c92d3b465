import { useState } from 'react';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { LedgerFilter } from '../../shared/ledger.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { formatTime } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { FactList } from '../settings/FactList.tsx';
import { actionWords, detailWords } from './details.ts';

/** One entry with all that it says and its place in the chain, and the proof of it to take along. */
export function EntryDialog(props: {
  entry: LedgerEntry;
  /** Name of its chart; null where it is about none. */
  chart: string | null;
  /** Whether it is of this workstation's ledger, which alone can be proved from here. */
  own: boolean;
  onFilter: (filter: LedgerFilter) => void;
  onClose: () => void;
}) {
  const { entry } = props;
  const [excerpts, setExcerpts] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const facts: [string, string][] = [
    [t('audit.time'), formatTime(entry.at)],
    [t('audit.who'), entry.who],
    [t('audit.action'), actionWords(entry)],
    ...row(t('audit.chart'), props.chart),
    ...row(t('audit.code'), entry.code === null ? null : `${entry.code} ${entry.title ?? ''}`),
    ...row(t('audit.details'), detailWords(entry.details).join(' · ')),
    ...row(t('audit.remark'), entry.note),
    ...row(t('audit.model'), entry.model),
    ...row(t('audit.catalogue'), entry.catalogue),
    [t('audit.hash'), entry.hash],
    [t('audit.previousHash'), entry.previous],
  ];

  async function prove() {
    setFailure(null);
    try {
      const { file } = await request('ledger.prove', { entry: entry.seq, excerpts });
      if (file !== null) announce(t('audit.savedAs', { file }));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  const { chart, who } = entry;
  return (
    <AppDialog
      title={t('audit.entryTitle', { entry: String(entry.seq) })}
      testId="entry-dialog"
      onClose={props.onClose}
    >
      <div className="entry-facts">
        <FactList facts={facts} />
      </div>
      {entry.evidence.length > 0 && (
        <ul className="entry-quotes">
          {entry.evidence.map((span, index) => (
            <li key={index}>
              {span.text === '' ? t('audit.withheld') : <q>{span.text}</q>}{' '}
              <span className="audit-note">
                {t('audit.place', {
                  document: span.document,
                  start: String(span.start),
                  end: String(span.end),
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {props.own && (
        <label className="choice">
          <input type="checkbox" checked={excerpts} onChange={(event) => setExcerpts(event.target.checked)} />
          {t('audit.proofExcerpts')}
        </label>
      )}
      <div className="dialog-actions">
        {chart !== null && (
          <button type="button" className="button" onClick={() => props.onFilter({ chart })}>
            {t('audit.onlyChart')}
          </button>
        )}
        <button type="button" className="button" onClick={() => props.onFilter({ who })}>
          {t('audit.onlyWho')}
        </button>
        {props.own && (
          <button type="button" className="button" onClick={() => void prove()}>
            {t('audit.prove')}
          </button>
        )}
        <button type="button" className="button button-primary" onClick={props.onClose}>
          {t('common.close')}
        </button>
      </div>
    </AppDialog>
  );
}

function row(name: string, value: string | null): [string, string][] {
  return value === null || value === '' ? [] : [[name, value]];
}
