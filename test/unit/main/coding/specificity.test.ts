import { describe, expect, it } from 'vitest';
import type { Candidate, ScoredMention } from '../../../../src/main/coding/candidates.ts';
import { MENTION_FEATURES } from '../../../../src/main/coding/mentions.ts';
import { namedInFull, preferSpecific } from '../../../../src/main/coding/specificity.ts';

function mention(from: number, to: number, change: Partial<ScoredMention> = {}): ScoredMention {
  return {
    code: '',
    from,
    to,
    source: 'lexicon',
    context: 'affirmed',
    features: new Float32Array(MENTION_FEATURES.length),
    score: 0.9,
    ...change,
  };
}

/** Words that are so much of a catalogue term of so many words. */
function termMention(from: number, to: number, words: number, coverage = 1): ScoredMention {
  const found = mention(from, to, { source: 'catalogue' });
  found.features[MENTION_FEATURES.indexOf('catalogue.coverage')] = coverage;
  found.features[MENTION_FEATURES.indexOf('catalogue.words')] = words;
  return found;
}

function candidate(code: string, ...mentions: ScoredMention[]): Candidate {
  return { code, features: new Float32Array(), mentions: mentions.map((each) => ({ ...each, code })) };
}

/** A code whose whole catalogue term of so many words stands at [from, to). */
function named(code: string, from: number, to: number, words: number, coverage = 1): Candidate {
  return candidate(code, termMention(from, to, words, coverage));
}

function scores(...pairs: [Candidate, number][]): Record<string, number> {
  const scored = pairs.map(([each, score]) => ({ candidate: each, score, affirmedScore: score / 2 }));
  return Object.fromEntries(preferSpecific(scored).map((each) => [each.candidate.code, each.score]));
}

describe('preferSpecific', () => {
  // 0 type 1 2 2 diabetes 3 mellitus 4 with 5 diabetic 6 chronic 7 kidney 8 disease
  const diabetes = candidate('E11.9', mention(2, 4));

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

  it('leaves the general code where it is beside one that the text names in full but denies', () => {
    const denied = candidate('E11.22', { ...termMention(0, 9, 7), context: 'negated' });
    expect(scores([diabetes, 0.97], [denied, 0.1])['E11.9']).toBe(0.97);
  });

  it('leaves codes where they are when the specific one is the likelier', () => {
    expect(scores([diabetes, 0.2], [named('E11.22', 0, 9, 7), 0.9])).toEqual({
      'E11.9': 0.2,
      'E11.22': 0.9,
    });
  });

  it('does not touch a general code that only a denied mention speaks for', () => {
    const denied = candidate('E11.9', mention(2, 4, { context: 'negated' }));
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

describe('namedInFull', () => {
  it('is the likeliest mention that is a whole catalogue term and holds', () => {
    const part = termMention(0, 9, 7, 0.8);
    const whole = termMention(20, 27, 7);
    const again = termMention(40, 47, 7);
    expect(namedInFull(candidate('E11.22', part, whole, again))).toMatchObject({ from: 20, to: 27 });
  });

  it('is none where the words are a phrase only, strewn, or denied', () => {
    expect(namedInFull(candidate('E11.22'))).toBeUndefined();
    expect(namedInFull(candidate('E11.22', mention(0, 9)))).toBeUndefined();
    expect(namedInFull(candidate('E11.22', termMention(0, 15, 7)))).toBeUndefined();
    expect(namedInFull(candidate('E11.22', { ...termMention(0, 9, 7), context: 'history' }))).toBeUndefined();
  });
});
