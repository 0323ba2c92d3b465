/** A coder's day on one desk: import, the common path, queries, finishing with copies, review, and the work counted. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { EncounterType } from '../../src/shared/chart.ts';
import type { ChartCoding } from '../../src/shared/coding.ts';
import { longNote } from '../fixtures/makeCharts.ts';
import {
  ask,
  CODER,
  finish,
  goTo,
  launch,
  openChart,
  rowOf,
  rows,
  select,
  setView,
  suggestions,
  temporaryHome,
  type RunningApp,
} from './harness.ts';

test.describe.configure({ mode: 'serial' });

let home: string;
let files: string;
let running: RunningApp;
/** Identifier of the chart that the common path finishes. */
let finished: { id: string; name: string };

test.beforeAll(async () => {
  home = temporaryHome();
  files = temporaryHome();
  running = await launch(home);
  await setView(running.app, 1280, 720);
});

test.afterAll(async () => {
  await finish(running, home);
  rmSync(files, { recursive: true, force: true });
});

/** The sample whose name holds `words`; its header says that the encounter is of `type`. */
async function sample(page: Page, words: string, type: EncounterType): Promise<{ id: string; name: string }> {
  const found = (await ask(page, 'worklist.list', {})).find(({ name }) => name.includes(words));
  if (!found) throw new Error(`There is no sample named ${words}.`);
  const { header } = await ask(page, 'charts.open', { chart: found.id });
  await ask(page, 'charts.setHeader', { chart: found.id, header: { ...header, type } });
  return found;
}

/** Looks for a chart in the worklist, in which not every row is drawn, opens it, and waits for its reading. */
async function openRead(page: Page, name: string): Promise<void> {
  await goTo(page, 'Worklist');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('/');
  await page.getByTestId('worklist-search').fill(name);
  await openChart(page, name);
  await expect(page.getByTestId('progress')).toHaveCount(0, { timeout: 60_000 });
}

const coding = (page: Page, chart: string): Promise<ChartCoding> => ask(page, 'decisions.list', { chart });
const selected = (page: Page): Locator =>
  page.locator('[data-testid="suggestion-row"][data-selected="true"]');
