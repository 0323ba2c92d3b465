import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Language, Page, Section } from '../../shared/chart.ts';
import { UserError } from '../errors.ts';
import { decodeText } from './decode.ts';
import { detectLanguage } from './language.ts';
import { readPdf } from './pdf.ts';
import { findSections } from './sections.ts';

/** A file as it enters a chart, before it has an identity in the store. */
export interface ImportedDocument {
  name: string;
  kind: 'text' | 'pdf';
  language: Language;
  text: string;
  sections: Section[];
  pages?: Page[];
  /** The file's bytes: a PDF is shown from them. */
  source: Uint8Array;
}

/** File name endings that can be imported. */
export const IMPORTABLE = ['.txt', '.md', '.pdf'] as const;
/** Largest file that is read, in bytes. A 10,000-word note has about 70,000. */
export const LARGEST_TEXT = 10 * 1024 * 1024;
export const LARGEST_PDF = 200 * 1024 * 1024;

/** Whether a file of this name can be imported at all. */
export function isImportable(name: string): boolean {
  return (IMPORTABLE as readonly string[]).includes(extname(name).toLowerCase());
}

/**
 * Reads one file into a document. Nothing is kept of a file that is refused.
 *
 * @param language overrides the detected language
 * @throws UserError where the file is missing, empty, binary, too large, encrypted, damaged or a PDF without text
 */
export async function importFile(path: string, language?: Language): Promise<ImportedDocument> {
  const name = basename(path);
  if (!isImportable(name)) {
    throw new UserError(
      extname(name)
        ? `Files of the kind "${extname(name)}" are not read.`
        : 'A file without an ending is not read.',
      `Choose ${IMPORTABLE.join(', ')} files.`,
    );
  }
  const isPdf = extname(name).toLowerCase() === '.pdf';
  const source = readWhole(path, isPdf ? LARGEST_PDF : LARGEST_TEXT);
  const { text, pages } = isPdf ? await readPdf(source) : { text: decodeText(source), pages: undefined };
  const spoken = language ?? detectLanguage(text);
  return {
    name,
    kind: isPdf ? 'pdf' : 'text',
    language: spoken,
    text,
    sections: findSections(text, spoken),
    ...(pages && { pages }),
    source,
  };
}

function readWhole(path: string, largest: number): Uint8Array {
  let file: number | undefined;
  try {
    // A named pipe without a writer would otherwise never open. Windows has no such pipes and no such flag.
    file = openSync(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
    const status = fstatSync(file);
    if (!status.isFile()) throw new UserError('This is not a file.', 'Choose a note or a PDF.');
    if (status.size > largest) {
      throw new UserError(
        `The file has ${megabytes(status.size)} MB; at most ${megabytes(largest)} MB are read.`,
        'Split it into the documents of one chart.',
      );
    }
    const bytes = new Uint8Array(status.size);
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(file, bytes, filled, bytes.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('The file cannot be read.', 'Check that it is there and that you may read it.', {
      cause,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}
