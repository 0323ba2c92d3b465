/**
 * The proof of one entry: the entry, a signed checkpoint, and the hashes that lead from one to the other
 * (RFC 9162, 2.1.3). Whoever has the workstation's public key can verify it without the rest of the ledger.
 */
import { z } from 'zod';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { Checkpoint } from '../../shared/ledger.ts';
import type { KeyObject } from 'node:crypto';
import { UserError } from '../errors.ts';
import { checkpointHolds, isOf, parseCheckpoint } from './checkpoint.ts';
import { hashOf, toEntry, type StoredEntry } from './entry.ts';
import { areTexts, claimsOf } from './form.ts';
import type { Ledger } from './ledger.ts';
import { inclusionProof, rootFromInclusion } from './merkle.ts';
import { publicKeyFrom, spkiOf } from './signer.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A proof as its file holds it, as JSON. */
const ProofFile = z
  .object({
    format: z.literal('rubricator-proof'),
    version: z.literal(1),
    /** SPKI in base64. */
    publicKey: z.string().max(200),
    /** The signed note. */
    checkpoint: z.string().max(2000),
    /** Of the entry's leaf among the checkpoint's, from 0. */
    index: z.number().int().nonnegative(),
    /** Roots of the subtrees beside the way from the leaf to the root, the lowest first. */
    path: z.array(Hash).max(64),
    /** The entry's body, the exact text that is hashed. */
    body: z.string().max(1 << 24),
    /** The entry's texts; null where there are none or they were left out. */
    sealed: z
      .string()
      .max(1 << 24)
      .nullable(),
  })
  .strict();
type ProofFile = z.infer<typeof ProofFile>;

/**
 * Proves one entry, after signing a checkpoint that covers it.
 * @param excerpts whether the texts of the chart are in it
 * @returns the content of the proof's file
 * @throws UserError where there is no such entry, or its texts cannot be left out
 */
export function prove(ledger: Ledger, seq: number, excerpts: boolean): string {
  const { signer } = ledger;
  if (!signer) throw new Error('a ledger without a signer proves nothing');
  const [stored] = ledger.stored(seq, seq - 1);
  if (!stored) throw new UserError(`There is no entry ${seq}.`, 'Choose one of the ledger.');
  if (!excerpts && claimsOf(stored.body)?.v === 1) {
    throw new UserError(
      `Entry ${seq} is of an older version of Rubricator, whose texts cannot be left out.`,
      'Prove it with its texts.',
    );
  }
  const { note, size } = ledger.checkpoint();
  const proof: ProofFile = {
    format: 'rubricator-proof',
    version: 1,
    publicKey: spkiOf(signer.publicKey).toString('base64'),
    checkpoint: note,
    index: seq - 1,
    path: inclusionProof(seq - 1, size, (begin, end) => ledger.subtree(begin, end)),
    body: stored.body,
    sealed: excerpts ? stored.sealed : null,
  };
  return `${JSON.stringify(proof, null, 2)}\n`;
}

/** What came of verifying a proof. */
export interface ProofReport {
  ok: boolean;
  /** What is wrong; empty where nothing is. */
  problems: string[];
  /** The entry as it is shown; null where the file does not hold one. */
  entry: LedgerEntry | null;
  checkpoint: Checkpoint | null;
}

/**
 * Verifies the content of a proof's file; nothing in it is trusted.
 * @param publicKey the workstation's, as it was handed over; without it, the proof shows only that it fits itself
 */
export function verifyProof(content: string, publicKey?: KeyObject): ProofReport {
  const parsed = ProofFile.safeParse(jsonOf(content));
  if (!parsed.success) {
    return { ok: false, problems: ['the file is no proof, or is damaged'], entry: null, checkpoint: null };
  }
  const { data: proof } = parsed;
  const problems: string[] = [];
  const stored = { body: proof.body, hash: hashOf(proof.body), sealed: proof.sealed };
  const entry = entryOf(stored, proof.index, problems);
  const checkpoint = checkpointOf(proof, publicKey, problems);
  if (
    checkpoint &&
    rootFromInclusion(stored.hash, proof.index, checkpoint.size, proof.path) !== checkpoint.root
  ) {
    problems.push('the checkpointed ledger does not hold this entry at this place');
  }
  return { ok: problems.length === 0, problems, entry, checkpoint };
}

function entryOf(stored: Omit<StoredEntry, 'seq'>, index: number, problems: string[]): LedgerEntry | null {
  const claims = claimsOf(stored.body);
  if (!claims) {
    problems.push('it holds no entry');
    return null;
  }
  const { sealed } = stored;
  if (claims.seq !== index + 1) problems.push(`it is about entry ${index + 1} but holds entry ${claims.seq}`);
  const isRight = sealed === null || (hashOf(sealed) === claims.sealed && areTexts(sealed, claims.pieces));
  if (!isRight) problems.push('the texts are not those of the entry');
  return toEntry(isRight ? stored : { ...stored, sealed: null });
}

function checkpointOf(
  proof: ProofFile,
  publicKey: KeyObject | undefined,
  problems: string[],
): Checkpoint | null {
  const checkpoint = parseCheckpoint(proof.checkpoint);
  if (!checkpoint) {
    problems.push('its checkpoint is damaged');
    return null;
  }
  const own = publicKeyFrom(proof.publicKey);
  const key = publicKey ?? own;
  if (!own || (publicKey && !spkiOf(publicKey).equals(spkiOf(own)))) {
    problems.push('it names another public key than the one given, or none');
  }
  if (key && !isOf(checkpoint, key)) problems.push('its checkpoint is signed with another key');
  else if (key && !checkpointHolds(checkpoint, key)) problems.push('its checkpoint is forged or damaged');
  const { origin, size, root, at, note } = checkpoint;
  return { origin, size, root, at, note };
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
