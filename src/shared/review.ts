/** The auditor's review of coded charts, as both processes see it. */
import { z } from 'zod';
import { Identifier, IsoDate, type EncounterType } from './chart.ts';
import { Code, EvidenceSpan, Poa } from './coding.ts';

/** Which finished charts are reviewed. All plans look at charts finished from `from` to `to`, both included. */
export const SamplePlan = z.discriminatedUnion('by', [
  /** n charts of each coder, drawn at random. */
  z.object({ by: z.literal('coder'), n: z.number().int().min(1).max(1000) }).strict(),
  /** n charts of each encounter type, drawn at random. */
  z.object({ by: z.literal('type'), n: z.number().int().min(1).max(1000) }).strict(),
  /** Every chart with an accepted code that the model gave a probability below this. */
  z.object({ by: z.literal('confidence'), below: z.number().min(0).max(1) }).strict(),
  /** Every chart that was finished although something was missing. */
  z.object({ by: z.literal('overridden') }).strict(),
]);
export type SamplePlan = z.infer<typeof SamplePlan>;

/** A sample as it is asked for. */
export const SampleRequest = z
  .object({
    name: z.string().trim().min(1).max(100),
    plan: SamplePlan,
    from: IsoDate,
    to: IsoDate,
    /** Names of coders; null for all. */
    coders: z.array(z.string().min(1).max(200)).min(1).max(200).nullable(),
    /** The auditor codes each chart without seeing the coder's codes first. */
    blind: z.boolean(),
  })
  .strict();
export type SampleRequest = z.infer<typeof SampleRequest>;

/** What a plan would draw from. */
export interface SamplePreview {
  strata: { name: string; charts: number; drawn: number }[];
}

export type ReviewState = 'waiting' | 'coded' | 'returned' | 'answered' | 'escalated' | 'closed';

/** One chart of a sample. */
export interface SampledChart {
  chart: string;
  name: string;
  /** Whose coding is reviewed. */
  coder: string;
  type: EncounterType | null;
  /** `coded`: findings were recorded, and nothing is returned or escalated. */
  state: ReviewState;
  /** Findings other than agreement. */
  errors: number;
}

/** A sample that was drawn; it is an entry of the ledger, with the seed that drew it. */
export interface Sample extends SampleRequest {
  /** Number of the entry that recorded it. */
  entry: number;
  who: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Of the generator that drew it: the same seed over the same charts draws the same sample. */
  seed: string;
  charts: SampledChart[];
}

export const Verdict = z.enum(['agree', 'disagree', 'missed', 'sequence', 'poa']);
export type Verdict = z.infer<typeof Verdict>;

/** Why an auditor differs. */
export const FindingReason = z.enum([
  'not-documented',
  'wrong-code',
  'less-specific',
  'not-reportable',
  'guideline',
  'sequence-rule',
  'poa-rule',
  'other',
]);
export type FindingReason = z.infer<typeof FindingReason>;

/**
 * What an auditor says of one code. `agree`: `code` is right. `disagree`: `code` should be `should`, or not
 * be coded where that is null. `missed`: `should` is missing. `sequence`: `should` belongs first. `poa`:
 * `code` should have `poa`.
 */
export const Finding = z
  .object({
    verdict: Verdict,
    code: Code.nullable(),
    should: Code.nullable(),
    poa: Poa.nullable(),
    reason: FindingReason.nullable(),
  })
  .strict();
export type Finding = z.infer<typeof Finding>;

/** A finding as it is recorded. */
export const FindingRequest = z
  .object({
    sample: z.number().int().positive(),
    chart: Identifier,
    finding: Finding,
    comment: z.string().trim().min(1).max(1000).nullable(),
    evidence: z.array(EvidenceSpan).max(50),
  })
  .strict();
export type FindingRequest = z.infer<typeof FindingRequest>;

/** A code with its POA indicator, as one person coded it; the principal or first-listed diagnosis first. */
export const CodedDiagnosis = z.object({ code: Code, poa: Poa.nullable() }).strict();
export type CodedDiagnosis = z.infer<typeof CodedDiagnosis>;

/** One step of the conversation about a finding. */
export interface FindingStep {
  step: 'agree' | 'rebut' | 'escalate' | 'uphold' | 'overturn';
  who: string;
  /** ISO 8601, UTC. */
  at: string;
  comment: string | null;
}

/** A finding with what came of it. It stands unless it was overturned. */
export interface RecordedFinding extends Finding {
  /** Number of the entry that recorded it. */
  entry: number;
  who: string;
  at: string;
  comment: string | null;
  evidence: EvidenceSpan[];
  steps: FindingStep[];
  stands: boolean;
  /** Taken back by the auditor, by a later finding on the same code. */
  replaced: boolean;
}

/** What the auditor has before them of one sampled chart. */
export interface ChartReview {
  sample: number;
  chart: string;
  coder: string;
  blind: boolean;
  state: ReviewState;
  /** The coder's codes when the chart was finished; null while a blind auditor has not coded it. */
  coded: (CodedDiagnosis & { title: string; score: number | null; evidence: EvidenceSpan[] })[] | null;
  /** What the auditor coded; null where they did not. */
  second: (CodedDiagnosis & { title: string })[] | null;
  /** Differences between the two codings, proposed as findings; empty without a second coding. */
  proposed: Finding[];
  findings: RecordedFinding[];
  returned: string | null;
}

/** A share with the charts behind it. `of` may be 0. */
export interface Share {
  hits: number;
  of: number;
  charts: string[];
}

/** Accuracy of one coder, code, chapter or model version. */
export interface AccuracyRow {
  /** Coder, code, chapter number or NAME@VERSION. */
  key: string;
  /** Title of a code or chapter; the key otherwise. */
  label: string;
  /** Code over code: right codes among those coded, given up and missed. */
  codes: Share;
  /** Chart over chart: charts without an error. */
  whole: Share;
  /** Charts whose principal or first-listed diagnosis is right. */
  principal: Share;
}

/** What the reviews of a time show. Only closed reviews count. */
export interface ReviewFigures {
  all: AccuracyRow;
  byCoder: AccuracyRow[];
  byCode: AccuracyRow[];
  byChapter: AccuracyRow[];
  byModel: AccuracyRow[];
  verdicts: { verdict: Verdict; reason: FindingReason | null; count: number; charts: string[] }[];
  /**
   * Agreement of coder and auditor over every code that either gave, beyond chance: Cohen's kappa and
   * Krippendorff's alpha (nominal). Blind reviews only. Null where nothing can be computed.
   */
  agreement: { kappa: number | null; alpha: number | null; charts: string[] };
  /** Of what each model version suggested: accepted by coders, and of these overturned in review. */
  models: { model: string; accepted: Share; overturned: Share }[];
  /** By week of closing, oldest first; `week` is its Monday. */
  trend: { week: string; codes: Share; accepted: Share }[];
}
