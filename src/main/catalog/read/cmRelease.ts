import { UserError } from '../../errors.ts';
import { joinBooks, resolveCrossReferences } from '../crossReferences.ts';
import type { Change, HccMapping, Release, Replacement, ReportLine, SourceFile } from '../release.ts';
import { applyAddenda } from './addenda.ts';
import { readAddenda, type Addenda } from './addendaPdf.ts';
import { chooseCmFiles, missingParts, type CmFiles } from './cmFiles.ts';
import { readConversionTable, type ConversionRow, type ConversionTable } from './conversionTable.ts';
import { decodeText, decodeXml } from './decode.ts';
import { readHccs } from './hcc.ts';
import type { HasCode } from './indexTerm.ts';
import { readIndexXml } from './indexXml.ts';
import { codeRows, type OrderRow } from './order.ts';
import { readOrderAddenda, type OrderAddenda } from './orderAddenda.ts';
import { readPoaExempt } from './poaExempt.ts';
import { readRolledIndex } from './rolledIndex.ts';
import { notUsed, sourceFile, type Found } from './survey.ts';
import { readTabular, type TabularList } from './tabular.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** Says how far the work is, from 0 to 1, and lets an abort come through. */
export type Step = (fraction: number, stage: string) => Promise<void>;

type CmParts = Omit<Release, 'system' | 'version' | 'title' | 'language' | 'validFrom' | 'validTo'>;

/**
 * Puts a release of ICD-10-CM together: the rows of its order file with what the other files say about them.
 *
 * @param order the order file, and `rows` what is in it
 * @param year fiscal year of the release
 * @param found all files
 * @throws UserError where a file is damaged or belongs to another year
 */
export async function readCmRelease(
  order: Found<'order file'>,
  rows: readonly OrderRow[],
  year: number,
  found: readonly Found[],
  step: Step,
): Promise<CmParts> {
  const files = chooseCmFiles(order, found, year);
  const titles = new Map(rows.map((row) => [row.code, row]));
  const has: HasCode = (code) => titles.has(code);

  await step(0.05, 'Reading the lists of codes');
  const addenda = await readCodeChanges(files.orderAddenda, order, rows);
  const poa = await readExempt(files.poaExempt, has);
  const conversion: ConversionTable = files.conversion
    ? await readConversionTable(await files.conversion.read(), files.conversion.name)
    : { year: null, rows: [], report: [] };
  const hcc = await readPaymentCategories(files);
  const tabular = await readTabularList(files, year, titles, step);
  const index = await readBooks(files, year, has, step);

  const sources = [order, ...Object.values({ ...files, addenda: [] }).flat()];
  return {
    codes: codeRows(rows, {
      blockOf: (code) => tabular.list?.blockOf.get(code) ?? null,
      poaExempt: poa.codes,
      since: firstDays(addenda.changes, conversion.rows, year),
    }),
    blocks: tabular.list?.blocks ?? [],
    notes: tabular.list?.notes ?? [],
    sevenths: tabular.list?.sevenths ?? [],
    index: index.index,
    columns: index.columns,
    changes: [...addenda.changes, ...tabular.changes],
    replacements: replacementsOf(conversion.rows),
    hccs: hcc.hccs,
    sources: [...sources.flatMap((file) => (file ? sourceFile(file) : [])), ...tabular.used],
    report: [
      ...missingParts(files, `ICD-10-CM FY${year}`),
      ...poa.report,
      ...conversion.report,
      ...hcc.report,
      ...tabular.report,
      ...index.report,
    ],
  };
}

async function text(file: Found): Promise<string> {
  return decodeText(await file.read());
}

async function xml(file: Found): Promise<XmlElement> {
  return parseXml(decodeXml(await file.read(), file.name), file.name);
}

async function readCodeChanges(
  file: CmFiles['orderAddenda'],
  order: Found,
  rows: readonly OrderRow[],
): Promise<OrderAddenda> {
  if (!file) return { changes: [], totals: null };
  const addenda = readOrderAddenda(await text(file), file.name);
  const codes = rows.filter(({ billable }) => billable).length;
  const headers = rows.length - codes;
  const { totals } = addenda;
  if (totals && (totals.codes !== codes || totals.headers !== headers)) {
    throw new UserError(
      `The order file ${order.name} has ${headers} headers and ${codes} codes, but ${file.name} counts ${totals.headers} and ${totals.codes}.`,
      'One of the two is damaged or of another release. Get both again from their authority.',
    );
  }
  return addenda;
}

async function readExempt(
  file: CmFiles['poaExempt'],
  has: HasCode,
): Promise<{ codes: ReadonlySet<string>; report: ReportLine[] }> {
  const codes = file ? readPoaExempt(await text(file), file.name) : [];
  return {
    codes: new Set(codes),
    report: codes
      .filter((code) => !has(code))
      .map((code) => ({
        source: file?.name ?? '',
        place: code,
        text: code,
        reason: 'a POA-exempt code that the release does not have',
      })),
  };
}

