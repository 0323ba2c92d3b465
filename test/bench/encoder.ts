/**
 * The shipped encoder against the same network in eager torch, in one run on one machine.
 * usage: node test/bench/encoder.ts CHECKPOINT.pt
 * CHECKPOINT is what training/train.py wrote; Python ($PYTHON, else python3) needs torch. Without either it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { SHIPPED_MODEL } from '../../src/main/library.ts';
import { openModelPack } from '../../src/main/model/pack.ts';
import { sessionOptions } from '../../src/main/model/provider.ts';
import { resourceFolder } from '../../src/main/paths.ts';

const RUNS = 30;
const [checkpoint] = process.argv.slice(2);
const pack = openModelPack(join(resourceFolder(), SHIPPED_MODEL));
const { window } = pack.manifest.encoder;
const session = await InferenceSession.create(pack.path('encoder.onnx'), sessionOptions('cpu'));
const feeds = {
  input_ids: new Tensor(
    'int64',
    BigInt64Array.from({ length: window }, (_, i) => BigInt(1000 + i)),
    [1, window],
  ),
  attention_mask: new Tensor('int64', new BigInt64Array(window).fill(1n), [1, window]),
};
const times: number[] = [];
for (let run = 0; run < RUNS + 2; run++) {
  const began = performance.now();
  await session.run(feeds);
  times.push(performance.now() - began);
}
await session.release();
const ours = times.slice(2).sort((a, b) => a - b)[RUNS / 2] ?? 0;
console.log(`one window of ${window} tokens, median of ${RUNS}`);
console.log(`  int8 in ONNX Runtime   ${ours.toFixed(1)} ms`);
if (!checkpoint || !existsSync(checkpoint)) {
  console.log('  eager torch            skipped: no checkpoint of training/train.py was named');
} else {
  const script = join(import.meta.dirname, '../../training/eager.py');
  const torch = spawnSync(
    process.env['PYTHON'] ?? 'python3',
    [script, checkpoint, String(window), String(RUNS)],
    {
      encoding: 'utf8',
    },
  );
  const theirs = Number(torch.stdout);
  console.log(
    torch.status === 0
      ? `  eager torch            ${theirs.toFixed(1)} ms, ${(theirs / ours).toFixed(1)} times as long`
      : '  eager torch            skipped: python3 with torch is not there',
  );
}
