/**
 * Stage 1: the corpus as token ids, by the product's own tokenizer, so that there is exactly one.
 * usage: node training/prepare.ts CODIESP_FOLDER TOKENIZER_JSON OUT.jsonl
 * CODIESP_FOLDER holds train/ and dev/ as unpacked from the corpus archives.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createTokenizer } from '../src/main/model/tokenizer.ts';
import { readCodiEsp } from './codiesp.ts';

const [corpus, tokenizerFile, out] = process.argv.slice(2);
if (!corpus || !tokenizerFile || !out) {
  console.error('usage: node training/prepare.ts CODIESP_FOLDER TOKENIZER_JSON OUT.jsonl');
  process.exit(2);
}
const tokenizer = createTokenizer(JSON.parse(readFileSync(tokenizerFile, 'utf8')));
const lines: string[] = [];
for (const document of (['train', 'dev'] as const).flatMap((split) => readCodiEsp(corpus, split))) {
  const tokens = tokenizer.encode(document.text);
  const spans = document.evidence.map(({ code, ranges }) => ({
    code,
    tokens: ranges.map(({ start, end }) => {
      const first = tokens.ends.findIndex((tokenEnd) => tokenEnd > start);
      const after = tokens.starts.findIndex((tokenStart) => tokenStart >= end);
      return [first, after === -1 ? tokens.ids.length : after];
    }),
  }));
  const { id, split, fold, lang, codes } = document;
  lines.push(JSON.stringify({ id, split, fold, lang, ids: [...tokens.ids], codes, spans }));
}
writeFileSync(out, lines.join('\n') + '\n');
console.error(`${lines.length} documents written to ${out}`);
