import { describe, expect, it } from 'vitest';
import {
  affirmedOnly,
  candidatesOf,
  FEATURES,
  type Candidate,
  type ScoredMention,
} from '../../../../src/main/coding/candidates.ts';
import { MENTION_FEATURES, MentionFinder } from '../../../../src/main/coding/mentions.ts';
import { readingOf, smallLexicon } from '../../../fixtures/coding/smallLexicon.ts';

const PRIORS = { prior: () => -3, categoryPrior: () => -2 };
const PLAIN = readingOf('one two three four five six seven eight nine ten');

function mention(code: string, from: number, to: number, change: Partial<ScoredMention> = {}): ScoredMention {
  return {
    code,
    from,
    to,
    source: 'lexicon',
    context: 'affirmed',
    features: new Float32Array(MENTION_FEATURES.length),
    score: 0.5,
    ...change,
  };
}

function gather(
  mentions: readonly ScoredMention[],
  logits: Record<string, number> = {},
  document = PLAIN,
): Map<string, Candidate> {
  const found = candidatesOf(mentions, new Map(Object.entries(logits)), PRIORS, document);
  expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
  return new Map(found.map((candidate) => [candidate.code, candidate]));
}

function value(candidate: Candidate | undefined, name: (typeof FEATURES)[number]): number {
  return candidate?.features[FEATURES.indexOf(name)] ?? NaN;
}

it('names no feature twice', () => {
  expect(new Set(FEATURES).size).toBe(FEATURES.length);
  expect(new Set(MENTION_FEATURES).size).toBe(MENTION_FEATURES.length);
});

describe('candidatesOf', () => {
  it('gathers mentions by code, the likeliest first', () => {
    const found = gather([
      mention('I50.9', 0, 2, { score: 0.4 }),
      mention('I10', 3, 4),
      mention('I50.9', 5, 6, { score: 0.9 }),
    ]);
    expect([...found.keys()].sort()).toEqual(['I10', 'I50.9']);
    expect(found.get('I50.9')?.mentions.map(({ score }) => score)).toEqual([0.9, 0.4]);
    for (const { features } of found.values()) expect(features).toHaveLength(FEATURES.length);
  });

  it('is nothing for nothing', () => {
    expect(gather([]).size).toBe(0);
  });

  it('brings in the codes that the network finds likeliest, and no more of them', () => {
    const logits = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`A${100 + i}`, -i]));
    const found = gather([mention('I10', 0, 1), mention('A299', 2, 3)], logits);
    expect(found.has('A100')).toBe(true);
    expect(found.get('A100')?.mentions).toEqual([]);
    expect(found.has('A298')).toBe(false);
    expect([value(found.get('A100'), 'model.rank'), value(found.get('A299'), 'model.rank')]).toEqual([
      0, 199,
    ]);
    expect(value(found.get('A299'), 'model.logit')).toBe(-199);
    // A code without a label is less likely than any that is read.
    expect(value(found.get('I10'), 'model.rank')).toBeGreaterThan(199);
    expect(value(found.get('I10'), 'model.logit')).toBeLessThan(-9);
  });

  it('leaves the features of a best mention open where none holds', () => {
    const found = gather([mention('I10', 0, 1, { context: 'negated', score: 0.7 })]);
    expect(value(found.get('I10'), 'phrase.precision')).toBeNaN();
    expect(value(found.get('I10'), 'mention.best')).toBe(0);
    expect(value(found.get('I10'), 'mention.noisyOr')).toBe(0);
    expect(value(found.get('I10'), 'negated')).toBeCloseTo(0.7, 5);
    expect(value(found.get('I10'), 'uncertain')).toBe(0);
  });

  it('weighs the mentions that hold together', () => {
    const own = gather([
      mention('I10', 0, 1, { score: 0.5 }),
      mention('I10', 2, 3, { score: 0.8 }),
      mention('I10', 4, 5, { score: 0.99, context: 'family' }),
    ]).get('I10');
    expect(value(own, 'mention.best')).toBeCloseTo(0.8, 5);
    expect(value(own, 'mention.second')).toBeCloseTo(0.5, 5);
    expect(value(own, 'mention.noisyOr')).toBeCloseTo(0.9, 5);
    expect(value(own, 'mention.places')).toBe(2);
    expect(value(own, 'family')).toBeCloseTo(0.99, 5);
  });

  it('knows the strongest other code over the words of the best mention', () => {
    const found = gather([
      mention('I10', 0, 3, { score: 0.5 }),
      mention('I50.9', 1, 2, { score: 0.8 }),
      mention('J18.9', 2, 3, { score: 0.6 }),
      mention('R05.9', 0, 3, { score: 0.95, context: 'negated' }),
      mention('R50.9', 7, 8, { score: 0.9 }),
    ]);
    expect(value(found.get('I10'), 'mention.rival')).toBeCloseTo(0.8, 5);
    expect(value(found.get('I50.9'), 'mention.rival')).toBeCloseTo(0.5, 5);
    expect(value(found.get('J18.9'), 'mention.rival')).toBeCloseTo(0.5, 5);
    expect(value(found.get('R50.9'), 'mention.rival')).toBe(0);
  });

  it('knows the best of the other codes of the category', () => {
    const found = gather([mention('E11.9', 0, 1, { score: 0.6 }), mention('E11.22', 2, 3, { score: 0.3 })], {
      'E11.9': 1.5,
      I10: 4,
    });
    expect(value(found.get('E11.22'), 'category.mention')).toBeCloseTo(0.6, 5);
    expect(value(found.get('E11.22'), 'category.model')).toBeCloseTo(1.5, 5);
    expect(value(found.get('E11.9'), 'category.mention')).toBeCloseTo(0.3, 5);
    expect(value(found.get('I10'), 'category.mention')).toBe(0);
  });

  it('tells symptoms, statuses and external causes, the language and the frequency', () => {
    const found = gather([mention('R05.9', 0, 1), mention('Z87.01', 2, 3), mention('W19.XXXA', 4, 5)]);
    const chapters = ['chapter.symptom', 'chapter.status', 'chapter.cause'] as const;
    const of = (code: string): number[] => chapters.map((name) => value(found.get(code), name));
    expect([of('R05.9'), of('Z87.01'), of('W19.XXXA')]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(value(found.get('R05.9'), 'prior')).toBe(-3);
    expect(value(found.get('R05.9'), 'prior.category')).toBe(-2);
    expect(value(found.get('R05.9'), 'spanish')).toBe(0);
    expect(value(gather([mention('I10', 0, 1)], {}, readingOf('uno', 'es')).get('I10'), 'spanish')).toBe(1);
  });
});

