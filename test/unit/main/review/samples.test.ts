import { describe, expect, it } from 'vitest';
import { historyOf, type ChartHistory } from '../../../../src/main/review/chartHistory.ts';
import { candidatesOf, previewOf, sampleOf, type Candidate } from '../../../../src/main/review/samples.ts';
import type { SamplePlan } from '../../../../src/shared/review.ts';

const SEED = '00112233445566778899aabbccddeeff';

function candidate(index: number, rest: Partial<Candidate> = {}): Candidate {
  return {
    chart: `c-${String(index).padStart(3, '0')}`,
    coder: `Coder ${'ABC'[index % 3] ?? ''}`,
    type: index % 2 === 0 ? 'inpatient' : null,
    lowestScore: index % 5 === 0 ? null : (index % 10) / 10,
    overridden: index % 7 === 0,
    ...rest,
  };
}
const thirty = Array.from({ length: 30 }, (_, index) => candidate(index));
const charts = thirty.map(({ chart }) => chart);

describe('who can be drawn', () => {
  const finish = {
    entry: 9,
    at: '2026-03-10T23:59:59.999Z',
    coder: 'Coder A',
    overridden: true,
    model: null,
    codes: [],
    lowestScore: 0.3,
    suggestions: [],
  };
  const history = (rest: Partial<ChartHistory> = {}): ChartHistory => ({
    ...historyOf('c', []),
    finishes: [{ ...finish, entry: 3, at: '2026-01-05T10:00:00.000Z', coder: 'Coder B' }, finish],
    finished: true,
    ...rest,
  });
  const all = { from: '2026-03-01', to: '2026-03-31', coders: null };
  const candidates = (
    request: Partial<typeof all> | { coders: string[] } = {},
    rest: Partial<ChartHistory> = {},
  ) =>
    candidatesOf({ ...all, ...request }, new Map([['c', history(rest)]]), [{ id: 'c', type: 'emergency' }]);

  it('is what is finished, as it was finished last', () => {
    expect(candidates()).toEqual([
      { chart: 'c', coder: 'Coder A', type: 'emergency', lowestScore: 0.3, overridden: true },
    ]);
  });

  it.each([
    ['from the first day on', { from: '2026-03-10' }, 1],
    ['up to the last day', { to: '2026-03-10' }, 1],
    ['after it', { from: '2026-03-11' }, 0],
    ['before it', { to: '2026-03-09' }, 0],
    ['the first time it was finished', { from: '2026-01-01', to: '2026-01-31' }, 0],
    ['its coder', { coders: ['Coder A'] }, 1],
    ['an earlier coder', { coders: ['Coder B'] }, 0],
  ])('%s', (_, request, count) => {
    expect(candidates(request)).toHaveLength(count);
  });

  it('is out while it is reopened or returned, and without entries', () => {
    expect(candidates({}, { finished: false })).toEqual([]);
    expect(candidates({}, { finishes: [] })).toEqual([]);
    expect(candidatesOf(all, new Map(), [{ id: 'c', type: null }])).toEqual([]);
  });
});

describe('a sample', () => {
  const perCoder: SamplePlan = { by: 'coder', n: 4 };

  it('has n charts of each coder, each at most once', () => {
    const sample = sampleOf(perCoder, thirty, SEED);
    expect(sample).toHaveLength(12);
    expect(new Set(sample).size).toBe(12);
    const coders = sample.map((chart) => thirty.find((each) => each.chart === chart)?.coder);
    expect(coders).toEqual(Array.from('AAAABBBBCCCC').map((letter) => `Coder ${letter}`));
  });

  it('is the same for the same seed, whatever the order of the charts', () => {
    expect(sampleOf(perCoder, thirty.toReversed(), SEED)).toEqual(sampleOf(perCoder, thirty, SEED));
    expect(sampleOf(perCoder, thirty, SEED.replace('0', '1'))).not.toEqual(sampleOf(perCoder, thirty, SEED));
  });

  it('of one coder does not depend on the others', () => {
    const alone = thirty.filter(({ coder }) => coder === 'Coder B');
    expect(sampleOf(perCoder, thirty, SEED).slice(4, 8)).toEqual(sampleOf(perCoder, alone, SEED));
  });

  it('takes all there are where they are too few', () => {
    expect(sampleOf({ by: 'coder', n: 99 }, thirty, SEED).sort()).toEqual(charts);
  });

  it('goes by type of encounter', () => {
    const plan: SamplePlan = { by: 'type', n: 3 };
    expect(sampleOf(plan, thirty, SEED)).toHaveLength(6);
    expect(previewOf(plan, thirty)).toEqual({
      strata: [
        { name: 'inpatient', charts: 15, drawn: 3 },
        { name: 'unknown', charts: 15, drawn: 3 },
      ],
    });
  });

  it('takes every chart with an accepted code below a probability', () => {
    const low = sampleOf({ by: 'confidence', below: 0.3 }, thirty, SEED);
    expect(low.toSorted()).toEqual(['c-001', 'c-002', 'c-011', 'c-012', 'c-021', 'c-022']);
    expect(sampleOf({ by: 'confidence', below: 0 }, thirty, SEED)).toEqual([]);
  });

  it('takes every chart that was finished although something was missing', () => {
    const sample = sampleOf({ by: 'overridden' }, thirty, SEED);
    expect(sample.toSorted()).toEqual(['c-000', 'c-007', 'c-014', 'c-021', 'c-028']);
    expect(previewOf({ by: 'overridden' }, thirty).strata).toEqual([
      { name: 'Coder A', charts: 10, drawn: 2 },
      { name: 'Coder B', charts: 10, drawn: 2 },
      { name: 'Coder C', charts: 10, drawn: 1 },
    ]);
  });
});
