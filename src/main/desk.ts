import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import type { Chart, ChartSummary, ImportReport } from '../shared/chart.ts';
import type { DecisionRequest } from '../shared/channels.ts';
import type {
  ImportOutcome,
  ImportProgress,
  InstalledRelease,
  PickedRelease,
  ReleaseName,
  SearchHit,
} from '../shared/book.ts';
import type {
  AppStatus,
  ChartCoding,
  CodingRun,
  EvidenceSpan,
  LedgerEntry,
  Suggestion,
  VerifyReport,
} from '../shared/coding.ts';
import type { ModelCard } from '../shared/model.ts';
import type { Catalog } from './catalog/catalog.ts';
import { ReleaseImport, SEARCH_LEXICON } from './catalog/releaseImport.ts';
import { WORD_VECTORS, WordVectors } from './catalog/search/wordVectors.ts';
import { InstalledCatalogs } from './catalog/installed.ts';
import { importFile } from './charts/importFile.ts';
import { chartIdOf, ChartStore, type ChartRow } from './charts/store.ts';
import type { OpenCoder } from './coding/openCoder.ts';
import { openCoderInUse } from './coding/openCoderInUse.ts';
import { thresholdFor } from './coding/layout.ts';
import { UserError } from './errors.ts';
import { Ledger, type Act } from './ledger/ledger.ts';
import { DECIDED_AS, replay, type ReplayedChart } from './ledger/replay.ts';
import { verifyLedger } from './ledger/verify.ts';
import { readModelCard } from './model/card.ts';
import { InstalledModels } from './model/installed.ts';

/** Where a desk finds what it works with. */
export interface DeskPlaces {
  /** This user's charts and ledger. */
  data: string;
  /** Model pack, catalogue pack and samples. */
  resources: string;
  version: string;
}

const SampleIndex = z.array(
  z.object({ folder: z.string(), name: z.string(), files: z.array(z.string()).min(1) }),
);

/** The packs that ship, inside the resource folder. */
export const SHIPPED_CATALOGS = 'catalog';
export const SHIPPED_MODEL = 'model';

/** The system charts are coded in. */
export const CODING_SYSTEM = 'icd-10-cm';

/**
 * Everything a coder and an auditor can do, over the real stores and the real model. The window and
 * the tests call the same methods; nothing in here knows of Electron.
 */
export class Desk {
  readonly #places: DeskPlaces;
  readonly #catalogs: InstalledCatalogs;
  readonly #import: ReleaseImport;
  readonly #charts: ChartStore;
  readonly #ledger: Ledger;
  readonly #user = userInfo().username;
  readonly #reading = new Map<string, { controller: AbortController; run: Promise<CodingRun> }>();
  #opening: Promise<OpenCoder> | undefined;
  #wordVectors: WordVectors | undefined;

  constructor(places: DeskPlaces) {
    this.#places = places;
    this.#catalogs = openCatalogs(places);
    this.#import = new ReleaseImport(this.#catalogs, places.resources);
    this.#charts = new ChartStore(join(places.data, 'charts.sqlite'));
    this.#ledger = new Ledger(join(places.data, 'ledger.sqlite'));
  }

