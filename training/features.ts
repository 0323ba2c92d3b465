/**
 * Stage 5: the fusion's training rows, computed by the product's own code.
 * usage: node training/features.ts CODIESP_FOLDER LEXICON.sqlite NEURAL_FOLDER|none fusion|dev OUT_FOLDER
 * Writes features-FOLD.jsonl, gold-FOLD.jsonl and features.json. `none` leaves the network out, for the ablation.
 */
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CandidateFinder, FEATURES } from '../src/main/coding/candidates.ts';
import { readDocument } from '../src/main/coding/coder.ts';
import { openLexicon } from '../src/main/coding/lexicon.ts';
import { findSections } from '../src/main/charts/sections.ts';
import { LabelAttentionModel, type Reading } from '../src/main/model/labelAttention.ts';
import { readCodiEsp } from './codiesp.ts';
import { GEOMETRY } from './geometry.ts';

const [corpus = '', lexiconFile = '', neural = '', fold, out] = process.argv.slice(2);
if ((fold !== 'fusion' && fold !== 'dev') || !out) {
  console.error(
    'usage: node training/features.ts CODIESP_FOLDER LEXICON.sqlite NEURAL_FOLDER|none fusion|dev OUT_FOLDER',
  );
  process.exit(2);
}

/** A model without labels: what lexicon and catalogue can do alone. */
const withoutNetwork = {
  labels: [],
  read: (): Promise<Reading> =>
    Promise.resolve({
      tokens: { ids: new Int32Array(), starts: new Int32Array(), ends: new Int32Array() },
      hidden: new Float32Array(),
      logits: new Float32Array(),
    }),
};
const model =
  neural === 'none'
    ? withoutNetwork
    : await LabelAttentionModel.open({
        encoder: join(neural, 'encoder.onnx'),
        head: join(neural, 'label-attention.onnx'),
        tokenizer: join(neural, 'tokenizer.json'),
        labels: readFileSync(join(neural, 'labels.tsv'), 'utf8')
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.split('\t')[0] ?? ''),
        geometry: GEOMETRY,
      });
const finder = new CandidateFinder(openLexicon(lexiconFile));
mkdirSync(out, { recursive: true });
const rows = createWriteStream(join(out, `features-${fold}.jsonl`));
const gold = createWriteStream(join(out, `gold-${fold}.jsonl`));
let reached = 0;
let all = 0;
for (const { id, lang, text, codes } of readCodiEsp(corpus, fold === 'dev' ? 'dev' : 'train').filter(
  (document) => document.fold === fold,
)) {
  const { candidates } = await readDocument(
    { id, language: lang, text, sections: findSections(text, lang) },
    model,
    finder,
  );
  gold.write(JSON.stringify({ id, lang, codes }) + '\n');
  all += codes.length;
  for (const { code, features } of candidates) {
    const label = codes.includes(code) ? 1 : 0;
    reached += label;
    rows.write(
      JSON.stringify({ id, lang, code, label, x: Array.from(features, (x) => Math.round(x * 1e4) / 1e4) }) +
        '\n',
    );
  }
}
rows.end();
gold.end();
writeFileSync(join(out, 'features.json'), JSON.stringify({ names: FEATURES }));
console.error(`${fold}: ${reached} of ${all} gold codes are among the candidates`);
