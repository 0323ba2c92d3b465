import { statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { readCodiEsp } from './codiEsp.ts';
import type { Corpus, CorpusOptions } from './gold.ts';
import { readJsonl } from './jsonl.ts';

/**
 * Reads a folder in the CodiEsp layout or a .jsonl file.
 * @throws UserError naming the file, the line, what is wrong with it and what to do
 */
export async function readCorpus(path: string, options: CorpusOptions): Promise<Corpus> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) {
    throw new UserError(`There is no ${path}.`, 'Name a folder in the CodiEsp layout or a .jsonl file.');
  }
  const corpus = status.isDirectory() ? await readCodiEsp(path, options) : readJsonl(path, options);
  if (corpus.documents.length === 0) {
    throw new UserError(`${path} holds no document.`, 'Name a corpus with at least one document.');
  }
  return corpus;
}
