import { describe, expect, it } from 'vitest';
import type { Lexicon } from '../../../src/main/coding/lexicon.ts';
import type { Language } from '../../../src/shared/chart.ts';
import { buildCatalogueTerms, buildLexicon } from '../../../training/buildLexicon.ts';
import { smallLexicon, smallSources, TITLES, trainingPair } from '../../fixtures/coding/smallLexicon.ts';

interface Pair {
  code: string;
  spans: number;
  hits: number;
  written: boolean;
}

/** What a lexicon knows of a phrase, given by its stems. */
function phrase(
  lexicon: Lexicon,
  language: Language,
  stems: string,
): { documents: number; spans: number; pairs: Pair[] } | undefined {
  const own = lexicon.phrases[language];
  const number = own.stems.indexOf(stems);
  if (number === -1) return undefined;
  const pairs: Pair[] = [];
  for (let pair = own.pairStart[number]!; pair < own.pairStart[number + 1]!; pair++) {
    pairs.push({
      code: lexicon.codes[own.pairCode[pair]!]!,
      spans: own.pairSpans[pair]!,
      hits: own.pairHits[pair]!,
      written: own.pairWritten[pair] === 1,
    });
  }
  return { documents: own.documents[number]!, spans: own.spans[number]!, pairs };
}

const BARE = smallSources({ written: { en: [], es: [] } });

describe('buildLexicon', () => {
  it('counts documents, spans and hits of a phrase that coders marked', () => {
    const lexicon = buildLexicon(
      [
        ...trainingPair('one', 'Fiebre alta.', 'High fever.', [['R50.9', 'Fiebre']]),
        ...trainingPair('two', 'Con fiebre y fiebre.', 'With fever and fever.', [
          ['R50.9', 'fiebre'],
          ['J18.9', 'fiebre'],
        ]),
        ...trainingPair('three', 'Sin fiebre.', 'No fever.', []),
        ...trainingPair('four', 'Fiebre.', 'Fever.', [], ['R50.9']),
      ],
      BARE,
    );
    expect(phrase(lexicon, 'es', 'fiebr')).toEqual({
      documents: 4,
      spans: 3,
      pairs: [
        { code: 'J18.9', spans: 1, hits: 1, written: false },
        { code: 'R50.9', spans: 2, hits: 3, written: false },
      ],
    });
    expect(lexicon.trainingDocuments).toBe(4);
    expect(lexicon.priors.get('R50.9')).toBe(3);
    expect(lexicon.priors.has('I10')).toBe(false);
  });

  it('finds the English words of Spanish evidence in the translation', () => {
    const lexicon = buildLexicon(
      trainingPair('one', 'Ingresa por insuficiencia cardíaca.', 'Admitted for heart failure.', [
        ['I50.9', 'insuficiencia cardíaca'],
      ]),
      BARE,
    );
    expect(phrase(lexicon, 'en', 'heart failur')).toEqual({
      documents: 1,
      spans: 1,
      pairs: [{ code: 'I50.9', spans: 1, hits: 1, written: false }],
    });
  });

  it('adds the phrase book, whether or not a text has the phrase', () => {
    const lexicon = smallLexicon();
    expect(phrase(lexicon, 'en', 'high blood pressur')).toEqual({
      documents: 0,
      spans: 0,
      pairs: [{ code: 'I10', spans: 0, hits: 0, written: true }],
    });
    expect(phrase(lexicon, 'es', 'fiebr')?.pairs).toEqual([
      { code: 'R50.9', spans: 1, hits: 1, written: true },
    ]);
  });

  it('leaves out codes that may not be proposed, phrases without words of meaning, and endless ones', () => {
    const long = 'uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece';
    const lexicon = buildLexicon(
      trainingPair('one', `Fiebre de 38. ${long}.`, 'Fever.', [
        ['X99.9', 'Fiebre'],
        ['R50.9', '38'],
        ['R50.9', 'de'],
        ['R50.9', long],
      ]),
      BARE,
    );
    expect(lexicon.phrases.es.stems).toEqual([]);
    expect(lexicon.priors.has('X99.9')).toBe(false);
  });

  it('keeps its arrays in step', () => {
    const lexicon = smallLexicon();
    expect(lexicon.codes).toEqual(Object.keys(TITLES).sort());
    for (const own of [lexicon.phrases.en, lexicon.phrases.es]) {
      const { length } = own.stems;
      expect(own.stems).toEqual([...new Set(own.stems)].sort());
      expect([own.documents.length, own.spans.length, own.pairStart.length]).toEqual([
        length,
        length,
        length + 1,
      ]);
      const pairs = own.pairStart[length]!;
      expect([own.pairCode, own.pairSpans, own.pairHits, own.pairWritten].map((each) => each.length)).toEqual(
        [pairs, pairs, pairs, pairs],
      );
      for (let number = 0; number < length; number++) {
        const from = own.pairStart[number]!;
        const to = own.pairStart[number + 1]!;
        expect(to).toBeGreaterThan(from);
        expect(own.pairSpans.subarray(from, to).reduce((sum, n) => sum + n, 0)).toBe(own.spans[number]);
        for (const hits of own.pairHits.subarray(from, to))
          expect(hits).toBeLessThanOrEqual(own.documents[number]!);
      }
    }
  });

  it('builds the same from the same', () => {
    expect(smallLexicon()).toEqual(smallLexicon());
  });
});

describe('buildCatalogueTerms', () => {
  const term = (text: string): ReturnType<typeof buildCatalogueTerms> =>
    buildCatalogueTerms(smallSources({ catalogue: [{ text, code: 'I10' }] }));

  it('marks terms that deny one of their words', () => {
    expect([...term('Reflux without esophagitis').denies]).toEqual([1]);
    expect([...term('Not elsewhere classified pain').denies]).toEqual([1]);
    expect([...term('Noninfective enteritis').denies]).toEqual([0]);
  });

  it('takes the words with a meaning of their own, each once', () => {
    expect(term('Pain of the arm and pain of the leg').index.words).toEqual(['pain', 'arm', 'leg']);
    expect(term('of the').termCode).toHaveLength(0);
  });

  it('keeps one of two terms that say the same of a code', () => {
    const terms = buildCatalogueTerms(
      smallSources({
        catalogue: [
          { text: 'Heart failure', code: 'I50.9' },
          { text: 'Failure, heart', code: 'I50.9' },
          { text: 'Heart failure', code: 'I10' },
        ],
      }),
    );
    expect(terms.termCode).toHaveLength(2);
  });

  it('keeps the translations that lead to its words, at most certain', () => {
    const { translations, wordNumbers } = buildCatalogueTerms(
      smallSources({
        catalogue: [{ text: 'Heart failure', code: 'I50.9' }],
        translation: {
          corazon: [
            ['heart', 0.9],
            ['cardiac', 0.1],
          ],
          fallo: [['failur', 0.2]],
          tos: [['cough', 1]],
        },
      }),
    );
    expect([...translations.keys()]).toEqual(['corazon', 'fallo']);
    expect(translations.get('corazon')).toEqual([[wordNumbers.get('heart'), 1]]);
    expect(translations.get('fallo')?.[0]?.[1]).toBeGreaterThan(0);
    expect(translations.get('fallo')?.[0]?.[1]).toBeLessThan(1);
  });
});
