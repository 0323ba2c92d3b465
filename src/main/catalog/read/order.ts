import { UserError } from '../../errors.ts';
import { withDot } from '../codes.ts';
import type { CodeRow } from '../release.ts';
import { linesOf } from './decode.ts';

export type OrderSystem = 'icd-10-cm' | 'icd-10-pcs';

/** One row of an official order file. */
export interface OrderRow {
  /** As coders write it: ICD-10-CM with the dot, ICD-10-PCS without. */
  code: string;
  billable: boolean;
  /** The long title. */
  title: string;
}

const ROW = /^(\d{5}) (?=.{8}[01] )([A-Z0-9]{3,7}) {1,5}([01]) (.{60}) (.+)$/;

const FORMATS = {
  'icd-10-cm': {
    title: 'ICD-10-CM',
    /** Billable codes have three to seven characters, and so have headers but the seven. */
    code: (plain: string) => /^[A-Z]/.test(plain),
    written: withDot,
    /** The last category. */
    last: 'Z99',
  },
  'icd-10-pcs': {
    title: 'ICD-10-PCS',
    code: (plain: string, billable: boolean) =>
      /^[0-9A-HJ-NP-Z]+$/.test(plain) && plain.length === (billable ? 7 : 3),
    written: (plain: string) => plain,
    /** The last section. */
    last: 'X',
  },
};

/**
 * Reads an order file (`icd10cm_order_YYYY.txt`, `icd10pcs_order_YYYY.txt`): order number in columns 1-5,
 * code in 7-13, "1" for a billable code and "0" for a header in column 15, short title in 17-76, long
 * title from 78. Source: CMS, "ICD-10-CM Order File" and "ICD-10-PCS Order File" format descriptions.
 *
 * @param source name of the file, for messages
 * @throws UserError naming the first line that does not fit, or that the file ends early
 */
export function readOrderFile(text: string, system: OrderSystem, source: string): OrderRow[] {
  const format = FORMATS[system];
  const rows: OrderRow[] = [];
  const known = new Set<string>();
  for (const { line, number } of linesOf(text)) {
    const [, order, plain, flag, , title] = ROW.exec(line) ?? [];
    const refuse = (reason: string): UserError =>
      new UserError(
        `Line ${number} of ${source} is not a row of an ${format.title} order file: ${reason}.`,
        'Give the order file as published; compare its size with the one published.',
      );
    if (!order || !plain || !flag || !title) throw refuse('its columns are not where the format puts them');
    if (Number(order) !== rows.length + 1)
      throw refuse(`its number is ${order} instead of ${rows.length + 1}`);
    const billable = flag === '1';
    if (!format.code(plain, billable)) throw refuse(`${plain} is no code of ${format.title}`);
    if (known.has(plain)) throw refuse(`the code ${plain} stands there twice`);
    known.add(plain);
    rows.push({ code: format.written(plain), billable, title: title.trim() });
  }
  const last = rows.at(-1);
  if (!last) throw new UserError(`The order file ${source} is empty.`, 'Give the order file as published.');
  if (!text.endsWith('\n') && !last.code.startsWith(format.last)) {
    throw new UserError(
      `The order file ${source} was cut off: it ends within the line of ${last.code}.`,
      'Get the file again from its authority and compare its size with the one published.',
    );
  }
  return rows;
}

/** The header directly above each code: its longest proper prefix that is itself a row. */
function parentsOf(codes: readonly string[]): Map<string, string | null> {
  const rows = new Set(codes);
  return new Map(
    codes.map((code) => {
      let above = code.slice(0, -1);
      while (above.length >= 3 && !rows.has(above)) above = above.slice(0, -1);
      return [code, above.length >= 3 ? above : null];
    }),
  );
}

/** What other files say about the rows of an order file. */
export interface RowFacts {
  /** The innermost chapter or block of a root. */
  blockOf: (code: string) => string | null;
  poaExempt?: ReadonlySet<string>;
  /** First days of validity, ISO dates. */
  since?: ReadonlyMap<string, string>;
}

/** The rows of a release, in the order of its order file. */
export function codeRows(rows: readonly OrderRow[], { blockOf, poaExempt, since }: RowFacts): CodeRow[] {
  const parents = parentsOf(rows.map(({ code }) => code));
  return rows.map(({ code, title, billable }) => {
    const parent = parents.get(code) ?? null;
    return {
      code,
      title,
      billable,
      parent,
      block: parent === null ? blockOf(code) : null,
      poaExempt: poaExempt?.has(code) ?? false,
      since: since?.get(code) ?? null,
    };
  });
}
