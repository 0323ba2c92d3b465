import type { ChartStatus } from '../../shared/chart.ts';
import {
  isFinal,
  type ChartCoding,
  type Decision,
  type EvidenceSpan,
  type PhysicianQuery,
  type Poa,
  type UndoableAct,
} from '../../shared/coding.ts';
import type { LedgerEntry } from '../../shared/entry.ts';

/** What each act of deciding makes of a code. */
export const DECIDED_AS = { accept: 'accepted', reject: 'rejected', add: 'added' } as const;

/** The acts that `undo` takes back. */
const UNDOABLE = ['accept', 'reject', 'add', 'change', 'sequence', 'poa', 'admit', 'comment'] as const;

type Undoable = LedgerEntry & { action: (typeof UNDOABLE)[number] };

function isUndoable(entry: LedgerEntry): entry is Undoable {
  return (UNDOABLE as readonly string[]).includes(entry.action);
}

/**
 * Replays a chart's ledger entries, oldest first, into the decisions as they stand. An `undo` entry takes
 * its target out of the replay and a `redo` entry puts it back; nothing is ever removed from the ledger itself.
 * A new act makes an end of what could be done again.
 */
export function replay(chart: string, entries: readonly LedgerEntry[]): ChartCoding {
  const { standing, undone } = standingActs(entries);
  const decisions = new Decisions();
  let admitDiagnosis: ChartCoding['admitDiagnosis'] = null;
  for (const act of standing) {
    if (act.action === 'admit') {
      admitDiagnosis = act.code === null ? null : { code: act.code, title: act.title ?? '' };
    } else {
      decisions.apply(act);
    }
  }
  const { finished, inReview, reopened, returned } = progressOf(entries);
  const queries = queriesOf(entries);
  const begun = decisions.size > 0 || admitDiagnosis !== null || reopened;
  const pended = queries.some(({ state }) => state === 'open');
  return {
    chart,
    status: statusOf({ finished, inReview, returned, begun, pended }),
    decisions: decisions.inOrder(),
    admitDiagnosis,
    queries,
    finished,
    undo: finished ? null : actOf(standing.at(-1)),
    redo: finished ? null : actOf(undone.at(-1)),
    returned,
  };
}

/** The undoable acts that stand, in order, and those that were taken back since the last new act. */
function standingActs(entries: readonly LedgerEntry[]): { standing: Undoable[]; undone: Undoable[] } {
  const standing: Undoable[] = [];
  let undone: Undoable[] = [];
  const move = (target: number | null, from: Undoable[], to: Undoable[]): void => {
    const at = from.findLastIndex(({ seq }) => seq === target);
    if (at >= 0) to.push(...from.splice(at, 1));
  };
  for (const entry of entries) {
    if (entry.action === 'undo') move(entry.target, standing, undone);
    else if (entry.action === 'redo') move(entry.target, undone, standing);
    else if (isUndoable(entry)) {
      standing.push(entry);
      undone = [];
    }
  }
  return { standing, undone };
}

function actOf(act: Undoable | undefined): UndoableAct | null {
  return act ? { entry: act.seq, action: act.action, code: act.code } : null;
}

/** The decisions on a chart's codes while its acts are replayed. */
class Decisions {
  readonly #byCode = new Map<string, Omit<Decision, 'poa' | 'comment'>>();
  readonly #poa = new Map<string, Poa>();
  readonly #comments = new Map<string, string>();
  /** Final codes in their sequence. */
  #order: string[] = [];

  get size(): number {
    return this.#byCode.size;
  }

