import canonicalize from 'canonicalize';
import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Identifier } from '../../shared/chart.ts';
import { Code, DecisionAction, EvidenceSpan, type VersionedName } from '../../shared/coding.ts';
import {
  EntryAction,
  EntryDetails,
  PrivateDetails,
  PublicDetails,
  type LedgerEntry,
} from '../../shared/entry.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The hash that the first entry names as its predecessor's. */
export const GENESIS = '0'.repeat(64);

/** What every version's body says; its canonical JSON is what is stored and hashed. */
const common = {
  seq: z.number().int().positive(),
  who: z.string().min(1).max(200),
  system: z.string().max(50),
  code: Code.nullable(),
  title: z.string().max(500).nullable(),
  model: z.string().max(200),
  catalogue: z.string().max(200),
  target: z.number().int().positive().nullable(),
  previous: Hash,
};

const Note = z.string().max(2000).nullable();

/** A body as versions 0.1 and 0.2 wrote it, with the texts in it. */
export const BodyV1 = z
  .object({
    ...common,
    at: z.iso.datetime(),
    chart: Identifier,
    action: z.enum([...DecisionAction.options, 'import', 'suggest']),
    evidence: z.array(EvidenceSpan),
    note: Note,
    /** Left out where the action says nothing beyond its code, as in every entry of version 0.1. */
    details: EntryDetails.pick({
      inView: true,
      reason: true,
      from: true,
      fromTitle: true,
      order: true,
      poa: true,
      comment: true,
      query: true,
      answer: true,
      header: true,
    }).exactOptional(),
  })
  .strict();
export type BodyV1 = z.infer<typeof BodyV1>;

/** A body as it is written now: it names its texts by their hash only. */
export const BodyV2 = z
  .object({
    ...common,
    v: z.literal(2),
    /** UTC with milliseconds, so that times compare as texts do. */
    at: z.iso.datetime({ precision: 3 }),
    chart: Identifier.nullable(),
    action: EntryAction,
    emergency: z.literal(true).exactOptional(),
    evidence: z.array(EvidenceSpan.omit({ text: true })),
    details: PublicDetails.exactOptional(),
    /** SHA-256 of the sealed texts; left out where the entry has none. */
    sealed: Hash.exactOptional(),
  })
  .strict();
export type BodyV2 = z.infer<typeof BodyV2>;

/**
 * The texts of an entry, apart from its body so that an export may leave them out. The salt keeps anybody
 * from guessing them by their hash.
 */
export const SealedTexts = z
  .object({
    /** 16 random bytes in base64. */
    salt: z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/),
    /** The words of each piece of evidence, in its order. */
    quotes: z.array(EvidenceSpan.shape.text),
    note: Note,
    details: PrivateDetails,
  })
  .strict();
export type SealedTexts = z.infer<typeof SealedTexts>;

/** What the caller says of an act; the ledger adds its number, time and predecessor. */
export type Act = Omit<LedgerEntry, 'seq' | 'at' | 'emergency' | 'withheld' | 'previous' | 'hash'>;

/** An act of somebody that is about no chart. */
export function chartlessAct(action: Act['action'], who: string): Act {
  return {
    who,
    chart: null,
    action,
    system: '',
    code: null,
    title: null,
    evidence: [],
    model: '',
    catalogue: '',
    target: null,
    note: null,
  };
}

/** Where an entry stands in its ledger. */
export type Place = Pick<LedgerEntry, 'seq' | 'at' | 'emergency' | 'previous'>;

/** An entry as it is stored: `sealed` is null where it has no texts or they were left out. */
export interface StoredEntry {
  seq: number;
  body: string;
  hash: string;
  sealed: string | null;
}

/** Canonical JSON (RFC 8785), the exact text that is hashed. */
export function serialise(value: unknown): string {
  // Only undefined has no canonical form.
  return canonicalize(value) ?? '';
}

/** SHA-256 of a serialised body, lower-case hex. The body names its predecessor's hash, which makes the chain. */
export function hashOf(serialised: string | Uint8Array): string {
  return hash('sha256', serialised, 'hex');
}

/** A model or a release as entries name it: NAME@VERSION. */
export function named({ name, version }: VersionedName): string {
  return `${name}@${version}`;
}

/**
 * Makes the stored form of an act, its texts sealed.
 * @throws ZodError where the act is not well formed
 */
export function store(act: Act, place: Place): StoredEntry {
  const { note, evidence, details = {}, ...said } = wellFormed(act);
  const [open, closed] = divide(details);
  const hasTexts = note !== null || evidence.length > 0 || Object.keys(closed).length > 0;
  const sealed = hasTexts
    ? serialise(
        SealedTexts.parse({
          salt: randomBytes(16).toString('base64'),
          quotes: evidence.map(({ text }) => text),
          note,
          details: closed,
        } satisfies SealedTexts),
      )
    : null;
  const body = serialise(
    BodyV2.parse({
      ...said,
      ...place,
      v: 2,
      evidence: evidence.map(({ document, start, end, source, context }) => ({
        document,
        start,
        end,
        source,
        context,
      })),
      ...(Object.keys(open).length > 0 && { details: open }),
      ...(sealed !== null && { sealed: hashOf(sealed) }),
    }),
  );
  return { seq: place.seq, body, hash: hashOf(body), sealed };
}

/** An entry as it is shown, from what is stored of it. */
export function toEntry({ body, hash, sealed }: Omit<StoredEntry, 'seq'>): LedgerEntry {
  const parsed = JSON.parse(body) as BodyV1 | BodyV2;
  if (!('v' in parsed)) return { ...parsed, hash };
  const { seq, at, who, emergency, chart, action, system, code, title, model, catalogue, target, previous } =
    parsed;
  const texts = sealed === null ? null : (JSON.parse(sealed) as SealedTexts);
  const details = { ...parsed.details, ...texts?.details };
  return {
    ...{
      seq,
      at,
      who,
      ...(emergency && { emergency }),
      chart,
      action,
      system,
      code,
      title,
      model,
      catalogue,
    },
    evidence: parsed.evidence.map((span, place) => ({ ...span, text: texts?.quotes[place] ?? '' })),
    target,
    note: texts?.note ?? null,
    ...(Object.keys(details).length > 0 && { details }),
    ...(parsed.sealed !== undefined && texts === null && { withheld: true as const }),
    previous,
    hash,
  };
}

/** Details that say nothing of the patient, and those that may. */
function divide(details: EntryDetails): [open: PublicDetails, closed: PrivateDetails] {
  const isPrivate = (key: string): boolean => Object.hasOwn(PrivateDetails.shape, key);
  const pick = (wanted: boolean): object =>
    Object.fromEntries(Object.entries(details).filter(([key]) => isPrivate(key) === wanted));
  return [pick(false), pick(true)];
}

/** Pasted text can hold half of a surrogate pair, which has no UTF-8 and so no canonical form. */
function wellFormed<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part)),
  ) as T;
}
