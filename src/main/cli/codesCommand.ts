import {
  noteCaptions,
  type BookNote,
  type BookPage,
  type BookRow,
  type SearchHit,
} from '../../shared/book.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { withDot } from '../catalog/codes.ts';
import { openCatalogs, openWordVectors, today } from '../library.ts';
import { UserError } from '../errors.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import type { ExitCode, Terminal } from './cli.ts';
import { checkDay, printRefusal } from './options.ts';

/** Which release is asked, and how to print. */
export interface CodesOptions {
  system: string;
  release?: string | undefined;
  /** Day of discharge or visit that picks the release. */
  on?: string | undefined;
  json: boolean;
}

/**
 * `rubricator codes search`: codes for what a coder types, best first. Where the words hardly stand in the
 * book, up to half of the list is codes near in meaning, behind the others.
 */
export function codesSearch(
  query: string,
  limit: number,
  options: CodesOptions,
  terminal: Terminal,
): ExitCode {
  return withCatalog(options, terminal, (catalog) => {
    const { hits, understoodAs, weak } = catalog.search(query, limit);
    if (understoodAs !== null) terminal.err(`understood as: ${understoodAs}`);
    const near = weak ? catalog.meaning(query, limit, openWordVectors(resourceFolder())) : [];
    const byWords = hits.slice(0, limit - Math.min(near.length, Math.floor(limit / 2)));
    const known = new Set(byWords.map(({ code }) => code));
    const byMeaning = near.filter(({ code }) => !known.has(code)).slice(0, limit - byWords.length);
    const print = (hit: SearchHit): void =>
      terminal.out(options.json ? JSON.stringify(publish(hit)) : lineOf(hit));
    byWords.forEach(print);
    if (byMeaning.length > 0) terminal.err('few of the words stand in the book; near in meaning:');
    byMeaning.forEach(print);
    const found = [...byWords, ...byMeaning];
    if (found.length === 0) terminal.err(`no code found for "${query}"`);
    return found.length > 0 ? 0 : 1;
  });
}

/** `rubricator codes show`: everything the book says at a code, chapter or block. */
export function codesShow(ids: readonly string[], options: CodesOptions, terminal: Terminal): ExitCode {
  return withCatalog(options, terminal, (catalog) => {
    let refused = 0;
    for (const id of ids) {
      try {
        const page = catalog.book.page(placeOf(id, catalog));
        const { row, ...rest } = page;
        if (options.json) {
          terminal.out(JSON.stringify({ code: row.id, title: row.title, billable: row.billable, ...rest }));
        } else {
          for (const line of linesOf(page)) terminal.out(line);
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused += 1;
        printRefusal(error, terminal);
      }
    }
    return refused > 0 ? 1 : 0;
  });
}

/** `rubricator codes tree`: what stands below a code, chapter or block, or the chapters, so many levels deep. */
export function codesTree(
  id: string | undefined,
  depth: number,
  options: CodesOptions,
  terminal: Terminal,
): ExitCode {
  return withCatalog(options, terminal, (catalog) => {
    const print = (rows: readonly BookRow[], level: number): void => {
      for (const row of rows) {
        const { id: code, title, kind, billable } = row;
        terminal.out(
          options.json
            ? JSON.stringify({ code, title, kind, billable, depth: level })
            : `${'  '.repeat(level)}${code}  ${title}`,
        );
        if (row.hasChildren && level + 1 < depth) print(catalog.book.tree(code), level + 1);
      }
    };
    print(catalog.book.tree(id === undefined ? null : placeOf(id, catalog)), 0);
    return 0;
  });
}

function withCatalog(
  options: CodesOptions,
  terminal: Terminal,
  act: (catalog: Catalog) => ExitCode,
): ExitCode {
  checkDay(options.on);
  const system = options.system.toLowerCase();
  const catalogs = openCatalogs({ data: dataFolder(), resources: resourceFolder() });
  try {
    if (options.release !== undefined) return act(catalogs.get({ system, version: options.release }));
    const day = options.on ?? today();
    const { catalog, release, covers } = catalogs.on(system, day);
    if (!covers) {
      const { title, version, validFrom, validTo } = release;
      terminal.err(
        `no installed release is valid on ${day}; ${title} ${version}, valid ${validFrom} to ${validTo}, stands in`,
      );
    }
    return act(catalog);
  } finally {
    catalogs.close();
  }
}

/** An id as typed: ch9 and i11.0 are read as the release writes them, E1122 with its dot. */
function placeOf(id: string, catalog: Catalog): string {
  const upper = id.toUpperCase();
  return [id, upper, withDot(upper)].find((form) => catalog.book.has(form)) ?? upper;
}

function publish({ code, title, billable, path, via, titleMarks }: SearchHit): unknown {
  return { code, title, billable, path, via, titleMarks };
}

function lineOf({ code, title, billable, via }: SearchHit): string {
  const note = via ? `  [${via.kind}: ${via.text}]` : '';
  return `${code.padEnd(9)} ${title}${billable ? '' : '  (header)'}${note}`;
}

function linesOf(page: BookPage): string[] {
  const { row } = page;
  const facts = [
    row.kind === 'code' ? (row.billable ? 'billable' : 'header, not billable') : row.kind,
    ...(page.poaExempt ? ['POA exempt'] : []),
    ...(page.since ? [`valid since ${page.since}`] : []),
  ];
  const lines = [`${row.id}  ${row.title}`, `  ${facts.join(', ')}`];
  if (page.path.length > 0) lines.push(`  in ${page.path.map(({ id }) => id).join(' › ')}`);
  for (const { code, title, effective } of page.replaces) {
    lines.push(`  replaces ${code}${title ? ` ${title}` : ''} from ${effective}`);
  }
  for (const note of page.notes) lines.push(`  ${noteLine(note)}`);
  for (const { from, notes } of page.inherited) {
    lines.push(`  from ${from.id} ${from.title}:`, ...notes.map((note) => `    ${noteLine(note)}`));
  }
  for (const { character, meaning, code } of page.sevenths) {
    lines.push(`  7th ${character}: ${meaning}${code ? ` → ${code}` : ''}`);
  }
  for (const { row: sibling, differs } of page.siblings) lines.push(`  beside ${sibling.id}: ${differs}`);
  for (const { id, title } of page.children) lines.push(`  below ${id}: ${title}`);
  for (const { model, hcc, label } of page.hccs) lines.push(`  ${model}: ${hcc} ${label}`);
  for (const { path, column } of page.indexed) {
    lines.push(`  index: ${path.join(' › ')}${column ? ` [${column}]` : ''}`);
  }
  for (const { kind, before, after } of page.changes) {
    const words = kind === 'code-deleted' && after !== null ? 'no longer billable' : kind;
    lines.push(`  ${words}: ${[before, after].filter((text) => text !== null).join(' → ')}`);
  }
  return lines;
}

function noteLine({ kind, text, confirmed }: BookNote): string {
  return `${captioned(kind, text)} [${confirmed}]`;
}

/** A note behind its caption as the book prints them: "Use additional code to identify:", "Code first, if applicable, …". */
function captioned(kind: BookNote['kind'], text: string): string {
  const caption = noteCaptions[kind];
  if (text.startsWith(',')) return `${caption}${text}`;
  if (kind === 'useAdditional' && text.startsWith('code')) return `Use additional ${text}`;
  return `${caption}: ${text}`;
}
