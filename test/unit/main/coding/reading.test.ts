import { describe, expect, it } from 'vitest';
import { findSections } from '../../../../src/main/charts/sections.ts';
import { isVisitNote, layoutOf, thresholdFor } from '../../../../src/main/coding/layout.ts';
import {
  beginningOf,
  readWords,
  wordTags,
  type ReadableDocument,
} from '../../../../src/main/coding/reading.ts';
import { wordsOf } from '../../../../src/main/coding/words.ts';
import { MENTION_TAGS } from '../../../../src/main/model/labelAttention.ts';
import { readingOf } from '../../../fixtures/coding/smallLexicon.ts';

const NOTE = [
  'Subjective: Cough since Monday.',
  'Past medical history: asthma.',
  'Objective: lungs clear.',
  'Assessment and Plan:',
  '1. Acute bronchitis, no pneumonia',
  '2. Asthma',
  '',
].join('\n');

function document(text: string): ReadableDocument {
  return { id: 'd', language: 'en', text, sections: findSections(text, 'en') };
}

describe('beginningOf', () => {
  const words = (count: number, between = ' '): string => `word${between}`.repeat(count);

  it('is the first lines of a long document, of some hundred words', () => {
    const text = words(2000, '\n');
    const beginning = beginningOf(document(text));
    expect(text.startsWith(beginning?.text ?? ' ')).toBe(true);
    expect(beginning?.text).toMatch(/\n$/);
    expect(beginning?.text.split('\n').length).toBeGreaterThan(200);
    expect(beginning?.text.split('\n').length).toBeLessThan(400);
  });

  it.each([
    ['a sentence, where a line is long', `Title\n${words(250)}end. ${words(2000)}`, /end\.$/],
    ['a word, where a sentence is long', words(2000), /word$/],
  ])('ends with %s', (_what, text, end) => {
    expect(beginningOf(document(text))?.text).toMatch(end);
  });

  it('keeps the sections that begin in it', () => {
    const { sections = [], text = '' } =
      beginningOf(document(`Subjective:\n${words(1000, '\n')}Assessment:\n1. Asthma\n`)) ?? {};
    expect(sections.map(({ kind, end }) => [kind, end])).toEqual([['present-illness', text.length]]);
    expect(isVisitNote(sections)).toBe(false);
  });

  it('is none of a document that is soon read', () => {
    expect(beginningOf(document(''))).toBeUndefined();
    expect(beginningOf(document(words(300)))).toBeUndefined();
  });
});

describe('readWords', () => {
  it('blanks known headings and keeps the place of every word', () => {
    const { words } = readWords(document(NOTE));
    const plain = wordsOf(NOTE);
    expect(words.starts).toEqual(plain.starts);
    expect(words.ends).toEqual(plain.ends);
    expect(words.positions).toEqual(plain.positions);
    const blanked = plain.stems.filter((_, w) => words.stems[w] === '');
    expect(blanked).toEqual(wordsOf('Subjective Past medical history Objective Assessment and Plan').stems);
    expect(words.stems.filter((stem) => stem !== '')).toHaveLength(plain.stems.length - blanked.length);
  });

  it('leaves a text without known headings as it is', () => {
    const text = 'Cough: for two days. Wound: clean.';
    expect(readWords(document(text)).words.stems).toEqual(wordsOf(text).stems);
  });

  it('tells by offsets how words bear on the patient', () => {
    const { contextOf } = readWords(document(NOTE));
    const at = (words: string): string => contextOf(NOTE.indexOf(words), NOTE.indexOf(words) + words.length);
    expect(at('Acute bronchitis')).toBe('affirmed');
    expect(at('pneumonia')).toBe('negated');
  });
});

describe('documentReading', () => {
  it('tells the same by word ranges', () => {
    const reading = readingOf(NOTE);
    const { contextOf } = readWords(document(NOTE));
    const { starts, ends } = reading.words;
    for (let w = 0; w < starts.length; w++) {
      expect(reading.contextOf(w, w + 1)).toBe(contextOf(starts[w]!, ends[w]!));
    }
    expect(reading.layout).toEqual(layoutOf(NOTE, reading.words, findSections(NOTE, 'en')));
  });
});

