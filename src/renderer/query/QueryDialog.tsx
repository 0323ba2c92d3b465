import { useReducer, useState, type KeyboardEvent } from 'react';
import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, EvidenceSpan } from '../../shared/coding.ts';
import { queryProblems } from '../../shared/query.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { languageName } from '../components/format.ts';
import { Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { interfaceLanguages } from '../i18n/area.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { place } from '../print/place.ts';
import { PrintButtons } from '../print/PrintButtons.tsx';
import { usePrint } from '../print/usePrint.tsx';
import { Choices, FamilyChoices } from './Choices.tsx';
import {
  compose,
  composing,
  draftOf,
  mostCited,
  mostOptions,
  optionsOf,
  questionOf,
  spanKey,
  templates,
  type ComposeEvent,
  type Composing,
} from './compose.ts';
import { PassagePicker } from './PassagePicker.tsx';
import { problemWords } from './problems.ts';
import { QuerySheet } from './QuerySheet.tsx';
import { shortQuote } from './shortQuote.ts';

/** A code whose words can be cited; a row of the codes pane is one. */
export interface CitedCode {
  code: string;
  title: string;
  mentions: readonly EvidenceSpan[];
}

export interface QueryDialogProps {
  chart: Chart;
  coding: ChartCoding;
  /** The code in question, where there is one. */
  code: string | null;
  /** Cited from the start. */
  evidence: readonly EvidenceSpan[];
  /** Codes of the chart whose words can be cited as well. */
  others: readonly CitedCode[];
  onSent: (coding: ChartCoding) => void;
  onClose: () => void;
}

/** Composes a query to the physician from a template, beside the sheet as it will be printed. */
export function QueryDialog(props: QueryDialogProps) {
  const { chart, code } = props;
  const [state, dispatch] = useReducer(compose, props, ({ evidence }) =>
    composing(noteLanguage(chart, evidence), evidence),
  );
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const printing = usePrint();
  const draft = draftOf(state, code);
  const problems = queryProblems(draft);
  const title = [...props.others, ...props.coding.decisions].find((each) => each.code === code)?.title ?? '';
  const sheet = <QuerySheet chart={chart} query={draft} language={state.language} />;

  async function send() {
    const [problem] = problems;
    if (problem) announce(problemWords(problem));
    if (problem || sending) return;
    setSending(true);
    setFailure(null);
    try {
      const coding = await request('queries.send', { chart: chart.id, query: draft });
      props.onSent(coding);
    } catch (error) {
      setFailure(asFailure(error));
      setSending(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.repeat) return;
    const template = templates[Number(event.key) - 1];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (template && !isWriting(event.target)) {
      dispatch({ type: 'template', template });
      event.currentTarget.querySelector<HTMLElement>(`[data-template=${template}]`)?.focus();
    } else return;
    event.preventDefault();
  }

  return (
    <AppDialog title={t('query.title')} testId="query-dialog" onClose={props.onClose}>
      {code !== null && <p className="query-about">{t('query.about', { code, title })}</p>}
      <div className="query-columns" onKeyDown={onKeyDown}>
        <div className="query-form">
          <fieldset className="query-templates">
            <legend className="field-label">{t('query.template')}</legend>
            {templates.map((template, index) => (
              <label key={template} className="choice">
                <input
                  type="radio"
                  name="template"
                  data-template={template}
                  autoFocus={template === state.template}
                  checked={template === state.template}
                  onChange={() => dispatch({ type: 'template', template })}
                />
                {t(`query.${template}`)} <kbd>{index + 1}</kbd>
              </label>
            ))}
          </fieldset>
          <div className="query-row">
            <label className="query-field">
              <span className="field-label">{t('query.addressee')}</span>
              <input
                className="field"
                maxLength={120}
                value={state.addressee}
                placeholder={t('query.addresseeHint')}
                onChange={(event) => dispatch({ type: 'addressee', addressee: event.target.value })}
              />
            </label>
            <label className="query-field query-language">
              <span className="field-label">{t('query.language')}</span>
              <select
                className="field"
                value={state.language}
                onChange={(event) => {
                  const language = interfaceLanguages.find((each) => each === event.target.value);
                  if (language) dispatch({ type: 'language', language });
                }}
              >
                {interfaceLanguages.map((language) => (
                  <option key={language} value={language}>
                    {languageName(language)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <Cited chart={chart} cited={state.cited} dispatch={dispatch} />
          <PassagePicker
            chart={chart}
            codes={props.others}
            cited={state.cited}
            full={state.cited.length >= mostCited}
            onToggle={(span, cite) => dispatch({ type: cite ? 'cite' : 'uncite', span })}
          />
          <label className="query-field">
            <span className="field-label">{t('query.question')}</span>
            <textarea
              className="field"
              rows={3}
              maxLength={2000}
              value={questionOf(state)}
              onChange={(event) => dispatch({ type: 'question', question: event.target.value })}
            />
          </label>
          {state.ownQuestion !== null && (
            <button
              type="button"
              className="button button-quiet button-small query-reset"
              onClick={() => dispatch({ type: 'reset-question' })}
            >
              {t('query.resetQuestion')}
            </button>
          )}
          <Options state={state} dispatch={dispatch} chart={chart.id} code={code} title={title} />
        </div>
        <section className="query-preview" aria-label={t('query.preview')} tabIndex={0}>
          {sheet}
        </section>
        <div className="query-foot">
          {problems.length === 0 ? (
            <p className="query-fine">{t('query.noProblems')}</p>
          ) : (
            <ul className="query-problems" aria-label={t('query.problems')}>
              {problems.map((problem) => (
                <li key={`${problem.problem} ${problem.words}`} data-problem={problem.problem}>
                  {problemWords(problem)}
                </li>
              ))}
            </ul>
          )}
          {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
          {printing.failure && <FailureNotice failure={printing.failure} onDismiss={printing.dismiss} />}
          <div className="dialog-actions">
            <PrintButtons
              busy={printing.job !== null}
              onPrint={(to) =>
                printing.print({ chart, what: 'query', to, language: state.language, content: sheet })
              }
            />
            <button type="button" className="button" onClick={props.onClose}>
              {t('common.cancel')}
            </button>
            <button
              type="button"
              className="button button-primary"
              aria-disabled={problems.length > 0 || sending}
              onClick={() => void send()}
            >
              {sending ? t('query.sending') : t('query.send')} <Keys of="Ctrl+Enter" />
            </button>
          </div>
        </div>
      </div>
      {printing.sheet}
    </AppDialog>
  );
}

function Cited(props: {
  chart: Chart;
  cited: readonly EvidenceSpan[];
  dispatch: (event: ComposeEvent) => void;
}) {
  return (
    <div>
      <p className="field-label" id="query-cited">
        {t('query.cited')} · {t('query.citedCount', { count: props.cited.length })}
      </p>
      <ul className="query-cited" aria-labelledby="query-cited" tabIndex={-1}>
        {props.cited.map((span) => (
          <li key={spanKey(span)}>
            <span>
              <q>{shortQuote(span.text)}</q>
              <span className="query-place">{place(props.chart, span, currentLanguage())}</span>
            </span>
            <button
              type="button"
              className="button button-quiet button-small"
              aria-label={t('query.uncite', { quote: shortQuote(span.text) })}
              onClick={(event) => {
                keepFocus(event.currentTarget);
                props.dispatch({ type: 'uncite', span });
              }}
            >
              <span aria-hidden="true">✕</span>
            </button>
          </li>
        ))}
      </ul>
      {props.cited.length === 0 && <p className="dialog-note">{t('query.nothingCited')}</p>}
    </div>
  );
}

function Options(props: {
  state: Composing;
  dispatch: (event: ComposeEvent) => void;
  chart: string;
  code: string | null;
  title: string;
}) {
  const { state, dispatch, code } = props;
  const options = optionsOf(state);
  const { other, undetermined } = draftOf(state, code);
  const full = options.length >= mostOptions;
  const choosing = {
    taken: new Set(options),
    full,
    onToggle: (text: string) => dispatch({ type: 'toggle-option', text }),
  };
  return (
    <fieldset className="query-options">
      <legend className="field-label">{t('query.options')}</legend>
      <ul className="query-option-list" tabIndex={-1}>
        {options.map((option, index) => (
          <li key={index}>
            <input
              className="field"
              aria-label={t('query.option', { count: index + 1 })}
              maxLength={200}
              autoFocus={option === ''}
              value={option}
              onChange={(event) => dispatch({ type: 'option', index, text: event.target.value })}
            />
            <button
              type="button"
              className="button button-quiet button-small"
              aria-label={t('query.removeOption', { count: index + 1 })}
              onClick={(event) => {
                keepFocus(event.currentTarget);
                dispatch({ type: 'remove-option', index });
              }}
            >
              <span aria-hidden="true">✕</span>
            </button>
          </li>
        ))}
        <li className="query-always">
          {t('query.always')}: {other} · {undetermined}
        </li>
      </ul>
      {!full && (
        <button
          type="button"
          className="button button-small"
          onClick={() => dispatch({ type: 'add-option' })}
        >
          {t('query.addOption')}
        </button>
      )}
      {state.template === 'conflict' && (
        <Choices {...choosing} choices={state.cited.map(({ text }) => shortQuote(text))} />
      )}
      {(state.template === 'specificity' || state.template === 'indicators') && code !== null && (
        <FamilyChoices
          {...choosing}
          chart={props.chart}
          code={code}
          // A query for more detail has no use for the code it asks about.
          title={state.template === 'indicators' ? props.title : null}
        />
      )}
    </fieldset>
  );
}

/** The language of the note that is cited first; of the chart's first document where nothing is cited. */
function noteLanguage({ documents }: Chart, evidence: readonly EvidenceSpan[]) {
  const cited = documents.find(({ id }) => id === evidence[0]?.document) ?? documents[0];
  return cited?.language ?? currentLanguage();
}

/** The list keeps the focus when a button in it goes. */
function keepFocus(button: HTMLElement): void {
  button.closest('ul')?.focus();
}

/** Whether a key pressed there writes text. */
function isWriting(target: EventTarget): boolean {
  return (
    target instanceof Element && target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  );
}
