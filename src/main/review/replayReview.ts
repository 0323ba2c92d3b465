import type { LedgerEntry } from '../../shared/entry.ts';
import type {
  CodedDiagnosis,
  Finding,
  FindingStep,
  RecordedFinding,
  ReviewState,
} from '../../shared/review.ts';

/** The review of one chart within one sample, once somebody began it. */
export interface ReviewOfChart {
  second: { who: string; codes: CodedDiagnosis[] } | null;
  /** Oldest first. */
  findings: RecordedFinding[];
  /** Whether it was returned to its coder since the review began. */
  returned: boolean;
  closed: { who: string; at: string } | null;
}

/**
 * Replays the reviews of a chart from its entries, oldest first, by the number of the entry that drew the
 * sample. A return concerns every review under way.
 */
export function reviewsOf(entries: readonly LedgerEntry[]): Map<number, ReviewOfChart> {
  const reviews = new Map<number, ReviewOfChart>();
  const findings = new Map<number, RecordedFinding>();
  const begun = (sample: number): ReviewOfChart => {
    const known = reviews.get(sample);
    if (known) return known;
    const review: ReviewOfChart = { second: null, findings: [], returned: false, closed: null };
    reviews.set(sample, review);
    return review;
  };
  for (const entry of entries) {
    const { action, details, target, who, at } = entry;
    const sample = details?.of;
    if (action === 'return') {
      for (const review of reviews.values()) if (!review.closed) review.returned = true;
    } else if (sample !== undefined && action === 'second') {
      begun(sample).second = { who, codes: details?.codes ?? [] };
    } else if (sample !== undefined && action === 'finding' && details?.finding) {
      const finding = recorded(entry, details.finding);
      const review = begun(sample);
      for (const earlier of review.findings) if (replaces(finding, earlier)) earlier.replaced = true;
      review.findings.push(finding);
      findings.set(finding.entry, finding);
    } else if (sample !== undefined && action === 'close') {
      begun(sample).closed = { who, at };
    } else {
      const step = stepOf(entry);
      const finding = target === null ? undefined : findings.get(target);
      if (step && finding) {
        finding.steps.push({ step, who, at, comment: details?.comment ?? null });
        finding.stands = step === 'overturn' ? false : step === 'uphold' || finding.stands;
      }
    }
  }
  return reviews;
}

function recorded({ seq, who, at, details, evidence }: LedgerEntry, finding: Finding): RecordedFinding {
  return {
    ...finding,
    entry: seq,
    who,
    at,
    comment: details?.comment ?? null,
    evidence,
    steps: [],
    stands: true,
    replaced: false,
  };
}

function stepOf({ action, details }: LedgerEntry): FindingStep['step'] | null {
  if (action === 'respond') return details?.response ?? null;
  if (action === 'escalate') return 'escalate';
  if (action === 'settle' && details?.upheld !== undefined) return details.upheld ? 'uphold' : 'overturn';
  return null;
}

/**
 * Whether a finding takes the place of an earlier one of the same auditor: the one first place of a chart is
 * said once, and of a code either that it is right, or wrong, or missing, or has the wrong POA indicator. A
 * code may be missing or have the wrong indicator and belong first as well.
 */
function replaces(later: RecordedFinding, earlier: RecordedFinding): boolean {
  if (later.who !== earlier.who) return false;
  const sequences = [later, earlier].filter(({ verdict }) => verdict === 'sequence').length;
  if (sequences === 2) return true;
  if (subjectOf(later) !== subjectOf(earlier)) return false;
  const besides = [later, earlier].some(({ verdict }) => verdict === 'missed' || verdict === 'poa');
  return !(sequences === 1 && besides);
}

/** The code that a finding is about. */
export function subjectOf({ verdict, code, should }: Finding): string | null {
  return verdict === 'sequence' ? should : (code ?? should);
}

/** Whether a finding says that something is wrong, and was not taken back. */
export function isError({ verdict, replaced }: Pick<RecordedFinding, 'verdict' | 'replaced'>): boolean {
  return verdict !== 'agree' && !replaced;
}

/** The errors that hold: neither taken back nor overturned. */
export function standingErrors({ findings }: Pick<ReviewOfChart, 'findings'>): RecordedFinding[] {
  return findings.filter((finding) => isError(finding) && finding.stands);
}

/** Whether a finding waits for another auditor. */
function isEscalated({ steps }: Pick<RecordedFinding, 'steps'>): boolean {
  return steps.at(-1)?.step === 'escalate';
}

/**
 * Where a review stands. A chart that was returned is its coder's turn until it is finished again.
 * @param review undefined where nobody began it
 * @param returned whether the chart is returned now
 */
export function stateOf(review: ReviewOfChart | undefined, returned: boolean): ReviewState {
  if (!review) return 'waiting';
  if (review.closed) return 'closed';
  if (review.findings.some((finding) => isError(finding) && isEscalated(finding))) return 'escalated';
  if (!review.returned) return 'coded';
  return returned ? 'returned' : 'answered';
}
