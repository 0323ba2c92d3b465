/** Finding words of the chart to cite. */
import type { ChartDocument } from '../../shared/chart.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';
import { findIn } from '../chart/find.ts';

/** The longest passage that is cited, in UTF-16 units; of a longer sentence the part around the words. */
const longest = 300;

/**
 * The sentences or lines that hold `words`, whatever their case and accents, in reading order and at most
 * `limit`; none for fewer than two characters.
 */
export function passagesWith(
  documents: readonly ChartDocument[],
  words: string,
  limit: number,
): EvidenceSpan[] {
  if (words.trim().length < 2) return [];
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  const passages = new Map<string, EvidenceSpan>();
  for (const hit of findIn(documents, words)) {
    if (passages.size >= limit) break;
    const text = texts.get(hit.document) ?? '';
    const { start, end } = sentenceAround(text, hit.start, hit.end);
    passages.set(`${hit.document} ${start} ${end}`, {
      document: hit.document,
      start,
      end,
      text: text.slice(start, end),
      source: 'coder',
      context: 'affirmed',
    });
  }
  return [...passages.values()];
}

/** The sentence or line around a place, without white space at its ends. */
function sentenceAround(text: string, from: number, to: number): { start: number; end: number } {
  const reach = Math.max(0, longest - (to - from)) / 2;
  const before = text.slice(Math.max(0, Math.ceil(from - reach)), from);
  const after = text.slice(to, Math.floor(to + reach));
  const last = [...before.matchAll(/\n|[.;!?]\s/gu)].at(-1);
  const next = /\n|[.;!?](?=\s|$)/u.exec(after);
  let start = from - before.length + (last ? last.index + last[0].length : 0);
  let end = to + (next ? next.index + (/[.!?]/u.test(next[0]) ? 1 : 0) : after.length);
  while (start < from && /\s/u.test(text.charAt(start))) start += 1;
  while (end > to && /\s/u.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}
