import type { Buffer } from 'node:buffer';
import { makeZip } from './makeZip.ts';

/** A conversion table as a spreadsheet (ECMA-376) with shared strings, one of them in runs of formatting. */
export function conversionTable(
  year: number,
  rows: readonly (readonly [code: string, effective: number | string, previous: string])[],
): Buffer {
  const strings: string[] = [];
  const shared = (text: string): number => strings.push(`<si><t xml:space="preserve">${text}</t></si>`) - 1;
  const cell = (column: string, row: number, value: string | number): string =>
    typeof value === 'number'
      ? `<c r="${column}${row}"><v>${value}</v></c>`
      : value === ''
        ? `<c r="${column}${row}"/>`
        : `<c r="${column}${row}" t="s"><v>${shared(value)}</v></c>`;
  const title = strings.push(
    `<si><r><t>This FY ${year} </t></r><rPh sb="0" eb="1"><t>FY2001</t></rPh><r><t>Conversion Table</t></r></si>`,
  );
  const lines: (readonly (string | number)[])[] = [
    ['Current code assignment', 'Effective', 'Previous Code(s) Assignment'],
    ...rows,
  ];
  const sheet = lines.map((line, index) => {
    const cells = line.map((value, column) => cell('ABC'[column] ?? '', index + 2, value));
    return `<row r="${index + 2}">${cells.join('')}</row>`;
  });
  const first = `<row r="1"><c r="A1" t="s"><v>${title - 1}</v></c></row>`;
  return makeZip([
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet><sheetData>${first}${sheet.join('')}</sheetData></worksheet>`,
    },
    { name: 'xl/sharedStrings.xml', content: `<sst>${strings.join('')}</sst>` },
  ]);
}
