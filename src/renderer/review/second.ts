/** The auditor's own coding of a chart while it is put together; the principal or first-listed diagnosis first. */
import type { Poa } from '../../shared/coding.ts';

export interface DraftCode {
  code: string;
  title: string;
  poa: Poa | null;
}

export type DraftEvent =
  | { type: 'add'; code: string; title: string }
  | { type: 'remove'; code: string }
  | { type: 'move'; order: readonly string[] }
  | { type: 'poa'; code: string; poa: Poa | null };

/** The coding after an event. A code stands in it once. */
export function reduceDraft(codes: readonly DraftCode[], event: DraftEvent): readonly DraftCode[] {
  switch (event.type) {
    case 'add':
      return codes.some(({ code }) => code === event.code)
        ? codes
        : [...codes, { code: event.code, title: event.title, poa: null }];
    case 'remove':
      return codes.filter(({ code }) => code !== event.code);
    case 'move':
      return event.order.flatMap((code) => codes.find((each) => each.code === code) ?? []);
    case 'poa':
      return codes.map((each) => (each.code === event.code ? { ...each, poa: event.poa } : each));
  }
}

const drafts = new Map<string, readonly DraftCode[]>();

/** What was put together of a chart before the auditor left it, while the program runs. */
export function keptDraft(sample: number, chart: string): readonly DraftCode[] {
  return drafts.get(`${sample} ${chart}`) ?? [];
}

/** Keeps a coding until it is recorded; an empty one is forgotten. */
export function keepDraft(sample: number, chart: string, codes: readonly DraftCode[]): void {
  if (codes.length === 0) drafts.delete(`${sample} ${chart}`);
  else drafts.set(`${sample} ${chart}`, codes);
}
