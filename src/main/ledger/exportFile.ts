/** Writes the signed export of a ledger, and reads it back. What a line holds, `exportFormat.ts` says. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { Checkpoint } from '../../shared/ledger.ts';
import type { StoredEntry } from './entry.ts';
import {
  checkpointLine,
  entryLine,
  headLine,
  parseHead,
  parseLine,
  signatureLine,
  signedText,
  type ExportHead,
} from './exportFormat.ts';
import type { Ledger } from './ledger.ts';
import { linesFrom } from './rows.ts';

export interface TransferOptions {
  /** Told the share that is done, 0 to 1. */
  onProgress?: (done: number) => void;
  /** Ends it; what was written so far is no export. */
  signal?: AbortSignal;
}

/** Characters that are written, or lines that are read, before others get their turn. */
const CHUNK = 1 << 17;
const LINES = 500;

/**
 * Signs a checkpoint, then writes the ledger up to there. Entries can be appended meanwhile.
 * @param excerpts whether the texts of the charts are in it; it verifies either way
 * @throws what `out` throws, or an AbortError
 */
export async function writeExport(
  ledger: Ledger,
  out: Writable,
  { excerpts, onProgress, signal }: TransferOptions & { excerpts: boolean },
): Promise<Checkpoint> {
  const { signer } = ledger;
  if (!signer) throw new Error('a ledger without a signer cannot be exported');
  const last = ledger.checkpoint();
  const hashed = createHash('sha256');
  const chunks = async function* (): AsyncGenerator<Buffer> {
    for (const { lines, done } of chunksOf(ledger, last, excerpts)) {
      const bytes = Buffer.from(lines, 'utf8');
      hashed.update(bytes);
      yield bytes;
      onProgress?.(done);
      await setImmediate();
    }
    yield Buffer.from(signatureLine(signer.sign(signedText(hashed))), 'utf8');
  };
  await pipeline(chunks, out, signal ? { signal } : {});
  return last;
}

function* chunksOf(
  ledger: Ledger,
  { size }: Checkpoint,
  excerpts: boolean,
): Generator<{ lines: string; done: number }> {
  const { signer } = ledger;
  let lines = signer ? headLine({ publicKey: signer.publicKey, entries: size, excerpts }) : '';
  const checkpoints = ledger.checkpoints(size);
  let next = checkpoints.next();
  const checkpointsUpTo = (seq: number): void => {
    for (; !next.done && next.value.size <= seq; next = checkpoints.next())
      lines += checkpointLine(next.value.note);
  };
  checkpointsUpTo(0);
  for (const stored of ledger.stored(size)) {
    lines += entryLine(stored, excerpts);
    checkpointsUpTo(stored.seq);
    if (lines.length < CHUNK) continue;
    yield { lines, done: stored.seq / size };
    lines = '';
  }
  yield { lines, done: 1 };
}

/** What an export holds beside its first and last line. */
export type ExportRecord =
  | ({ kind: 'entry' } & StoredEntry)
  /** An entry of version 0.1 or 0.2 in an export without texts. */
  | { kind: 'withheld'; seq: number; hash: string }
  | { kind: 'checkpoint'; note: string };

/** The first line of an export; null where it is none. Nothing is verified. */
export function exportHead(file: string): ExportHead | null {
  const handle = openSync(file, 'r');
  try {
    const [first = ''] = linesFrom(handle, 0, 1);
    return parseHead(first);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads an export that was verified before, in batches.
 * @throws where it is aborted, or a line is none of an export
 */
export async function* readExport(
  file: string,
  { onProgress, signal }: TransferOptions = {},
): AsyncGenerator<ExportRecord[]> {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    let records: ExportRecord[] = [];
    let [seq, bytes, isFirst] = [0, 0, true];
    for (const line of linesFrom(handle, 0, size)) {
      bytes += Buffer.byteLength(line) + 1;
      if (isFirst) {
        isFirst = false;
        continue;
      }
      const parsed = parseLine(line);
      if (parsed.kind === 'other') throw new Error('not a line of an export');
      if (parsed.kind === 'checkpoint') records.push(parsed);
      else if (parsed.kind !== 'signature') records.push({ seq: (seq += 1), ...parsed });
      if (records.length < LINES) continue;
      yield records;
      records = [];
      onProgress?.(bytes / size);
      await setImmediate();
      signal?.throwIfAborted();
    }
    if (records.length > 0) yield records;
    onProgress?.(1);
  } finally {
    closeSync(handle);
  }
}
