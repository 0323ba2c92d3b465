/** Pages of the ledger, newest first, without ever scanning more of it than a page takes. */
import type Database from 'better-sqlite3';
import { EntryAction } from '../../shared/entry.ts';
import type { LedgerFilter, LedgerPage } from '../../shared/ledger.ts';
import { toEntry, type StoredEntry } from './entry.ts';

/** Entries [from, to] by number. */
type Range = readonly [from: number, to: number];

/**
 * @param limit the most entries of the page
 * @param before exclusive upper bound of the sequence number, for paging
 */
export function browse(
  database: Database.Database,
  filter: LedgerFilter,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
): LedgerPage {
  const found = numbersOf(database, filter, limit + 1, before);
  const row = database.prepare<[number], StoredEntry>(
    'SELECT seq, body, hash, sealed FROM entry WHERE seq = ?',
  );
  const entries = found.slice(0, limit).flatMap((seq) => {
    const stored = row.get(seq);
    return stored ? [toEntry(stored)] : [];
  });
  return { entries, more: found.length > limit };
}

function numbersOf(
  database: Database.Database,
  filter: LedgerFilter,
  limit: number,
  before: number,
): number[] {
  const dates = new Dates(database, filter);
  const [from, to] = dates.range(before);
  /** The newest numbers where all of `terms` hold; an index must lead there in the order of the numbers. */
  const newest = (terms: Readonly<Record<string, string | undefined>>): number[] => {
    const given = Object.entries(terms).filter(([, value]) => value !== undefined);
    const where = given.map(([column]) => `${column} = ?`).concat('seq BETWEEN ? AND ?', dates.condition);
    return database
      .prepare<unknown[], number>(
        `SELECT seq FROM entry WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
      )
      .pluck()
      .all(...given.map(([, value]) => value), from, to, ...dates.values, limit);
  };
  const { who, action, chart, code } = filter;
  // Charts and codes have few entries each; the unary plus keeps SQLite from another index.
  if (chart !== undefined) return newest({ chart, '+code': code, '+who': who, '+action': action });
  if (code !== undefined) return newest({ code, '+who': who, '+action': action });
  if (who === undefined && action === undefined) return newest({});
  const people = who === undefined ? everybody(database) : [who];
  const actions = action === undefined ? EntryAction.options : [action];
  return people
    .flatMap((one) => actions.flatMap((done) => newest({ who: one, action: done })))
    .sort((a, b) => b - a)
    .slice(0, limit);
}

/** Everybody who has entries; as many steps as there are people. */
function everybody(database: Database.Database): string[] {
  const next = database.prepare<[string], string | null>('SELECT min(who) FROM entry WHERE who > ?').pluck();
  const people: string[] = [];
  for (let one = next.get(''); one; one = next.get(one)) people.push(one);
  return people;
}

/** Days as a range of numbers: times never go back, save among the entries of versions before 0.3. */
class Dates {
  readonly #database: Database.Database;
  readonly #from: string | undefined;
  readonly #to: string | undefined;
  /** Holds what the range cannot say of the older entries. */
  readonly condition: string = 'true';
  readonly values: readonly string[] = [];
  readonly #range: Range;

  constructor(database: Database.Database, { from, to }: Pick<LedgerFilter, 'from' | 'to'>) {
    this.#database = database;
    this.#from = from;
    this.#to = to && dayAfter(to);
    const last = this.#count();
    if (from === undefined && to === undefined) {
      this.#range = [1, last];
      return;
    }
    const older = this.#lastWhere("body ->> '$.v' IS NULL", 0, last);
    const begin =
      this.#from === undefined ? 0 : this.#lastWhere("body ->> '$.at' < ?", older, last, this.#from);
    const end = this.#to === undefined ? last : this.#lastWhere("body ->> '$.at' < ?", older, last, this.#to);
    this.#range = [begin > older || older === 0 ? begin + 1 : 1, end];
    if (this.#range[0] <= older) {
      this.condition = "body ->> '$.at' >= ? AND body ->> '$.at' < ?";
      this.values = [this.#from ?? '', this.#to ?? '9999'];
    }
  }

  /** @param before exclusive */
  range(before: number): Range {
    return [this.#range[0], Math.min(this.#range[1], before - 1)];
  }

  #count(): number {
    return this.#database.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM entry').pluck().get() ?? 0;
  }

  /** The last entry in (after, last] where a condition holds that holds for all before it; `after` if for none. */
  #lastWhere(condition: string, after: number, last: number, ...values: string[]): number {
    const holds = this.#database
      .prepare<unknown[], number>(`SELECT ${condition} FROM entry WHERE seq = ?`)
      .pluck();
    let [low, high] = [after, last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (holds.get(...values, middle) === 1) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
