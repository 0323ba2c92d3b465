import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import type { ReportLine, SourceFile } from '../release.ts';
import { recognise, type FileKind, type Recognised } from './recognise.ts';
import type { Source } from './sources.ts';

/** A file and what it is. */
export type Found<Kind extends FileKind['kind'] = FileKind['kind']> = Source &
  Extract<Recognised, { kind: Kind }> & { sha256: string };

/**
 * Tells of every source what it is. Files with the same content count once, the first of them.
 *
 * @param onFile called before each with its place, from 0
 * @returns what can be read, and a line for every file that is not
 * @throws UserError where a file cannot be read
 */
export async function surveySources(
  sources: readonly Source[],
  onFile: (index: number) => Promise<void>,
): Promise<{ found: Found[]; report: ReportLine[] }> {
  const found = new Map<string, Found>();
  const report: ReportLine[] = [];
  for (const [index, source] of sources.entries()) {
    await onFile(index);
    const content = await source.read();
    const sha256 = createHash('sha256').update(content).digest('hex');
    const recognised = await recognise(source.name, content);
    const same = found.get(sha256);
    if (recognised.kind === 'unused') report.push(notUsed(source.name, recognised.why));
    else if (same) report.push(notUsed(source.name, `the same as ${same.name}`));
    else found.set(sha256, { ...source, ...recognised, sha256 });
  }
  return { found: [...found.values()], report };
}

/** A whole file that was left out. */
export function notUsed(source: string, reason: string): ReportLine {
  return { source, place: '', text: '', reason: `not used: ${reason}` };
}

export function ofKind<Kind extends FileKind['kind']>(found: readonly Found[], kind: Kind): Found<Kind>[] {
  return found.filter((each): each is Found<Kind> => each.kind === kind);
}

/**
 * The one file of its kind, or null.
 * @throws UserError where there are two that differ
 */
export function single<Kind extends FileKind['kind']>(files: readonly Found<Kind>[]): Found<Kind> | null {
  const [first, second] = files;
  if (first && second) {
    throw new UserError(
      `There are two different files of one kind (${first.kind}): ${named(first)} and ${named(second)}.`,
      'Give the files of one release only.',
    );
  }
  return first ?? null;
}

/** "icd10cm_order_2026.txt (FY2026)" */
export function named({ name, year }: Found): string {
  return year === null ? name : `${name} (FY${year})`;
}

/**
 * What a pack keeps about a file that it was made from.
 * @param release what the file is for, where that is more than its year tells: FY2024-Apr
 */
export function sourceFile({ name, size, sha256, ...file }: Found, release?: string): SourceFile {
  const kind = file.kind === 'index' ? `${file.kind} XML, ${file.book}` : file.kind;
  // HCC go by years of payment.
  const year = file.year === null ? '' : file.kind.startsWith('HCC') ? ` ${file.year}` : ` FY${file.year}`;
  return { name, kind: release === undefined ? kind + year : `${kind} ${release}`, bytes: size, sha256 };
}
