import { useEffect, useReducer, useRef, type RefObject } from 'react';
import type { RequestArgument } from '../../shared/channels.ts';
import type { ChartCoding, CodingRun, EvidenceSpan, Poa, RejectReason } from '../../shared/coding.ts';
import { asFailure, listen, request } from '../bridge.ts';
import { decidedWords, poaWords, reasonWords } from '../codes/words.ts';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';
import type { CodeRow } from './rows.ts';
import {
  initialChartState,
  reduceChart,
  type ChartEvent,
  type ChartState,
  type LastDecision,
} from './state.ts';

/** A code that the coder adds, with the words that support it. */
export interface Added {
  code: string;
  title: string;
  evidence: readonly EvidenceSpan[];
  /** Whether those words were in view. */
  inView: boolean;
}

/** What the coder may do to the chart; each call returns at once and reports through the state. */
export interface ChartActions {
  dispatch: (event: ChartEvent) => void;
  accept: (row: CodeRow, inView: boolean) => void;
  reject: (row: CodeRow, reason: RejectReason, inView: boolean) => void;
  /** Codes `to` in place of the row's code, on the row's evidence. */
  change: (row: CodeRow, to: { code: string; title: string }, inView: boolean) => void;
  add: (added: Added) => void;
  acceptAll: (rows: readonly CodeRow[]) => void;
  sequence: (order: readonly string[]) => void;
  poa: (code: string, poa: Poa | null) => void;
  admit: (code: { code: string; title: string } | null) => void;
  comment: (code: string, comment: string | null) => void;
  undo: () => void;
  redo: () => void;
  /** Finishes the chart; `then` is called once that is recorded. */
  finish: (then?: () => void) => void;
  reopen: () => void;
  takeIntoReview: () => void;
  returnToCoder: (note: string) => void;
  read: () => void;
  stopReading: () => void;
  openAgain: () => void;
}

/** Milliseconds that a chart waits for its stored suggestions: a frame, which nobody sees. */
const aMoment = 16;

/** The evidence a decision may carry, as the ledger's schema has it. */
const mostEvidence = 200;

type Recorded = RequestArgument<'decisions.record'>;

