/** The chart screen's state and everything that can happen to it. */
import type { Chart } from '../../shared/chart.ts';
import type {
  ChartCoding,
  CodingRun,
  DecidedAs,
  Decision,
  RejectReason,
  Suggestion,
} from '../../shared/coding.ts';
import type { RequestFailure } from '../bridge.ts';
import { withDecision, withOrder } from './finals.ts';
import {
  changedCodes,
  neighbour,
  nextUndecided,
  rowsOf,
  visibleRows,
  type CodeRow,
  type Pending,
  type Read,
} from './rows.ts';

/** Candidates shown before "show all" is chosen. */
export const candidatesAtFirst = 10;

export type Reading =
  /** `first` is what the chart's beginning suggests, as long as the rest is being read. */
  | { phase: 'reading'; fraction: number | null; first: readonly Suggestion[] | null }
  | { phase: 'failed'; failure: RequestFailure }
  | { phase: 'stopped' }
  | { phase: 'ready'; run: CodingRun };

/** A place in a document to bring into view; a new `token` asks for it again. */
export interface Reveal {
  document: string;
  start: number;
  end: number;
  token: number;
}

/** The coder's last decision, for the line that tells of it. */
export interface LastDecision {
  decided: DecidedAs;
  code: string;
  /** The code that this one was chosen in place of. */
  from: string | null;
  /** Of a rejection. */
  reason: RejectReason | null;
}

export interface ChartState {
  chart: Chart | null;
  openFailure: RequestFailure | null;
  reading: Reading;
  coding: ChartCoding | null;
  pending: Pending;
  /** A decision that could not be recorded. */
  problem: RequestFailure | null;
  document: string | null;
  selected: string | null;
  /** Index into the selected row's mentions. */
  mention: number;
  showAll: boolean;
  reveal: Reveal | null;
  last: LastDecision | null;
  /** Whether the coder has chosen or decided anything: then rows stay where they are. */
  touched: boolean;
  /** Codes whose order is kept while a reading replaces its own beginning. */
  order: readonly string[];
}

export type ChartEvent =
  | { type: 'opened'; chart: Chart; coding: ChartCoding }
  | { type: 'open-failed'; failure: RequestFailure }
  | { type: 'reopen-screen' }
  | { type: 'reading-started' }
  | { type: 'progress'; fraction: number }
  | { type: 'first'; suggestions: readonly Suggestion[]; undisturbed: boolean }
  | { type: 'read'; run: CodingRun; undisturbed: boolean }
  | { type: 'reading-failed'; failure: RequestFailure }
  | { type: 'reading-stopped' }
  | { type: 'select'; code: string }
  | { type: 'step'; step: 1 | -1 }
  | { type: 'step-mention'; step: 1 | -1 }
  | { type: 'show-all' }
  | { type: 'show-document'; document: string }
  | { type: 'show-place'; start: number; end: number }
  /** A decision is on its way to the ledger. */
  | { type: 'deciding'; last: LastDecision; advance: boolean }
  | { type: 'deciding-many'; codes: readonly string[] }
  /** `select` is a code to go to, such as one that was added. */
  | { type: 'recorded'; codes: readonly string[]; coding: ChartCoding; select?: string }
  | { type: 'not-recorded'; codes: readonly string[]; failure: RequestFailure }
  /** Shown as it will be once it is recorded. */
  | { type: 'reordered'; order: readonly string[] }
  | { type: 'annotated'; code: string; change: Partial<Pick<Decision, 'poa' | 'comment'>> }
  /** The ledger's state, after something that decided no code. */
  | { type: 'recast'; coding: ChartCoding }
  /** The ledger's state after an undo or redo: goes to what it changed. */
  | { type: 'turned-back'; coding: ChartCoding }
  | { type: 'header-changed'; chart: Chart }
  | { type: 'dismiss-problem' };

/** How the screen starts. */
export const initialChartState: ChartState = {
  chart: null,
  openFailure: null,
  reading: { phase: 'reading', fraction: null, first: null },
  coding: null,
  pending: {},
  problem: null,
  document: null,
  selected: null,
  mention: 0,
  showAll: false,
  reveal: null,
  last: null,
  touched: false,
  order: [],
};

/** All rows of the state, in the order shown. */
export function allRows(state: ChartState): CodeRow[] {
  const { reading, coding, pending, chart, order } = state;
  const known = lastRows;
  if (
    known?.reading === reading &&
    known.coding === coding &&
    known.pending === pending &&
    known.chart === chart &&
    known.order === order
  ) {
    return known.rows;
  }
  const documents = chart?.documents.map((document) => document.id) ?? [];
  const rows = rowsOf(readOf(reading), coding, pending, documents, order);
  lastRows = { reading, coding, pending, chart, order, rows };
  return rows;
}

/** The rows made last: most events change none, and who draws them sees that by their identity. */
let lastRows:
  (Pick<ChartState, 'reading' | 'coding' | 'pending' | 'chart' | 'order'> & { rows: CodeRow[] }) | undefined;

function readOf(reading: Reading): Read | null {
  if (reading.phase === 'ready') return reading.run;
  return reading.phase === 'reading' && reading.first ? { suggestions: reading.first, threshold: 1 } : null;
}

/** The rows on the screen now. */
export function shownRows(state: ChartState, rows = allRows(state)): CodeRow[] {
  return visibleRows(rows, state.showAll ? Infinity : candidatesAtFirst, state.selected);
}

