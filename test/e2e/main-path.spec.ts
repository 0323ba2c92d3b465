/** The coder's way: open, read, decide by keyboard, come back later, audit; then a ledger tampered with. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/electronRuntime.ts';
import type { Chart } from '../../src/shared/chart.ts';
import {
  ask,
  chartWith,
  CODER,
  finish,
  firstBillable,
  goTo,
  launch,
  launchLocked,
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
/** What is handed out to an auditor. */
let files: string;
let running: RunningApp;
let chart: Chart;
const decided: Record<string, string> = {};

test.beforeAll(async () => {
  home = temporaryHome();
  files = temporaryHome();
  running = await launch(home);
  chart = await chartWith(running.page, 'pdf');
});

test.afterAll(async () => {
  await finish(running, home);
  rmSync(files, { recursive: true, force: true });
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

test('the audit screen finds the ledger whole, and so does the terminal without the keys of this desk', async () => {
  const { page } = running;
  await openProof(page);
  await page.getByRole('button', { name: 'Verify ledger' }).click();
  await expect(page.getByTestId('verify-result')).toHaveAttribute('data-ok', 'true');
  await saved(() => ask(page, 'ledger.checkpoint', {}), handed('checkpoint'));
  await saved(() => ask(page, 'ledger.publicKey', {}), handed('key.pem'));
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'reject' }, limit: 1 });
  await saved(
    () => ask(page, 'ledger.prove', { entry: entries[0]!.seq, excerpts: false }),
    handed('proof.json'),
  );
  // Only now: the checkpoint was signed before, and the export goes on from it.
  const signed = { format: 'signed', filter: {}, excerpts: false } as const;
  await saved(() => ask(page, 'ledger.export', signed), handed('ledger'));
  expect(inTerminal('verify', '--checkpoint', handed('checkpoint'), handed('ledger')).status).toBe(0);
  expect(inTerminal('proof', handed('proof.json')).stdout).toContain(`entry ${String(entries[0]!.seq)}`);
  expect(readFileSync(handed('ledger'), 'utf8')).not.toContain(chart.documents[0]!.text.slice(100, 120));
});

test('one changed byte is found, by the terminal and by the app, and the entry is named', async () => {
  const { app, page } = running;
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'reject' }, limit: 1 });
  const entry = entries[0]!;
  // The last digit of its time, as somebody with an editor would change it.
  const digit = entry.at.length - 2;
  const later = entry.at.slice(0, digit) + (entry.at[digit] === '9' ? '8' : '9') + entry.at.slice(digit + 1);
  const lines = readFileSync(handed('ledger'), 'utf8').split('\n');
  const its = lines.findIndex((line) => line.includes(`"seq":${String(entry.seq)},`));
  expect(lines[its]).toContain(entry.at);
  lines[its] = lines[its]!.replace(entry.at, later);
  writeFileSync(handed('changed'), lines.join('\n'));

  const result = inTerminal('verify', handed('changed'));
  expect(result.status).toBe(1);
  expect(result.stdout).toMatch(new RegExp(`entry ${String(entry.seq)}\\b`));

  await openProof(page);
  for (const unwanted of await page.getByRole('checkbox').all()) await unwanted.uncheck();
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, handed('changed'));
  await page.getByRole('button', { name: 'Verify file…' }).click();
  const verdict = page.getByTestId('verify-result');
  await expect(verdict).toHaveAttribute('data-ok', 'false');
  await expect(verdict).toContainText(new RegExp(`entry ${String(entry.seq)}\\b`, 'i'));
});

test('a ledger that was cut is not opened, and the message says what is missing', async () => {
  await running.close();
  const file = path.join(home, 'ledger.sqlite');
  const kept = readFileSync(file);
  running = await launch(home);
  await ask(running.page, 'decisions.finish', { chart: chart.id });
  const { entries } = await ask(running.page, 'ledger.entries', { filter: {}, limit: 1 });
  await running.close();
  writeFileSync(file, kept);
  running = await launchLocked(home);
  const refused = await running.page.evaluate((who) => window.rubricator.request('session.unlock', who), {
    name: CODER.name,
    passphrase: CODER.passphrase,
  });
  expect(refused.ok ? '' : refused.message).toContain('entries were checkpointed');
  expect(entries[0]?.seq).toBeGreaterThan(0);
});

/** A file that was handed out. */
function handed(name: string): string {
  return path.join(files, name);
}

/** Goes to where ledgers are verified. */
async function openProof(page: Page): Promise<void> {
  await goTo(page, 'Audit');
  await page.getByRole('tab', { name: 'Proof' }).click();
}

/** Does something that saves a file, and answers the system's dialog. */
async function saved(work: () => Promise<{ file: string | null }>, file: string): Promise<void> {
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  expect((await work()).file).toBe(path.basename(file));
}

/** Runs a command on ledgers in the terminal, as an auditor elsewhere would. */
function inTerminal(command: 'verify' | 'proof', ...args: string[]) {
  return spawnSync(
    process.execPath,
    ['src/main/cli/main.ts', 'ledger', command, '--public-key', handed('key.pem'), ...args],
    { cwd: projectRoot, encoding: 'utf8', env: { ...process.env, RUBRICATOR_HOME: files } },
  );
}
