/** The codes that ClaML's modifiers make: a class and one of the characters that may be added to it. */
import type { XmlElement } from './xml.ts';

/** One character, or several, that a modifier adds, with its meaning. */
export interface ModifierClass {
  /** What is added as it stands in the file: ".0", "1"; below another one all of it: ".01" below ".0". */
  code: string;
  modifier: string;
  /** Code of the modifier class above it; null directly below the modifier. */
  parent: string | null;
  title: string;
  /** Choices of an earlier modifier that it cannot follow (Meta excludeOnPrecedingModifier). */
  notAfter: readonly { modifier: string; code: string }[];
  element: XmlElement;
}

/** A modifier as one class is modified by it. */
export interface ModifiedBy {
  modifier: string;
  /** Its classes that are valid here, those above them included, ordered by their codes. */
  classes: readonly ModifierClass[];
  /** The place in the code that it fills, counted without the dot from 1, where the file tells. */
  position: number | null;
}

/** A code that a modifier made. */
export interface Modified {
  code: string;
  title: string;
  by: ModifierClass;
  children: Modified[];
}

/** Whether its characters bring the dot, so that they follow a code that has none. */
export function isDotted({ classes }: ModifiedBy): boolean {
  return classes.some(({ code }) => code.startsWith('.'));
}

/** Titles from the general to the special as the German institute joins them: "Typ 1: Mit Koma". */
export function joinTitles(above: string, below: string): string {
  return `${above.replace(/\s*:$/, '')}: ${below}`;
}

/**
 * The codes that modifiers make of a class, as a tree: those of one modifier below the class, and below
 * each of them those of the next one. Modifiers that bring the dot come first and only follow a code
 * without one.
 *
 * @param exists whether a code is a class of its own, which then stands for the combination
 */
export function modify(
  { code, title }: { code: string; title: string },
  by: readonly ModifiedBy[],
  exists: (code: string) => boolean,
  picked: readonly ModifierClass[] = [],
): Modified[] {
  const dotted = code.includes('.') ? [] : by.filter(isDotted);
  const bare = by.filter((modifiedBy) => !isDotted(modifiedBy));
  const [now, later] = dotted.length > 0 ? [dotted, bare] : [bare.slice(0, 1), bare.slice(1)];
  return now.flatMap((modifiedBy) => {
    const below = (parent: string | null, above: string): Modified[] =>
      modifiedBy.classes
        .filter((choice) => choice.parent === parent && !isBarred(choice, picked))
        .map((choice) => {
          const made = {
            code: extend(code, choice.code, modifiedBy),
            title: joinTitles(above, choice.title),
          };
          const nested = below(choice.code, made.title);
          const children = nested.length > 0 ? nested : modify(made, later, exists, [...picked, choice]);
          return { ...made, by: choice, children };
        })
        .filter((made) => !exists(made.code));
    return below(null, title);
  });
}

function isBarred(choice: ModifierClass, picked: readonly ModifierClass[]): boolean {
  return choice.notAfter.some(({ modifier, code }) =>
    picked.some((earlier) => earlier.modifier === modifier && earlier.code === code),
  );
}

/**
 * A code with a modifier's characters. A three-character category of ICD-10 gets its dot, and where it
 * has no fourth character the placeholder X before the fifth (ICD-10, volume 2: "M45.X0").
 */
function extend(code: string, suffix: string, { modifier, position }: ModifiedBy): string {
  if (suffix.startsWith('.') || !/^[A-Z]\d\d$/.test(code)) return code + suffix;
  const place = position ?? Number(/_(\d)$/.exec(modifier)?.[1] ?? 4);
  return `${code}.${place === 5 ? 'X' : ''}${suffix}`;
}
