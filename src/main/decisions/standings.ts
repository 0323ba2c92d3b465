import type { ChartStatus } from '../../shared/chart.ts';
import { isFinal, type Decision } from '../../shared/coding.ts';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { replay } from '../ledger/replay.ts';

/** A standing decision without its evidence. */
export interface BriefDecision extends Pick<Decision, 'code' | 'decided' | 'from' | 'inView'> {
  who: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** What the worklist and the account of the work done need of a chart's decisions. */
export interface Standing {
  status: ChartStatus;
  finished: boolean;
  finalCodes: number;
  openQueries: number;
  decisions: BriefDecision[];
  /** Each person's last act of their own, ISO 8601, UTC; importing and reading a chart are none. */
  lastActs: Map<string, string>;
}

/**
 * How all charts stand, kept in memory: thousands of charts are not replayed for every look at the worklist.
 * Whatever the ledger has gained since the last look, by this process or another, is caught up with first.
 */
export class Standings {
  readonly #ledger: Ledger;
  #byChart: Map<string, Standing> | undefined;
  #seen = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** How every chart with an entry stands. */
  all(): ReadonlyMap<string, Standing> {
    const { seq } = this.#ledger.head();
    if (!this.#byChart) {
      this.#byChart = new Map();
      for (const [chart, entries] of this.#ledger.byChart()) {
        this.#byChart.set(chart, standingOf(chart, entries));
      }
    } else if (seq > this.#seen) {
      for (const chart of this.#ledger.chartsSince(this.#seen)) {
        this.#byChart.set(chart, standingOf(chart, this.#ledger.ofChart(chart)));
      }
    }
    this.#seen = seq;
    return this.#byChart;
  }
}

function standingOf(chart: string, entries: readonly LedgerEntry[]): Standing {
  const { status, finished, decisions, queries } = replay(chart, entries);
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const lastActs = new Map<string, string>();
  for (const { action, who, at } of entries) {
    if (action !== 'import' && action !== 'suggest') lastActs.set(who, at);
  }
  return {
    status,
    finished,
    finalCodes: decisions.filter(isFinal).length,
    openQueries: queries.filter(({ state }) => state === 'open').length,
    decisions: decisions.map(({ code, decided, from, inView, entry }) => {
      const { who = '', at = '' } = bySeq.get(entry) ?? {};
      return { code, decided, from, inView, who, at };
    }),
    lastActs,
  };
}
