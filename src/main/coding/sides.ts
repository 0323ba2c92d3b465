import type { Language } from '../../shared/chart.ts';
import type { Words } from './words.ts';

/** The side of the body that a code or a text names. */
export type Side = 'unspecified' | 'right' | 'left' | 'bilateral';

/** A code's side, and the number of the group of codes that differ from it in the side alone. */
export interface SideOf {
  group: number;
  side: Side;
}

/** The codes of one group. */
export type Siblings = Partial<Record<Side, string>>;

const TITLE_SIDES: readonly (readonly [RegExp, Side])[] = [
  [/\bbilateral\b|\bboth\b/, 'bilateral'],
  [/\bright\b/, 'right'],
  [/\bleft\b/, 'left'],
  [/\bunspecified\b/, 'unspecified'],
];

/**
 * Groups the codes of a classification whose titles are the same but for the side ("right eye", "left eye",
 * "bilateral", "unspecified eye"), within a category.
 */
export function sidesOfTitles(titles: ReadonlyMap<string, string>): Map<string, SideOf> {
  const groups = new Map<string, { code: string; side: Side }[]>();
  for (const [code, title] of titles) {
    const lower = title.toLowerCase();
    const side = TITLE_SIDES.find(([pattern]) => pattern.test(lower))?.[1];
    if (!side) continue;
    const rest = lower
      .replace(/\b(?:bilateral|both|right|left|unspecified|side|eyes?|ears?)\b/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
    const key = `${code.slice(0, 3)} ${rest}`;
    const own = groups.get(key) ?? [];
    groups.set(key, own);
    own.push({ code, side });
  }
  const sides = new Map<string, SideOf>();
  let group = 0;
  for (const members of groups.values()) {
    if (!members.some(({ side }) => side === 'right' || side === 'left')) continue;
    for (const { code, side } of members) sides.set(code, { group, side });
    group += 1;
  }
  return sides;
}

/** The same, looked up both ways. */
export function groupSides(entries: Iterable<[string, SideOf]>): {
  sides: Map<string, SideOf>;
  siblings: Map<number, Siblings>;
} {
  const sides = new Map(entries);
  const siblings = new Map<number, Siblings>();
  for (const [code, { group, side }] of sides) {
    const own = siblings.get(group) ?? {};
    siblings.set(group, own);
    own[side] ??= code;
  }
  return { sides, siblings };
}

/** Stems by which texts name a side. */
const WORDS: Record<Language, Record<Exclude<Side, 'unspecified'>, string>> = {
  es: {
    right: 'derech derecho derecha dcho dcha dch dto od md',
    left: 'izquierd izquierdo izquierda izdo izda izq oi',
    bilateral: 'bilateral bilaterales ambo ambos amba ambas ao',
  },
  en: { right: 'right rt od', left: 'left lt os', bilateral: 'bilateral bilaterally both ou' },
};
const SIDE_OF: Record<Language, ReadonlyMap<string, Side>> = { en: sideWords('en'), es: sideWords('es') };

function sideWords(language: Language): Map<string, Side> {
  return new Map(
    Object.entries(WORDS[language]).flatMap(([side, words]) =>
      words.split(' ').map((word): [string, Side] => [word, side as Side]),
    ),
  );
}

const REACH = 4;

/**
 * Finds the side that is named in or nearest to a range of words, at most four words away and in the same sentence.
 * @returns a look-up of word ranges [from, to)
 */
export function sidesNear(
  { stems, positions }: Words,
  language: Language,
): (from: number, to: number) => { side: Side; at: number } | undefined {
  const named = stems.flatMap((stem, at) => {
    const side = SIDE_OF[language].get(stem);
    return side ? [{ side, at }] : [];
  });
  return (from, to) => {
    let best: { side: Side; at: number } | undefined;
    let least = REACH + 1;
    for (const place of named) {
      const distance =
        place.at < from
          ? (positions[from] ?? 0) - (positions[place.at] ?? 0)
          : place.at >= to
            ? (positions[place.at] ?? 0) - (positions[to - 1] ?? 0)
            : 0;
      if (distance < least) {
        least = distance;
        best = place;
      }
    }
    return best;
  };
}
