import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import type { LedgerFilter } from '../../../../src/shared/ledger.ts';
import { anAct, makeLedger } from '../../../fixtures/makeLedger.ts';

let folder: string;
let ledger: Ledger;
let continued: Ledger;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-browse-'));
  // A day has 4,320 entries.
  makeLedger(join(folder, 'ledger.sqlite'), { entries: 9000 });
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  copyFileSync(join(import.meta.dirname, '../../../fixtures/ledger-0.1.sqlite'), join(folder, 'old.sqlite'));
  let now = Date.UTC(2026, 10, 22);
  continued = new Ledger(join(folder, 'old.sqlite'), { now: () => now });
  for (let turn = 0; turn < 5; turn += 1) {
    continued.append(anAct({ chart: turn % 2 === 0 ? null : 'chart-1' }));
    now += 86_400_000;
  }
});
afterAll(() => {
  ledger.close();
  continued.close();
  rmSync(folder, { recursive: true });
});

function matches(
  entry: LedgerEntry,
  { who, action, chart, code, from = '', to = '9999' }: LedgerFilter,
): boolean {
  const day = entry.at.slice(0, 10);
  return (
    (who === undefined || entry.who === who) &&
    (action === undefined || entry.action === action) &&
    (chart === undefined || entry.chart === chart) &&
    (code === undefined || entry.code === code) &&
    day >= from &&
    day <= to
  );
}

const FILTERS: LedgerFilter[] = [
  {},
  { who: 'Coder A' },
  { who: 'nobody' },
  { action: 'reject' },
  { action: 'merge' },
  { who: 'Coder B', action: 'finish' },
  { chart: 'chart-7' },
  { chart: 'chart-7', code: 'I10', who: 'Coder B' },
  { chart: 'chart-7', action: 'poa' },
  { code: 'I10' },
  { code: 'I10', who: 'Coder C', action: 'reject' },
  { from: '2026-01-06' },
  { to: '2026-01-05' },
  { from: '2026-01-06', to: '2026-01-06', who: 'Coder A' },
  { from: '2026-01-05', to: '2026-01-05', code: 'N18.4' },
  { from: '2027-01-01' },
  { to: '2025-01-01' },
];

it.each(FILTERS)('pages through what matches %j', (filter) => {
  const expected = [...ledger.all()].filter((entry) => matches(entry, filter)).map(({ seq }) => seq);
  const found: number[] = [];
  for (let before: number | undefined; ; before = found.at(-1)) {
    const { entries, more } = ledger.entries(filter, 500, before);
    found.push(...entries.map(({ seq }) => seq));
    expect(more).toBe(found.length < expected.length);
    if (!more) break;
  }
  expect(found).toEqual(expected.reverse());
});

it.each([
  { from: '2026-11-21', to: '2026-11-21' },
  { from: '2026-11-22' },
  { to: '2026-11-23' },
  { from: '2026-11-20', who: 'coder' },
])('knows the days of a ledger that an older version began: %j', (filter) => {
  const expected = [...continued.all()].filter((entry) => matches(entry, filter)).map(({ seq }) => seq);
  expect(continued.entries(filter, 500).entries.map(({ seq }) => seq)).toEqual(expected.reverse());
});

it('never scans the ledger for a page', () => {
  const database = new Database(join(folder, 'ledger.sqlite'), { readonly: true });
  const planOf = (where: string): string =>
    JSON.stringify(
      database.prepare(`EXPLAIN QUERY PLAN SELECT seq FROM entry WHERE ${where} ORDER BY seq DESC`).all(),
    );
  expect(planOf("chart = 'a' AND +who = 'b'")).toMatch(/USING INDEX entry_chart/);
  expect(planOf("code = 'a' AND +who = 'b' AND +action = 'c'")).toMatch(/USING COVERING INDEX entry_code/);
  expect(planOf("who = 'a' AND action = 'b'")).toMatch(/USING COVERING INDEX entry_who_action/);
  for (const where of ["chart = 'a'", "code = 'a'", "who = 'a' AND action = 'b'"]) {
    expect(planOf(where)).not.toMatch(/SCAN|TEMP B-TREE/);
  }
  database.close();
});
