/**
 * Last stage: puts the parts together into a model pack with its manifest.
 * usage: node training/pack.ts --version V --network FOLDER --system NAME=FOLDER ... [--results FILE.json] --out FOLDER
 * A system's FOLDER holds lexicon.sqlite, mention-fusion-all.onnx, fusion.onnx and fusion.json; OUT must hold
 * the MODEL_CARD.md, which is written by hand.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FEATURES } from '../src/main/coding/candidates.ts';
import { MENTION_FEATURES } from '../src/main/coding/mentions.ts';
import {
  openModelPack,
  PACK_FILES,
  systemFiles,
  TAGGER_FILE,
  type Manifest,
  type SystemManifest,
} from '../src/main/model/pack.ts';
import { CodeSystem } from '../src/shared/coding.ts';
import { GEOMETRY } from './geometry.ts';

const { values: options } = parseArgs({
  options: {
    version: { type: 'string', default: '' },
    network: { type: 'string', default: '' },
    system: { type: 'string', multiple: true, default: [] },
    results: { type: 'string' },
    out: { type: 'string', default: '' },
  },
});
const { out } = options;
mkdirSync(out, { recursive: true });
const sources = new Map<string, string>(PACK_FILES.map((file) => [file, join(options.network, file)]));
if (existsSync(join(options.network, TAGGER_FILE)))
  sources.set(TAGGER_FILE, join(options.network, TAGGER_FILE));
const labels = readFileSync(join(options.network, 'labels.tsv'), 'utf8').trimEnd().split('\n').slice(1);
const systems: Partial<Record<CodeSystem, SystemManifest>> = {};
for (const pair of options.system) {
  const [name, folder = ''] = pair.split('=');
  const system = CodeSystem.parse(name);
  const files = systemFiles(system);
  sources.set(files.lexicon, join(folder, 'lexicon.sqlite'));
  sources.set(files.mentions, join(folder, 'mention-fusion-all.onnx'));
  sources.set(files.codes, join(folder, 'fusion.onnx'));
  const visit = join(folder, 'visit-fusion.onnx');
  if (existsSync(visit)) sources.set(files.visit, visit);
  const { thresholds } = JSON.parse(readFileSync(join(folder, 'fusion.json'), 'utf8')) as SystemManifest;
  systems[system] = {
    release: 'FY2026',
    labels: labels.filter((line) => line.split('\t')[2] === system).length,
    thresholds,
    fused: true,
  };
}
const files: Manifest['files'] = {};
for (const [file, source] of sources) copyFileSync(source, join(out, file));
// The card is written by hand, from the results, and belongs to the pack like its weights.
for (const file of [...sources.keys(), 'MODEL_CARD.md']) {
  const content = readFileSync(join(out, file));
  files[file] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}
const manifest: Manifest = {
  format: 'rubricator-model-pack',
  formatVersion: 2,
  name: 'codiesp-label-attention',
  version: options.version,
  languages: ['en', 'es'],
  systems,
  encoder: GEOMETRY,
  features: { mentions: [...MENTION_FEATURES], codes: [...FEATURES] },
  files,
  training: {
    data: [
      {
        name: 'CodiEsp v4, train and dev splits (Spanish, English machine translation)',
        licence: 'CC BY 4.0',
        use: 'label attention and mention tagger (train); lexicon and fusion (train and dev)',
      },
      {
        name: 'CodiEsp background texts and their machine translation',
        licence: 'CC BY 4.0',
        use: 'pretraining, Spanish-English word table, label attention of codes that no training document has',
      },
      {
        name: 'ICD-10-CM FY2026 titles and Alphabetic Index, FY2021 inclusion terms; ICD-10-PCS FY2026 codes',
        licence: 'US government work, public domain',
        use: 'catalogue terms, vocabulary, label attention of codes that no training document has',
      },
      {
        name: 'Phrase book of diagnoses and procedures and everyday notes, written for Rubricator',
        licence: 'as Rubricator',
        use: 'lexicon, label attention of codes that no training document has, model of visit notes',
      },
    ],
    initialWeights: { name: 'all-MiniLM-L6-v2', licence: 'Apache-2.0' },
  },
  results: options.results
    ? (JSON.parse(readFileSync(options.results, 'utf8')) as Record<string, unknown>)
    : {},
};
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
openModelPack(out);
const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
console.error(`${manifest.name}@${options.version} in ${out}, verified, ${(bytes / 1e6).toFixed(1)} MB`);
