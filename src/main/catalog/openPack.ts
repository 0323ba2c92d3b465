import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import type { InstalledRelease } from '../../shared/book.ts';
import { UserError } from '../errors.ts';
import { PACK_FORMAT } from './pack.ts';

/** An open catalogue pack, read-only, and what it says of itself. */
export interface OpenPack {
  database: Database.Database;
  release: Omit<InstalledRelease, 'shipped'>;
}

/**
 * Opens a catalogue pack read-only.
 * @throws UserError where the file is missing, no catalogue pack, or made by another version
 */
export function openPack(file: string): OpenPack {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const meta = new Map(database.prepare('SELECT key, value FROM meta').raw().all() as [string, string][]);
    const of = (key: string): string => meta.get(key) ?? '';
    if (of('format') !== String(PACK_FORMAT) && of('format') !== '') {
      throw new UserError(
        `The catalogue pack ${file} has format ${of('format')}; this version reads ${PACK_FORMAT}.`,
        'Compile it anew with "rubricator catalog build".',
      );
    }
    if (of('system') === '' || of('format') === '') {
      throw new UserError(
        `The file ${file} cannot be opened: it is no catalogue pack.`,
        'Choose a pack made by "rubricator catalog build".',
      );
    }
    return {
      database,
      release: {
        system: of('system'),
        version: of('release'),
        title: of('title'),
        language: of('language'),
        validFrom: of('valid_from'),
        validTo: of('valid_to'),
        codes: Number(of('rows')),
        without: of('system') === 'icd-10-cm' ? missingFrom(database) : [],
        contentHash: of('content_sha256'),
      },
    };
  } catch (cause) {
    database?.close();
    if (cause instanceof UserError) throw cause;
    const remedy = 'Choose a pack made by "rubricator catalog build", or install the release again.';
    if (!existsSync(file)) throw new UserError(`There is no file ${file}.`, remedy, { cause });
    const code = (cause as { code?: unknown }).code;
    const reason =
      code === 'SQLITE_NOTADB' || code === 'SQLITE_ERROR' ? 'it is no catalogue pack' : 'it is damaged';
    throw new UserError(`The file ${file} cannot be opened: ${reason}.`, remedy, { cause });
  }
}

/** Parts of a full release, by the table that then has rows. */
const PARTS: readonly (readonly [words: string, rows: string])[] = [
  ['notes', 'note'],
  ['seventh characters', 'seventh'],
  ['index', "entry WHERE book = 'index'"],
  ['external causes', "entry WHERE book = 'external'"],
  ['neoplasms', "entry WHERE book = 'neoplasm'"],
  ['drugs', "entry WHERE book = 'drug'"],
  ['POA exemption', 'code WHERE poa_exempt = 1'],
  ['HCC', 'hcc'],
  ['conversion table', 'replacement'],
];

function missingFrom(database: Database.Database): string[] {
  return PARTS.filter(
    ([, rows]) => database.prepare(`SELECT EXISTS (SELECT 1 FROM ${rows})`).pluck().get() === 0,
  ).map(([words]) => words);
}
