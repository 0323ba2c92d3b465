import { describe, expect, it } from 'vitest';
import { accuracyOf, principalOf, unitsOf } from '../../../../src/main/review/accuracy.ts';
import { closedReviews, type ClosedReview } from '../../../../src/main/review/closedReviews.ts';
import { historyOf, type Finish } from '../../../../src/main/review/chartHistory.ts';
import { figuresOf } from '../../../../src/main/review/figures.ts';
import { modelFigures } from '../../../../src/main/review/modelFigures.ts';
import { standingErrors, type ReviewOfChart } from '../../../../src/main/review/replayReview.ts';
import { mondayOf, trendOf } from '../../../../src/main/review/trend.ts';
import type { Finding, RecordedFinding } from '../../../../src/shared/review.ts';

const recorded = (finding: Partial<RecordedFinding> & Pick<Finding, 'verdict'>): RecordedFinding => ({
  code: null,
  should: null,
  poa: null,
  reason: null,
  entry: 9,
  who: 'Auditor 1',
  at: '',
  comment: null,
  evidence: [],
  steps: [],
  stands: true,
  replaced: false,
  ...finding,
});
const disagree = (code: string, should: string | null = null, rest: Partial<RecordedFinding> = {}) =>
  recorded({ verdict: 'disagree', code, should, reason: 'wrong-code', ...rest });
const missed = (should: string) => recorded({ verdict: 'missed', should, reason: 'guideline' });
const sequence = (code: string, should: string) => recorded({ verdict: 'sequence', code, should });

interface Made {
  chart?: string;
  coder?: string;
  model?: string | null;
  closedAt?: string;
  blind?: boolean;
  second?: string;
  suggestions?: Finish['suggestions'];
}

/** A closed review of the codes in a list, with these findings. */
function reviewed(list: string, findings: RecordedFinding[] = [], made: Made = {}): ClosedReview {
  const { chart = 'c-1', coder = 'Coder A', model = 'm@1', closedAt = '2026-03-04T10:00:00.000Z' } = made;
  const codesIn = (codes: string) =>
    codes
      .split(' ')
      .filter((code) => code !== '')
      .map((code) => ({ code, poa: null }));
  const review: ReviewOfChart = {
    second: made.second === undefined ? null : { who: 'Auditor 1', codes: codesIn(made.second) },
    findings,
    returned: false,
    closed: { who: 'Auditor 1', at: closedAt },
  };
  return {
    chart,
    finish: {
      entry: 5,
      at: '',
      coder,
      overridden: false,
      model,
      codes: codesIn(list),
      lowestScore: null,
      suggestions: made.suggestions ?? [],
    },
    review,
    closedAt,
    blind: made.blind ?? false,
    errors: standingErrors(review),
  };
}
const labels = {
  code: (code: string) => ({ key: code, label: `Title of ${code}` }),
  chapter: (code: string) => ({ key: code.slice(0, 1), label: `Chapter ${code.slice(0, 1)}` }),
};
const brief = ({ hits, of }: { hits: number; of: number }): string => `${hits}/${of}`;

describe('code over code', () => {
  const score = (list: string, ...findings: RecordedFinding[]): string => {
    const units = unitsOf(reviewed(list, findings));
    return brief({ hits: units.filter(({ right }) => right).length, of: units.length });
  };

  it.each<[string, string, string, RecordedFinding[]]>([
    ['nothing wrong', '2/2', 'I10 E11.9', []],
    ['a code too many', '1/2', 'I10 E11.9', [disagree('E11.9')]],
    ['a code that should be another, once', '1/2', 'I10 E11.9', [disagree('E11.9', 'E11.22')]],
    ['a missing code', '2/3', 'I10 E11.9', [missed('J44.1')]],
    ['a missing code that two auditors name', '1/2', 'I10', [missed('J44.1'), missed('J44.1')]],
    [
      'a missing code that another finding puts in place',
      '0/1',
      'I10',
      [disagree('I10', 'I16.0'), missed('I16.0')],
    ],
    ['what was overturned', '1/1', 'I10', [disagree('I10', null, { stands: false })]],
    ['what was taken back', '1/1', 'I10', [disagree('I10', null, { replaced: true })]],
    [
      'sequence and indicators, which are no wrong codes',
      '2/2',
      'I10 E11.9',
      [sequence('I10', 'E11.9'), recorded({ verdict: 'poa', code: 'I10', poa: 'N' })],
    ],
    ['nothing coded', '0/1', '', [missed('I10')]],
    ['nothing to code', '0/0', '', []],
  ])('counts %s', (_, expected, list, findings) => {
    expect(score(list, ...findings)).toBe(expected);
  });
});

