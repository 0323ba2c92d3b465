import canonicalize from 'canonicalize';
import type { LedgerEntry } from '../../shared/entry.ts';
import { inChunks } from './chunks.ts';
import { shown, type LogContext } from './context.ts';
import { BYTE_ORDER_MARK, csvLine, type Cell } from './csvLine.ts';
import { sentenceOf } from './timeline.ts';
import type { InterfaceLanguage } from '../../shared/language.ts';

type Column = (entry: LedgerEntry, context: LogContext & { language: InterfaceLanguage }) => Cell;

/** The columns in their order; `details` is canonical JSON, `said` the same in a sentence. */
const COLUMNS: Readonly<Record<string, Column>> = {
  origin: (_, { origin }) => origin,
  entry: ({ seq }) => seq,
  at: ({ at }) => at,
  who: ({ who }) => who,
  emergency: ({ emergency }) => (emergency ? 'yes' : null),
  chart: ({ chart }) => chart,
  chart_name: ({ chart }, { excerpts, chartName }) => (excerpts && chart !== null ? chartName(chart) : null),
  action: ({ action }) => action,
  system: ({ system }) => system,
  code: ({ code }) => code,
  title: ({ title }) => title,
  said: (entry, { language }) => sentenceOf(entry, language),
  details: ({ details }) => (details ? canonicalize(details) : null),
  evidence: ({ evidence }) => evidence.map(placed).join('\n'),
  note: ({ note }) => note,
  about_entry: ({ target }) => target,
  model: ({ model }) => model,
  catalogue: ({ catalogue }) => catalogue,
  previous: ({ previous }) => previous,
  hash: ({ hash }) => hash,
};

/** The decision log as CSV (RFC 4180, UTF-8 with a byte order mark), one entry a line after the line of columns. */
export function logCsv(
  entries: Iterable<LedgerEntry>,
  context: LogContext & { language: InterfaceLanguage },
): Generator<string> {
  return inChunks(lines(entries, context));
}

function* lines(
  entries: Iterable<LedgerEntry>,
  context: LogContext & { language: InterfaceLanguage },
): Generator<string> {
  yield BYTE_ORDER_MARK + csvLine(Object.keys(COLUMNS));
  for (const entry of entries) {
    const open = shown(entry, context);
    yield csvLine(Object.values(COLUMNS).map((column) => column(open, context)));
  }
}

/** Document and half-open range of UTF-16 offsets, and the words where they are shown. */
function placed({ document, start, end, text }: LedgerEntry['evidence'][number]): string {
  const place = `${document} ${start}–${end}`;
  return text === '' ? place : `${place}: ${text.replace(/\s+/gu, ' ')}`;
}
