/**
 * Mean-pooled vectors of short texts from a sentence encoder, for `meaning.py` to learn from.
 *
 *     node training/meaning.ts ENCODER.onnx TOKENIZER.json TEXTS.json OUT.f32
 *
 * TEXTS is a JSON array of strings; OUT gets one row of 32-bit floats for each.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { createTokenizer } from '../src/main/model/tokenizer.ts';

const LONGEST = 60;
const BATCH = 16;

const [encoder = '', tokenizerFile = '', textsFile = '', out = ''] = process.argv.slice(2);
const tokenizer = createTokenizer(JSON.parse(readFileSync(tokenizerFile, 'utf8')));
const texts = JSON.parse(readFileSync(textsFile, 'utf8')) as string[];
const session = await InferenceSession.create(encoder, { intraOpNumThreads: 1 });

const tokens = texts.map((text) => tokenizer.encode(text).ids.subarray(0, LONGEST));
// Texts of one length share a batch, so that little of it is padding.
const order = tokens.map((_, index) => index).sort((a, b) => lengthOf(a) - lengthOf(b));
let vectors = new Float32Array();
for (let from = 0; from < order.length; from += BATCH) {
  const batch = order.slice(from, from + BATCH);
  const hidden = await encode(batch);
  const width = hidden.dims[2] ?? 0;
  if (vectors.length === 0) vectors = new Float32Array(texts.length * width);
  const [, longest = 0] = hidden.dims;
  const states = hidden.data as Float32Array;
  batch.forEach((text, row) => {
    const count = lengthOf(text) + 2;
    for (let token = 0; token < count; token++) {
      for (let d = 0; d < width; d++) {
        const at = text * width + d;
        vectors[at] = (vectors[at] ?? 0) + (states[(row * longest + token) * width + d] ?? 0) / count;
      }
    }
  });
}
writeFileSync(out, new Uint8Array(vectors.buffer));

function lengthOf(text: number): number {
  return tokens[text]?.length ?? 0;
}

async function encode(batch: readonly number[]): Promise<InferenceSession.OnnxValueMapType[string]> {
  const longest = Math.max(...batch.map(lengthOf)) + 2;
  const dims = [batch.length, longest];
  const ids = new BigInt64Array(batch.length * longest);
  const mask = new BigInt64Array(batch.length * longest);
  batch.forEach((text, row) => {
    const own = [tokenizer.cls, ...(tokens[text] ?? []), tokenizer.sep];
    own.forEach((id, column) => (ids[row * longest + column] = BigInt(id)));
    mask.fill(1n, row * longest, row * longest + own.length);
  });
  const feeds: Record<string, Tensor> = {
    input_ids: new Tensor('int64', ids, dims),
    attention_mask: new Tensor('int64', mask, dims),
  };
  if (session.inputNames.includes('token_type_ids')) {
    feeds['token_type_ids'] = new Tensor('int64', new BigInt64Array(ids.length), dims);
  }
  const output = (await session.run(feeds))[session.outputNames[0] ?? ''];
  if (!output) throw new Error(`${encoder} gives no hidden states`);
  return output;
}
