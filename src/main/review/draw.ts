import { createHash } from 'node:crypto';

/** Integers below 2^32, each as likely as any other. */
export type Generator = () => number;

/** A seed as it is recorded: 16 bytes in lower-case hex. */
const SEED = /^[0-9a-f]{32}$/;

/**
 * The generator xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
 * TOMS 47 (2021) 36), its state the first 16 bytes, big-endian, of SHA-256 over the seed's bytes followed by
 * the name in UTF-8: each stratum has numbers of its own, whatever others there are.
 *
 * @param seed 32 lower-case hex digits
 * @throws RangeError where the seed is none
 */
export function generatorOf(seed: string, name = ''): Generator {
  if (!SEED.test(seed)) throw new RangeError('a seed has 32 lower-case hex digits');
  const state = createHash('sha256').update(Buffer.from(seed, 'hex')).update(name, 'utf8').digest();
  return xoshiro128([0, 4, 8, 12].map((at) => state.readUInt32BE(at)));
}

/** xoshiro128** from a state of four 32-bit words that are not all zero. */
export function xoshiro128([a = 0, b = 0, c = 0, d = 0]: readonly number[]): Generator {
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/**
 * Draws n items without putting any back, every choice of n as likely as any other (the first n steps of
 * Fisher and Yates' shuffle); all of them where there are no more than n.
 */
export function drawn<T>(items: readonly T[], n: number, next: Generator): T[] {
  const pool = [...items];
  const count = Math.min(n, pool.length);
  for (let at = 0; at < count; at += 1) {
    const other = at + below(pool.length - at, next);
    [pool[at], pool[other]] = [pool[other] as T, pool[at] as T];
  }
  return pool.slice(0, count);
}

/** An integer from 0 to bound - 1; numbers above the last whole multiple of the bound would favour the low ones. */
function below(bound: number, next: Generator): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  let number = next();
  while (number >= limit) number = next();
  return number % bound;
}
