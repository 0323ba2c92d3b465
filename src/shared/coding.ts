/** Suggestions, decisions and the ledger, as both processes see them. */
import { z } from 'zod';
import { Identifier } from './chart.ts';

/** A code of the catalogue in its written form, with its dot (E11.22). */
export const Code = z.string().regex(/^[A-Z0-9][A-Z0-9.]{1,9}$/);

/** The classifications that charts are coded in: diagnoses, and procedures. */
export const CodeSystem = z.enum(['icd-10-cm', 'icd-10-pcs']);
export type CodeSystem = z.infer<typeof CodeSystem>;

/**
 * How the words bear on the patient now. Anything but `affirmed` is shown
 * differently and never stands alone as evidence.
 */
export const MentionContext = z.enum([
  'affirmed',
  'negated',
  'family',
  'history',
  'uncertain',
  'hypothetical',
  'planned',
]);
export type MentionContext = z.infer<typeof MentionContext>;

/** Where an evidence span comes from: learned phrase, catalogue words, label attention, or the coder's own selection. */
export const EvidenceSource = z.enum(['lexicon', 'catalogue', 'attention', 'coder']);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** Words that support a code: a half-open UTF-16 range into one document, with the words quoted. */
export const EvidenceSpan = z
  .object({
    document: Identifier,
    start: z.number().int().nonnegative(),
    end: z.number().int().positive(),
    text: z.string().max(2000),
    source: EvidenceSource,
    context: MentionContext,
  })
  .strict();
export type EvidenceSpan = z.infer<typeof EvidenceSpan>;

/** `suggestion` lies above the pack's calibrated threshold, `candidate` below it. */
export type Tier = 'suggestion' | 'candidate';

export interface Suggestion {
  code: string;
  title: string;
  /** False for a header: the words support it, but a longer code below it must be chosen. */
  billable: boolean;
  /** Calibrated probability that a coder would code this, 0 to 1. */
  score: number;
  tier: Tier;
  evidence: EvidenceSpan[];
}

export interface VersionedName {
  name: string;
  version: string;
}

/** The outcome of reading one chart. */
export interface CodingRun {
  chart: string;
  system: string;
  model: VersionedName;
  catalogue: VersionedName;
  /** Execution provider that ran the encoder: cpu, cuda, dml, coreml, webgpu. */
  provider: string;
  /** Sorted by score, highest first. */
  suggestions: Suggestion[];
  /** Probability above which a suggestion is shown as such. */
  threshold: number;
  /** ISO 8601, UTC. */
  at: string;
}

/** What a coder may do to a chart. */
export const DecisionAction = z.enum(['accept', 'reject', 'add', 'undo', 'finish', 'reopen']);
export type DecisionAction = z.infer<typeof DecisionAction>;

export type DecidedAs = 'accepted' | 'rejected' | 'added';

/** The standing decision on one code of a chart. */
export interface Decision {
  code: string;
  title: string;
  decided: DecidedAs;
  evidence: EvidenceSpan[];
  /** Sequence number of the ledger entry that recorded it. */
  entry: number;
}

/** A chart's decisions as they stand after replaying the ledger. */
export interface ChartCoding {
  chart: string;
  decisions: Decision[];
  finished: boolean;
  /** Whether there is a decision of this chart that `undo` would take back. */
  canUndo: boolean;
}

/** A code found in the catalogue. */
export interface CodeHit {
  code: string;
  title: string;
  billable: boolean;
  /** Codes above it, outermost first, e.g. ["E11", "E11.2"] for E11.22. */
  path: string[];
}

/** One append-only entry: who did what, when, to which chart, on what grounds. */
export interface LedgerEntry {
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  who: string;
  chart: string;
  action: DecisionAction | 'import' | 'suggest';
  system: string;
  code: string | null;
  title: string | null;
  evidence: EvidenceSpan[];
  model: string;
  catalogue: string;
  /** For `undo`: the sequence number taken back. */
  target: number | null;
  note: string | null;
  /** SHA-256 of the previous entry in lower-case hex; 64 zeros for the first. */
  previous: string;
  hash: string;
}

/** One thing that is wrong with a ledger file. `entry` is null where no single entry is at fault. */
export interface LedgerFault {
  entry: number | null;
  problem: string;
}

export interface VerifyReport {
  ok: boolean;
  entries: number;
  /** Hash of the last entry: write it down to prove later that the tail was not cut. */
  head: string;
  faults: LedgerFault[];
}

/** What runs here and why, for the status bar, settings and `rubricator doctor`. */
export interface AppStatus {
  version: string;
  user: string;
  dataFolder: string;
  model: VersionedName & { languages: string[]; labels: number };
  catalogue: VersionedName & { codes: number };
  provider: { name: string; reason: string };
}
