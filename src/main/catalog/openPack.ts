import Database from 'better-sqlite3';
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
    if (of('format') !== String(PACK_FORMAT)) {
      throw new UserError(
        `The catalogue pack ${file} has format ${of('format') || 'unknown'}; this version reads ${PACK_FORMAT}.`,
        'Compile it anew with "rubricator catalog build".',
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
        contentHash: of('content_sha256'),
      },
    };
  } catch (cause) {
    database?.close();
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `The catalogue pack ${file} cannot be opened.`,
      'Install the catalogue again, or compile it with "rubricator catalog build".',
      { cause },
    );
  }
}
