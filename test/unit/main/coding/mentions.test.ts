import { describe, expect, it } from 'vitest';
import {
  contextForCode,
  MENTION_FEATURES,
  MentionFinder,
  type DocumentReading,
  type Mention,
} from '../../../../src/main/coding/mentions.ts';
import { sidesNear } from '../../../../src/main/coding/sides.ts';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';
import type { Language } from '../../../../src/shared/chart.ts';
import { buildLexicon } from '../../../../training/buildLexicon.ts';
import {
  readingOf,
  smallLexicon,
  smallSources,
  TITLES,
  trainingPair,
} from '../../../fixtures/coding/smallLexicon.ts';

const lexicon = smallLexicon();
const finder = new MentionFinder(lexicon);

function feature(mention: Mention, name: (typeof MENTION_FEATURES)[number]): number {
  return mention.features[MENTION_FEATURES.indexOf(name)] ?? NaN;
}

function quote(text: string, { words }: DocumentReading, { from, to }: Mention): string {
  return text.slice(words.starts[from], words.ends[to - 1]);
}

/** The mentions of one code, with the words that make them, by their place. */
function mentionsOf(text: string, code: string, language: Language = 'en'): (Mention & { text: string })[] {
  const reading = readingOf(text, language);
  return finder
    .find(reading)
    .filter((mention) => mention.code === code)
    .map((mention) => ({ ...mention, text: quote(text, reading, mention) }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The one mention of a code that has exactly these words. */
function mentionOf(text: string, code: string, words: string, language: Language = 'en'): Mention {
  const own = mentionsOf(text, code, language).filter((mention) => mention.text === words);
  expect(own, `${code} in "${text}"`).toHaveLength(1);
  return own[0]!;
}

function quotes(text: string, code: string, language: Language = 'en'): string[] {
  return mentionsOf(text, code, language).map((mention) => mention.text);
}

describe('phrases', () => {
  it('are found word for word, whatever their case, accents, plural and punctuation', () => {
    for (const text of ['Has HEART FAILURE.', 'heart-failure', 'two heart failures', 'heart (failure)']) {
      const found = mentionsOf(text, 'I50.9').filter((each) => feature(each, 'phrase.written') === 1);
      expect(found, text).toHaveLength(1);
      expect(found[0]).toMatchObject({ source: 'lexicon', context: 'affirmed' });
    }
    expect(quotes('Insuficiencia CARDIACA.', 'I50.9', 'es')).toContain('Insuficiencia CARDIACA');
  });

  it('belong to their language', () => {
    expect(quotes('high blood pressure', 'I10')).toEqual(['high blood pressure']);
    expect(quotes('high blood pressure', 'I10', 'es')).toEqual([]);
  });

  it('tell what training and the phrase book know of them', () => {
    // One of three documents, one of its gold spans, and in the phrase book.
    const learned = mentionOf('Insuficiencia cardíaca.', 'I50.9', 'Insuficiencia cardíaca', 'es');
    expect(feature(learned, 'phrase.precision')).toBeCloseTo(1 / 1.5, 5);
    expect(feature(learned, 'phrase.documents')).toBeCloseTo(Math.log1p(1), 5);
    expect(feature(learned, 'phrase.share')).toBe(1);
    expect(feature(learned, 'phrase.annotated')).toBeCloseTo(1 / 1.5, 5);
    expect(feature(learned, 'phrase.spans')).toBeCloseTo(Math.log1p(1), 5);
    expect(feature(learned, 'phrase.written')).toBe(1);
    expect(feature(learned, 'phrase.coverage')).toBe(1);
    // Fever stands in two documents and was coded in one.
    expect(feature(mentionOf('Fiebre.', 'R50.9', 'Fiebre', 'es'), 'phrase.precision')).toBeCloseTo(
      1 / 2.5,
      5,
    );
    // Known from the phrase book alone.
    const written = mentionOf('Tensión arterial alta.', 'I10', 'Tensión arterial alta', 'es');
    expect(feature(written, 'phrase.precision')).toBe(0);
    expect(feature(written, 'phrase.written')).toBe(1);
  });

  it('are found in any order, with the words between counted', () => {
    const gaps = (text: string, words: string): number =>
      feature(mentionOf(text, 'I10', words, 'es'), 'phrase.gaps');
    expect(gaps('Tensión arterial alta.', 'Tensión arterial alta')).toBe(0);
    expect(gaps('Alta tensión arterial.', 'Alta tensión arterial')).toBe(1);
    expect(gaps('Tensión arterial muy alta.', 'Tensión arterial muy alta')).toBe(2);
    // Words of no meaning of their own do not count.
    expect(gaps('Tensión de la arterial alta.', 'Tensión de la arterial alta')).toBe(1);
  });

  it('in order stand before the same words in any order, however often they were coded', () => {
    for (let coded = 0; coded <= 12; coded++) {
      const documents = Array.from({ length: 12 }, (_, i) =>
        trainingPair(`d${i}`, 'Tensión arterial alta.', '', [], i < coded ? ['I10'] : []),
      );
      const learned = new MentionFinder(buildLexicon(documents.flat(), smallSources()));
      const found = learned
        .find(readingOf('Tensión arterial alta.', 'es'))
        .find(({ code, from, to }) => code === 'I10' && from === 0 && to === 3)!;
      expect(feature(found, 'phrase.precision')).toBeCloseTo(coded / 12.5, 5);
      expect(feature(found, 'phrase.gaps'), `${coded} of 12`).toBe(0);
    }
  });

  it('are found in part, and say how much of them is there', () => {
    const part = mentionsOf('Tensión alta.', 'I10', 'es').map((each) => feature(each, 'phrase.coverage'));
    expect(part).toHaveLength(1);
    expect(part[0]).toBeGreaterThan(0.5);
    expect(part[0]).toBeLessThan(1);
    expect(quotes('Alta.', 'I10', 'es')).toEqual([]);
  });

  it('are not sought in headings that say what a section is for', () => {
    expect(quotes('Chief complaint: none.\nCough: none.\n', 'R05.9')).toEqual(['Cough']);
    const renamed = smallLexicon({
      written: { en: [{ phrase: 'chief complaint', code: 'R05.9' }], es: [] },
      catalogue: [],
    });
    const text = 'CHIEF COMPLAINT:\nFever.\n';
    expect(new MentionFinder(renamed).find(readingOf(text)).filter(({ code }) => code === 'R05.9')).toEqual(
      [],
    );
  });
});

describe('catalogue terms', () => {
  const DENYING = 'Gastro-esophageal reflux disease without esophagitis';

  it('are found for codes that no phrase names', () => {
    const found = mentionOf('Primary hypertension, essential.', 'I10', 'Primary hypertension, essential');
    expect(found.source).toBe('catalogue');
    expect(feature(found, 'catalogue.coverage')).toBe(1);
    expect(feature(found, 'catalogue.words')).toBe(3);
    expect(feature(found, 'catalogue.mass')).toBeGreaterThan(0);
    // Nothing else is named by these words.
    expect(feature(found, 'catalogue.lead')).toBeGreaterThan(0);
  });

  it('that deny one of their words are found where the text denies it, and only they', () => {
    expect(quotes(`${DENYING}.`, 'K21.9')).toEqual([DENYING]);
    expect(quotes(`${DENYING}.`, 'K21.00')).toEqual([]);
    expect(
      quotes('Gastro-esophageal reflux disease with esophagitis, without bleeding.', 'K21.00'),
    ).toHaveLength(1);
  });

  it('are found in Spanish by translation, by the word itself, and by what is spelled alike', () => {
    expect(quotes('Tos.', 'R05.9', 'es')).toEqual(['Tos']);
    expect(quotes('Hipertensión esencial primaria.', 'I10', 'es')).toContain(
      'Hipertensión esencial primaria',
    );
    expect(quotes('Nada de eso.', 'R05.9', 'es')).toEqual([]);
    // English is not guessed at.
    expect(quotes('Tos.', 'R05.9', 'en')).toEqual([]);
  });

  it('give way to a term that more words name', () => {
    const text = 'Gastro-esophageal reflux disease with esophagitis, without bleeding.';
    const best = (code: string): Mention =>
      mentionsOf(text, code)
        .filter((each) => feature(each, 'catalogue.coverage') > 0)
        .reduce((a, b) => (feature(a, 'catalogue.lead') >= feature(b, 'catalogue.lead') ? a : b));
    expect(feature(best('K21.00'), 'catalogue.lead')).toBeGreaterThan(0);
    expect(feature(best('K21.9'), 'catalogue.lead')).toBeLessThan(0);
  });
});

describe('sides', () => {
  it('name the sibling of that side, over the words and the side', () => {
    expect(quotes('Cataract of the left eye.', 'H25.12')).toEqual(['Cataract of the left']);
    expect(quotes('Left cataract.', 'H25.12')).toEqual(['Left cataract']);
    expect(quotes('Catarata bilateral.', 'H25.13', 'es')).toEqual(['Catarata bilateral']);
    const derived = mentionOf('Left cataract.', 'H25.12', 'Left cataract');
    expect(feature(derived, 'side.derived')).toBe(1);
    expect(feature(derived, 'side')).toBe(1);
    expect(feature(derived, 'phrase.written')).toBe(1);
  });

  it('speak against the codes of the other sides, less against one that leaves it open', () => {
    const open = mentionOf('Left cataract.', 'H25.10', 'cataract');
    const other = mentionOf('Left: broken right hip, left.', 'S72.001A', 'broken right hip');
    expect(feature(open, 'side')).toBeLessThan(0);
    expect(feature(other, 'side')).toBe(1);
    expect(feature(mentionOf('Cataract.', 'H25.10', 'Cataract'), 'side')).toBe(0);
  });

  it('leave alone the codes that have none', () => {
    expect(feature(mentionOf('Left heart failure.', 'I50.9', 'heart failure'), 'side')).toBe(0);
  });

  it('do not reach over the end of a sentence or line', () => {
    for (const text of ['Left. Cataract.', 'Cataract\nleft hip pain', 'Eye, left; cataract.']) {
      expect(quotes(text, 'H25.12'), text).toEqual([]);
    }
  });

  it('do not lift what the text says of the words', () => {
    for (const text of [
      'Left eye quiet, no cataract.',
      'No cataract seen, left eye.',
      'Denies left cataract.',
    ]) {
      const found = mentionsOf(text, 'H25.12');
      expect(found.length, text).toBeGreaterThan(0);
      for (const { context } of found) expect(context, text).toBe('negated');
    }
  });
});

describe('contexts', () => {
  it.each([
    ['No fever.', 'R50.9', 'negated'],
    ['Father has hypertension.', 'I10', 'family'],
    ['Possible heart failure.', 'I50.9', 'uncertain'],
    ['Return if fever develops.', 'R50.9', 'hypothetical'],
    ['Fever.', 'R50.9', 'affirmed'],
  ])('are those of the words: %s', (text, code, context) => {
    const found = mentionsOf(text, code);
    expect(found.length).toBeGreaterThan(0);
    for (const mention of found) {
      expect(mention.context).toBe(context);
      for (const each of ['negated', 'uncertain', 'history', 'family', 'hypothetical', 'planned'] as const) {
        expect(feature(mention, each), each).toBe(Number(each === context));
      }
    }
  });

  it('of the past hold for codes about the past, and of relatives for those about relatives', () => {
    expect(contextForCode('Z87.01', 'history')).toBe('affirmed');
    expect(contextForCode('J18.9', 'history')).toBe('history');
    expect(contextForCode('Z80.3', 'family')).toBe('affirmed');
    expect(contextForCode('Z87.01', 'family')).toBe('family');
    for (const code of ['Z87.01', 'Z80.3', 'J18.9']) {
      for (const context of ['negated', 'uncertain', 'hypothetical', 'planned', 'affirmed'] as const) {
        expect(contextForCode(code, context)).toBe(context);
      }
    }
    const text = 'History of pneumonia.';
    expect(mentionsOf(text, 'Z87.01').map(({ context }) => context)).toContain('affirmed');
    for (const { context } of mentionsOf(text, 'J18.9')) expect(context).toBe('history');
  });
});

describe('features that need all mentions', () => {
  it('count the span, and say how much longer a phrase over it is', () => {
    const text = 'Congestive heart failure.';
    const inner = mentionOf(text, 'I50.9', 'heart failure');
    const outer = mentionOf(text, 'I50.9', 'Congestive heart failure');
    expect([inner, outer].map((each) => feature(each, 'span.words'))).toEqual([2, 3]);
    expect([inner, outer].map((each) => feature(each, 'span.content'))).toEqual([2, 3]);
    expect([inner, outer].map((each) => feature(each, 'span.characters'))).toEqual([13, 24]);
    expect([inner, outer].map((each) => feature(each, 'cover.written'))).toEqual([1, 0]);
  });

  it('number the mentions of a code, and place them in the document', () => {
    const found = mentionsOf('Fever. Cough. Fever. Fever.', 'R50.9');
    expect(found.map((each) => feature(each, 'repeat'))).toEqual([0, 1, 2]);
    expect(found.map((each) => feature(each, 'place'))).toEqual([0, 0.5, 0.75]);
    expect(feature(found[0]!, 'words')).toBeCloseTo(Math.log1p(4), 5);
  });

  it('know other codes over the same words', () => {
    const own = mentionOf('Pneumonia.', 'Z87.01', 'Pneumonia');
    expect(feature(own, 'rival.precision')).toBeGreaterThan(0);
    expect(feature(mentionOf('Cough.', 'R05.9', 'Cough'), 'rival.precision')).toBe(0);
    expect(feature(mentionOf('Cough.', 'R05.9', 'Cough'), 'rival.written')).toBe(0);
  });

  it('know how often training documents have the code and its category', () => {
    const own = mentionOf('Heart failure.', 'I50.9', 'Heart failure');
    expect(feature(own, 'prior')).toBeCloseTo(finder.prior('I50.9'), 5);
    expect(feature(own, 'prior.category')).toBeCloseTo(finder.categoryPrior('I50.9'), 5);
    expect(finder.prior('I50.9')).toBeGreaterThan(finder.prior('I10'));
    // E11.22 itself was never coded; its category was.
    expect(finder.prior('E11.22')).toBe(finder.prior('I10'));
    expect(finder.categoryPrior('E11.22')).toBe(finder.categoryPrior('E11.9'));
    expect(finder.categoryPrior('E11.22')).toBeGreaterThan(finder.categoryPrior('I10'));
    expect(finder.trainingDocuments.get('I50.9')).toBe(1);
  });

  it('take the view of the tagger on the words and around them', () => {
    const text = 'Has heart failure today.';
    const tags = {
      first: Float32Array.of(0.1, 0.7, 0.1, 0.25),
      inside: Float32Array.of(0.2, 0.8, 0.6, 0.5),
    };
    const found = finder
      .find(readingOf(text, 'en', { tags }))
      .find(({ code, from, to }) => code === 'I50.9' && from === 1 && to === 3)!;
    expect(feature(found, 'tag.first')).toBeCloseTo(0.7, 5);
    expect(feature(found, 'tag.inside')).toBeCloseTo(0.7, 5);
    expect(feature(found, 'tag.before')).toBeCloseTo(0.2, 5);
    // The next word is inside a mention as likely as not, but half of that because it begins one.
    expect(feature(found, 'tag.after')).toBeCloseTo(0.25, 5);
  });
});

/** Texts of the lexicon's own words and others, sides, denials, numbers and sentence ends. */
function randomText(random: () => number, language: Language): string {
  const vocabulary = [
    ...Object.values(TITLES).flatMap((title) => title.split(' ')),
    ...(language === 'en'
      ? 'no denies without left right both eye eyes and of the his mother had history of possible blood pressure high heart failure fever cough cataract broken hip cough fever 2 38.5'
      : 'no niega sin izquierdo derecha ambos ojo y de la madre antecedentes de posible tensión arterial alta insuficiencia cardíaca fiebre tos catarata neumonía diabetes tipo 2 👁 hipertensión'
    ).split(' '),
  ];
  const ends = [' ', ' ', ' ', ' ', ' ', ', ', '. ', '; ', '\n', '.\n\n', ': '];
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  const headings = ['Assessment:\n', 'Family history: ', 'Chief complaint: ', 'Antecedentes familiares: '];
  let text = '';
  const count = Math.floor(random() * 60);
  for (let i = 0; i < count; i++) {
    if (text.endsWith('\n') && random() < 0.2) text += pick(headings);
    text += pick(vocabulary) + pick(ends);
  }
  return text;
}

describe.each(['en', 'es'] as const)('in any text (%s)', (language) => {
  const random = mulberry32(language === 'en' ? 7 : 8);
  const texts = ['', ' ', '…', '👁', ...Array.from({ length: 150 }, () => randomText(random, language))];
  const read = texts.map((text) => {
    const reading = readingOf(text, language);
    return { text, reading, mentions: finder.find(reading) };
  });

  it('every mention is a range of words, of a code of the lexicon, with all features finite', () => {
    for (const { text, reading, mentions } of read) {
      for (const mention of mentions) {
        expect(Number.isInteger(mention.from) && Number.isInteger(mention.to)).toBe(true);
        expect(mention.from).toBeGreaterThanOrEqual(0);
        expect(mention.to).toBeGreaterThan(mention.from);
        expect(mention.to).toBeLessThanOrEqual(reading.words.stems.length);
        expect(quote(text, reading, mention)).not.toBe('');
        expect(Object.keys(TITLES)).toContain(mention.code);
        expect(mention.features).toHaveLength(MENTION_FEATURES.length);
        expect(mention.features.every(Number.isFinite)).toBe(true);
      }
    }
    expect(read.reduce((sum, { mentions }) => sum + mentions.length, 0)).toBeGreaterThan(200);
  });

  it('a code has one mention over the same words', () => {
    for (const { mentions } of read) {
      const keys = mentions.map(({ code, from, to }) => `${code} ${from} ${to}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('the same text gives the same mentions, also from another finder', () => {
    const other = new MentionFinder(smallLexicon());
    for (const { text, mentions } of read.slice(0, 40)) {
      expect(finder.find(readingOf(text, language))).toEqual(mentions);
      expect(other.find(readingOf(text, language))).toEqual(mentions);
    }
  });

  it('phrases in order are exactly those that a search for each of them finds', () => {
    const { stems, pairStart, pairCode } = lexicon.phrases[language];
    for (const { reading, mentions } of read) {
      const expected = new Set<string>();
      stems.forEach((phrase, number) => {
        const own = phrase.split(' ');
        for (let from = 0; from + own.length <= reading.words.stems.length; from++) {
          if (own.some((stem, i) => reading.words.stems[from + i] !== stem)) continue;
          for (let pair = pairStart[number]!; pair < pairStart[number + 1]!; pair++) {
            expected.add(`${lexicon.codes[pairCode[pair]!]} ${from} ${from + own.length}`);
          }
        }
      });
      const inOrder = mentions.filter(
        (each) =>
          feature(each, 'side.derived') === 0 &&
          feature(each, 'phrase.gaps') === 0 &&
          feature(each, 'phrase.coverage') === 1,
      );
      expect(new Set(inOrder.map(({ code, from, to }) => `${code} ${from} ${to}`))).toEqual(expected);
    }
  });

  it('a denied phrase is never affirmed', () => {
    for (const { reading, mentions } of read) {
      for (const mention of mentions) {
        const words = Array.from({ length: mention.to - mention.from }, (_, i) => mention.from + i);
        const naming = words.filter((w) => !sideWord(reading, w));
        if (naming.length === 0 || !naming.every((w) => reading.contextOf(w, w + 1) === 'negated')) continue;
        expect(mention.context).not.toBe('affirmed');
      }
    }
  });

  it('a side that a mention takes up lies in the sentence of its words', () => {
    let derived = 0;
    for (const { reading, mentions } of read) {
      const { positions } = reading.words;
      const near = sidesNear(reading.words, language);
      for (const mention of mentions.filter((each) => feature(each, 'side.derived') === 1)) {
        derived += 1;
        const place = near(mention.from, mention.to)!;
        const sources = mentions.filter(
          ({ from, to, code }) =>
            code !== mention.code &&
            code.startsWith(mention.code.slice(0, 3)) &&
            from >= mention.from &&
            to <= mention.to,
        );
        expect(
          sources.some(({ from, to }) => {
            const before = positions[from]! - positions[place.at]!;
            const after = positions[place.at]! - positions[to - 1]!;
            return Math.max(before, after) <= 4;
          }),
        ).toBe(true);
      }
    }
    expect(derived).toBeGreaterThan(0);
  });
});

function sideWord({ words, language }: DocumentReading, w: number): boolean {
  const near = sidesNear(words, language)(w, w + 1);
  return near?.at === w;
}