/** Opens a chart, starts its reading, and keeps its decisions in step with the ledger. */
export function useChart(
  id: string,
  disturbed: RefObject<boolean>,
): { state: ChartState; actions: ChartActions } {
  const [state, dispatch] = useReducer(reduceChart, initialChartState);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);
  const round = useRef(0);
  const began = useRef(0);

  useEffect(() => {
    let current = true;
    void open(id, disturbed, round, began, (event) => {
      if (current) dispatch(event);
    });
    const silence = [
      listen('coding.progress', (event) => {
        if (event.chart === id) dispatch({ type: 'progress', fraction: event.fraction });
      }),
      listen('coding.first', (event) => {
        if (event.chart !== id) return;
        const undisturbed = isUndisturbed(disturbed, began);
        dispatch({ type: 'first', suggestions: event.suggestions, undisturbed });
        announce(t('codes.readingFirst'));
      }),
    ];
    return () => {
      current = false;
      silence.forEach((stop) => stop());
    };
  }, [id, disturbed]);

  /** Acts go to the ledger one after the other, in the order they were made. */
  function enqueue(codes: readonly string[], task: () => Promise<void>): void {
    waiting.current += 1;
    queue.current = queue.current.then(task).then(
      () => {
        waiting.current -= 1;
      },
      (error: unknown) => {
        waiting.current -= 1;
        const failure = asFailure(error);
        dispatch({ type: 'not-recorded', codes, failure });
        announce(t('chart.notRecorded', { message: failure.message }));
      },
    );
  }

  function decide(last: LastDecision, act: Recorded, options: { advance: boolean; said: string }): void {
    const codes = last.from === null ? [last.code] : [last.from, last.code];
    dispatch({ type: 'deciding', last, advance: options.advance });
    enqueue(codes, async () => {
      const coding = await request('decisions.record', act);
      const added = last.decided === 'added' && last.from === null;
      dispatch({ type: 'recorded', codes, coding, ...(added && { select: last.code }) });
      announce(options.said);
    });
  }

  /** Records what decides no code and is shown already; where it fails, the ledger's state is shown again. */
  function annotate(act: Recorded, said: string): void {
    enqueue([], async () => {
      let coding: ChartCoding | null = null;
      try {
        coding = await request('decisions.record', act);
        announce(said);
      } finally {
        coding ??= await request('decisions.list', { chart: id });
        // A later act that waits here is shown already as well.
        if (waiting.current === 1) dispatch({ type: 'recast', coding });
      }
    });
  }

  /** Does something to the chart as a whole and shows what became of it. */
  function recast(task: () => Promise<ChartCoding>, said: string, then?: () => void): void {
    enqueue([], async () => {
      dispatch({ type: 'recast', coding: await task() });
      announce(said);
      then?.();
    });
  }

  function turnBack(channel: 'undo' | 'redo'): void {
    enqueue([], async () => {
      const act = (await request('decisions.list', { chart: id }))[channel];
      if (act === null) {
        announce(t(channel === 'undo' ? 'chart.nothingToUndo' : 'chart.nothingToRedo'));
        return;
      }
      dispatch({ type: 'turned-back', coding: await request(`decisions.${channel}`, { chart: id }) });
      announce(
        act.code === null
          ? t(channel === 'undo' ? 'chart.undone' : 'chart.redone')
          : t(channel === 'undo' ? 'chart.undoneCode' : 'chart.redoneCode', { code: act.code }),
      );
    });
  }

  const actions: ChartActions = {
    dispatch,
    accept(row, inView) {
      if (row.state === 'accepted' || row.state === 'added') {
        announce(t('chart.already', { code: row.code, decided: decidedWords(row.state) }));
        return;
      }
      decide(
        { decided: 'accepted', code: row.code, from: null, reason: null },
        { chart: id, action: 'accept', code: row.code, evidence: evidenceOf(row), inView },
        { advance: true, said: `${t('codes.lastAccepted', { code: row.code })}. ${row.title}` },
      );
    },
    reject(row, reason, inView) {
      if (row.state === 'rejected' && row.decision?.reason === reason) {
        announce(t('chart.already', { code: row.code, decided: decidedWords(row.state) }));
        return;
      }
      decide(
        { decided: 'rejected', code: row.code, from: null, reason },
        { chart: id, action: 'reject', code: row.code, evidence: evidenceOf(row), inView, reason },
        {
          // Another reason for the same decision leaves the coder where they are.
          advance: row.state !== 'rejected',
          said: t('codes.lastRejected', { code: row.code, reason: reasonWords(reason) }),
        },
      );
    },
    change(row, to, inView) {
      decide(
        { decided: 'changed', code: to.code, from: row.code, reason: null },
        {
          chart: id,
          action: 'change',
          from: row.code,
          code: to.code,
          evidence: evidenceOf(row),
          inView,
        },
        {
          advance: true,
          said: `${t('codes.lastChanged', { from: row.code, code: to.code })}. ${to.title}`,
        },
      );
    },
    add({ code, title, evidence, inView }) {
      decide(
        { decided: 'added', code, from: null, reason: null },
        {
          chart: id,
          action: 'add',
          code,
          evidence: evidence.slice(0, mostEvidence),
          inView,
        },
        { advance: false, said: `${t('codes.lastAdded', { code })}. ${title}` },
      );
    },
    acceptAll(rows) {
      const codes = rows.map((row) => row.code);
      dispatch({ type: 'deciding-many', codes });
      enqueue(codes, async () => {
        const coding = await request('decisions.acceptAll', {
          chart: id,
          codes: rows.map((row) => ({ code: row.code, evidence: evidenceOf(row) })),
        });
        dispatch({ type: 'recorded', codes, coding });
        announce(t('chart.acceptedAll', { count: codes.length }));
      });
    },
    sequence(order) {
      dispatch({ type: 'reordered', order });
      annotate(
        { chart: id, action: 'sequence', order: [...order] },
        t('chart.reordered', { code: order[0] ?? '' }),
      );
    },
    poa(code, poa) {
      dispatch({ type: 'annotated', code, change: { poa } });
      annotate(
        { chart: id, action: 'poa', code, poa },
        t('codes.finalPoa', { code, value: poa === null ? t('codes.finalPoaNone') : poaWords(poa) }),
      );
    },
    admit(code) {
      annotate(
        { chart: id, action: 'admit', code: code?.code ?? null },
        `${t('codes.admit')}: ${code ? `${code.code} ${code.title}` : t('codes.admitNone')}`,
      );
    },
    comment(code, comment) {
      dispatch({ type: 'annotated', code, change: { comment } });
      annotate({ chart: id, action: 'comment', code, comment }, t('chart.commented', { code }));
    },
    undo() {
      turnBack('undo');
    },
    redo() {
      turnBack('redo');
    },
    finish(then) {
      recast(() => request('decisions.finish', { chart: id }), t('chart.finishedSaid'), then);
    },
    reopen() {
      recast(() => request('decisions.reopen', { chart: id }), t('chart.reopenedSaid'));
    },
    takeIntoReview() {
      recast(() => request('review.take', { chart: id }), t('chart.inReviewSaid'));
    },
    returnToCoder(note) {
      recast(() => request('review.return', { chart: id, note }), t('chart.returnedSaid'));
    },
    read() {
      void readChart(request('coding.suggest', { chart: id }), disturbed, round, began, dispatch);
    },
    stopReading() {
      round.current += 1;
      dispatch({ type: 'reading-stopped' });
      announce(t('codes.stopped'));
      // The reading may have ended just before; then there is nothing to stop.
      request('coding.cancel', { chart: id }).catch(() => undefined);
    },
    openAgain() {
      dispatch({ type: 'reopen-screen' });
      void open(id, disturbed, round, began, dispatch);
    },
  };
  return { state, actions };
}

