/** The recovery key as it is printed: 160 random bits and 20 bits of check, in Crockford's base 32. */
import { createHash, randomBytes } from 'node:crypto';
import { digitsOf, grouped, valueOf } from '../crockford.ts';

const SECRET_BYTES = 20;
const SECRET_DIGITS = 32;
const CHECK_DIGITS = 4;
const GROUP = 4;

/** A new recovery key in nine groups of four, as in `7Q2F-…-K0ZD`. */
export function newRecoveryKey(): string {
  const secret = randomBytes(SECRET_BYTES);
  const digits = digitsOf(secret) + checkOf(secret);
  secret.fill(0);
  return grouped(digits, GROUP);
}

/**
 * The secret of a recovery key as somebody typed it: small letters, blanks, other dashes, and O, I or L for
 * 0 and 1 do no harm. Null where it is no recovery key, which its check shows: it was mistyped.
 */
export function readRecoveryKey(typed: string): Uint8Array | null {
  const digits = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (digits.length !== SECRET_DIGITS + CHECK_DIGITS) return null;
  if (Array.from(digits).some((digit) => valueOf(digit) < 0)) return null;
  const secret = bytesOf(digits.slice(0, SECRET_DIGITS));
  return checkOf(secret) === digits.slice(SECRET_DIGITS) ? secret : null;
}

function checkOf(secret: Uint8Array): string {
  const hash = createHash('sha256').update('rubricator recovery key').update(secret).digest();
  return digitsOf(hash.subarray(0, 5)).slice(0, CHECK_DIGITS);
}

function bytesOf(digits: string): Uint8Array {
  const bits = Array.from(digits, (digit) => valueOf(digit).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => parseInt(eight, 2));
}
