import { randomUUID } from 'node:crypto';
import type { MergeOutcome } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { onThread, threadFile, type ThreadOptions } from '../thread.ts';
import type { MergeFileOutcome, MergeTask } from './mergeFile.ts';

/** Merges files, one at a time, on a thread of its own. */
export class LedgerMerge {
  readonly #stores: Pick<MergeTask, 'merged' | 'own'>;
  readonly #now: () => number;
  #running = false;
  /** The file whose key was asked about last. */
  #asked: { ticket: string; file: string; fingerprint: string } | undefined;

  constructor(stores: Pick<MergeTask, 'merged' | 'own'>, now: () => number = Date.now) {
    this.#stores = stores;
    this.#now = now;
  }

  /**
   * Verifies and merges a file. Where its key is not known yet, it asks, and `trust` goes on.
   * @throws UserError where the file cannot be read, is no signed ledger, or another merge is under way
   */
  merge(file: string, options: ThreadOptions): Promise<MergeOutcome> {
    return this.#merge(file, null, options);
  }

  /**
   * Goes on with a merge whose key somebody compared and found right. The file is read and verified again.
   * @throws UserError as `merge` does, and where nothing was asked under this ticket
   */
  async trust(ticket: string, options: ThreadOptions): Promise<MergeOutcome> {
    const asked = this.#asked;
    if (asked?.ticket !== ticket) {
      throw new UserError('This merge was not asked about.', 'Choose the file again.');
    }
    return await this.#merge(asked.file, asked.fingerprint, options);
  }

  async #merge(file: string, trusted: string | null, options: ThreadOptions): Promise<MergeOutcome> {
    if (this.#running) {
      throw new UserError('Another ledger is being merged.', 'Wait until it is done, or cancel it.');
    }
    this.#running = true;
    this.#asked = undefined;
    try {
      const at = new Date(this.#now()).toISOString();
      const task: MergeTask = { ...this.#stores, file, trusted, at };
      const worker = threadFile(import.meta.dirname, 'mergeWorker');
      const outcome = await onThread<MergeFileOutcome>(worker, task, options);
      if (outcome.outcome !== 'ask') return outcome;
      const ticket = randomUUID();
      this.#asked = { ticket, file, fingerprint: outcome.fingerprint };
      return { ...outcome, ticket };
    } catch (error) {
      if (options.signal.aborted) return { outcome: 'cancelled' };
      throw error;
    } finally {
      this.#running = false;
    }
  }
}