describe('the principal diagnosis', () => {
  it.each<[string, boolean | null, string, RecordedFinding[]]>([
    ['right', true, 'I10 E11.9', [disagree('E11.9')]],
    ['wrong code', false, 'I10 E11.9', [disagree('I10', 'I16.0')]],
    ['another first', false, 'I10 E11.9', [sequence('I10', 'E11.9')]],
    ['nothing coded though something was due', false, '', [missed('I10')]],
    ['nothing to code', null, '', []],
  ])('%s', (_, right, list, findings) => {
    expect(principalOf(reviewed(list, findings))?.right ?? null).toBe(right);
  });
});

describe('the tables', () => {
  const reviews = [
    reviewed('I10 E11.9', [], { chart: 'c-1' }),
    reviewed('I10 E11.9', [disagree('E11.9', 'E11.22')], { chart: 'c-2', coder: 'Coder B', model: 'm@2' }),
    reviewed('E11.9 I10', [sequence('E11.9', 'I10'), missed('J44.1')], { chart: 'c-3', model: null }),
  ];
  const { all, byCoder, byCode, byChapter, byModel } = accuracyOf(reviews, labels);
  const row = (rows: typeof byCode, key: string): string => {
    const found = rows.find((each) => each.key === key);
    return found ? [found.codes, found.whole, found.principal].map(brief).join(' ') : '';
  };

  it('count everything, and name the charts with an error first', () => {
    expect([all.codes, all.whole, all.principal].map(brief)).toEqual(['5/7', '1/3', '2/3']);
    expect(all.codes.charts).toEqual(['c-2', 'c-3', 'c-1']);
    expect(all.principal.charts).toEqual(['c-3', 'c-1', 'c-2']);
  });

  it('go by coder and by model, where one read the chart', () => {
    expect(byCoder.map(({ key }) => key)).toEqual(['Coder A', 'Coder B']);
    expect(row(byCoder, 'Coder A')).toBe('4/5 1/2 1/2');
    expect(row(byCoder, 'Coder B')).toBe('1/2 0/1 1/1');
    expect(row(byModel, 'm@1')).toBe('2/2 1/1 1/1');
    expect(byModel.map(({ key }) => key)).toEqual(['m@1', 'm@2']);
  });

  it('go by code, of what was coded and of what should have been', () => {
    expect(byCode.map(({ key }) => key)).toEqual(['E11.9', 'E11.22', 'I10', 'J44.1']);
    expect(byCode[0]?.label).toBe('Title of E11.9');
    expect(row(byCode, 'I10')).toBe('3/3 2/3 2/3');
    expect(row(byCode, 'E11.9')).toBe('2/3 1/3 0/1');
    expect(row(byCode, 'E11.22')).toBe('0/1 0/1 0/0');
    expect(row(byCode, 'J44.1')).toBe('0/1 0/1 0/0');
  });

  it('go by chapter, where a code replaced by its neighbour is one', () => {
    expect(byChapter.map(({ key, label }) => `${key} ${label}`)).toEqual([
      'E Chapter E',
      'I Chapter I',
      'J Chapter J',
    ]);
    expect(row(byChapter, 'E')).toBe('2/3 1/3 0/1');
  });

  it('leave codes without a chapter out of the chapters', () => {
    expect(accuracyOf(reviews, { ...labels, chapter: () => null }).byChapter).toEqual([]);
  });
});

describe('models', () => {
  it('are measured by what was accepted, and by what of that was wrong', () => {
    const suggestion = (code: string, accepted: boolean, model = 'm@1') => ({ code, model, accepted });
    const reviews = [
      reviewed('I10 E11.9', [disagree('E11.9')], {
        suggestions: [suggestion('I10', true), suggestion('E11.9', true), suggestion('J44.1', false)],
      }),
      reviewed('I10', [], { chart: 'c-2', suggestions: [suggestion('I10', true, 'm@2')] }),
    ];
    expect(modelFigures(reviews)).toEqual([
      {
        model: 'm@1',
        accepted: { hits: 2, of: 3, charts: ['c-1'] },
        overturned: { hits: 1, of: 2, charts: ['c-1'] },
      },
      {
        model: 'm@2',
        accepted: { hits: 1, of: 1, charts: ['c-2'] },
        overturned: { hits: 0, of: 1, charts: ['c-2'] },
      },
    ]);
  });
});

