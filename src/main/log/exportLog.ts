/** Writing the decision log of a ledger to a file, in any of its readable forms. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { Checkpoint, LedgerFilter, LogFormat } from '../../shared/ledger.ts';
import { Ledger } from '../ledger/ledger.ts';
import { MergedLedgers } from '../merge/mergedLedgers.ts';
import type { LogContext } from '../reports/context.ts';
import { logCsv } from '../reports/csv.ts';
import { logFhir } from '../reports/fhir/bundle.ts';
import { logJsonl } from '../reports/jsonl.ts';
import { logPdf } from '../reports/pdf.ts';
import type { InterfaceLanguage } from '../../shared/language.ts';
import { matches } from './matches.ts';

/** What is written; it crosses to a thread. */
export interface ExportTask {
  /** A ledger's file with its key, or the store of merged ledgers with its. */
  source: { file: string; key: Uint8Array; merged: boolean };
  origin: string;
  /** Number of its last entry. */
  entries: number;
  format: Exclude<LogFormat, 'signed'>;
  filter: LedgerFilter;
  excerpts: boolean;
  checkpoint: Checkpoint | null;
  who: string;
  /** ISO 8601, UTC. */
  at: string;
  language: InterfaceLanguage;
  /** Names of charts that are here, by identifier; none without excerpts. */
  names: ReadonlyMap<string, string>;
  /** A file that is not there yet. */
  out: string;
}

/** A ledger as reports read it. */
interface Source {
  /** Oldest first. */
  all: () => Iterable<LedgerEntry>;
  ofChart: (chart: string) => LedgerEntry[];
  close: () => void;
}

/**
 * Writes the log; it is on the disk when this returns.
 * @param onProgress from 0 to 1
 * @throws the system's or SQLite's error
 */
export function exportLog(task: ExportTask, onProgress: (fraction: number) => void): void {
  const { source, origin, filter, excerpts, checkpoint, who, at, language, names } = task;
  const opened = open(task);
  const context = {
    origin,
    filter,
    excerpts,
    checkpoint,
    who,
    at,
    language,
    chartName: (chart: string) => names.get(chart) ?? null,
    ofChart: opened.ofChart,
  };
  try {
    writeChunks(task.out, chunks(task, opened, context, onProgress));
  } finally {
    opened.close();
    source.key.fill(0);
  }
  onProgress(1);
}

function chunks(
  { format, filter, entries }: ExportTask,
  source: Source,
  context: LogContext & { language: InterfaceLanguage; ofChart: Source['ofChart'] },
  onProgress: (fraction: number) => void,
): Iterable<string | Uint8Array> {
  const wanted = matching(source.all(), filter, (seq) => onProgress(seq / entries));
  switch (format) {
    case 'csv':
      return logCsv(wanted, context);
    case 'jsonl':
      return logJsonl(wanted, context);
    case 'fhir':
      return logFhir(wanted, context);
    case 'pdf':
      return logPdf(chartByChart(wanted, filter, source), context);
  }
}

function open({ source: { file, key, merged }, origin }: ExportTask): Source {
  if (!merged) {
    const ledger = new Ledger(file, { key });
    return {
      all: () => ledger.all(),
      ofChart: (chart) => ledger.ofChart(chart),
      close: () => ledger.close(),
    };
  }
  const ledgers = new MergedLedgers(file, key);
  return {
    all: () => ledgers.all(origin),
    ofChart: (chart) => ledgers.ofChart(origin, chart),
    close: () => ledgers.close(),
  };
}

/** @param onEntry is told the number of each entry, matching or not */
function* matching(
  entries: Iterable<LedgerEntry>,
  filter: LedgerFilter,
  onEntry: (seq: number) => void,
): Generator<LedgerEntry> {
  for (const entry of entries) {
    onEntry(entry.seq);
    if (matches(entry, filter)) yield entry;
  }
}

/** What is about no chart first, then chart by chart in the order in which they come; few are in memory at a time. */
function* chartByChart(
  entries: Iterable<LedgerEntry>,
  filter: LedgerFilter,
  source: Source,
): Generator<LedgerEntry> {
  const charts = new Set<string>();
  for (const entry of entries) {
    if (entry.chart === null) yield entry;
    else charts.add(entry.chart);
  }
  for (const chart of charts) {
    for (const entry of source.ofChart(chart)) if (matches(entry, filter)) yield entry;
  }
}

function writeChunks(file: string, parts: Iterable<string | Uint8Array>): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      for (let written = 0; written < bytes.length;) {
        written += writeSync(handle, bytes, written, bytes.length - written);
      }
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
