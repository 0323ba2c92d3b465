import type { EvidenceSpan, MentionContext } from '../../shared/coding.ts';
import type { Tokens } from '../model/tokenizer.ts';
import type { ScoredMention } from './candidates.ts';
import type { Words } from './words.ts';

/** Evidence of one code in one document, before the document's name is put to it. */
export type FoundEvidence = Omit<EvidenceSpan, 'document'>;

/** Mentions that a coder would mark with at least this probability are shown, and the best of a code in any case. */
const WORTH_SHOWING = 0.35;
const MOST_SPANS = 12;

/**
 * The mentions worth showing for a code: the likeliest of overlapping ones. Those that hold for the
 * patient come first and are never hidden by others; those that do not hold follow, to be shown as such.
 *
 * @param mentions best first
 */
export function evidenceFromMentions(
  mentions: readonly ScoredMention[],
  words: Words,
  text: string,
): FoundEvidence[] {
  const holding = mentions.filter(({ context }) => context === 'affirmed');
  const others = mentions.filter(({ context }) => context !== 'affirmed');
  const kept: ScoredMention[] = [];
  for (const mention of [...worthShowing(holding), ...worthShowing(others)]) {
    if (kept.every(({ from, to }) => to <= mention.from || mention.to <= from)) kept.push(mention);
  }
  const spans = kept.slice(0, MOST_SPANS).map(({ from, to, source, context }): FoundEvidence => {
    const start = words.starts[firstWord(words, from)] ?? 0;
    const end = words.ends[to - 1] ?? start;
    return { start, end, text: text.slice(start, end), source, context };
  });
  return spans.sort(
    (a, b) => Number(a.context !== 'affirmed') - Number(b.context !== 'affirmed') || a.start - b.start,
  );
}

function worthShowing(mentions: readonly ScoredMention[]): ScoredMention[] {
  return mentions.filter(({ score }, rank) => rank === 0 || score >= WORTH_SHOWING);
}

/** A number at the beginning belongs to the word before it: "2 diabetes" is quoted as "type 2 diabetes". */
function firstWord({ stems, positions }: Words, from: number): number {
  const adjacent = (positions[from] ?? 0) - (positions[from - 1] ?? 0) === 1;
  return from > 0 && adjacent && /^\d+$/.test(stems[from] ?? '') ? from - 1 : from;
}

/** Tokens below this share of the peak end the span around it. */
const PEAK_SHARE = 0.3;
const MOST_WORDS = 8;

/**
 * The words around the peak of a label's attention, snapped to whole words. A guide to where the
 * model looked, weaker than a phrase that is known to name the code.
 *
 * @param attention one weight a token, summing to 1
 */
export function evidenceFromAttention(
  attention: Float32Array,
  tokens: Tokens,
  words: Words,
  text: string,
  contextOf: (start: number, end: number) => MentionContext,
): FoundEvidence | undefined {
  const perWord = new Float32Array(words.stems.length);
  let word = 0;
  for (let token = 0; token < attention.length; token++) {
    const start = tokens.starts[token] ?? 0;
    while (word < perWord.length && (words.ends[word] ?? 0) <= start) word += 1;
    // A token may begin before its word: symbols that are no punctuation (→, °) belong to it.
    if (word < perWord.length && (tokens.ends[token] ?? 0) > (words.starts[word] ?? 0))
      perWord[word] = (perWord[word] ?? 0) + (attention[token] ?? 0);
  }
  let peak = 0;
  for (let w = 1; w < perWord.length; w++) if ((perWord[w] ?? 0) > (perWord[peak] ?? 0)) peak = w;
  const most = perWord[peak] ?? 0;
  if (most === 0) return undefined;
  const joins = (a: number, b: number): boolean =>
    (words.positions[b] ?? 0) - (words.positions[a] ?? 0) === 1;
  let from = peak;
  let to = peak + 1;
  while (
    from > 0 &&
    to - from < MOST_WORDS &&
    joins(from - 1, from) &&
    (perWord[from - 1] ?? 0) >= PEAK_SHARE * most
  )
    from -= 1;
  while (
    to < perWord.length &&
    to - from < MOST_WORDS &&
    joins(to - 1, to) &&
    (perWord[to] ?? 0) >= PEAK_SHARE * most
  )
    to += 1;
  const start = words.starts[from] ?? 0;
  const end = words.ends[to - 1] ?? start;
  return { start, end, text: text.slice(start, end), source: 'attention', context: contextOf(start, end) };
}
