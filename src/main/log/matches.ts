import type { LedgerEntry } from '../../shared/entry.ts';
import type { LedgerFilter } from '../../shared/ledger.ts';

/** Whether a filter names an entry; of which ledger it is, the filter's origin is not asked. */
export function matches(
  { who, action, chart, code, at }: LedgerEntry,
  { from, to, ...filter }: LedgerFilter,
): boolean {
  const day = at.slice(0, 10);
  return (
    (filter.who === undefined || filter.who === who) &&
    (filter.action === undefined || filter.action === action) &&
    (filter.chart === undefined || filter.chart === chart) &&
    (filter.code === undefined || filter.code === code) &&
    (from === undefined || from <= day) &&
    (to === undefined || day <= to)
  );
}
