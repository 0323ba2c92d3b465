import type { Phrase } from '../pack.ts';
import type { IndexEntry, IndexTarget, Release } from '../release.ts';
import type { SearchLexicon } from './lexicon.ts';

/** Cross references that lead to cross references are followed this far. */
const FARTHEST = 5;
/** Below the entry that a "see" names, so many lines are also reached from the term that refers there. */
const BORROWED = 40;

/**
 * Every row of words by which a code of the release can be found: titles, inclusion terms, paths through
 * the indexes and tables in readable order ("Diabetes, diabetic (mellitus) (sugar) › type 2 › with ›
 * nephropathy"), and, in ICD-10-CM, the phrases of the lexicon. A "see" reference also leads from its own
 * words to the codes of the entry meant.
 */
export function phrasesOf(release: Release, lexicon: Pick<SearchLexicon, 'phrases'>): Phrase[] {
  const known = new Set(release.codes.map(({ code }) => code));
  const official = (code: string, kind: Phrase['kind'], text: string): Phrase => ({
    code,
    kind,
    text,
    source: null,
  });
  return [
    ...release.codes.map(({ code, title }) => official(code, 'title', title)),
    ...release.notes
      .filter(({ owner, kind }) => kind === 'inclusionTerm' && known.has(owner))
      .map(({ owner, text }) => official(owner, 'inclusion', text)),
    ...indexPhrases(release),
    ...(release.system === 'icd-10-cm' ? lexicon.phrases : [])
      .filter(({ code }) => known.has(code))
      .map(({ code, phrase, source }): Phrase => ({ code, kind: 'synonym', text: phrase, source })),
  ];
}

function indexPhrases({ index, columns }: Release): Phrase[] {
  const headings = new Map(columns.map(({ book, column, heading }) => [`${book} ${column}`, heading]));
  const children = new Map<number, number[]>();
  index.forEach(({ parent }, entry) => {
    if (parent === null) return;
    const siblings = children.get(parent);
    if (siblings) siblings.push(entry);
    else children.set(parent, [entry]);
  });
  const paths: string[] = [];
  index.forEach(({ parent, title }, entry) => {
    const own = withoutReferences(title);
    paths[entry] = parent === null ? own : `${paths[parent]} › ${own}`;
  });

  const phrases: Phrase[] = [];
  const add = (entry: IndexEntry, path: string, target: IndexTarget): void => {
    if (target.code === null) return;
    const heading = target.column === null ? undefined : headings.get(`${entry.book} ${target.column}`);
    const text = heading === undefined ? path : `${path} › ${heading}`;
    phrases.push({ code: target.code, kind: entry.book, text, source: null });
  };
  const belowOf = (entry: number): number[] =>
    (children.get(entry) ?? []).flatMap((child) => [child, ...belowOf(child)]);

  index.forEach((entry, position) => {
    const path = paths[position] ?? '';
    for (const target of entry.targets) add(entry, path, target);
    if (entry.targets.some(({ kind, code }) => kind === 'code' && code !== null)) return;
    for (const reference of entry.targets) {
      if (reference.entry === null) continue;
      const meant = follow(index, reference.entry);
      const there = index[meant];
      if (!there) continue;
      const wanted = columnMeant(reference.text);
      for (const target of there.targets) {
        if (target.column === null || wanted === null || target.column === wanted) add(there, path, target);
      }
      const below = belowOf(meant);
      if (reference.kind !== 'see' || there.book === 'neoplasm' || below.length > BORROWED) continue;
      for (const further of below) {
        const line = index[further];
        const rest = (paths[further] ?? '').slice((paths[meant] ?? '').length);
        if (line) for (const target of line.targets) add(line, path + rest, target);
      }
    }
  });
  return phrases;
}

/** The entry that a chain of "see" references ends at. */
function follow(index: readonly IndexEntry[], from: number): number {
  let entry = from;
  for (let step = 0; step < FARTHEST; step++) {
    const targets = index[entry]?.targets ?? [];
    const next = targets.find(({ kind }) => kind === 'see')?.entry ?? null;
    if (next === null || targets.some(({ code }) => code !== null)) break;
    entry = next;
  }
  return entry;
}

/** Which column of the table of neoplasms "see Neoplasm, by site, …" means, as the official files number them. */
function columnMeant(reference: string): number | null {
  if (!/neoplasm/i.test(reference)) return null;
  if (/in situ/i.test(reference)) return 4;
  if (/secondary|metasta/i.test(reference)) return 3;
  if (/malignant/i.test(reference)) return 2;
  if (/benign/i.test(reference)) return 5;
  if (/uncertain/i.test(reference)) return 6;
  if (/unspecified/i.test(reference)) return 7;
  return null;
}

/** A title of an index without the references that stand in it. */
function withoutReferences(title: string): string {
  return title
    .replace(/\s*\((?:see|see also|code to|code by)\b[^)]*\)/gi, '')
    .replace(/\s+[-–—]\s*see\b.*$/i, '')
    .trim();
}
