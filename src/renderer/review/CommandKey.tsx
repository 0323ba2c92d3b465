import { Keys } from '../components/Keys.tsx';
import { singleLetters } from '../settings/preferences.ts';
import { reviewKeys, type ReviewCommand } from './keys.ts';

/** The key of a command of the review, where keys of one letter are in use. */
export function CommandKey({ of }: { of: ReviewCommand }) {
  return singleLetters() || reviewKeys[of] === 'Enter' ? <Keys of={reviewKeys[of]} /> : null;
}
