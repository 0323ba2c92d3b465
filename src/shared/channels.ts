/**
 * The one map of everything that crosses between renderer and main process.
 * Each request channel has a schema for its argument; the main process checks
 * it before anything else happens. Results are typed here and built by the main process.
 */
import { z } from 'zod';
import {
  AccountName,
  IdleMinutes,
  NewPassphrase,
  Roles,
  TypedPassphrase,
  type Account,
  type SessionState,
} from './accounts.ts';
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
import {
  EncounterHeader,
  FolderMeaning,
  Identifier,
  IsoDate,
  type Chart,
  type ChartSummary,
  type ImportReport,
  type ImportStart,
  type ImportStep,
} from './chart.ts';
import {
  Code,
  EvidenceSpan,
  Poa,
  QueryDraft,
  RejectReason,
  type AppStatus,
  type ChartCoding,
  type ChartWork,
  type CodeFamily,
  type CodingRun,
  type Suggestion,
} from './coding.ts';
import {
  LedgerFilter,
  LogFormat,
  type Checkpoint,
  type KnownLedger,
  type LedgerPage,
  type MergeOutcome,
  type VerifyReport,
} from './ledger.ts';
import { InterfaceLanguage } from './language.ts';
import type { ModelCard } from './model.ts';
import {
  CodedDiagnosis,
  FindingRequest,
  SampleRequest,
  type ChartReview,
  type RecordedFinding,
  type ReviewFigures,
  type Sample,
  type SamplePreview,
} from './review.ts';

const Nothing = z.object({}).strict();
const OneChart = z.object({ chart: Identifier }).strict();

const EntryNumber = z.number().int().positive();
const OnFinding = z
  .object({
    chart: Identifier,
    /** The entry of the finding. */
    entry: EntryNumber,
    comment: z.string().trim().min(1).max(1000).nullable(),
  })
  .strict();

const Decided = {
  chart: Identifier,
  code: Code,
  evidence: z.array(EvidenceSpan).max(200),
  /** Whether words that support the code were in view. */
  inView: z.boolean(),
};

