/** Long work on a thread of its own, so that neither the window nor other requests wait for it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { UserError } from './errors.ts';

type Message<Result> =
  | { kind: 'progress'; fraction: number }
  | { kind: 'done'; result: Result }
  | { kind: 'refused'; message: string; remedy: string };

export interface ThreadOptions {
  /** 0 to 1. */
  onProgress: (fraction: number) => void;
  /** Ends the thread, wherever it is. */
  signal: AbortSignal;
}

/**
 * Runs a task on a thread.
 * @param file the thread's code, which calls {@link answerOnThread}; see {@link threadFile}
 * @param task is copied to it
 * @throws UserError what the thread refused, or where the signal ended it
 */
export async function onThread<Result>(
  file: string,
  task: object,
  { onProgress, signal }: ThreadOptions,
): Promise<Result> {
  if (signal.aborted) throw cancelled();
  const worker = new Worker(file, { workerData: task });
  try {
    return await new Promise<Result>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(cancelled()), { once: true });
      worker.on('message', (message: Message<Result>) => {
        if (message.kind === 'progress') onProgress(message.fraction);
        else if (message.kind === 'done') resolve(message.result);
        else reject(new UserError(message.message, message.remedy));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the thread ended without a result')));
    });
  } finally {
    await worker.terminate();
  }
}

/** On the thread: does the task that it was given and answers with what came of it. */
export async function answerOnThread(
  work: (task: never, onProgress: (fraction: number) => void) => unknown,
): Promise<void> {
  const send = (message: Message<unknown>): void => parentPort?.postMessage(message);
  let said = 0;
  const onProgress = (fraction: number): void => {
    // A step that nobody sees is not worth a message.
    if (fraction - said < 0.005 && fraction < 1) return;
    said = fraction;
    send({ kind: 'progress', fraction });
  };
  try {
    send({ kind: 'done', result: await work(workerData as never, onProgress) });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    send({ kind: 'refused', message: error.message, remedy: error.remedy });
  }
}

/**
 * The code of a thread: beside its host among the sources. The built program has it under its own name, and
 * the host beside it or in a folder of parts that several files share.
 */
export function threadFile(folder: string, name: string): string {
  const built = [join(folder, `${name}.js`), join(folder, '..', `${name}.js`)];
  return built.find((file) => existsSync(file)) ?? join(folder, `${name}.ts`);
}

/** What whoever waits for cancelled work is told. */
export function cancelled(): UserError {
  return new UserError('It was cancelled.', 'Start it again when you want it.');
}
