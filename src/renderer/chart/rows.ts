/** The codes under consideration as one list: what was suggested, joined with what was decided. */
import {
  isFinal,
  type ChartCoding,
  type Decision,
  type DecidedAs,
  type EvidenceSpan,
  type MentionContext,
  type RejectReason,
  type Suggestion,
  type Tier,
} from '../../shared/coding.ts';

/** `other` is a decided code that this reading did not suggest. */
export type RowTier = Tier | 'other';
export type RowState = 'undecided' | DecidedAs;

export interface CodeRow {
  code: string;
  title: string;
  /** False for a header: a code below it must be chosen. */
  billable: boolean;
  tier: RowTier;
  /** Null where the model did not suggest the code. */
  score: number | null;
  /** True where a likely code is no suggestion because the text denies it, or only suspects or remembers it. */
  notAffirmed: boolean;
  state: RowState;
  /** The decision the ledger has; null where there is none yet. */
  decision: Decision | null;
  /** In reading order. */
  mentions: EvidenceSpan[];
  /** Index of the mention that speaks most for the code; -1 where there are none. */
  primary: number;
}

/** Decisions the ledger does not have yet, by code. */
export type Pending = Readonly<Record<string, DecidedAs>>;

/** What is known of a reading: all of it, or what its beginning suggests. */
export interface Read {
  suggestions: readonly Suggestion[];
  /** Probability above which a suggestion is shown as such; 1 while it is not known. */
  threshold: number;
}

/**
 * Joins a reading and the standing decisions: suggestions, other decided codes, candidates. Codes of
 * `shown` keep the order they have there, each in its group, and others follow.
 */
export function rowsOf(
  read: Read | null,
  coding: ChartCoding | null,
  pending: Pending,
  documents: readonly string[],
  shown: readonly string[] = [],
): CodeRow[] {
  const decisions = new Map((coding?.decisions ?? []).map((decision) => [decision.code, decision]));
  const suggested = new Set<string>();
  const rows: CodeRow[] = [];
  for (const suggestion of read?.suggestions ?? []) {
    suggested.add(suggestion.code);
    const decision = decisions.get(suggestion.code);
    rows.push({
      code: suggestion.code,
      title: suggestion.title,
      billable: suggestion.billable,
      tier: suggestion.tier,
      score: suggestion.score,
      notAffirmed: suggestion.tier === 'candidate' && suggestion.score >= (read?.threshold ?? 1),
      state: pending[suggestion.code] ?? decision?.decided ?? 'undecided',
      decision: decision ?? null,
      ...mentionsOf([...suggestion.evidence, ...(decision?.evidence ?? [])], documents),
    });
  }
  for (const decision of decisions.values()) {
    if (suggested.has(decision.code)) continue;
    rows.push({
      code: decision.code,
      title: decision.title,
      billable: true,
      tier: 'other',
      score: null,
      notAffirmed: false,
      state: pending[decision.code] ?? decision.decided,
      decision,
      ...mentionsOf(decision.evidence, documents),
    });
  }
  const place: Record<RowTier, number> = { suggestion: 0, other: 1, candidate: 2 };
  const before = new Map(shown.map((code, index) => [code, index]));
  const rank = (row: CodeRow) => before.get(row.code) ?? shown.length;
  return rows.sort(
    (a, b) =>
      place[a.tier] - place[b.tier] || Number(a.notAffirmed) - Number(b.notAffirmed) || rank(a) - rank(b),
  );
}

function mentionsOf(
  evidence: readonly EvidenceSpan[],
  documents: readonly string[],
): { mentions: EvidenceSpan[]; primary: number } {
  const unique = new Map(evidence.map((span) => [`${span.document} ${span.start} ${span.end}`, span]));
  const given = [...unique.values()];
  const strongest = given.find((span) => span.context === 'affirmed') ?? given[0];
  const mentions = [...given].sort(
    (a, b) =>
      documents.indexOf(a.document) - documents.indexOf(b.document) || a.start - b.start || a.end - b.end,
  );
  return { mentions, primary: strongest ? mentions.indexOf(strongest) : -1 };
}

/** The rows shown: candidates beyond `limit` stay hidden unless they were decided or are selected. */
export function visibleRows(rows: readonly CodeRow[], limit: number, selected: string | null): CodeRow[] {
  let candidates = 0;
  return rows.filter((row) => {
    if (row.tier !== 'candidate') return true;
    candidates += 1;
    return candidates <= limit || row.state !== 'undecided' || row.code === selected;
  });
}

/** The row `step` rows away from the selected one, stopping at the ends. */
export function neighbour(rows: readonly CodeRow[], selected: string | null, step: 1 | -1): string | null {
  const at = rows.findIndex((row) => row.code === selected);
  if (at < 0) return rows[0]?.code ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.code ?? null;
}

/**
 * Where the selection goes after a decision: to the next undecided suggestion, and after the last one
 * nowhere, so that a key pressed once too often decides no candidate. Among candidates, which are entered
 * on purpose, to the next one of the same kind.
 */
export function nextUndecided(rows: readonly CodeRow[], decided: string): string {
  const at = rows.findIndex((row) => row.code === decided);
  const from = rows[at];
  const alike = (row: CodeRow) =>
    row.state === 'undecided' &&
    row.code !== decided &&
    (from?.tier === 'candidate'
      ? row.tier === 'candidate' && row.notAffirmed === from.notAffirmed
      : row.tier !== 'candidate');
  const next = rows.slice(at + 1).find(alike) ?? rows.find(alike);
  return next?.code ?? decided;
}

/** The suggestions of a reading that are still to be decided. */
export function undecidedSuggestions(rows: readonly CodeRow[]): CodeRow[] {
  return rows.filter((row) => row.tier === 'suggestion' && row.state === 'undecided');
}

/** The codes that will be reported, in their sequence: accepted or added. */
export function finalDecisions(coding: ChartCoding | null): Decision[] {
  return (coding?.decisions ?? []).filter(isFinal);
}

const contextReasons: Partial<Record<MentionContext, RejectReason>> = {
  negated: 'negated',
  history: 'history',
  family: 'history',
  uncertain: 'uncertain',
};

/** Why a row is most likely rejected, as far as the text tells: what its strongest words say of the patient. */
export function presumedReason(row: CodeRow): RejectReason {
  const context = row.mentions[row.primary]?.context;
  const reason = context && contextReasons[context];
  return reason ?? (row.billable ? 'not-supported' : 'less-specific');
}

/** The codes whose standing decision differs between two states of a chart; for telling what an undo did. */
export function changedCodes(before: ChartCoding | null, after: ChartCoding): string[] {
  const earlier = new Map((before?.decisions ?? []).map((decision) => [decision.code, decision.entry]));
  const changed = after.decisions.filter(({ code, entry }) => {
    const was = earlier.get(code);
    earlier.delete(code);
    return was !== entry;
  });
  return [...changed.map(({ code }) => code), ...earlier.keys()];
}
