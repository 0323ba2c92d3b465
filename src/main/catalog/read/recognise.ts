import { UserError } from '../../errors.ts';
import type { IndexBook } from '../release.ts';
import { readConversionTable } from './conversionTable.ts';

/** What a file of a release is. */
export type FileKind =
  | { kind: 'order file'; system: 'icd-10-cm' | 'icd-10-pcs' }
  | { kind: 'order addenda' }
  | { kind: 'tabular list' }
  | { kind: 'index'; book: IndexBook }
  | { kind: 'rolled index' }
  | { kind: 'POA-exempt list' }
  | { kind: 'conversion table' }
  | { kind: 'HCC mapping' }
  | { kind: 'HCC labels' }
  /** A PDF that may hold tabular addenda; only its reader can tell. */
  | { kind: 'tabular addenda' }
  | { kind: 'ClaML' }
  /** `why` says what it is instead, or that it is unknown. */
  | { kind: 'unused'; why: string };

export type Recognised = FileKind & {
  /** The fiscal year it is for, as its content or else its name tells. */
  year: number | null;
};

const unused = (why: string): FileKind => ({ kind: 'unused', why });

/** Files that begin with text, by how they begin. The first that fits counts. */
const BEGINNINGS: readonly (readonly [RegExp, FileKind])[] = [
  [/^\d{5} [A-Z][0-9A-Z]{2,6} +[01] /, { kind: 'order file', system: 'icd-10-cm' }],
  [/^\d{5} \d[0-9A-Z]{2,6} +[01] /, { kind: 'order file', system: 'icd-10-pcs' }],
  [/^(?:Add|Delete|Revise from): +[01] [0-9A-Z]{3,7} /, { kind: 'order addenda' }],
  [
    /^(?:Add|Delete|Revise from): +[0-9A-Z]{3,7} /,
    unused('addenda of the codes, which the order addenda hold too'),
  ],
  [/^[A-Z][0-9A-Z]{2,6} +\S/, unused('a list of codes, which the order file holds too')],
  [/^(?:Order\d+\t)?POAexemptCode\t/, { kind: 'POA-exempt list' }],
  [/^term_path\tnonessential_modifiers\t/, { kind: 'rolled index' }],
  [/^diagnosis_code,cc,model_name/, { kind: 'HCC mapping' }],
  [/^cc,label,model_domain,/, { kind: 'HCC labels' }],
  [/^cc_parent,cc_child,/, unused('hierarchies of HCC')],
];

/** Files that their names promise to be, whatever is in them: their readers say what is wrong. */
const NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/^icd-?10cm[-_]order[-_].*\d{4}\.txt$/i, { kind: 'order file', system: 'icd-10-cm' }],
  [/^icd-?10pcs[-_]order[-_].*\d{4}\.txt$/i, { kind: 'order file', system: 'icd-10-pcs' }],
];

/**
 * Tells what a file of a release is, by its content; by its name where the content is a PDF or damaged.
 * @param name with folders and archives around it
 * @throws UserError where a spreadsheet is damaged
 */
export async function recognise(name: string, content: Buffer): Promise<Recognised> {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const start = content
    .subarray(0, 8192)
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf)?\s*/, '');
  const named = yearIn(base);
  if (start.startsWith('%PDF')) return { ...recognisePdf(base), year: named };
  if (/\.xlsx$/i.test(base)) return recogniseSheet(name, content, named);
  const promised = NAMES.find(([pattern]) => pattern.test(base));
  if (start.startsWith('<') && !promised) return recogniseXml(start, named);
  if (/POA/i.test(base) && /(?:Add|Delete|Revise)Codes/i.test(base))
    return { ...unused('changes of the POA-exempt list, which that list holds too'), year: named };
  const found = BEGINNINGS.find(([pattern]) => pattern.test(start)) ?? promised;
  if (!found) return { ...unused('nothing that belongs to a release as it is read here'), year: named };
  return { ...found[1], year: yearOfText(start) ?? named };
}

/** "Order26" heads a column, and "status_fy2026" another. */
function yearOfText(start: string): number | null {
  const [, short, long] = /^(?:Order(\d\d)\t|term_path\t.*\tstatus_fy(\d{4}))/.exec(start) ?? [];
  return long ? Number(long) : short ? 2000 + Number(short) : null;
}

function yearIn(base: string): number | null {
  const [, long, short] = /(?:(?<!\d)(20\d\d)|FY-?(\d\d))(?!\d)/i.exec(base) ?? [];
  return long ? Number(long) : short ? 2000 + Number(short) : null;
}

function recognisePdf(base: string): FileKind {
  if (/guideline/i.test(base)) return unused('guidelines');
  if (/e?index|drug|neoplasm/i.test(base)) return unused('addenda of an index');
  if (/files?\b|readme/i.test(base)) return unused('a description of files');
  return { kind: 'tabular addenda' };
}

async function recogniseSheet(name: string, content: Buffer, named: number | null): Promise<Recognised> {
  try {
    const { year } = await readConversionTable(content, name);
    return { kind: 'conversion table', year: year ?? named };
  } catch (error) {
    if (/conversion/i.test(name) || !(error instanceof UserError)) throw error;
    return { ...unused('a spreadsheet, and no conversion table'), year: named };
  }
}

function recogniseXml(start: string, named: number | null): Recognised {
  const bare = start.replace(/<!--.*?-->/gs, '');
  const root = /<([^!?\s/>]+)/.exec(bare)?.[1];
  const version = /<version>\s*(20\d\d)/.exec(bare)?.[1];
  const year = version ? Number(version) : named;
  if (root === 'ClaML') return { kind: 'ClaML', year: null };
  if (root === 'ICD10CM.tabular') return { kind: 'tabular list', year };
  if (/<ICD10CM\.\w+[^>]*isAddenda="true"/.test(bare)) return { ...unused('changes of an index'), year };
  if (root === 'ICD10CM.index' || root === 'ICD10CM.table')
    return { kind: 'index', book: bookOf(bare), year };
  return { ...unused(root?.endsWith('schema') ? 'an XML schema' : 'XML of another kind'), year };
}

function bookOf(start: string): IndexBook {
  if (/<head col="1">\s*Neoplasm/i.test(start)) return 'neoplasm';
  if (/<head col="1">\s*Substance/i.test(start)) return 'drug';
  return /<title>[^<]*EXTERNAL CAUSE/i.test(start) ? 'external' : 'index';
}
