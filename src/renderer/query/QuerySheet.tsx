import type { Chart } from '../../shared/chart.ts';
import type { PhysicianQuery, QueryDraft } from '../../shared/coding.ts';
import type { InterfaceLanguage } from '../i18n/area.ts';
import { queryForm } from '../i18n/areas/query.ts';
import { PatientHead } from '../print/PatientHead.tsx';
import { place } from '../print/place.ts';
import { timeIn, wordsIn } from '../print/wordsIn.ts';

/** A query as the physician gets it, in the language it is written in. */
export function QuerySheet(props: {
  chart: Chart;
  query: QueryDraft | PhysicianQuery;
  language: InterfaceLanguage;
}) {
  const { chart, query, language } = props;
  const words = wordsIn(queryForm, language);
  const sent = 'entry' in query ? query : null;
  return (
    <article className="sheet" lang={language}>
      <h2>{words('title')}</h2>
      <p className="sheet-kind">{words(query.template)}</p>
      <PatientHead chart={chart} language={language} />
      <dl className="sheet-address">
        <dt>{words('to')}</dt>
        <dd>{query.addressee === '' ? <span className="sheet-line" /> : query.addressee}</dd>
        {sent && (
          <>
            <dt>{words('from')}</dt>
            <dd>{sent.who}</dd>
            <dt>{words('sent')}</dt>
            <dd>{timeIn(language, sent.at)}</dd>
          </>
        )}
      </dl>
      <h3>{words('cited')}</h3>
      <ul className="sheet-quotes">
        {query.indicators.map((span) => (
          <li key={`${span.document} ${span.start} ${span.end}`}>
            <q>{span.text.replaceAll(/\s+/gu, ' ')}</q>
            <span className="sheet-place">{place(chart, span, language)}</span>
          </li>
        ))}
      </ul>
      <h3>{words('question')}</h3>
      <p className="sheet-question">{query.question}</p>
      <h3>{words('answerBelow')}</h3>
      <ul className="sheet-answers">
        {query.options.map((option) => (
          <li key={option}>{option}</li>
        ))}
        <li>
          {query.other} <span className="sheet-line" />
        </li>
        <li>{query.undetermined}</li>
      </ul>
      {sent?.state === 'answered' && (
        <>
          <h3>{words('answer')}</h3>
          <p className="sheet-answered">
            {sent.answer}
            {sent.closedAt !== null && <span className="sheet-place">{timeIn(language, sent.closedAt)}</span>}
          </p>
        </>
      )}
      {sent?.state === 'withdrawn' && <p className="sheet-answered">{words('withdrawn')}</p>}
      <p className="sheet-small sheet-neutral">{words('neutral')}</p>
      <div className="sheet-signature">
        <span>{words('name')}</span>
        <span>{words('signature')}</span>
        <span>{words('date')}</span>
      </div>
    </article>
  );
}
