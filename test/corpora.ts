/** The licensed corpora that some tests read. They are no part of this repository. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** The folder with the corpora: RUBRICATOR_DATA, by default beside the repository. */
export const corpora = path.resolve(
  process.env['RUBRICATOR_DATA'] ?? path.join(import.meta.dirname, '../../shared/data'),
);

/** Part of the name of every test that reads the corpora, so that a run can name what it skipped. */
export const corpusTag = '[corpus]';

/** Whether a corpus, a folder in the corpora's folder, is on this machine. */
export function hasCorpus(name: string): boolean {
  return existsSync(path.join(corpora, name));
}