function evidenceOf(row: CodeRow): EvidenceSpan[] {
  return row.mentions.slice(0, mostEvidence);
}

/** Who is already reading must not have the page moved under their eyes. */
function isUndisturbed(disturbed: RefObject<boolean>, began: RefObject<number>): boolean {
  return !disturbed.current && performance.now() - began.current < 1500;
}

async function open(
  id: string,
  disturbed: RefObject<boolean>,
  round: RefObject<number>,
  began: RefObject<number>,
  dispatch: (event: ChartEvent) => void,
): Promise<void> {
  const opening = Promise.all([
    request('charts.open', { chart: id }),
    request('decisions.list', { chart: id }),
  ]);
  // Asked for at once: what was read before is there with the chart.
  const reading = request('coding.suggest', { chart: id });
  try {
    const [chart, coding] = await opening;
    // Stored suggestions are drawn with the chart, once, if they come in the same moment.
    await Promise.race([reading.catch(() => undefined), new Promise((done) => setTimeout(done, aMoment))]);
    dispatch({ type: 'opened', chart, coding });
  } catch (error) {
    dispatch({ type: 'open-failed', failure: asFailure(error) });
    return;
  }
  await readChart(reading, disturbed, round, began, dispatch);
}

async function readChart(
  reading: Promise<CodingRun>,
  disturbed: RefObject<boolean>,
  round: RefObject<number>,
  began: RefObject<number>,
  dispatch: (event: ChartEvent) => void,
): Promise<void> {
  round.current += 1;
  const mine = round.current;
  began.current = performance.now();
  dispatch({ type: 'reading-started' });
  try {
    const run = await reading;
    if (round.current !== mine) return;
    dispatch({ type: 'read', run, undisturbed: isUndisturbed(disturbed, began) });
    const count = run.suggestions.filter((suggestion) => suggestion.tier === 'suggestion').length;
    announce(t('chart.readingFinished', { count }));
  } catch (error) {
    // A reading that the user stopped ends as a failed request; it is none.
    if (round.current !== mine) return;
    const failure = asFailure(error);
    dispatch({ type: 'reading-failed', failure });
    announce(t('chart.readingFailed', { message: failure.message }));
  }
}
