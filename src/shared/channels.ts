/**
 * The one map of everything that crosses between renderer and main process.
 * Each request channel has a schema for its argument; the main process checks
 * it before anything else happens. Results are typed here and built by the main process.
 */
import { z } from 'zod';
import {
  BookId,
  ReleaseName,
  type BookChange,
  type BookPage,
  type BookRow,
  type ImportOutcome,
  type ImportProgress,
  type IndexPage,
  type InstalledRelease,
  type PickedRelease,
  type SearchAnswer,
  type SearchHit,
  type TablePage,
  type TabularLine,
} from './book.ts';
import { Identifier, IsoDate, type Chart, type ChartSummary, type ImportReport } from './chart.ts';
import {
  Code,
  EvidenceSpan,
  type AppStatus,
  type ChartCoding,
  type CodingRun,
  type LedgerEntry,
  type VerifyReport,
} from './coding.ts';
import type { ModelCard } from './model.ts';

const Nothing = z.object({}).strict();
const OneChart = z.object({ chart: Identifier }).strict();

/** A coder's decision as the renderer asks for it; the main process adds who, when and versions. */
export const DecisionRequest = z
  .object({
    chart: Identifier,
    action: z.enum(['accept', 'reject', 'add']),
    code: Code,
    evidence: z.array(EvidenceSpan).max(200),
  })
  .strict();
export type DecisionRequest = z.infer<typeof DecisionRequest>;

const Search = z
  .object({
    query: z.string().max(200),
    limit: z.number().int().min(1).max(100),
    release: ReleaseName,
  })
  .strict();
const OnePage = z.object({ release: ReleaseName, id: BookId }).strict();

/** Argument schemas, one for each request channel. */
export const requestSchemas = {
  'app.status': Nothing,
  /** Of the model that reads charts; which file that is, the main process knows. */
  'model.card': Nothing,
  'worklist.list': Nothing,
  /** Opens the system's file dialog; no path ever comes from the renderer. */
  'charts.import': Nothing,
  'charts.open': OneChart,
  /** The PDF's bytes, for rendering its pages. */
  'charts.pdf': z.object({ chart: Identifier, document: Identifier }).strict(),
  /** Sets the day of discharge or visit, which picks the release; null for not known. */
  'charts.setEncounterDate': z.object({ chart: Identifier, date: IsoDate.nullable() }).strict(),
  /** Reads the chart with the model; a stored run of the same pack is returned at once. */
  'coding.suggest': OneChart,
  'coding.cancel': OneChart,
  'decisions.list': OneChart,
  'decisions.record': DecisionRequest,
  'decisions.undo': OneChart,
  'decisions.finish': OneChart,
  'decisions.reopen': OneChart,
  /** By code, words, abbreviations; an answer to every keystroke. */
  'catalog.search': Search,
  /** By likeness of meaning, for when words fail. Nearest first; empty for a release without word vectors. */
  'catalog.meaning': Search,
  'catalog.installed': Nothing,
  /** The release that a chart's discharge date picks; without a chart the one valid today. */
  'catalog.release': z.object({ chart: Identifier.nullable() }).strict(),
  /** Opens the system's file dialog and installs the release found there. One at a time. */
  'catalog.import': z.object({ from: z.enum(['file', 'folder']) }).strict(),
  'catalog.cancelImport': Nothing,
  /** Takes away a release that was installed here; one that ships stays. */
  'catalog.remove': z.object({ release: ReleaseName }).strict(),
  /** What stands directly below a chapter, block or code; the chapters for null. */
  'book.tree': z.object({ release: ReleaseName, id: BookId.nullable() }).strict(),
  'book.page': OnePage,
  /** The whole category of a code as the Tabular List prints it; of a block, its categories. */
  'book.tabular': OnePage,
  /** First letters of the main terms, in order. */
  'book.letters': z.object({ release: ReleaseName, book: z.enum(['index', 'external']) }).strict(),
  /** The main terms of a letter, or an entry with all that stands below it. */
  'book.index': z
    .object({
      release: ReleaseName,
      book: z.enum(['index', 'external']),
      at: z.union([
        z.object({ letter: z.string().max(2) }).strict(),
        z.object({ entry: z.number().int().nonnegative() }).strict(),
      ]),
    })
    .strict(),
  /** Lines of a table whose terms hold the filter's words. */
  'book.table': z
    .object({
      release: ReleaseName,
      table: z.enum(['neoplasm', 'drug']),
      filter: z.string().max(200),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    })
    .strict(),
  /** What the release changed against the one before it, in the order of the book. */
  'book.changes': z.object({ release: ReleaseName }).strict(),
  /** Puts text on the system's clipboard. */
  'app.copy': z.object({ text: z.string().max(2000) }).strict(),
  /** Newest first; `before` is exclusive, for paging. */
  'ledger.entries': z
    .object({
      chart: Identifier.optional(),
      before: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(500),
    })
    .strict(),
  'ledger.verify': Nothing,
} as const;

export type RequestChannel = keyof typeof requestSchemas;
export type RequestArgument<C extends RequestChannel> = z.infer<(typeof requestSchemas)[C]>;

/** What each request channel answers with. */
export interface RequestResults {
  'app.status': AppStatus;
  'model.card': ModelCard;
  'worklist.list': ChartSummary[];
  'charts.import': ImportReport;
  'charts.open': Chart;
  'charts.pdf': Uint8Array;
  'charts.setEncounterDate': Chart;
  'coding.suggest': CodingRun;
  'coding.cancel': null;
  'decisions.list': ChartCoding;
  'decisions.record': ChartCoding;
  'decisions.undo': ChartCoding;
  'decisions.finish': ChartCoding;
  'decisions.reopen': ChartCoding;
  'catalog.search': SearchAnswer;
  'catalog.meaning': SearchHit[];
  'catalog.installed': InstalledRelease[];
  'catalog.release': PickedRelease;
  'catalog.import': ImportOutcome;
  'catalog.cancelImport': null;
  'catalog.remove': InstalledRelease[];
  'book.tree': BookRow[];
  'book.page': BookPage;
  'book.tabular': TabularLine[];
  'book.letters': string[];
  'book.index': IndexPage;
  'book.table': TablePage;
  'book.changes': BookChange[];
  'app.copy': null;
  'ledger.entries': LedgerEntry[];
  'ledger.verify': VerifyReport;
}

/**
 * A request either succeeds or fails with a message for the user; exceptions never cross the bridge,
 * so that no stack, path or patient data does.
 */
export type Outcome<T> = { ok: true; value: T } | { ok: false; message: string; remedy: string };

/** Pushed from main to renderer. */
export interface Events {
  /** `fraction` runs from 0 to 1 over the reading of one chart. */
  'coding.progress': { chart: string; fraction: number };
  'catalog.progress': ImportProgress;
}
export type EventChannel = keyof Events;

/** The object the preload puts on `window.rubricator`; the renderer has nothing else. */
export interface Bridge {
  request<C extends RequestChannel>(
    channel: C,
    argument: RequestArgument<C>,
  ): Promise<Outcome<RequestResults[C]>>;
  /** Returns a function that stops listening. */
  on<E extends EventChannel>(channel: E, listener: (event: Events[E]) => void): () => void;
}
