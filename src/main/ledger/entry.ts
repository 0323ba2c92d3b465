import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Identifier } from '../../shared/chart.ts';
import {
  Code,
  DecisionAction,
  EntryDetails,
  EvidenceSpan,
  type LedgerEntry,
  type VersionedName,
} from '../../shared/coding.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The hash that the first entry names as its predecessor's. */
export const GENESIS = '0'.repeat(64);

/** What an entry's body must hold; its canonical JSON is what is stored and hashed. */
export const EntryBody = z
  .object({
    seq: z.number().int().positive(),
    at: z.iso.datetime(),
    who: z.string().min(1).max(200),
    chart: Identifier,
    action: z.enum([...DecisionAction.options, 'import', 'suggest']),
    system: z.string().max(50),
    code: Code.nullable(),
    title: z.string().max(500).nullable(),
    evidence: z.array(EvidenceSpan),
    model: z.string().max(200),
    catalogue: z.string().max(200),
    target: z.number().int().positive().nullable(),
    note: z.string().max(2000).nullable(),
    /** Left out where the action says nothing beyond its code, as in every entry of version 0.1. */
    details: EntryDetails.exactOptional(),
    previous: Hash,
  })
  .strict();
export type EntryBody = z.infer<typeof EntryBody>;

/** The body as canonical JSON (RFC 8785), the exact bytes that are hashed. */
export function serialise(body: EntryBody): string {
  // Only undefined has no canonical form.
  return canonicalize(body) ?? '';
}

/** SHA-256 of a serialised body, lower-case hex. The body names its predecessor's hash, which makes the chain. */
export function hashOf(serialised: string | Uint8Array): string {
  return createHash('sha256').update(serialised).digest('hex');
}

/** A model or a release as entries name it: NAME@VERSION. */
export function named({ name, version }: VersionedName): string {
  return `${name}@${version}`;
}

/** An entry as it is shown, from its stored body and hash. */
export function toEntry(serialised: string, hash: string): LedgerEntry {
  return { ...(JSON.parse(serialised) as EntryBody), hash };
}
