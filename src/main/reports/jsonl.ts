import canonicalize from 'canonicalize';
import type { LedgerEntry } from '../../shared/entry.ts';
import { inChunks } from './chunks.ts';
import { shown, type LogContext } from './context.ts';

/** Raised with every change of the lines' fields. */
export const JSONL_FORMAT = 1;

/**
 * The decision log as JSON Lines, every line canonical JSON (RFC 8785): the first says what the log is
 * of, each of the others is an entry.
 */
export function logJsonl(entries: Iterable<LedgerEntry>, context: LogContext): Generator<string> {
  return inChunks(lines(entries, context));
}

function* lines(entries: Iterable<LedgerEntry>, context: LogContext): Generator<string> {
  const { origin, filter, excerpts, checkpoint, who, at } = context;
  yield line({ log: 'rubricator', format: JSONL_FORMAT, origin, filter, excerpts, checkpoint, who, at });
  for (const entry of entries) yield line(shown(entry, context));
}

function line(value: object): string {
  return `${canonicalize(value) ?? ''}\n`;
}
