import { useState } from 'react';
import { EntryAction } from '../../shared/entry.ts';
import type { KnownLedger, LedgerFilter } from '../../shared/ledger.ts';
import { t } from '../i18n/i18n.ts';
import { filterOf, wordsOf, type FilterWords } from './filter.ts';

/** Which entries are shown; Enter in any field applies all. */
export function FilterForm(props: {
  filter: LedgerFilter;
  chartName: string | null;
  known: readonly KnownLedger[];
  onChoose: (filter: LedgerFilter) => void;
}) {
  const [words, setWords] = useState<FilterWords>(() => wordsOf(props.filter));
  const [wrong, setWrong] = useState<string | null>(null);
  const put = (change: Partial<FilterWords>) => setWords({ ...words, ...change });
  const active = Object.keys(props.filter).length > 0;

  function apply(next: FilterWords) {
    const filter = filterOf(next);
    if (filter === null) setWrong(t('audit.wrongFilter'));
    else props.onChoose(filter);
  }

  return (
    <form
      className="audit-filter"
      role="search"
      aria-label={t('audit.filter')}
      onSubmit={(event) => {
        event.preventDefault();
        apply(words);
      }}
    >
      <label className="field-label">
        {t('audit.who')}
        <input
          className="field"
          value={words.who}
          maxLength={200}
          onChange={(event) => put({ who: event.target.value })}
        />
      </label>
      <label className="field-label">
        {t('audit.action')}
        <select
          className="field"
          value={words.action}
          onChange={(event) => {
            put({ action: event.target.value });
            apply({ ...words, action: event.target.value });
          }}
        >
          <option value="">{t('audit.anyAction')}</option>
          {EntryAction.options.map((action) => (
            <option key={action} value={action}>
              {t(`audit.did-${action}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field-label">
        {t('audit.code')}
        <input
          className="field audit-filter-code"
          value={words.code}
          maxLength={10}
          onChange={(event) => put({ code: event.target.value })}
        />
      </label>
      <label className="field-label">
        {t('audit.from')}
        <input
          className="field"
          type="date"
          value={words.from}
          onChange={(event) => put({ from: event.target.value })}
        />
      </label>
      <label className="field-label">
        {t('audit.to')}
        <input
          className="field"
          type="date"
          value={words.to}
          onChange={(event) => put({ to: event.target.value })}
        />
      </label>
      {props.known.length > 1 && (
        <label className="field-label">
          {t('audit.workstation')}
          <select
            className="field"
            value={words.origin}
            onChange={(event) => {
              put({ origin: event.target.value });
              apply({ ...words, origin: event.target.value });
            }}
          >
            {props.known.map(({ origin, own }) => (
              <option key={origin} value={own ? '' : origin}>
                {own ? t('audit.ownLedger') : origin}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="submit" className="button">
        {t('audit.apply')}
      </button>
      {active && (
        <button type="button" className="button button-quiet" onClick={() => props.onChoose({})}>
          {t('audit.clear')}
        </button>
      )}
      {props.chartName !== null && (
        <span className="chip">{t('audit.onlyOf', { chart: props.chartName })}</span>
      )}
      {wrong !== null && (
        <p className="field-problem" role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}
