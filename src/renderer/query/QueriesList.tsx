import type { Chart } from '../../shared/chart.ts';
import type { PhysicianQuery } from '../../shared/coding.ts';
import { formatTime } from '../components/format.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { PrintButtons } from '../print/PrintButtons.tsx';
import { usePrint } from '../print/usePrint.tsx';
import { languageOf } from './compose.ts';
import { QuerySheet } from './QuerySheet.tsx';

const stateMarks = { open: '…', answered: '✓', withdrawn: '✕' } as const;

/** The queries of a chart, the latest first: what was asked, what came of it, and the sheet again. */
export function QueriesList(props: {
  chart: Chart;
  queries: readonly PhysicianQuery[];
  /** Opens the dialog that records the answer of an open query; null where nothing may be changed. */
  onAnswer: ((query: PhysicianQuery) => void) | null;
}) {
  const { chart, onAnswer } = props;
  const printing = usePrint();
  if (props.queries.length === 0) return <p className="dialog-note">{t('query.none')}</p>;
  return (
    <>
      {printing.failure && <FailureNotice failure={printing.failure} onDismiss={printing.dismiss} />}
      <ul className="queries" aria-label={t('query.list')}>
        {props.queries.toReversed().map((query) => {
          const language = languageOf(query) ?? currentLanguage();
          const sheet = <QuerySheet chart={chart} query={query} language={language} />;
          return (
            <li key={query.entry} data-testid="query-row" data-state={query.state}>
              <p className="query-head">
                <span className="chip query-state" data-state={query.state}>
                  <span aria-hidden="true">{stateMarks[query.state]}</span> {t(`query.${query.state}`)}
                </span>
                {query.about !== null && <span className="code">{query.about}</span>}
                <strong>{t(`query.${query.template}`)}</strong>
                <span className="query-place">
                  {t('query.sentBy', { who: query.who, at: formatTime(query.at) })}
                  {query.closedAt !== null && `; ${t('query.closedAt', { at: formatTime(query.closedAt) })}`}
                </span>
              </p>
              <p>{query.question}</p>
              {query.answer !== null && <p className="query-answer">{query.answer}</p>}
              <details>
                <summary>{t('query.show')}</summary>
                <div className="query-preview">{sheet}</div>
              </details>
              <div className="query-actions">
                {query.state === 'open' && onAnswer && (
                  <button type="button" className="button button-primary" onClick={() => onAnswer(query)}>
                    {t('query.answer')}
                  </button>
                )}
                <PrintButtons
                  busy={printing.job !== null}
                  onPrint={(to) => printing.print({ chart, what: 'query', to, language, content: sheet })}
                />
              </div>
            </li>
          );
        })}
      </ul>
      {printing.sheet}
    </>
  );
}
