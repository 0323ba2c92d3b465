import { useState } from 'react';
import { useLoaded } from '../components/useLoaded.ts';
import type { RecordedFinding } from '../../shared/review.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { Said } from './FindingThread.tsx';
import { lastStep } from './lines.ts';
import { StepForm } from './StepForm.tsx';

type Answer = 'agree' | 'rebut' | 'escalate';

/** What the auditor found in a chart; its coder agrees with each finding, or rebuts it. Nothing where nothing was. */
export function ReturnedFindings(props: {
  chart: string;
  /** Whether it opens by itself: the chart waits for the answers. */
  open: boolean;
  onSelect: (code: string) => void;
}) {
  const { loaded, reload } = useLoaded('review.findings', { chart: props.chart });
  const [answered, setAnswered] = useState<RecordedFinding[] | null>(null);
  const [writing, setWriting] = useState<{ entry: number; step: 'rebut' | 'escalate' } | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  if (loaded.phase === 'failed') return <FailureNotice failure={loaded.failure} onRetry={reload} />;
  const all = answered ?? (loaded.phase === 'ready' ? loaded.value : []);
  const findings = all.filter(({ verdict, replaced }) => verdict !== 'agree' && !replaced);
  if (findings.length === 0) return null;
  const open = findings.filter((finding) => lastStep(finding) === null).length;

  async function answer(entry: number, step: Answer, comment: string | null) {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const about = { chart: props.chart, entry, comment };
      const next =
        step === 'escalate'
          ? request('review.escalate', about)
          : request('review.respond', { ...about, response: step });
      // The answer holds the findings of one review; others of the chart stay as they were.
      const changed = new Map((await next).map((finding) => [finding.entry, finding]));
      setAnswered(all.map((finding) => changed.get(finding.entry) ?? finding));
      setWriting(null);
      announce(t(`review.step-${step}`));
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <details className="returned-findings" open={props.open} data-testid="returned-findings">
      <summary>
        <h2>{t('review.found')}</h2>{' '}
        <span className="codes-count">
          {open === 0 ? t('review.allAnswered') : t('review.toAnswer', { count: open })}
        </span>
      </summary>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      <ul className="returned-list">
        {findings.map((finding) => {
          const about = finding.code ?? finding.should;
          return (
            <li key={finding.entry} data-testid="returned-finding" data-entry={finding.entry}>
              {about !== null && (
                <button
                  type="button"
                  className="work-open code"
                  title={t('review.goToCode')}
                  onClick={() => props.onSelect(about)}
                >
                  {about}
                </button>
              )}
              <div className="finding">
                <Said finding={finding} onShow={null} />
                {writing?.entry !== finding.entry && (
                  <span className="review-actions">
                    {answersTo(finding).map((step) => (
                      <button
                        key={step}
                        type="button"
                        className="button button-small"
                        aria-disabled={busy}
                        onClick={() => {
                          if (step === 'agree') void answer(finding.entry, step, null);
                          else setWriting({ entry: finding.entry, step });
                        }}
                      >
                        {t(`review.answer-${step}`)}
                      </button>
                    ))}
                  </span>
                )}
                {writing?.entry === finding.entry && (
                  <StepForm
                    action={t(writing.step === 'rebut' ? 'review.rebutNow' : 'review.escalateNow')}
                    needed={writing.step === 'rebut'}
                    busy={busy}
                    onSave={(comment) => void answer(finding.entry, writing.step, comment)}
                    onCancel={() => setWriting(null)}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** What the coder can say now: an answer may be changed until it is passed on; what was upheld goes further once. */
function answersTo({ steps }: RecordedFinding): readonly Answer[] {
  const last = steps.at(-1)?.step;
  if (steps.every(({ step }) => step === 'agree' || step === 'rebut')) {
    return (['agree', 'rebut'] as const).filter((step) => step !== last);
  }
  return last === 'uphold' && steps.every(({ step }) => step !== 'escalate') ? ['escalate'] : [];
}
