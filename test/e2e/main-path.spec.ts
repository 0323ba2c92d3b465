/** The coder's way: open, read, decide by keyboard, come back later, audit; then a ledger tampered with. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/electronRuntime.ts';
import type { Chart } from '../../src/shared/chart.ts';
import type { LedgerEntry } from '../../src/shared/coding.ts';
import {
  ask,
  chartWith,
  finish,
  firstBillable,
  goTo,
  launch,
  openChart,
  rowOf,
  select,
  suggestions,
  temporaryHome,
  waitForDrawnPage,
  type RunningApp,
} from './harness.ts';
import { coverage, findWords, type WordBox } from './pdfWords.ts';

test.describe.configure({ mode: 'serial' });

let home: string;
let running: RunningApp;
let chart: Chart;
const decided: Record<string, string> = {};

test.beforeAll(async () => {
  home = temporaryHome();
  running = await launch(home);
  chart = await chartWith(running.page, 'pdf');
});

test.afterAll(async () => {
  await finish(running, home);
});

/** The marks of a code on the screen, as fractions of the page they lie on. */
async function marksOf(page: Page, code: string): Promise<WordBox[]> {
  return page.getByTestId('pdf-page').evaluateAll((sheets, wanted) => {
    return sheets.flatMap((sheet) => {
      const frame = sheet.getBoundingClientRect();
      const marks = sheet.querySelectorAll(`[data-testid="pdf-evidence"][data-code="${wanted}"]`);
      return [...marks].map((mark) => {
        const box = mark.getBoundingClientRect();
        return {
          page: Number((sheet as HTMLElement).dataset['page']),
          left: (box.left - frame.left) / frame.width,
          right: (box.right - frame.left) / frame.width,
          top: (box.top - frame.top) / frame.height,
          bottom: (box.bottom - frame.top) / frame.height,
        };
      });
    });
  }, code);
}

test('the PDF chart opens with suggestions and says what read it', async () => {
  await openChart(running.page, chart.name);
  await waitForDrawnPage(running.page);
  await expect(running.page.getByTestId('status-bar')).toContainText('@');
  expect(await suggestions(running.page).count()).toBeGreaterThanOrEqual(3);
});

test('the marks lie on the words that support the codes', async () => {
  const { page } = running;
  const run = await ask(page, 'coding.suggest', { chart: chart.id });
  const document = chart.documents[0]!;
  const pdf = await ask(page, 'charts.pdf', { chart: chart.id, document: document.id });
  let checked = 0;
  for (const suggestion of run.suggestions.filter((one) => one.tier === 'suggestion')) {
    await select(page, suggestion.code);
    const marks = await marksOf(page, suggestion.code);
    for (const span of suggestion.evidence) {
      expect(document.text.slice(span.start, span.end)).toBe(span.text);
      const places = await findWords(Uint8Array.from(pdf), span.text);
      // The same words may stand in the text more than once: which of them is meant decides.
      const before = document.text.slice(0, span.start).split(span.text).length - 1;
      const all = document.text.split(span.text).length - 1;
      const words = places[before];
      if (places.length !== all || !words) continue; // The words run over a line's end.
      const best = Math.max(0, ...marks.map((mark) => coverage(mark, words)));
      expect(best, `"${span.text}" (${suggestion.code}) is marked where it stands`).toBeGreaterThan(0.7);
      checked += 1;
    }
    const selected = page.locator(`[data-testid="pdf-evidence"][data-code="${suggestion.code}"]`);
    if ((await selected.count()) > 0) await expect(selected.first()).toHaveAttribute('data-selected', 'true');
  }
  expect(checked).toBeGreaterThanOrEqual(3);
});

