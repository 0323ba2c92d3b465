import type Database from 'better-sqlite3';
import type { FoundBy, Mark, SearchAnswer, SearchHit } from '../../../shared/book.ts';
import { CodeRows } from '../codeRows.ts';
import { extended, withDot, withoutDot } from '../codes.ts';
import { stem, tokenise } from './normalise.ts';
import { lowerBound, openIndex, type OpenIndex } from './openIndex.ts';
import { QueryReader, type Reading } from './query.ts';
import { byScore, Ranking, type Found } from './ranking.ts';
import { KINDS } from './searchIndex.ts';

/** What may be a code of some system or its beginning: a letter alone, or anything of one piece with a digit. */
const CODE = /^(?:[a-z]|(?=.*\d)[a-z\d][a-z\d.+/-]{0,19})$/i;
/** So many characters of a code are no word. */
const NAMED = 3;
/** A hit that holds this part of what the query asks is no weak one. */
const STRONG = 0.6;

/** Finds codes of one pack by what a coder types. Opened once, asked at every keystroke. */
export class CodeSearch {
  readonly #index: OpenIndex;
  readonly #reader: QueryReader;
  readonly #ranking: Ranking;
  readonly #rows: CodeRows;
  readonly #byCode: Database.Statement;
  readonly #byPrefix: Database.Statement;
  readonly #rootsByPrefix: Database.Statement;
  readonly #phraseText: Database.Statement;
  /** Of the words of hits shown so far. */
  readonly #terms = new Map<string, number>();

  /**
   * @param database an open catalogue pack
   * @throws UserError where it has no search tables
   */
  constructor(database: Database.Database) {
    this.#index = openIndex(database);
    this.#reader = new QueryReader(this.#index);
    this.#ranking = new Ranking(this.#index);
    this.#rows = new CodeRows(database);
    this.#byCode = database.prepare('SELECT id FROM code WHERE code = ?').pluck();
    this.#byPrefix = database
      .prepare('SELECT id FROM code WHERE code >= ? AND code < ? ORDER BY length(code), id LIMIT ?')
      .pluck();
    this.#rootsByPrefix = database
      .prepare('SELECT id FROM code WHERE code >= ? AND code < ? AND parent IS NULL ORDER BY id LIMIT ?')
      .pluck();
    this.#phraseText = database.prepare('SELECT text FROM phrase WHERE id = ?').pluck();
  }

  /**
   * Codes for a query, those most likely meant first: a code or its beginning in any case, with or without
   * the dot, a code whose placeholders were left out (W19A), or words in any order, with typing errors, in
   * short forms, lay words, English or Spanish. The last word counts as unfinished unless a blank follows it.
   */
  search(query: string, limit: number): SearchAnswer {
    const typed = query.trim().replace(/[.-]+$/, '');
    const codes = CODE.test(typed) ? this.#codesFor(typed, limit) : [];
    const hits = codes.map((id) => this.#hit(id, null, () => false));
    // A letter and a digit may begin a code or be a word ("T4"); more of a code is no word.
    if (codes.length > 0 && charactersOf(typed) !== 2) return { hits, understoodAs: null, weak: false };

    const readings = this.#reader.read(query);
    const best = new Map<number, Found>();
    for (const reading of readings) {
      for (const found of this.#ranking.rank(reading)) {
        if (found.score > (best.get(found.code)?.score ?? -Infinity)) best.set(found.code, found);
      }
    }
    this.#ranking.addHeaders(best);
    const ranked = [...best.values()].sort(byScore).slice(0, limit);
    const chosen = new Set(codes);
    for (const { code, phrase, reading } of ranked) {
      if (hits.length >= limit || chosen.has(code + 1)) continue;
      hits.push(
        this.#hit(
          code + 1,
          phrase,
          matcherOf(reading, (word) => this.#termOf(word)),
        ),
      );
    }
    const understood = codes.length === 0 ? ranked[0]?.reading : undefined;
    return {
      hits,
      understoodAs: understood && !understood.typed ? understood.words.join(' ') : null,
      weak: codes.length === 0 && readings.length > 0 && ranked.every(({ held }) => held < STRONG),
    };
  }

  /** Identifiers of the codes that the query names or begins; for less than three characters, categories alone. */
  #codesFor(typed: string, limit: number): number[] {
    const beginning = charactersOf(typed) < NAMED ? this.#rootsByPrefix : this.#byPrefix;
    for (const prefix of spellingsOf(typed)) {
      const found = beginning.all(prefix, `${prefix}~`, limit) as number[];
      if (found.length > 0) return found;
    }
    const plain = withoutDot(typed).toUpperCase();
    if (plain.length < 4) return [];
    // The seventh character alone behind a shorter code.
    const id = this.#byCode.get(extended(plain.slice(0, -1), plain.slice(-1))) as number | undefined;
    return id === undefined ? [] : [id];
  }

  /** The number of a word's term; -1 where it has none. */
  #termOf(word: string): number {
    let term = this.#terms.get(word);
    if (term === undefined) {
      const form = stem(word);
      const place = lowerBound(this.#index.terms, form);
      term = this.#index.terms[place] === form ? place : -1;
      this.#terms.set(word, term);
    }
    return term;
  }

  /** @param phrase the number of the phrase it was found by; null for the code itself */
  #hit(id: number, phrase: number | null, matches: (word: string) => boolean): SearchHit {
    const hit = this.#rows.withId(id);
    const kind: FoundBy =
      phrase === null ? 'code' : (KINDS[this.#index['phrase.kind'][phrase] ?? 0] ?? 'title');
    const text = phrase === null || kind === 'title' ? null : (this.#phraseText.get(phrase + 1) as string);
    return {
      ...hit,
      titleMarks: marksIn(hit.title, matches),
      via: text === null ? null : { kind, text, marks: marksIn(text, matches) },
    };
  }
}

function charactersOf(typed: string): number {
  return typed.replace(/[^a-z\d]/gi, '').length;
}

/** How the systems write what was typed: as it is, in capitals (0DTJ4ZZ) or not (b110), with its dot (E11.22, 5-470.1). */
function spellingsOf(typed: string): Set<string> {
  const plain = withoutDot(typed).toUpperCase();
  const operation = /^(\d)-?(\w{3})(\w*)$/.exec(plain);
  return new Set([
    typed,
    typed.toUpperCase(),
    typed.toLowerCase(),
    withDot(plain),
    ...(operation ? [`${operation[1]}-${withDot(`${operation[2]}${operation[3]}`)}`] : []),
  ]);
}

/** Whether a word of a phrase is one that the reading asks for. */
function matcherOf({ slots }: Reading, termOf: (word: string) => number): (word: string) => boolean {
  const asked = new Set(slots.flatMap(({ variants }) => variants.map(({ term }) => term)));
  return (word) => {
    const term = termOf(word);
    return asked.has(term) || slots.some(({ from, to }) => term >= from && term < to);
  };
}

function marksIn(text: string, matches: (word: string) => boolean): Mark[] {
  return tokenise(text)
    .filter(({ word }) => matches(word))
    .map(({ start, end }) => [start, end]);
}
