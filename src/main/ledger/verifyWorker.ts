/** Verifies a ledger on a thread of its own, so that neither the window nor other requests wait. */
import '../networkGuard.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import { publicKeyFrom } from './signer.ts';
import { verifyHere, type VerifyMessage, type VerifyTask } from './threads.ts';

const { file, publicKey, ...options } = workerData as VerifyTask;
const send = (message: VerifyMessage): void => parentPort?.postMessage(message);

try {
  const key = publicKey === undefined ? null : publicKeyFrom(publicKey);
  const onProgress = (done: number): void => send({ kind: 'progress', done });
  const report = await verifyHere(file, { ...options, ...(key && { publicKey: key }) }, onProgress);
  send({ kind: 'verified', report });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  send({ kind: 'refused', message: error.message, remedy: error.remedy });
}
