/** Compiles a release on a thread of its own, so that neither the window nor other requests wait. */
import '../networkGuard.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import { buildPack } from './buildPack.ts';

/** What the thread is given. */
export interface ImportTask {
  paths: readonly string[];
  out: string;
  lexicon: string;
}

/** What the thread sends. */
export type ImportMessage =
  | { kind: 'progress'; fraction: number; stage: string }
  | { kind: 'built'; report: number }
  | { kind: 'refused'; message: string; remedy: string };

const { paths, out, lexicon } = workerData as ImportTask;
const send = (message: ImportMessage): void => parentPort?.postMessage(message);

try {
  const { report } = await buildPack(paths, out, {
    lexicon,
    onProgress: (fraction, stage) => send({ kind: 'progress', fraction, stage }),
  });
  send({ kind: 'built', report });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  send({ kind: 'refused', message: error.message, remedy: error.remedy });
}
