import type Database from 'better-sqlite3';
import type { CodeHit } from '../../shared/coding.ts';

interface CodeRecord {
  id: number;
  code: string;
  title: string;
  billable: number;
  parent: number | null;
}

/** Rows of a pack's official list, each with the headers above it. */
export class CodeRows {
  readonly #byCode: Database.Statement;
  readonly #byId: Database.Statement;

  constructor(database: Database.Database) {
    const columns = 'SELECT id, code, title, billable, parent FROM code';
    this.#byCode = database.prepare(`${columns} WHERE code = ?`);
    this.#byId = database.prepare(`${columns} WHERE id = ?`);
  }

  /** The row of a code as the release writes it, or undefined where there is none. */
  withCode(code: string): CodeHit | undefined {
    const record = this.#byCode.get(code) as CodeRecord | undefined;
    return record && this.#hit(record);
  }

  /** The row of an identifier that the pack itself names. */
  withId(id: number): CodeHit {
    return this.#hit(this.#byId.get(id) as CodeRecord);
  }

  #hit({ code, title, billable, parent }: CodeRecord): CodeHit {
    const path: string[] = [];
    for (let next = parent; next !== null;) {
      const above = this.#byId.get(next) as CodeRecord;
      path.unshift(above.code);
      next = above.parent;
    }
    return { code, title, billable: billable === 1, path };
  }
}
