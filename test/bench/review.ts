/**
 * `node test/bench/review.ts`: the auditor's figures over 5,000 coded charts, 1,000 of them reviewed, in a
 * real ledger. Prints a table, asserts nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../../src/main/catalog/catalog.ts';
import type { ChartStore } from '../../src/main/charts/store.ts';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { Review } from '../../src/main/review/review.ts';
import { UNKNOWN_HEADER } from '../../src/shared/chart.ts';
import type { EvidenceSpan } from '../../src/shared/coding.ts';
import { AUDITORS, madeCodings, reviewAll, rightCodes } from '../fixtures/makeReviews.ts';

const CHARTS = 5000;
const REVIEWED = 1000;

const folder = mkdtempSync(join(tmpdir(), 'rubricator-bench-review-'));
const catalog = new Catalog(join(import.meta.dirname, '../../resources/catalog/icd-10-cm-FY2026.sqlite'));
let time = Date.parse('2026-01-05T09:00:00.000Z');
const ledger = new Ledger(join(folder, 'ledger.sqlite'), { now: () => (time += 60_000) });
const ids = Array.from({ length: CHARTS }, (_, at) => `chart-${String(at).padStart(5, '0')}`);
const rows = ids.map((id, at) => ({ id, name: `Chart ${at}`, header: UNKNOWN_HEADER }));
const charts = {
  list: () => rows,
  get: (id: string) => ({ id, name: id, header: UNKNOWN_HEADER, documents: [] }),
} as unknown as ChartStore;

const span = (at: number): EvidenceSpan => ({
  document: 'd-1',
  start: at * 100,
  end: at * 100 + 30,
  text: 'words of about thirty letters.',
  source: 'lexicon',
  context: 'affirmed',
});
const acts = madeCodings(ids).map((act) =>
  act.code === null ? act : { ...act, evidence: [span(1), span(2), span(3)] },
);
ledger.appendAll(acts);

const open = (user: string): Review =>
  new Review({
    ledger,
    charts,
    catalogOf: () => catalog,
    user,
    mayReview: true,
    accounts: () => ({ all: 5, auditors: 2 }),
  });
const [auditor] = AUDITORS;
const period = { from: '2026-01-01', to: '2026-12-31' };
const request = {
  name: 'Bench',
  plan: { by: 'coder' as const, n: Math.ceil(REVIEWED / 3) },
  ...period,
  coders: null,
  blind: true,
};
const reviewing = open(auditor);
const sample = reviewing.draw(request);
const numbers = new Map(ids.map((id, at) => [id, at]));
reviewAll(reviewing, sample, (chart) => rightCodes(numbers.get(chart) ?? 0));

function timed(what: string, work: () => unknown): void {
  const start = performance.now();
  work();
  console.log(`${what.padEnd(52)}${(performance.now() - start).toFixed(0).padStart(8)} ms`);
}

console.log(`${CHARTS} charts, ${sample.charts.length} reviewed, ${ledger.head().seq} entries`);
const fresh = open(auditor);
timed('the first look at figures', () => fresh.figures({ ...period, of: 'here' }));
for (let round = 0; round < 3; round += 1)
  timed('figures again', () => fresh.figures({ ...period, of: 'here' }));
timed('the first preview of a plan', () => fresh.preview(request));
timed('preview again', () => fresh.preview(request));
timed('all samples', () => fresh.samples());
ledger.append({
  who: auditor,
  chart: ids[0] ?? '',
  action: 'reopen',
  system: 'icd-10-cm',
  code: null,
  title: null,
  evidence: [],
  model: '',
  catalogue: '',
  target: null,
  note: null,
});
timed('figures after one more entry', () => fresh.figures({ ...period, of: 'here' }));

ledger.close();
catalog.close();
rmSync(folder, { recursive: true });
