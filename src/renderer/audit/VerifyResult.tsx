import type { LedgerFault, VerifyReport } from '../../shared/ledger.ts';
import { formatNumber } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';

/** What a verification found, each fault with its place. */
export function VerifyResult({ report, onDismiss }: { report: VerifyReport; onDismiss: () => void }) {
  const { ok, entries, faults, checkpointed } = report;
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
            <li key={index} data-kind={fault.kind}>
              <strong>{placeWords(fault)}</strong> {t(`audit.fault-${fault.kind}`)}{' '}
              <span className="audit-note">{fault.problem}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        {checkpointed === 0
          ? t('audit.noCheckpoint')
          : t('audit.checkpointed', { entries: formatNumber(checkpointed) })}
      </p>
      {report.origin !== null && (
        <p className="head-hash">
          {t('audit.origin')} <code>{report.origin}</code>
        </p>
      )}
      <p className="head-hash">
        {t('audit.lastHash')} <code>{report.head}</code>
      </p>
      {!ok && <p>{t('audit.keepCopy')}</p>}
    </section>
  );
}

function placeWords({ entry, between }: LedgerFault): string {
  if (entry !== null) return t('audit.entryAt', { entry: String(entry) });
  if (between) return t('audit.entriesAt', { first: String(between[0]), last: String(between[1]) });
  return t('audit.wholeLedger');
}
