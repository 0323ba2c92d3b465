/** A chart's review as lines to be judged one by one, and what is still to be done. */
import type { CodeRow } from '../chart/rows.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';
import type { ChartReview, Finding, FindingReason, RecordedFinding } from '../../shared/review.ts';

type Coded = NonNullable<ChartReview['coded']>[number];

/** One thing to judge: the sequence, a code of the coder, or a code that the auditor misses. */
export interface ReviewLine {
  key: string;
  kind: 'sequence' | 'coded' | 'missed';
  /** The code that the line is about: the coder's, or the missing one; of the sequence the one that belongs first. */
  code: string;
  title: string;
  /** Place in the coder's sequence, from 0. */
  place: number | null;
  coded: Coded | null;
  /** A difference between the two codings, as long as nothing is recorded on it. */
  proposed: Finding | null;
  /** What is recorded, with what came of it. */
  finding: RecordedFinding | null;
  /** Whether something is recorded on it; of a code also that it belongs first. */
  judged: boolean;
}

/** The lines of a review: the sequence where it differs, the coder's codes in order, then what is missing. */
export function linesOf(review: ChartReview): ReviewLine[] {
  const coded = review.coded ?? [];
  const current = review.findings.filter((finding) => !finding.replaced);
  const titles = new Map([...(review.second ?? []), ...coded].map(({ code, title }) => [code, title]));
  const sequence = current.findLast(({ verdict }) => verdict === 'sequence');
  const lineOf = (
    kind: ReviewLine['kind'],
    code: string,
    place: number | null,
    finding: RecordedFinding | undefined,
    proposed: Finding | undefined,
  ): ReviewLine => ({
    key: kind === 'sequence' ? kind : `${kind} ${code}`,
    kind,
    code,
    title: titles.get(code) ?? '',
    place,
    coded: place === null ? null : (coded[place] ?? null),
    proposed: finding ? null : (proposed ?? null),
    finding: finding ?? null,
    judged: finding !== undefined || (kind === 'coded' && sequence?.should === code),
  });

  const proposedSequence = review.proposed.find(({ verdict }) => verdict === 'sequence');
  const first = (sequence ?? proposedSequence)?.should ?? null;
  const missed = [...current, ...review.proposed].flatMap(({ verdict, should }) =>
    verdict === 'missed' && should !== null ? [should] : [],
  );
  return [
    ...(first === null ? [] : [lineOf('sequence', first, null, sequence, proposedSequence)]),
    ...coded.map(({ code }, place) =>
      lineOf(
        'coded',
        code,
        place,
        current.findLast((finding) => finding.code === code && isOnCode(finding)),
        review.proposed.find((finding) => finding.code === code && isOnCode(finding)),
      ),
    ),
    ...[...new Set(missed)].map((should) => {
      const onIt = (finding: Finding) => finding.verdict === 'missed' && finding.should === should;
      return lineOf('missed', should, null, current.findLast(onIt), review.proposed.find(onIt));
    }),
  ];
}

function isOnCode({ verdict }: Finding): boolean {
  return verdict === 'agree' || verdict === 'disagree' || verdict === 'poa';
}

/** What is left to do before a review can be closed. */
export interface Left {
  /** Codes of the coder without a verdict. */
  unjudged: ReviewLine[];
  /** Differences between the codings that were neither taken up nor decided otherwise. */
  differences: ReviewLine[];
  /** Findings that were rebutted or escalated and not settled. */
  disputed: RecordedFinding[];
  /** Findings other than agreement that stand. */
  errors: RecordedFinding[];
}

/** What of a review is left to do, and what was found. */
export function leftOf(lines: readonly ReviewLine[]): Left {
  const findings = lines.flatMap(({ finding }) => finding ?? []);
  return {
    unjudged: lines.filter(({ kind, judged }) => kind === 'coded' && !judged),
    differences: lines.filter(({ proposed }) => proposed !== null),
    disputed: findings.filter((finding) => ['rebut', 'escalate'].includes(lastStep(finding) ?? '')),
    errors: findings.filter(({ verdict, stands }) => verdict !== 'agree' && stands),
  };
}

/** The last thing that was said on a finding. */
export function lastStep(finding: RecordedFinding): RecordedFinding['steps'][number]['step'] | null {
  return finding.steps.at(-1)?.step ?? null;
}

/** The line that a key is to go to next: the first after `key` with nothing recorded, else `key` itself. */
export function nextOpen(lines: readonly ReviewLine[], key: string): string {
  const at = lines.findIndex((line) => line.key === key);
  const open = (line: ReviewLine) => !line.judged;
  return (lines.slice(at + 1).find(open) ?? lines.find(open))?.key ?? key;
}

/** The line `step` lines away, stopping at the ends; the first where none is selected. */
export function stepLine(lines: readonly ReviewLine[], key: string | null, step: 1 | -1): string | null {
  const at = lines.findIndex((line) => line.key === key);
  if (at < 0) return lines[0]?.key ?? null;
  return lines[Math.min(lines.length - 1, Math.max(0, at + step))]?.key ?? null;
}

/**
 * Why a difference is most likely one, as far as the codes tell: a reason that was proposed, the rule of the
 * verdict, or how the codes stand to each other. Null of an agreement.
 */
export function presumedReason(finding: Finding): FindingReason | null {
  if (finding.reason !== null) return finding.reason;
  const { code, should } = finding;
  switch (finding.verdict) {
    case 'agree':
      return null;
    case 'missed':
      return 'other';
    case 'poa':
      return 'poa-rule';
    case 'sequence':
      return 'sequence-rule';
    case 'disagree':
      if (should === null) return 'not-documented';
      return code !== null && should.slice(0, 3) === code.slice(0, 3) ? 'less-specific' : 'wrong-code';
  }
}

/** The lines' evidence as rows that the document pane can mark. `documents` are their ids in order. */
export function rowsOfReview(lines: readonly ReviewLine[], documents: readonly string[]): CodeRow[] {
  const rows = new Map<string, CodeRow>();
  for (const { kind, code, title, coded, finding } of lines) {
    if (kind === 'sequence') continue;
    const mentions = inOrder([...(coded?.evidence ?? []), ...(finding?.evidence ?? [])], documents);
    rows.set(code, {
      code,
      title,
      billable: true,
      tier: 'suggestion',
      score: coded?.score ?? null,
      notAffirmed: false,
      state: 'accepted',
      decision: null,
      mentions,
      primary: mentions.length === 0 ? -1 : 0,
    });
  }
  return [...rows.values()];
}

function inOrder(evidence: readonly EvidenceSpan[], documents: readonly string[]): EvidenceSpan[] {
  const unique = new Map(evidence.map((span) => [`${span.document} ${span.start} ${span.end}`, span]));
  return [...unique.values()].sort(
    (a, b) =>
      documents.indexOf(a.document) - documents.indexOf(b.document) || a.start - b.start || a.end - b.end,
  );
}
