import type Database from 'better-sqlite3';
import type {
  BookChange,
  BookNote,
  BookPage,
  BookRow,
  IndexLine,
  IndexPage,
  IndexPath,
  IndexTargetView,
  ReleaseName,
  SeventhChoice,
  TableLine,
  TablePage,
  TabularLine,
} from '../../shared/book.ts';
import { UserError } from '../errors.ts';
import { extended, withoutDot } from './codes.ts';

interface CodeRecord {
  id: number;
  code: string;
  title: string;
  billable: number;
  parent: number | null;
  block: string | null;
  poa_exempt: number;
  since: string | null;
  children: number;
}

interface BlockRecord {
  id: string;
  kind: 'chapter' | 'block';
  title: string;
  parent: string | null;
}

interface EntryRecord {
  id: number;
  book: IndexPath['book'];
  parent: number | null;
  title: string;
  children: number;
}

const CODE = 'SELECT *, EXISTS (SELECT 1 FROM code below WHERE below.parent = code.id) AS children FROM code';
const ENTRY =
  'SELECT *, EXISTS (SELECT 1 FROM entry below WHERE below.parent = entry.id AND below.book = entry.book) AS children FROM entry';

/** More index terms than this for one code help nobody. */
const MOST_INDEXED = 300;

/** The book of one release: its tree, pages, index and tables, read from an open pack. */
export class CodeBook {
  readonly #database: Database.Database;
  readonly #release: ReleaseName;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #tables = new Map<string, (TableLine & { words: string })[]>();

  constructor(database: Database.Database, release: ReleaseName) {
    this.#database = database;
    this.#release = { system: release.system, version: release.version };
  }

  /** Whether the release has a code, chapter or block of that name. */
  has(id: string): boolean {
    return this.#block(id) !== undefined || this.#codeRecords('code = ?', [id]).length > 0;
  }

  /** What stands directly below a chapter, block or code; the outermost chapters (or codes) for null. */
  tree(id: string | null): BookRow[] {
    if (id === null) {
      const chapters = this.#blocks('parent IS NULL');
      return chapters.length > 0 ? chapters : this.#codes('parent IS NULL', []);
    }
    const block = this.#block(id);
    if (block) {
      return [...this.#blocks('parent = ?', id), ...this.#codes('parent IS NULL AND block = ?', [id])];
    }
    return this.#codes('parent = ?', [this.#code(id).id]);
  }

  /**
   * Everything the book says at one code, block or chapter.
   * @throws UserError where the release has no such place
   */
  page(id: string): BookPage {
    const block = this.#block(id);
    const code = block ? undefined : this.#code(id);
    const path = code ? this.#pathOf(code) : this.#blockPath(block?.parent ?? null);
    const inherited = path
      .toReversed()
      .map((from) => ({
        from,
        notes: this.#notes(from.id).filter(({ kind }) => kind !== 'inclusionTerm' && kind !== 'definition'),
      }))
      .filter(({ notes }) => notes.length > 0);
    return {
      release: this.#release,
      row: block ? rowOfBlock(block) : rowOf(this.#code(id)),
      path,
      notes: this.#notes(id),
      inherited,
      children: this.tree(id),
      siblings: code ? this.#siblings(code) : [],
      sevenths: code ? this.#sevenths(code) : [],
      poaExempt: code?.poa_exempt === 1,
      since: code?.since ?? null,
      replaces: this.#statement(
        `SELECT previous AS code, (SELECT title FROM code WHERE code.code = previous) AS title, effective
           FROM replacement WHERE replacement.code = ? ORDER BY previous`,
      ).all(id) as BookPage['replaces'],
      hccs: this.#statement(
        `SELECT model, hcc_label.hcc, hcc_label.label FROM hcc JOIN hcc_label ON hcc_label.id = hcc.label
           WHERE hcc.code = ? ORDER BY model, hcc_label.hcc`,
      ).all(code?.id ?? 0) as BookPage['hccs'],
      indexed: code ? this.#indexedAt(code) : [],
      changes: this.#changes('WHERE owner = ?', id),
    };
  }

