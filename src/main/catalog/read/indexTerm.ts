/** What all forms of the index share: the words of a line, and where it leads. */
import type { IndexTarget } from '../release.ts';

/** Whether the release has this row. */
export type HasCode = (code: string) => boolean;

/** The words of a line of the index. */
export interface Term {
  /** With nonessential modifiers in place. */
  title: string;
  /** The nonessential modifiers alone, each with its parentheses. */
  modifiers: string[];
  /** Cross references that are printed among the modifiers, "(see also Dementia)". */
  references: { kind: 'see' | 'seeAlso'; text: string }[];
}

/** What stands outside of parentheses, and each parenthesis with all inside it. */
export function splitParentheses(text: string): { outside: string; inside: string[] } {
  const inside: string[] = [];
  let outside = '';
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(' && depth++ === 0) {
      outside += text.slice(start, at);
      start = at;
    } else if (text[at] === ')' && depth > 0 && --depth === 0) {
      inside.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  return { outside: oneSpaced(outside + text.slice(start)), inside };
}

/** Every run of white space as one space, none at the ends. */
export function oneSpaced(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Takes a printed line apart: "Pain(s) (see also Painful)" is "Pain(s)" and a cross reference. */
export function readTerm(printed: string): Term {
  const term: Term = { title: printed, modifiers: [], references: [] };
  for (const words of splitParentheses(printed).inside) {
    const [, also, text] = /^\(see\s+(also\s+)?(.+)\)$/isu.exec(words) ?? [];
    if (text === undefined) {
      term.modifiers.push(oneSpaced(words));
    } else {
      term.references.push({ kind: also === undefined ? 'see' : 'seeAlso', text: oneSpaced(text) });
      term.title = term.title.replace(words, '');
    }
  }
  term.title = oneSpaced(term.title);
  return term;
}

/**
 * The row that a printed code names: S02.- names S02; null where the release has no such row. A final
 * dash says that more characters follow (Official Guidelines, section I.B.1).
 */
export function rowNamed(text: string, has: HasCode): string | null {
  const code = text.replace(/[.-]+$/u, '');
  return has(code) ? code : null;
}

/**
 * A cross reference. Where its text names codes ("subcategory M14.8-", "X92-Y08 with 7th character S")
 * the first of them is the target's code; other words that look like codes, "vitamin B12", are none.
 */
export function crossReference(kind: 'see' | 'seeAlso', text: string, has: HasCode): IndexTarget {
  const [, named] =
    /(?:^|\bcategor(?:y|ies)\s+)([A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?)(?![\dA-Za-z])/iu.exec(text) ??
    /\b([A-Z]\d[\dA-Z]\.[\dA-Z]{1,4})\b/u.exec(text) ??
    [];
  const code = named === undefined ? null : rowNamed(named, has);
  return { kind, text, code, column: null, entry: null };
}
