import type { CodeFamily } from '../../shared/coding.ts';

/** How many codes in place of the selected one have a digit. */
const mostOptions = 9;

/** The codes that a digit chooses in place of the selected one; none while its family is not known. */
export function optionsOf(
  family: CodeFamily | null | undefined,
  taken: ReadonlySet<string>,
): CodeFamily['options'] {
  return (family?.options ?? []).filter(({ code }) => !taken.has(code)).slice(0, mostOptions);
}
