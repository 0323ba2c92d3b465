import type { Candidate, ScoredMention } from './candidates.ts';
import { MENTION_FEATURES } from './mentions.ts';

const COVERAGE = MENTION_FEATURES.indexOf('catalogue.coverage');
const WORDS = MENTION_FEATURES.indexOf('catalogue.words');
const COMPLETE = 0.95;
/** Words of no matter (of, with, the) that may stand among those of a term. */
const BETWEEN = 5;

/** A candidate with its probability, and what that would be by the words that hold for the patient alone. */
export interface ScoredCandidate {
  candidate: Candidate;
  score: number;
  affirmedScore: number;
}

/**
 * Where the text names a more specific code of the same category in full, over the very words that
 * speak for the general one, the two change probabilities: what is likely is that the condition is
 * coded, and it is coded to the highest level of detail documented.
 *
 * Source: ICD-10-CM Official Guidelines, section I.B.2 (level of detail in coding).
 */
export function preferSpecific(scored: readonly ScoredCandidate[]): ScoredCandidate[] {
  const result = scored.map((each) => ({ ...each }));
  const categories = Map.groupBy(result, ({ candidate }) => candidate.code.slice(0, 3));
  for (const members of categories.values()) {
    if (members.length < 2) continue;
    members.sort((a, b) => b.score - a.score);
    for (const [rank, general] of members.entries()) {
      let best: { specific: ScoredCandidate; words: number } | undefined;
      for (const specific of members.slice(rank + 1)) {
        const named = namedInFull(specific.candidate);
        if (!named || !speaksWithin(general.candidate, named)) continue;
        const words = named.to - named.from;
        if (!best || words > best.words) best = { specific, words };
      }
      if (!best) continue;
      const { score, affirmedScore } = general;
      general.score = best.specific.score;
      general.affirmedScore = best.specific.affirmedScore;
      best.specific.score = score;
      best.specific.affirmedScore = affirmedScore;
      break;
    }
  }
  return result;
}

/** The words of a text that hold for the patient, are a whole catalogue term of the code, and stand close together. */
export function namedInFull({ mentions }: Candidate): ScoredMention | undefined {
  return mentions.find(
    ({ features, context, from, to }) =>
      context === 'affirmed' &&
      (features[COVERAGE] ?? 0) >= COMPLETE &&
      to - from <= (features[WORDS] ?? 0) + BETWEEN,
  );
}

/** Whether a code's strongest claim lies inside the words that name another, and is shorter than they. */
function speaksWithin({ mentions }: Candidate, named: ScoredMention): boolean {
  return mentions.some(
    ({ from, to, context }) =>
      context === 'affirmed' && named.from <= from && to <= named.to && to - from < named.to - named.from,
  );
}
