/** Says what happened to a ledger whose rows do not follow from each other. */
import type { LedgerFault } from '../../shared/ledger.ts';
import { GENESIS } from './entry.ts';
import type { Found, RowReader } from './rows.ts';
import { faultBetween, faultOf, faultOfAll, soundEntry } from './scan.ts';

/** A row as it was found, in the order of the file. */
interface Row {
  /** The row's number in SQLite, or the line in an export, whose first line counts. */
  place: number;
  /** The number that the entry says it has; null where it is no entry, or its hash does not fit. */
  seq: number | null;
  hash: string;
  /** Null also where the body was left out. */
  previous: string | null;
  /** A line of an export that is nothing a ledger has. */
  strange: boolean;
}

type Entry = Row & { seq: number };

/** Numbers [first, last]. */
interface Numbers {
  first: number;
  last: number;
}

export interface Diagnosis {
  /** At least one. */
  faults: LedgerFault[];
  /** How many entries the file has, whole or not. */
  rows: number;
  /** The highest number that is there or accounted for. */
  last: number;
  /** Hash of the last entry. */
  head: string;
}

/**
 * Reads the whole ledger once more and compares it with entries 1 to `total` in their order.
 * @param total how many entries there should be; 0 where nothing says so. That the last are missing, the
 * caller sees.
 * @param isCut whether an export ends before its end: what is left of its last line is no fault of its own
 */
export function diagnose(
  reader: RowReader,
  { kind, total, isCut }: { kind: 'sqlite' | 'export'; total: number; isCut: boolean },
): Diagnosis {
  const { rows, unreadable } = allRows(reader);
  if (isCut && rows.at(-1)?.seq === null) rows.pop();
  const numbered = rows.filter((row): row is Entry => row.seq !== null);
  const doubles = doublesAmong(numbered);
  const single = numbered.filter((row) => !doubles.has(row));
  const { moved, foreign } = outOfOrder(single, total);
  const entries = single.filter((row) => !foreign.has(row)).sort((a, b) => a.seq - b.seq);
  const gone = missing({ rows, entries, moved, unreadable, kind });
  const named = kind === 'sqlite' ? 'row' : 'line';
  const faults = [
    ...unreadable.map(({ first, last }) =>
      faultBetween('file', first, last, 'the file is damaged there and cannot be read'),
    ),
    ...[...doubles, ...foreign].map(({ seq, place }) =>
      faultOf('inserted', seq, `${named} ${place}, which says to be this entry, was put in`),
    ),
    ...[...moved].map(({ seq, place }) => faultOf('reordered', seq, `it stands in ${named} ${place}`)),
    ...gone.faults,
    ...brokenLinks(entries),
  ];
  if (faults.length === 0 && kind === 'sqlite') {
    for (const { seq, place } of entries) {
      if (seq !== place) faults.push(faultOf('reordered', seq, `it stands in row ${place}`));
    }
  }
  if (faults.length === 0 && !isCut)
    faults.push(faultOfAll('file', 'the entries do not follow from each other'));
  return {
    faults,
    rows: rows.filter(({ strange }) => !strange).length,
    last: gone.last,
    head: entries.at(-1)?.hash ?? GENESIS,
  };
}

function allRows(reader: RowReader): { rows: Row[]; unreadable: Numbers[] } {
  const rows: Row[] = [];
  const unreadable: Numbers[] = [];
  let line = 1;
  for (const part of reader.parts()) {
    for (const found of reader.rows(part)) {
      line += 1;
      if (found.kind === 'unreadable') unreadable.push(found);
      else if (found.kind !== 'checkpoint') rows.push(rowOf(found, line, rows.length + 1));
    }
  }
  return { rows, unreadable };
}

/** @param turn the number of the row among all, which is the entry's where its body was left out */
function rowOf(
  found: Exclude<Found, { kind: 'checkpoint' | 'unreadable' }>,
  line: number,
  turn: number,
): Row {
  if (found.kind === 'other') return { place: line, seq: null, hash: '', previous: null, strange: true };
  if (found.kind === 'withheld') {
    return { place: line, seq: turn, hash: found.hash, previous: null, strange: false };
  }
  const sound = soundEntry(found);
  return {
    place: found.key ?? line,
    seq: sound?.claims.seq ?? null,
    hash: sound?.hash ?? '',
    previous: sound?.claims.previous ?? null,
    strange: false,
  };
}

/** Of rows with the same number, all but the one that fits best among the others. */
function doublesAmong(rows: readonly Entry[]): Set<Entry> {
  const bySeq = new Map<number, Entry[]>();
  for (const row of rows) bySeq.set(row.seq, [...(bySeq.get(row.seq) ?? []), row]);
  const placed = new Map(rows.map((row, at) => [row, at]));
  const fit = (row: Entry): number => {
    const at = placed.get(row) ?? 0;
    const isNamed = bySeq.get(row.seq + 1)?.some(({ previous }) => previous === row.hash) ?? false;
    const names = bySeq.get(row.seq - 1)?.some(({ hash }) => hash === row.previous) ?? false;
    const follows = rows[at - 1]?.seq === row.seq - 1;
    const isFollowed = rows[at + 1]?.seq === row.seq + 1;
    return 4 * Number(isNamed) + 4 * Number(names) + Number(follows) + Number(isFollowed);
  };
  const doubles = new Set<Entry>();
  for (const same of bySeq.values()) {
    if (same.length === 1) continue;
    const best = same.reduce((one, other) => (fit(other) > fit(one) ? other : one));
    for (const row of same) if (row !== best) doubles.add(row);
  }
  return doubles;
}

