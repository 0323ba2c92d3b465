import { LedgerFilter } from '../../shared/ledger.ts';

/** A filter as its fields hold it; empty where nothing is asked for. */
export interface FilterWords {
  who: string;
  action: string;
  chart: string;
  code: string;
  from: string;
  to: string;
  origin: string;
}

/** A filter for its fields. */
export function wordsOf(filter: LedgerFilter): FilterWords {
  const { who = '', action = '', chart = '', code = '', from = '', to = '', origin = '' } = filter;
  return { who, action, chart, code, from, to, origin };
}

/** What the fields ask for; null where one of them cannot be asked for. A code needs no capitals. */
export function filterOf(words: FilterWords): LedgerFilter | null {
  const asked = { ...words, who: words.who.trim(), code: words.code.trim().toUpperCase() };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  const parsed = LedgerFilter.safeParse(given);
  if (!parsed.success) return null;
  const { from, to } = parsed.data;
  return from !== undefined && to !== undefined && from > to ? null : parsed.data;
}
