import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, Decision } from '../../shared/coding.ts';
import { isInpatient } from '../chart/finals.ts';
import { finalDecisions } from '../chart/rows.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { PatientHead } from '../print/PatientHead.tsx';
import { place } from '../print/place.ts';
import { timeIn } from '../print/wordsIn.ts';
import { poaLabel } from './poa.ts';

const quotesShown = 3;

/** The codes of a chart on paper, in their sequence. */
export function SummarySheet({ chart, coding }: { chart: Chart; coding: ChartCoding }) {
  const language = currentLanguage();
  const final = finalDecisions(coding);
  const inpatient = isInpatient(chart.header.type);
  const { admitDiagnosis, queries } = coding;
  return (
    <article className="sheet">
      <h2>{t('finish.summary')}</h2>
      {!coding.finished && <p className="sheet-kind">{t('finish.draft')}</p>}
      <PatientHead chart={chart} language={language} />
      {inpatient && (
        <>
          <h3>{t('finish.admitDiagnosis')}</h3>
          <p>
            {admitDiagnosis ? `${admitDiagnosis.code} ${admitDiagnosis.title}` : t('finish.noAdmitDiagnosis')}
          </p>
        </>
      )}
      {final.length === 0 && <p>{t('finish.noCodes')}</p>}
      {final.length > 0 && (
        <>
          <h3>{t(inpatient ? 'finish.principal' : 'finish.firstListed')}</h3>
          <Codes chart={chart} decisions={final.slice(0, 1)} inpatient={inpatient} />
        </>
      )}
      {final.length > 1 && (
        <>
          <h3>{t('finish.secondary')}</h3>
          <Codes chart={chart} decisions={final.slice(1)} inpatient={inpatient} />
        </>
      )}
      {queries.length > 0 && (
        <>
          <h3>{t('finish.queries')}</h3>
          <ul className="sheet-quotes">
            {queries.map((query) => (
              <li key={query.entry}>
                {query.question} <strong>{query.answer ?? t(`query.${query.state}`)}</strong>
                <span className="sheet-place">
                  {query.who}, {timeIn(language, query.at)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="sheet-signature">
        <span>{t('finish.coder', { name: chart.header.assigned ?? '' })}</span>
        <span>{t('finish.signature')}</span>
        <span>{t('finish.date')}</span>
      </div>
    </article>
  );
}

function Codes(props: { chart: Chart; decisions: readonly Decision[]; inpatient: boolean }) {
  return (
    <table className="sheet-codes">
      <tbody>
        {props.decisions.map((decision) => (
          <tr key={decision.code}>
            <td className="code">{decision.code}</td>
            <td>
              {decision.title}
              {decision.comment !== null && (
                <p>
                  {t('finish.comment')}: {decision.comment}
                </p>
              )}
              {decision.evidence.slice(0, quotesShown).map((span) => (
                <p key={`${span.document} ${span.start} ${span.end}`}>
                  <q>{span.text.replaceAll(/\s+/gu, ' ')}</q>{' '}
                  <span className="sheet-small">{place(props.chart, span, currentLanguage())}</span>
                </p>
              ))}
            </td>
            {props.inpatient && <td>{poaLabel(decision.poa)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
