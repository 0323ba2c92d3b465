import type { ChartCoding, Decision, LedgerEntry } from '../../shared/coding.ts';

/** What each act of deciding makes of a code. */
export const DECIDED_AS = { accept: 'accepted', reject: 'rejected', add: 'added' } as const;

/** A chart's state after its entries, oldest first; `undoable` is the entry that undo would take back. */
export interface ReplayedChart extends ChartCoding {
  undoable: LedgerEntry | null;
}

/**
 * Replays a chart's ledger entries into the decisions as they stand. An `undo` entry takes its target
 * out of the replay; nothing is ever removed from the ledger itself.
 */
export function replay(chart: string, entries: readonly LedgerEntry[]): ReplayedChart {
  const undone = new Set(entries.filter(({ action }) => action === 'undo').map(({ target }) => target));
  const decisions = new Map<string, Decision>();
  let finished = false;
  let undoable: LedgerEntry | null = null;
  for (const entry of entries) {
    if (undone.has(entry.seq)) continue;
    switch (entry.action) {
      case 'accept':
      case 'reject':
      case 'add': {
        if (entry.code === null) break;
        // A later decision on the same code stands in place of the earlier one, at the end of the list.
        decisions.delete(entry.code);
        decisions.set(entry.code, {
          code: entry.code,
          title: entry.title ?? '',
          decided: DECIDED_AS[entry.action],
          evidence: entry.evidence,
          entry: entry.seq,
        });
        undoable = entry;
        break;
      }
      case 'finish':
        finished = true;
        break;
      case 'reopen':
        finished = false;
        break;
      default:
        break;
    }
  }
  const canUndo = undoable !== null && !finished;
  return { chart, decisions: [...decisions.values()], finished, canUndo, undoable };
}
