import { useState } from 'react';
import type { EvidenceSpan, Poa } from '../../shared/coding.ts';
import { Poa as PoaSchema } from '../../shared/coding.ts';
import { FindingReason, type ChartReview, type Finding } from '../../shared/review.ts';
import { Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';
import { presumedReason, type ReviewLine } from './lines.ts';
import { Quote } from './Quote.tsx';
import { poaName, reasonWords, verdictWords } from './words.ts';

/** A finding that is being written. */
export interface OpenForm {
  verdict: 'disagree' | 'missed' | 'sequence' | 'poa';
  /** The line it is about; null for what is about the chart. */
  line: ReviewLine | null;
  /** Of a missed code, the code. */
  should: { code: string; title: string } | null;
  /** The words selected when it was opened. */
  evidence: readonly EvidenceSpan[];
}

const longestComment = 1000;
const mostEvidence = 50;

/** Asks what is wrong with a code or the chart: what should be instead, why, and on what grounds. */
export function FindingForm(props: {
  form: OpenForm;
  review: ChartReview;
  busy: boolean;
  onChooseCode: (look: string | null, add: (code: string, title: string) => void) => void;
  selection: () => EvidenceSpan | null;
  onShow: (span: EvidenceSpan) => void;
  onSave: (finding: Finding, comment: string | null, evidence: readonly EvidenceSpan[]) => void;
  onCancel: () => void;
}) {
  const { form, review } = props;
  const { verdict, line } = form;
  const before = line?.proposed ?? line?.finding ?? null;
  const coded = review.coded ?? [];
  const [should, setShould] = useState(() => firstShould(form, review));
  const [notCoded, setNotCoded] = useState(before?.verdict === 'disagree' && before.should === null);
  const [poa, setPoa] = useState<Poa | null>(before?.verdict === 'poa' ? before.poa : null);
  const [reason, setReason] = useState(before?.reason ?? null);
  const [comment, setComment] = useState(line?.finding?.comment ?? '');
  const [evidence, setEvidence] = useState<readonly EvidenceSpan[]>(form.evidence);

  const finding: Finding = {
    verdict,
    code: verdict === 'disagree' || verdict === 'poa' ? (line?.code ?? null) : null,
    should: verdict === 'poa' || (verdict === 'disagree' && notCoded) ? null : (should?.code ?? null),
    poa: verdict === 'poa' ? poa : null,
    reason,
  };
  const presumed = presumedReason(finding);
  const complete =
    verdict === 'poa' ? poa !== null : finding.should !== null || (verdict === 'disagree' && notCoded);

  function save() {
    if (props.busy) return;
    if (!complete) announce(t(verdict === 'poa' ? 'review.poaNeeded' : 'review.codeNeeded'));
    else {
      props.onSave(
        { ...finding, reason: finding.reason ?? presumed },
        comment.trim() === '' ? null : comment.trim(),
        evidence,
      );
    }
  }

  function takeSelection() {
    const span = props.selection();
    if (span === null) announce(t('review.selectWords'));
    else if (evidence.length < mostEvidence) {
      setEvidence([...evidence, span]);
      announce(t('review.wordsTaken'));
    }
  }

  const choose = () =>
    props.onChooseCode(should?.code ?? line?.code ?? null, (code, title) => {
      setShould({ code, title });
      setNotCoded(false);
    });

  return (
    <form
      className="finding-form"
      data-testid="finding-form"
      aria-label={verdictWords(verdict)}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') props.onCancel();
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <p className="finding-form-title">
        {verdictWords(verdict)} {line && <span className="code">{line.code}</span>}
      </p>
      {(verdict === 'disagree' || verdict === 'missed') && (
        <div className="finding-code">
          {verdict === 'disagree' && notCoded ? (
            <span>{t('review.saysNotCoded')}</span>
          ) : should ? (
            <span>
              <span className="code">{should.code}</span> {should.title}
            </span>
          ) : (
            <span className="review-note">{t('review.noCodeYet')}</span>
          )}
          <span className="finding-code-actions">
            <button
              type="button"
              className="button button-small"
              autoFocus={should === null}
              onClick={choose}
            >
              {t('review.chooseCode')}
            </button>
            {verdict === 'disagree' && (
              <button
                type="button"
                className="button button-small toggle"
                aria-pressed={notCoded}
                onClick={() => setNotCoded(!notCoded)}
              >
                {t('review.notCoded')}
              </button>
            )}
          </span>
        </div>
      )}
      {verdict === 'sequence' && (
        <label className="draw-field">
          <span className="field-label">{t('review.belongsFirst')}</span>
          <select
            className="field"
            autoFocus
            value={should?.code ?? ''}
            onChange={(event) => setShould(coded.find(({ code }) => code === event.target.value) ?? null)}
          >
            <option value="">{t('review.choose')}</option>
            {coded.slice(1).map(({ code, title }) => (
              <option key={code} value={code}>
                {`${code} ${title}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {verdict === 'poa' && (
        <fieldset className="finding-poa">
          <legend className="field-label">{t('review.poaShould')}</legend>
          {PoaSchema.options.map((each, index) => (
            <label key={each} className="choice">
              <input
                type="radio"
                name="finding-poa"
                autoFocus={poa === null ? index === 0 : poa === each}
                checked={poa === each}
                onChange={() => setPoa(each)}
              />
              {poaName(each)}
            </label>
          ))}
        </fieldset>
      )}
      <label className="draw-field">
        <span className="field-label">{t('review.reason')}</span>
        <select
          className="field"
          autoFocus={should !== null && verdict !== 'sequence'}
          value={finding.reason ?? presumed ?? ''}
          onChange={(event) =>
            setReason(FindingReason.options.find((each) => each === event.target.value) ?? null)
          }
        >
          {FindingReason.options.map((each) => (
            <option key={each} value={each}>
              {reasonWords(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="draw-field">
        <span className="field-label">{t('review.comment')}</span>
        <textarea
          className="field"
          rows={2}
          maxLength={longestComment}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      <div className="finding-evidence">
        {evidence.map((span, index) => (
          <span key={index} className="finding-quote">
            <Quote span={span} onShow={props.onShow} />
            <button
              type="button"
              className="button button-quiet button-small"
              aria-label={t('review.dropQuote', { words: span.text.slice(0, 40) })}
              onClick={() => setEvidence(evidence.filter((each) => each !== span))}
            >
              <span aria-hidden="true">✕</span>
            </button>
          </span>
        ))}
        <button
          type="button"
          className="button button-quiet button-small"
          // The click must not take the selection away.
          onMouseDown={(event) => event.preventDefault()}
          onClick={takeSelection}
        >
          {t('review.takeSelection')}
        </button>
      </div>
      <div className="dialog-actions">
        <button type="button" className="button button-small" onClick={props.onCancel}>
          {t('common.cancel')}
        </button>
        <button
          type="submit"
          className="button button-small button-primary"
          aria-disabled={!complete || props.busy}
        >
          {t('review.record')} <Keys of="Ctrl+Enter" />
        </button>
      </div>
    </form>
  );
}

function firstShould({ should, line, verdict }: OpenForm, review: ChartReview): OpenForm['should'] {
  if (should) return should;
  const proposed =
    verdict === 'sequence'
      ? review.proposed.find((each) => each.verdict === 'sequence')
      : (line?.proposed ?? line?.finding);
  const code = proposed?.verdict === verdict ? proposed.should : null;
  if (!code) return null;
  const known = [...(review.second ?? []), ...(review.coded ?? [])].find((each) => each.code === code);
  return { code, title: known?.title ?? '' };
}
