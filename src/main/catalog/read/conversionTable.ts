import { UserError } from '../../errors.ts';
import { withDot } from '../codes.ts';
import type { ReportLine } from '../release.ts';
import { decodeXml } from './decode.ts';
import { openArchive } from './sources.ts';
import { childOf, childrenOf, parseXml, type XmlElement } from './xml.ts';

export interface ConversionRow {
  code: string;
  /** First day of the code, ISO date. */
  effective: string;
  /** What stood for it before, as printed: codes, or ranges and words that name some; empty for "None". */
  previous: string[];
  /** Row of the spreadsheet, from 1. */
  row: number;
}

export interface ConversionTable {
  /** The fiscal year that its heading names. */
  year: number | null;
  rows: ConversionRow[];
  report: ReportLine[];
}

const HEADINGS = ['Current code assignment', 'Effective', 'Previous Code(s) Assignment'];

/**
 * Reads the conversion table of ICD-10-CM (NCHS, xlsx): each new code, when it came, and its previous
 * assignment. A year in the column "Effective" means October 1 of it, as the heading says.
 *
 * @throws UserError where it is no spreadsheet or not of this form
 */
export async function readConversionTable(xlsx: Buffer, source: string): Promise<ConversionTable> {
  const sheet = await readSheet(xlsx, source);
  const headings = sheet.findIndex(({ cells }) => HEADINGS.every((each, column) => cells[column] === each));
  if (headings < 0) {
    throw new UserError(
      `${source} is no conversion table: its first sheet has no row with the headings ${HEADINGS.join(', ')}.`,
      'Give the conversion table as published.',
    );
  }
  const table: ConversionTable = { year: null, rows: [], report: [] };
  const title = sheet
    .slice(0, headings)
    .flatMap(({ cells }) => cells)
    .join(' ');
  const year = /\bFY ?(20\d\d)\b/.exec(title)?.[1];
  if (year) table.year = Number(year);
  for (const { row, cells } of sheet.slice(headings + 1)) {
    const [written = '', when = '', before = ''] = cells;
    if (cells.every((cell) => !cell)) continue;
    const code = withDot(written.replace('.', ''));
    const effective = dateOf(when);
    if (!/^[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?$/.test(code) || !effective) {
      const reason = effective ? 'the first column holds no code' : 'the second column holds no date';
      table.report.push({ source, place: `row ${row}`, text: cells.join(' | '), reason });
      continue;
    }
    table.rows.push({ code, effective, previous: previousOf(before), row });
  }
  return table;
}

/** "S20.211A and S20.212A" are two; "Codes in Categories T15-T19" stays as it is. */
function previousOf(text: string): string[] {
  if (/^none$/i.test(text)) return [];
  return text.split(/\s*(?:[,;&]|\band\b)\s*/i).filter((each) => each !== '');
}

/** A year, or a day in the count of spreadsheets (ECMA-376, 18.17.4.1), in which 25569 is 1970-01-01. */
function dateOf(cell: string): string | null {
  if (/^20\d\d$/.test(cell)) return `${cell}-10-01`;
  if (!/^[34]\d{4}$/.test(cell) && !/^5[0-4]\d{3}$/.test(cell)) return null;
  return new Date((Number(cell) - 25569) * 86_400_000).toISOString().slice(0, 10);
}

/** The cells of the first sheet as text, by row; column A is 0. */
async function readSheet(xlsx: Buffer, source: string): Promise<{ row: number; cells: string[] }[]> {
  const parts = await openArchive(xlsx, source, { fileBytes: 32 * 1024 ** 2 });
  const part = async (name: string): Promise<XmlElement | null> => {
    const found = parts.find((each) => each.name === `${source}/${name}`);
    return found ? parseXml(decodeXml(await found.read(), found.name), found.name) : null;
  };
  const data = childOf((await part('xl/worksheets/sheet1.xml')) ?? EMPTY, 'sheetData');
  const strings = childrenOf((await part('xl/sharedStrings.xml')) ?? EMPTY, 'si').map(richText);
  return childrenOf(data ?? EMPTY, 'row').map((element) => {
    const cells: string[] = [];
    for (const cell of childrenOf(element, 'c')) {
      const column = columnOf(cell.attributes['r'] ?? '');
      if (column === null) continue;
      const value = richText(childOf(cell, 'is') ?? EMPTY) || plain(childOf(cell, 'v') ?? EMPTY);
      cells[column] = ((cell.attributes['t'] === 's' ? strings[Number(value)] : value) ?? '').trim();
    }
    return {
      row: Number(element.attributes['r']),
      cells: Array.from(cells, (cell: string | undefined) => cell ?? ''),
    };
  });
}

const EMPTY: XmlElement = { name: '', attributes: {}, children: [], line: 0 };

function plain(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** Text with or without runs of formatting; its phonetic hints are left out (ECMA-376, 18.4.8). */
function richText(element: XmlElement): string {
  return childrenOf(element)
    .map((child) => (child.name === 't' ? plain(child) : child.name === 'r' ? richText(child) : ''))
    .join('');
}

/** The columns of a table that matter here are the first 26. */
function columnOf(reference: string): number | null {
  const letter = /^([A-Z])\d+$/.exec(reference)?.[1];
  return letter ? letter.charCodeAt(0) - 65 : null;
}
