import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../training/catalogueTexts.ts';
import {
  britishRows,
  evidenceRows,
  ontologyRows,
  pairRows,
  phraseFinder,
  readHandWritten,
  safeAbbreviations,
  spellingsOf,
  splitTranslations,
  tableText,
  translationRows,
  vocabularyOf,
  withoutContradictions,
} from '../../../training/searchRows.ts';
import { isFunctionWord, stem, wordsOf } from '../../../src/main/coding/words.ts';
import { corpora, corpusTag, hasCorpus } from '../../corpora.ts';

const project = join(import.meta.dirname, '../../..');
const handWritten = (name: string): Map<string, string[]> =>
  readHandWritten(readFileSync(join(project, 'training/searchLexicon', `${name}.tsv`), 'utf8'));
const shipped = (name: string): string[][] =>
  readFileSync(join(project, 'resources/search', `${name}.tsv`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

describe('a hand-written table', () => {
  it('pairs every reading of the left cell with every one of the right, in order', () => {
    const meanings = readHandWritten(
      'typed\tmeant\nheart attack; coronary\tmyocardial infarction\ncoronary\tcoronary artery\n',
    );
    expect([...meanings]).toEqual([
      ['heart attack', ['myocardial infarction']],
      ['coronary', ['myocardial infarction', 'coronary artery']],
    ]);
  });

  it('becomes rows without those that say the same twice', () => {
    expect(pairRows(new Map([['fractures', ['fracture', 'broken bone']]]))).toEqual([
      ['fractures', 'broken bone'],
    ]);
  });
});

describe('safe abbreviations of an inventory', () => {
  const texts = ['Acute retention of urine', 'Syndrome, short bowel', 'Arm, left', 'Hand, other'];

  it('are the only reading, spelled by initials, with words that stand together in a text', () => {
    const inventory =
      'sbs = short bowel syndrome \nalu = arm left urine\nrou = retention of urine\nru1 = retention urine';
    expect(safeAbbreviations(inventory, texts)).toEqual([
      ['sbs', 'short bowel syndrome'],
      ['rou', 'retention of urine'],
    ]);
  });

  it('are not those with two readings, nor words of the classification or of the language', () => {
    const inventory =
      'aru = acute retention urine\naru = acute renal upset\narm = acute retention micturition\nthe = total hand edema\notoh = on the other hand';
    expect(safeAbbreviations(inventory, [...texts, 'acute retention micturition'])).toEqual([]);
  });
});

describe('British spellings', () => {
  it.each([
    ['anemia', 'anaemia'],
    ['hemorrhage', 'haemorrhage'],
    ['esophagitis', 'oesophagitis'],
    ['edema', 'oedema'],
    ['dyspnea', 'dyspnoea'],
    ['diarrhea', 'diarrhoea'],
    ['leukemia', 'leukaemia'],
    ['ischemic', 'ischaemic'],
    ['tumor', 'tumour'],
    ['fetal', 'foetal'],
    ['cesarean', 'caesarean'],
    ['generalized', 'generalised'],
    ['dialyzer', 'dialyser'],
  ])('%s is found by %s', (american, british) => {
    expect(britishRows([american])).toEqual([[british, american]]);
  });

  it.each([
    'hemiplegia',
    'academic',
    'epidemic',
    'systemic',
    'chemical',
    'diameter',
    'prize',
    'major',
    'oedema',
    'hemic',
  ])('%s is left alone', (word) => {
    expect(britishRows([word])).toEqual([]);
  });
});

describe('the Spanish-English word table', () => {
  const spanish = spellingsOf(['fiebre alta, fiebre', 'dolores dolores dolor dolor', 'hígado hígado Hígado']);
  const english = vocabularyOf(['Fever', 'Pain', 'Liver disease']);

  it('has every form that the Spanish text has twice, and only readings of the classification', () => {
    const learned = {
      fiebr: [['fever', 0.5]],
      higad: [
        ['liver', 0.4],
        ['hepatoxyl', 0.3],
        ['diseas', 0.1],
      ],
    } as Record<string, [string, number][]>;
    expect(translationRows(new Map(), learned, spanish, english)).toEqual([
      ['fiebre', 'fever', '0.75'],
      ['hígado', 'liver', '0.6'],
    ]);
  });

  it('prefers what is hand-written to what was learned', () => {
    const learned = { dolor: [['fever', 0.9]] } as Record<string, [string, number][]>;
    expect(translationRows(new Map([['dolor', ['pain', 'ache']]]), learned, spanish, english)).toEqual([
      ['dolor', 'pain', '0.6'],
      ['dolor', 'ache', '0.35'],
      ['dolores', 'pain', '0.6'],
      ['dolores', 'ache', '0.35'],
    ]);
  });

  it('takes words to words; whatever has more words is a phrase', () => {
    const { words, phrases } = splitTranslations(
      new Map([
        ['cáncer', ['malignant neoplasm', 'cancer']],
        ['dolor de cabeza', ['headache']],
      ]),
    );
    expect([...words]).toEqual([['cáncer', ['cancer']]]);
    expect([...phrases]).toEqual([
      ['cáncer', ['malignant neoplasm']],
      ['dolor de cabeza', ['headache']],
    ]);
  });
});

describe('phrases', () => {
  const codes = new Set(['R50.9', 'A41.9', 'K50.90']);
  const known = (word: string): boolean => ['fiebre', 'crohn'].includes(word);

  it('of an ontology keep codes of the release and drop what is obsolete', () => {
    const names = { 'Febrile  Disorder': 'R50.9', 'obsolete fever': 'R50.9', gone: 'Z99.9', '5': 'A41.9' };
    expect(ontologyRows(names, codes)).toEqual([['doid', 'en', 'R50.9', 'febrile disorder']]);
  });

  it('of annotators keep the commonest code and a second that is usual', () => {
    const marked = (phrase: string, ...given: string[]): { phrase: string; code: string }[] =>
      given.map((code) => ({ phrase, code }));
    expect(
      evidenceRows(
        [
          ...marked('Fiebre', 'R50.9', 'R50.9', 'A41.9'),
          ...marked('cuadro séptico', 'A41.9', 'A41.9', 'A41.9', 'R50.9'),
          ...marked('sin código', 'Q99.9'),
        ],
        codes,
        known,
      ),
    ).toEqual([
      ['codiesp-train', 'es', 'R50.9', 'fiebre'],
      ['codiesp-train', 'es', 'A41.9', 'fiebre'],
      ['codiesp-train', 'es', 'A41.9', 'cuadro séptico'],
    ]);
  });

  it.each(['Fiebre de Marisol', 'fiebre el 12/03/2010', 'fiebre de 39', 'fiebre 3,5', '7', 'f'.repeat(81)])(
    'that may point to a person, or are none, are left out: %s',
    (phrase) => {
      expect(evidenceRows([{ phrase, code: 'R50.9' }], codes, known)).toEqual([]);
    },
  );

  it('may name a disease after its discoverer', () => {
    expect(evidenceRows([{ phrase: 'enfermedad de Crohn', code: 'K50.90' }], codes, known)).toHaveLength(1);
  });
});

describe('learned phrases against the book', () => {
  const named = [
    { text: "Disease, diseased > Alzheimer's", code: 'G30.9' },
    { text: 'Stenosis, stenotic > aortic (valve)', code: 'I35.0' },
    { text: 'Acute myocardial infarction', code: 'I21' },
    { text: 'Cocaine (topical)', code: 'T41.3X' },
    { text: 'Respiratory failure, unspecified', code: 'J96.9' },
    { text: 'Acute myocardial infarction, unspecified', code: 'I21.9' },
  ];
  const meanings = new Map([
    ['infarto agudo', ['acute myocardial infarction']],
    ['insuficiencia', ['respiratory failure']],
  ]);
  const kept = (code: string, phrase: string): boolean =>
    withoutContradictions([['codiesp-train', 'es', code, phrase]], named, meanings).length === 1;

  it.each([
    ['alzheimer', 'G03.9'],
    ['aortic stenosis', 'Q23.0'],
    ['infarto agudo', 'I21.3'],
  ])('lose to what the book calls %s: not %s', (phrase, code) => {
    expect(kept(code, phrase)).toBe(false);
  });

  it.each([
    ['alzheimer', 'G30.0'],
    ['infarto agudo', 'I21.9'],
    ['insuficiencia', 'J96.90'],
    ['congenital aortic stenosis', 'Q23.0'],
    ['disease', 'R69'],
    ['cocaine', 'F14.10'],
  ])('stay where they agree with it or it is silent: %s as %s', (phrase, code) => {
    expect(kept(code, phrase)).toBe(true);
  });
});

describe('the shipped tables', () => {
  it.each([
    ['abbreviations', ['short', 'long'], 1],
    ['synonyms', ['typed', 'meant'], 1],
    ['translations', ['es', 'en', 'probability'], 1],
    ['phrases', ['source', 'language', 'code', 'phrase'], 4],
  ] as const)('%s has its header, whole and distinct rows, and is sorted', (name, header, keys) => {
    const [first = [], ...rows] = shipped(name);
    expect(first).toEqual(header);
    expect(
      rows.filter((row) => row.length !== header.length || row.some((cell) => cell.trim() !== cell || !cell)),
    ).toEqual([]);
    expect(new Set(rows.map((row) => row.join('\t'))).size).toBe(rows.length);
    expect(tableText(first, rows, keys)).toBe(
      readFileSync(join(project, 'resources/search', `${name}.tsv`), 'utf8'),
    );
  });

  it('hold all that is hand-written', () => {
    const has = (name: string): Set<string> => new Set(shipped(name).map(([a = '', b = '']) => `${a}\t${b}`));
    const missing = (rows: string[][], table: Set<string>): string[] =>
      rows.map((row) => row.join('\t')).filter((row) => !table.has(row));
    const { words, phrases } = splitTranslations(handWritten('translations'));
    expect(missing(pairRows(handWritten('abbreviations')), has('abbreviations'))).toEqual([]);
    expect(missing(pairRows(handWritten('synonyms')), has('synonyms'))).toEqual([]);
    expect(missing(pairRows(phrases), has('synonyms'))).toEqual([]);
    const first = new Map([...words].map(([spanish, [best = '']]) => [spanish, [best]]));
    expect(
      missing(
        [...first].map(([spanish, [best = '']]) => [spanish, best]),
        has('translations'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['htn', 'hypertension'],
    ['afib', 'atrial fibrillation'],
    ['t2dm', 'type 2 diabetes mellitus'],
    ['copd', 'chronic obstructive pulmonary disease'],
    ['mi', 'myocardial infarction'],
    ['pe', 'pulmonary embolism'],
    ['ra', 'rheumatoid arthritis'],
    ['ms', 'multiple sclerosis'],
    ['ca', 'malignant neoplasm'],
    ['cp', 'chest pain'],
    ['hta', 'hipertensión arterial'],
  ])('give %s its commonest meaning first: %s', (short, long) => {
    expect(shipped('abbreviations').find(([key]) => key === short)).toEqual([short, long]);
  });

  it('expand no word that sentences are made of', () => {
    const common = shipped('abbreviations').filter(
      ([short = '']) => isFunctionWord(stem(short)) && !['nos', 'nec', 'as'].includes(short),
    );
    expect(common).toEqual([]);
  });
});

describe.skipIf(!hasCorpus('icd10cm-fy2026'))(`against the classification ${corpusTag}`, () => {
  let codes: Set<string>;
  let standsInText: (phrase: string) => boolean;
  beforeAll(() => {
    const catalogue = readCatalogue(join(corpora, 'icd10cm-fy2026'));
    codes = catalogue.codes;
    standsInText = phraseFinder(catalogue.texts);
  });

  it('the words of every hand-written meaning stand together in one of its texts', () => {
    const meanings = [...handWritten('synonyms').values(), ...handWritten('translations').values()].flat();
    // Words of grammar alone, such as "due to", are no phrase to find.
    const telling = meanings.filter((text) => wordsOf(text).stems.some((word) => !isFunctionWord(word)));
    expect(telling.filter((text) => !standsInText(text))).toEqual([]);
  });

  it('so do those of every abbreviation, or its Spanish words can be translated', () => {
    const spanish = new Set(shipped('translations').map(([word = '']) => stem(word)));
    const isSpanish = (text: string): boolean =>
      wordsOf(text).stems.every(
        (word) => isFunctionWord(word) || word.length < 3 || spanish.has(word) || standsInText(word),
      );
    const long = [...handWritten('abbreviations').values()].flat();
    const telling = long.filter((text) => wordsOf(text).stems.some((word) => !isFunctionWord(word)));
    expect(telling.filter((text) => !standsInText(text) && !isSpanish(text))).toEqual([]);
  });

  it('every phrase has a code of the release', () => {
    const unknown = shipped('phrases')
      .slice(1)
      .filter(([, , code = '']) => !codes.has(code));
    expect(unknown).toEqual([]);
  });
});