/** A coder's decision as the renderer asks for it; the main process adds who, when and versions. */
export const DecisionRequest = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), ...Decided }).strict(),
  z.object({ action: z.literal('add'), ...Decided }).strict(),
  z.object({ action: z.literal('reject'), ...Decided, reason: RejectReason }).strict(),
  /** `code` in place of `from`, on the same evidence. */
  z.object({ action: z.literal('change'), ...Decided, from: Code }).strict(),
  /** All final codes, the principal or first-listed diagnosis first. */
  z
    .object({ action: z.literal('sequence'), chart: Identifier, order: z.array(Code).min(1).max(200) })
    .strict(),
  z.object({ action: z.literal('poa'), chart: Identifier, code: Code, poa: Poa.nullable() }).strict(),
  z.object({ action: z.literal('admit'), chart: Identifier, code: Code.nullable() }).strict(),
  z
    .object({
      action: z.literal('comment'),
      chart: Identifier,
      code: Code,
      comment: z.string().trim().min(1).max(1000).nullable(),
    })
    .strict(),
]);
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
  'session.state': Nothing,
  /**
   * The first start: makes the first account and the keys, and encrypts what lies here from before. The
   * recovery key in the answer is shown once and kept nowhere.
   */
  'session.setUp': z.object({ name: AccountName, passphrase: NewPassphrase, roles: Roles }).strict(),
  'session.unlock': z.object({ name: AccountName, passphrase: TypedPassphrase }).strict(),
  /** Opens with the recovery key, for whoever says to be `name`, with a reason; both are recorded. */
  'session.emergency': z
    .object({
      recoveryKey: z.string().min(1).max(100),
      name: AccountName,
      reason: z.string().trim().min(1).max(1000),
    })
    .strict(),
  'session.lock': Nothing,
  'session.changePassphrase': z.object({ current: TypedPassphrase, next: NewPassphrase }).strict(),
  'session.setIdle': z.object({ minutes: IdleMinutes }).strict(),
  'accounts.list': Nothing,
  'accounts.create': z.object({ name: AccountName, passphrase: NewPassphrase, roles: Roles }).strict(),
  'accounts.change': z.object({ name: AccountName, roles: Roles, disabled: z.boolean() }).strict(),
  'accounts.resetPassphrase': z.object({ name: AccountName, passphrase: NewPassphrase }).strict(),
  /** Makes a new recovery key; the one before opens nothing any more. */
  'accounts.newRecoveryKey': z.object({ passphrase: TypedPassphrase }).strict(),
  /** Copies store, ledger and keys, still encrypted, into a folder that the system's dialog asks for. */
  'backup.create': Nothing,
  /**
   * Checks a backup that the dialog asks for, with a passphrase of that backup, and puts it in place of what
   * is here, which is kept aside. The desk is locked afterwards.
   */
  'backup.restore': z.object({ name: AccountName, passphrase: TypedPassphrase }).strict(),
  /** The language of the window, for the system's menu and dialogs and for reports. */
  'app.language': z.object({ language: InterfaceLanguage }).strict(),
  'app.status': Nothing,
  /** Of the model that reads charts; which file that is, the main process knows. */
  'model.card': Nothing,
  'worklist.list': Nothing,
  /** Opens the system's dialog; no path ever comes from the renderer. */
  'charts.import': z.object({ from: z.enum(['files', 'folder']) }).strict(),
  /** Goes on with an import that asked what its folders mean. */
  'charts.importAs': z.object({ ticket: Identifier, meaning: FolderMeaning }).strict(),
  /** Ends an import under way, or one that asks; charts that are in already stay. */
  'charts.cancelImport': Nothing,
  'charts.open': OneChart,
  /** The PDF's bytes, for rendering its pages. */
  'charts.pdf': z.object({ chart: Identifier, document: Identifier }).strict(),
  /** Sets the chart's header as a whole; its encounter date picks the release. */
  'charts.setHeader': z.object({ chart: Identifier, header: EncounterHeader }).strict(),
  /** Reads the chart with the model; a stored run of the same pack is returned at once. */
  'coding.suggest': OneChart,
  'coding.cancel': OneChart,
  'decisions.list': OneChart,
  'decisions.record': DecisionRequest,
  /** Accepts several codes, each as an entry of its own, all or none. */
  'decisions.acceptAll': z
    .object({
      chart: Identifier,
      codes: z
        .array(z.object({ code: Code, evidence: Decided.evidence }).strict())
        .min(1)
        .max(50),
    })
    .strict(),
  'decisions.undo': OneChart,
  'decisions.redo': OneChart,
  'decisions.finish': OneChart,
  'decisions.reopen': OneChart,
  'review.preview': SampleRequest,
  /** Draws a sample and records it. */
  'review.draw': SampleRequest,
  'review.samples': Nothing,
  'review.chart': z.object({ sample: EntryNumber, chart: Identifier }).strict(),
  /** The auditor's own coding of a chart, the principal or first-listed diagnosis first. */
  'review.second': z
    .object({ sample: EntryNumber, chart: Identifier, codes: z.array(CodedDiagnosis).min(1).max(200) })
    .strict(),
  'review.find': FindingRequest,
  /** The coder answers a finding on a returned chart. */
  'review.respond': OnFinding.extend({ response: z.enum(['agree', 'rebut']) }).strict(),
  'review.escalate': OnFinding,
  'review.settle': OnFinding.extend({ upheld: z.boolean() }).strict(),
  'review.close': z.object({ sample: EntryNumber, chart: Identifier }).strict(),
  'review.figures': z.object({ from: IsoDate, to: IsoDate, of: z.enum(['here', 'all']) }).strict(),
  /** What was found in a chart of one's own, to be answered. */
  'review.findings': OneChart,
  /** An auditor takes a finished chart into review, or returns it to the coder with a reason. */
  'review.take': OneChart,
  'review.return': z.object({ chart: Identifier, note: z.string().trim().min(1).max(1000) }).strict(),
  /** Sends a query to the physician; the chart is pended until it is answered or withdrawn. */
  'queries.send': z.object({ chart: Identifier, query: QueryDraft }).strict(),
  'queries.answer': z
    .object({
      chart: Identifier,
      entry: z.number().int().positive(),
      answer: z.string().trim().min(1).max(2000),
    })
    .strict(),
  'queries.withdraw': z.object({ chart: Identifier, entry: z.number().int().positive() }).strict(),
  /** Time and actions since the last such request of this chart. */
  'activity.record': z
    .object({
      chart: Identifier,
      seconds: z.number().int().min(0).max(600),
      actions: z.number().int().min(0).max(10_000),
    })
    .strict(),
  /** What was done since a day: by this user, or by all. */
  'activity.work': z.object({ since: IsoDate, of: z.enum(['me', 'all']) }).strict(),
  /** Opens the system's save dialog and writes the coding summary. */
  'summary.export': z.object({ chart: Identifier, format: z.enum(['csv', 'json']) }).strict(),
  /** What the window shows for printing, as a PDF through the save dialog, or to a printer. */
  'print.pdf': z.object({ chart: Identifier, what: z.enum(['summary', 'query']) }).strict(),
  'print.paper': Nothing,
  /** By code, words, abbreviations; an answer to every keystroke. */
  'catalog.search': Search,
  /** By likeness of meaning, for when words fail. Nearest first; empty for a release without word vectors. */
  'catalog.meaning': Search,
  /** In the release of the chart's date. */
  'catalog.family': z.object({ chart: Identifier, code: Code }).strict(),
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
      filter: LedgerFilter,
      before: EntryNumber.optional(),
      limit: z.number().int().min(1).max(500),
    })
    .strict(),
  /** Checks this workstation's ledger, or that of a filter's origin. */
  'ledger.verify': Nothing,
  /** Asks for a ledger's file, and for a checkpoint and a public key if wanted, and checks them. */
  'ledger.verifyFile': z.object({ checkpoint: z.boolean(), publicKey: z.boolean() }).strict(),
  'ledger.cancel': Nothing,
  /** Signs a checkpoint and saves it. */
  'ledger.checkpoint': Nothing,
  'ledger.publicKey': Nothing,
  /** Saves one entry with the proof that the checkpointed ledger holds it. */
  'ledger.prove': z.object({ entry: EntryNumber, excerpts: z.boolean() }).strict(),
  /** Writes the decision log where the save dialog says; recorded. */
  'ledger.export': z.object({ format: LogFormat, filter: LedgerFilter, excerpts: z.boolean() }).strict(),
  'ledger.known': Nothing,
  /** Reads another workstation's signed ledger that the dialog asks for. */
  'ledger.merge': Nothing,
  /** Goes on with a merge that asked whether a key is the right one. */
  'ledger.mergeTrusted': z.object({ ticket: Identifier }).strict(),
} as const;

