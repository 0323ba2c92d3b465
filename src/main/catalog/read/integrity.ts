import type { Release, ReportLine } from '../release.ts';

/**
 * Takes out of a release what refers to a code or block that it does not have, and reports each.
 * The targets of an index entry stay, without their code. What changed against the release before may
 * be about rows that are gone and stays too.
 */
export function withoutDanglingReferences(release: Release): Release {
  const ids = new Set([...release.codes.map(({ code }) => code), ...release.blocks.map(({ id }) => id)]);
  const report: ReportLine[] = [];
  const missing = (what: string, id: string, text: string): void => {
    report.push({
      source: `${release.title} ${release.version}`,
      place: id,
      text,
      reason: `${what} of something that the release does not have`,
    });
  };
  const having = <T>(
    list: readonly T[],
    what: string,
    idOf: (item: T) => string,
    textOf: (item: T) => string,
  ): T[] =>
    list.filter((item) => {
      if (!ids.has(idOf(item))) missing(what, idOf(item), textOf(item));
      return ids.has(idOf(item));
    });
  const owner = (item: { owner: string }): string => item.owner;
  const code = (item: { code: string }): string => item.code;
  return {
    ...release,
    notes: having(release.notes, 'a note', owner, ({ text }) => text),
    sevenths: having(release.sevenths, 'a seventh character', owner, ({ meaning }) => meaning),
    index: release.index.map((entry) => ({
      ...entry,
      targets: entry.targets.map((target) => {
        if (target.code === null || ids.has(target.code)) return target;
        missing('an index entry', target.code, entry.title);
        return { ...target, code: null };
      }),
    })),
    replacements: having(release.replacements, 'a previous assignment', code, ({ previous }) => previous),
    hccs: having(release.hccs, 'a payment category', code, ({ model, hcc }) => `${model}, ${hcc}`),
    codes: release.codes.map((row) => {
      if (row.block === null || ids.has(row.block)) return row;
      missing('a category', row.block, row.code);
      return { ...row, block: null };
    }),
    report: [...release.report, ...report],
  };
}
