import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED_MODEL } from '../../../../src/main/library.ts';
import { Fusion } from '../../../../src/main/model/fusion.ts';
import {
  LabelAttentionModel,
  MENTION_TAGS,
  type LabelAttentionParts,
  type Reading,
} from '../../../../src/main/model/labelAttention.ts';
import { openModelPack, systemFiles, TAGGER_FILE } from '../../../../src/main/model/pack.ts';
import { CodeSystem } from '../../../../src/shared/coding.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';

/** Written by training/export.py and training/fusion.py for exactly the pack that ships. */
interface NeuralParity {
  documents: {
    name: string;
    ids: number[];
    logits: number[];
    attention: { label: number; argmax: number; max: number };
    /** What the pack's newer graphs compute; absent for packs that lack them. */
    contribution?: { label: number; argmax: number; bias: number };
    tags?: { token: number; probabilities: number[] }[];
  }[];
}
interface FusionParity {
  x: (number | null)[][];
  probability: number[];
}

const fixture = (name: string): string => join(import.meta.dirname, '../../../fixtures/model-parity', name);
const pack = openModelPack(join(resourceFolder(), SHIPPED_MODEL));
const parts: LabelAttentionParts = {
  encoder: pack.path('encoder.onnx'),
  head: pack.path('label-attention.onnx'),
  tokenizer: pack.path('tokenizer.json'),
  labels: pack.labels.map(({ code }) => code),
  systems: pack.labels.map(({ system }) => system),
  geometry: pack.manifest.encoder,
};
let model: LabelAttentionModel;

beforeAll(async () => {
  const mentions = pack.manifest.files[TAGGER_FILE] && pack.path(TAGGER_FILE);
  model = await LabelAttentionModel.open(mentions ? { ...parts, mentions } : parts);
});
afterAll(() => model.close());

function reading(ids: number[]): Promise<Reading> {
  const tokens = {
    ids: Int32Array.from(ids),
    starts: new Int32Array(ids.length),
    ends: new Int32Array(ids.length),
  };
  return model.readTokens(tokens);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / x.length;
  const ma = mean(a);
  const mb = mean(b);
  const covariance = a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? 0) - mb), 0);
  const spread = (x: readonly number[], m: number): number =>
    Math.sqrt(x.reduce((sum, v) => sum + (v - m) ** 2, 0));
  return covariance / (spread(a, ma) * spread(b, mb));
}

