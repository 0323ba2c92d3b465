/**
 * The one map of everything that crosses between renderer and main process.
 * Each request channel has a schema for its argument; the main process checks
 * it before anything else happens. Results are typed here and built by the main process.
 */
import { z } from 'zod';
import { Identifier, type Chart, type ChartSummary, type ImportReport } from './chart.ts';
import {
  Code,
  EvidenceSpan,
  type AppStatus,
  type ChartCoding,
  type CodeHit,
  type CodingRun,
  type LedgerEntry,
  type VerifyReport,
} from './coding.ts';

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

/** Argument schemas, one for each request channel. */
export const requestSchemas = {
  'app.status': Nothing,
  'worklist.list': Nothing,
  /** Opens the system's file dialog; no path ever comes from the renderer. */
  'charts.import': Nothing,
  'charts.open': OneChart,
  /** The PDF's bytes, for rendering its pages. */
  'charts.pdf': z.object({ chart: Identifier, document: Identifier }).strict(),
  /** Reads the chart with the model; a stored run of the same pack is returned at once. */
  'coding.suggest': OneChart,
  'coding.cancel': OneChart,
  'decisions.list': OneChart,
  'decisions.record': DecisionRequest,
  'decisions.undo': OneChart,
  'decisions.finish': OneChart,
  'decisions.reopen': OneChart,
  'catalog.search': z
    .object({ query: z.string().max(200), limit: z.number().int().min(1).max(100) })
    .strict(),
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
  'worklist.list': ChartSummary[];
  'charts.import': ImportReport;
  'charts.open': Chart;
  'charts.pdf': Uint8Array;
  'coding.suggest': CodingRun;
  'coding.cancel': null;
  'decisions.list': ChartCoding;
  'decisions.record': ChartCoding;
  'decisions.undo': ChartCoding;
  'decisions.finish': ChartCoding;
  'decisions.reopen': ChartCoding;
  'catalog.search': CodeHit[];
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
