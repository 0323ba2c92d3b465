/** Scans parts of a ledger on a thread of its own, one after another until none is left. */
import '../networkGuard.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { ScanMessage, ScanTask } from './threads.ts';
import { scan } from './verify.ts';

const { source, parts, taken } = workerData as ScanTask;
const counter = new Int32Array(taken);

for (let at = Atomics.add(counter, 0, 1); at < parts.length; at = Atomics.add(counter, 0, 1)) {
  const part = parts[at];
  if (part) parentPort?.postMessage({ at, scanned: scan(source, part) } satisfies ScanMessage);
}
