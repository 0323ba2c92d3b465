import { useDeferredValue, useState } from 'react';
import type { Chart } from '../../shared/chart.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { place } from '../print/place.ts';
import { spanKey } from './compose.ts';
import { passagesWith } from './passages.ts';
import type { CitedCode } from './QueryDialog.tsx';
import { shortQuote } from './shortQuote.ts';

const mostPassages = 20;
const mentionsShown = 2;

/** More of the chart to cite: what stands for other codes, and any words that are looked for. */
export function PassagePicker(props: {
  chart: Chart;
  codes: readonly CitedCode[];
  cited: readonly EvidenceSpan[];
  full: boolean;
  onToggle: (span: EvidenceSpan, cite: boolean) => void;
}) {
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words.trim());
  const taken = new Set(props.cited.map(spanKey));
  const found = passagesWith(props.chart.documents, wanted, mostPassages);
  const codes = props.codes
    .map(({ mentions, ...code }) => ({ ...code, mentions: mentions.slice(0, mentionsShown) }))
    .filter(({ mentions }) => mentions.length > 0);

  function passage(span: EvidenceSpan) {
    const cited = taken.has(spanKey(span));
    return (
      <li key={spanKey(span)}>
        <label className="choice">
          <input
            type="checkbox"
            checked={cited}
            disabled={props.full && !cited}
            onChange={() => props.onToggle(span, !cited)}
          />
          <span>
            <q>{shortQuote(span.text)}</q>
            <span className="query-place">{place(props.chart, span, currentLanguage())}</span>
          </span>
        </label>
      </li>
    );
  }

  return (
    <details className="query-more">
      <summary>{t('query.citeMore')}</summary>
      <label className="query-field">
        <span className="field-label">{t('query.find')}</span>
        <input
          type="search"
          className="field"
          value={words}
          placeholder={t('query.findHint')}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      {wanted.length >= 2 ? (
        <>
          <p className="dialog-note" role="status">
            {found.length === 0 ? t('query.noPassage') : t('query.passages', { count: found.length })}
          </p>
          <ul className="query-passages">{found.map(passage)}</ul>
        </>
      ) : (
        <ul className="query-passages">
          {codes.map(({ code, title, mentions }) => (
            <li key={code}>
              <p className="query-place">{t('query.mentionsOf', { code, title })}</p>
              <ul>{mentions.map(passage)}</ul>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
