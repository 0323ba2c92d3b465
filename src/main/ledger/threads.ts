/** Verification on threads of its own, so that neither the window nor other requests wait. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { VerifyReport } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { threadFile } from '../thread.ts';
import type { LedgerSource, Part } from './rows.ts';
import type { Scanned } from './scan.ts';
import { spkiOf } from './signer.ts';
import { scan, Verification, type VerifyOptions } from './verify.ts';

/** What the thread that verifies is given. */
export interface VerifyTask extends Omit<VerifyOptions, 'publicKey'> {
  file: string;
  /** SPKI in base64. */
  publicKey?: string;
}

/** What it sends. */
export type VerifyMessage =
  | { kind: 'progress'; done: number }
  | { kind: 'verified'; report: VerifyReport }
  | { kind: 'refused'; message: string; remedy: string };

/** What each thread that scans is given: they take the parts in turn. */
export interface ScanTask {
  source: LedgerSource;
  parts: readonly Part[];
  /** One Int32: how many parts were taken. */
  taken: SharedArrayBuffer;
}

/** What it sends for each part. */
export interface ScanMessage {
  at: number;
  scanned: Scanned;
}

/** More threads than that wait for each other. */
const MOST_THREADS = 4;

/**
 * Verifies a ledger, off this thread.
 * @throws UserError where there is no such file, it is encrypted and no key is given, or a newer version
 * wrote it; the signal's reason where it is aborted
 */
export async function verify(
  file: string,
  {
    publicKey,
    onProgress,
    signal,
    ...options
  }: VerifyOptions & { onProgress?: (done: number) => void; signal?: AbortSignal } = {},
): Promise<VerifyReport> {
  signal?.throwIfAborted();
  const workerData: VerifyTask = {
    ...options,
    file,
    ...(publicKey && { publicKey: spkiOf(publicKey).toString('base64') }),
  };
  const worker = new Worker(threadFile(import.meta.dirname, 'verifyWorker'), { workerData });
  try {
    return await new Promise<VerifyReport>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      worker.on('message', (message: VerifyMessage) => {
        if (message.kind === 'progress') onProgress?.(message.done);
        else if (message.kind === 'verified') resolve(message.report);
        else reject(new UserError(message.message, message.remedy));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the verification ended without a result')));
    });
  } finally {
    await worker.terminate();
  }
}

/** Verifies a ledger on this thread and, where it is large, on more that it starts. */
export async function verifyHere(
  file: string,
  options: VerifyOptions,
  onProgress: (done: number) => void,
): Promise<VerifyReport> {
  const verification = new Verification(file, options);
  const { source } = verification;
  // A ledger may grow meanwhile: what it says of itself first, then all entries. An export's hash takes long.
  if (source.kind === 'sqlite') verification.inspect();
  const parts = verification.parts();
  const others = parts.length > 1 ? new Scans(source, parts) : undefined;
  try {
    if (source.kind === 'export') verification.inspect();
    for (const [at, part] of parts.entries()) {
      verification.add(others ? await others.of(at) : scan(source, part));
      onProgress((at + 1) / parts.length);
    }
    return verification.finish();
  } finally {
    await others?.end();
  }
}

/** The parts of a ledger, scanned by several threads. */
class Scans {
  readonly #workers: Worker[];
  readonly #scanned: PromiseWithResolvers<Scanned>[];

  constructor(source: LedgerSource, parts: readonly Part[]) {
    this.#scanned = parts.map(() => Promise.withResolvers<Scanned>());
    // Whoever waits for a part learns of a failure; the others are left alone.
    for (const { promise } of this.#scanned) promise.catch(() => undefined);
    const workerData: ScanTask = { source, parts, taken: new SharedArrayBuffer(4) };
    const threads = Math.min(availableParallelism(), parts.length, MOST_THREADS);
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(threadFile(import.meta.dirname, 'scanWorker'), { workerData });
      worker.on('message', ({ at, scanned }: ScanMessage) => {
        const { buffer, byteOffset, byteLength } = scanned.leaves;
        // A buffer arrives as a plain array of bytes.
        this.#scanned[at]?.resolve({ ...scanned, leaves: Buffer.from(buffer, byteOffset, byteLength) });
      });
      worker.on('error', (error) => {
        for (const { reject } of this.#scanned) reject(error);
      });
      return worker;
    });
  }

  /** What came of the part at this place. */
  async of(at: number): Promise<Scanned> {
    const part = this.#scanned[at];
    if (!part) throw new Error('there is no such part');
    return part.promise;
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
