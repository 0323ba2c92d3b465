/**
 * The exported network on documents it has not seen, by the product's own runtime: what int8 costs
 * against the float results of export.py, whose measures these are.
 * usage: node training/measure.ts TOKENS.jsonl NEURAL_FOLDER PART|dev [PARTS]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelAttentionModel, type Reading } from '../src/main/model/labelAttention.ts';
import { parseLabels } from '../src/main/model/pack.ts';
import { partOf } from './codiesp.ts';
import { GEOMETRY } from './geometry.ts';

interface Row {
  id: string;
  split: 'train' | 'dev';
  lang: string;
  ids: number[];
  codes: string[];
  spans: { code: string; exact: boolean; tokens: [number, number][] }[];
}
interface Parity {
  documents: {
    name: string;
    ids: number[];
    logits: number[];
    hidden: { token: number; first: number[] }[];
    tags: { token: number; probabilities: number[] }[];
  }[];
}
const SYSTEMS = ['icd-10-cm', 'icd-10-pcs'] as const;
const WEIGHTINGS = ['attention', 'norm', 'contribution'] as const;

const [tokensFile = '', neural = '', part, parts = '3'] = process.argv.slice(2);
if (!part) {
  console.error('usage: node training/measure.ts TOKENS.jsonl NEURAL_FOLDER PART|dev [PARTS]');
  process.exit(2);
}
const labels = parseLabels(readFileSync(join(neural, 'labels.tsv'), 'utf8'));
const systemOf = new Map(labels.map(({ code, system }) => [code, system]));
const labelOf = new Map(labels.map(({ code }, label) => [code, label]));
const model = await LabelAttentionModel.open({
  encoder: join(neural, 'encoder.onnx'),
  head: join(neural, 'label-attention.onnx'),
  mentions: join(neural, 'mentions.onnx'),
  tokenizer: join(neural, 'tokenizer.json'),
  labels: labels.map(({ code }) => code),
  systems: labels.map(({ system }) => system),
  geometry: GEOMETRY,
});
const documents = readFileSync(tokensFile, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
  .filter(({ id, split }) =>
    part === 'dev' ? split === 'dev' : split === 'train' && partOf(id, Number(parts)) === Number(part),
  );

/** Length of each token's hidden state, for weighting attention by it (Kobayashi et al. 2020). */
function stateNorms(reading: Reading): Float32Array {
  const count = reading.tokens.ids.length;
  const width = reading.hidden.length / Math.max(1, count);
  return Float32Array.from({ length: count }, (_, token) =>
    Math.hypot(...reading.hidden.subarray(token * width, (token + 1) * width)),
  );
}

function averagePrecision(logits: readonly number[], gold: readonly boolean[], total: number): number {
  const order = logits.map((_, i) => i).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
  let hits = 0;
  let sum = 0;
  order.forEach((label, rank) => {
    if (!gold[label]) return;
    hits += 1;
    sum += hits / (rank + 1);
  });
  return sum / total;
}

const highest = (row: Float32Array): number =>
  row.reduce((best, x, i) => (x > (row[best] ?? 0) ? i : best), 0);
const isProcedure = (code: string): boolean => !code.includes('.') && code.length > 3;

/** Means by what they are of: language, system and measure. */
const sums = new Map<string, { sum: number; count: number }>();
function count(name: string, value: number, weight = 1): void {
  const known = sums.get(name) ?? { sum: 0, count: 0 };
  sums.set(name, { sum: known.sum + value, count: known.count + weight });
}

function read(ids: readonly number[]): Promise<Reading> {
  const empty = new Int32Array(ids.length);
  return model.readTokens({ ids: Int32Array.from(ids), starts: empty, ends: empty });
}

