import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Role } from '../shared/accounts.ts';
import type { PickedRelease } from '../shared/book.ts';
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
  ChartCoding,
  ChartWork,
  CodeFamily,
  CodingRun,
  QueryDraft,
  Suggestion,
} from '../shared/coding.ts';
import type { EntryDetails, HouseAction, LedgerEntry } from '../shared/entry.ts';
import type { Checkpoint, MergeOutcome } from '../shared/ledger.ts';
import { fileKey } from './accounts/keys.ts';
import type { Catalog } from './catalog/catalog.ts';
import { familyOf } from './catalog/family.ts';
import { ChartImport, type Imported } from './charts/chartImport.ts';
import { importFile, type ImportedDocument } from './charts/importFile.ts';
import { chartIdOf, ChartStore } from './charts/store.ts';
import type { CodeOptions } from './coding/coder.ts';
import { thresholdFor } from './coding/layout.ts';
import { ChartDecisions } from './decisions/chartDecisions.ts';
import { Standings } from './decisions/standings.ts';
import { fileNameFor, summaryCsv, summaryJson, summaryOf, type CodingSummary } from './decisions/summary.ts';
import { workOf } from './decisions/work.ts';
import { UserError } from './errors.ts';
import { chartlessAct, named } from './ledger/entry.ts';
import { Ledger, type Act } from './ledger/ledger.ts';
import { spkiOf, type Signer } from './ledger/signer.ts';
import { CODING_SYSTEM, dayOf, today, type Library, type Places } from './library.ts';
import { DecisionLog } from './log/decisionLog.ts';
import { Review } from './review/review.ts';

/** Who opened the desk, and with what. */
export interface Holder {
  /** What the ledger's entries say was `who`. */
  user: string;
  roles: readonly Role[];
  /** Opened with the recovery key: every entry says so. */
  emergency: boolean;
  /** 32 bytes; opens charts and ledger. */
  storeKey: Uint8Array;
  /** Signs the ledger's checkpoints. */
  signer: Signer;
  /** How many accounts can unlock the desk, and how many of them may review. */
  accounts: () => { all: number; auditors: number };
}

/** Files of a data folder. */
export const CHARTS_FILE = 'charts.sqlite';
export const LEDGER_FILE = 'ledger.sqlite';

const SampleIndex = z.array(
  z.object({ folder: z.string(), name: z.string(), files: z.array(z.string()).min(1) }),
);

/**
 * Everything a coder and an auditor can do, over the real stores and the real model. The window and
 * the tests call the same methods; nothing in here knows of Electron.
 */
export class Desk {
  /** The auditor's desk. */
  readonly review: Review;
  /** The ledger, and those of other workstations. */
  readonly log: DecisionLog;
  readonly #places: Places;
  readonly #library: Library;
  readonly #holder: Holder;
  readonly #charts: ChartStore;
  readonly #chartImport = new ChartImport((name, documents) => this.#add(name, documents));
  readonly #ledger: Ledger;
  readonly #standings: Standings;
  readonly #decisions: ChartDecisions;
  readonly #reading = new Map<string, { controller: AbortController; run: Promise<CodingRun> }>();
  /** Of the charts read or opened since: probability of each code that was proposed. */
  readonly #proposed = new Map<string, Map<string, number>>();
  #closed = false;

