/**
 * Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint): so many entries, with this Merkle
 * root. Two lines of our own follow: when it was signed, and the hash of the checkpoint before it, which
 * makes a chain of the checkpoints too.
 */
import { hash, type KeyObject } from 'node:crypto';
import type { Checkpoint } from '../../shared/ledger.ts';
import { GENESIS, hashOf } from './entry.ts';
import { isSignedBy, originOf, rawKeyOf, type Signer } from './signer.ts';

/** A checkpoint that was read, with the parts that only its verification needs. */
export interface ParsedCheckpoint extends Checkpoint {
  /** SHA-256 of the note before it, lower-case hex; 64 zeros for a ledger's first. */
  previous: string;
  /** Four bytes that say which key, and 64 of the signature, in base64. */
  signature: string;
}

const SIGNED_WITH_ED25519 = 1;

const NOTE =
  /^(?<origin>rubricator-[0-9a-f]{16})\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\ntime (?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\nprevious (?<previous>[0-9a-f]{64})\n\n\u2014 (?<name>[^\n ]+) (?<signature>[A-Za-z0-9+/]+=*)\n$/u;

/** Signs a checkpoint. */
export function signCheckpoint(
  signer: Signer,
  { size, root, at, previous }: Pick<ParsedCheckpoint, 'size' | 'root' | 'at' | 'previous'>,
): Checkpoint {
  const { origin } = signer;
  const root64 = Buffer.from(root, 'hex').toString('base64');
  const text = `${origin}\n${size}\n${root64}\ntime ${at}\nprevious ${previous}\n`;
  const signature = Buffer.concat([
    keyHashOf(origin, signer.publicKey),
    signer.sign(Buffer.from(text, 'utf8')),
  ]).toString('base64');
  return { origin, size, root, at, note: `${text}\n\u2014 ${origin} ${signature}\n` };
}

/** Reads a note; null where it is none that {@link signCheckpoint} could have written. Nothing is verified. */
export function parseCheckpoint(note: string): ParsedCheckpoint | null {
  const { origin, size, root, at, previous, name, signature } = NOTE.exec(note)?.groups ?? {};
  if (!origin || !size || !root || !at || !previous || !signature || name !== origin) return null;
  const rootBytes = bytesOf(root);
  if (!rootBytes) return null;
  return {
    origin,
    size: Number(size),
    root: rootBytes.toString('hex'),
    at,
    note,
    previous,
    signature,
  };
}

/** Whether a key signed a checkpoint, and the checkpoint is of that key's ledger. */
export function checkpointHolds(checkpoint: ParsedCheckpoint, publicKey: KeyObject): boolean {
  const { note, signature } = checkpoint;
  const signed = Buffer.from(note.slice(0, note.indexOf('\n\n') + 1), 'utf8');
  const bytes = bytesOf(signature);
  return isOf(checkpoint, publicKey) && bytes !== null && isSignedBy(publicKey, signed, bytes.subarray(4));
}

/** Whether a checkpoint says to be signed by this key; whether it is, {@link checkpointHolds} says. */
export function isOf({ origin, signature }: ParsedCheckpoint, publicKey: KeyObject): boolean {
  if (origin !== originOf(publicKey)) return false;
  return bytesOf(signature)?.subarray(0, 4).equals(keyHashOf(origin, publicKey)) ?? false;
}

/** Base64 has more than one spelling of the same bytes; null for any but the one that is written. */
function bytesOf(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : null;
}

/** What the next checkpoint names as its predecessor's hash. */
export function noteHash(checkpoint: Checkpoint | undefined): string {
  return checkpoint ? hashOf(checkpoint.note) : GENESIS;
}

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ raw key), which tell a verifier which key to try. */
function keyHashOf(name: string, publicKey: KeyObject): Buffer {
  const key = Buffer.concat([
    Buffer.from(`${name}\n`, 'utf8'),
    Buffer.of(SIGNED_WITH_ED25519),
    rawKeyOf(publicKey),
  ]);
  return hash('sha256', key, 'buffer').subarray(0, 4);
}
