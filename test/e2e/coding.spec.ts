/** Coding by keyboard: a key for each decision, the sequence, POA, comments, undo without end, and what was not seen. */
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Chart } from '../../src/shared/chart.ts';
import {
  ask,
  finish,
  goTo,
  launch,
  openChart,
  rowOf,
  screensFolder,
  setView,
  suggestions,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

test.describe.configure({ mode: 'serial' });

let home: string;
let running: RunningApp;
let chart: Chart;
/** Suggested codes of the chart that can be coded as they are. */
let billable: string[];

test.beforeAll(async () => {
  home = temporaryHome();
  running = await launch(home);
  const { page } = running;
  const charts = await ask(page, 'worklist.list', {});
  const found = charts.find(({ name }) => name.includes('Discharge'));
  if (!found) throw new Error('There is no sample of a discharge.');
  const opened = await ask(page, 'charts.open', { chart: found.id });
  const header = { ...opened.header, type: 'inpatient' as const };
  chart = await ask(page, 'charts.setHeader', { chart: found.id, header });
  await setView(running.app, 1280, 720);
  await goTo(page, 'Worklist');
  await openChart(page, chart.name);
  await expect(page.getByTestId('progress')).toHaveCount(0);
  const run = await ask(page, 'coding.suggest', { chart: chart.id });
  billable = run.suggestions
    .filter((one) => one.billable && one.tier === 'suggestion')
    .map(({ code }) => code);
});
test.afterAll(() => finish(running, home));

const selected = (page: Page): Locator =>
  page.locator('[data-testid="suggestion-row"][data-selected="true"]');
const finals = (page: Page): Locator => page.locator('[data-final-code]');
const finalCodes = (page: Page): Promise<string[]> =>
  finals(page).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['code'] ?? ''));

test('the words, their section and why they count stand with each suggestion; the final codes are in sight', async () => {
  const { page } = running;
  await expect(selected(page).locator('.quote')).toBeVisible();
  await expect(selected(page).locator('.code-where')).not.toBeEmpty();
  await page.keyboard.press('w');
  await expect(page.getByTestId('row-details')).toContainText('In the book');
  await page.keyboard.press('w');
  await expect(page.getByRole('region', { name: 'Final codes' })).toBeInViewport({ ratio: 0.9 });
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screensFolder, 'coding-start.png') });
});

test('one key accepts, rejects with a presumed reason, or takes a sibling; the selection goes on by itself', async () => {
  const { page } = running;
  const [first = '', second = '', third = ''] = billable;
  await rowOf(page, first).locator('[data-row-button]').click();

  await page.keyboard.press('a');
  await expect(rowOf(page, first)).toHaveAttribute('data-state', 'accepted');
  await rowOf(page, second).locator('[data-row-button]').click();
  await page.keyboard.press('r');
  await expect(rowOf(page, second)).toHaveAttribute('data-state', 'rejected');
  await expect(page.getByTestId('last-decision')).toContainText(`${second} rejected`);

  await page.keyboard.press('e');
  await expect(page.getByTestId('reason-dialog')).toBeVisible();
  await page.keyboard.press('6');
  await expect(rowOf(page, second)).toContainText('Not reportable');

  await rowOf(page, third).locator('[data-row-button]').click();
  const option = page.getByTestId('code-option').first();
  await expect(option).toBeVisible();
  const sibling = (await option.getAttribute('data-code')) ?? '';
  await page.keyboard.press('1');
  await expect(rowOf(page, third)).toHaveAttribute('data-state', 'changed');
  await expect(rowOf(page, sibling)).toHaveAttribute('data-state', 'added');
  const { decisions } = await ask(page, 'decisions.list', { chart: chart.id });
  expect(decisions.find(({ code }) => code === second)?.reason).toBe('not-reportable');
  expect(decisions.find(({ code }) => code === sibling)).toMatchObject({ from: third, decided: 'added' });
  expect(await finalCodes(page)).toEqual([first, sibling]);
});

test('everything is taken back and done again, step by step', async () => {
  const { page } = running;
  const before = await finalCodes(page);
  const acts = 4; // accept, reject, its other reason, change
  for (let act = 0; act < acts; act += 1) await page.keyboard.press(act % 2 ? 'Control+z' : 'u');
  await expect(finals(page)).toHaveCount(0);
  await expect.poll(async () => (await ask(page, 'decisions.list', { chart: chart.id })).undo).toBeNull();
  for (let act = 0; act < acts; act += 1) await page.keyboard.press(act % 2 ? 'Control+y' : 'Shift+U');
  await expect.poll(() => finalCodes(page)).toEqual(before);
});

test('final codes are put in order, marked and commented by key', async () => {
  const { page } = running;
  const [first = '', second = ''] = await finalCodes(page);
  await rowOf(page, first).locator('[data-row-button]').click();
  await page.keyboard.press('g');
  await expect(finals(page).first()).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => finalCodes(page)).toEqual([second, first]);
  await expect(page.locator(`[data-final-code][data-code="${first}"]`)).toBeFocused();
  await page.keyboard.press('Alt+Home');
  await expect.poll(() => finalCodes(page)).toEqual([first, second]);
  await expect(finals(page).first()).toContainText('Principal');

  const poa = finals(page).first().getByTestId('poa');
  for (const value of ['Y', 'N']) {
    await page.keyboard.press('o');
    await expect(poa).toHaveAttribute('data-poa', value);
  }
  await page.keyboard.press('t');
  await page.getByTestId('comment-dialog').getByLabel('Comment').fill('Confirmed in the operative note.');
  await page.keyboard.press('Control+Enter');
  await expect(finals(page).first()).toContainText('Confirmed in the operative note.');
  await page.keyboard.press('d');
  await expect(page.getByTestId('admit-diagnosis')).toContainText(first);
  const coding = await ask(page, 'decisions.list', { chart: chart.id });
  expect(coding.decisions[0]).toMatchObject({
    code: first,
    poa: 'N',
    comment: 'Confirmed in the operative note.',
  });
  expect(coding.admitDiagnosis?.code).toBe(first);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screensFolder, 'coding-final.png') });
});

test('only what was before the coder’s eyes is accepted together', async () => {
  const { page } = running;
  await page.keyboard.press('Shift+A');
  const dialog = page.getByTestId('accept-visible-dialog');
  const rows = dialog.getByTestId('visible-row');
  await expect(rows.first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screensFolder, 'coding-accept-visible.png') });
  const wanted = await dialog
    .locator('[data-testid="visible-row"]:has(input:checked)')
    .evaluateAll((list) => list.map((row) => (row as HTMLElement).dataset['code'] ?? ''));
  const unseen = await dialog
    .locator('[data-testid="visible-row"]:has(input:disabled)')
    .evaluateAll((list) => list.map((row) => (row as HTMLElement).dataset['code'] ?? ''));
  expect(wanted.length).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  for (const code of wanted) await expect(rowOf(page, code)).toHaveAttribute('data-state', 'accepted');
  for (const code of unseen) await expect(rowOf(page, code)).toHaveAttribute('data-state', 'undecided');
});

test('keys are listed by what they are for, and the chart’s header is edited', async () => {
  const { page } = running;
  await page.keyboard.press('?');
  await expect(page.getByTestId('keyboard-dialog')).toContainText('Final codes');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('h');
  const dialog = page.getByTestId('encounter-date-dialog');
  await dialog.getByLabel('Record number').fill('00-42');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screensFolder, 'coding-header.png') });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('encounter-date')).toContainText('00-42');
  expect(await suggestions(page).count()).toBeGreaterThan(0);
});
