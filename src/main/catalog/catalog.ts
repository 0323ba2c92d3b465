import Database from 'better-sqlite3';
import type { CodeHit, VersionedName } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';
import { withDot } from './codes.ts';

interface CodeRow {
  id: number;
  code: string;
  title: string;
  billable: number;
  parent: number | null;
}

/** How many of the codes that hold the words are looked at; those after them are headers and rarities. */
const CONSIDERED = 2000;

/** One installed release of a code system, read-only. */
export class Catalog {
  readonly version: VersionedName;
  /** Number of rows, headers included. */
  readonly size: number;
  readonly #database: Database.Database;
  readonly #byCode: Database.Statement;
  readonly #byId: Database.Statement;
  readonly #byPrefix: Database.Statement;
  readonly #byWords: Database.Statement;

  /** @throws UserError where the file is not a catalogue pack */
  constructor(file: string) {
    let database: Database.Database | undefined;
    try {
      database = new Database(file, { readonly: true, fileMustExist: true });
      this.#database = database;
      const meta = new Map(
        this.#database.prepare('SELECT key, value FROM meta').raw().all() as [string, string][],
      );
      this.version = { name: meta.get('system') ?? '', version: meta.get('release') ?? '' };
      this.size = Number(meta.get('rows'));
      this.#byCode = this.#database.prepare('SELECT * FROM code WHERE code = ?');
      this.#byId = this.#database.prepare('SELECT * FROM code WHERE id = ?');
      this.#byPrefix = this.#database.prepare(
        'SELECT * FROM code WHERE code >= ? AND code < ? ORDER BY length(code), id LIMIT ?',
      );
      // Of the codes that are meant most often: first the title that is what was typed, then "…, unspecified" or
      // "Unspecified …", then those that begin with it or hold it as whole words.
      this.#byWords = this.#database.prepare(
        `SELECT * FROM (
           SELECT code.* FROM code_text JOIN code ON code.standing = code_text.rowid
           WHERE code_text MATCH @match ORDER BY code_text.rowid LIMIT ${CONSIDERED}
         )
         ORDER BY
           (title LIKE @query) * 8
             + (title LIKE @query || ', unspecified%' OR title LIKE 'unspecified ' || @query || '%'
                OR title LIKE @query || '% without complication%') * 4
             + (title LIKE @query || '%') * 2
             + (title LIKE @first || '%') * 2
             + (' ' || replace(title, ',', ' ') || ' ' LIKE '% ' || @query || ' %') * 2
             - standing / 20000.0 DESC,
           standing
         LIMIT @limit`,
      );
    } catch (cause) {
      database?.close();
      throw new UserError(
        `The catalogue pack ${file} cannot be opened.`,
        'Install the catalogue again, or compile it with "rubricator catalog build".',
        { cause },
      );
    }
  }

  /** The code with its title and the headers above it, or undefined where the release does not have it. */
  lookUp(code: string): CodeHit | undefined {
    const row = this.#byCode.get(code) as CodeRow | undefined;
    return row && this.#hit(row);
  }

  /**
   * Codes for what a coder types: a code or its beginning, with or without the dot, or the beginnings
   * of words of the title in any order. A query of punctuation alone finds nothing.
   */
  search(query: string, limit: number): CodeHit[] {
    const plain = query.trim().toUpperCase().replace('.', '');
    if (/^[A-Z](\d[A-Z0-9]{0,5})?$/.test(plain)) {
      const prefix = withDot(plain);
      const rows = this.#byPrefix.all(prefix, `${prefix}~`, limit) as CodeRow[];
      if (rows.length > 0) return rows.map((row) => this.#hit(row));
    }
    // Accents are as the index has them, which is none. Titles are Latin; other scripts find nothing, and
    // some of their letters would be none to FTS5.
    const bare = query.normalize('NFD').replace(/\p{M}/gu, '');
    const words = bare.match(/[\p{Script=Latin}0-9]+/gu) ?? [];
    if (words.length === 0) return [];
    // A lone letter or digit as a prefix would match half the catalogue; it stands for itself ("type 2").
    const match = words.map((word) => (word.length === 1 ? `"${word}"` : `"${word}"*`)).join(' ');
    const rows = this.#byWords.all({ match, query: words.join(' '), first: words[0], limit }) as CodeRow[];
    return rows.map((row) => this.#hit(row));
  }

  close(): void {
    this.#database.close();
  }

  #hit(row: CodeRow): CodeHit {
    const path: string[] = [];
    for (let parent = row.parent; parent !== null;) {
      const above = this.#byId.get(parent) as CodeRow;
      path.unshift(above.code);
      parent = above.parent;
    }
    return { code: row.code, title: row.title, billable: row.billable === 1, path };
  }
}