export type RequestChannel = keyof typeof requestSchemas;
export type RequestArgument<C extends RequestChannel> = z.infer<(typeof requestSchemas)[C]>;

/** Name of the file that was written; null where the save dialog was closed without a choice. */
export interface Saved {
  file: string | null;
}

/** What came of restoring a backup: null where the dialog was closed without a choice. */
export type Restored = { entries: number; until: string | null; keptAside: string } | null;

/** What each request channel answers with. */
export interface RequestResults {
  'session.state': SessionState;
  'session.setUp': { recoveryKey: string };
  'session.unlock': SessionState;
  'session.emergency': SessionState;
  'session.lock': SessionState;
  'session.changePassphrase': SessionState;
  'session.setIdle': SessionState;
  'accounts.list': Account[];
  'accounts.create': Account[];
  'accounts.change': Account[];
  'accounts.resetPassphrase': Account[];
  'accounts.newRecoveryKey': { recoveryKey: string };
  'backup.create': Saved;
  'backup.restore': Restored;
  'app.language': null;
  'app.status': AppStatus;
  'model.card': ModelCard;
  'worklist.list': ChartSummary[];
  'charts.import': ImportStart;
  'charts.importAs': ImportReport;
  'charts.cancelImport': null;
  'charts.open': Chart;
  'charts.pdf': Uint8Array;
  'charts.setHeader': Chart;
  'coding.suggest': CodingRun;
  'coding.cancel': null;
  'decisions.list': ChartCoding;
  'decisions.record': ChartCoding;
  'decisions.acceptAll': ChartCoding;
  'decisions.undo': ChartCoding;
  'decisions.redo': ChartCoding;
  'decisions.finish': ChartCoding;
  'decisions.reopen': ChartCoding;
  'review.preview': SamplePreview;
  'review.draw': Sample;
  'review.samples': Sample[];
  'review.chart': ChartReview;
  'review.second': ChartReview;
  'review.find': ChartReview;
  'review.respond': RecordedFinding[];
  'review.escalate': RecordedFinding[];
  'review.settle': RecordedFinding[];
  'review.close': Sample;
  'review.figures': ReviewFigures;
  'review.findings': RecordedFinding[];
  'review.take': ChartCoding;
  'review.return': ChartCoding;
  'queries.send': ChartCoding;
  'queries.answer': ChartCoding;
  'queries.withdraw': ChartCoding;
  'activity.record': null;
  'activity.work': ChartWork[];
  'summary.export': Saved;
  'print.pdf': Saved;
  'print.paper': null;
  'catalog.search': SearchAnswer;
  'catalog.meaning': SearchHit[];
  'catalog.family': CodeFamily;
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
  'ledger.entries': LedgerPage;
  'ledger.verify': VerifyReport;
  'ledger.verifyFile': VerifyReport | null;
  'ledger.cancel': null;
  'ledger.checkpoint': Saved & { checkpoint: Checkpoint };
  'ledger.publicKey': Saved & { fingerprint: string };
  'ledger.prove': Saved;
  'ledger.export': Saved;
  'ledger.known': KnownLedger[];
  'ledger.merge': MergeOutcome;
  'ledger.mergeTrusted': MergeOutcome;
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
  /** What the beginning of a long chart suggests, while the rest is still being read. */
  'coding.first': { chart: string; suggestions: Suggestion[] };
  'charts.progress': ImportStep;
  /** The desk was locked, or is about to be: `lockIn` seconds without a key or the mouse remain. */
  'session.changed': { session: SessionState; lockIn: number | null };
  /** `fraction` runs from 0 to 1 over a verification, an export or a merge. */
  'ledger.progress': { fraction: number };
  'catalog.progress': ImportProgress;
}
export type EventChannel = keyof Events;

/** The object the preload puts on `window.rubricator`; the renderer has nothing else. */
export interface Bridge {
  request<C extends RequestChannel>(
    channel: C,
    argument: RequestArgument<C>,
  ): Promise<Outcome<RequestResults[C]>>;
  /**
   * Imports files and folders that were dropped on the window, as `charts.import` does with chosen ones.
   * Their paths go from the preload to the main process; a file that a script made has none and is left out.
   */
  drop(files: readonly File[]): Promise<Outcome<ImportStart>>;
  /** Returns a function that stops listening. */
  on<E extends EventChannel>(channel: E, listener: (event: Events[E]) => void): () => void;
}
