/** What the ledger records, as both processes see it. */
import { z } from 'zod';
import { AccountName, IdleMinutes, Roles } from './accounts.ts';
import { EncounterHeader, Identifier } from './chart.ts';
import { Code, DecisionAction, Poa, QueryDraft, RejectReason, type EvidenceSpan } from './coding.ts';
import { CodedDiagnosis, Finding, SampleRequest } from './review.ts';

/** What is recorded of accounts, keys and the ledger itself; such entries name no chart. */
export const HouseAction = z.enum([
  'set-up',
  'unlock',
  'lock',
  'account',
  'passphrase',
  'recovery-key',
  'emergency',
  'settings',
  'clock',
  'backup',
  'restore',
  'export',
  'merge',
  'release',
]);
export type HouseAction = z.infer<typeof HouseAction>;

/** What is recorded of a review beside taking a chart into it and returning it; `sample` names no chart. */
export const ReviewAction = z.enum(['sample', 'second', 'finding', 'respond', 'escalate', 'settle', 'close']);
export type ReviewAction = z.infer<typeof ReviewAction>;

export const EntryAction = z.enum([
  ...DecisionAction.options,
  'import',
  'suggest',
  ...HouseAction.options,
  ...ReviewAction.options,
]);
export type EntryAction = z.infer<typeof EntryAction>;

/** Details that may hold words of a chart or about it; they are sealed, as quotes and notes are. */
export const PrivateDetails = z
  .object({
    /** comment: null takes it away. finding, respond, escalate, settle: what was said */
    comment: z.string().max(1000).nullable(),
    query: QueryDraft,
    answer: z.string().max(2000),
    header: EncounterHeader,
  })
  .partial()
  .strict();
export type PrivateDetails = z.infer<typeof PrivateDetails>;

/** Details that say nothing of the patient. */
export const PublicDetails = z
  .object({
    /** accept, reject, add, change */
    inView: z.boolean(),
    reason: RejectReason,
    /** accept: the probability that the model gave the code */
    score: z.number().min(0).max(1),
    /** change: the code that was given up */
    from: Code,
    fromTitle: z.string().max(500),
    /** sequence: all final codes, principal or first-listed first. finish: the same, as the chart was finished */
    order: z.array(Code).max(200),
    /** poa: null takes it away */
    poa: Poa.nullable(),
    /** finish: what was missing and finished all the same, see `missing.ts` */
    overridden: z.array(z.string().max(40)).max(20),
    /** sample */
    sample: SampleRequest,
    seed: z.string().max(64),
    charts: z.array(Identifier).max(10_000),
    /** second, finding, close: the entry that drew the sample */
    of: z.number().int().positive(),
    /** second */
    codes: z.array(CodedDiagnosis).max(200),
    /** finding */
    finding: Finding,
    /** respond */
    response: z.enum(['agree', 'rebut']),
    /** settle: whether the finding stands */
    upheld: z.boolean(),
    /** set-up, account, passphrase: whom it is about */
    account: z.object({ name: AccountName, roles: Roles, disabled: z.boolean() }).strict(),
    /** unlock: wrong attempts before it since the last one */
    failed: z.number().int().nonnegative(),
    /** lock */
    why: z.enum(['key', 'idle', 'quit']),
    /** set-up: of the key that signs checkpoints, SPKI in base64 */
    publicKey: z.string().max(200),
    idleMinutes: IdleMinutes,
    /** clock: what the system's clock showed, and what was expected, ISO 8601, UTC */
    found: z.iso.datetime(),
    expected: z.iso.datetime(),
    /** restore: the ledger that was put aside, or had been checkpointed */
    head: z.object({ seq: z.number().int().nonnegative(), hash: z.string() }).strict(),
    /** export: what, and in which form; release: NAME@VERSION */
    what: z.string().max(200),
    /** export: whether texts of charts were in it */
    excerpts: z.boolean(),
    /** merge */
    origin: z.string().max(100),
  })
  .partial()
  .strict();
export type PublicDetails = z.infer<typeof PublicDetails>;

/** What an entry says beyond its code, by action. */
export const EntryDetails = z.object({ ...PublicDetails.shape, ...PrivateDetails.shape }).strict();
export type EntryDetails = z.infer<typeof EntryDetails>;

/** One append-only entry: who did what, when, to which chart, on what grounds. */
export interface LedgerEntry {
  seq: number;
  /** ISO 8601, UTC; never earlier than the entry before it, save in ledgers of versions before 0.3. */
  at: string;
  who: string;
  /** Present where it was done under emergency access. */
  emergency?: true;
  /** Null for what is not about a chart. */
  chart: string | null;
  action: EntryAction;
  system: string;
  code: string | null;
  title: string | null;
  /** Quotes are empty where `withheld`. */
  evidence: EvidenceSpan[];
  model: string;
  catalogue: string;
  /** The entry it is about: taken back, done again, answered. */
  target: number | null;
  note: string | null;
  /** What the action says beyond its code; absent where it says nothing. */
  details?: EntryDetails;
  /** Present where quotes, note and private details were left out of an export. */
  withheld?: true;
  /** SHA-256 of the previous entry in lower-case hex; 64 zeros for the first. */
  previous: string;
  hash: string;
}
