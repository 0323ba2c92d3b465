/**
 * Gold evidence lies on the Spanish text only. Its English counterpart is found in the machine
 * translation: near the same relative place, the words whose translations match best.
 */
import { cognateTrigrams, dice } from '../src/main/coding/cognates.ts';
import { isFunctionWord, type Words } from '../src/main/coding/words.ts';
import type { TranslationTable } from './translate.ts';

const LONGEST = 8;
const NEIGHBOURHOOD = 45;

/**
 * @param phrase content stems of the Spanish evidence
 * @param place relative position of the evidence in the Spanish text, 0 to 1
 * @returns the stems of the English phrase, or undefined where nothing matches well
 */
export function projectPhrase(
  phrase: readonly string[],
  place: number,
  english: Words,
  table: TranslationTable,
): string[] | undefined {
  if (phrase.length === 0) return undefined;
  const centre = Math.round(place * english.stems.length);
  const from = Math.max(0, centre - NEIGHBOURHOOD);
  const to = Math.min(english.stems.length, centre + NEIGHBOURHOOD);
  // likeness[i][s]: how well English word i renders Spanish word s
  const likeness = english.stems.slice(from, to).map((word) => phrase.map((s) => renders(word, s, table)));
  let best: { score: number; stems: string[] } | undefined;
  for (let start = from; start < to; start++) {
    if (isFunctionWord(english.stems[start] ?? '')) continue;
    const rendered = phrase.map(() => 0);
    let content = 0;
    let aligned = 0;
    for (let end = start; end < Math.min(to, start + LONGEST); end++) {
      const word = english.stems[end] ?? '';
      if (isFunctionWord(word)) continue;
      content += 1;
      let most = 0;
      phrase.forEach((_, s) => {
        const value = likeness[end - from]?.[s] ?? 0;
        rendered[s] = Math.max(rendered[s] ?? 0, value);
        most = Math.max(most, value);
      });
      aligned += most;
      const recall = rendered.reduce((sum, value) => sum + value, 0) / phrase.length;
      const precision = aligned / content;
      if (recall + precision === 0) continue;
      const distance = Math.abs(start - centre) / NEIGHBOURHOOD;
      const score = (2 * recall * precision) / (recall + precision) - 0.05 * distance;
      if (score > (best?.score ?? 0.6)) best = { score, stems: english.stems.slice(start, end + 1) };
    }
  }
  return best?.stems;
}

function renders(english: string, spanish: string, table: TranslationTable): number {
  if (english === spanish) return 1;
  const probability = table[spanish]?.find(([word]) => word === english)?.[1] ?? 0;
  return Math.max(Math.min(1, probability * 2), cognate(english, spanish));
}

function cognate(a: string, b: string): number {
  if (a.length < 5 || b.length < 5) return 0;
  const likeness = dice(cognateTrigrams(a), cognateTrigrams(b));
  return likeness >= 0.5 ? likeness : 0;
}
