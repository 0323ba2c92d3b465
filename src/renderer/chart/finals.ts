/** The final codes: their sequence, their present-on-admission indicators, which of them comes first. */
import type { EncounterType } from '../../shared/chart.ts';
import type { ChartCoding, Decision, Poa } from '../../shared/coding.ts';
import { finalDecisions } from './rows.ts';

/** Where a code may be moved to in the sequence. */
export type Move = 'up' | 'down' | 'first';

/** The sequence after a code was moved; null where that changes nothing. */
export function moved(order: readonly string[], code: string, move: Move): string[] | null {
  const at = order.indexOf(code);
  const to = move === 'first' ? 0 : at + (move === 'up' ? -1 : 1);
  if (at < 0 || to < 0 || to >= order.length || to === at) return null;
  const rest = order.filter((each) => each !== code);
  return [...rest.slice(0, to), code, ...rest.slice(to)];
}

/** The sequence after `dragged` codes were dropped before or after another one. */
export function dropped(
  order: readonly string[],
  dragged: ReadonlySet<string>,
  target: string,
  where: 'before' | 'after',
): string[] {
  const rest = order.filter((code) => !dragged.has(code));
  const at = rest.indexOf(target) + (where === 'after' ? 1 : 0);
  return [...rest.slice(0, at), ...order.filter((code) => dragged.has(code)), ...rest.slice(at)];
}

/** The coding with its final codes in another sequence, as it will be once that is recorded. */
export function withOrder(coding: ChartCoding, order: readonly string[]): ChartCoding {
  const final = finalDecisions(coding);
  const known = new Map(final.map((decision) => [decision.code, decision]));
  const sorted = order.flatMap((code) => known.get(code) ?? []);
  const others = coding.decisions.filter((decision) => !sorted.includes(decision));
  return { ...coding, decisions: [...sorted, ...others] };
}

/** The coding with something of one decision changed, as it will be once that is recorded. */
export function withDecision(
  coding: ChartCoding,
  code: string,
  change: Partial<Pick<Decision, 'poa' | 'comment'>>,
): ChartCoding {
  return {
    ...coding,
    decisions: coding.decisions.map((each) => (each.code === code ? { ...each, ...change } : each)),
  };
}

const poaCycle: readonly (Poa | null)[] = [null, 'Y', 'N', 'U', 'W'];

/** The indicator that follows in the cycle; a code of the exempt list has that one alone. */
export function nextPoa(poa: Poa | null, exempt: boolean): Poa | null {
  if (exempt) return 'exempt';
  return poaCycle[(poaCycle.indexOf(poa) + 1) % poaCycle.length] ?? null;
}

/** The coding in which codes of the exempt list say so by themselves. */
export function withExempt(coding: ChartCoding, isExempt: (code: string) => boolean): ChartCoding {
  return {
    ...coding,
    decisions: coding.decisions.map((each) =>
      each.poa === null && isExempt(each.code) ? { ...each, poa: 'exempt' } : each,
    ),
  };
}

/** Whether present-on-admission indicators and an admitting diagnosis belong to an encounter. */
export function isInpatient(type: EncounterType | null): boolean {
  return type === 'inpatient';
}
