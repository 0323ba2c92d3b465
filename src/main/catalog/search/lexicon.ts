import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';

/** What coders type that no official book has. */
export interface SearchLexicon {
  /** Short forms with what they stand for, the likeliest meaning first. */
  abbreviations: readonly Rewriting[];
  /** Lay words and words of medicine, each with those of the classification. */
  synonyms: readonly Rewriting[];
  translations: readonly Translation[];
  phrases: readonly LearnedPhrase[];
}

export interface Rewriting {
  typed: string;
  meant: string;
}

/** A Spanish word with an English one, and how probable that is. */
export interface Translation {
  from: string;
  to: string;
  probability: number;
}

/** A name of a disease or the words of a chart, with the code that people gave it. */
export interface LearnedPhrase {
  source: string;
  /** ISO 639-1. */
  language: string;
  code: string;
  phrase: string;
}

/**
 * Reads the four tables of the search lexicon from their folder.
 * @throws UserError where one is missing or has a line that does not fit
 */
export function readLexicon(folder: string): SearchLexicon {
  const rewritings = (name: string): Rewriting[] =>
    table(folder, name, 2).map(([typed = '', meant = '']) => ({ typed, meant }));
  return {
    abbreviations: rewritings('abbreviations.tsv'),
    synonyms: rewritings('synonyms.tsv'),
    translations: table(folder, 'translations.tsv', 3).map(([from = '', to = '', probability]) => ({
      from,
      to,
      probability: Number(probability),
    })),
    phrases: table(folder, 'phrases.tsv', 4).map(([source = '', language = '', code = '', phrase = '']) => ({
      source,
      language,
      code,
      phrase,
    })),
  };
}

/** The rows below the header line of a file of tab-separated columns. */
function table(folder: string, name: string, columns: number): string[][] {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch (cause) {
    throw new UserError(
      `The search lexicon has no file ${name} that can be read.`,
      'Install Rubricator again, or restore the folder resources/search.',
      { cause },
    );
  }
  const lines = text.split(/\r?\n/).map((line) => line.split('\t'));
  const misfit = lines.findIndex(
    (row, index) => row.length !== columns && !(row.length === 1 && row[0] === '' && index > 0),
  );
  if (misfit >= 0) {
    throw new UserError(
      `Line ${misfit + 1} of ${name} has not ${columns} columns.`,
      'Install Rubricator again, or restore the folder resources/search.',
    );
  }
  return lines.slice(1).filter((row) => row.length === columns);
}
