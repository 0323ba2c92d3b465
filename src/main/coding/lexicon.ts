import Database from 'better-sqlite3';
import type { Language } from '../../shared/chart.ts';
import { buildTermIndex, type TermIndex } from './termIndex.ts';
import { groupSides, type SideOf, type Siblings } from './sides.ts';
import { isFunctionWord } from './words.ts';

/**
 * Phrases of one language that name codes: those that coders marked in training documents, and those of the
 * written phrase book. In arrays that load without building; phrase p speaks for the pairs
 * `pairStart[p]..pairStart[p+1]`.
 */
export interface Phrases {
  /** Stems of each phrase, joined by spaces. */
  stems: string[];
  /** Training documents that hold the phrase. */
  documents: Int32Array;
  /** Gold evidence spans that read so, of any code. */
  spans: Int32Array;
  pairStart: Int32Array;
  /** Code of each pair, a number in {@link Lexicon.codes}. */
  pairCode: Int32Array;
  /** Gold evidence spans of the pair's code that read so. */
  pairSpans: Int32Array;
  /** Training documents with both the phrase and the code. */
  pairHits: Int32Array;
  /** 1 where the phrase book gives the phrase to the code. */
  pairWritten: Uint8Array;
  /** The phrases of two or more content words, to be found in any order, and the phrase of each. */
  bags: TermIndex;
  bagPhrase: Int32Array;
}

/** What the catalogue itself says of its codes: titles, inclusion terms and Alphabetic Index terms. */
export interface CatalogueTerms {
  index: TermIndex;
  /** Code of each term of the index, a number in {@link Lexicon.codes}. */
  termCode: Int32Array;
  /** 1 for a term that denies one of its words (reflux without esophagitis), else 0. */
  denies: Uint8Array;
  /** Word number in the index by stem. */
  wordNumbers: Map<string, number>;
  /** Spanish stem → word numbers with the probability of that translation. */
  translations: Map<string, readonly [word: number, likelihood: number][]>;
}

/** The compiled lexicon of one code system in a model pack. */
export interface Lexicon {
  codes: string[];
  phrases: Record<Language, Phrases>;
  catalogue: CatalogueTerms;
  /** Codes that differ from others in the side alone, and the codes of each such group by side. */
  sides: ReadonlyMap<string, SideOf>;
  siblings: ReadonlyMap<number, Siblings>;
  /** Training documents with each code. */
  priors: Map<string, number>;
  trainingDocuments: number;
}

