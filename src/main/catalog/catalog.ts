import type Database from 'better-sqlite3';
import type { InstalledRelease, SearchAnswer, SearchHit } from '../../shared/book.ts';
import type { CodeHit, VersionedName } from '../../shared/coding.ts';
import { CodeBook } from './book.ts';
import { CodeRows } from './codeRows.ts';
import { openPack } from './openPack.ts';
import { pcsBeginning } from './pcsBeginning.ts';
import { CodeSearch } from './search/codeSearch.ts';
import { MeaningSearch } from './search/meaning.ts';
import type { WordVectors } from './search/wordVectors.ts';

/** One installed release of a code system, read-only: its codes, its book, its search. */
export class Catalog {
  readonly release: Omit<InstalledRelease, 'shipped'>;
  /** System and release, as runs and ledger entries name them. */
  readonly version: VersionedName;
  readonly book: CodeBook;
  readonly #database: Database.Database;
  readonly #rows: CodeRows;
  readonly #phrase: Database.Statement;
  #search: CodeSearch | undefined;
  #meaning: MeaningSearch | null | undefined;

  /** @throws UserError where the file is not a catalogue pack */
  constructor(file: string) {
    const { database, release } = openPack(file);
    this.#database = database;
    this.release = release;
    this.version = { name: release.system, version: release.version };
    this.book = new CodeBook(database, release);
    this.#rows = new CodeRows(database);
    this.#phrase = database.prepare('SELECT text FROM phrase WHERE id = ?').pluck();
  }

  /**
   * The code with its title and the headers above it, or undefined where the release does not have it.
   * Of ICD-10-PCS the beginnings of codes are known too, as headers.
   */
  lookUp(code: string): CodeHit | undefined {
    const hit = this.#rows.withCode(code);
    if (hit || this.release.system !== 'icd-10-pcs') return hit;
    return pcsBeginning(this.#database, code);
  }

  /** Codes for what a coder types, those most likely meant first; an answer to every keystroke. */
  search(query: string, limit: number): SearchAnswer {
    this.#search ??= new CodeSearch(this.#database);
    return this.#search.search(query, limit);
  }

  /**
   * Codes near a query in meaning, nearest first, for when words fail. None where nothing is near, and
   * where the pack was compiled without these word vectors.
   */
  meaning(query: string, limit: number, vectors: WordVectors): SearchHit[] {
    if (this.#meaning === undefined) this.#meaning = MeaningSearch.open(this.#database, vectors);
    return (this.#meaning?.search(query, limit) ?? []).flatMap(({ code, phrase }): SearchHit[] => {
      const hit = this.lookUp(code);
      if (!hit) return [];
      const text = (this.#phrase.get(phrase) as string | null | undefined) ?? hit.title;
      return [{ ...hit, titleMarks: [], via: { kind: 'meaning', text, marks: [] } }];
    });
  }

  close(): void {
    this.#database.close();
  }
}