  /** @throws UserError where charts or ledger cannot be opened, with a wrong key among other reasons */
  constructor(places: Places, library: Library, holder: Holder) {
    const { user, emergency, storeKey, signer } = holder;
    this.#places = places;
    this.#library = library;
    this.#holder = holder;
    const key = fileKey(storeKey, 'ledger');
    this.#ledger = new Ledger(join(places.data, LEDGER_FILE), { key, signer, emergency });
    try {
      this.#charts = new ChartStore(join(places.data, CHARTS_FILE), fileKey(storeKey, 'charts'));
    } catch (error) {
      this.#ledger.close();
      throw error;
    }
    this.#standings = new Standings(this.#ledger);
    this.#decisions = new ChartDecisions({
      charts: this.#charts,
      ledger: this.#ledger,
      user,
      catalogOf: (chart) => this.#catalogOf(chart),
      proposed: (chart, code) => this.#proposed.get(chart)?.get(code),
    });
    this.log = new DecisionLog({
      data: places.data,
      ledger: this.#ledger,
      user,
      storeKey,
      signer,
      chartNames: () => new Map(this.#charts.list().map(({ id, name }) => [id, name])),
    });
    this.review = new Review({
      ledger: this.#ledger,
      charts: this.#charts,
      catalogOf: (chart) => this.#catalogOf(chart),
      user,
      mayReview: holder.roles.includes('auditor'),
      accounts: holder.accounts,
      merged: this.log.merged,
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

  /** A chart's decisions as they stand, without what an auditor must not see who has yet to code it blindly. */
  coding(chart: string): ChartCoding {
    return this.#shown(this.#decisions.coding(chart));
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

  /**
   * Finishes a chart, or ends its review without an objection; refused while it waits for a physician.
   * Only an auditor ends a review, and only a coder finishes coding.
   */
  finish(chart: string): ChartCoding {
    const { status } = this.#decisions.coding(chart);
    this.#require(status === 'in-review' ? 'auditor' : 'coder');
    return this.#decisions.finish(chart);
  }

  reopen(chart: string): ChartCoding {
    return this.#decisions.reopen(chart);
  }

  takeIntoReview(chart: string): ChartCoding {
    return this.#shown(this.#decisions.takeIntoReview(chart));
  }

  returnToCoder(chart: string, note: string): ChartCoding {
    return this.#shown(this.#decisions.returnToCoder(chart, note));
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
    this.#charts.addActivity({ chart, who: this.#holder.user, day: today(), seconds, actions });
  }

  /** What was done to each chart since a day, by this user or, for an auditor, by all. */
  work(since: string, of: 'me' | 'all'): ChartWork[] {
    if (of === 'all') this.#require('auditor');
    const charts = this.#charts.list().map(({ id, name, header }) => ({ id, name, type: header.type }));
    const work = workOf(charts, this.#standings.all(), this.#charts.activity(since), since, dayOf);
    return of === 'all' ? work : work.filter(({ who }) => who === this.#holder.user);
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

  /** The release that a chart's day of discharge or visit picks; without a chart the one valid today. */
  release(chart: string | null): PickedRelease {
    return this.#library.pick(this.#dayOf(chart));
  }

  /** Records a reading of a chart that is not in the worklist, as the command line makes them. */
  recordReading(reading: Pick<Act, 'chart' | 'system' | 'model' | 'catalogue' | 'note'>): void {
    this.#ledger.append({ ...this.#act('suggest'), ...reading });
  }

  /** Whether the ledger says when its keys were made; one of an earlier version does not. */
  isSetUp(): boolean {
    return this.#ledger.entries({ action: 'set-up' }, 1).entries.length > 0;
  }

  /** Records the key that signs checkpoints from now on, and the first account. */
  recordSetUp(account: EntryDetails): void {
    const publicKey = spkiOf(this.#holder.signer.publicKey).toString('base64');
    this.#ledger.appendAll([
      { ...this.#act('set-up'), details: { publicKey } },
      { ...this.#act('account'), details: account },
    ]);
    this.#ledger.checkpoint();
  }

  /** Number and hash of the ledger's last entry. */
  head(): { seq: number; hash: string } {
    return this.#ledger.head();
  }

  /** Signs the ledger as it stands. */
  checkpoint(): Checkpoint {
    return this.#ledger.checkpoint();
  }

  /**
   * Records what was done to accounts, keys, releases or the ledger itself.
   * @param note sealed, as all free text is
   * @throws UserError where it cannot be recorded; what it would have recorded must then not happen
   */
  record(action: HouseAction, details: EntryDetails, note: string | null = null): LedgerEntry {
    if (this.#closed) throw lockedDesk();
    return this.#ledger.append({ ...this.#act(action), details, note });
  }

  /**
   * Records that something was written out of the desk, and signs a checkpoint.
   * @param excerpts whether words of charts are in it; undefined where that is not known
   * @param chart the one that it is of
   */
  recordExport(what: string, excerpts?: boolean, chart: string | null = null): void {
    if (this.#closed) throw lockedDesk();
    this.#ledger.append({
      ...this.#act('export'),
      chart,
      details: { what, ...(excerpts !== undefined && { excerpts }) },
    });
    this.#ledger.checkpoint();
  }

  /**
   * Reads another workstation's signed ledger and records that.
   * @throws UserError where it cannot be read; where it cannot be recorded, merging it once more does that
   */
  async merge(file: string, onProgress: (fraction: number) => void): Promise<MergeOutcome> {
    return this.#merged(await this.log.merge(file, onProgress));
  }

  /** Goes on with a merge that asked whether a key is the right one. */
  async mergeTrusted(ticket: string, onProgress: (fraction: number) => void): Promise<MergeOutcome> {
    return this.#merged(await this.log.mergeTrusted(ticket, onProgress));
  }

  #merged(outcome: MergeOutcome): MergeOutcome {
    if (outcome.outcome === 'merged') this.record('merge', { origin: outcome.origin });
    return outcome;
  }

  /** Ends everything under way and closes charts and ledger. What is being read is not kept. */
  close(): void {
    this.#closed = true;
    this.#chartImport.cancel();
    for (const chart of this.#reading.keys()) this.cancel(chart);
    this.log.close();
    this.#charts.close();
    this.#ledger.close();
  }

  async #read(
    chart: string,
    options: Required<Pick<CodeOptions, 'signal' | 'onProgress' | 'onFirst'>>,
  ): Promise<CodingRun> {
    const { signal } = options;
    const { documents } = this.#chart(chart);
    const { coder, systems, description } = await this.#library.coder();
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
      throw readingCancelled({ cause: error });
    });
    // The desk may have been locked as the reading ended.
    if (signal.aborted) throw readingCancelled();
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

  /** The model in use, NAME@VERSION; what its stored reading of a chart proposed is known from then on. */
  async #recallRun(chart: string): Promise<string> {
    const model = named((await this.#library.coder()).description.model);
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

  #shown(coding: ChartCoding): ChartCoding {
    if (!this.#holder.roles.includes('auditor') || !this.review.hides(coding.chart)) return coding;
    return { ...coding, decisions: [], admitDiagnosis: null, undo: null, redo: null };
  }

  #require(role: Role): void {
    if (!this.#holder.roles.includes(role)) refuseRole();
  }

  #act(action: Act['action']): Act {
    return chartlessAct(action, this.#holder.user);
  }

  #chart(id: string): Chart {
    const chart = this.#charts.get(id);
    if (!chart) throw noSuchChart();
    return chart;
  }

  /** The release in force for a chart, or today. */
  #catalogOf(chart: string | null): Catalog {
    return this.#library.inForce(this.#dayOf(chart));
  }

  /** A chart's day of discharge or visit; today where it is not known, or without a chart. */
  #dayOf(chart: string | null): string {
    return (chart === null ? null : this.#charts.encounterDate(chart)) ?? today();
  }
}

/** What whoever needs the desk is told while it is locked. */
export function lockedDesk(): UserError {
  return new UserError('Rubricator is locked.', 'Unlock it with your passphrase.');
}

/** @throws UserError always: the account lacks a role */
export function refuseRole(): never {
  throw new UserError('Your account may not do this.', 'Ask an administrator for the role it needs.');
}

function readingCancelled(options?: ErrorOptions): UserError {
  return new UserError('Reading was cancelled.', 'Start it again when you want suggestions.', options);
}

function noSuchChart(): UserError {
  return new UserError('There is no such chart.', 'Open it again from the worklist.');
}

/** What the ledger keeps of a reading beside its versions. */
export function runNote(suggestions: readonly Suggestion[], provider: string): string {
  const proposed = suggestions.filter(({ tier }) => tier === 'suggestion').length;
  return `${proposed} suggestions, ${suggestions.length - proposed} candidates, on ${provider}`;
}
