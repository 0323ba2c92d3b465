import Database from 'better-sqlite3';
import type { Language } from '../../shared/chart.ts';
import { buildTermIndex, type TermIndex } from './termIndex.ts';
import { isFunctionWord } from './words.ts';

/** How a learned phrase speaks for a code, counted over the training documents. */
export interface PhraseCode {
  code: string;
  /** Gold evidence spans of this code that read so. */
  spans: number;
  /** Documents with both the phrase and the code. */
  hits: number;
}

export interface Phrase {
  stems: string[];
  /** Training documents that hold the phrase. */
  documents: number;
  /** Gold evidence spans that read so, of any code. */
  spans: number;
  codes: PhraseCode[];
}

/** A trie over stems; `phrase` marks the end of one. */
export interface PhraseNode {
  next: Map<string, PhraseNode>;
  phrase?: Phrase;
}

/** The phrases of one language, to be read in order (trie) and in any order (index). */
export interface LearnedPhrases {
  root: PhraseNode;
  /** The phrases of two or more content words, numbered as in `index`. */
  bags: Phrase[];
  index: TermIndex;
}

/** What the catalogue itself says of its codes: titles and Alphabetic Index terms. */
export interface CatalogueTerms {
  index: TermIndex;
  /** Code of each term of the index. */
  codes: string[];
  /** 1 for a term that denies one of its words (reflux without esophagitis), else 0. */
  denies: Uint8Array;
  /** Word number in the index by stem. */
  wordNumbers: Map<string, number>;
  /** Spanish stem → word numbers with the probability of that translation. */
  translations: Map<string, [word: number, likelihood: number][]>;
}

/** The compiled lexicon of a model pack. */
export interface Lexicon {
  phrases: Record<Language, LearnedPhrases>;
  catalogue: CatalogueTerms;
  /** Training documents with each code. */
  priors: Map<string, number>;
  trainingDocuments: number;
}

/** Schema of `lexicon.sqlite`; see training/lexicon.ts, which writes it. */
export const LEXICON_SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE prior (code TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE phrase (id INTEGER PRIMARY KEY, language TEXT NOT NULL, stems TEXT NOT NULL,
    documents INTEGER NOT NULL, spans INTEGER NOT NULL);
  CREATE TABLE phrase_code (phrase INTEGER NOT NULL REFERENCES phrase, code TEXT NOT NULL,
    spans INTEGER NOT NULL, hits INTEGER NOT NULL, PRIMARY KEY (phrase, code)) WITHOUT ROWID;
  CREATE TABLE array (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE list (name TEXT PRIMARY KEY, lines TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE translation (stem TEXT PRIMARY KEY, readings TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Loads a pack's `lexicon.sqlite`.
 * @throws where the file is not one
 */
export function openLexicon(file: string): Lexicon {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return {
      phrases: { en: loadPhrases(database, 'en'), es: loadPhrases(database, 'es') },
      catalogue: loadCatalogueTerms(database),
      priors: new Map(
        database.prepare('SELECT code, documents FROM prior').raw().all() as [string, number][],
      ),
      trainingDocuments: Number(
        database.prepare("SELECT value FROM meta WHERE key = 'documents'").pluck().get(),
      ),
    };
  } finally {
    database.close();
  }
}

function loadPhrases(database: Database.Database, language: Language): LearnedPhrases {
  const root: PhraseNode = { next: new Map() };
  const byId = new Map<number, Phrase>();
  const rows = database
    .prepare('SELECT id, stems, documents, spans FROM phrase WHERE language = ? ORDER BY id')
    .all(language) as { id: number; stems: string; documents: number; spans: number }[];
  for (const { id, stems, documents, spans } of rows) {
    const phrase: Phrase = { stems: stems.split(' '), documents, spans, codes: [] };
    byId.set(id, phrase);
    let node = root;
    for (const stem of phrase.stems) {
      let next = node.next.get(stem);
      if (!next) node.next.set(stem, (next = { next: new Map() }));
      node = next;
    }
    node.phrase = phrase;
  }
  const codes = database
    .prepare(
      `SELECT phrase, code, phrase_code.spans, hits FROM phrase_code JOIN phrase ON phrase.id = phrase
       WHERE language = ? ORDER BY phrase, code`,
    )
    .all(language) as { phrase: number; code: string; spans: number; hits: number }[];
  for (const { phrase, code, spans, hits } of codes) byId.get(phrase)?.codes.push({ code, spans, hits });
  const bags = [...byId.values()].filter((phrase) => contentOf(phrase.stems).length > 1);
  return { root, bags, index: buildTermIndex(bags.map((phrase) => contentOf(phrase.stems))) };
}

/** A phrase's words that carry meaning. */
export function contentOf(stems: readonly string[]): string[] {
  return stems.filter((stem) => !isFunctionWord(stem));
}

function loadCatalogueTerms(database: Database.Database): CatalogueTerms {
  const array = (name: string): ArrayBuffer => {
    const blob = database.prepare('SELECT data FROM array WHERE name = ?').pluck().get(name) as Buffer;
    return blob.buffer.slice(blob.byteOffset, blob.byteOffset + blob.byteLength) as ArrayBuffer;
  };
  const list = (name: string): string[] =>
    (database.prepare('SELECT lines FROM list WHERE name = ?').pluck().get(name) as string).split('\n');
  const words = list('words');
  const codeList = list('codes');
  const termCodes = new Int32Array(array('term_code'));
  const wordNumbers = new Map(words.map((word, number) => [word, number]));
  return {
    index: {
      words,
      weights: new Float32Array(array('weights')),
      termStart: new Int32Array(array('term_start')),
      termWords: new Int32Array(array('term_words')),
      anchorStart: new Int32Array(array('anchor_start')),
      anchorTerms: new Int32Array(array('anchor_terms')),
    },
    codes: Array.from(termCodes, (code) => codeList[code] ?? ''),
    denies: new Uint8Array(array('term_denies')),
    wordNumbers,
    translations: new Map(
      (database.prepare('SELECT stem, readings FROM translation').raw().all() as [string, string][]).map(
        ([stem, readings]) => [stem, JSON.parse(readings) as [number, number][]],
      ),
    ),
  };
}
