import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkModel, type Check, type KnowsCode } from '../../../../src/main/coding/checkModel.ts';
import { LabelAttentionModel } from '../../../../src/main/model/labelAttention.ts';
import { openModelPack } from '../../../../src/main/model/pack.ts';

/** What torch computes from the checkpoint; written by test/fixtures/model-packs/make.py. */
interface Expected {
  name: string;
  ids: number[];
  logits: number[];
  attention: { label: number; first: number[] };
}

const PACKS = join(import.meta.dirname, '../../../fixtures/model-packs');

describe.each(['bert', 'plm-icd'])('the converted %s checkpoint', (kind) => {
  const pack = openModelPack(join(PACKS, kind));
  const opening = LabelAttentionModel.open({
    encoder: pack.path('encoder.onnx'),
    head: pack.path('label-attention.onnx'),
    tokenizer: pack.path('tokenizer.json'),
    labels: pack.labels.map(({ code }) => code),
    systems: pack.labels.map(({ system }) => system),
    geometry: pack.manifest.encoder,
  });
  afterAll(async () => (await opening).close());
  const expected = JSON.parse(readFileSync(join(PACKS, `${kind}-expected.json`), 'utf8')) as Expected[];

  it.each(expected.map((each) => [each.name, each] as const))(
    'reads a %s text as torch does',
    async (_, { ids, logits, attention }) => {
      const model = await opening;
      const none = new Int32Array(ids.length);
      const reading = await model.readTokens({ ids: Int32Array.from(ids), starts: none, ends: none });
      logits.forEach((logit, label) =>
        expect(Math.abs((reading.logits[label] ?? NaN) - logit), `label ${label}`).toBeLessThan(1e-4),
      );
      const [row] = await model.attention(reading, [attention.label]);
      attention.first.forEach((weight, i) => expect(row?.[i]).toBeCloseTo(weight, 4));
      for (const each of await model.attention(reading, [...logits.keys()])) {
        expect(each).toHaveLength(ids.length);
        expect(each.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    },
  );

  it('gives contributions that add up to the logits, less one bias a label', async () => {
    const model = await opening;
    const biases = [];
    for (const text of ['Fever and cough.', 'Mujer con neumonía, fiebre y tos.']) {
      const reading = await model.read(text);
      const [evidence] = await model.evidence(reading, [3]);
      const sum = evidence?.contribution?.reduce((total, part) => total + part, 0) ?? NaN;
      biases.push((reading.logits[3] ?? NaN) - sum);
    }
    expect(biases[0]).toBeCloseTo(biases[1] ?? NaN, 4);
  });

  it('holds a text that is longer than the window', () => {
    expect(expected.some(({ ids }) => ids.length > 2 * pack.manifest.encoder.window)).toBe(true);
  });

  it('passes every check', async () => {
    const checks = await checkModel(join(PACKS, kind), () => true);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual([
      'manifest, sizes and hashes',
      'labels',
      'tokenizer',
      'encoder.onnx',
      'label-attention.onnx',
      'opens',
      'a short text (en)',
      'a long text (en)',
      'a short text (es)',
      'a long text (es)',
      'coding',
    ]);
  });
});

describe('a pack that does not keep the contract', () => {
  type Files = Record<string, { bytes: number; sha256: string }>;
  type Loose = Record<string, unknown> & { files: Files };
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'rubricator-check-')), 'pack');
    cpSync(join(PACKS, 'bert'), folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(join(folder, '..'), { recursive: true });
  });

  /** Changes the manifest; the files' sizes and hashes are put right afterwards, so that only the change counts. */
  function rewrite(change: (manifest: Loose) => void = () => undefined): void {
    const file = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Loose;
    for (const name of Object.keys(manifest.files)) {
      const content = readFileSync(join(folder, name));
      const sha256 = createHash('sha256').update(content).digest('hex');
      manifest.files[name] = { bytes: content.length, sha256 };
    }
    change(manifest);
    writeFileSync(file, JSON.stringify(manifest));
  }

  function replace(name: string, content: string | Buffer): void {
    writeFileSync(join(folder, name), content);
    rewrite();
  }

  const read = (name: string): Buffer => readFileSync(join(folder, name));
  /** Renames something inside a graph; both names are equally long. */
  const renamed = (name: string, from: string, to: string): Buffer =>
    Buffer.from(read(name).toString('latin1').replaceAll(from, to), 'latin1');

  async function refusal(knows?: KnowsCode): Promise<Check> {
    const checks = await checkModel(folder, knows);
    expect(checks.slice(0, -1).every(({ ok }) => ok)).toBe(true);
    const last = checks.at(-1)!;
    expect(last.ok).toBe(false);
    expect(last.remedy).toMatch(/^[A-Z].+\.$/);
    return last;
  }

  it.each<[string, () => void, string, RegExp]>([
    [
      'no manifest',
      () => rmSync(join(folder, 'manifest.json')),
      'manifest, sizes and hashes',
      /is missing or not JSON/,
    ],
    [
      'a file that was changed',
      () => writeFileSync(join(folder, 'labels.tsv'), read('labels.tsv').fill(0x20, 30, 31)),
      'manifest, sizes and hashes',
      /labels\.tsv was changed/,
    ],
    [
      'another number of labels',
      () => replace('labels.tsv', 'code\tdocuments\tsystem\nI10\t1\ticd-10-cm\n'),
      'manifest, sizes and hashes',
      /1 labels of icd-10-cm instead of 12/,
    ],
    [
      'a label twice',
      () => replace('labels.tsv', read('labels.tsv').toString().replace('E11.9', 'E11.22')),
      'labels',
      /E11\.22 is a label twice/,
    ],
    [
      'another kind of tokenizer',
      () => replace('tokenizer.json', '{"model":{"type":"Unigram"}}'),
      'tokenizer',
      /Unigram/,
    ],
    ['a tokenizer that is not JSON', () => replace('tokenizer.json', '{'), 'tokenizer', /JSON/],
    ['a graph that is none', () => replace('encoder.onnx', 'not a graph'), 'encoder.onnx', /cannot open it/],
    [
      'the graphs in each other’s place',
      () => replace('encoder.onnx', read('label-attention.onnx')),
      'encoder.onnx',
      /has an input "hidden" that is not fed/,
    ],
    [
      'an output of another name',
      () => replace('encoder.onnx', renamed('encoder.onnx', 'hidden', 'states')),
      'encoder.onnx',
      /has no output "hidden" \(it has states\)/,
    ],
    [
      'an input of another name',
      () => replace('label-attention.onnx', renamed('label-attention.onnx', 'labels', 'codes_')),
      'label-attention.onnx',
      /has an input "codes_" that is not fed/,
    ],
    [
      'no attention',
      () => replace('label-attention.onnx', renamed('label-attention.onnx', 'attention', 'weighting')),
      'label-attention.onnx',
      /has no output "attention"/,
    ],
    [
      'another width',
      () => rewrite((m) => ((m['encoder'] as Record<string, number>)['hidden'] = 64)),
      'encoder.onnx',
      /"hidden" is float32 \[batch, tokens, 32\]/,
    ],
    [
      'more labels than the head has',
      () => {
        replace('labels.tsv', `${read('labels.tsv').toString()}Z00.00\t1\ticd-10-cm\n`);
        rewrite(
          (m) => ((m['systems'] as Record<string, Record<string, number>>)['icd-10-cm']!['labels'] = 13),
        );
      },
      'a short text (en)',
      /indices element out of data bounds/,
    ],
    [
      'a window longer than the positions',
      () => rewrite((m) => ((m['encoder'] as Record<string, number>)['window'] = 512)),
      'a long text (en)',
      /./,
    ],
  ])('is refused with %s', async (_, spoil, name, found) => {
    spoil();
    const check = await refusal();
    expect(check.name).toBe(name);
    expect(check.found).toMatch(found);
  });

  it('is refused where the code book has none of its codes', async () => {
    const { name, found } = await refusal(() => false);
    expect([name, found]).toEqual([
      'labels',
      'the code book of icd-10-cm has none of the 12 labels, such as "A41.9"',
    ]);
  });

  it('is told which of its codes the code book lacks', async () => {
    const checks = await checkModel(folder, (_, code) => code !== 'I10');
    expect(checks.find(({ name }) => name === 'labels')?.found).toBe(
      '12 of icd-10-cm; the code book lacks 1 (I10), which are never suggested',
    );
  });
});
