import { useEffect, useState } from 'react';
import type { MergeOutcome, VerifyReport } from '../../shared/ledger.ts';
import { asFailure, listen, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { formatNumber, formatTime } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { ProgressLine } from './ProgressLine.tsx';
import { VerifyResult } from './VerifyResult.tsx';

type Asked = Extract<MergeOutcome, { outcome: 'ask' }>;

/** The ledgers known here: this workstation's own, and those of others that were merged, each with its chain. */
export function Workstations() {
  const { loaded, reload } = useLoaded('ledger.known', {});
  const [asked, setAsked] = useState<Asked | null>(null);
  const [refused, setRefused] = useState<VerifyReport | null>(null);
  const [merged, setMerged] = useState<string | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [fraction, setFraction] = useState<number | null>(null);

  useEffect(
    () =>
      listen('ledger.progress', (step) => setFraction((before) => (before === null ? null : step.fraction))),
    [],
  );

  async function merge(ask: () => Promise<MergeOutcome>) {
    setAsked(null);
    setRefused(null);
    setMerged(null);
    setFailure(null);
    setFraction(0);
    try {
      const outcome = await ask();
      if (outcome.outcome === 'ask') setAsked(outcome);
      if (outcome.outcome === 'refused') setRefused(outcome.report);
      if (outcome.outcome === 'merged') {
        const words = t('audit.mergedWords', {
          added: formatNumber(outcome.added),
          known: formatNumber(outcome.known),
          origin: outcome.origin,
        });
        setMerged(words);
        announce(words);
        reload();
      }
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setFraction(null);
    }
  }

  return (
    <>
      <div className="page-head">
        <p className="page-note">{t('audit.workstationsNote')}</p>
        <button
          type="button"
          className="button button-primary"
          disabled={fraction !== null}
          onClick={() => void merge(() => request('ledger.merge', {}))}
        >
          {t('audit.merge')}
        </button>
      </div>
      {fraction !== null && <ProgressLine label={t('audit.merging')} fraction={fraction} />}
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {merged !== null && (
        <p className="notice notice-good" role="status" data-testid="merged">
          {merged}
        </p>
      )}
      {refused && <VerifyResult report={refused} onDismiss={() => setRefused(null)} />}
      {loaded.phase === 'loading' && <Loading what={t('audit.opening')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && (
        <div className="table-frame" tabIndex={0} role="region" aria-label={t('audit.workstations')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('audit.workstation')}</th>
                <th scope="col" className="numeric">
                  {t('audit.entriesCount')}
                </th>
                <th scope="col">{t('audit.lastAt')}</th>
                <th scope="col">{t('audit.mergedAt')}</th>
                <th scope="col">{t('audit.texts')}</th>
              </tr>
            </thead>
            <tbody>
              {loaded.value.map((each) => (
                <tr key={each.origin} data-testid="known-ledger">
                  <td>
                    <code>{each.origin}</code> {each.own && <span className="chip">{t('audit.own')}</span>}
                  </td>
                  <td className="numeric">{formatNumber(each.entries)}</td>
                  <td>{each.lastAt !== null && formatTime(each.lastAt)}</td>
                  <td>{each.mergedAt !== null && formatTime(each.mergedAt)}</td>
                  <td>{t(each.withheld ? 'audit.textsLeftOut' : 'audit.textsIn')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked && (
        <AppDialog title={t('audit.trustTitle')} testId="trust-dialog" onClose={() => setAsked(null)}>
          <p>{t('audit.trustText', { origin: asked.origin })}</p>
          <p className="head-hash">
            {t('audit.fingerprint')} <code>{asked.fingerprint}</code>
          </p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setAsked(null)}>
              {t('common.cancel')}
            </button>
            <button
              type="button"
              className="button button-primary"
              onClick={() => void merge(() => request('ledger.mergeTrusted', { ticket: asked.ticket }))}
            >
              {t('audit.trust')}
            </button>
          </div>
        </AppDialog>
      )}
    </>
  );
}
