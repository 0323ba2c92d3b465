import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { UserError } from '../errors.ts';

/** Signs for one workstation, with its Ed25519 key. */
export interface Signer {
  /** The workstation's ledger, see {@link originOf}. */
  origin: string;
  publicKey: KeyObject;
  /** @returns the 64 bytes of an Ed25519 signature (RFC 8032) */
  sign(data: Uint8Array): Uint8Array;
}

export function signerOf(privateKey: KeyObject): Signer {
  const publicKey = createPublicKey(privateKey);
  return { origin: originOf(publicKey), publicKey, sign: (data) => sign(null, data, privateKey) };
}

/** A public key as bytes: SubjectPublicKeyInfo, DER. */
export function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

/** SHA-256 of a public key as {@link spkiOf} gives it, lower-case hex: what people compare. */
export function fingerprintOf(publicKey: KeyObject): string {
  return hash('sha256', spkiOf(publicKey), 'hex');
}

/** What a workstation's ledger is called: `rubricator-` and the beginning of its key's fingerprint. */
export function originOf(publicKey: KeyObject): string {
  return `rubricator-${fingerprintOf(publicKey).slice(0, 16)}`;
}

/** A public key from SPKI in base64; null where it is none, or no Ed25519 key. */
export function publicKeyFrom(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** The raw 32 bytes of an Ed25519 public key: the end of its SPKI. */
export function rawKeyOf(publicKey: KeyObject): Buffer {
  return spkiOf(publicKey).subarray(-32);
}

export function isSignedBy(publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, data, publicKey, signature);
}

/** The public key as the file that is handed to auditors: PEM. */
export function publicKeyFile(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * Reads such a file.
 * @throws UserError where it holds no Ed25519 public key
 */
export function readPublicKey(content: string): KeyObject {
  try {
    // A private key would be accepted too, and its public half taken; such a file is not to be passed around.
    const key = content.includes('PRIVATE') ? null : createPublicKey({ key: content, format: 'pem' });
    if (key?.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Not a key at all: said below.
  }
  throw new UserError(
    'The file holds no public key of a ledger.',
    'Choose the file that the workstation exported as its public key.',
  );
}