describe('the trend', () => {
  it.each([
    ['2026-03-02T00:00:00.000Z', '2026-03-02'],
    ['2026-03-08T23:59:59.999Z', '2026-03-02'],
    ['2026-01-01T12:00:00.000Z', '2025-12-29'],
  ])('puts %s into the week of %s', (at, monday) => {
    expect(mondayOf(at)).toBe(monday);
  });

  it('goes by week of closing, the oldest first', () => {
    const weeks = trendOf([
      reviewed('I10', [], { closedAt: '2026-03-10T10:00:00.000Z' }),
      reviewed('I10 E11.9', [disagree('I10')], { closedAt: '2026-03-04T10:00:00.000Z' }),
      reviewed('I10', [], { closedAt: '2026-03-03T10:00:00.000Z', chart: 'c-2' }),
    ]);
    expect(weeks.map(({ week, codes }) => `${week} ${brief(codes)}`)).toEqual([
      '2026-03-02 2/3',
      '2026-03-09 1/1',
    ]);
  });
});

describe('verdicts and agreement', () => {
  it('count what holds by verdict and reason', () => {
    const reviews = [
      reviewed('I10 E11.9', [disagree('E11.9'), recorded({ verdict: 'agree', code: 'I10' })]),
      reviewed('I10', [disagree('I10'), disagree('I10', null, { stands: false })], { chart: 'c-2' }),
    ];
    expect(figuresOf(reviews, labels).verdicts).toEqual([
      { verdict: 'disagree', reason: 'wrong-code', count: 2, charts: ['c-1', 'c-2'] },
      { verdict: 'agree', reason: null, count: 1, charts: ['c-1'] },
    ]);
  });

  it('is of blind codings alone', () => {
    const reviews = [
      reviewed('I10 E11.9', [], { second: 'I10 E11.22', blind: true }),
      reviewed('J44.1', [], { chart: 'c-2', second: 'K21.9' }),
      reviewed('J44.1', [], { chart: 'c-3', blind: true }),
    ];
    const { kappa, alpha, charts } = figuresOf(reviews, labels).agreement;
    // Two units: alike on I10, E11.9 beside E11.22. By chance 1/4: (1/2 - 1/4) / (1 - 1/4).
    expect(kappa).toBeCloseTo(1 / 3, 12);
    // 1 - D_o/D_e: 2 of 4 values disagree, of 12 ordered pairs of values 10 would: 1 - (2/4)/(10/12).
    expect(alpha).toBeCloseTo(0.4, 12);
    expect(charts).toEqual(['c-1']);
  });

  it('is none without blind codings', () => {
    expect(figuresOf([], labels).agreement).toEqual({ kappa: null, alpha: null, charts: [] });
  });
});

describe('which reviews count', () => {
  const { finish, review } = reviewed('I10');
  const closedAt = (at: string): ReviewOfChart => ({ ...review, closed: { who: 'Auditor 1', at } });
  const within = { from: '2026-03-01', to: '2026-03-31' };
  const closed = (reviews: [number, ReviewOfChart][], finishes = [finish]) =>
    closedReviews(
      [['c-1', { ...historyOf('c-1', []), finishes, reviews: new Map(reviews) }]],
      (sample) => (sample < 90 ? sample % 2 === 0 : undefined),
      within,
    );

  it('are closed ones within the time', () => {
    expect(closed([[7, review]])).toHaveLength(1);
    expect(closed([[7, { ...review, closed: null }]])).toEqual([]);
    expect(closed([[7, closedAt('2026-03-31T23:59:59.999Z')]])).toHaveLength(1);
    expect(closed([[7, closedAt('2026-04-01T00:00:00.000Z')]])).toEqual([]);
    expect(closed([[7, closedAt('2026-02-28T23:59:59.999Z')]])).toEqual([]);
  });

  it('are of known samples and of a finished coding', () => {
    expect(closed([[99, review]])).toEqual([]);
    expect(closed([[7, review]], [])).toEqual([]);
  });

  it('count one coding once, by the review that was closed last', () => {
    const both = closed([
      [7, closedAt('2026-03-20T10:00:00.000Z')],
      [8, closedAt('2026-03-10T10:00:00.000Z')],
    ]);
    expect(both.map(({ blind }) => blind)).toEqual([false]);
  });

  it('count each coding of a chart that was finished again', () => {
    const again = { ...finish, entry: 10 };
    expect(
      closed(
        [
          [7, review],
          [12, review],
        ],
        [finish, again],
      ),
    ).toHaveLength(2);
  });
});
