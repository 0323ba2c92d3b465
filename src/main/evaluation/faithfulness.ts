import type { Suggestion } from '../../shared/coding.ts';
import type { ReadableDocument } from '../coding/reading.ts';
import { mulberry32, type Estimate, type Estimator } from './bootstrap.ts';
import { holds, isSuggestion, type CodedDocument } from './figures.ts';
import { ratio } from './statistic.ts';

/** A half-open UTF-16 range. */
export interface Range {
  start: number;
  end: number;
}

/** The scores of one suggestion's code, of the text as it is and with words taken out; 0 where it is not returned. */
export interface ErasedScores {
  full: number;
  withoutEvidence: number;
  evidenceAlone: number;
  /** As many words elsewhere in the text taken out, or alone. */
  withoutRandom: number;
  randomAlone: number;
}

export interface FaithfulnessFigures {
  documents: number;
  suggestions: number;
  comprehensiveness: Estimate;
  sufficiency: Estimate;
  /** The same for as many words that are no evidence. */
  randomComprehensiveness: Estimate;
  randomSufficiency: Estimate;
}

/**
 * Reads documents again with the evidence of each of their suggestions taken out, and with nothing but it.
 * Taken out means replaced by spaces of the same length, line ends kept, so that offsets and sections hold.
 *
 * @param read scores of all codes of a text, from the product's own way
 * @param documents how many documents, drawn from those with evidence that holds
 */
export async function readErased(
  coded: readonly CodedDocument[],
  read: (document: ReadableDocument) => Promise<readonly Suggestion[]>,
  { documents, seed, onDocument }: { documents: number; seed: number; onDocument: (done: number) => void },
): Promise<ErasedScores[][]> {
  const random = mulberry32(seed);
  const drawn = shuffled(
    coded.filter(({ suggestions }) => supported(suggestions).length > 0),
    random,
  ).slice(0, documents);
  const scores: ErasedScores[][] = [];
  for (const { gold, suggestions } of drawn) {
    const own: ErasedScores[] = [];
    for (const { code, score, evidence } of supported(suggestions)) {
      const { text } = gold.document;
      const spans = evidence.filter(holds);
      const others = randomWords(text, spans, random);
      const scoreOf = async (erased: string): Promise<number> => {
        const answer = await read({ ...gold.document, text: erased });
        return answer.find((suggestion) => suggestion.code === code)?.score ?? 0;
      };
      own.push({
        full: score,
        withoutEvidence: await scoreOf(without(text, spans)),
        evidenceAlone: await scoreOf(alone(text, spans)),
        withoutRandom: await scoreOf(without(text, others)),
        randomAlone: await scoreOf(alone(text, others)),
      });
    }
    scores.push(own);
    onDocument(scores.length);
  }
  return scores;
}

/**
 * Comprehensiveness, how much a score falls without its evidence, and sufficiency, how much it falls with
 * nothing else (ERASER, DeYoung et al. 2020, section 5), averaged over suggestions.
 *
 * @param estimate for as many documents as there are scores of
 */
export function faithfulness(
  documents: readonly (readonly ErasedScores[])[],
  estimate: Estimator,
): FaithfulnessFigures {
  const counts = documents.map((scores) => scores.length);
  const fall = (to: Exclude<keyof ErasedScores, 'full'>): Estimate =>
    estimate(
      ratio(
        documents.map((scores) => scores.reduce((sum, score) => sum + score.full - score[to], 0)),
        counts,
      ),
    );
  return {
    documents: documents.length,
    suggestions: counts.reduce((sum, count) => sum + count, 0),
    comprehensiveness: fall('withoutEvidence'),
    sufficiency: fall('evidenceAlone'),
    randomComprehensiveness: fall('withoutRandom'),
    randomSufficiency: fall('randomAlone'),
  };
}

function supported(suggestions: readonly Suggestion[]): Suggestion[] {
  return suggestions.filter((suggestion) => isSuggestion(suggestion) && suggestion.evidence.some(holds));
}

/** The text with the ranges blanked. */
export function without(text: string, ranges: readonly Range[]): string {
  let erased = text;
  for (const { start, end } of ranges) {
    erased = erased.slice(0, start) + blank(erased.slice(start, end)) + erased.slice(end);
  }
  return erased;
}

/** The text with everything but the ranges blanked. */
export function alone(text: string, ranges: readonly Range[]): string {
  let kept = blank(text);
  for (const { start, end } of ranges) kept = kept.slice(0, start) + text.slice(start, end) + kept.slice(end);
  return kept;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/**
 * For each range a run of as many words at a random place that touches no range and no other run; none
 * where there is no room for it.
 */
export function randomWords(text: string, ranges: readonly Range[], random: () => number): Range[] {
  const words = wordsIn(text);
  const runs: Range[] = [];
  for (const range of ranges) {
    const length = Math.max(1, words.filter((word) => touches(word, range)).length);
    const taken = [...ranges, ...runs];
    const free = words.flatMap(({ start }, first): Range[] => {
      const last = words[first + length - 1];
      const run = last && { start, end: last.end };
      return run && !taken.some((other) => touches(run, other)) ? [run] : [];
    });
    const run = free[Math.floor(random() * free.length)];
    if (run) runs.push(run);
  }
  return runs;
}

function wordsIn(text: string): Range[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
}

function touches(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Fisher and Yates's shuffle, of a copy. */
function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const own = [...values];
  for (let i = own.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const swapped = own[i] as T;
    own[i] = own[other] as T;
    own[other] = swapped;
  }
  return own;
}