  /** Puts the sample charts into the worklist, once. */
  async addSamples(): Promise<void> {
    const folder = join(this.#places.resources, 'samples');
    const samples = SampleIndex.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')));
    for (const sample of samples) {
      const paths = sample.files.map((file) => join(folder, sample.folder, file));
      const files = paths.map((path) => ({ name: basename(path), source: readFileSync(path) }));
      // At every start but the first they are there: nothing is parsed before the window opens.
      if (this.#charts.has(chartIdOf(files))) continue;
      const documents = [];
      for (const path of paths) documents.push(await importFile(path));
      this.#charts.add(sample.name, documents, true);
    }
  }

  /** Loads the model and then the search tables, so that they are ready when first used. */
  warmUp(): void {
    this.#open()
      .then(() => this.#catalogOf(null).search('', 1))
      // A failure is reported to whoever asks for either; it must not end the process here.
      .catch(() => undefined);
  }

  async status(): Promise<AppStatus> {
    const { description } = await this.#open();
    const current = this.release(null).release;
    return {
      version: this.#places.version,
      user: this.#user,
      dataFolder: this.#places.data,
      ...description,
      catalogue: { name: current.system, version: current.version, codes: current.codes },
    };
  }

  /**
   * The card of the model that reads charts here.
   * @throws UserError where it was changed since the model was opened
   */
  async modelCard(): Promise<ModelCard> {
    return readModelCard((await this.#open()).pack);
  }

  worklist(): ChartSummary[] {
    return this.#charts.list().map((row) => this.#summary(row));
  }

  /** Imports files, each as one chart. A file that is refused leaves nothing behind and does not stop the others. */
  async importFiles(paths: readonly string[]): Promise<ImportReport> {
    const report: ImportReport = { imported: [], refused: [] };
    for (const path of paths) {
      const name = basename(path);
      try {
        const document = await importFile(path);
        const { id, added } = this.#charts.add(name.slice(0, -extname(name).length), [document]);
        if (!added) {
          throw new UserError('This file is in the worklist already.', 'Open the chart that is there.');
        }
        this.#append({
          chart: id,
          action: 'import',
          note: `${document.kind}, ${document.text.length} characters`,
        });
        const row = this.#charts.list().find((chart) => chart.id === id);
        if (row) report.imported.push(this.#summary(row));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        report.refused.push({ name, reason: error.message, remedy: error.remedy });
      }
    }
    return report;
  }

  open(chart: string): Chart {
    return this.#chart(chart);
  }

  pdf(chart: string, document: string): Uint8Array {
    const bytes = this.#charts.pdf(chart, document);
    if (!bytes)
      throw new UserError('There is no such PDF in this chart.', 'Open the chart again from the worklist.');
    return bytes;
  }

  /** Sets the day of discharge or visit, which decides the release; null for not known. */
  setEncounterDate(chart: string, date: string | null): Chart {
    this.#chart(chart);
    this.#unfinished(chart);
    this.#charts.setEncounterDate(chart, date);
    return this.#chart(chart);
  }

  /** Reads a chart with the model, or returns what the same model and catalogue read before. */
  suggest(chart: string, onProgress: (fraction: number) => void): Promise<CodingRun> {
    const underWay = this.#reading.get(chart);
    if (underWay) return underWay.run;
    const controller = new AbortController();
    const run = this.#read(chart, controller.signal, onProgress).finally(() => this.#reading.delete(chart));
    this.#reading.set(chart, { controller, run });
    return run;
  }

  /** Ends the reading of a chart; nothing of it is kept. */
  cancel(chart: string): void {
    this.#reading.get(chart)?.controller.abort();
  }

  coding(chart: string): ChartCoding {
    return withoutEntry(this.#replayed(chart));
  }

  /**
   * Records a decision.
   * @throws UserError where the chart is finished, the code cannot be coded, or the evidence does not
   * stand in the chart's documents; the ledger is then as it was
   */
  async decide({ chart, action, code, evidence }: DecisionRequest): Promise<ChartCoding> {
    const { description } = await this.#open();
    // From here on nothing waits: what is checked still holds when the decision is recorded.
    const { documents } = this.#chart(chart);
    const { decisions } = this.#unfinished(chart);
    const catalog = this.#catalogOf(chart);
    const hit = catalog.lookUp(code);
    if (!hit) throw new UserError(`${code} is not in ${named(catalog.version)}.`, 'Search for the code.');
    if (action !== 'reject' && !hit.billable) {
      throw new UserError(`${code} is a header and cannot be coded.`, 'Choose a billable code below it.');
    }
    for (const { document, start, end, text } of evidence) {
      const source = documents.find(({ id }) => id === document);
      if (source?.text.slice(start, end) !== text) {
        throw new UserError('The evidence does not stand in this chart.', 'Select the words again.');
      }
    }
    // A key held too long must not fill the record: what stands already is not recorded again.
    const standing = decisions.find((decision) => decision.code === hit.code);
    const sameEvidence = placesOf(standing?.evidence ?? []) === placesOf(evidence);
    if (standing?.decided === DECIDED_AS[action] && sameEvidence) return this.coding(chart);
    this.#append({
      chart,
      action,
      code: hit.code,
      title: hit.title,
      evidence,
      model: named(description.model),
    });
    return this.coding(chart);
  }

  /** Takes back the last standing decision of a chart, by a new entry that names it. */
  undo(chart: string): ChartCoding {
    const { undoable } = this.#unfinished(chart);
    if (!undoable) throw new UserError('There is no decision to take back.', 'Decide on a code first.');
    this.#append({ chart, action: 'undo', code: undoable.code, title: undoable.title, target: undoable.seq });
    return this.coding(chart);
  }

  finish(chart: string): ChartCoding {
    this.#chart(chart);
    const { decisions } = this.#unfinished(chart);
    const final = decisions.filter(({ decided }) => decided !== 'rejected').map(({ code }) => code);
    this.#append({ chart, action: 'finish', note: `final codes: ${final.join(', ') || 'none'}` });
    return this.coding(chart);
  }

  reopen(chart: string): ChartCoding {
    if (!this.#replayed(chart).finished)
      throw new UserError('The chart is not finished.', 'Go on coding it.');
    this.#append({ chart, action: 'reopen' });
    return this.coding(chart);
  }

  /** An installed release, for its search and its book. */
  catalog(name: ReleaseName): Catalog {
    return this.#catalogs.get(name);
  }

  /** Codes near a query in meaning, nearest first, for when words fail. */
  meaning(query: string, limit: number, release: ReleaseName): SearchHit[] {
    this.#wordVectors ??= openWordVectors(this.#places.resources);
    return this.catalog(release).meaning(query, limit, this.#wordVectors);
  }

  /** The release that a chart's day of discharge or visit picks; without a chart the one valid today. */
  release(chart: string | null): PickedRelease {
    const date = this.#dayOf(chart);
    const { release, covers } = this.#catalogs.on(CODING_SYSTEM, date);
    return { release, date, covers };
  }

  releases(): InstalledRelease[] {
    return this.#catalogs.list();
  }

  removeRelease(name: ReleaseName): InstalledRelease[] {
    this.#catalogs.remove(name);
    return this.releases();
  }

  /**
   * Compiles official files into a pack beside this process and installs it.
   * @throws UserError where they are refused; the installed packs are then as before
   */
  importRelease(
    paths: readonly string[],
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportOutcome> {
    return this.#import.run(paths, onProgress);
  }

  /** Ends an installation under way; nothing of it is kept. */
  cancelImport(): void {
    this.#import.cancel();
  }

  entries(limit: number, before?: number, chart?: string): LedgerEntry[] {
    return this.#ledger.entries(limit, before, chart);
  }

  verify(): VerifyReport {
    return verifyLedger(this.#ledger.file);
  }

  async close(): Promise<void> {
    for (const chart of this.#reading.keys()) this.cancel(chart);
    this.#charts.close();
    this.#ledger.close();
    this.#import.cancel();
    this.#catalogs.close();
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }

  async #read(
    chart: string,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<CodingRun> {
    const { documents } = this.#chart(chart);
    const { coder, systems, description } = await this.#open();
    const thresholds = systems.get(CODING_SYSTEM)?.thresholds ?? {};
    const model = named(description.model);
    const catalog = this.#catalogOf(chart);
    const catalogue = named(catalog.version);
    const stored = this.#charts.run(chart, model, catalogue);
    if (stored) return stored;
    const suggestions = await coder
      .code(documents, catalog, { onProgress, signal })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new UserError('Reading was cancelled.', 'Start it again when you want suggestions.', {
          cause: error,
        });
      });
    const run: CodingRun = {
      chart,
      system: catalog.version.name,
      model: { name: description.model.name, version: description.model.version },
      catalogue: catalog.version,
      provider: description.provider.name,
      suggestions,
      threshold: Math.min(...documents.map((document) => thresholdFor(document, thresholds) ?? 1)),
      at: new Date().toISOString(),
    };
    this.#charts.keepRun(run, model, catalogue);
    this.#append({
      chart,
      action: 'suggest',
      model,
      note: runNote(suggestions, run.provider),
    });
    return run;
  }

  #open(): Promise<OpenCoder> {
    // A failed opening is tried again: the pack may have been put right in the meantime.
    this.#opening ??= openCoderInUse(openModels(this.#places)).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  #chart(id: string): Chart {
    const chart = this.#charts.get(id);
    if (!chart) throw new UserError('There is no such chart.', 'Open it again from the worklist.');
    return chart;
  }

  #replayed(chart: string): ReplayedChart {
    return replay(chart, this.#ledger.ofChart(chart));
  }

  /** The chart's decisions, to be added to. */
  #unfinished(chart: string): ReplayedChart {
    const replayed = this.#replayed(chart);
    if (replayed.finished) {
      throw new UserError('The chart is finished.', 'Reopen it to change its codes; that is recorded.');
    }
    return replayed;
  }

  #summary(row: ChartRow): ChartSummary {
    const { decisions, finished } = this.#replayed(row.id);
    return {
      ...row,
      status: finished ? 'finished' : decisions.length > 0 ? 'in-progress' : 'new',
      finalCodes: decisions.filter(({ decided }) => decided !== 'rejected').length,
    };
  }

  /** The release in force for a chart, or today. */
  #catalogOf(chart: string | null): Catalog {
    return this.#catalogs.on(CODING_SYSTEM, this.#dayOf(chart)).catalog;
  }

