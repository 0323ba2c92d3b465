/**
 * Stage 6: the search lexicon in resources/search: what coders type that no official book has.
 * usage: node training/searchLexicon.ts CORPORA_FOLDER TRANSLATION.json OUT_FOLDER
 *
 * The hand-written tables in training/searchLexicon/ are taken over whole. From the corpora come
 * safe abbreviations, the learned Spanish-English word table (TRANSLATION.json, stage 3), names of
 * the Disease Ontology and the evidence phrases of CodiEsp's train split. Same input, same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { stem } from '../src/main/coding/words.ts';
import { readCatalogue } from './catalogueTexts.ts';
import { readCodiEsp } from './codiesp.ts';
import {
  britishRows,
  evidenceRows,
  ontologyRows,
  pairRows,
  readHandWritten,
  safeAbbreviations,
  spellingsOf,
  splitTranslations,
  tableText,
  translationRows,
  vocabularyOf,
  withoutContradictions,
  type Row,
} from './searchRows.ts';
import type { TranslationTable } from './translate.ts';

const [corpora, translationFile, out] = process.argv.slice(2);
if (!corpora || !translationFile || !out) {
  console.error('usage: node training/searchLexicon.ts CORPORA_FOLDER TRANSLATION.json OUT_FOLDER');
  process.exit(2);
}

/** A Spanish word seen this often is no one's name. */
const COMMON_WORD = 20;

const { codes, texts, named } = readCatalogue(join(corpora, 'icd10cm-fy2026'));
const vocabulary = vocabularyOf(texts);
const train = readCodiEsp(join(corpora, 'codiesp'), 'train').filter(({ lang }) => lang === 'es');
const unlabelled = gunzipSync(readFileSync(join(corpora, 'unlabelled/clinical-es.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text);
const spanish = spellingsOf([...unlabelled, ...train.map(({ text }) => text)]);
const learned = JSON.parse(readFileSync(translationFile, 'utf8')) as TranslationTable;
const translations = splitTranslations(handWritten('translations'));
const { synonym_to_icd10cm: ontology } = JSON.parse(
  readFileSync(join(corpora, 'lexica/doid_icd10cm.json'), 'utf8'),
) as { synonym_to_icd10cm: Record<string, string> };

const abbreviations = handWritten('abbreviations');
const inventory = readFileSync(join(corpora, 'lexica/abbreviations/berman.txt'), 'utf8');
write(
  'abbreviations',
  ['short', 'long'],
  [
    ...pairRows(abbreviations),
    ...safeAbbreviations(inventory, texts).filter(([short = '']) => !abbreviations.has(short)),
  ],
);
const synonyms = handWritten('synonyms');
write(
  'synonyms',
  ['typed', 'meant'],
  [
    ...pairRows(synonyms),
    ...pairRows(translations.phrases),
    ...britishRows(vocabulary.values()).filter(
      ([typed = '']) => !synonyms.has(typed) && !vocabulary.has(stem(typed)),
    ),
  ],
);
write(
  'translations',
  ['es', 'en', 'probability'],
  translationRows(translations.words, learned, spanish, vocabulary),
);
const common = (word: string): boolean =>
  vocabulary.has(stem(word)) || (spanish.get(stem(word))?.get(word) ?? 0) >= COMMON_WORD;
write(
  'phrases',
  ['source', 'language', 'code', 'phrase'],
  withoutContradictions(
    [
      ...ontologyRows(ontology, codes),
      ...evidenceRows(
        train.flatMap(({ evidence }) => evidence),
        codes,
        common,
      ),
    ],
    named,
    translations.phrases,
  ),
  4,
);

function handWritten(name: string): Map<string, string[]> {
  return readHandWritten(readFileSync(join(import.meta.dirname, 'searchLexicon', `${name}.tsv`), 'utf8'));
}

function write(name: string, header: Row, rows: Row[], keys = 1): void {
  writeFileSync(join(out ?? '', `${name}.tsv`), tableText(header, rows, keys));
  console.error(`${name}: ${String(rows.length)} rows`);
}
