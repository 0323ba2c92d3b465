import type { EncounterHeader } from '../../shared/chart.ts';
import { PrivateDetails, type LedgerEntry } from '../../shared/entry.ts';
import type { Checkpoint, LedgerFilter } from '../../shared/ledger.ts';

/** What every report says of itself. */
export interface LogContext {
  /** The ledger the entries are of; null for one that has no key yet. */
  origin: string | null;
  filter: LedgerFilter;
  /**
   * Whether words of charts, notes, comments, names of charts and patients are in it. Without, all of them
   * are left out, wherever they stand.
   */
  excerpts: boolean;
  /** The ledger's last one when this was written. */
  checkpoint: Checkpoint | null;
  /** Who writes it. */
  who: string;
  /** ISO 8601, UTC. */
  at: string;
  /** The name of a chart that is here; null for others. Asked with excerpts only: names are often patients'. */
  chartName: (chart: string) => string | null;
}

const PRIVATE = Object.keys(PrivateDetails.shape);

/** An entry without words of or about the patient; what its hash covers is no longer all there. */
export function withoutTexts(entry: LedgerEntry): LedgerEntry {
  const { details, ...rest } = entry;
  const said = Object.entries(details ?? {}).filter(([key]) => !PRIVATE.includes(key));
  return {
    ...rest,
    note: null,
    evidence: entry.evidence.map((span) => ({ ...span, text: '' })),
    ...(said.length > 0 && { details: Object.fromEntries(said) }),
    withheld: true,
  };
}

/** An entry as a report may show it. */
export function shown(entry: LedgerEntry, { excerpts }: Pick<LogContext, 'excerpts'>): LedgerEntry {
  return excerpts ? entry : withoutTexts(entry);
}

/** The header that a chart's entries, oldest first, gave it last; null where they say none. */
export function headerOf(entries: readonly LedgerEntry[]): EncounterHeader | null {
  return entries.findLast(({ details }) => details?.header)?.details?.header ?? null;
}
