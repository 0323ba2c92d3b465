import { describe, expect, it } from 'vitest';
import {
  buildTermIndex,
  matchTerms,
  type TermMatch,
  type WordReadings,
} from '../../../../src/main/coding/termIndex.ts';
import { wordsOf } from '../../../../src/main/coding/words.ts';

const TERMS = [
  ['kidney', 'disease'],
  ['chronic', 'kidney', 'disease'],
  ['chronic', 'pain'],
  ['liver', 'disease'],
  ['pneumonia'],
  ['disease'],
];
const [KIDNEY, CHRONIC_KIDNEY, CHRONIC_PAIN, , PNEUMONIA, DISEASE] = TERMS.keys();
const index = buildTermIndex(TERMS);
const numbers = new Map(index.words.map((word, number) => [word, number]));

interface Options {
  coverage?: number;
  reach?: number;
  /** Reads a word as others, each with a likelihood. */
  as?: Record<string, [word: string, likelihood: number][]>;
}

/** The terms found, reading words as they stand, without stemming. */
function matches(text: string, { coverage = 0.999, reach = 8, as = {} }: Options = {}): TermMatch[] {
  const words = wordsOf(text);
  const readings = Array.from(words.starts, (start, i): WordReadings => {
    const word = text.slice(start, words.ends[i]);
    const read = as[word] ?? ([[word, 1]] as const);
    return read.flatMap(([each, likelihood]) => {
      const number = numbers.get(each);
      return number === undefined ? [] : [[number, likelihood] as const];
    });
  });
  return matchTerms(index, words, readings, coverage, reach).sort(
    (a, b) => a.term - b.term || a.from - b.from,
  );
}

function terms(text: string, options: Options = {}): (number | undefined)[] {
  return matches(text, options).map(({ term }) => term);
}

function weight(word: string): number {
  return index.weights[numbers.get(word)!]!;
}

describe('buildTermIndex', () => {
  it('lays every term out with its words', () => {
    TERMS.forEach((term, t) => {
      const words = index.termWords.subarray(index.termStart[t], index.termStart[t + 1]);
      expect(Array.from(words, (word) => index.words[word])).toEqual(term);
    });
    expect(index.termStart).toHaveLength(TERMS.length + 1);
  });

  it('weighs a word the more the fewer terms hold it', () => {
    expect(weight('pneumonia')).toBeGreaterThan(weight('chronic'));
    expect(weight('chronic')).toBeGreaterThan(weight('disease'));
    expect(weight('disease')).toBeGreaterThanOrEqual(1);
    expect(weight('pneumonia')).toBeCloseTo(1 + Math.log((1 + TERMS.length) / 2), 5);
  });

  it('anchors every term once, at its rarest word', () => {
    const anchors = new Map<number, string>();
    index.words.forEach((word, number) => {
      for (const term of index.anchorTerms.subarray(
        index.anchorStart[number],
        index.anchorStart[number + 1],
      )) {
        expect(anchors.has(term)).toBe(false);
        anchors.set(term, word);
      }
    });
    expect(TERMS.map((_, term) => anchors.get(term))).toEqual([
      'kidney',
      'chronic',
      'pain',
      'liver',
      'pneumonia',
      'disease',
    ]);
  });

  it('counts a word that a term has twice once, and takes empty terms', () => {
    const twice = buildTermIndex([['pain', 'pain', 'chest'], []]);
    expect([...twice.termStart]).toEqual([0, 2, 2]);
    expect(twice.anchorTerms).toHaveLength(1);
    expect(buildTermIndex([]).words).toEqual([]);
  });
});

describe('matchTerms', () => {
  it('finds a term with its words in any order and with others between', () => {
    const text = 'disease of the left kidney';
    const [match] = matches(text);
    expect(match).toMatchObject({ term: KIDNEY, from: 0, to: 5, coverage: 1 });
    expect(match!.mass).toBeCloseTo(weight('kidney') + weight('disease'), 5);
    expect(terms(text)).toEqual([KIDNEY, DISEASE]);
  });

  it('needs the anchor, whatever else is there', () => {
    expect(terms('disease', { coverage: 0.1 })).toEqual([DISEASE]);
    expect(terms('chronic disease', { coverage: 0.5 })).toEqual([CHRONIC_KIDNEY, DISEASE]);
    expect(terms('chronic', { coverage: 0.1 })).not.toContain(CHRONIC_PAIN);
    expect(terms('kidney disease', { coverage: 0.1 })).not.toContain(CHRONIC_KIDNEY);
  });

  it('finds a part of a term from the coverage asked for on, not below', () => {
    const whole = weight('chronic') + weight('kidney') + weight('disease');
    const share = (weight('chronic') + weight('disease')) / whole;
    const found = matches('chronic disease', { coverage: share - 0.001 }).find(
      ({ term }) => term === CHRONIC_KIDNEY,
    );
    expect(found?.coverage).toBeCloseTo(share, 5);
    expect(terms('chronic disease', { coverage: share + 0.001 })).not.toContain(CHRONIC_KIDNEY);
  });

  it('reaches as far as it is told, to either side', () => {
    const apart = (words: number): string => `kidney ${'x '.repeat(words - 1)}disease`;
    expect(terms(apart(3), { reach: 3 })).toContain(KIDNEY);
    expect(terms(apart(4), { reach: 3 })).not.toContain(KIDNEY);
    expect(terms('disease x x kidney', { reach: 3 })).toContain(KIDNEY);
    expect(terms('disease x x x kidney', { reach: 3 })).not.toContain(KIDNEY);
  });

  it('counts the end of a sentence as words between', () => {
    expect(terms('kidney disease', { reach: 5 })).toContain(KIDNEY);
    expect(terms('kidney. disease', { reach: 5 })).not.toContain(KIDNEY);
    expect(terms('kidney. disease', { reach: 6 })).toContain(KIDNEY);
  });

  it('gives one match for each place of the anchor, each with the words nearest to it', () => {
    const found = matches('kidney disease x x x x disease kidney').filter(({ term }) => term === KIDNEY);
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [6, 8],
    ]);
  });

  it('does not borrow a word beyond its reach from another place', () => {
    const text = `kidney ${'x '.repeat(20)}chronic pain`;
    expect(terms(text)).toEqual([CHRONIC_PAIN]);
  });

  it('weighs a doubtful reading by its likelihood', () => {
    const as: Options['as'] = {
      riñón: [['kidney', 0.6]],
      enfermedad: [['disease', 0.5]],
    };
    const [match] = matches('enfermedad del riñón', { coverage: 0.3, as });
    expect(match).toMatchObject({ term: KIDNEY, from: 0, to: 3 });
    expect(match!.mass).toBeCloseTo(0.6 * weight('kidney') + 0.5 * weight('disease'), 5);
    expect(match!.coverage).toBeCloseTo(match!.mass / (weight('kidney') + weight('disease')), 5);
    expect(terms('enfermedad del riñón', { coverage: 0.7, as })).not.toContain(KIDNEY);
  });

  it('reads one word as several', () => {
    const as: Options['as'] = {
      neumopatía: [
        ['pneumonia', 0.5],
        ['disease', 0.5],
      ],
    };
    expect(terms('neumopatía', { coverage: 0.4, as })).toEqual([PNEUMONIA, DISEASE]);
  });

  it('finds nothing in a text without words, nor without words it knows', () => {
    expect(terms('')).toEqual([]);
    expect(terms('nothing of the kind', { coverage: 0 })).toEqual([]);
  });
});
