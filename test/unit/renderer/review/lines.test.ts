import { describe, expect, it } from 'vitest';
import {
  leftOf,
  linesOf,
  nextOpen,
  presumedReason,
  rowsOfReview,
  stepLine,
} from '../../../../src/renderer/review/lines.ts';
import type { EvidenceSpan } from '../../../../src/shared/coding.ts';
import type { ChartReview, Finding, RecordedFinding } from '../../../../src/shared/review.ts';

const nothing = { code: null, should: null, poa: null, reason: null } as const;

function words(start: number, document = 'a'): EvidenceSpan {
  return { document, start, end: start + 4, text: 'pain', source: 'coder', context: 'affirmed' };
}

function review(parts: Partial<ChartReview> = {}): ChartReview {
  const coded = ['I10', 'E11.9', 'N18.3'].map((code) => ({
    code,
    title: `Title of ${code}`,
    poa: null,
    score: 0.8,
    evidence: [words(10), words(2)],
  }));
  return {
    sample: 1,
    chart: 'c',
    coder: 'coder',
    blind: false,
    state: 'coded',
    coded,
    second: null,
    proposed: [],
    findings: [],
    returned: null,
    ...parts,
  };
}

function recorded(finding: Partial<Finding>, parts: Partial<RecordedFinding> = {}): RecordedFinding {
  return {
    verdict: 'agree',
    ...nothing,
    entry: 9,
    who: 'auditor',
    at: '2026-01-01T00:00:00.000Z',
    comment: null,
    evidence: [],
    steps: [],
    stands: true,
    replaced: false,
    ...finding,
    ...parts,
  };
}

describe('the lines of a review', () => {
  it('are the codes in their sequence, nothing judged', () => {
    const lines = linesOf(review());
    expect(lines.map(({ key, place }) => [key, place])).toEqual([
      ['coded I10', 0],
      ['coded E11.9', 1],
      ['coded N18.3', 2],
    ]);
    expect(leftOf(lines).unjudged).toHaveLength(3);
  });

  it('put proposed differences where their keys find them', () => {
    const proposed: Finding[] = [
      { ...nothing, verdict: 'disagree', code: 'E11.9', should: 'E11.22' },
      { ...nothing, verdict: 'poa', code: 'N18.3', poa: 'N' },
      { ...nothing, verdict: 'missed', should: 'J45.909' },
      { ...nothing, verdict: 'sequence', code: 'I10', should: 'N18.3' },
    ];
    const second = [{ code: 'J45.909', title: 'Asthma', poa: null }];
    const lines = linesOf(review({ proposed, second }));
    expect(lines.map(({ key, proposed: difference }) => [key, difference?.verdict])).toEqual([
      ['sequence', 'sequence'],
      ['coded I10', undefined],
      ['coded E11.9', 'disagree'],
      ['coded N18.3', 'poa'],
      ['missed J45.909', 'missed'],
    ]);
    expect(lines.at(-1)?.title).toBe('Asthma');
    expect(leftOf(lines).differences).toHaveLength(4);
  });

  it('show what is recorded instead of what was proposed', () => {
    const difference: Finding = { ...nothing, verdict: 'disagree', code: 'E11.9', should: 'E11.22' };
    const findings = [
      recorded(difference, { entry: 1, replaced: true }),
      recorded({ verdict: 'agree', code: 'E11.9' }, { entry: 2 }),
    ];
    const line = linesOf(review({ proposed: [difference], findings }))[1];
    expect(line?.finding?.entry).toBe(2);
    expect(line?.proposed).toBeNull();
  });

  it('count a code as judged that belongs first', () => {
    const findings = [recorded({ verdict: 'sequence', code: 'I10', should: 'E11.9' })];
    const lines = linesOf(review({ findings }));
    expect(lines[0]?.kind).toBe('sequence');
    expect(leftOf(lines).unjudged.map(({ code }) => code)).toEqual(['I10', 'N18.3']);
  });

  it('keep a missed code until it is taken back', () => {
    const missed = recorded({ verdict: 'missed', should: 'J45.909' });
    expect(linesOf(review({ findings: [missed] })).at(-1)?.kind).toBe('missed');
    const takenBack = [{ ...missed, replaced: true }, recorded({ verdict: 'agree', should: 'J45.909' })];
    expect(linesOf(review({ findings: takenBack }))).toHaveLength(3);
  });
});

describe('what is left of a review', () => {
  it('names errors that stand and findings in dispute', () => {
    const step = { who: 'coder', at: '', comment: null };
    const findings = [
      recorded({ verdict: 'disagree', code: 'I10' }, { steps: [{ step: 'rebut', ...step }] }),
      recorded(
        { verdict: 'disagree', code: 'E11.9' },
        { stands: false, steps: [{ step: 'overturn', ...step }] },
      ),
      recorded({ verdict: 'agree', code: 'N18.3' }),
    ];
    const left = leftOf(linesOf(review({ findings })));
    expect(left.unjudged).toEqual([]);
    expect(left.errors.map(({ code }) => code)).toEqual(['I10']);
    expect(left.disputed.map(({ code }) => code)).toEqual(['I10']);
  });
});

describe('moving through the lines', () => {
  const lines = linesOf(review({ findings: [recorded({ code: 'E11.9' })] }));

  it('stops at the ends', () => {
    expect(stepLine(lines, null, 1)).toBe('coded I10');
    expect(stepLine(lines, 'coded I10', -1)).toBe('coded I10');
    expect(stepLine(lines, 'coded I10', 1)).toBe('coded E11.9');
  });

  it('goes on to what is not judged, from the top again at the end', () => {
    expect(nextOpen(lines, 'coded I10')).toBe('coded N18.3');
    expect(nextOpen(lines, 'coded N18.3')).toBe('coded I10');
  });
});

describe('the presumed reason', () => {
  it.each([
    [{ verdict: 'poa', code: 'I10', poa: 'N' }, 'poa-rule'],
    [{ verdict: 'sequence', should: 'I10' }, 'sequence-rule'],
    [{ verdict: 'disagree', code: 'I10' }, 'not-documented'],
    [{ verdict: 'disagree', code: 'E11.9', should: 'E11.22' }, 'less-specific'],
    [{ verdict: 'disagree', code: 'E11.9', should: 'E10.9' }, 'wrong-code'],
    [{ verdict: 'disagree', code: 'E11.9', reason: 'guideline' }, 'guideline'],
    [{ verdict: 'missed', should: 'I10' }, 'other'],
    [{ verdict: 'agree', code: 'I10' }, null],
  ] as const)('of %o is %s', (finding, reason) => {
    expect(presumedReason({ ...nothing, ...finding })).toBe(reason);
  });
});

describe('the evidence to be marked', () => {
  it('is that of the codes and findings, in reading order', () => {
    const findings = [recorded({ verdict: 'missed', should: 'J45.909' }, { evidence: [words(1, 'b')] })];
    const rows = rowsOfReview(linesOf(review({ findings })), ['a', 'b']);
    expect(rows.map(({ code }) => code)).toEqual(['I10', 'E11.9', 'N18.3', 'J45.909']);
    expect(rows[0]?.mentions.map(({ start }) => start)).toEqual([2, 10]);
    expect(rows[3]?.primary).toBe(0);
  });
});
