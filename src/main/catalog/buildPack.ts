import type { InstalledRelease } from '../../shared/book.ts';
import { join } from 'node:path';
import { openPack } from './openPack.ts';
import { writePack } from './pack.ts';
import { readRelease } from './readRelease.ts';
import { readLexicon } from './search/lexicon.ts';
import { buildMeaningTables } from './search/meaning.ts';
import { buildSearch } from './search/searchIndex.ts';
import { WORD_VECTORS, WordVectors } from './search/wordVectors.ts';

export interface BuildOptions {
  /** Folder of the search lexicon: abbreviations, synonyms, translations, phrases, word vectors. */
  lexicon: string;
  /** The release to expect, such as FY2026; sources of another are refused. */
  release?: string | undefined;
  /** `fraction` runs from 0 to 1; `stage` says what is being done. */
  onProgress?: ((fraction: number, stage: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface BuiltPack {
  release: Omit<InstalledRelease, 'shipped'>;
  /** How many lines of the sources could not be taken over as they are; the pack's table `report` lists them. */
  report: number;
}

/** How much of the work is reading the sources; the rest is making them searchable and writing. */
const READING = 0.6;

/**
 * Official files → catalogue pack. The same input gives the same bytes.
 *
 * @param paths zips, folders or files as published
 * @param out the pack; it replaces what is there only when it is complete
 * @throws UserError where the sources are damaged, hostile, or do not belong together
 */
export async function buildPack(
  paths: readonly string[],
  out: string,
  { lexicon, release: expected, onProgress, signal }: BuildOptions,
): Promise<BuiltPack> {
  const release = await readRelease(paths, {
    release: expected,
    signal,
    onProgress: (fraction, stage) => onProgress?.(fraction * READING, stage),
  });
  onProgress?.(READING, 'Making it searchable');
  const { phrases, tables: words } = buildSearch(release, readLexicon(lexicon));
  const tables = new Map(words);
  signal?.throwIfAborted();
  // The word vectors were learned from ICD-10-CM and say nothing of other systems.
  if (release.system === 'icd-10-cm') {
    onProgress?.(0.8, 'Making it searchable by meaning');
    const meaning = buildMeaningTables(new WordVectors(join(lexicon, WORD_VECTORS)), release.codes, phrases);
    for (const [name, data] of meaning) tables.set(name, data);
  }
  signal?.throwIfAborted();
  onProgress?.(0.9, 'Writing the pack');
  writePack(release, { phrases, tables }, out);
  const { database, release: built } = openPack(out);
  const report = database.prepare('SELECT count(*) FROM report').pluck().get() as number;
  database.close();
  onProgress?.(1, 'Done');
  return { release: built, report };
}