describe('layoutOf', () => {
  const { words, layout } = readingOf(NOTE);
  const word = (text: string): number => words.starts.indexOf(NOTE.indexOf(text));

  it('says of every word which part of the note it stands in', () => {
    expect(layout.visit).toBe(true);
    expect(['Cough', 'asthma', 'lungs', 'Acute', 'Asthma'].map((text) => layout.part[word(text)])).toEqual([
      'narrative',
      'past',
      'findings',
      'assessment',
      'assessment',
    ]);
    expect(layout.part).toHaveLength(words.stems.length);
  });

  it('numbers lines, and words in them without the numbering', () => {
    expect(layout.line[word('pneumonia')]).toBe(layout.line[word('Acute')]);
    expect(layout.line[word('Asthma')]).toBe(layout.line[word('Acute')]! + 1);
    expect(layout.column[word('Acute')]).toBe(0);
    expect(layout.column[word('bronchitis')]).toBe(1);
    expect(layout.column[word('Asthma')]).toBe(0);
  });

  it('puts words outside of any section into none', () => {
    const plain = readingOf('Seen today. Cough.').layout;
    expect(plain.visit).toBe(false);
    expect(new Set(plain.part)).toEqual(new Set(['none']));
    expect(readingOf('').layout.part).toEqual([]);
  });
});

describe('a visit note', () => {
  const sections = findSections(NOTE, 'en');

  it('is one that has an assessment or a discharge diagnosis', () => {
    expect(isVisitNote(sections)).toBe(true);
    expect(isVisitNote(findSections('Discharge diagnosis: pneumonia.\n', 'en'))).toBe(true);
    expect(isVisitNote(findSections('Past medical history: asthma.\n', 'en'))).toBe(false);
    expect(isVisitNote([])).toBe(false);
  });

  it('has its own threshold where the pack has one, in a language that the pack knows', () => {
    const visit = { language: 'en', sections } as const;
    expect(thresholdFor(visit, { en: 0.4, visit: 0.6 })).toBe(0.6);
    expect(thresholdFor(visit, { en: 0.4, visit: 0 })).toBe(0);
    expect(thresholdFor(visit, { en: 0.4 })).toBe(0.4);
    expect(thresholdFor({ ...visit, sections: [] }, { en: 0.4, visit: 0.6 })).toBe(0.4);
    expect(thresholdFor({ ...visit, language: 'es' }, { en: 0.4, visit: 0.6 })).toBeUndefined();
  });
});

describe('wordTags', () => {
  const words = wordsOf('acute bronchitis today');
  /** Pieces as half-open ranges with the tags that are given; what is not given is zero. */
  const tags = (...pieces: [number, number, Partial<Record<(typeof MENTION_TAGS)[number], number>>][]) => ({
    tokens: {
      ids: new Int32Array(pieces.length),
      starts: Int32Array.from(pieces, ([start]) => start),
      ends: Int32Array.from(pieces, ([, end]) => end),
    },
    tags: Float32Array.from(pieces.flatMap(([, , own]) => MENTION_TAGS.map((name) => own[name] ?? 0))),
  });
  const read = tags(
    [0, 5, { 'diagnosis-first': 0.75, 'procedure-first': 0.125 }],
    [6, 10, { 'diagnosis-inside': 0.5, 'diagnosis-first': 0.25 }],
    [10, 16, { 'diagnosis-inside': 0.25 }],
    [17, 22, { outside: 1 }],
  );

  it('takes the beginning from the first piece and the inside from all', () => {
    expect(wordTags(read, words, 'icd-10-cm')).toEqual({
      first: Float32Array.of(0.75, 0.25, 0),
      inside: Float32Array.of(0.75, 0.5, 0),
    });
  });

  it('takes the tags of the code system in hand', () => {
    expect(wordTags(read, words, 'icd-10-pcs').first).toEqual(Float32Array.of(0.125, 0, 0));
  });

  it('is zero where no token lies', () => {
    expect(wordTags(tags(), words, 'icd-10-cm')).toEqual({
      first: new Float32Array(3),
      inside: new Float32Array(3),
    });
    expect(wordTags(tags(), wordsOf(''), 'icd-10-cm').first).toHaveLength(0);
  });
});
