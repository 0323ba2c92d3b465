import { describe, expect, it } from 'vitest';
import { FEATURES, type Candidate, type Mention } from '../../../../src/main/coding/candidates.ts';
import { preferSpecific } from '../../../../src/main/coding/specificity.ts';

function mention(from: number, to: number, change: Partial<Mention> = {}): Mention {
  return { from, to, source: 'lexicon', strength: 0.9, context: 'affirmed', ...change };
}

function candidate(code: string, mentions: Mention[], coverage = 0, words = 0): Candidate {
  const features = new Float32Array(FEATURES.length);
  features[FEATURES.indexOf('catalogue.coverage')] = coverage;
  features[FEATURES.indexOf('catalogue.words')] = words;
  return { code, features, mentions };
}

/** A code whose whole catalogue term of so many words stands at [from, to). */
function named(code: string, from: number, to: number, words: number, coverage = 1): Candidate {
  return candidate(code, [mention(from, to, { source: 'catalogue' })], coverage, words);
}

function scores(...pairs: [Candidate, number][]): Record<string, number> {
  const scored = pairs.map(([each, score]) => ({ candidate: each, score, affirmedScore: score / 2 }));
  return Object.fromEntries(preferSpecific(scored).map((each) => [each.candidate.code, each.score]));
}

describe('preferSpecific', () => {
  // 0 type 1 2 2 diabetes 3 mellitus 4 with 5 diabetic 6 chronic 7 kidney 8 disease
  const diabetes = candidate('E11.9', [mention(2, 4)]);

  it('gives the probability to the code that the same words name in full', () => {
    expect(scores([diabetes, 0.97], [named('E11.22', 0, 9, 7), 0.1])).toEqual({
      'E11.9': 0.1,
      'E11.22': 0.97,
    });
  });

  it('exchanges what holds for the patient with it', () => {
    const [general, specific] = preferSpecific([
      { candidate: diabetes, score: 0.9, affirmedScore: 0.8 },
      { candidate: named('E11.22', 0, 9, 7), score: 0.2, affirmedScore: 0.1 },
    ]);
    expect([general?.affirmedScore, specific?.affirmedScore]).toEqual([0.1, 0.8]);
  });

  it('takes the longest of several that are named', () => {
    expect(scores([diabetes, 0.97], [named('E11.8', 0, 5, 4), 0.3], [named('E11.22', 0, 9, 7), 0.1])).toEqual(
      { 'E11.9': 0.1, 'E11.8': 0.3, 'E11.22': 0.97 },
    );
  });

  it.each([
    ['of another category', named('N18.9', 0, 9, 7)],
    ['of which a word is missing', named('E11.22', 0, 9, 7, 0.8)],
    ['whose words are strewn over the text', named('E11.22', 0, 15, 7)],
    ['named elsewhere', named('E11.22', 20, 29, 7)],
    ['named by no more words', named('E11.22', 2, 4, 2)],
  ])('leaves the general code where it is beside one %s', (_what, other) => {
    expect(scores([diabetes, 0.97], [other, 0.1])['E11.9']).toBe(0.97);
  });

  it('does not touch a general code that only a denied mention speaks for', () => {
    const denied = candidate('E11.9', [mention(2, 4, { context: 'negated' })]);
    expect(scores([denied, 0.97], [named('E11.22', 0, 9, 7), 0.1])['E11.9']).toBe(0.97);
  });

  it('keeps every code and leaves its input as it was', () => {
    const scored = [
      { candidate: diabetes, score: 0.9, affirmedScore: 0.9 },
      { candidate: named('E11.22', 0, 9, 7), score: 0.2, affirmedScore: 0.2 },
    ];
    expect(preferSpecific(scored)).toHaveLength(2);
    expect(scored.map(({ score }) => score)).toEqual([0.9, 0.2]);
  });
});
