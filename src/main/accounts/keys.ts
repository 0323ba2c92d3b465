/** Keys, their derivation and their wrapping. Buffers given in are never kept. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';

/** Bytes of a key: AES-256, HMAC-SHA256 and the stores' keys. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const Base64 = z.base64().max(4096);

/**
 * Cost of deriving a key from a passphrase, RFC 7914. `N` is bounded above so that a file cannot ask for
 * more memory (128·N·r bytes) than any machine has, and below so that it cannot ask for none of the work.
 */
export const ScryptCost = z
  .object({
    N: z
      .number()
      .int()
      .min(16)
      .max(1 << 20),
    r: z.number().int().min(1).max(16),
    p: z.number().int().min(1).max(4),
  })
  .strict();
export type ScryptCost = z.infer<typeof ScryptCost>;

/** OWASP's first choice for scrypt: 128 MiB and about half a second. */
export const SCRYPT_COST: ScryptCost = { N: 1 << 17, r: 8, p: 1 };

/** Random bytes with a key's strength. */
export function newKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/** A key from a passphrase, which is taken in Unicode NFC. Takes as long as its cost says, off this thread. */
export function stretch(passphrase: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  const maxmem = 128 * cost.r * (cost.N + cost.p) + (1 << 20);
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, { ...cost, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** A key for one purpose from another key (HKDF-SHA256, RFC 5869). */
export function keyFor(purpose: string, key: Uint8Array, salt: Uint8Array = new Uint8Array()): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, `rubricator/1/${purpose}`, KEY_BYTES));
}

/** The key of one of the data folder's encrypted files: no two have the same. */
export function fileKey(storeKey: Uint8Array, file: 'charts' | 'ledger' | 'merged'): Uint8Array {
  return keyFor(`file/${file}`, storeKey);
}

/**
 * Seals `content` with AES-256-GCM under a key: nonce, ciphertext and tag, in base64.
 * @param about what the box is; it is authenticated, so that a box cannot be put in another's place
 */
export function seal(content: Uint8Array, key: Uint8Array, about: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(about, 'utf8'));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
}

/** Opens what {@link seal} made; null where the key or `about` is another, or a byte was changed. */
export function unseal(box: string, key: Uint8Array, about: string): Uint8Array | null {
  const bytes = Buffer.from(box, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(about, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const content = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([content, decipher.final()]);
  } catch {
    return null;
  } finally {
    content.fill(0);
  }
}

/** HMAC-SHA256 of a text, in base64. */
export function macOf(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}

/** Whether two MACs are the same, in a time that does not tell where they differ. */
export function sameMac(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'base64'), Buffer.from(other, 'base64')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** SHA-256 in lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
