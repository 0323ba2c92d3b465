/**
 * Stage 2: a Spanish → English word table, learned from parallel clinical text by IBM Model 1
 * (Brown et al. 1993), so that Spanish words reach the English catalogue.
 * usage: node training/translate.ts CODIESP_FOLDER UNLABELLED_FOLDER OUT.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isFunctionWord, wordsOf } from '../src/main/coding/words.ts';
import { readCodiEsp } from './codiesp.ts';

/** Spanish stem → English stems with their probability, best first. */
export type TranslationTable = Record<string, [english: string, probability: number][]>;

const [corpus, unlabelled, out] = process.argv.slice(2);
if (!corpus || !unlabelled || !out) {
  console.error('usage: node training/translate.ts CODIESP_FOLDER UNLABELLED_FOLDER OUT.json');
  process.exit(2);
}
const ITERATIONS = 6;

/** Pairs of a Spanish sentence and the English words at the same place of the document. */
function pairsOf(spanish: string, english: string): [string[], string[]][] {
  const en = wordsOf(english);
  const pairs: [string[], string[]][] = [];
  for (const sentence of spanish.matchAll(/[^.\n]+[.\n]*/g)) {
    const content = wordsOf(sentence[0]).stems.filter((stem) => !isFunctionWord(stem));
    if (content.length === 0) continue;
    // The texts run in parallel, so relative position finds the translation to within some words.
    const scale = en.stems.length / spanish.length;
    const from = Math.max(0, Math.floor(sentence.index * scale) - 12);
    const to = Math.ceil((sentence.index + sentence[0].length) * scale) + 12;
    pairs.push([content, en.stems.slice(from, to).filter((stem) => !isFunctionWord(stem))]);
  }
  return pairs;
}

const readJsonLines = (file: string): { id: string; text: string }[] =>
  gunzipSync(readFileSync(join(unlabelled, file)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; text: string });

const english = new Map(readJsonLines('clinical-en.jsonl.gz').map(({ id, text }) => [id, text]));
const pairs: [string[], string[]][] = [];
for (const { id, text } of readJsonLines('clinical-es.jsonl.gz')) {
  const translation = english.get(id);
  if (translation) pairs.push(...pairsOf(text, translation));
}
const train = readCodiEsp(corpus, 'train');
for (const document of train.filter(({ lang }) => lang === 'es')) {
  const translation = train.find(({ id, lang }) => lang === 'en' && id === document.id);
  if (translation) pairs.push(...pairsOf(document.text, translation.text));
}

let table = new Map<string, Map<string, number>>();
for (let iteration = 0; iteration < ITERATIONS; iteration++) {
  const counts = new Map<string, Map<string, number>>();
  for (const [es, en] of pairs) {
    for (const e of en) {
      // Each English word is shared out among the Spanish words that may have caused it.
      let total = 0;
      for (const s of es) total += iteration === 0 ? 1 : (table.get(s)?.get(e) ?? 0);
      if (total === 0) continue;
      for (const s of es) {
        const share = (iteration === 0 ? 1 : (table.get(s)?.get(e) ?? 0)) / total;
        if (share < 1e-4) continue;
        let row = counts.get(s);
        if (!row) counts.set(s, (row = new Map<string, number>()));
        row.set(e, (row.get(e) ?? 0) + share);
      }
    }
  }
  table = new Map();
  for (const [s, row] of counts) {
    let sum = 0;
    for (const count of row.values()) sum += count;
    const kept = new Map<string, number>();
    for (const [e, count] of row) if (count / sum > 1e-4) kept.set(e, count / sum);
    table.set(s, kept);
  }
}

const occurrences = new Map<string, number>();
for (const [es] of pairs) for (const s of es) occurrences.set(s, (occurrences.get(s) ?? 0) + 1);
const result: TranslationTable = {};
for (const [s, row] of [...table].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const count = occurrences.get(s) ?? 0;
  if (count < 2 || /^\d+$/.test(s)) continue;
  // A word seen a few times co-occurs with much by chance: only a clear winner is kept then.
  const floor = count < 5 ? 0.3 : 0.08;
  const best = [...row]
    .sort((a, b) => b[1] - a[1])
    .filter(([, p]) => p >= floor)
    .slice(0, 4);
  if (best.length > 0) result[s] = best.map(([e, p]) => [e, Math.round(p * 1000) / 1000]);
}
writeFileSync(out, JSON.stringify(result));
console.error(
  `${pairs.length} sentence pairs, ${Object.keys(result).length} Spanish words written to ${out}`,
);