  /** A chart's day of discharge or visit; today where it is not known, or without a chart. */
  #dayOf(chart: string | null): string {
    return (chart === null ? null : this.#charts.encounterDate(chart)) ?? today();
  }

  #append(act: Pick<Act, 'chart' | 'action'> & Partial<Act>): void {
    const { version } = this.#catalogOf(act.chart);
    this.#ledger.append({
      who: this.#user,
      system: version.name,
      code: null,
      title: null,
      evidence: [],
      model: '',
      catalogue: named(version),
      target: null,
      note: null,
      ...act,
    });
  }
}

/** The packs that ship and those installed in the data folder. */
export function openCatalogs({ data, resources }: Pick<DeskPlaces, 'data' | 'resources'>): InstalledCatalogs {
  return new InstalledCatalogs(join(resources, SHIPPED_CATALOGS), join(data, 'catalogs'));
}

/** The model that ships and those installed in the data folder. */
export function openModels({ data, resources }: Pick<DeskPlaces, 'data' | 'resources'>): InstalledModels {
  return new InstalledModels(join(resources, SHIPPED_MODEL), join(data, 'models'));
}

/** The word vectors that search by meaning reads. */
export function openWordVectors(resources: string): WordVectors {
  return new WordVectors(join(resources, SEARCH_LEXICON, WORD_VECTORS));
}

/** The day it is here, as an ISO date. */
export function today(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function placesOf(evidence: readonly EvidenceSpan[]): string {
  return evidence.map(({ document, start, end }) => `${document} ${start} ${end}`).join();
}

/** What the ledger keeps of a reading beside its versions. */
export function runNote(suggestions: readonly Suggestion[], provider: string): string {
  const proposed = suggestions.filter(({ tier }) => tier === 'suggestion').length;
  return `${proposed} suggestions, ${suggestions.length - proposed} candidates, on ${provider}`;
}

/** NAME@VERSION. */
export function named({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}

function withoutEntry({ chart, decisions, finished, canUndo }: ReplayedChart): ChartCoding {
  return { chart, decisions, finished, canUndo };
}
