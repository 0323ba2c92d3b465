/**
 * `npm run bench:desk`: the coding desk in the real app, with 5,000 charts in the worklist and a chart of
 * 10,000 words, 40 stored suggestions and 2,000 highlights. The same text and marks as plain elements in the
 * same window are the peer. Needs a display and the end-to-end Electron; prints a table, asserts nothing.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fileKey } from '../../src/main/accounts/keys.ts';
import { Keyring, KEYRING_FILE } from '../../src/main/accounts/keyring.ts';
import { ChartStore } from '../../src/main/charts/store.ts';
import { CHARTS_FILE } from '../../src/main/desk.ts';
import { named } from '../../src/main/ledger/entry.ts';
import { CODING_SYSTEM } from '../../src/main/library.ts';
import type { CodingRun, EvidenceSpan, Suggestion } from '../../src/shared/coding.ts';
import { ask, CODER, finish, launch, rows, suggestions, temporaryHome } from '../e2e/harness.ts';
import { longNote, makeCharts, noteOf } from '../fixtures/makeCharts.ts';
import { quantile } from './quantile.ts';

const CHARTS = 5000;
const WORDS = 10_000;
const CODES = 40;
const MARKS = 2000;
const PRESSES = 120;

/** Billable codes of many chapters, for suggestions that the worklist and the family of a code can look up. */
const codes =
  'I10 E11.9 J44.1 I48.91 N18.9 E78.5 K21.9 F32.A M54.50 G47.33 D64.9 R07.9 N39.0 J18.9 I50.9 E03.9 M19.90 Z79.01 E66.9 K59.00 R51.9 H40.9 L03.90 B37.0 C50.919 S93.401A T81.49XA O24.410 P07.30 Q21.0 A41.9 I25.10 F41.1 G40.909 M81.0 N40.0 R55 I63.9 K80.20 J45.909'.split(
    ' ',
  );

function storedRun(chart: string, text: string, versions: Pick<CodingRun, 'model' | 'catalogue'>): CodingRun {
  const words = [...text.matchAll(/\p{L}{4,}/gu)];
  const every = words.length / MARKS;
  const evidence = Array.from({ length: MARKS }, (_, at): EvidenceSpan => {
    const word = words[Math.floor(at * every)];
    const start = word?.index ?? 0;
    const quote = word?.[0] ?? '';
    return {
      document: `${chart}-1`,
      start,
      end: start + quote.length,
      text: quote,
      source: 'lexicon',
      context: at % 9 === 0 ? 'negated' : 'affirmed',
    };
  });
  const suggested = codes.slice(0, CODES).map((code, at): Suggestion => ({
    code,
    title: `Code ${code}`,
    billable: true,
    score: 0.95 - at * 0.01,
    tier: 'suggestion',
    evidence: evidence.filter((_, span) => span % CODES === at),
  }));
  return {
    chart,
    system: CODING_SYSTEM,
    ...versions,
    provider: 'cpu',
    suggestions: suggested,
    threshold: 0.3,
    at: new Date().toISOString(),
  };
}

/** Milliseconds from a key press to the frame that shows what `ready` selects. */
async function untilPainted(page: Page, key: string, ready: string): Promise<number> {
  await page.evaluate((selector) => {
    const state = { began: 0, took: 0 };
    Object.assign(window, { benchState: state });
    window.addEventListener('keydown', () => void (state.began = performance.now()), {
      once: true,
      capture: true,
    });
    const look = (): void => {
      if (!document.querySelector(selector)) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => (state.took = performance.now() - state.began)));
    };
    requestAnimationFrame(look);
  }, ready);
  await page.keyboard.press(key);
  const taken = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { benchState: { took: number } }).benchState.took);
  for (;;) {
    const took = await taken();
    if (took > 0) return took;
  }
}