/** The state after an event. */
export function reduceChart(state: ChartState, event: ChartEvent): ChartState {
  switch (event.type) {
    case 'opened':
      return {
        ...state,
        chart: event.chart,
        coding: event.coding,
        document: event.chart.documents[0]?.id ?? null,
      };
    case 'open-failed':
      return { ...state, openFailure: event.failure };
    case 'reopen-screen':
      return initialChartState;
    case 'reading-started':
      return { ...state, reading: { phase: 'reading', fraction: null, first: null } };
    case 'progress':
      // Progress may arrive after the result; it must not bring the bar back.
      return state.reading.phase === 'reading'
        ? { ...state, reading: { ...state.reading, fraction: event.fraction } }
        : state;
    case 'first': {
      if (state.reading.phase !== 'reading') return state;
      return selectFirst({ ...state, reading: { ...state.reading, first: event.suggestions } }, event);
    }
    case 'read': {
      const order = state.touched ? allRows(state).map((row) => row.code) : [];
      return selectFirst({ ...state, reading: { phase: 'ready', run: event.run }, order }, event);
    }
    case 'reading-failed':
      return { ...state, reading: { phase: 'failed', failure: event.failure } };
    case 'reading-stopped':
      return { ...state, reading: { phase: 'stopped' } };
    case 'select':
      return selectCode({ ...state, touched: true }, event.code);
    case 'step': {
      const code = neighbour(shownRows(state), state.selected, event.step);
      return code === null ? state : selectCode({ ...state, touched: true }, code);
    }
    case 'step-mention': {
      const row = allRows(state).find((candidate) => candidate.code === state.selected);
      if (!row || row.mentions.length === 0) return state;
      const mention = (state.mention + event.step + row.mentions.length) % row.mentions.length;
      return revealMention({ ...state, mention }, row);
    }
    case 'show-all':
      return { ...state, showAll: true };
    case 'show-document':
      return { ...state, document: event.document };
    case 'show-place':
      return state.document === null
        ? state
        : { ...state, reveal: revealOf(state, state.document, event.start, event.end) };
    case 'deciding': {
      const { last, advance } = event;
      const rows = shownRows(state);
      const decided = last.from ?? last.code;
      const deciding: ChartState = {
        ...state,
        problem: null,
        touched: true,
        last,
        pending: { ...state.pending, ...pendingOf(last) },
      };
      return advance ? selectCode(deciding, nextUndecided(rows, decided)) : deciding;
    }
    case 'deciding-many':
      return {
        ...state,
        problem: null,
        touched: true,
        last: null,
        pending: {
          ...state.pending,
          ...Object.fromEntries(event.codes.map((code) => [code, 'accepted' as const])),
        },
      };
    case 'recorded': {
      const recorded = { ...state, coding: event.coding, pending: without(state.pending, event.codes) };
      if (event.select !== undefined) return selectCode(recorded, event.select);
      return state.selected === null && event.codes[0] !== undefined
        ? selectCode(recorded, event.codes[0])
        : recorded;
    }
    case 'not-recorded':
      return {
        ...state,
        problem: event.failure,
        pending: without(state.pending, event.codes),
        last: null,
        selected: event.codes[0] ?? state.selected,
      };
    case 'reordered':
      return state.coding ? { ...state, coding: withOrder(state.coding, event.order) } : state;
    case 'annotated':
      return state.coding
        ? { ...state, coding: withDecision(state.coding, event.code, event.change) }
        : state;
    case 'recast':
      return { ...state, coding: event.coding };
    case 'turned-back': {
      const recast: ChartState = { ...state, coding: event.coding, last: null };
      const rows = allRows(recast);
      const changed = changedCodes(state.coding, event.coding).flatMap(
        (code) => rows.find((row) => row.code === code) ?? [],
      );
      const back = changed.find((row) => row.state === 'undecided') ?? changed[0];
      return back ? selectCode(recast, back.code) : recast;
    }
    case 'header-changed':
      return { ...state, chart: event.chart };
    case 'dismiss-problem':
      return { ...state, problem: null };
  }
}

/** What a decision makes of the codes it is about, before it is recorded. */
function pendingOf({ decided, code, from }: LastDecision): Pending {
  return from === null ? { [code]: decided } : { [from]: 'changed', [code]: 'added' };
}

/** Selects the first undecided suggestion, unless what is selected is still there. */
function selectFirst(state: ChartState, event: { undisturbed: boolean }): ChartState {
  const rows = allRows(state);
  if (rows.some((row) => row.code === state.selected)) return state;
  const first = rows.find((row) => row.state === 'undecided' && row.tier !== 'candidate') ?? rows[0];
  return first ? select(state, first, event.undisturbed) : { ...state, selected: null };
}

function selectCode(state: ChartState, code: string): ChartState {
  const row = allRows(state).find((candidate) => candidate.code === code);
  if (!row) return state;
  return select(state, row, true);
}

function select(state: ChartState, row: CodeRow, scroll: boolean): ChartState {
  const selected = { ...state, selected: row.code, mention: Math.max(0, row.primary) };
  return scroll ? revealMention(selected, row) : selected;
}

function revealMention(state: ChartState, row: CodeRow): ChartState {
  const mention = row.mentions[state.mention];
  if (!mention) return state;
  return {
    ...state,
    document: mention.document,
    reveal: revealOf(state, mention.document, mention.start, mention.end),
  };
}

function revealOf(state: ChartState, document: string, start: number, end: number): Reveal {
  return { document, start, end, token: (state.reveal?.token ?? 0) + 1 };
}

function without(pending: Pending, codes: readonly string[]): Pending {
  return Object.fromEntries(Object.entries(pending).filter(([key]) => !codes.includes(key)));
}
