import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type {
  Chart,
  ChartSummary,
  EncounterHeader,
  FolderMeaning,
  ImportReport,
  ImportStart,
  ImportStep,
} from '../shared/chart.ts';
import type { DecisionRequest, RequestArgument } from '../shared/channels.ts';
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
  ChartWork,
  CodeFamily,
  CodingRun,
  LedgerEntry,
  QueryDraft,
  Suggestion,
  VerifyReport,
} from '../shared/coding.ts';
import type { ModelCard } from '../shared/model.ts';
import type { Catalog } from './catalog/catalog.ts';
import { familyOf } from './catalog/family.ts';
import { ReleaseImport, SEARCH_LEXICON } from './catalog/releaseImport.ts';
import { WORD_VECTORS, WordVectors } from './catalog/search/wordVectors.ts';
import { InstalledCatalogs } from './catalog/installed.ts';
import { ChartImport, type Imported } from './charts/chartImport.ts';
import { importFile, type ImportedDocument } from './charts/importFile.ts';
import { chartIdOf, ChartStore } from './charts/store.ts';
import type { CodeOptions } from './coding/coder.ts';
import type { OpenCoder } from './coding/openCoder.ts';
import { openCoderInUse } from './coding/openCoderInUse.ts';
import { thresholdFor } from './coding/layout.ts';
import { ChartDecisions } from './decisions/chartDecisions.ts';
import { Standings } from './decisions/standings.ts';
import { fileNameFor, summaryCsv, summaryJson, summaryOf, type CodingSummary } from './decisions/summary.ts';
import { workOf } from './decisions/work.ts';
import { UserError } from './errors.ts';
import { named } from './ledger/entry.ts';
import { Ledger } from './ledger/ledger.ts';
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
  readonly #chartImport = new ChartImport((name, documents) => this.#add(name, documents));
  readonly #ledger: Ledger;
  readonly #standings: Standings;
  readonly #decisions: ChartDecisions;
  readonly #user = userInfo().username;
  readonly #reading = new Map<string, { controller: AbortController; run: Promise<CodingRun> }>();
  /** Of the charts read or opened since the start: probability of each code that was proposed. */
  readonly #proposed = new Map<string, Map<string, number>>();
  #opening: Promise<OpenCoder> | undefined;
  #wordVectors: WordVectors | undefined;

  constructor(places: DeskPlaces) {
    this.#places = places;
    this.#catalogs = openCatalogs(places);
    this.#import = new ReleaseImport(this.#catalogs, places.resources);
    this.#charts = new ChartStore(join(places.data, 'charts.sqlite'));
    this.#ledger = new Ledger(join(places.data, 'ledger.sqlite'));
    this.#standings = new Standings(this.#ledger);
    this.#decisions = new ChartDecisions({
      charts: this.#charts,
      ledger: this.#ledger,
      user: this.#user,
      catalogOf: (chart) => this.#catalogOf(chart),
      proposed: (chart, code) => this.#proposed.get(chart)?.has(code) ?? false,
    });
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
    const suggested = this.#charts.suggestedCodes();
    const standings = this.#standings.all();
    return this.#charts.list().map((row): ChartSummary => {
      const { status = 'new', finalCodes = 0, openQueries = 0, decisions = [] } = standings.get(row.id) ?? {};
      const decided = new Set(decisions.map(({ code }) => code));
      const openSuggestions = suggested.get(row.id)?.filter((code) => !decided.has(code)).length ?? null;
      return { ...row, status, finalCodes, openSuggestions, openQueries };
    });
  }

  /**
   * Imports files and folders. A file that is refused leaves nothing behind and does not stop the others;
   * where folders could mean several things, nothing is read before `importAs` says what.
   */
  async importCharts(paths: readonly string[], onStep: (step: ImportStep) => void): Promise<ImportStart> {
    const started = await this.#chartImport.start(paths, onStep);
    return started.state === 'done' ? { state: 'done', report: this.#report(started.imported) } : started;
  }

  /** Goes on with an import that asked what its folders mean. */
  async importAs(
    ticket: string,
    meaning: FolderMeaning,
    onStep: (step: ImportStep) => void,
  ): Promise<ImportReport> {
    return this.#report(await this.#chartImport.goOn(ticket, meaning, onStep));
  }

  /** Ends an import of charts under way, or one that asks; charts that are in already stay. */
  cancelChartImport(): void {
    this.#chartImport.cancel();
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

  /** Sets a chart's header and records it; its encounter date decides which release is in force. */
  setHeader(chart: string, header: EncounterHeader): Chart {
    this.#decisions.setHeader(chart, header);
    return this.#chart(chart);
  }

  /**
   * Reads a chart with the model, or returns what the same model and catalogue read before.
   * @param onFirst gets what the beginning of a long chart suggests while the rest is being read
   */
  suggest(
    chart: string,
    onProgress: (fraction: number) => void,
    onFirst: (suggestions: Suggestion[]) => void = () => undefined,
  ): Promise<CodingRun> {
    const underWay = this.#reading.get(chart);
    if (underWay) return underWay.run;
    const controller = new AbortController();
    const run = this.#read(chart, {
      signal: controller.signal,
      onProgress,
      onFirst: (suggestions) => {
        this.#propose(chart, suggestions);
        onFirst(suggestions);
      },
    }).finally(() => this.#reading.delete(chart));
    this.#reading.set(chart, { controller, run });
    return run;
  }

  /** Ends the reading of a chart; nothing of it is kept. */
  cancel(chart: string): void {
    this.#reading.get(chart)?.controller.abort();
  }

  coding(chart: string): ChartCoding {
    return this.#decisions.coding(chart);
  }

  /**
   * Records a decision.
   * @throws UserError where the chart is finished, the code cannot be coded, or the evidence does not
   * stand in the chart's documents; the ledger is then as it was
   */
  async decide(request: DecisionRequest): Promise<ChartCoding> {
    const model = await this.#recallRun(request.chart);
    // From here on nothing waits: what is checked still holds when the decision is recorded.
    return this.#decisions.record(request, model);
  }

  /** Accepts several codes, each as an entry of its own, all or none. */
  async acceptAll(request: RequestArgument<'decisions.acceptAll'>): Promise<ChartCoding> {
    const model = await this.#recallRun(request.chart);
    return this.#decisions.acceptAll(request, model);
  }

  /** Takes back the last standing act on a chart's codes, by a new entry that names it. */
  undo(chart: string): ChartCoding {
    return this.#decisions.undo(chart);
  }

  /** Does again what was taken back last. */
  redo(chart: string): ChartCoding {
    return this.#decisions.redo(chart);
  }

  /** Finishes a chart, or ends its review without an objection; refused while it waits for a physician. */
  finish(chart: string): ChartCoding {
    return this.#decisions.finish(chart);
  }

  reopen(chart: string): ChartCoding {
    return this.#decisions.reopen(chart);
  }

  takeIntoReview(chart: string): ChartCoding {
    return this.#decisions.takeIntoReview(chart);
  }

  returnToCoder(chart: string, note: string): ChartCoding {
    return this.#decisions.returnToCoder(chart, note);
  }

  /** Sends a query to the physician; refused where it is not compliant. */
  sendQuery(chart: string, query: QueryDraft): ChartCoding {
    return this.#decisions.sendQuery(chart, query);
  }

  answerQuery(chart: string, entry: number, answer: string): ChartCoding {
    return this.#decisions.answerQuery(chart, entry, answer);
  }

  withdrawQuery(chart: string, entry: number): ChartCoding {
    return this.#decisions.withdrawQuery(chart, entry);
  }

  /** Adds to the time this user had a chart open and in use, in seconds, and to what was pressed and clicked. */
  recordActivity({ chart, seconds, actions }: RequestArgument<'activity.record'>): void {
    if (!this.#charts.has(chart)) throw noSuchChart();
    this.#charts.addActivity({ chart, who: this.#user, day: today(), seconds, actions });
  }

  /** What was done to each chart since a day, by this user or by all. */
  work(since: string, of: 'me' | 'all'): ChartWork[] {
    const charts = this.#charts.list().map(({ id, name, header }) => ({ id, name, type: header.type }));
    const work = workOf(charts, this.#standings.all(), this.#charts.activity(since), since, dayOf);
    return of === 'all' ? work : work.filter(({ who }) => who === this.#user);
  }

  /** The coding summary of a chart, as a file to be written. */
  summary(chart: string, format: 'csv' | 'json'): { name: string; content: string } {
    const opened = this.#chart(chart);
    const catalog = this.#catalogOf(chart);
    const { seq, hash } = this.#ledger.head();
    const summary: CodingSummary = summaryOf({
      chart: opened,
      coding: this.coding(chart),
      catalogue: named(catalog.version),
      model: this.#ledger.ofChart(chart).findLast(({ action }) => action === 'suggest')?.model ?? null,
      ledger: { entries: seq, head: hash },
      poaExempt: (code) => catalog.lookUp(code) !== undefined && catalog.book.page(code).poaExempt,
      at: new Date(),
    });
    return {
      name: fileNameFor(opened.name, 'coding summary', format),
      content: format === 'csv' ? summaryCsv(summary) : summaryJson(summary),
    };
  }

  /** A name for a file that is printed of a chart. */
  fileName(chart: string, what: string, ending: string): string {
    return fileNameFor(this.#chart(chart).name, what, ending);
  }

  /** Where a code stands in the release of a chart, and what could be coded in its place. */
  async family(chart: string, code: string): Promise<CodeFamily> {
    await this.#recallRun(chart);
    return familyOf(this.#catalogOf(chart).book, code, this.#proposed.get(chart));
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
    this.#chartImport.cancel();
    this.#catalogs.close();
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }

  async #read(
    chart: string,
    options: Required<Pick<CodeOptions, 'signal' | 'onProgress' | 'onFirst'>>,
  ): Promise<CodingRun> {
    const { signal } = options;
    const { documents } = this.#chart(chart);
    const { coder, systems, description } = await this.#open();
    const thresholds = systems.get(CODING_SYSTEM)?.thresholds ?? {};
    const model = named(description.model);
    const catalog = this.#catalogOf(chart);
    const catalogue = named(catalog.version);
    const stored = this.#charts.run(chart, model, catalogue);
    if (stored) {
      this.#propose(chart, stored.suggestions);
      return stored;
    }
    const suggestions = await coder.code(documents, catalog, options).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      throw new UserError('Reading was cancelled.', 'Start it again when you want suggestions.', {
        cause: error,
      });
    });
    this.#propose(chart, suggestions);
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
    this.#decisions.append({ chart, action: 'suggest', model, note: runNote(suggestions, run.provider) });
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

  /** The model in use, NAME@VERSION; what its stored reading of a chart proposed is known from then on. */
  async #recallRun(chart: string): Promise<string> {
    const model = named((await this.#open()).description.model);
    if (!this.#proposed.has(chart)) {
      const run = this.#charts.run(chart, model, named(this.#catalogOf(chart).version));
      if (run) this.#propose(chart, run.suggestions);
    }
    return model;
  }

  /** What the beginning of a chart proposed stays known beside what the whole of it does. */
  #propose(chart: string, suggestions: readonly Suggestion[]): void {
    const known = this.#proposed.get(chart) ?? new Map<string, number>();
    for (const { code, score } of suggestions) known.set(code, score);
    this.#proposed.set(chart, known);
  }

  /** Adds a chart with its documents and records it; returns its identifier. */
  #add(name: string, documents: readonly ImportedDocument[]): string {
    const { id, added } = this.#charts.add(name, documents);
    if (!added) {
      throw new UserError(
        documents.length === 1
          ? 'This file is in the worklist already.'
          : 'This chart is in the worklist already.',
        'Open the chart that is there.',
      );
    }
    const characters = documents.reduce((sum, { text }) => sum + text.length, 0);
    const what = documents.length === 1 ? documents[0]?.kind : `${documents.length} documents`;
    this.#decisions.append({ chart: id, action: 'import', note: `${what}, ${characters} characters` });
    return id;
  }

  #report({ charts, refused }: Imported): ImportReport {
    const added = new Set(charts);
    return { imported: this.worklist().filter(({ id }) => added.has(id)), refused };
  }

  #chart(id: string): Chart {
    const chart = this.#charts.get(id);
    if (!chart) throw noSuchChart();
    return chart;
  }

  /** The release in force for a chart, or today. */
  #catalogOf(chart: string | null): Catalog {
    return this.#catalogs.on(CODING_SYSTEM, this.#dayOf(chart)).catalog;
  }

  /** A chart's day of discharge or visit; today where it is not known, or without a chart. */
  #dayOf(chart: string | null): string {
    return (chart === null ? null : this.#charts.encounterDate(chart)) ?? today();
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
  return dayOf(new Date());
}

/** The day of a time here, as an ISO date. */
function dayOf(time: string | Date): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function noSuchChart(): UserError {
  return new UserError('There is no such chart.', 'Open it again from the worklist.');
}

/** What the ledger keeps of a reading beside its versions. */
export function runNote(suggestions: readonly Suggestion[], provider: string): string {
  const proposed = suggestions.filter(({ tier }) => tier === 'suggestion').length;
  return `${proposed} suggestions, ${suggestions.length - proposed} candidates, on ${provider}`;
}

export { named };
