/**
 * What the network says of every document, each read by a network that has not learned from it: documents
 * of train by the network of their fold, documents of dev and the everyday notes by that of all of train.
 * usage: node training/network.ts --codiesp FOLDER --exports FOLDER --out readings.jsonl
 * EXPORTS holds fold0, fold1, fold2 and train, as export.py wrote them.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wordsOf } from '../src/main/coding/words.ts';
import { wordTags } from '../src/main/coding/reading.ts';
import { LabelAttentionModel } from '../src/main/model/labelAttention.ts';
import { TAGGER_FILE } from '../src/main/model/pack.ts';
import { CodeSystem } from '../src/shared/coding.ts';
import { partOf, readCodiEsp } from './codiesp.ts';
import { GEOMETRY } from './geometry.ts';
import { readNotes } from './notes.ts';

const FOLDS = 3;

/** A document's reading: logits by code, and for each word how likely it begins and lies in a mention. */
export interface StoredReading {
  id: string;
  lang: 'en' | 'es';
  logits: Record<string, number>;
  tags: Record<CodeSystem, { first: number[]; inside: number[] }>;
}

const { values: options } = parseArgs({
  options: {
    codiesp: { type: 'string', default: '' },
    exports: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
  },
});
const documents = [
  ...readCodiEsp(options.codiesp, 'train').map((document) => ({
    ...document,
    network: `fold${partOf(document.id, FOLDS)}`,
  })),
  ...readCodiEsp(options.codiesp, 'dev').map((document) => ({ ...document, network: 'train' })),
  ...readNotes('all').map((note) => ({ ...note, lang: note.language, network: 'train' })),
];
const out = openSync(options.out, 'w');
for (const [network, own] of Map.groupBy(documents, (document) => document.network)) {
  const folder = join(options.exports, network);
  const labels = readFileSync(join(folder, 'labels.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  const model = await LabelAttentionModel.open({
    encoder: join(folder, 'encoder.onnx'),
    head: join(folder, 'label-attention.onnx'),
    mentions: join(folder, TAGGER_FILE),
    tokenizer: join(folder, 'tokenizer.json'),
    labels: labels.map(([code = '']) => code),
    geometry: GEOMETRY,
  });
  for (const { id, lang, text } of own) {
    const reading = await model.read(text);
    const words = wordsOf(text);
    const tags = Object.fromEntries(
      CodeSystem.options.map((system) => {
        const { first, inside } = wordTags(reading, words, system);
        return [system, { first: rounded(first), inside: rounded(inside) }];
      }),
    ) as StoredReading['tags'];
    const logits = Object.fromEntries(model.labels.map((code, l) => [code, round(reading.logits[l] ?? -20)]));
    writeSync(out, JSON.stringify({ id, lang, logits, tags } satisfies StoredReading) + '\n');
  }
  await model.close();
  console.error(`${network}: ${own.length} documents`);
}
closeSync(out);

function rounded(values: Float32Array): number[] {
  return Array.from(values, round);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
