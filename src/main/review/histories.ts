import type { LedgerEntry } from '../../shared/entry.ts';
import type { SampleRequest } from '../../shared/review.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { historyOf, type ChartHistory } from './chartHistory.ts';

/** A sample as its entry records it. */
export interface DrawnSample {
  /** Number of the entry. */
  entry: number;
  who: string;
  /** ISO 8601, UTC. */
  at: string;
  request: SampleRequest;
  seed: string;
  charts: ReadonlySet<string>;
}

/** Days in UTC, both included. */
export interface Period {
  from: string;
  to: string;
}

/** What histories are read from. */
export type HistorySource = Pick<Ledger, 'head' | 'chartsSince' | 'ofChart' | 'entries'>;

/** Entries read at once. */
const PAGE = 500;

/**
 * Samples and the histories of charts. Each is read when it is first asked for and then kept in memory;
 * whatever the ledger has gained since the last look, by this process or another, is caught up with first.
 */
export class Histories {
  readonly #source: HistorySource;
  readonly #byChart = new Map<string, ChartHistory>();
  readonly #samples = new Map<number, DrawnSample>();
  #seen = 0;

  constructor(source: HistorySource) {
    this.#source = source;
  }

  of(chart: string): ChartHistory {
    this.#catchUp();
    return this.#of(chart);
  }

  /** Every sample by the number of the entry that drew it, oldest first. */
  samples(): ReadonlyMap<number, DrawnSample> {
    this.#catchUp();
    return this.#samples;
  }

  /** The charts that somebody finished, or whose review somebody closed, within a time. */
  within(action: 'finish' | 'close', { from, to }: Period): Map<string, ChartHistory> {
    this.#catchUp();
    const found = new Map<string, ChartHistory>();
    for (const { chart } of this.#entries({ action, from, to })) {
      if (chart !== null && !found.has(chart)) found.set(chart, this.#of(chart));
    }
    return found;
  }

  #of(chart: string): ChartHistory {
    let history = this.#byChart.get(chart);
    if (!history) {
      history = historyOf(chart, this.#source.ofChart(chart));
      this.#byChart.set(chart, history);
    }
    return history;
  }

  #catchUp(): void {
    const { seq } = this.#source.head();
    if (seq <= this.#seen) return;
    if (this.#byChart.size > 0) {
      for (const chart of this.#source.chartsSince(this.#seen)) this.#byChart.delete(chart);
    }
    const drawn: DrawnSample[] = [];
    for (const entry of this.#entries({ action: 'sample' })) {
      if (entry.seq <= this.#seen) break;
      const sample = sampleIn(entry);
      if (sample) drawn.push(sample);
    }
    for (const sample of drawn.reverse()) this.#samples.set(sample.entry, sample);
    this.#seen = seq;
  }

  /** Newest first. */
  *#entries(filter: Parameters<HistorySource['entries']>[0]): Generator<LedgerEntry> {
    let before: number | undefined;
    for (let more = true; more;) {
      const page = this.#source.entries(filter, PAGE, before);
      yield* page.entries;
      before = page.entries.at(-1)?.seq;
      more = page.more && before !== undefined;
    }
  }
}

function sampleIn({ seq, who, at, details }: LedgerEntry): DrawnSample | null {
  if (!details?.sample) return null;
  const { sample: request, seed = '', charts = [] } = details;
  return { entry: seq, who, at, request, seed, charts: new Set(charts) };
}
