/** The keys of a chart's review, beside those of the chart screen for moving about. */
import { keyOf, type KeyPlace, type KeyPress } from '../chart/keyboard.ts';

/** What the auditor does with one key. `take` records the proposed difference, `rest` agrees with what is left. */
export const reviewKeys = {
  agree: 'a',
  disagree: 'd',
  poa: 'p',
  take: 'Enter',
  missed: 'm',
  sequence: 's',
  rest: 'Shift+a',
  return: 'r',
  close: 'c',
} as const;
export type ReviewCommand = keyof typeof reviewKeys;

/** The command of a key press; null where the key is left to what has the focus. */
export function reviewCommandFor(
  press: KeyPress,
  place: KeyPlace,
  singleLetters = true,
): ReviewCommand | null {
  const key = keyOf(press);
  if (key === null || place.typing || (key === 'Enter' && place.control)) return null;
  if (!singleLetters && key !== 'Enter') return null;
  return (Object.keys(reviewKeys) as ReviewCommand[]).find((command) => reviewKeys[command] === key) ?? null;
}
