import { useState, type KeyboardEvent } from 'react';
import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, PhysicianQuery } from '../../shared/coding.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { formatTime } from '../components/format.ts';
import { Keys } from '../components/Keys.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { place } from '../print/place.ts';
import { shortQuote } from './shortQuote.ts';

const ownWords = -1;

/** Records what a physician answered, or withdraws the query. */
export function AnswerDialog(props: {
  chart: Chart;
  /** An open query. */
  query: PhysicianQuery;
  /** Answered or withdrawn. */
  onClosed: (coding: ChartCoding) => void;
  onClose: () => void;
}) {
  const { chart, query } = props;
  const choices = [...query.options, query.undetermined];
  const [picked, setPicked] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const answer = picked === null ? '' : picked === ownWords ? words.trim() : (choices[picked] ?? '');

  async function close(how: 'answer' | 'withdraw') {
    if (busy || (how === 'answer' && answer === '')) return;
    setBusy(true);
    setFailure(null);
    const which = { chart: chart.id, entry: query.entry };
    try {
      const coding =
        how === 'answer'
          ? await request('queries.answer', { ...which, answer })
          : await request('queries.withdraw', which);
      props.onClosed(coding);
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    void close('answer');
  }

  function choice(index: number, text: string) {
    return (
      <label key={index} className="choice">
        <input
          type="radio"
          name="answer"
          autoFocus={index === 0}
          checked={picked === index}
          onChange={() => setPicked(index)}
        />
        {text}
      </label>
    );
  }

  return (
    <AppDialog title={t('query.answerTitle')} testId="answer-dialog" onClose={props.onClose}>
      <form
        className="answer-form"
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          void close('answer');
        }}
      >
        <p className="dialog-note">
          {t('query.sentBy', { who: query.who, at: formatTime(query.at) })}
          {query.addressee !== '' && ` → ${query.addressee}`}
        </p>
        <ul className="query-cited">
          {query.indicators.map((span, index) => (
            <li key={index}>
              <span>
                <q>{shortQuote(span.text)}</q>
                <span className="query-place">{place(chart, span, currentLanguage())}</span>
              </span>
            </li>
          ))}
        </ul>
        <p>{query.question}</p>
        <fieldset className="query-templates">
          <legend className="field-label">{t('query.answerPick')}</legend>
          {choices.map((text, index) => choice(index, text))}
          {choice(ownWords, t('query.answerOwn'))}
        </fieldset>
        {picked === ownWords && (
          <label className="query-field">
            <span className="field-label">{t('query.answerWords')}</span>
            <textarea
              className="field"
              rows={3}
              maxLength={2000}
              autoFocus
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </label>
        )}
        {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        <p className="dialog-note" id="withdraw-note">
          {t('query.withdrawNote')}
        </p>
        <div className="dialog-actions">
          <button
            type="button"
            className="button answer-withdraw"
            aria-describedby="withdraw-note"
            onClick={() => void close('withdraw')}
          >
            {t('query.withdraw')}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="button button-primary" aria-disabled={answer === '' || busy}>
            {t('query.record')} <Keys of="Enter" />
          </button>
        </div>
      </form>
    </AppDialog>
  );
}
