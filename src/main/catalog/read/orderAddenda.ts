import { UserError } from '../../errors.ts';
import { withDot } from '../codes.ts';
import type { Change } from '../release.ts';
import { linesOf } from './decode.ts';

/** What a release's order addenda say. */
export interface OrderAddenda {
  /**
   * In the order of the file. Where a billable code became a header its row stays: a `code-deleted`
   * whose `after` is the header's title. Where a header became billable: a `code-added` with a `before`.
   */
  changes: Change[];
  /** How many rows the new release has by the closing lines; null where there are none. */
  totals: { headers: number; codes: number } | null;
}

interface Row {
  action: string;
  billable: boolean;
  code: string;
  title: string;
}

const ROW =
  /^(Add|Delete|Revise from|Revise to): +(?<=^.{13})([01]) (?=.{7} )([A-Z0-9]{3,7}) {1,5}(.{60}) (.+)$/;
const TOTAL = /^ *(\d+) (headers|codes) +in icd10(?:cm|pcs)[-_]order[-_]20\d\d\.txt$/;

/**
 * Reads the order addenda of ICD-10-CM (`icd10cm_order_addenda_YYYY.txt`, CMS): rows of the order file,
 * each headed by Add, Delete, Revise from or Revise to, then closing lines with totals, the old
 * release's before the new one's.
 *
 * @throws UserError naming the first line that does not fit
 */
export function readOrderAddenda(text: string, source: string): OrderAddenda {
  const rows: Row[] = [];
  const totals: Partial<Record<string, number>> = {};
  let revised: { code: string; number: number } | null = null;
  const refuse = (number: number, reason: string): UserError =>
    new UserError(
      `Line ${number} of ${source} does not fit order addenda: ${reason}.`,
      'Give the order addenda as published.',
    );
  for (const { line, number } of linesOf(text)) {
    const [, count, what] = TOTAL.exec(line) ?? [];
    if (what) totals[what] = Number(count);
    if (!/^(Add|Delete|Revise)/.test(line)) continue;
    const [, action, flag, plain, , title] = ROW.exec(line) ?? [];
    if (!action || !plain || !title) throw refuse(number, 'its columns are not where the format puts them');
    const code = withDot(plain);
    if (action === 'Revise to' ? revised?.code !== code : revised !== null)
      throw refuse(number, 'a "Revise from" and the "Revise to" of its code do not follow each other');
    revised = action === 'Revise from' ? { code, number } : null;
    rows.push({ action, billable: flag === '1', code, title: title.trim() });
  }
  if (revised) throw refuse(revised.number, 'a "Revise from" has no "Revise to"');
  const { headers, codes } = totals;
  return {
    changes: changesOf(rows),
    totals: headers === undefined || codes === undefined ? null : { headers, codes },
  };
}

function changesOf(rows: readonly Row[]): Change[] {
  const titles = (action: string): Map<string, string> =>
    new Map(rows.filter((row) => row.action === action).map(({ code, title }) => [code, title]));
  const [added, deleted, revised] = [titles('Add'), titles('Delete'), titles('Revise from')];
  return rows.flatMap(({ action, billable, code, title }): Change[] => {
    const before = revised.get(code) ?? null;
    // A code whose flag alone changes is deleted and added in the official rows.
    if (action === 'Delete') {
      const kind = added.has(code) && !billable ? 'code-added' : 'code-deleted';
      return [{ owner: code, kind, before: title, after: added.get(code) ?? null }];
    }
    if (action === 'Add' && !deleted.has(code))
      return [{ owner: code, kind: 'code-added', before: null, after: title }];
    // Short titles are not kept, and a revision of them alone is none.
    if (action === 'Revise to' && before !== title)
      return [{ owner: code, kind: 'title-revised', before, after: title }];
    return [];
  });
}
