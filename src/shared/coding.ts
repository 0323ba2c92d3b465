/** Suggestions, decisions and the ledger, as both processes see them. */
import { z } from 'zod';
import { Identifier, type ChartStatus, type EncounterType } from './chart.ts';

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

/** Why a suggestion is not coded. */
export const RejectReason = z.enum([
  'not-supported',
  'negated',
  'history',
  'uncertain',
  'integral',
  'not-reportable',
  'less-specific',
  'other',
]);
export type RejectReason = z.infer<typeof RejectReason>;

/**
 * Present on admission, as the UB-04 data set has it: yes, no, unknown (documentation insufficient),
 * clinically undetermined; `exempt` for codes of the exempt list.
 */
export const Poa = z.enum(['Y', 'N', 'U', 'W', 'exempt']);
export type Poa = z.infer<typeof Poa>;

/** What a coder may do to a chart, as the ledger names it. */
export const DecisionAction = z.enum([
  'accept',
  'reject',
  'add',
  'change',
  'sequence',
  'poa',
  'admit',
  'comment',
  'undo',
  'redo',
  'finish',
  'reopen',
  'query',
  'answer',
  'withdraw',
  'header',
  'review',
  'return',
]);
export type DecisionAction = z.infer<typeof DecisionAction>;

/** `changed`: another code was chosen in its place. */
export type DecidedAs = 'accepted' | 'rejected' | 'added' | 'changed';

/** The standing decision on one code of a chart. */
export interface Decision {
  code: string;
  title: string;
  decided: DecidedAs;
  evidence: EvidenceSpan[];
  /** Sequence number of the ledger entry that recorded it. */
  entry: number;
  /** Of a rejection. */
  reason: RejectReason | null;
  /** The suggested code that this one was chosen instead of. */
  from: string | null;
  /** Of a changed code: the one chosen instead. */
  to: string | null;
  poa: Poa | null;
  comment: string | null;
  /** Whether words that support the code were in view when it was decided. */
  inView: boolean;
}

/** Whether a decision puts its code on the chart's bill. */
export function isFinal({ decided }: Pick<Decision, 'decided'>): boolean {
  return decided === 'accepted' || decided === 'added';
}

/** The kinds of query that a physician is sent. */
export const QueryTemplate = z.enum(['conflict', 'specificity', 'indicators', 'poa']);
export type QueryTemplate = z.infer<typeof QueryTemplate>;

/**
 * A query as it is composed (AHIMA and ACDIS, Guidelines for Achieving a Compliant Query Practice, 2022):
 * it cites the chart, asks without leading, and never speaks of payment or quality scores. `other` and
 * `unable to determine` are offered beside `options` always.
 */
export const QueryDraft = z
  .object({
    template: QueryTemplate,
    /** The code in question, where there is one. */
    about: Code.nullable(),
    addressee: z.string().trim().max(120),
    /** What the chart says, quoted. */
    indicators: z.array(EvidenceSpan).min(1).max(20),
    question: z.string().trim().min(1).max(2000),
    options: z.array(z.string().trim().min(1).max(200)).max(8),
    other: z.string().trim().min(1).max(200),
    undetermined: z.string().trim().min(1).max(200),
  })
  .strict();
export type QueryDraft = z.infer<typeof QueryDraft>;

export interface PhysicianQuery extends QueryDraft {
  /** Sequence number of the ledger entry that sent it. */
  entry: number;
  who: string;
  /** ISO 8601, UTC. */
  at: string;
  state: 'open' | 'answered' | 'withdrawn';
  answer: string | null;
  closedAt: string | null;
}

/** A chart's decisions as they stand after replaying the ledger. */
export interface ChartCoding {
  chart: string;
  status: ChartStatus;
  /** Final codes in their sequence, the principal or first-listed diagnosis first; then the others. */
  decisions: Decision[];
  admitDiagnosis: { code: string; title: string } | null;
  /** Oldest first. */
  queries: PhysicianQuery[];
  finished: boolean;
  /** The act that `undo` would take back, and the one that `redo` would do again. */
  undo: UndoableAct | null;
  redo: UndoableAct | null;
  /** Why an auditor returned the chart; null unless it is returned. */
  returned: string | null;
}

/** An act of the coder that can be taken back. */
export interface UndoableAct {
  entry: number;
  action: DecisionAction;
  code: string | null;
}

/** Where a code stands in the classification, and what could be coded in its place. */
export interface CodeFamily {
  /** From the chapter down to the one directly above. */
  path: { code: string; title: string }[];
  /** Billable codes that say more than this one, or differ from it in one respect; the likeliest first. */
  options: { code: string; title: string }[];
  poaExempt: boolean;
}

/** What a coder did to one chart, for their own eyes and an auditor's. */
export interface ChartWork {
  chart: string;
  name: string;
  type: EncounterType | null;
  who: string;
  /** Day of the last act, ISO date. */
  day: string;
  finished: boolean;
  /** Time with the chart open and in use; pauses longer than a minute do not count. */
  activeSeconds: number;
  /** Key presses and clicks on the chart. */
  actions: number;
  finalCodes: number;
  accepted: number;
  changed: number;
  added: number;
  rejected: number;
  /** Decisions made while no words that support the code were in view. */
  unseen: number;
}

/** A code found in the catalogue. */
export interface CodeHit {
  code: string;
  title: string;
  billable: boolean;
  /** Codes above it, outermost first, e.g. ["E11", "E11.2"] for E11.22. */
  path: string[];
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
