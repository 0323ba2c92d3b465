/** What can honestly be said about a new passphrase: its length. */
import { SHORTEST_PASSPHRASE } from '../../shared/accounts.ts';

/** Characters from which on a passphrase counts as long: four or five random words. */
export const LONG_PASSPHRASE = 24;

/** The most characters a passphrase may have. */
export const LONGEST_PASSPHRASE = 256;

export type Strength = { is: 'empty' } | { is: 'short'; missing: number } | { is: 'enough' } | { is: 'long' };

/** How long a passphrase is, in characters as they are compared (Unicode NFC). */
export function strengthOf(passphrase: string): Strength {
  const length = Array.from(passphrase.normalize('NFC')).length;
  if (length === 0) return { is: 'empty' };
  if (length < SHORTEST_PASSPHRASE) return { is: 'short', missing: SHORTEST_PASSPHRASE - length };
  return { is: length < LONG_PASSPHRASE ? 'enough' : 'long' };
}

/** What keeps a new passphrase from being taken; null where nothing does. */
export function passphraseProblem(passphrase: string, repeated: string): 'short' | 'different' | null {
  const { is } = strengthOf(passphrase);
  if (is === 'empty' || is === 'short') return 'short';
  return passphrase.normalize('NFC') === repeated.normalize('NFC') ? null : 'different';
}