/** Milliseconds from each key press to the next frame, as the browser's event timing has them. */
async function interactions(page: Page, keys: readonly string[]): Promise<number[]> {
  await page.evaluate(() => {
    const found: number[] = [];
    Object.assign(window, { benchEvents: found });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') found.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  }
  const slow = await page.evaluate(() => (window as unknown as { benchEvents: number[] }).benchEvents);
  // The browser reports no event below 16 ms.
  return [...slow, ...Array.from({ length: Math.max(0, keys.length - slow.length) }, () => 16)];
}

/** The peer: milliseconds until the same text with as many plain marks is painted in the same window. */
async function plainPaint(page: Page, text: string): Promise<number> {
  return page.evaluate(
    async ({ whole, marks }) => {
      const words = whole.split(/(?<=\s)/);
      const every = Math.floor(words.length / marks);
      const box = document.createElement('div');
      Object.assign(box.style, { position: 'fixed', inset: '0', overflow: 'auto', whiteSpace: 'pre-wrap' });
      const began = performance.now();
      words.forEach((word, at) => {
        const piece = document.createElement(at % every === 0 ? 'mark' : 'span');
        piece.textContent = word;
        box.append(piece);
      });
      document.body.append(box);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const took = performance.now() - began;
      box.remove();
      return took;
    },
    { whole: text, marks: MARKS },
  );
}

const ms = (value: number): string => `${value.toFixed(0)} ms`.padStart(8);

const home = temporaryHome();
let running = await launch(home);
try {
  const { model, catalogue } = await ask(running.page, 'app.status', {});
  await running.close();

  const keyring = new Keyring(join(home, KEYRING_FILE));
  const { storeKey } = await keyring.unlock(CODER.name, CODER.passphrase);
  const store = new ChartStore(join(home, CHARTS_FILE), fileKey(storeKey, 'charts'));
  makeCharts(store, CHARTS);
  const text = longNote(WORDS);
  const { id } = store.add('A long chart', [noteOf(text)]);
  const run = storedRun(id, text, {
    model: { name: model.name, version: model.version },
    catalogue: { name: catalogue.name, version: catalogue.version },
  });
  store.keepRun(run, named(run.model), named(run.catalogue));
  store.close();

  running = await launch(home);
  const { page } = running;
  const opened: number[] = [];
  const row = page.locator(`[data-testid="worklist-row"][data-chart-id="${id}"]`);
  const search = page.getByRole('searchbox').first();
  for (let round = 0; round < 5; round += 1) {
    await search.fill('A long chart');
    await row.focus();
    opened.push(await untilPainted(page, 'Enter', '[data-testid="document-scroll"] mark[data-selected]'));
    await page.keyboard.press('Escape');
    await rows(page).first().waitFor();
  }
  await search.fill('A long chart');
  await row.focus();
  await page.keyboard.press('Enter');
  await suggestions(page).first().waitFor();
  const walking = await interactions(
    page,
    Array.from({ length: PRESSES }, (_, at) => (at % 40 < 20 ? 'j' : 'k')),
  );
  const mentions = await interactions(
    page,
    Array.from({ length: PRESSES }, () => 'n'),
  );
  const plain = await plainPaint(page, text);
  await page.keyboard.press('Escape');
  await rows(page).first().waitFor();
  await search.fill('');
  await rows(page).first().focus();
  const list = await interactions(
    page,
    Array.from({ length: PRESSES }, () => 'ArrowDown'),
  );
  await search.focus();
  const typing = await interactions(page, [
    ...Array.from('chart 04'),
    ...Array.from({ length: 10 }, () => 'Backspace'),
  ]);

  console.log(`desk: ${CHARTS} charts; a chart of ${WORDS} words with ${MARKS} highlights\n`);
  console.log(
    `  open the chart, first paint (median, worst of 5)  ${ms(quantile(opened, 0.5))} ${ms(Math.max(...opened))}`,
  );
  console.log(
    `  the same text and marks as plain elements         ${ms(plain)}   ratio ${(quantile(opened, 0.5) / plain).toFixed(2)}`,
  );
  console.log('  key press to next frame                             median      p95');
  for (const [name, times] of [
    ['next or previous suggestion', walking],
    ['next mention', mentions],
    ['down the worklist', list],
    ['typing in the worklist’s search', typing],
  ] as const) {
    console.log(`    ${name.padEnd(46)}  ${ms(quantile(times, 0.5))} ${ms(quantile(times, 0.95))}`);
  }
} finally {
  await finish(running, home);
}
