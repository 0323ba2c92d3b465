/** The chart screen's state and everything that can happen to it. */
import type { Chart } from '../../shared/chart.ts';
import type { ChartCoding, CodingRun, DecidedAs } from '../../shared/coding.ts';
import type { RequestFailure } from '../bridge.ts';
import {
  changedCode,
  neighbour,
  nextUndecided,
  rowsOf,
  visibleRows,
  type CodeRow,
  type Pending,
} from './rows.ts';

/** Candidates shown before "show all" is chosen. */
export const candidatesAtFirst = 10;

export type Reading =
  | { phase: 'reading'; fraction: number | null }
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
}

export type ChartEvent =
  | { type: 'opened'; chart: Chart; coding: ChartCoding }
  | { type: 'open-failed'; failure: RequestFailure }
  | { type: 'reopen-screen' }
  | { type: 'reading-started' }
  | { type: 'progress'; fraction: number }
  | { type: 'read'; run: CodingRun; undisturbed: boolean }
  | { type: 'reading-failed'; failure: RequestFailure }
  | { type: 'reading-stopped' }
  | { type: 'select'; code: string }
  | { type: 'step'; step: 1 | -1 }
  | { type: 'step-mention'; step: 1 | -1 }
  | { type: 'show-all' }
  | { type: 'show-document'; document: string }
  | { type: 'show-place'; start: number; end: number }
  | { type: 'deciding'; code: string; decided: DecidedAs; advance: boolean }
  | { type: 'recorded'; code: string; coding: ChartCoding }
  | { type: 'not-recorded'; code: string | null; failure: RequestFailure }
  | { type: 'recast'; coding: ChartCoding }
  | { type: 'dismiss-problem' };

/** How the screen starts. */
export const initialChartState: ChartState = {
  chart: null,
  openFailure: null,
  reading: { phase: 'reading', fraction: null },
  coding: null,
  pending: {},
  problem: null,
  document: null,
  selected: null,
  mention: 0,
  showAll: false,
  reveal: null,
};

/** All rows of the state, in the order shown. */
export function allRows(state: ChartState): CodeRow[] {
  const run = state.reading.phase === 'ready' ? state.reading.run : null;
  return rowsOf(
    run,
    state.coding,
    state.pending,
    state.chart?.documents.map((document) => document.id) ?? [],
  );
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
      return { ...state, reading: { phase: 'reading', fraction: null } };
    case 'progress':
      // Progress may arrive after the result; it must not bring the bar back.
      return state.reading.phase === 'reading'
        ? { ...state, reading: { phase: 'reading', fraction: event.fraction } }
        : state;
    case 'read': {
      const ready: ChartState = { ...state, reading: { phase: 'ready', run: event.run } };
      if (ready.selected !== null) return ready;
      const rows = allRows(ready);
      const first = rows.find((row) => row.state === 'undecided' && row.tier !== 'candidate') ?? rows[0];
      return first ? select(ready, first, event.undisturbed) : ready;
    }
    case 'reading-failed':
      return { ...state, reading: { phase: 'failed', failure: event.failure } };
    case 'reading-stopped':
      return { ...state, reading: { phase: 'stopped' } };
    case 'select':
      return selectCode(state, event.code);
    case 'step': {
      const code = neighbour(shownRows(state), state.selected, event.step);
      return code === null ? state : selectCode(state, code);
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
      const rows = shownRows(state);
      const deciding = {
        ...state,
        problem: null,
        pending: { ...state.pending, [event.code]: event.decided },
      };
      return event.advance ? selectCode(deciding, nextUndecided(rows, event.code)) : deciding;
    }
    case 'recorded': {
      const recorded = { ...state, coding: event.coding, pending: without(state.pending, event.code) };
      // A code that was just added has no row before it is recorded.
      return state.selected === null || !allRows(state).some((row) => row.code === event.code)
        ? selectCode(recorded, event.code)
        : recorded;
    }
    case 'not-recorded':
      return {
        ...state,
        problem: event.failure,
        pending: event.code === null ? state.pending : without(state.pending, event.code),
        selected: event.code ?? state.selected,
      };
    case 'recast': {
      const code = changedCode(state.coding, event.coding);
      const recast = { ...state, coding: event.coding };
      return code === null ? recast : selectCode(recast, code);
    }
    case 'dismiss-problem':
      return { ...state, problem: null };
  }
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

function without(pending: Pending, code: string): Pending {
  return Object.fromEntries(Object.entries(pending).filter(([key]) => key !== code));
}
