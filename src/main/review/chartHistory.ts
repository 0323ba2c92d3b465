import { isFinal, type Decision } from '../../shared/coding.ts';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { CodedDiagnosis } from '../../shared/review.ts';
import { replay } from '../ledger/replay.ts';
import { reviewsOf, type ReviewOfChart } from './replayReview.ts';

/** What a model suggested and a coder decided on. */
export interface DecidedSuggestion {
  code: string;
  /** NAME@VERSION. */
  model: string;
  accepted: boolean;
}

/** A chart as its coder finished it. */
export interface Finish {
  /** Number of the entry that finished it. */
  entry: number;
  /** ISO 8601, UTC. */
  at: string;
  coder: string;
  /** Whether it was finished although something was missing. */
  overridden: boolean;
  /** The model that read it last, NAME@VERSION; null where none did. */
  model: string | null;
  /** Its codes, the principal or first-listed diagnosis first. */
  codes: CodedDiagnosis[];
  /** Lowest probability that the model gave an accepted code; null where none is known. */
  lowestScore: number | null;
  suggestions: DecidedSuggestion[];
}

/** What samples and figures need of a chart's entries. */
export interface ChartHistory {
  /** Oldest first. */
  finishes: Finish[];
  /** Whether it is finished now, in review or not. */
  finished: boolean;
  inReview: boolean;
  /** Why it was returned; null unless it is. */
  returned: string | null;
  /** By the number of the entry that drew the sample; a review that nobody began is not among them. */
  reviews: Map<number, ReviewOfChart>;
}

/**
 * What became of a chart, from its entries, oldest first. Finishing a chart that is finished already ended
 * its review in versions before 0.3, and is not the coder's.
 */
export function historyOf(chart: string, entries: readonly LedgerEntry[]): ChartHistory {
  const history: ChartHistory = {
    finishes: [],
    finished: false,
    inReview: false,
    returned: null,
    reviews: reviewsOf(entries),
  };
  for (const [at, { action, note }] of entries.entries()) {
    if (action === 'finish') {
      if (!history.finished) history.finishes.push(finishOf(chart, entries.slice(0, at + 1)));
      Object.assign(history, { finished: true, inReview: false, returned: null });
    } else if (action === 'reopen') Object.assign(history, { finished: false, inReview: false });
    else if (action === 'return')
      Object.assign(history, { finished: false, inReview: false, returned: note ?? '' });
    else if (action === 'review') history.inReview = true;
    else if (action === 'close') history.inReview = false;
  }
  return history;
}

/** The finish that a sample is about: the coder's last before it was drawn. */
export function finishBefore({ finishes }: Pick<ChartHistory, 'finishes'>, sample: number): Finish | null {
  return finishes.findLast(({ entry }) => entry < sample) ?? null;
}

/** @param entries a chart's, up to the one that finished it */
function finishOf(chart: string, entries: readonly LedgerEntry[]): Finish {
  const { decisions } = replay(chart, entries);
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const last = entries.at(-1);
  const scores = decisions.flatMap((decision) => scoreOf(decision, bySeq) ?? []);
  return {
    entry: last?.seq ?? 0,
    at: last?.at ?? '',
    coder: last?.who ?? '',
    overridden: (last?.details?.overridden?.length ?? 0) > 0,
    model: entries.findLast(({ action }) => action === 'suggest')?.model ?? null,
    codes: decisions.filter(isFinal).map(({ code, poa }) => ({ code, poa })),
    lowestScore: scores.length > 0 ? Math.min(...scores) : null,
    suggestions: suggestionsIn(decisions, entries, bySeq),
  };
}

/** The probability that the model gave an accepted code; null where the entry does not say, as before 0.3. */
export function scoreOf(
  { decided, entry }: Pick<Decision, 'decided' | 'entry'>,
  bySeq: ReadonlyMap<number, LedgerEntry>,
): number | null {
  return decided === 'accepted' ? (bySeq.get(entry)?.details?.score ?? null) : null;
}

/** Accepted, rejected and changed codes; those that the coder brought in are no suggestions. */
function suggestionsIn(
  decisions: readonly Decision[],
  entries: readonly LedgerEntry[],
  bySeq: ReadonlyMap<number, LedgerEntry>,
): DecidedSuggestion[] {
  const own = new Set(
    entries.filter(({ action }) => action === 'add' || action === 'change').map(({ code }) => code),
  );
  return decisions.flatMap(({ code, decided, entry }) => {
    const model = bySeq.get(entry)?.model ?? '';
    if (model === '' || decided === 'added' || (decided !== 'accepted' && own.has(code))) return [];
    return [{ code, model, accepted: decided === 'accepted' }];
  });
}
