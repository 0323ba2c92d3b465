/** A quote on one line, cut in the middle of long passages. */
export function shortQuote(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length <= 140 ? line : `${line.slice(0, 100).trimEnd()} … ${line.slice(-30).trimStart()}`;
}
