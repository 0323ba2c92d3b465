import { useState, type KeyboardEvent } from 'react';
import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, CodingRun, Decision } from '../../shared/coding.ts';
import { missingOf, type Missing } from '../../shared/missing.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { isInpatient, withExempt } from '../chart/finals.ts';
import { finalDecisions } from '../chart/rows.ts';
import { useFamilies } from '../codes/useFamilies.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { PatientHead } from '../print/PatientHead.tsx';
import { PrintButtons } from '../print/PrintButtons.tsx';
import { usePrint } from '../print/usePrint.tsx';
import { poaLabel } from './poa.ts';
import { SummarySheet } from './SummarySheet.tsx';

export interface FinishDialogProps {
  chart: Chart;
  coding: ChartCoding;
  run: CodingRun | null;
  onFinish: () => void;
  /** Finishes and goes on to the next chart; null where there is none. */
  onNext: (() => void) | null;
  onClose: () => void;
}

/**
 * Shows what will be reported, and what is missing, before the chart is finished; of a finished chart what
 * was reported, and of one in review with the means to end the review.
 */
export function FinishDialog(props: FinishDialogProps) {
  const { chart, onNext } = props;
  const printing = usePrint();
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const inpatient = isInpatient(chart.header.type);
  const withoutPoa = inpatient ? finalDecisions(props.coding).filter(({ poa }) => poa === null) : [];
  const families = useFamilies(
    chart.id,
    chart.header.encounterDate,
    withoutPoa.map(({ code }) => code),
  );
  const coding = withExempt(props.coding, (code) => families.get(code)?.poaExempt ?? false);
  const final = finalDecisions(coding);
  const missing = missingOf(chart.header, coding, props.run);
  const stopped = missing.find(({ weight }) => weight === 'stops');
  const finished = coding.status === 'finished';
  const inReview = coding.status === 'in-review';

  /** Refuses aloud what the main process would refuse. */
  function unlessStopped(go: () => void) {
    if (stopped) announce(missingWords(stopped));
    else go();
  }

  async function keep(format: 'csv' | 'json') {
    setFailure(null);
    try {
      const { file } = await request('summary.export', { chart: chart.id, format });
      if (file !== null) announce(t('print.saved', { file }));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    if (onNext && !finished) unlessStopped(onNext);
  }

  return (
    <AppDialog
      title={t(coding.finished ? 'finish.summaryTitle' : 'finish.title')}
      testId="finish-dialog"
      onClose={props.onClose}
    >
      <div className="finish" onKeyDown={onKeyDown}>
        <PatientHead chart={chart} language={currentLanguage()} />
        <div className="finish-body" tabIndex={0} role="region" aria-label={t('finish.summary')}>
          {final.length === 0 ? (
            <p className="finish-note">{t('finish.noCodes')}</p>
          ) : (
            <ol className="finish-codes">
              {final.map((decision, index) => (
                <FinalCode
                  key={decision.code}
                  decision={decision}
                  role={index > 0 ? null : t(inpatient ? 'finish.principal' : 'finish.firstListed')}
                  poa={inpatient ? poaLabel(decision.poa) : null}
                />
              ))}
            </ol>
          )}
          {inpatient && (
            <p className="finish-line">
              <span className="finish-label">{t('finish.admitDiagnosis')}</span>{' '}
              {coding.admitDiagnosis ? (
                <>
                  <span className="code">{coding.admitDiagnosis.code}</span> {coding.admitDiagnosis.title}
                </>
              ) : (
                t('finish.noAdmitDiagnosis')
              )}
            </p>
          )}
          {coding.queries.length > 0 && (
            <ul className="finish-queries" aria-label={t('finish.queries')}>
              {coding.queries.map((query) => (
                <li key={query.entry}>
                  <span className="chip">{t(`query.${query.state}`)}</span>{' '}
                  {query.about !== null && <span className="code">{query.about}</span>}{' '}
                  {query.answer ?? t(`query.${query.template}`)}
                </li>
              ))}
            </ul>
          )}
        </div>
        {missing.length === 0 ? (
          <p className="finish-note">✓ {t('finish.complete')}</p>
        ) : (
          <ul className="finish-missing" aria-label={t('finish.toDo')}>
            {missing.map((each) => (
              <li key={each.id} data-weight={each.weight} data-missing={each.id}>
                <span className="finish-weight">{t(`finish.${each.weight}`)}</span>
                {missingWords(each)}
              </li>
            ))}
          </ul>
        )}
        {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        {printing.failure && <FailureNotice failure={printing.failure} onDismiss={printing.dismiss} />}
        <div className="finish-actions">
          <div className="finish-keep" role="group" aria-label={t('finish.keep')}>
            <PrintButtons
              busy={printing.job !== null}
              onPrint={(to) =>
                printing.print({
                  chart,
                  what: 'summary',
                  to,
                  language: currentLanguage(),
                  content: <SummarySheet chart={chart} coding={coding} />,
                })
              }
            />
            <button type="button" className="button" onClick={() => void keep('csv')}>
              {t('finish.csv')}
            </button>
            <button type="button" className="button" onClick={() => void keep('json')}>
              {t('finish.json')}
            </button>
          </div>
          <div className="dialog-actions">
            <button type="button" className="button" autoFocus={finished} onClick={props.onClose}>
              {t(finished ? 'common.close' : 'common.cancel')}
            </button>
            {onNext && !finished && (
              <button
                type="button"
                className="button"
                aria-disabled={stopped !== undefined}
                onClick={() => unlessStopped(onNext)}
              >
                {t(inReview ? 'finish.endReviewNext' : 'finish.finishNext')} <Keys of="Ctrl+Enter" />
              </button>
            )}
            {!finished && (
              <button
                type="button"
                className="button button-primary"
                autoFocus
                aria-disabled={stopped !== undefined}
                onClick={() => unlessStopped(props.onFinish)}
              >
                {t(inReview ? 'finish.endReview' : 'finish.finish')} <Keys of="Enter" />
              </button>
            )}
          </div>
        </div>
      </div>
      {printing.sheet}
    </AppDialog>
  );
}

function FinalCode(props: { decision: Decision; role: string | null; poa: string | null }) {
  const { decision } = props;
  return (
    <li data-testid="final-code-row" data-code={decision.code}>
      <span className="code">{decision.code}</span>
      <span className="finish-title">
        {decision.title}
        {props.role !== null && <span className="chip finish-role">{props.role}</span>}
        {decision.comment !== null && (
          <span className="finish-comment">
            {t('finish.comment')}: {decision.comment}
          </span>
        )}
      </span>
      {props.poa !== null && <span className="finish-poa">{props.poa}</span>}
      <span className="final-how">
        {decision.from === null
          ? t(decision.decided === 'added' ? 'finish.added' : 'finish.accepted')
          : t('finish.changedFrom', { code: decision.from })}
      </span>
    </li>
  );
}

const codesNamed = 5;

function missingWords({ id, codes }: Missing): string {
  const named = codes.slice(0, codesNamed).join(', ');
  const rest = codes.length - codesNamed;
  const shown = rest > 0 ? t('finish.more', { codes: named, count: rest }) : named;
  return t(`finish.${id}`, { codes: shown, count: codes.length });
}
