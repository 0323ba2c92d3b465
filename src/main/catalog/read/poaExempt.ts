import { UserError } from '../../errors.ts';
import { linesOf } from './decode.ts';

/**
 * Reads the list of codes that are exempt from present-on-admission reporting
 * (`POAexemptCodesFYnn.txt`, CMS): tab-separated, with a header line.
 *
 * @returns the codes, with their dots
 * @throws UserError naming the first line that does not fit
 */
export function readPoaExempt(text: string, source: string): string[] {
  const [header, ...rows] = linesOf(text);
  const column = header?.line.split('\t').indexOf('POAexemptCode') ?? -1;
  const refuse = (number: number, reason: string): UserError =>
    new UserError(
      `Line ${number} of ${source} does not fit a list of POA-exempt codes: ${reason}.`,
      'Give the tab-delimited list of POA-exempt codes as published.',
    );
  if (!header || column < 0) throw refuse(1, 'there is no column POAexemptCode');
  return rows.map(({ line, number }) => {
    const code = line.split('\t')[column]?.trim() ?? '';
    if (!/^[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?$/.test(code)) throw refuse(number, `"${code}" is no code`);
    return code;
  });
}