const worklistRow = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="worklist-row"][data-chart-name="${name}"]`);

/** Answers the system's dialogs, which no test can click. */
async function chooseInDialogs(paths: { open?: string; save?: string }): Promise<void> {
  await running.app.evaluate(({ dialog }, { open = '', save = '' }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: open === '', filePaths: [open] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: save === '', filePath: save });
  }, paths);
}

/** Counts key presses on the page from now on, modifiers aside. */
async function countKeys(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { keys: number };
    counted.keys = 0;
    const modifiers = ['Shift', 'Control', 'Alt', 'Meta'];
    addEventListener('keydown', ({ key }) => (counted.keys += modifiers.includes(key) ? 0 : 1), true);
  });
  return () => page.evaluate(() => (window as unknown as { keys: number }).keys);
}

test('ten suggestions are decided and the chart finished with at most fourteen key presses', async () => {
  const { page } = running;
  finished = await sample(page, 'Discharge', 'inpatient');
  await openRead(page, finished.name);
  const run = await ask(page, 'coding.suggest', { chart: finished.id });
  expect(run.suggestions.filter(({ tier }) => tier === 'suggestion').length).toBeGreaterThanOrEqual(10);
  const keysPressed = await countKeys(page);

  const order: string[] = [];
  const left = { accept: 7, reject: 2, change: 1 };
  let changed: { from: string; to: string } | null = null;
  const rejected: string[] = [];
  while (left.accept + left.reject + left.change > 0) {
    const code = (await selected(page).getAttribute('data-code')) ?? '';
    const billable = run.suggestions.find((one) => one.code === code)?.billable ?? false;
    // The words are before the coder's eyes before the key is pressed.
    await expect(page.locator('mark[data-selected="true"]').first()).toBeInViewport();
    const option = page.getByTestId('code-option').first();
    if (left.change > 0 && order.length > 0 && billable && (await option.isVisible())) {
      const to = (await option.getAttribute('data-code')) ?? '';
      changed = { from: code, to };
      await page.keyboard.press('1');
      await expect(rowOf(page, code)).toHaveAttribute('data-state', 'changed');
      order.push(to);
      left.change -= 1;
    } else if (billable && left.accept > 0) {
      await page.keyboard.press('a');
      await expect(rowOf(page, code)).toHaveAttribute('data-state', 'accepted');
      order.push(code);
      left.accept -= 1;
    } else if (left.reject > 0) {
      await page.keyboard.press('r');
      await expect(rowOf(page, code)).toHaveAttribute('data-state', 'rejected');
      rejected.push(code);
      left.reject -= 1;
    } else {
      await page.keyboard.press('j');
    }
    await expect(selected(page)).not.toHaveAttribute('data-code', code);
  }
  await page.keyboard.press('f');
  await expect(page.getByTestId('finish-dialog').getByTestId('final-code-row')).toHaveCount(order.length);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await coding(page, finished.id)).status).toBe('finished');
  expect(await keysPressed()).toBeLessThanOrEqual(14);

  const final = (await coding(page, finished.id)).decisions.filter(({ decided }) =>
    ['accepted', 'added'].includes(decided),
  );
  expect(final.map(({ code }) => code)).toEqual(order);
  const { entries } = await ask(page, 'ledger.entries', { filter: { chart: finished.id }, limit: 100 });
  const decisions = entries
    .toReversed()
    .filter(({ action }) => ['accept', 'reject', 'change'].includes(action));
  expect(decisions).toHaveLength(10);
  expect(decisions.every(({ details }) => details?.inView === true)).toBe(true);
  expect(decisions.filter(({ action }) => action !== 'reject').map(({ code }) => code)).toEqual(order);
  const rejections = decisions.filter(({ action }) => action === 'reject');
  expect(rejections.map(({ code }) => code)).toEqual(rejected);
  expect(rejections.every(({ details }) => details?.reason !== undefined)).toBe(true);
  expect(decisions.find(({ action }) => action === 'change')).toMatchObject({
    code: changed?.to,
    details: { from: changed?.from },
  });
  expect(entries[0]).toMatchObject({ action: 'finish', who: CODER.name, details: { order } });
});

test('a chart waits for the physician: composed, sent, pended, answered, finished', async () => {
  const { page } = running;
  const chart = await sample(page, 'Emergency', 'emergency');
  await openRead(page, chart.name);
  const code = await selected(page).getAttribute('data-code');

  await page.keyboard.press('q');
  const dialog = page.getByTestId('query-dialog');
  await expect(dialog).toContainText('Query to the physician');
  await page.keyboard.press('4');
  await expect(dialog.locator('[data-template="poa"]')).toBeChecked();
  await dialog.getByLabel('To', { exact: true }).fill('Emergency medicine');
  await expect(dialog).toContainText('It cites the chart, does not lead');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('pended-note')).toBeVisible();
  const [query] = (await coding(page, chart.id)).queries;
  expect(query).toMatchObject({
    state: 'open',
    template: 'poa',
    about: code,
    addressee: 'Emergency medicine',
  });

  await page.keyboard.press('Escape');
  await expect(worklistRow(page, chart.name)).toHaveAttribute('data-status', 'pended');
  await openChart(page, chart.name);
  await select(page, code ?? '');
  await page.keyboard.press('a');
  await page.keyboard.press('f');
  const summary = page.getByTestId('finish-dialog');
  await expect(summary.locator('[data-missing="open-query"]')).toHaveAttribute('data-weight', 'stops');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('announcer')).toContainText('A query is open');
  expect((await coding(page, chart.id)).status).toBe('pended');
  await page.keyboard.press('Escape');

  await page.getByTestId('pended-note').getByRole('button').press('Enter');
  const answer = page.getByTestId('answer-dialog');
  await expect(answer.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(answer).toHaveCount(0);
  await expect(page.getByTestId('pended-note')).toHaveCount(0);
  expect((await coding(page, chart.id)).queries[0]).toMatchObject({
    state: 'answered',
    answer: query?.options[0] ?? query?.undetermined,
  });

  await page.keyboard.press('f');
  await expect(summary.locator('[data-missing="open-query"]')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await coding(page, chart.id)).status).toBe('finished');
});

test('the summary says what is missing, and is kept as CSV, JSON and PDF', async () => {
  const { page } = running;
  const chart = await sample(page, 'Hip replacement', 'inpatient');
  await openRead(page, chart.name);
  const codes: string[] = [];
  const run = await ask(page, 'coding.suggest', { chart: chart.id });
  for (const { code } of run.suggestions.filter((one) => one.billable && one.tier === 'suggestion')) {
    if (codes.length === 2) break;
    await select(page, code);
    await page.keyboard.press('a');
    await expect(rowOf(page, code)).toHaveAttribute('data-state', 'accepted');
    codes.push(code);
  }
  await page.keyboard.press('f');
  const dialog = page.getByTestId('finish-dialog');
  const missing = () =>
    dialog
      .locator('[data-missing]')
      .evaluateAll((list) => list.map((each) => (each as HTMLElement).dataset['missing'] ?? ''));
  await expect.poll(missing).toEqual(expect.arrayContaining(['no-poa', 'no-admit-diagnosis', 'undecided']));

  const kept = (ending: string): string => path.join(files, `summary.${ending}`);
  for (const [ending, button] of [
    ['csv', 'CSV…'],
    ['json', 'JSON…'],
    ['pdf', 'Save as PDF…'],
  ] as const) {
    await chooseInDialogs({ save: kept(ending) });
    await dialog.getByRole('button', { name: button }).press('Enter');
    await expect(page.getByTestId('announcer')).toContainText(`Saved as summary.${ending}`);
  }
  const lines = readFileSync(kept('csv'), 'utf8').trim().split('\r\n');
  expect(lines).toHaveLength(1 + codes.length);
  for (const code of codes) expect(lines.some((line) => line.includes(code))).toBe(true);
  const json = JSON.parse(readFileSync(kept('json'), 'utf8')) as { codes: { code: string }[] };
  expect(json.codes.map(({ code }) => code)).toEqual(codes);
  expect(readFileSync(kept('pdf')).subarray(0, 4).toString()).toBe('%PDF');
  const text = spawnSync('pdftotext', ['-layout', kept('pdf'), '-'], { encoding: 'utf8' });
  // Where the tool is not installed, the file's first bytes must do.
  if (text.error === undefined) for (const code of codes) expect(text.stdout).toContain(code);
  await page.keyboard.press('Escape');
});

test('a folder asks once what it means; its charts come with their documents', async () => {
  const { page } = running;
  const folder = path.join(files, 'ward');
  const note = (at: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, at)), { recursive: true });
    writeFileSync(path.join(folder, at), text);
  };
  note('stay/admission.txt', 'Assessment:\nAtrial fibrillation. Type 2 diabetes mellitus.\n');
  note('stay/progress.txt', 'Assessment:\nAtrial fibrillation, rate controlled. Hypertension.\n');
  for (let at = 1; at <= 60; at += 1) note(`visit-${String(at)}/note.txt`, `Visit ${String(at)}: asthma.\n`);
  await chooseInDialogs({ open: folder });
  await goTo(page, 'Worklist');
  await page.evaluate(() => {
    const steps: number[] = [];
    (window as unknown as { steps: number[] }).steps = steps;
    window.rubricator.on('charts.progress', ({ done }) => steps.push(done));
  });
  const progress = page.getByTestId('import-progress').waitFor();
  await page.getByRole('button', { name: 'Import folder…' }).press('Enter');
  const question = page.getByTestId('folder-dialog');
  await expect(question).toContainText('62 files');
  await expect(question).toContainText('61 folders');
  await page.keyboard.press('2');
  await progress;
  await expect(page.getByTestId('import-result')).toContainText('61');
  await expect(question).toHaveCount(0);
  const steps = await page.evaluate(() => (window as unknown as { steps: number[] }).steps);
  expect(steps.length).toBeGreaterThan(10);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  const stay = (await ask(page, 'worklist.list', {})).find(({ name }) => name === 'stay');
  expect(stay?.documents).toBe(2);
});

test('files that are dropped on the window are imported', async () => {
  const { page } = running;
  const note = path.join(files, 'dropped.txt');
  writeFileSync(note, 'Assessment: gout of the left foot.\n');
  // A file that the browser itself has opened knows its path, as one that is dropped does.
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'dropped' });
    document.body.append(input);
  });
  await page.locator('#dropped').setInputFiles(note);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#dropped');
    const [file] = input?.files ?? [];
    input?.remove();
    if (!file) throw new Error('There is no file.');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    const at = { dataTransfer, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent('dragover', at));
    document.body.dispatchEvent(new DragEvent('drop', at));
  });
  await expect(page.getByTestId('import-result')).toContainText('dropped');
  expect((await ask(page, 'worklist.list', {})).some(({ name }) => name === 'dropped')).toBe(true);
});

test('words are found in all documents of a chart, with the minimap beside them', async () => {
  const { page } = running;
  await openRead(page, 'stay');
  await expect(page.getByTestId('minimap')).toBeVisible();
  const shown = page.locator('[data-testid="document-tab"][aria-selected="true"]');
  await page.keyboard.press('Control+f');
  await expect(page.getByTestId('find-field')).toBeFocused();
  await page.keyboard.type('atrial');
  await expect(page.getByTestId('find-place')).toHaveText('1 of 2');
  await expect(shown).toContainText('admission');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('find-place')).toHaveText('2 of 2');
  await expect(shown).toContainText('progress');
  await page.keyboard.press('Shift+Enter');
  await expect(shown).toContainText('admission');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('find-bar')).toHaveCount(0);
});

test('the beginning of a long chart can be coded while the rest is read', async () => {
  const { page } = running;
  test.setTimeout(240_000);
  const file = path.join(files, 'long.txt');
  writeFileSync(file, longNote(20_000));
  await chooseInDialogs({ open: file });
  await goTo(page, 'Worklist');
  await page.keyboard.press('Control+o');
  await expect(page.getByTestId('import-result')).toContainText('long');
  await page.getByRole('button', { name: 'Open long' }).press('Enter');
  await expect(suggestions(page).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('progress')).toBeVisible();
  const code = (await selected(page).getAttribute('data-code')) ?? '';
  await page.keyboard.press('a');
  await expect(rowOf(page, code)).toHaveAttribute('data-state', 'accepted');
  const before = (await selected(page).getAttribute('data-code')) ?? '';
  await expect(page.getByTestId('progress')).toBeVisible();
  await expect(page.getByTestId('progress')).toHaveCount(0, { timeout: 200_000 });
  await expect(rowOf(page, code)).toHaveAttribute('data-state', 'accepted');
  await expect(selected(page)).toHaveAttribute('data-code', before);
  expect(await suggestions(page).count()).toBeGreaterThan(1);
});

test('an auditor takes a finished chart into review and returns it with a note', async () => {
  const { page } = running;
  const byPalette = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-input').fill(words);
    await expect(page.getByTestId('palette-item').first()).toContainText(new RegExp(words, 'i'));
    await page.keyboard.press('Enter');
  };
  await openRead(page, finished.name);
  await byPalette('take the chart into review');
  await expect.poll(async () => (await coding(page, finished.id)).status).toBe('in-review');
  await expect(page.getByRole('note').filter({ hasText: 'in review' })).toBeVisible();
  await byPalette('return the chart to the coder');
  await page.getByTestId('return-dialog').getByRole('textbox').fill('The second code is not supported.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('returned-note')).toContainText('The second code is not supported.');
  await page.keyboard.press('Escape');
  await expect(worklistRow(page, finished.name)).toHaveAttribute('data-status', 'returned');

  await openChart(page, finished.name);
  await page.keyboard.press('f');
  await expect(page.getByTestId('finish-dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await coding(page, finished.id)).status).toBe('finished');
});

test('the work is counted: time, key presses and what became of the suggestions', async () => {
  const { page } = running;
  await goTo(page, 'My work');
  const since = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await expect
    .poll(async () =>
      (await ask(page, 'activity.work', { since, of: 'me' })).find(({ chart }) => chart === finished.id),
    )
    .toMatchObject({ finished: true, accepted: 7, changed: 1, rejected: 2, unseen: 0, finalCodes: 8 });
  const work = (await ask(page, 'activity.work', { since, of: 'me' })).find(
    ({ chart }) => chart === finished.id,
  );
  expect(work?.activeSeconds).toBeGreaterThan(0);
  expect(work?.actions).toBeGreaterThanOrEqual(12);
  const outcome = page.getByTestId('work-outcome');
  await outcome.locator('summary').press('Enter');
  await expect(outcome.getByRole('row').filter({ hasText: finished.name })).toContainText('7');

  await goTo(page, 'Audit');
  await page.getByRole('tab', { name: 'Coders' }).press('Enter');
  await expect(page.getByTestId('coder-row')).toHaveCount(1);
  await expect(page.getByTestId('coder-row')).toContainText(CODER.name);
  await expect(rows(page)).toHaveCount(0);
});