const parity = JSON.parse(readFileSync(join(neural, 'parity.json'), 'utf8')) as Parity;
for (const { name, ids, logits, hidden, tags } of parity.documents) {
  const reading = await read(ids);
  const off = logits.map((logit, label) => logit - (reading.logits[label] ?? 0));
  const rms = Math.sqrt(off.reduce((sum, x) => sum + x * x, 0) / off.length);
  const most = (x: readonly number[]): string => Math.max(...x.map(Math.abs)).toFixed(3);
  const states = hidden.flatMap(({ token, first }) =>
    first.map((x, i) => x - (reading.hidden[token * GEOMETRY.hidden + i] ?? 0)),
  );
  const said = tags.flatMap(({ token, probabilities }) =>
    probabilities.map((p, tag) => p - (reading.tags[token * probabilities.length + tag] ?? 0)),
  );
  console.log(
    `${name} int8 off float: logits ${rms.toFixed(3)} (root mean square), ${most(off)} at most; ` +
      `states ${most(states)}, tags ${most(said)} at most`,
  );
}

for (const { lang, ids, codes, spans } of documents) {
  const reading = await read(ids);
  for (const system of SYSTEMS) {
    const own = labels.flatMap((label, i) => (label.system === system ? [i] : []));
    const logits = own.map((label) => reading.logits[label] ?? 0);
    const gold = own.map((label) => codes.includes(labels[label]?.code ?? ''));
    const total = codes.filter((code) => isProcedure(code) === (system === 'icd-10-pcs')).length;
    const inside = gold.filter(Boolean).length;
    if (inside > 0) count(`${lang} ${system} map_labels`, averagePrecision(logits, gold, inside));
    if (total > 0) count(`${lang} ${system} map_all_gold`, averagePrecision(logits, gold, total));
  }
  const ranges = new Map<string, [number, number][]>();
  for (const { code, exact, tokens } of spans) {
    if (exact && labelOf.has(code)) ranges.set(code, [...(ranges.get(code) ?? []), ...tokens]);
  }
  const asked = [...ranges.keys()];
  const evidence = await model.evidence(
    reading,
    asked.map((code) => labelOf.get(code) ?? 0),
  );
  const norms = stateNorms(reading);
  asked.forEach((code, i) => {
    const { attention, contribution } = evidence[i] ?? { attention: new Float32Array() };
    const rows = {
      attention,
      norm: attention.map((weight, token) => weight * (norms[token] ?? 0)),
      contribution: contribution ?? attention,
    };
    for (const weighting of WEIGHTINGS) {
      const top = highest(rows[weighting]);
      const hit = ranges.get(code)?.some(([start, end]) => start <= top && top < end);
      count(`${lang} ${systemOf.get(code) ?? ''} ${weighting}`, hit ? 1 : 0);
    }
  });
  // Tokens said to be inside a mention, against those that are; what may be one is left out.
  const unknown = new Set<number>();
  const kind = new Uint8Array(ids.length);
  for (const { exact, tokens } of spans) {
    if (!exact) for (const [start, end] of tokens) for (let t = start; t < end; t++) unknown.add(t);
  }
  for (const { code, exact, tokens } of spans) {
    if (!exact) continue;
    for (const [start, end] of tokens) {
      for (let t = start; t < end; t++) {
        unknown.delete(t);
        kind[t] = (kind[t] ?? 0) | (isProcedure(code) ? 2 : 1);
      }
    }
  }
  for (let t = 0; t < ids.length; t++) {
    if (unknown.has(t)) continue;
    const best = highest(reading.tags.subarray(t * 5, t * 5 + 5));
    const said = best === 0 ? 0 : best < 3 ? 1 : 2;
    for (const bit of [1, 2]) {
      const both = said === bit && ((kind[t] ?? 0) & bit) > 0;
      const either = Number(said === bit) + Number(((kind[t] ?? 0) & bit) > 0);
      count(`${lang} ${bit === 1 ? 'icd-10-cm' : 'icd-10-pcs'} mention_f1`, both ? 2 : 0, either);
    }
  }
}
for (const [name, { sum, count: n }] of [...sums].sort()) console.log(`${name}\t${(sum / n).toFixed(4)}`);
await model.close();
