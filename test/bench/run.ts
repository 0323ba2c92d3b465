/**
 * `npm run bench`: the hot paths, each beside a peer in the same run, because absolute times say
 * little on a shared machine. Prints a table; asserts nothing.
 */
import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../../src/main/catalog/catalog.ts';
import { findSections } from '../../src/main/charts/sections.ts';
import type { Coder } from '../../src/main/coding/coder.ts';
import { openCoder } from '../../src/main/coding/openCoder.ts';
import { SHIPPED_CATALOGS, SHIPPED_MODEL } from '../../src/main/library.ts';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { resourceFolder } from '../../src/main/paths.ts';
import { quantile } from './quantile.ts';

const catalogFile = join(resourceFolder(), SHIPPED_CATALOGS, 'icd-10-cm-FY2026.sqlite');
const catalog = new Catalog(catalogFile);

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** One line of a table: what was timed, its median and its 95th percentile. */
function printRow(name: string, times: readonly number[]): void {
  const [median, p95] = [ms(quantile(times, 0.5)), ms(quantile(times, 0.95))];
  console.log(`  ${name.padEnd(31)} ${median.padStart(10)} ${p95.padStart(9)}`);
}

/** A note of about so many words, from the sample discharge summary. */
function noteOf(words: number): string {
  const parts = readFileSync(
    join(resourceFolder(), 'samples', 'discharge', 'discharge-summary.txt'),
    'utf8',
  ).split(/(?<=\s)(?=\S)/);
  return Array.from({ length: words }, (_, i) => parts[i % parts.length] ?? '').join('');
}

async function suggestions(): Promise<void> {
  const loading = performance.now();
  const { coder, model, sessionMilliseconds, close } = await openCoder(join(resourceFolder(), SHIPPED_MODEL));
  console.log(`open and verify the model pack: ${ms(performance.now() - loading)}, on ${model.provider}`);
  console.log('\ntext → suggestions with evidence      all    ONNX sessions   overhead (all − sessions)');
  for (const [words, runs] of [
    [200, 15],
    [1000, 9],
    [10_000, 3],
  ] as const) {
    const text = noteOf(words);
    const document = { id: 'note.txt', language: 'en' as const, text, sections: findSections(text, 'en') };
    await coder.code([document], catalog);
    const all: number[] = [];
    const sessions: number[] = [];
    for (let run = 0; run < runs; run++) {
      const before = sessionMilliseconds();
      const started = performance.now();
      await coder.code([document], catalog);
      all.push(performance.now() - started);
      sessions.push(sessionMilliseconds() - before);
    }
    const total = quantile(all, 0.5);
    const inside = quantile(sessions, 0.5);
    const overhead = (100 * (total - inside)) / inside;
    console.log(
      `${String(words).padStart(6)} words                   ${ms(total).padStart(9)} ${ms(inside).padStart(14)}   ${overhead.toFixed(1)} % of the session time`,
    );
  }
  await longChart(coder);
  await close();
}

/** A chart of 20,000 words: when its beginning is coded, when all of it, and what memory that takes. */
async function longChart(coder: Coder): Promise<void> {
  const text = noteOf(20_000);
  const document = { id: 'note.txt', language: 'en' as const, text, sections: findSections(text, 'en') };
  const first: number[] = [];
  const all: number[] = [];
  const before = process.memoryUsage.rss();
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    await coder.code([document], catalog, { onFirst: () => first.push(performance.now() - started) });
    all.push(performance.now() - started);
  }
  const growth = process.resourceUsage().maxRSS / 1024 - before / 2 ** 20;
  console.log(`\n20,000 words                          median      p95`);
  printRow('to the first suggestions', first);
  printRow('to all suggestions', all);
  console.log(`  memory, at its highest          ${`+${Math.max(0, Math.round(growth))} MiB`.padStart(10)}`);
}

function ledger(): void {
  const folder = mkdtempSync(join(tmpdir(), 'rubricator-bench-'));
  const chain = new Ledger(join(folder, 'ledger.sqlite'));
  const plain = new Database(join(folder, 'plain.sqlite'));
  plain.pragma('journal_mode = DELETE');
  plain.pragma('synchronous = FULL');
  plain.exec('CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT)');
  const insert = plain.prepare('INSERT INTO entry (body) VALUES (?)');
  const ours: number[] = [];
  const peer: number[] = [];
  for (let i = 0; i < 300; i++) {
    const started = performance.now();
    const entry = chain.append({
      who: 'coder',
      chart: 'chart-1',
      action: 'accept',
      system: 'icd-10-cm',
      code: 'I10',
      title: 'Essential (primary) hypertension',
      evidence: [
        {
          document: 'chart-1-1',
          start: 1,
          end: 13,
          text: 'hypertension',
          source: 'lexicon',
          context: 'affirmed',
        },
      ],
      model: 'm@1',
      catalogue: 'c@1',
      target: null,
      note: null,
    });
    const between = performance.now();
    insert.run(JSON.stringify(entry));
    ours.push(between - started);
    peer.push(performance.now() - between);
  }
  chain.close();
  plain.close();
  rmSync(folder, { recursive: true });
  console.log('\nappend to the ledger, durable         median      p95');
  printRow('Rubricator', ours);
  printRow('plain SQLite insert', peer);
}

await suggestions();
ledger();
catalog.close();
console.log(`\npeak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
