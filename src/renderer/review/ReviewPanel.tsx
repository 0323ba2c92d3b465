import { useEffect, useRef } from 'react';
import type { Chart } from '../../shared/chart.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';
import type { ChartReview, Finding } from '../../shared/review.ts';
import { confidenceLabel } from '../codes/words.ts';
import { t } from '../i18n/i18n.ts';
import { FindingForm, type OpenForm } from './FindingForm.tsx';
import { FindingThread } from './FindingThread.tsx';
import type { ReviewCommand } from './keys.ts';
import { leftOf, type ReviewLine } from './lines.ts';
import { CommandKey } from './CommandKey.tsx';
import { Quote } from './Quote.tsx';
import { findingWords, poaName } from './words.ts';

export type { OpenForm } from './FindingForm.tsx';

const quotesShown = 3;

/** The coder's codes in their sequence, what the auditor says of each, and what is missing. */
export function ReviewPanel(props: {
  chart: Chart;
  review: ChartReview;
  lines: readonly ReviewLine[];
  selected: ReviewLine | null;
  inpatient: boolean;
  /** Whether nothing can be found now: the review is closed, or the coder has the chart. */
  resting: boolean;
  busy: boolean;
  form: OpenForm | null;
  /** Counts up when the keyboard moved the selection, so that the focus follows. */
  focusRound: number;
  onSelect: (key: string, focus?: boolean) => void;
  onCommand: (command: ReviewCommand, line: ReviewLine | null) => void;
  onShow: (span: EvidenceSpan) => void;
  onForm: (form: OpenForm | null) => void;
  onChooseCode: (look: string | null, add: (code: string, title: string) => void) => void;
  /** What is selected in the document, as evidence. */
  selection: () => EvidenceSpan | null;
  onFind: (finding: Finding, comment: string | null, evidence: readonly EvidenceSpan[]) => void;
  onEscalate: (entry: number, comment: string | null) => Promise<boolean>;
  onSettle: (entry: number, upheld: boolean, comment: string | null) => Promise<boolean>;
}) {
  const { review, lines, selected, form, focusRound, resting } = props;
  const list = useRef<HTMLDivElement>(null);
  const focused = useRef(0);
  const selectedKey = selected?.key ?? null;
  const left = leftOf(lines);

  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[data-row-button][aria-current="true"]');
    if (!row) return;
    if (focusRound > focused.current) row.focus({ preventScroll: true });
    focused.current = focusRound;
    row.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [selectedKey, focusRound]);

  const formHere = form && (
    <FindingForm
      key={`${form.verdict} ${form.line?.key ?? ''} ${form.should?.code ?? ''}`}
      form={form}
      review={review}
      busy={props.busy}
      onChooseCode={props.onChooseCode}
      selection={props.selection}
      onShow={props.onShow}
      onSave={props.onFind}
      onCancel={() => {
        props.onForm(null);
        if (selectedKey !== null) props.onSelect(selectedKey, true);
      }}
    />
  );

  return (
    <section className="codes-pane review-panel" aria-label={t('review.panel')}>
      <div className="codes-scroll" ref={list}>
        <div className="codes-head">
          <h2>{t('review.codesOf', { coder: review.coder })}</h2>
          <span className="codes-count" data-testid="review-left">
            {left.unjudged.length === 0
              ? t('review.allJudged')
              : t('review.toJudge', { count: left.unjudged.length })}
          </span>
          {!resting && (
            <span className="codes-tools">
              <Tool command="missed" onCommand={props.onCommand}>
                {t('review.missed')}
              </Tool>
              <Tool command="sequence" onCommand={props.onCommand}>
                {t('review.sequence')}
              </Tool>
              {left.unjudged.length > 0 && (
                <Tool command="rest" onCommand={props.onCommand}>
                  {t('review.rest')}
                </Tool>
              )}
            </span>
          )}
        </div>
        {review.second && <Compared review={review} />}
        {form?.line === null && formHere}
        <ul className="code-list" aria-label={t('review.codesOf', { coder: review.coder })}>
          {lines.map((line) => (
            <li
              key={line.key}
              className="code-row review-line"
              data-testid="review-line"
              data-key={line.key}
              data-code={line.code}
              data-verdict={line.finding?.verdict}
              data-stands={line.finding?.stands}
              data-proposed={line.proposed?.verdict}
              data-selected={line.key === selectedKey ? 'true' : undefined}
            >
              <Line
                {...props}
                line={line}
                isSelected={line.key === selectedKey}
                formOpen={form?.line?.key === line.key}
              />
              {form?.line?.key === line.key && formHere}
            </li>
          ))}
        </ul>
        {lines.length === 0 && <p className="codes-none">{t('review.noCodes')}</p>}
      </div>
    </section>
  );
}

