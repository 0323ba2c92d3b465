/**
 * Texts as token ids, by the product's own tokenizer, so that there is exactly one.
 * usage: node training/prepare.ts CODIESP_FOLDER UNLABELLED_FOLDER TRANSLATION.json TOKENIZER_JSON OUT_FOLDER
 * CODIESP_FOLDER holds train/ and dev/ as unpacked from the corpus archives.
 *
 * Writes tokens.jsonl (the corpus with its codes and evidence) and pretraining.jsonl (the corpus's
 * train texts and the unlabelled ones, a text and its translation with the same id). An evidence
 * has `tokens`, half-open ranges of token numbers; those of a translation are projected from the
 * Spanish text, and `exact` is false where only the neighbourhood of the evidence is known.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isFunctionWord, wordsOf, type Words } from '../src/main/coding/words.ts';
import { createTokenizer, type Tokens } from '../src/main/model/tokenizer.ts';
import { readCodiEsp, type CorpusDocument, type GoldEvidence } from './codiesp.ts';
import { projectPhrase } from './projection.ts';
import type { TranslationTable } from './translate.ts';

const [corpus, unlabelled, translationFile, tokenizerFile, out] = process.argv.slice(2);
if (!corpus || !unlabelled || !translationFile || !tokenizerFile || !out) {
  console.error(
    'usage: node training/prepare.ts CODIESP_FOLDER UNLABELLED_FOLDER TRANSLATION.json TOKENIZER_JSON OUT_FOLDER',
  );
  process.exit(2);
}
/** Where a projection fails, evidence is said to lie within so many characters of its relative place. */
const MARGIN = 60;

interface Range {
  start: number;
  end: number;
}
interface Evidence {
  code: string;
  ranges: Range[];
  exact: boolean;
}

const tokenizer = createTokenizer(JSON.parse(readFileSync(tokenizerFile, 'utf8')));
const translation = JSON.parse(readFileSync(translationFile, 'utf8')) as TranslationTable;
mkdirSync(out, { recursive: true });

/** The tokens that a range of characters touches. */
function tokenRange(tokens: Tokens, { start, end }: Range): [number, number] {
  const first = tokens.ends.findIndex((tokenEnd) => tokenEnd > start);
  const after = tokens.starts.findIndex((tokenStart) => tokenStart >= end);
  return [first, after === -1 ? tokens.ids.length : after];
}

/** The run of words in `words` with these stems that begins nearest to word `centre`. */
function nearestRun(words: Words, stems: readonly string[], centre: number): Range | undefined {
  let best: number | undefined;
  for (let at = 0; at + stems.length <= words.stems.length; at++) {
    if (stems.some((stem, i) => words.stems[at + i] !== stem)) continue;
    if (best === undefined || Math.abs(at - centre) < Math.abs(best - centre)) best = at;
  }
  if (best === undefined) return undefined;
  return { start: words.starts[best] ?? 0, end: words.ends[best + stems.length - 1] ?? 0 };
}

/** Evidence of a Spanish text on its English translation. */
function project(evidence: GoldEvidence, spanish: string, english: string, words: Words): Evidence {
  const start = Math.min(...evidence.ranges.map((range) => range.start));
  const end = Math.max(...evidence.ranges.map((range) => range.end));
  const place = (start + end) / 2 / spanish.length;
  const phrase = evidence.ranges.flatMap((range) => wordsOf(spanish.slice(range.start, range.end)).stems);
  const stems = projectPhrase(
    phrase.filter((stem) => !isFunctionWord(stem)),
    place,
    words,
    translation,
  );
  const found = stems && nearestRun(words, stems, Math.round(place * words.stems.length));
  if (found) return { code: evidence.code, ranges: [found], exact: true };
  const scale = english.length / spanish.length;
  const near = {
    start: Math.max(0, start * scale - MARGIN),
    end: Math.min(english.length, end * scale + MARGIN),
  };
  return { code: evidence.code, ranges: [near], exact: false };
}

const key = (document: CorpusDocument): string => `${document.id} ${document.lang}`;
const lines: string[] = [];
const texts: { id: string; lang: string; text: string }[] = [];
let projected = 0;
let all = 0;
for (const split of ['train', 'dev'] as const) {
  const diagnoses = readCodiEsp(corpus, split);
  const procedures = new Map(readCodiEsp(corpus, split, 'icd-10-pcs').map((d) => [key(d), d]));
  const spanish = new Map<string, { text: string; evidence: GoldEvidence[] }>();
  for (const document of diagnoses) {
    const { id, lang, text } = document;
    const procedure = procedures.get(key(document));
    let evidence: Evidence[];
    if (lang === 'es') {
      const own = [...document.evidence, ...(procedure?.evidence ?? [])];
      spanish.set(id, { text, evidence: own });
      evidence = own.map(({ code, ranges }) => ({ code, ranges, exact: true }));
    } else {
      const source = spanish.get(id);
      const words = wordsOf(text);
      evidence = (source?.evidence ?? []).map((e) => project(e, source?.text ?? '', text, words));
      projected += evidence.filter(({ exact }) => exact).length;
      all += evidence.length;
    }
    const tokens = tokenizer.encode(text);
    const spans = evidence.map(({ code, ranges, exact }) => ({
      code,
      exact,
      tokens: ranges.map((range) => tokenRange(tokens, range)),
    }));
    const codes = [...document.codes, ...(procedure?.codes ?? [])];
    lines.push(JSON.stringify({ id, split, lang, ids: [...tokens.ids], codes, spans }));
    if (split === 'train') texts.push({ id, lang, text });
  }
}
writeFileSync(join(out, 'tokens.jsonl'), lines.join('\n') + '\n');
console.error(`${lines.length} documents; ${projected} of ${all} evidences found in the translation`);

const known = new Set(texts.map(({ id, lang }) => `${id} ${lang}`));
for (const lang of ['es', 'en'] as const) {
  const rows = gunzipSync(readFileSync(join(unlabelled, `clinical-${lang}.jsonl.gz`))).toString('utf8');
  for (const row of rows.trim().split('\n')) {
    const { id, text } = JSON.parse(row) as { id: string; text: string };
    if (known.has(`${id} ${lang}`)) continue;
    known.add(`${id} ${lang}`);
    texts.push({ id, lang, text });
  }
}
const pretraining = texts.map(({ id, lang, text }) =>
  JSON.stringify({ id, lang, ids: [...tokenizer.encode(text).ids] }),
);
writeFileSync(join(out, 'pretraining.jsonl'), pretraining.join('\n') + '\n');
console.error(`${texts.length} texts for pretraining`);
