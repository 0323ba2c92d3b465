/**
 * Last stage: puts the parts together into a model pack with its manifest.
 * usage: node training/pack.ts VERSION NEURAL_FOLDER FUSION_FOLDER LEXICON.sqlite TOKENIZER_JSON RESULTS.json OUT_FOLDER
 * OUT_FOLDER must hold the MODEL_CARD.md; FUSION_FOLDER holds fusion.onnx and fusion.json; RESULTS.json is what evaluate.ts wrote.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURES } from '../src/main/coding/candidates.ts';
import { openModelPack, PACK_FILES, type Manifest } from '../src/main/model/pack.ts';
import { GEOMETRY } from './geometry.ts';

const [version = '', neural = '', fusion = '', lexicon = '', tokenizer = '', results = '', out] =
  process.argv.slice(2);
if (!out) {
  console.error(
    'usage: node training/pack.ts VERSION NEURAL_FOLDER FUSION_FOLDER LEXICON.sqlite TOKENIZER_JSON RESULTS.json OUT_FOLDER',
  );
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const sources: Record<(typeof PACK_FILES)[number], string> = {
  'encoder.onnx': join(neural, 'encoder.onnx'),
  'label-attention.onnx': join(neural, 'label-attention.onnx'),
  'labels.tsv': join(neural, 'labels.tsv'),
  'fusion.onnx': join(fusion, 'fusion.onnx'),
  'lexicon.sqlite': lexicon,
  'tokenizer.json': tokenizer,
};
const files: Manifest['files'] = {};
for (const file of PACK_FILES) copyFileSync(sources[file], join(out, file));
// The card is written by hand, from the results, and belongs to the pack like its weights.
for (const file of [...PACK_FILES, 'MODEL_CARD.md']) {
  const content = readFileSync(join(out, file));
  files[file] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}
const { thresholds } = JSON.parse(readFileSync(join(fusion, 'fusion.json'), 'utf8')) as {
  thresholds: Manifest['thresholds'];
};
const manifest: Manifest = {
  format: 'rubricator-model-pack',
  formatVersion: 1,
  name: 'codiesp-label-attention',
  version,
  codeSystem: 'icd-10-cm',
  release: 'FY2026',
  languages: ['en', 'es'],
  labels: readFileSync(join(out, 'labels.tsv'), 'utf8').trimEnd().split('\n').length - 1,
  encoder: GEOMETRY,
  features: [...FEATURES],
  thresholds,
  files,
  training: {
    data: [
      {
        name: 'CodiEsp v4, train split (Spanish, English machine translation)',
        licence: 'CC BY 4.0',
        use: 'label attention, lexicon, fusion',
      },
      {
        name: 'CodiEsp background texts and their machine translation',
        licence: 'CC BY 4.0',
        use: 'Spanish-English word table',
      },
      {
        name: 'ICD-10-CM FY2026 titles and Alphabetic Index, FY2021 inclusion terms',
        licence: 'US government work, public domain',
        use: 'catalogue terms',
      },
    ],
    initialWeights: { name: 'all-MiniLM-L6-v2', licence: 'Apache-2.0' },
  },
  results: existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Record<string, unknown>) : {},
};
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
openModelPack(out);
console.error(`${manifest.name}@${version} in ${out}, verified`);
