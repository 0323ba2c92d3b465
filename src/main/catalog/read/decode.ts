import { UserError } from '../../errors.ts';

/** The text of a list: UTF-8, or Windows-1252 where it is not that (older official files). */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Start and end tags of one document. The largest published has a tenth of that; more would fill the memory. */
const MOST_TAGS = 8_000_000;

/**
 * The text of an XML document, in the encoding it declares or its byte order mark tells (XML 1.0, appendix F).
 * @param source name of the file, for messages
 * @throws UserError where it is in another or in none that is known, or has more tags than any release
 */
export function decodeXml(bytes: Uint8Array, source: string): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const mark = start.startsWith('\xff\xfe') ? 'utf-16le' : start.startsWith('\xfe\xff') ? 'utf-16be' : null;
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1];
  const encoding = mark ?? declared ?? 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(
      `${source} is not in the encoding ${encoding} that it declares.`,
      'Get the file again from its authority, or save it as UTF-8.',
      { cause },
    );
  }
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (++tags > MOST_TAGS) {
      throw new UserError(
        `${source} has more than ${MOST_TAGS} tags, as no file of a release has.`,
        'Get the file again from its authority and compare its size with the one published.',
      );
    }
  }
  return text;
}

/** Lines with their numbers, from 1; empty ones are left out. */
export function linesOf(text: string): { line: string; number: number }[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
}
