import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ImportOutcome, ImportProgress } from '../../shared/book.ts';
import { UserError } from '../errors.ts';
import type { ImportMessage, ImportTask } from './importWorker.ts';
import type { InstalledCatalogs } from './installed.ts';

/** Where the search lexicon stands among the resources. */
export const SEARCH_LEXICON = 'search';

/** Megabytes a compilation may hold; ICD-10-CM needs less than one thousand. */
const MOST_MEMORY = 4096;

/** Installs releases from official files, one at a time, on a thread of its own. */
export class ReleaseImport {
  readonly #catalogs: InstalledCatalogs;
  readonly #resources: string;
  #cancel: (() => void) | undefined;

  constructor(catalogs: InstalledCatalogs, resources: string) {
    this.#catalogs = catalogs;
    this.#resources = resources;
  }

  /**
   * Compiles the files and puts the pack among the installed ones.
   * @throws UserError where the files are refused or another installation is under way; the installed
   * packs are then as before
   */
  async run(
    paths: readonly string[],
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportOutcome> {
    if (this.#cancel) {
      throw new UserError('Another release is being installed.', 'Wait until it is done, or cancel it.');
    }
    const out = this.#catalogs.incoming();
    const task: ImportTask = { paths, out, lexicon: join(this.#resources, SEARCH_LEXICON) };
    const worker = new Worker(workerFile(), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
    });
    try {
      const report = await new Promise<number | null>((resolve, reject) => {
        this.#cancel = () => resolve(null);
        worker.on('message', (message: ImportMessage) => {
          if (message.kind === 'progress') {
            onProgress({ fraction: message.fraction, stage: message.stage });
          } else if (message.kind === 'built') {
            resolve(message.report);
          } else {
            reject(new UserError(message.message, message.remedy));
          }
        });
        worker.on('error', (error) => reject(outOfMemory(error) ?? error));
        worker.on('exit', () => reject(new Error('the import ended without a result')));
      });
      if (report === null) return { outcome: 'cancelled' };
      return { outcome: 'installed', release: this.#catalogs.adopt(out), report };
    } finally {
      this.#cancel = undefined;
      await worker.terminate();
      for (const rest of [out, `${out}.part`]) rmSync(rest, { force: true });
    }
  }

  /** Ends an installation under way; nothing of it is kept. */
  cancel(): void {
    this.#cancel?.();
  }
}

function outOfMemory(error: unknown): UserError | undefined {
  if ((error as { code?: unknown }).code !== 'ERR_WORKER_OUT_OF_MEMORY') return undefined;
  return new UserError(
    'The files need more memory than any release does.',
    'Choose the files of one release as published.',
  );
}

/** The thread's code: beside this one among the sources, under its own name in the built program. */
function workerFile(): string {
  const built = join(import.meta.dirname, 'importWorker.js');
  return existsSync(built) ? built : join(import.meta.dirname, 'importWorker.ts');
}
