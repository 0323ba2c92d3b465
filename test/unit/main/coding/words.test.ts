import { describe, expect, it } from 'vitest';
import { isFunctionWord, stem, wordsOf } from '../../../../src/main/coding/words.ts';

function quoted(text: string): string[] {
  const { starts, ends } = wordsOf(text);
  return Array.from(starts, (start, i) => text.slice(start, ends[i]));
}

function positions(text: string): number[] {
  return [...wordsOf(text).positions];
}

describe('wordsOf', () => {
  it('drops punctuation and symbols and keeps letters, digits and marks', () => {
    expect(quoted('BP 138/85 (at rest), T2DM; non-smoker… ¿fiebre? 38.5 °C')).toEqual([
      'BP',
      '138',
      '85',
      'at',
      'rest',
      'T2DM',
      'non',
      'smoker',
      'fiebre',
      '38',
      '5',
      'C',
    ]);
    expect(quoted('')).toEqual([]);
    expect(quoted(' .,;\n')).toEqual([]);
  });

  it('gives offsets of UTF-16 units, also after characters outside the basic plane', () => {
    const text = '🫀 nin\u0303o 𝐀 con neumonía';
    expect(quoted(text)).toEqual(['nin\u0303o', '𝐀', 'con', 'neumonía']);
    expect(wordsOf(text).starts[0]).toBe(3);
  });

  it('keeps its arrays in step', () => {
    const words = wordsOf('Acute bronchitis. No fever.');
    expect(words.stems).toEqual(quoted('Acute bronchitis. No fever.').map(stem));
    expect([words.starts.length, words.ends.length, words.positions.length]).toEqual([4, 4, 4]);
  });

  it('counts positions on by one inside a sentence', () => {
    expect(positions('chronic, (stable) kidney-disease 3.5 mg')).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it.each(['a. b', 'a; b', 'a: b', 'a? b', 'a! b', 'a\nb', 'a.\n\n b', 'a)\n- b'])(
    'leaves one gap at the end of a sentence or line: %j',
    (text) => {
      expect(positions(text)).toEqual([0, 6]);
    },
  );
});

describe('stem', () => {
  it.each([
    ['fractures', 'fracture'],
    ['agudo', 'aguda'],
    ['crónicas', 'crónico'],
    ['Neumonía', 'NEUMONIA'],
    ['biopsies', 'biopsy'],
    ['infecciones', 'infección'],
    ['nin\u0303o', 'niño'],
    ['ulcers', 'úlcera'],
  ])('makes %s and %s one word', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });

  it.each([
    ['hives', 'hiv'],
    ['abscess', 'absces'],
    ['sepsis', 'sepse'],
    ['virus', 'vira'],
    ['mass', 'mas'],
    ['arterial', 'arteria'],
  ])('tells %s from %s', (a, b) => {
    expect(stem(a)).not.toBe(stem(b));
  });

  it('leaves short words and numbers as they are but for case and accents', () => {
    expect(['TIAs', 'pie', 'tórax'.slice(0, 3), '2026', 'B12'].map(stem)).toEqual([
      'tias',
      'pie',
      'tor',
      '2026',
      'b12',
    ]);
  });
});

describe('isFunctionWord', () => {
  it.each(['the', 'with', 'without', 'Their', 'these', 'unspecified', 'para', 'más', 'unas', 'Y'])(
    'is true of %s',
    (word) => {
      expect(isFunctionWord(stem(word))).toBe(true);
    },
  );

  it.each(['pain', 'acute', 'left', 'dolor', 'aguda', '2', 'C'])('is false of %s', (word) => {
    expect(isFunctionWord(stem(word))).toBe(false);
  });
});