const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE array (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE list (name TEXT PRIMARY KEY, lines TEXT NOT NULL) WITHOUT ROWID;
`;

const LANGUAGES = ['en', 'es'] as const satisfies readonly Language[];
const PHRASE_ARRAYS = [
  'documents',
  'spans',
  'pairStart',
  'pairCode',
  'pairSpans',
  'pairHits',
  'bagPhrase',
] as const satisfies readonly (keyof Phrases)[];
const INDEX_ARRAYS = ['termStart', 'termWords', 'anchorStart', 'anchorTerms'] as const;

/** A phrase's words that carry meaning. */
export function contentOf(stems: readonly string[]): string[] {
  return stems.filter((stem) => !isFunctionWord(stem));
}

/** Phrase number by its words, and -1 for words that only begin phrases, so that a search can stop early. */
export function phraseNumbers(stems: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const phrase of stems) {
    for (let end = phrase.indexOf(' '); end !== -1; end = phrase.indexOf(' ', end + 1)) {
      numbers.set(phrase.slice(0, end), -1);
    }
  }
  stems.forEach((phrase, number) => numbers.set(phrase, number));
  return numbers;
}

/** The index over those phrases that have two or more content words. */
export function bagsOf(stems: readonly string[]): Pick<Phrases, 'bags' | 'bagPhrase'> {
  const numbered = stems
    .map((phrase, number) => ({ number, content: contentOf(phrase.split(' ')) }))
    .filter(({ content }) => content.length > 1);
  return {
    bags: buildTermIndex(numbered.map(({ content }) => content)),
    bagPhrase: Int32Array.from(numbered, ({ number }) => number),
  };
}

/** Writes a lexicon to a new SQLite file. The same lexicon gives the same bytes. */
export function writeLexicon(file: string, lexicon: Lexicon): void {
  const database = new Database(file);
  database.exec(SCHEMA);
  const meta = database.prepare('INSERT INTO meta VALUES (?, ?)');
  const addArray = database.prepare('INSERT INTO array VALUES (?, ?)');
  const addList = database.prepare('INSERT INTO list VALUES (?, ?)');
  const array = (name: string, data: Int32Array | Float32Array | Uint8Array): void => {
    addArray.run(name, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  };
  const termIndex = (name: string, index: TermIndex): void => {
    addList.run(`${name}.words`, index.words.join('\n'));
    array(`${name}.weights`, index.weights);
    for (const part of INDEX_ARRAYS) array(`${name}.${part}`, index[part]);
  };
  database.transaction(() => {
    meta.run('documents', String(lexicon.trainingDocuments));
    addList.run('codes', lexicon.codes.join('\n'));
    const priors = [...lexicon.priors].sort(([a], [b]) => (a < b ? -1 : 1));
    addList.run('priors', priors.map((pair) => pair.join('\t')).join('\n'));
    addList.run(
      'sides',
      [...lexicon.sides].map(([code, { group, side }]) => [code, group, side].join('\t')).join('\n'),
    );
    for (const language of LANGUAGES) {
      const phrases = lexicon.phrases[language];
      addList.run(`${language}.stems`, phrases.stems.join('\n'));
      for (const part of PHRASE_ARRAYS) array(`${language}.${part}`, phrases[part]);
      array(`${language}.pairWritten`, phrases.pairWritten);
      termIndex(`${language}.bags`, phrases.bags);
    }
    const { index, termCode, denies, translations } = lexicon.catalogue;
    termIndex('catalogue', index);
    array('catalogue.termCode', termCode);
    array('catalogue.denies', denies);
    addList.run(
      'translations',
      [...translations].map(([stem, readings]) => `${stem}\t${JSON.stringify(readings)}`).join('\n'),
    );
  })();
  database.exec('VACUUM');
  database.close();
}

/**
 * Loads a lexicon of a model pack.
 * @throws where the file is not one
 */
export function openLexicon(file: string): Lexicon {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const blob = database.prepare('SELECT data FROM array WHERE name = ?').pluck();
    const text = database.prepare('SELECT lines FROM list WHERE name = ?').pluck();
    const bytes = (name: string): ArrayBuffer => {
      const data = blob.get(name) as Buffer;
      return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
    };
    const list = (name: string): string[] => {
      const lines = text.get(name) as string;
      return lines === '' ? [] : lines.split('\n');
    };
    const integers = (name: string): Int32Array => new Int32Array(bytes(name));
    const termIndex = (name: string): TermIndex => ({
      words: list(`${name}.words`),
      weights: new Float32Array(bytes(`${name}.weights`)),
      termStart: integers(`${name}.termStart`),
      termWords: integers(`${name}.termWords`),
      anchorStart: integers(`${name}.anchorStart`),
      anchorTerms: integers(`${name}.anchorTerms`),
    });
    const phrases = (language: Language): Phrases => ({
      stems: list(`${language}.stems`),
      documents: integers(`${language}.documents`),
      spans: integers(`${language}.spans`),
      pairStart: integers(`${language}.pairStart`),
      pairCode: integers(`${language}.pairCode`),
      pairSpans: integers(`${language}.pairSpans`),
      pairHits: integers(`${language}.pairHits`),
      pairWritten: new Uint8Array(bytes(`${language}.pairWritten`)),
      bags: termIndex(`${language}.bags`),
      bagPhrase: integers(`${language}.bagPhrase`),
    });
    const pairs = (name: string): [string, string][] =>
      list(name).map((line) => line.split('\t') as [string, string]);
    const sides = list('sides').map((line): [string, SideOf] => {
      const [code = '', group, side] = line.split('\t');
      return [code, { group: Number(group), side: side as SideOf['side'] }];
    });
    const index = termIndex('catalogue');
    return {
      codes: list('codes'),
      phrases: { en: phrases('en'), es: phrases('es') },
      catalogue: {
        index,
        termCode: integers('catalogue.termCode'),
        denies: new Uint8Array(bytes('catalogue.denies')),
        wordNumbers: new Map(index.words.map((word, number) => [word, number])),
        translations: new Map(
          pairs('translations').map(([stem, readings]) => [stem, JSON.parse(readings) as [number, number][]]),
        ),
      },
      ...groupSides(sides),
      priors: new Map(pairs('priors').map(([code, count]) => [code, Number(count)])),
      trainingDocuments: Number(
        database.prepare("SELECT value FROM meta WHERE key = 'documents'").pluck().get(),
      ),
    };
  } finally {
    database.close();
  }
}