describe('in a visit note', () => {
  const NOTE = 'Subjective: cough and fever.\nAssessment:\n1. Pneumonia with fever\n2. Hypertension\n';
  const visit = readingOf(NOTE);
  const at = (text: string, after = 0): [number, number] => {
    const from = visit.words.starts.indexOf(NOTE.indexOf(text, after));
    return [from, from + 1];
  };
  const assessment = NOTE.indexOf('Assessment');

  it('a candidate knows where it is named and what else the same problem names', () => {
    const found = gather(
      [
        mention('R05.9', ...at('cough'), { score: 0.4 }),
        mention('R50.9', ...at('fever', assessment), { score: 0.7 }),
        mention('J18.9', ...at('Pneumonia'), { score: 0.9 }),
        mention('I10', ...at('Hypertension'), { score: 0.8 }),
      ],
      {},
      visit,
    );
    expect(value(found.get('R05.9'), 'visit')).toBe(1);
    expect(value(found.get('R05.9'), 'narrative')).toBeCloseTo(0.4, 5);
    expect(value(found.get('R05.9'), 'assessment')).toBe(0);
    expect(value(found.get('R05.9'), 'assessment.column')).toBeNaN();
    expect(value(found.get('J18.9'), 'assessment')).toBeCloseTo(0.9, 5);
    expect(value(found.get('J18.9'), 'assessment.column')).toBe(0);
    // The fever belongs to the pneumonia; the hypertension stands alone.
    expect(value(found.get('R50.9'), 'problem.diagnosis')).toBeCloseTo(0.9, 5);
    expect(value(found.get('J18.9'), 'problem.diagnosis')).toBe(0);
    expect(value(found.get('J18.9'), 'problem.other')).toBeCloseTo(0.7, 5);
    expect(value(found.get('I10'), 'problem.other')).toBe(0);
  });

  it('without what the text does not affirm, a candidate is as if only the rest had been said', () => {
    const finder = new MentionFinder(smallLexicon());
    const texts = [
      NOTE,
      'Assessment:\n1. Possible pneumonia. Fever.\n2. Hypertension, no heart failure.\n',
      'Past medical history: hypertension.\nAssessment:\nFever. History of pneumonia. No cough.\n',
      'Father has hypertension. Hypertension. No fever; fever last year.',
    ];
    for (const text of texts) {
      const document = readingOf(text);
      const mentions = finder.find(document).map((each, i) => ({ ...each, score: 1 / (i + 2) }));
      const affirmed = mentions.filter(({ context }) => context === 'affirmed');
      const all = candidatesOf(mentions, new Map(), finder, document);
      const rest = new Map(
        candidatesOf(affirmed, new Map(), finder, document).map((each) => [each.code, each] as const),
      );
      for (const { code, features } of all) {
        const own = rest.get(code);
        const said = affirmedOnly(features);
        for (const [column, name] of FEATURES.entries()) {
          // A code that is never affirmed has no candidate to compare with: of it nothing may be left.
          if (own) expect(said[column], `${code} ${name}: ${text}`).toEqual(own.features[column]);
          else if (/negated|family|history|planned|hypothetical|uncertain/.test(name))
            expect(said[column], `${code} ${name}: ${text}`).toBe(0);
        }
      }
    }
  });

  it('affirmedOnly leaves its input as it was', () => {
    const { features } = gather([mention('I10', 0, 1, { context: 'negated' })]).get('I10')!;
    const before = features.slice();
    expect(affirmedOnly(features)).not.toEqual(before);
    expect(features).toEqual(before);
  });
});
