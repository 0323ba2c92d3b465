import { describe, expect, it } from 'vitest';
import { historyOf } from '../../../../src/main/review/chartHistory.ts';
import { reviewsOf, standingErrors, stateOf } from '../../../../src/main/review/replayReview.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import type { Finding } from '../../../../src/shared/review.ts';
import { actOf, codingActs } from '../../../fixtures/makeReviews.ts';

type Act = Parameters<typeof actOf>[0];
const SAMPLE = 1;

/** Entries of a chart, numbered from 2: the sample is entry 1. */
function entries(...acts: Act[]): LedgerEntry[] {
  return acts.map((act, index) => ({
    ...actOf(act),
    seq: index + 2,
    at: `2026-03-02T10:00:${String(index).padStart(2, '0')}.000Z`,
    previous: '',
    hash: '',
  }));
}
const by = (who: string, action: Act['action'], rest: Partial<Act> = {}): Act => ({
  who,
  chart: 'c',
  action,
  ...rest,
});
const found = (finding: Partial<Finding> & Pick<Finding, 'verdict'>, who = 'Auditor 1'): Act =>
  by(who, 'finding', {
    details: {
      of: SAMPLE,
      finding: { code: null, should: null, poa: null, reason: null, ...finding },
      comment: 'see the note',
    },
  });
const review = (...acts: Act[]) => reviewsOf(entries(...acts)).get(SAMPLE);
const errors = (...acts: Act[]): string[] =>
  standingErrors(review(...acts) ?? { findings: [] }).map(
    ({ verdict, code, should }) => `${verdict} ${code ?? should ?? ''}`,
  );

describe('findings', () => {
  it('are kept as they were recorded', () => {
    expect(review(found({ verdict: 'disagree', code: 'I10', reason: 'wrong-code' }))?.findings).toEqual([
      {
        verdict: 'disagree',
        code: 'I10',
        should: null,
        poa: null,
        reason: 'wrong-code',
        entry: 2,
        who: 'Auditor 1',
        at: '2026-03-02T10:00:00.000Z',
        comment: 'see the note',
        evidence: [],
        steps: [],
        stands: true,
        replaced: false,
      },
    ]);
  });

  it.each<[string, Act[], string[]]>([
    [
      'a later one on the same code',
      [found({ verdict: 'disagree', code: 'I10' }), found({ verdict: 'agree', code: 'I10' })],
      [],
    ],
    [
      'one on another code',
      [found({ verdict: 'disagree', code: 'I10' }), found({ verdict: 'agree', code: 'E11.9' })],
      ['disagree I10'],
    ],
    [
      'one of another auditor',
      [found({ verdict: 'disagree', code: 'I10' }), found({ verdict: 'agree', code: 'I10' }, 'Auditor 2')],
      ['disagree I10'],
    ],
    [
      'a missed code taken back',
      [found({ verdict: 'missed', should: 'I10' }), found({ verdict: 'agree', should: 'I10' })],
      [],
    ],
    [
      'another code first',
      [
        found({ verdict: 'sequence', code: 'I10', should: 'E11.9' }),
        found({ verdict: 'sequence', code: 'I10', should: 'J44.1' }),
      ],
      ['sequence I10'],
    ],
    [
      'a wrong indicator beside the first place',
      [
        found({ verdict: 'sequence', code: 'I10', should: 'E11.9' }),
        found({ verdict: 'poa', code: 'E11.9', poa: 'N' }),
      ],
      ['sequence I10', 'poa E11.9'],
    ],
    [
      'a missing code that belongs first',
      [
        found({ verdict: 'missed', should: 'E11.9' }),
        found({ verdict: 'sequence', code: 'I10', should: 'E11.9' }),
      ],
      ['missed E11.9', 'sequence I10'],
    ],
    [
      'a wrong code in place of a wrong indicator',
      [found({ verdict: 'poa', code: 'I10', poa: 'N' }), found({ verdict: 'disagree', code: 'I10' })],
      ['disagree I10'],
    ],
  ])('%s', (_, acts, left) => {
    expect(errors(...acts)).toEqual(left);
  });
});

describe('what becomes of a finding', () => {
  const wrong = found({ verdict: 'disagree', code: 'I10' });
  const step = (who: string, action: Act['action'], details: Act['details'] = {}): Act =>
    by(who, action, { target: 2, details });

  it('is told step by step', () => {
    const steps = review(
      wrong,
      by('Auditor 1', 'return', { note: 'see findings' }),
      step('Coder A', 'respond', { response: 'rebut', comment: 'It is documented.' }),
      step('Coder A', 'escalate'),
      step('Auditor 2', 'settle', { upheld: false }),
    )?.findings[0];
    expect(steps?.steps.map((each) => `${each.who} ${each.step}`)).toEqual([
      'Coder A rebut',
      'Coder A escalate',
      'Auditor 2 overturn',
    ]);
    expect(steps?.steps[0]?.comment).toBe('It is documented.');
    expect(steps?.stands).toBe(false);
  });

  it('is an error again where a later settlement upholds it', () => {
    const acts = [wrong, step('Auditor 1', 'settle', { upheld: false })];
    expect(errors(...acts)).toEqual([]);
    expect(errors(...acts, step('Auditor 2', 'settle', { upheld: true }))).toEqual(['disagree I10']);
  });
});

describe('where a review stands', () => {
  const coding = codingActs('c', 'Coder A', [{ code: 'I10' }]);
  const state = (...acts: Act[]): string => {
    const history = historyOf('c', entries(...coding, ...acts));
    return stateOf(history.reviews.get(SAMPLE), history.returned !== null);
  };
  const wrong = found({ verdict: 'disagree', code: 'I10' });
  const target = coding.length + 2;
  const back = by('Auditor 1', 'return', { note: 'see findings' });
  const again = by('Coder A', 'finish');
  const escalated = by('Coder A', 'escalate', { target });

  it.each<[string, Act[]]>([
    ['waiting', []],
    ['waiting', [by('Auditor 1', 'review')]],
    ['coded', [by('Auditor 1', 'second', { details: { of: SAMPLE, codes: [{ code: 'I10', poa: null }] } })]],
    ['coded', [wrong]],
    ['returned', [wrong, back]],
    ['returned', [wrong, back, by('Coder A', 'respond', { target, details: { response: 'rebut' } })]],
    ['answered', [wrong, back, again]],
    ['escalated', [wrong, back, again, escalated]],
    [
      'answered',
      [wrong, back, again, escalated, by('Auditor 2', 'settle', { target, details: { upheld: true } })],
    ],
    ['closed', [wrong, back, again, by('Auditor 1', 'close', { details: { of: SAMPLE } })]],
    [
      'waiting',
      [found({ verdict: 'agree', code: 'I10' })].map((act) => ({
        ...act,
        details: { ...act.details, of: 99 },
      })),
    ],
  ])('%s', (expected, acts) => {
    expect(state(...acts)).toBe(expected);
  });

  it('is not touched by what comes after its closing', () => {
    const closed = by('Auditor 1', 'close', { details: { of: SAMPLE } });
    expect(state(wrong, closed, by('Coder A', 'reopen'))).toBe('closed');
  });
});