async function readPaymentCategories({
  hccMapping,
  hccLabels,
}: CmFiles): Promise<{ hccs: HccMapping[]; report: ReportLine[] }> {
  if (!hccMapping) return { hccs: [], report: [] };
  const mapping = { source: hccMapping.name, text: await text(hccMapping) };
  return readHccs(mapping, hccLabels && { source: hccLabels.name, text: await text(hccLabels) });
}

/** First days of validity, ISO dates: of new headers the addenda alone tell, of codes the conversion table. */
function firstDays(
  changes: readonly Change[],
  conversion: readonly ConversionRow[],
  year: number,
): Map<string, string> {
  const since = new Map(
    changes
      .filter(({ kind, before }) => kind === 'code-added' && before === null)
      .map(({ owner }) => [owner, `${year - 1}-10-01`]),
  );
  for (const { code, effective } of conversion) {
    if ((since.get(code) ?? '') < effective) since.set(code, effective);
  }
  return since;
}

function replacementsOf(conversion: readonly ConversionRow[]): Replacement[] {
  const all = conversion.flatMap(({ code, effective, previous }) =>
    previous.map((each): Replacement => ({ code, previous: each, effective })),
  );
  // The official table has some rows twice.
  return [...new Map(all.map((each) => [`${each.code} ${each.previous}`, each])).values()];
}

/** Addenda as read, with the year that they belong to. */
interface ReadAddenda {
  file: Found<'tabular addenda'>;
  addenda: Addenda;
  year: number;
}

interface TabularParts {
  list: TabularList | null;
  changes: Change[];
  report: ReportLine[];
  /** The addenda that were applied. */
  used: SourceFile[];
}

async function readTabularList(
  files: CmFiles,
  year: number,
  titles: ReadonlyMap<string, OrderRow>,
  step: Step,
): Promise<TabularParts> {
  const { tabular } = files;
  if (!tabular) return { list: null, changes: [], report: [], used: [] };
  await step(0.15, 'Reading the Tabular List');
  const first = tabular.year ?? year;
  const list = readTabular(await xml(tabular), `FY${first}`);
  const addenda = await readAllAddenda(files.addenda, step);
  const report = [...addenda.report];
  const used: ReadAddenda[] = [];
  for (const each of addenda.read) {
    // FY2024-Apr comes after FY2024 in this order too.
    if (each.addenda.release > list.release && each.year <= year) used.push(each);
    else {
      const reason = `tabular addenda of ${each.addenda.release}, which do not lead from FY${first} to FY${year}`;
      report.push(notUsed(each.file.name, reason));
    }
  }
  for (let needed = first + 1; needed <= year; needed++) {
    if (used.some((each) => each.addenda.release === `FY${needed}`)) continue;
    throw new UserError(
      `${tabular.name} is the Tabular List of FY${first}, and the tabular addenda of FY${needed} are missing on the way to FY${year}.`,
      `Add the tabular addenda of FY${needed}, or give the Tabular List of FY${year}.`,
    );
  }
  await step(0.6, 'Applying the addenda');
  const applied = applyAddenda(
    list,
    used.map((each) => each.addenda),
    titles,
  );
  return {
    list: applied.list,
    changes: applied.changes,
    report: [...report, ...applied.report],
    used: used.map((each) => sourceFile(each.file, each.addenda.release)),
  };
}

async function readAllAddenda(
  files: readonly Found<'tabular addenda'>[],
  step: Step,
): Promise<{
  read: ReadAddenda[];
  report: ReportLine[];
}> {
  const read: ReadAddenda[] = [];
  const report: ReportLine[] = [];
  for (const [index, file] of files.entries()) {
    await step(0.2 + (0.4 * index) / files.length, 'Reading the addenda');
    try {
      const addenda = await readAddenda(await file.read(), file.name);
      read.push({ file, addenda, year: Number(addenda.release.slice(2, 6)) });
    } catch (error) {
      // Of the PDFs in a folder some are about other things; one that calls itself addenda must be right.
      if (!(error instanceof UserError) || /tabular[^/]*$/i.test(file.name)) throw error;
      report.push(notUsed(file.name, error.message));
    }
  }
  return { read, report };
}

async function readBooks(
  { books, rolled, reference }: CmFiles,
  year: number,
  has: HasCode,
  step: Step,
): Promise<Pick<Release, 'index' | 'columns' | 'report'>> {
  await step(0.65, 'Reading the index');
  const index = rolled
    ? readRolledIndex(await text(rolled), rolled.name, has, reference ? await xml(reference) : undefined)
    : null;
  const read = [];
  for (const file of books) {
    await step(0.8, 'Reading the index');
    read.push(readIndexXml(await xml(file), file.name, `FY${year}`, has));
  }
  await step(0.9, 'Following cross references');
  const joined = joinBooks([...(index ? [index.entries] : []), ...read.map(({ entries }) => entries)]);
  const unresolved = resolveCrossReferences(joined);
  return {
    index: joined,
    columns: read.flatMap(({ columns }) => columns),
    report: [...(index?.report ?? []), ...read.flatMap(({ report }) => report), ...unresolved],
  };
}