function Tool(props: {
  command: ReviewCommand;
  onCommand: (command: ReviewCommand, line: ReviewLine | null) => void;
  children: string;
}) {
  return (
    <button
      type="button"
      className="button button-quiet button-small"
      onClick={() => props.onCommand(props.command, null)}
    >
      {props.children} <CommandKey of={props.command} />
    </button>
  );
}

/** How the two codings compare, in one line. */
function Compared({ review }: { review: ChartReview }) {
  const own = new Set(review.second?.map(({ code }) => code));
  const alike = review.coded?.filter(({ code }) => own.has(code)).length ?? 0;
  return (
    <p className="review-compared" data-testid="compared">
      {t('review.compared', { own: own.size, coder: review.coded?.length ?? 0, alike })}
    </p>
  );
}

function Line(props: {
  chart: Chart;
  review: ChartReview;
  line: ReviewLine;
  isSelected: boolean;
  /** Whether a finding on it is being written. */
  formOpen: boolean;
  inpatient: boolean;
  resting: boolean;
  busy: boolean;
  onSelect: (key: string, focus?: boolean) => void;
  onCommand: (command: ReviewCommand, line: ReviewLine | null) => void;
  onShow: (span: EvidenceSpan) => void;
  onEscalate: (entry: number, comment: string | null) => Promise<boolean>;
  onSettle: (entry: number, upheld: boolean, comment: string | null) => Promise<boolean>;
}) {
  const { line, review, isSelected, inpatient, resting, onCommand } = props;
  const { coded, proposed, finding } = line;
  const own = review.second?.find(({ code }) => code === line.code);
  const command = (each: ReviewCommand, words: string) => (
    <button
      type="button"
      className="button button-small"
      aria-disabled={props.busy}
      onClick={() => onCommand(each, line)}
    >
      {words} {isSelected && <CommandKey of={each} />}
    </button>
  );
  return (
    <div className="review-line-body">
      <button
        type="button"
        className="code-row-main"
        data-row-button
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => props.onSelect(line.key)}
      >
        {line.kind !== 'coded' && <span className="review-kind">{t(`review.line-${line.kind}`)}</span>}
        <span className="code-line">
          <span className="code">{line.code}</span>
          <span className="code-title">{line.title}</span>
        </span>
        <span className="code-line code-facts">
          {line.place === 0 && (
            <span className="chip">{t(inpatient ? 'codes.finalPrincipal' : 'codes.finalFirst')}</span>
          )}
          {inpatient && coded && (
            <span>
              {coded.poa === null ? t('review.noPoa') : t('review.poaIs', { poa: poaName(coded.poa) })}
            </span>
          )}
          {typeof coded?.score === 'number' && (
            <span className="review-model">
              {t('review.modelSaid', { words: confidenceLabel(coded.score) })}
            </span>
          )}
          {review.second && line.kind === 'coded' && (
            <span className="review-own">
              {own
                ? own.poa !== null && inpatient
                  ? t('review.ownPoa', { poa: poaName(own.poa) })
                  : t('review.ownSame')
                : t('review.ownNot')}
            </span>
          )}
        </span>
        {proposed && (
          <span className="review-proposed">{t('review.proposed', { words: findingWords(proposed) })}</span>
        )}
      </button>
      {coded && coded.evidence.length > 0 && (
        <span className="review-quotes">
          {coded.evidence.slice(0, isSelected ? quotesShown : 1).map((span) => (
            <Quote key={`${span.document} ${span.start}`} span={span} onShow={props.onShow} />
          ))}
        </span>
      )}
      {coded?.evidence.length === 0 && <span className="review-note">{t('review.noEvidence')}</span>}
      {!resting && !props.formOpen && isSelected && (line.kind !== 'sequence' || proposed) && (
        <span className="review-actions">
          {proposed && command('take', t('review.take'))}
          {line.kind === 'coded' && finding?.verdict !== 'agree' && command('agree', t('review.agree'))}
          {line.kind === 'missed' && finding && command('agree', t('review.takeBack'))}
          {line.kind === 'coded' && command('disagree', t('review.disagree'))}
          {line.kind === 'coded' && inpatient && command('poa', t('review.wrongPoa'))}
        </span>
      )}
      {finding && (
        <FindingThread
          finding={finding}
          onShow={props.onShow}
          auditor={
            resting ? null : { busy: props.busy, onEscalate: props.onEscalate, onSettle: props.onSettle }
          }
        />
      )}
    </div>
  );
}
