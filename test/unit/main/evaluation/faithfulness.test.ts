import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../../../src/shared/coding.ts';
import { bootstrap, mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';
import {
  alone,
  faithfulness,
  randomWords,
  readErased,
  without,
} from '../../../../src/main/evaluation/faithfulness.ts';
import type { CodedDocument } from '../../../../src/main/evaluation/figures.ts';

const text = 'Dry cough\nsince 𝛽 May, no fever at all.';
const cough = { start: 0, end: 9 };

const suggestion = (code: string, score: number, words: string): Suggestion => ({
  code,
  title: code,
  billable: true,
  score,
  tier: 'suggestion',
  evidence: [
    {
      document: 'a',
      start: text.indexOf(words),
      end: text.indexOf(words) + words.length,
      text: words,
      source: 'lexicon',
      context: 'affirmed',
    },
  ],
});

describe('texts without their evidence', () => {
  it('keep their length and their lines', () => {
    expect(without(text, [cough])).toBe('         \nsince 𝛽 May, no fever at all.');
    expect(alone(text, [cough])).toBe(`Dry cough\n${' '.repeat(text.length - 10)}`);
    expect(alone(text, [])).toHaveLength(text.length);
  });

  it('lose as many other words at random', () => {
    const random = mulberry32(2);
    const starts = new Set<number>();
    for (let trial = 0; trial < 100; trial++) {
      const [run, ...more] = randomWords(text, [cough], random);
      expect(more).toEqual([]);
      expect(text.slice(run!.start, run!.end).match(/[\p{L}\p{N}]+/gu)).toHaveLength(2);
      expect(run!.start).toBeGreaterThanOrEqual(cough.end);
      starts.add(run!.start);
    }
    // since 𝛽 | 𝛽 May | May, no | no fever | fever at | at all
    expect(starts.size).toBe(6);
    expect(randomWords('Dry cough', [cough], random)).toEqual([]);
  });
});

describe('faithfulness', () => {
  it('reads without the evidence and with nothing else, each suggestion for itself', async () => {
    const coded: CodedDocument = {
      gold: {
        id: 'a',
        document: { id: 'a', language: 'en', text, sections: [] },
        codes: new Set(),
        spans: null,
        toCorpusOffset: (offset) => offset,
      },
      suggestions: [
        suggestion('R05', 0.8, 'Dry cough'),
        suggestion('R50.9', 0.6, 'fever'),
        { ...suggestion('R51.9', 0.9, 'May'), tier: 'candidate' },
      ],
    };
    // Scores that follow from the words alone.
    const read = (document: { text: string }): Promise<Suggestion[]> =>
      Promise.resolve([
        ...(document.text.includes('cough') ? [suggestion('R05', 0.7, 'Dry cough')] : []),
        suggestion('R50.9', 0.5, 'fever'),
      ]);
    const done: number[] = [];
    const scores = await readErased([coded, { ...coded, suggestions: [] }], read, {
      documents: 5,
      seed: 1,
      onDocument: (count) => done.push(count),
    });
    expect(done).toEqual([1]);
    expect(scores).toEqual([
      [
        { full: 0.8, withoutEvidence: 0, evidenceAlone: 0.7, withoutRandom: 0.7, randomAlone: 0 },
        expect.objectContaining({ full: 0.6, withoutEvidence: 0.5, evidenceAlone: 0.5 }),
      ],
    ]);
    const figures = faithfulness(scores, bootstrap(1, 10, 1));
    expect(figures).toMatchObject({ documents: 1, suggestions: 2 });
    expect(figures.comprehensiveness.value).toBeCloseTo((0.8 + 0.1) / 2, 12);
    expect(figures.sufficiency.value).toBeCloseTo((0.1 + 0.1) / 2, 12);
  });
});
