import { useEffect, useReducer, useRef, type RefObject } from 'react';
import type { EvidenceSpan } from '../../shared/coding.ts';
import { asFailure, listen, request } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import { plural } from '../components/format.ts';
import { changedCode, type CodeRow } from './rows.ts';
import { initialChartState, reduceChart, type ChartEvent, type ChartState } from './state.ts';

/** What the coder may do to the chart; each call returns at once and reports through the state. */
export interface ChartActions {
  dispatch: (event: ChartEvent) => void;
  decide: (row: CodeRow, action: 'accept' | 'reject') => void;
  add: (code: string, title: string, evidence: readonly EvidenceSpan[]) => void;
  undo: () => void;
  finish: () => void;
  reopen: () => void;
  read: () => void;
  stopReading: () => void;
  openAgain: () => void;
}

/** The evidence a decision may carry, as the ledger's schema has it. */
const mostEvidence = 200;

/** Opens a chart, starts its reading, and keeps its decisions in step with the ledger. */
export function useChart(
  id: string,
  disturbed: RefObject<boolean>,
): { state: ChartState; actions: ChartActions } {
  const [state, dispatch] = useReducer(reduceChart, initialChartState);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const round = useRef(0);

  useEffect(() => {
    let current = true;
    void open(id, disturbed, round, (event) => {
      if (current) dispatch(event);
    });
    const silence = listen('coding.progress', (event) => {
      if (event.chart === id) dispatch({ type: 'progress', fraction: event.fraction });
    });
    return () => {
      current = false;
      silence();
    };
  }, [id, disturbed]);

  /** Decisions go to the ledger one after the other, in the order they were made. */
  function enqueue(code: string | null, task: () => Promise<void>): void {
    queue.current = queue.current.then(task).catch((error: unknown) => {
      const failure = asFailure(error);
      dispatch({ type: 'not-recorded', code, failure });
      announce(`Not recorded: ${failure.message}`);
    });
  }

  const actions: ChartActions = {
    dispatch,
    decide(row, action) {
      const decided = action === 'accept' ? 'accepted' : 'rejected';
      if (row.state === decided || (decided === 'accepted' && row.state === 'added')) {
        announce(`${row.code} is ${row.state} already.`);
        return;
      }
      dispatch({ type: 'deciding', code: row.code, decided, advance: true });
      enqueue(row.code, async () => {
        const coding = await request('decisions.record', {
          chart: id,
          action,
          code: row.code,
          evidence: row.mentions.slice(0, mostEvidence),
        });
        dispatch({ type: 'recorded', code: row.code, coding });
        announce(`${row.code} ${decided}. ${row.title}`);
      });
    },
    add(code, title, evidence) {
      dispatch({ type: 'deciding', code, decided: 'added', advance: false });
      enqueue(code, async () => {
        const coding = await request('decisions.record', {
          chart: id,
          action: 'add',
          code,
          evidence: evidence.slice(0, mostEvidence),
        });
        dispatch({ type: 'recorded', code, coding });
        dispatch({ type: 'select', code });
        announce(`${code} added. ${title}`);
      });
    },
    undo() {
      enqueue(null, async () => {
        const before = await request('decisions.list', { chart: id });
        if (!before.canUndo) {
          announce('There is nothing to undo.');
          return;
        }
        const after = await request('decisions.undo', { chart: id });
        dispatch({ type: 'recast', coding: after });
        const code = changedCode(before, after);
        announce(code === null ? 'Last decision undone.' : `Decision on ${code} undone.`);
      });
    },
    finish() {
      enqueue(null, async () => {
        const coding = await request('decisions.finish', { chart: id });
        dispatch({ type: 'recast', coding });
        announce('Chart finished.');
      });
    },
    reopen() {
      enqueue(null, async () => {
        const coding = await request('decisions.reopen', { chart: id });
        dispatch({ type: 'recast', coding });
        announce('Chart reopened.');
      });
    },
    read() {
      void readChart(id, disturbed, round, dispatch);
    },
    stopReading() {
      round.current += 1;
      dispatch({ type: 'reading-stopped' });
      announce('Reading stopped.');
      // The reading may have ended just before; then there is nothing to stop.
      request('coding.cancel', { chart: id }).catch(() => undefined);
    },
    openAgain() {
      dispatch({ type: 'reopen-screen' });
      void open(id, disturbed, round, dispatch);
    },
  };
  return { state, actions };
}

async function open(
  id: string,
  disturbed: RefObject<boolean>,
  round: RefObject<number>,
  dispatch: (event: ChartEvent) => void,
): Promise<void> {
  try {
    const [chart, coding] = await Promise.all([
      request('charts.open', { chart: id }),
      request('decisions.list', { chart: id }),
    ]);
    dispatch({ type: 'opened', chart, coding });
  } catch (error) {
    dispatch({ type: 'open-failed', failure: asFailure(error) });
    return;
  }
  await readChart(id, disturbed, round, dispatch);
}

async function readChart(
  id: string,
  disturbed: RefObject<boolean>,
  round: RefObject<number>,
  dispatch: (event: ChartEvent) => void,
): Promise<void> {
  round.current += 1;
  const mine = round.current;
  dispatch({ type: 'reading-started' });
  const began = performance.now();
  try {
    const run = await request('coding.suggest', { chart: id });
    if (round.current !== mine) return;
    // Who is already reading must not have the page moved under their eyes.
    const undisturbed = !disturbed.current && performance.now() - began < 1500;
    dispatch({ type: 'read', run, undisturbed });
    const count = run.suggestions.filter((suggestion) => suggestion.tier === 'suggestion').length;
    announce(`Reading finished: ${plural(count, 'suggestion')}.`);
  } catch (error) {
    // A reading that the user stopped ends as a failed request; it is none.
    if (round.current !== mine) return;
    const failure = asFailure(error);
    dispatch({ type: 'reading-failed', failure });
    announce(`Reading failed: ${failure.message}`);
  }
}