/** The rows that are not where their numbers belong, and those that are linked to no other and belong nowhere. */
function outOfOrder(rows: readonly Entry[], total: number): { moved: Set<Entry>; foreign: Set<Entry> } {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const isLinked = ({ seq, hash, previous }: Entry): boolean =>
    previous === null || bySeq.get(seq - 1)?.hash === previous || bySeq.get(seq + 1)?.previous === hash;
  const inOrder = new Set(longestRise(rows));
  const moved = new Set<Entry>();
  const foreign = new Set<Entry>();
  const most = Math.max(total, rows.length);
  for (const row of rows) {
    if (isLinked(row)) {
      if (!inOrder.has(row)) moved.add(row);
    } else if (!inOrder.has(row) || row.seq > most || row.seq < 1) {
      foreign.add(row);
    }
  }
  return { moved, foreign };
}

/** A longest subsequence with rising numbers, by patience sorting. */
function longestRise(rows: readonly Entry[]): Entry[] {
  const tops: number[] = [];
  const before: number[] = [];
  rows.forEach(({ seq }, at) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[tops[middle] ?? 0]?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = at;
  });
  const rise: Entry[] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const row = rows[at];
    if (row) rise.push(row);
  }
  return rise;
}

interface Gone {
  rows: readonly Row[];
  /** In the order of their numbers. */
  entries: readonly Entry[];
  moved: ReadonlySet<Row>;
  unreadable: readonly Numbers[];
  kind: 'sqlite' | 'export';
}

/** Numbers without an entry, and rows without a number; and the highest number that is there or named. */
function missing({ rows, entries, moved, unreadable, kind }: Gone): { faults: LedgerFault[]; last: number } {
  const known = new Set<Row>(entries);
  /** Rows without a number, with the one they would have where they stand. */
  const nameless: { row: Row; seq: number }[] = [];
  let next = 1;
  for (const row of rows) {
    if (row.seq === null) nameless.push({ row, seq: kind === 'sqlite' ? row.place : next });
    else if (known.has(row) && !moved.has(row)) next = row.seq + 1;
  }
  const faults: LedgerFault[] = [];
  const explained = new Set<Row>();
  const fill = (first: number, last: number): void => {
    const here = nameless.filter(({ seq }) => seq >= first && seq <= last);
    for (const { row } of here) explained.add(row);
    if (kind === 'export' && here.length > 0) {
      faults.push(faultBetween('changed', first, last, CHANGED));
      return;
    }
    const there = new Set(here.map(({ seq }) => seq));
    for (const seq of there) faults.push(faultOf('changed', seq, CHANGED));
    for (const gap of gapsOf(first, last, there)) {
      const isDamaged = unreadable.some((numbers) => numbers.first <= gap.last && gap.first <= numbers.last);
      if (!isDamaged) faults.push(faultBetween('removed', gap.first, gap.last, 'it is missing'));
    }
  };
  let expected = 1;
  for (const { seq } of entries) {
    if (seq > expected) fill(expected, seq - 1);
    expected = seq + 1;
  }
  let last = unreadable.reduce((most, numbers) => Math.max(most, numbers.last), expected - 1);
  for (const { row, seq } of nameless) {
    if (explained.has(row)) continue;
    if (row.strange) {
      faults.push(faultOfAll('file', `line ${row.place} is not a line of a ledger`));
    } else if (seq >= expected) {
      faults.push(faultOf('changed', seq, CHANGED));
      last = Math.max(last, seq);
    } else {
      faults.push(
        faultBetween('inserted', Math.max(seq - 1, 1), seq, `line ${row.place} was put in between`),
      );
    }
  }
  return { faults, last };
}

const CHANGED = 'its content does not match its hash, or is not that of an entry';

/** Runs of numbers in [first, last] that are not among `there`. */
function gapsOf(first: number, last: number, there: ReadonlySet<number>): Numbers[] {
  const gaps: Numbers[] = [];
  let begin = first;
  for (const seq of [...there].sort((a, b) => a - b)) {
    if (seq > begin) gaps.push({ first: begin, last: seq - 1 });
    begin = seq + 1;
  }
  if (begin <= last) gaps.push({ first: begin, last });
  return gaps;
}

/** Entries that stand in their order, of which one names another hash than the one before it has. */
function brokenLinks(entries: readonly Entry[]): LedgerFault[] {
  const isBroken = (at: number): boolean => {
    const [before, entry] = [entries[at - 1], entries[at]];
    if (!entry?.previous) return false;
    if (!before) return entry.seq === 1 && entry.previous !== GENESIS;
    return before.seq === entry.seq - 1 && before.hash !== entry.previous;
  };
  const faults: LedgerFault[] = [];
  for (let at = 0; at < entries.length; at += 1) {
    if (!isBroken(at)) continue;
    const seq = entries[at]?.seq ?? 0;
    if (at === 0) {
      faults.push(faultOf('changed', seq, 'the first entry names another before it'));
    } else if (isBroken(at + 1)) {
      // It fits neither its neighbours: the change is in itself, and the next link is broken for that.
      faults.push(faultOf('changed', seq, 'neither it nor the entry after it follows from the one before'));
      at += 1;
    } else if (at === entries.length - 1) {
      faults.push(
        faultBetween('changed', seq - 1, seq, 'the last entry does not follow from the one before it'),
      );
    } else if (entries[at - 1]?.previous === null) {
      faults.push(faultBetween('changed', 1, seq - 1, `entry ${seq} does not follow from those left out`));
    } else {
      faults.push(
        faultOf(
          'changed',
          seq - 1,
          `entry ${seq} does not follow from it: it was changed, or what follows is of another ledger`,
        ),
      );
    }
  }
  return faults;
}