describe('the network against the trained one', () => {
  const { documents } = JSON.parse(readFileSync(fixture('neural.json'), 'utf8')) as NeuralParity;

  it.each(documents.map((document) => [document.name, document] as const))(
    'reads "%s" as float32 torch does, as far as eight-bit weights allow',
    async (_name, { ids, logits, attention }) => {
      const read = await reading(ids);
      expect(correlation([...read.logits], logits)).toBeGreaterThan(0.99);
      const best = logits.indexOf(Math.max(...logits));
      const rank = [...read.logits].filter((logit) => logit > (read.logits[best] ?? 0)).length;
      expect(rank).toBeLessThan(3);
      const [row] = await model.attention(read, [attention.label]);
      const peak = row ? row.indexOf(Math.max(...row)) : -1;
      expect(Math.abs(peak - attention.argmax)).toBeLessThanOrEqual(2);
      expect(row?.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
    },
  );

  it.each(documents.map((document) => [document.name, document] as const))(
    'tags the tokens of "%s", and adds up to its logits, as float32 torch does',
    async (_name, { ids, contribution, tags = [] }) => {
      const read = await reading(ids);
      expect(read.tags).toHaveLength(ids.length * MENTION_TAGS.length);
      for (const { token, probabilities } of tags) {
        const row = read.tags.subarray(token * MENTION_TAGS.length, (token + 1) * MENTION_TAGS.length);
        probabilities.forEach((p, tag) => expect(Math.abs(p - (row[tag] ?? NaN))).toBeLessThan(0.2));
      }
      if (!contribution) return;
      const [evidence] = await model.evidence(read, [contribution.label]);
      const sum = evidence?.contribution?.reduce((total, part) => total + part, 0) ?? NaN;
      expect(sum + contribution.bias).toBeCloseTo(read.logits[contribution.label] ?? NaN, 3);
    },
  );

  it('gives no tags without a tagger, and a reading that is otherwise the same', async () => {
    const untagged = await LabelAttentionModel.open(parts);
    const { ids } = documents[0] ?? { ids: [] };
    const empty = new Int32Array(ids.length);
    const read = await untagged.readTokens({ ids: Int32Array.from(ids), starts: empty, ends: empty });
    expect(read.tags).toEqual(new Float32Array(ids.length * MENTION_TAGS.length));
    expect(read.logits).toEqual((await reading(ids)).logits);
    await untagged.close();
  });

  it('gives the same attention alone and with what it adds', async () => {
    const read = await reading(documents[0]?.ids ?? []);
    const [attention] = await model.attention(read, [1]);
    const [evidence] = await model.evidence(read, [1]);
    expect(evidence?.attention).toEqual(attention);
  });

  it('holds a document that is longer than the window', () => {
    expect(documents.some(({ ids }) => ids.length > pack.manifest.encoder.window)).toBe(true);
  });

  it('gives the same logits whether labels are asked for in one go or few at a time', async () => {
    const read = await reading(documents[0]?.ids ?? []);
    const labels = [0, 5, pack.labels.length - 1];
    const together = await model.attention(read, labels);
    for (const [i, label] of labels.entries()) {
      const [alone] = await model.attention(read, [label]);
      expect(alone?.length).toBe(together[i]?.length);
      alone?.forEach((weight, token) => expect(weight).toBeCloseTo(together[i]?.[token] ?? NaN, 6));
    }
  });

  it('reads an empty text as no tokens and no label', async () => {
    const read = await reading([]);
    expect([...read.logits].every((logit) => logit === -Infinity)).toBe(true);
    expect(read.tags).toHaveLength(0);
    expect(await model.evidence(read, [0])).toEqual([
      expect.objectContaining({ attention: new Float32Array() }),
    ]);
  });

  it('stops between windows when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(model.read('pain '.repeat(2000), { signal: controller.signal })).rejects.toThrow();
  });
});

describe('a provider that fails while reading', () => {
  it('is replaced by the CPU, and the reading is the same', async () => {
    let failures = 0;
    const broken = {
      run: () => {
        failures += 1;
        return Promise.reject(new Error('device lost'));
      },
      release: () => Promise.resolve(),
    } as unknown as InferenceSession;
    const failing = await LabelAttentionModel.open(parts, () =>
      Promise.resolve({ session: broken, provider: 'cuda', reason: 'for the test' }),
    );
    const text = 'Fever and cough for three days. '.repeat(40);
    const read = await failing.read(text);
    expect(failures).toBe(1);
    expect(failing.provider).toBe('cpu');
    expect(failing.providerReason).toBe('cuda failed while reading (device lost)');
    expect(read.logits).toEqual((await model.read(text)).logits);
    await failing.close();
  });
});

describe('the fusion against the trained one', () => {
  it.each(CodeSystem.options)('gives the same probabilities for %s', async (system) => {
    const { x, probability } = JSON.parse(
      readFileSync(fixture(`fusion-${system}.json`), 'utf8'),
    ) as FusionParity;
    const fusion = await Fusion.open(
      pack.path(systemFiles(system).codes),
      pack.manifest.features.codes.length,
    );
    const ours = await fusion.probabilities(x.map((row) => Float32Array.from(row, (value) => value ?? NaN)));
    await fusion.close();
    expect(ours).toHaveLength(probability.length);
    probability.forEach((expected, i) => expect(ours[i]).toBeCloseTo(expected, 4));
  });
});