  apply(act: LedgerEntry): void {
    const { action, code, details } = act;
    if (action === 'sequence') this.#order = [...(details?.order ?? this.#order)];
    if (code === null) return;
    switch (action) {
      case 'accept':
      case 'add':
        this.#put({ ...decisionOf(act, code), decided: DECIDED_AS[action] });
        break;
      case 'reject':
        this.#put({ ...decisionOf(act, code), decided: 'rejected', reason: details?.reason ?? null });
        break;
      case 'change':
        this.#change(act, code);
        break;
      case 'poa':
        setOrDelete(this.#poa, code, details?.poa ?? null);
        break;
      case 'comment':
        setOrDelete(this.#comments, code, details?.comment ?? null);
        break;
      default:
        break;
    }
  }

  /** Final codes in their sequence, then the others in the order in which they were decided. */
  inOrder(): Decision[] {
    const final = this.#order.flatMap((code) => this.#byCode.get(code) ?? []);
    const others = [...this.#byCode.values()].filter((decision) => !isFinal(decision));
    return [...final, ...others].map((decision) => ({
      ...decision,
      poa: isFinal(decision) ? (this.#poa.get(decision.code) ?? null) : null,
      comment: this.#comments.get(decision.code) ?? null,
    }));
  }

  /** A later decision on the same code stands in place of the earlier one. */
  #put(decision: Omit<Decision, 'poa' | 'comment'>): void {
    const { code } = decision;
    this.#byCode.delete(code);
    this.#byCode.set(code, decision);
    if (!isFinal(decision)) this.#order = this.#order.filter((other) => other !== code);
    else if (!this.#order.includes(code)) this.#order.push(code);
  }

  /** The new code comes to the place of the one it was chosen instead of. */
  #change(act: LedgerEntry, code: string): void {
    const from = act.details?.from ?? null;
    const chosen = { ...decisionOf(act, code), decided: 'added' as const, from };
    const known = this.#byCode.get(code);
    const place = from === null ? -1 : this.#order.indexOf(from);
    if (from !== null) {
      const given = this.#byCode.get(from);
      this.#put({
        ...decisionOf(act, from),
        title: given?.title ?? act.details?.fromTitle ?? '',
        evidence: given?.evidence ?? act.evidence,
        decided: 'changed',
        to: code,
      });
    }
    // A code that was on the chart already stays what it was, with more to support it.
    const stays = known !== undefined && isFinal(known);
    const joined = stays ? { ...known, evidence: union(known.evidence, act.evidence) } : chosen;
    if (place >= 0 && !this.#order.includes(code)) this.#order.splice(place, 0, code);
    this.#put(joined);
  }
}

/** Entries of version 0.1 do not say whether the evidence was in view; they count as if it was. */
function decisionOf(act: LedgerEntry, code: string): Omit<Decision, 'poa' | 'comment' | 'decided'> {
  return {
    code,
    title: act.title ?? '',
    evidence: act.evidence,
    entry: act.seq,
    reason: null,
    from: null,
    to: null,
    inView: act.details?.inView ?? true,
  };
}

function union(some: readonly EvidenceSpan[], more: readonly EvidenceSpan[]): EvidenceSpan[] {
  const places = new Set(some.map(placeOf));
  return [...some, ...more.filter((span) => !places.has(placeOf(span)))];
}

/** Document and range of evidence, for comparing. */
export function placeOf({ document, start, end }: EvidenceSpan): string {
  return `${document} ${start} ${end}`;
}

function setOrDelete<T>(map: Map<string, T>, key: string, value: T | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

interface Progress {
  finished: boolean;
  inReview: boolean;
  /** Whether a finished chart was opened again. */
  reopened: boolean;
  returned: string | null;
}

function progressOf(entries: readonly LedgerEntry[]): Progress {
  const progress: Progress = { finished: false, inReview: false, reopened: false, returned: null };
  for (const { action, note } of entries) {
    // The coder finishes a chart, and the auditor closes its review.
    if (action === 'finish' || action === 'close')
      Object.assign(progress, { finished: true, inReview: false, returned: null });
    else if (action === 'reopen')
      Object.assign(progress, { finished: false, inReview: false, reopened: true });
    else if (action === 'review') progress.inReview = true;
    else if (action === 'return')
      Object.assign(progress, { finished: false, inReview: false, returned: note ?? '' });
  }
  return progress;
}

function statusOf({
  finished,
  inReview,
  returned,
  begun,
  pended,
}: Omit<Progress, 'reopened'> & { begun: boolean; pended: boolean }): ChartStatus {
  if (finished) return inReview ? 'in-review' : 'finished';
  if (pended) return 'pended';
  if (returned !== null) return 'returned';
  return begun ? 'in-progress' : 'new';
}

/** The queries of a chart, oldest first; `answer` and `withdraw` entries name theirs as their target. */
function queriesOf(entries: readonly LedgerEntry[]): PhysicianQuery[] {
  const queries = new Map<number, PhysicianQuery>();
  for (const { action, seq, who, at, target, details } of entries) {
    if (action === 'query' && details?.query) {
      queries.set(seq, {
        ...details.query,
        entry: seq,
        who,
        at,
        state: 'open',
        answer: null,
        closedAt: null,
      });
    }
    const query = target === null ? undefined : queries.get(target);
    if (query && action === 'answer') {
      Object.assign(query, { state: 'answered', answer: details?.answer ?? '', closedAt: at });
    } else if (query && action === 'withdraw') {
      Object.assign(query, { state: 'withdrawn', closedAt: at });
    }
  }
  return [...queries.values()];
}