test('codes are accepted, rejected, taken back and added by keyboard', async () => {
  const { page } = running;
  const [first = '', second = '', third = ''] = await firstBillable(page, chart, 3);

  await select(page, first);
  await page.keyboard.press('a');
  await expect(rowOf(page, first)).toHaveAttribute('data-state', 'accepted');
  decided[first] = 'accepted';

  await select(page, second);
  await page.keyboard.press('r');
  await expect(rowOf(page, second)).toHaveAttribute('data-state', 'rejected');
  decided[second] = 'rejected';

  await select(page, third);
  await page.keyboard.press('a');
  await expect(rowOf(page, third)).toHaveAttribute('data-state', 'accepted');
  await page.keyboard.press('u');
  await expect(rowOf(page, third)).toHaveAttribute('data-state', 'undecided');

  await page.keyboard.press('/');
  const search = page.getByTestId('code-search-input');
  await expect(search).toBeFocused();
  await search.fill('appendicitis');
  // The first billable code is chosen already; Enter adds it once the answer belongs to the query.
  const option = page.locator('[data-testid="code-search-option"][aria-selected="true"]');
  await expect(option).toContainText(/appendicitis/i);
  await page.keyboard.press('Enter');
  const added = page.locator('[data-testid="suggestion-row"][data-state="added"]');
  await expect(added).toHaveCount(1);
  decided[(await added.getAttribute('data-code')) ?? ''] = 'added';
});

test('finishing shows the final codes', async () => {
  const { page } = running;
  await page.keyboard.press('f');
  const dialog = page.getByTestId('finish-dialog');
  await expect(dialog).toBeVisible();
  const final = await dialog
    .getByTestId('final-code-row')
    .evaluateAll((list) => list.map((row) => (row as HTMLElement).dataset['code'] ?? ''));
  const kept = Object.entries(decided).filter(([, state]) => state !== 'rejected');
  expect(final.sort()).toEqual(kept.map(([code]) => code).sort());
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the decisions are there after a restart', async () => {
  await running.close();
  running = await launch(home);
  await openChart(running.page, chart.name);
  for (const [code, state] of Object.entries(decided)) {
    await expect(rowOf(running.page, code)).toHaveAttribute('data-state', state);
  }
});

test('the audit screen finds the ledger whole', async () => {
  const { page } = running;
  await goTo(page, 'Audit');
  await page.getByRole('button', { name: /^verify/i }).click();
  await expect(page.getByTestId('verify-result')).toHaveAttribute('data-ok', 'true');
  const file = ledgerFile();
  expect(verifyInTerminal(file).status).toBe(0);
});

test('one changed byte is found, by the terminal and by the app, and the entry is named', async () => {
  const entries = await ask(running.page, 'ledger.entries', { limit: 100 });
  const entry = entries.find((one) => one.action === 'reject')!;
  await running.close();

  const file = ledgerFile();
  changeOneByte(file, entry);
  const result = verifyInTerminal(file);
  expect(result.status).toBe(1);
  expect(`${result.stdout}${result.stderr}`).toMatch(new RegExp(`\\b${String(entry.seq)}\\b`));

  running = await launch(home);
  await goTo(running.page, 'Audit');
  await running.page.getByRole('button', { name: /^verify/i }).click();
  const verdict = running.page.getByTestId('verify-result');
  await expect(verdict).toHaveAttribute('data-ok', 'false');
  await expect(verdict).toContainText(new RegExp(`entry ${String(entry.seq)}\\b`, 'i'));
});

function ledgerFile(): string {
  const found = readdirSync(home, { recursive: true, encoding: 'utf8' }).find(
    (name) => path.basename(name) === 'ledger.sqlite',
  );
  if (!found) throw new Error('There is no ledger.sqlite in the data folder.');
  return path.join(home, found);
}

function verifyInTerminal(file: string) {
  return spawnSync(process.execPath, ['src/main/cli/main.ts', 'ledger', 'verify', file], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, RUBRICATOR_HOME: home },
  });
}

/** Changes the last digit of the entry's time, as somebody with a hex editor would. */
function changeOneByte(file: string, entry: LedgerEntry): void {
  const untouched = storedEntry(file, entry.seq);
  const content = readFileSync(file);
  // SQLite may leave stale copies of a row in unused parts of a page: the byte must be one that is read.
  for (let at = content.indexOf(entry.at); at >= 0; at = content.indexOf(entry.at, at + 1)) {
    const changed = Buffer.from(content);
    const digit = at + entry.at.length - 2;
    changed[digit] = changed[digit] === 0x39 ? 0x38 : changed[digit]! + 1;
    writeFileSync(file, changed);
    if (storedEntry(file, entry.seq) !== untouched) return;
  }
  throw new Error('The entry is not in the file as it should be after closing.');
}

function storedEntry(file: string, seq: number): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('SELECT body FROM entry WHERE seq = ?').get(seq)?.['body'];
  } finally {
    database.close();
  }
}
