/**
 * The signed export of a ledger: UTF-8, a line each, parts of a line between tabs, which canonical JSON
 * never holds. `head`: what it is; then each entry, `entry`, with its hash, its body and its sealed texts
 * where it has some; after the entry that it covers last, each checkpoint, `checkpoint`, as a JSON string;
 * last `signature` over everything before. An entry of version 0.1 or 0.2 has its texts in its body: where
 * texts are left out, only its hash is there, as `withheld`.
 */
import type { Hash, KeyObject } from 'node:crypto';
import { originOf, publicKeyFrom, spkiOf } from './signer.ts';
import type { StoredEntry } from './entry.ts';

/** What the first line says. */
export interface ExportHead {
  publicKey: KeyObject;
  entries: number;
  /** Whether the texts of the charts are in it. */
  excerpts: boolean;
}

/** What every export file begins with. */
export const EXPORT_BEGINNING = 'rubricator-ledger\t1\t';

const HEAD =
  /^rubricator-ledger\t1\t(rubricator-[0-9a-f]{16})\t([A-Za-z0-9+/=]+)\t(0|[1-9]\d{0,14})\t(texts|no-texts)$/;

export function headLine({ publicKey, entries, excerpts }: ExportHead): string {
  const key = spkiOf(publicKey).toString('base64');
  return `${EXPORT_BEGINNING}${originOf(publicKey)}\t${key}\t${entries}\t${excerpts ? 'texts' : 'no-texts'}\n`;
}

/** Reads the first line, without its end; null where it is none. */
export function parseHead(line: string): ExportHead | null {
  const [, origin, key = '', entries, texts] = HEAD.exec(line) ?? [];
  const publicKey = publicKeyFrom(key);
  if (!publicKey || originOf(publicKey) !== origin || spkiOf(publicKey).toString('base64') !== key)
    return null;
  return { publicKey, entries: Number(entries), excerpts: texts === 'texts' };
}

export function entryLine({ hash: of, body, sealed }: StoredEntry, excerpts: boolean): string {
  // Bodies of the first form hold their texts themselves.
  if (!excerpts && !body.includes('"v":2,')) return `withheld\t${of}\n`;
  return sealed === null || !excerpts ? `entry\t${of}\t${body}\n` : `entry\t${of}\t${body}\t${sealed}\n`;
}

export function checkpointLine(note: string): string {
  return `checkpoint\t${JSON.stringify(note)}\n`;
}

/** A line of an export after the first, without its end. */
export type ExportLine =
  | { kind: 'entry'; hash: string; body: string; sealed: string | null }
  | { kind: 'withheld'; hash: string }
  | { kind: 'checkpoint'; note: string }
  | { kind: 'signature'; signature: string }
  /** None of these. */
  | { kind: 'other' };

const OTHER: ExportLine = { kind: 'other' };
const SHA256 = /^[0-9a-f]{64}$/;

export function parseLine(line: string): ExportLine {
  const tag = line.slice(0, line.indexOf('\t'));
  const rest = line.slice(tag.length + 1);
  switch (tag) {
    case 'entry':
      return parseEntry(rest);
    case 'withheld':
      return SHA256.test(rest) ? { kind: 'withheld', hash: rest } : OTHER;
    case 'checkpoint': {
      const note = unquoted(rest);
      return note === null ? OTHER : { kind: 'checkpoint', note };
    }
    case 'signature':
      return { kind: 'signature', signature: rest };
    default:
      return OTHER;
  }
}

const HASH_LENGTH = 64;

function parseEntry(rest: string): ExportLine {
  if (rest[HASH_LENGTH] !== '\t') return OTHER;
  const begin = HASH_LENGTH + 1;
  const end = rest.indexOf('\t', begin);
  if (end >= 0 && rest.includes('\t', end + 1)) return OTHER;
  return {
    kind: 'entry',
    hash: rest.slice(0, HASH_LENGTH),
    body: end < 0 ? rest.slice(begin) : rest.slice(begin, end),
    sealed: end < 0 ? null : rest.slice(end + 1),
  };
}

/** The text of a JSON string in its one spelling; null where it is none. */
function unquoted(json: string): string | null {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' && JSON.stringify(text) === json ? text : null;
  } catch {
    return null;
  }
}

/** What the last line signs: it says what is signed, so that the signature fits nothing else. */
export function signedText(before: Hash): Buffer {
  return Buffer.from(`rubricator-ledger-export\n${before.digest('hex')}\n`, 'utf8');
}

export function signatureLine(signature: Uint8Array): string {
  return `signature\t${Buffer.from(signature).toString('base64')}\n`;
}
