import { UserError } from '../../errors.ts';
import { withDot } from '../codes.ts';
import type { HccMapping, ReportLine } from '../release.ts';
import { linesOf } from './decode.ts';

/** A table of payment categories as it lies in its file. */
export interface HccFile {
  /** Name of the file, for messages. */
  source: string;
  text: string;
}

/**
 * Joins the mapping of diagnoses to hierarchical condition categories (`ra_dx_to_cc_YYYY.csv`: columns
 * diagnosis_code, cc, model_name) with the categories' labels (`ra_labels_YYYY.csv`: cc, label,
 * model_domain, model_version). Every model of the mapping is kept.
 *
 * @param labels null where there is no such file; labels are then empty
 * @returns mappings in the order of the file; categories without a label are reported once
 * @throws UserError where a column is missing or a line has too few
 */
export function readHccs(
  mapping: HccFile,
  labels: HccFile | null,
): { hccs: HccMapping[]; report: ReportLine[] } {
  const labelOf = new Map<string, string>();
  if (labels) {
    for (const [cc, label, domain, version] of rowsOf(labels, [
      'cc',
      'label',
      'model_domain',
      'model_version',
    ])) {
      labelOf.set(`${domain} ${version} ${cc}`, label ?? '');
    }
  }
  const unlabelled = new Map<string, ReportLine>();
  const hccs = rowsOf(mapping, ['diagnosis_code', 'cc', 'model_name']).map(
    ([code = '', cc = '', model = '']): HccMapping => {
      const [key, hcc] = categoryOf(model, cc);
      const label = labelOf.get(key) ?? '';
      if (label === '') {
        unlabelled.set(key, {
          source: labels?.source ?? mapping.source,
          place: `${model}, ${hcc}`,
          text: '',
          reason: 'no label is given for this category',
        });
      }
      return { code: withDot(code), model, hcc, label };
    },
  );
  return { hccs, report: [...unlabelled.values()] };
}

/** "CMS-HCC ESRD Model V24" and "37" are "ESRD V24 HCC37" among the labels, and "HCC 37" for people. */
function categoryOf(model: string, cc: string): [key: string, hcc: string] {
  const version = /(\d+)$/.exec(model)?.[1] ?? '';
  if (model.startsWith('RxHCC')) return [`RxHCC R${version} RXHCC${cc}`, `RxHCC ${cc}`];
  return [`${model.includes('ESRD') ? 'ESRD' : 'CMS-HCC'} V${version} HCC${cc}`, `HCC ${cc}`];
}

function rowsOf({ source, text }: HccFile, columns: readonly string[]): string[][] {
  const [header, ...lines] = linesOf(text);
  const names = cellsOf(header?.line ?? '');
  const refuse = (number: number, reason: string): UserError =>
    new UserError(
      `Line ${number} of ${source} does not fit a table of HCC: ${reason}.`,
      'Give the CSV file as it was published.',
    );
  const places = columns.map((column) => {
    const place = names.indexOf(column);
    if (place < 0) throw refuse(1, `there is no column ${column}`);
    return place;
  });
  return lines.map(({ line, number }) => {
    const cells = cellsOf(line);
    if (cells.length !== names.length)
      throw refuse(number, `it has ${cells.length} columns instead of ${names.length}`);
    return places.map((place) => cells[place] ?? '');
  });
}

/** The cells of a CSV line (RFC 4180); none of these files has a line break in a cell. */
function cellsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, bare]) =>
    (quoted?.replaceAll('""', '"') ?? bare ?? '').trim(),
  );
}
