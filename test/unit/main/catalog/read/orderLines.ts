/** A row of an order file: code without its dot, "1" billable or "0" a header, long title. */
export type Row = readonly [plain: string, flag: 0 | 1, title: string];

/** A row as the format describes it, without its number: every column at its place. */
export function orderColumns([plain, flag, title]: Row): string {
  return `${flag} ${title.slice(0, 60).padEnd(60)} ${title}`.replace(/^/, `${plain.padEnd(7)} `);
}

/** A whole order file, with the line ends of the official ones. */
export function orderFile(rows: readonly Row[]): string {
  return rows.map((row, index) => `${String(index + 1).padStart(5, '0')} ${orderColumns(row)}\r\n`).join('');
}

/** A line of order addenda: in them the flag stands before the code. */
export function addendaLine(action: string, [plain, flag, title]: Row): string {
  return `${`${action}:`.padEnd(13)}${flag} ${plain.padEnd(7)} ${title.slice(0, 60).padEnd(60)} ${title}\r\n`;
}
