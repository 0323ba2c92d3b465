import { useState } from 'react';
import type { EvidenceSpan } from '../../shared/coding.ts';
import type { RecordedFinding } from '../../shared/review.ts';
import { formatTime } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';
import { lastStep } from './lines.ts';
import { Quote } from './Quote.tsx';
import { StepForm } from './StepForm.tsx';
import { findingWords, reasonWords, stepWords } from './words.ts';

const signs = { agree: '✓', disagree: '✕', missed: '+', sequence: '⇅', poa: '≠' } as const;

type Act = 'escalate' | 'uphold' | 'overturn';

/** A finding with all that was said on it since, and what the auditor can do with it now. */
export function FindingThread(props: {
  finding: RecordedFinding;
  onShow: (span: EvidenceSpan) => void;
  /** Null where nothing can be done now. */
  auditor: {
    busy: boolean;
    onEscalate: (entry: number, comment: string | null) => Promise<boolean>;
    onSettle: (entry: number, upheld: boolean, comment: string | null) => Promise<boolean>;
  } | null;
}) {
  const { finding, auditor } = props;
  const [act, setAct] = useState<Act | null>(null);
  const acts = auditor ? actsAfter(finding) : [];

  async function perform(comment: string | null) {
    if (!auditor || act === null) return;
    const done =
      act === 'escalate'
        ? await auditor.onEscalate(finding.entry, comment)
        : await auditor.onSettle(finding.entry, act === 'uphold', comment);
    if (!done) return;
    announce(t(`review.step-${act}`));
    setAct(null);
  }

  return (
    <div className="finding" data-testid="finding" data-entry={finding.entry} data-stands={finding.stands}>
      <Said finding={finding} onShow={props.onShow} />
      {acts.length > 0 && act === null && (
        <span className="review-actions">
          {acts.map((each) => (
            <button key={each} type="button" className="button button-small" onClick={() => setAct(each)}>
              {t(`review.act-${each}`)}
            </button>
          ))}
        </span>
      )}
      {act !== null && (
        <StepForm
          action={t(`review.act-${act}`)}
          needed={false}
          busy={auditor?.busy ?? false}
          onSave={(comment) => void perform(comment)}
          onCancel={() => setAct(null)}
        />
      )}
    </div>
  );
}

/** What a finding says, who made it, and the answers to it in order. */
export function Said(props: { finding: RecordedFinding; onShow: ((span: EvidenceSpan) => void) | null }) {
  const { finding, onShow } = props;
  return (
    <>
      <p className="finding-words" data-verdict={finding.verdict}>
        <span aria-hidden="true">{signs[finding.verdict]} </span>
        {finding.stands ? (
          <strong>{findingWords(finding)}</strong>
        ) : (
          <>
            <s>{findingWords(finding)}</s> {t('review.overturned')}
          </>
        )}
        {finding.reason !== null && ` · ${reasonWords(finding.reason)}`}
      </p>
      {finding.comment !== null && <p className="finding-comment">{finding.comment}</p>}
      {finding.evidence.length > 0 && (
        <span className="review-quotes">
          {finding.evidence.map((span, index) =>
            onShow ? (
              <Quote key={index} span={span} onShow={onShow} />
            ) : (
              <q key={index} className="quote">
                {span.text}
              </q>
            ),
          )}
        </span>
      )}
      <p className="review-note">
        {finding.who}, <time dateTime={finding.at}>{formatTime(finding.at)}</time>
      </p>
      {finding.steps.length > 0 && (
        <ol className="finding-steps">
          {finding.steps.map((step, index) => (
            <li key={index} data-testid="finding-step" data-step={step.step}>
              <strong>{stepWords(step)}</strong>
              {step.comment !== null && ` – ${step.comment}`}
              <span className="review-note">
                {step.who}, <time dateTime={step.at}>{formatTime(step.at)}</time>
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** What can follow the last word on a finding: a rebuttal is settled or passed on, an escalation settled. */
function actsAfter(finding: RecordedFinding): readonly Act[] {
  switch (lastStep(finding)) {
    case 'rebut':
      return ['uphold', 'overturn', 'escalate'];
    case 'escalate':
      return ['uphold', 'overturn'];
    default:
      return [];
  }
}