  /**
   * The category of a code as the Tabular List prints it: rows with their notes, without the codes that a
   * seventh character makes. Of a block, its categories; of a chapter, its blocks.
   */
  tabular(id: string): TabularLine[] {
    const block = this.#block(id);
    if (block) {
      const page = this.page(id);
      return [page.row, ...page.children].map((row, index) => ({
        row,
        depth: index === 0 ? 0 : 1,
        notes: this.#notes(row.id),
      }));
    }
    const lines: TabularLine[] = [];
    const add = (record: CodeRecord, depth: number, table: boolean): void => {
      const row = rowOf(record);
      lines.push({ row, depth, notes: this.#notes(record.code) });
      const due = table || this.#hasTable(record.code);
      for (const child of this.#codeRecords('parent = ?', [record.id])) {
        if (!(due && isExtension(child.code))) add(child, depth + 1, due);
      }
    };
    let root = this.#code(id);
    while (root.parent !== null) root = this.#codeById(root.parent);
    add(root, 0, false);
    return lines;
  }

  /** First letters of the main terms, in order. */
  letters(book: 'index' | 'external'): string[] {
    return this.#statement(
      'SELECT DISTINCT upper(substr(title, 1, 1)) FROM entry WHERE book = ? AND parent IS NULL ORDER BY 1',
    )
      .pluck()
      .all(book) as string[];
  }

  /** The main terms of a letter, or an entry with everything below it. */
  index(book: 'index' | 'external', at: { letter: string } | { entry: number }): IndexPage {
    if ('letter' in at) {
      const terms = this.#entries(
        'parent IS NULL AND book = ? AND upper(substr(title, 1, 1)) = ?',
        book,
        at.letter.toUpperCase(),
      );
      return { book, path: [], lines: terms.map((entry) => this.#indexLine(entry, 0)) };
    }
    const [asked] = this.#entries('id = ? AND book = ?', at.entry, book);
    if (!asked) throw new UserError('The index has no such entry.', 'Look the term up again.');
    const path: IndexPage['path'] = [];
    for (let entry: EntryRecord | undefined = asked; entry;) {
      path.unshift({ entry: entry.id, title: entry.title });
      entry = entry.parent === null ? undefined : this.#entries('id = ?', entry.parent)[0];
    }
    const lines: IndexLine[] = [];
    const add = (entry: EntryRecord, depth: number): void => {
      lines.push(this.#indexLine(entry, depth));
      if (!entry.children) return;
      for (const child of this.#entries('parent = ? AND book = ?', entry.id, book)) add(child, depth + 1);
    };
    add(asked, 0);
    return { book, path, lines };
  }

  /** Lines of the table of neoplasms or of drugs whose terms hold every word of the filter, with their cells. */
  table(table: 'neoplasm' | 'drug', filter: string, offset: number, limit: number): TablePage {
    const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
    const lines = this.#tableLines(table).filter((line) => words.every((word) => line.words.includes(word)));
    const headings = this.#statement('SELECT heading FROM col WHERE book = ? AND col > 1 ORDER BY col')
      .pluck()
      .all(table) as string[];
    return {
      table,
      headings,
      lines: lines
        .slice(offset, offset + limit)
        .map(({ entry, title, depth, cells, references }) => ({ entry, title, depth, cells, references })),
      total: lines.length,
    };
  }

  /** What the release changed, in the order of the book. */
  changes(): BookChange[] {
    return this.#changes('');
  }

  /** A statement is compiled once: an index page runs thousands. */
  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #changes(where: string, ...values: string[]): BookChange[] {
    return this.#statement(
      `SELECT owner, coalesce((SELECT title FROM code WHERE code = owner), (SELECT title FROM block WHERE id = owner)) AS title,
           kind, before, after FROM change ${where}
         ORDER BY owner NOT LIKE 'CH%', owner, change.rowid`,
    ).all(...values) as BookChange[];
  }

  #block(id: string): BlockRecord | undefined {
    return this.#statement('SELECT id, kind, title, parent FROM block WHERE id = ?').get(id) as
      BlockRecord | undefined;
  }

  #blocks(where: string, ...values: string[]): BookRow[] {
    const blocks = this.#statement(`SELECT id, kind, title FROM block WHERE ${where} ORDER BY position`).all(
      ...values,
    ) as Omit<BlockRecord, 'parent'>[];
    return blocks.map(rowOfBlock);
  }

  #code(code: string): CodeRecord {
    const record = this.#codeRecords('code = ?', [code])[0];
    if (!record) {
      throw new UserError(
        `${code} is not in ${this.#release.system} ${this.#release.version}.`,
        'Search for the code.',
      );
    }
    return record;
  }

  #codeById(id: number): CodeRecord {
    const [record] = this.#codeRecords('id = ?', [id]);
    if (!record) throw new Error(`the pack has no row ${id}`);
    return record;
  }

  #codeRecords(where: string, values: readonly (string | number)[]): CodeRecord[] {
    return this.#statement(`${CODE} WHERE ${where} ORDER BY id`).all(...values) as CodeRecord[];
  }

  #codes(where: string, values: readonly (string | number)[]): BookRow[] {
    return this.#codeRecords(where, values).map(rowOf);
  }

  /** Chapter, blocks and headers above a code, outermost first. */
  #pathOf(code: CodeRecord): BookRow[] {
    const above: BookRow[] = [];
    let root = code;
    while (root.parent !== null) {
      root = this.#codeById(root.parent);
      above.unshift(rowOf(root));
    }
    return [...this.#blockPath(root.block), ...above];
  }

  /** A block and those around it, outermost first. */
  #blockPath(id: string | null): BookRow[] {
    const path: BookRow[] = [];
    for (let block = id === null ? undefined : this.#block(id); block;) {
      path.unshift(rowOfBlock(block));
      block = block.parent === null ? undefined : this.#block(block.parent);
    }
    return path;
  }

  #notes(owner: string): BookNote[] {
    const notes = this.#statement(
      'SELECT id, kind, text, confirmed FROM note WHERE owner = ? ORDER BY id',
    ).all(owner) as (Pick<BookNote, 'kind' | 'text' | 'confirmed'> & { id: number })[];
    const links = this.#statement('SELECT start, end, target FROM note_link WHERE note = ? ORDER BY start');
    return notes.map(({ id, kind, text, confirmed }) => ({
      kind,
      text,
      confirmed,
      links: links.all(id) as BookNote['links'],
    }));
  }

  #hasTable(owner: string): boolean {
    return this.#statement('SELECT 1 FROM seventh WHERE owner = ?').get(owner) !== undefined;
  }

  /** The seventh characters due at a code, from the nearest table at or above it. */
  #sevenths(code: CodeRecord): SeventhChoice[] {
    let owner = code;
    while (!this.#hasTable(owner.code)) {
      if (owner.parent === null) return [];
      owner = this.#codeById(owner.parent);
    }
    const base = isExtension(code.code) ? withoutDot(code.code).slice(0, 6) : withoutDot(code.code);
    const choices = this.#statement(
      'SELECT character, meaning FROM seventh WHERE owner = ? ORDER BY rowid',
    ).all(owner.code) as { character: string; meaning: string }[];
    const exists = this.#statement('SELECT code FROM code WHERE code = ? AND billable = 1').pluck();
    return choices.map(({ character, meaning }) => ({
      character,
      meaning,
      code: (exists.get(extended(base, character)) as string | undefined) ?? null,
    }));
  }

  /** The other codes below the same header; for an extended code, those with the same seventh character. */
  #siblings(code: CodeRecord): BookPage['siblings'] {
    if (code.parent === null) return [];
    const parent = this.#codeById(code.parent);
    const extension = isExtension(code.code) && this.#sevenths(code).length > 0;
    const family =
      extension && parent.parent !== null
        ? this.#codeRecords('parent = ?', [parent.parent]).flatMap(({ code: base }) =>
            this.#codeRecords('code = ?', [extended(withoutDot(base), code.code.slice(-1))]),
          )
        : this.#codeRecords('parent = ?', [code.parent]);
    return family
      .filter(({ id }) => id !== code.id)
      .map((sibling) => ({ row: rowOf(sibling), differs: difference(code.title, sibling.title) }));
  }

  /** Index terms of a code; where it has none, those of the header above, which the index names with a dash. */
  #indexedAt(code: CodeRecord): IndexPath[] {
    const own = this.#indexed(code.id);
    return own.length > 0 || code.parent === null ? own : this.#indexedAt(this.#codeById(code.parent));
  }

  #indexed(code: number): IndexPath[] {
    const found = this.#statement(
      `SELECT entry.id AS entry, entry.book, (SELECT heading FROM col WHERE col.book = entry.book AND col.col = target.col) AS heading
         FROM target JOIN entry ON entry.id = target.entry WHERE target.code = ? ORDER BY entry.id LIMIT ${MOST_INDEXED}`,
    ).all(code) as { entry: number; book: IndexPath['book']; heading: string | null }[];
    return found.map(({ entry, book, heading }) => ({
      book,
      entry,
      path: this.#words(entry),
      column: heading,
    }));
  }

  /** Titles from the main term down to an entry; none for null. */
  #words(entry: number | null): string[] {
    const path: string[] = [];
    for (let id = entry; id !== null;) {
      const above = this.#statement('SELECT title, parent FROM entry WHERE id = ?').get(id) as {
        title: string;
        parent: number | null;
      };
      path.unshift(above.title);
      id = above.parent;
    }
    return path;
  }

  #entries(where: string, ...values: (string | number)[]): EntryRecord[] {
    return this.#statement(`${ENTRY} WHERE ${where} ORDER BY id`).all(...values) as EntryRecord[];
  }

  #targets(entry: number): (IndexTargetView & { col: number | null })[] {
    const targets = this.#statement(
      `SELECT kind, text, (SELECT code FROM code WHERE code.id = target.code) AS code, link AS entry,
           (SELECT book FROM entry WHERE entry.id = link) AS book, col
         FROM target WHERE entry = ? ORDER BY rowid`,
    ).all(entry) as (Omit<IndexTargetView, 'path'> & { col: number | null })[];
    return targets.map((target) => ({ ...target, path: this.#words(target.entry) }));
  }

  #indexLine({ id, title, children }: EntryRecord, depth: number): IndexLine {
    const targets = this.#targets(id).map(withoutColumn);
    return { entry: id, title, depth, targets, hasChildren: children === 1 };
  }

  #tableLines(table: 'neoplasm' | 'drug'): (TableLine & { words: string })[] {
    const known = this.#tables.get(table);
    if (known) return known;
    const columns = this.#statement('SELECT col FROM col WHERE book = ? AND col > 1 ORDER BY col')
      .pluck()
      .all(table) as number[];
    const byId = new Map<number, TableLine & { words: string }>();
    for (const { id, parent, title } of this.#entries('book = ?', table)) {
      const above = parent === null ? undefined : byId.get(parent);
      const targets = this.#targets(id);
      byId.set(id, {
        entry: id,
        title,
        depth: above ? above.depth + 1 : 0,
        cells: columns.map((column) => {
          const cell = targets.find(({ col }) => col === column);
          return { text: cell?.text ?? '', code: cell?.code ?? null };
        }),
        references: targets.filter(({ col }) => col === null).map(withoutColumn),
        words: `${above?.words ?? ''} ${title.toLowerCase()}`,
      });
    }
    const lines = [...byId.values()];
    this.#tables.set(table, lines);
    return lines;
  }
}

function rowOfBlock({ id, kind, title }: Omit<BlockRecord, 'parent'>): BookRow {
  return { id, kind, title, billable: false, hasChildren: true };
}

function rowOf({ code, title, billable, children }: CodeRecord): BookRow {
  return { id: code, kind: 'code', title, billable: billable === 1, hasChildren: children === 1 };
}

function withoutColumn(target: IndexTargetView): IndexTargetView {
  const { kind, text, code, entry, book, path } = target;
  return { kind, text, code, entry, book, path };
}

/** Whether a code has all seven characters, of which the last is then the extension. */
function isExtension(code: string): boolean {
  return withoutDot(code).length === 7;
}

/** The words of the second title that are not the same, at the same end, in the first. */
function difference(title: string, other: string): string {
  const [a, b] = [title.split(' '), other.split(' ')];
  let from = 0;
  while (from < b.length - 1 && a[from] === b[from]) from++;
  let to = 0;
  while (to < b.length - from - 1 && a[a.length - 1 - to] === b[b.length - 1 - to]) to++;
  return b
    .slice(from, b.length - to)
    .join(' ')
    .replace(/,$/, '');
}
