import type { RecordedFinding } from '../../shared/review.ts';
import { UserError } from '../errors.ts';
import { isError, type ReviewOfChart } from './replayReview.ts';

/** @throws UserError where a coder has nothing to answer: not returned yet, or somebody went on already */
export function checkResponse({ steps }: RecordedFinding, { returned }: ReviewOfChart): void {
  if (!returned) throw new UserError('The chart was not returned.', 'Wait until the auditor returns it.');
  if (steps.some(({ step }) => step !== 'agree' && step !== 'rebut')) {
    throw new UserError('This finding was passed on already.', 'Open the chart again to see where it is.');
  }
}

/** @throws UserError where nobody rebutted a finding, or it was escalated before */
export function checkEscalation({ steps }: RecordedFinding): void {
  const last = steps.at(-1)?.step;
  if ((last === 'rebut' || last === 'uphold') && !steps.some(({ step }) => step === 'escalate')) return;
  throw new UserError(
    'Only a finding that was rebutted can be escalated, and only once.',
    'Have the coder answer it first.',
  );
}

/**
 * @param user who would settle it
 * @param auditors how many there are
 * @throws UserError where there is nothing to settle, or another auditor should
 */
export function checkSettlement({ who, steps }: RecordedFinding, user: string, auditors: number): void {
  const last = steps.at(-1)?.step;
  if (last !== 'rebut' && last !== 'escalate') {
    throw new UserError('There is nothing to settle.', 'Only what was rebutted is settled.');
  }
  if (last === 'escalate' && who === user && auditors > 1) {
    throw new UserError(
      'An escalated finding is settled by another auditor than the one who made it.',
      'Leave it to another auditor.',
    );
  }
}

/** @throws UserError where nothing was said of a chart, or a finding is in dispute */
export function checkClosing(review: ReviewOfChart | undefined): void {
  if (!review) throw new UserError('Nothing was said of this chart yet.', 'Code it, or record a finding.');
  const disputed = review.findings.some((finding) => {
    const last = finding.steps.at(-1)?.step;
    return isError(finding) && (last === 'rebut' || last === 'escalate');
  });
  if (disputed) throw new UserError('A finding is still in dispute.', 'Settle it, then close the review.');
}
