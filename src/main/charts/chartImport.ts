import { randomUUID } from 'node:crypto';
import type { FolderMeaning, ImportRefusal, ImportStart, ImportStep } from '../../shared/chart.ts';
import { UserError } from '../errors.ts';
import type { ImportedDocument } from './importFile.ts';
import { chartsOf, extentOf, lookThrough, readCharts, type ChosenFiles } from './importing.ts';

/** What an import came to: identifiers of the charts it added, and what was refused. */
export interface Imported {
  charts: string[];
  refused: ImportRefusal[];
}

/** What {@link ChartImport.start} came to; as {@link ImportStart}, with identifiers in place of summaries. */
export type Started = Exclude<ImportStart, { state: 'done' }> | { state: 'done'; imported: Imported };

/** Imports of chosen files and folders, one at a time. What was chosen stays here while the user is asked. */
export class ChartImport {
  readonly #add: (name: string, documents: readonly ImportedDocument[]) => string;
  #asked: { ticket: string; chosen: ChosenFiles } | undefined;
  #running: AbortController | undefined;

  /** @param add puts a chart into the store and returns its identifier, or throws a UserError to refuse it */
  constructor(add: (name: string, documents: readonly ImportedDocument[]) => string) {
    this.#add = add;
  }

  /**
   * Imports files; where folders are among them that could mean several things, asks instead.
   * @throws UserError where another import is under way or a folder cannot be imported
   */
  async start(paths: readonly string[], onStep: (step: ImportStep) => void): Promise<Started> {
    this.#refuseSecond();
    if (paths.length === 0) return { state: 'cancelled' };
    const chosen = lookThrough(paths);
    const { files, folders } = extentOf(chosen.folders);
    if (files > 1) {
      const ticket = randomUUID();
      this.#asked = { ticket, chosen };
      return { state: 'ask', ticket, files, folders };
    }
    return { state: 'done', imported: await this.#run(chosen, 'chart-per-file', onStep) };
  }

  /**
   * Goes on with an import that asked.
   * @throws UserError where it is no longer waiting
   */
  async goOn(ticket: string, meaning: FolderMeaning, onStep: (step: ImportStep) => void): Promise<Imported> {
    this.#refuseSecond();
    if (this.#asked?.ticket !== ticket) {
      throw new UserError('This import is no longer waiting.', 'Choose the files again.');
    }
    return this.#run(this.#asked.chosen, meaning, onStep);
  }

  /** Ends an import under way, or one that asks; charts that are in already stay. */
  cancel(): void {
    this.#asked = undefined;
    this.#running?.abort();
  }

  async #run(
    chosen: ChosenFiles,
    meaning: FolderMeaning,
    onStep: (step: ImportStep) => void,
  ): Promise<Imported> {
    this.#asked = undefined;
    const running = new AbortController();
    this.#running = running;
    const charts: string[] = [];
    try {
      const refused = await readCharts(
        chartsOf(chosen, meaning),
        (name, documents) => charts.push(this.#add(name, documents)),
        { onStep, signal: running.signal },
      );
      return { charts, refused };
    } finally {
      this.#running = undefined;
    }
  }

  #refuseSecond(): void {
    if (this.#running) {
      throw new UserError('Another import is under way.', 'Wait until it is done, or cancel it.');
    }
  }
}
