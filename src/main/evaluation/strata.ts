import type { Catalog } from '../catalog/catalog.ts';
import type { Estimate, Estimator } from './bootstrap.ts';
import { countCodes, type CodeSets } from './codeSets.ts';
import { microF1, precision, ratio, recall } from './statistic.ts';

/** Sorts codes into named groups. */
export interface Grouping {
  /** In the order in which the groups are shown. */
  names: readonly string[];
  groupOf: (code: string) => string;
}

/** The figures of one group of codes; what is suggested outside it counts elsewhere. */
export interface Stratum {
  name: string;
  /** Different gold codes. */
  codes: number;
  /** Gold codes, each once a document. */
  gold: number;
  precision: Estimate;
  recall: Estimate;
  f1: Estimate;
  /** Share of the gold codes that are returned at all. */
  recallReturned: Estimate;
}

/** A document's suggestions, everything that was returned, and its gold codes. */
export type ReturnedCodes = CodeSets & { returned: ReadonlySet<string> };

/** Groups without a gold code and without a suggestion are left out. */
export function stratify(
  documents: readonly ReturnedCodes[],
  { names, groupOf }: Grouping,
  estimate: Estimator,
): Stratum[] {
  const groups = new Map<string, string>();
  for (const { gold, returned } of documents) {
    for (const code of [...gold, ...returned]) if (!groups.has(code)) groups.set(code, groupOf(code));
  }
  return names
    .map((name): Stratum => {
      const inGroup = (code: string): boolean => groups.get(code) === name;
      const counts = documents.map((document) => countCodes(document, inGroup));
      const returned = documents.map(({ returned, gold }) =>
        countCodes({ proposed: returned, gold }, inGroup),
      );
      return {
        name,
        codes: new Set(documents.flatMap(({ gold }) => [...gold].filter(inGroup))).size,
        gold: counts.reduce((sum, { gold }) => sum + gold, 0),
        precision: estimate(precision(counts)),
        recall: estimate(recall(counts)),
        f1: estimate(microF1(counts)),
        recallReturned: estimate(
          ratio(
            returned.map(({ right }) => right),
            returned.map(({ gold }) => gold),
          ),
        ),
      };
    })
    .filter(({ gold, precision }) => gold > 0 || precision.value !== null);
}

const NOT_IN_RELEASE = 'not in the release';

/**
 * By the number of training documents that have the code. Codes that the release does not have cannot be
 * suggested and are a group of their own.
 */
export function byFrequency(
  trainingDocuments: ReadonlyMap<string, number>,
  catalog: Pick<Catalog, 'lookUp'>,
): Grouping {
  return {
    names: ['unseen', '1–4', '5–9', '10+', NOT_IN_RELEASE],
    groupOf: (code) => {
      if (!catalog.lookUp(code)) return NOT_IN_RELEASE;
      const documents = trainingDocuments.get(code) ?? 0;
      return documents === 0 ? 'unseen' : documents < 5 ? '1–4' : documents < 10 ? '5–9' : '10+';
    },
  };
}

/** By the outermost part of the book: chapters of ICD-10-CM, sections of ICD-10-PCS. */
export function byChapter({ book }: Pick<Catalog, 'book'>): Grouping {
  const chapters = book.tree(null).map(({ id, title }) => ({ id, name: `${id} ${title}` }));
  const names = new Map(chapters.map(({ id, name }) => [id, name]));
  const known = new Map<string, string>();
  return {
    names: [...chapters.map(({ name }) => name), NOT_IN_RELEASE],
    groupOf: (code) => {
      const category = code.slice(0, 3);
      const name = known.get(category) ?? chapterOf(category);
      known.set(category, name);
      return name;
    },
  };

  function chapterOf(category: string): string {
    if (!book.has(category)) return NOT_IN_RELEASE;
    const { path, row } = book.page(category);
    return names.get((path[0] ?? row).id) ?? NOT_IN_RELEASE;
  }
}
