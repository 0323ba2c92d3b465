/** A worklist of two thousand charts: filtered, searched, ordered and walked through by keyboard. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ChartStore } from '../../src/main/charts/store.ts';
import { makeCharts } from '../fixtures/makeCharts.ts';
import { ask, finish, launch, rows, temporaryHome, violations, type RunningApp } from './harness.ts';

const many = 2000;
/** The samples are put beside them. */
const samples = 6;

let home: string;
let running: RunningApp;

test.beforeAll(async () => {
  home = temporaryHome();
  // Every chart waits for the disk by itself; in memory, where there is such a folder, there is none to wait for.
  const folder = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/rubricator-') : home;
  const store = new ChartStore(path.join(folder, 'charts.sqlite'));
  makeCharts(store, many);
  store.close();
  if (folder !== home) {
    copyFileSync(path.join(folder, 'charts.sqlite'), path.join(home, 'charts.sqlite'));
    rmSync(folder, { recursive: true });
  }
  running = await launch(home);
});

test.afterAll(async () => {
  await finish(running, home);
});

/** Names of the charts that are drawn, from the top. */
const names = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((list) => list.map((row) => (row as HTMLElement).dataset['chartName'] ?? ''));
const focusedName = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-chart-name') ?? null);

test('all charts are there, but only those in sight are drawn', async () => {
  const { page } = running;
  await expect(page.getByTestId('worklist')).toHaveAttribute('aria-rowcount', String(many + samples + 1));
  expect(await rows(page).count()).toBeLessThan(100);
  expect(await violations(page)).toEqual([]);
});

test('the arrow keys, Home and End walk through the charts and Enter opens one', async () => {
  const { page } = running;
  await expect(rows(page).first()).toBeFocused();
  const [, , third] = await names(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focusedName(page)).toBe(third);
  await page.keyboard.press('End');
  await expect.poll(() => names(page).then((drawn) => drawn.at(-1))).not.toBe(third);
  const last = await names(page).then((drawn) => drawn.at(-1));
  await expect.poll(() => focusedName(page)).toBe(last);
  await page.keyboard.press('Home');
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.screen-chart')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows(page).first()).toBeFocused();
});

test('a search finds a chart by its name, patient or record', async () => {
  const { page } = running;
  for (const [words, found] of [
    ['chart 01234', 'Chart 01234'],
    ['sample 00077', 'Chart 00077'],
    ['r-01999', 'Chart 01999'],
  ] as const) {
    await page.keyboard.press('/');
    await expect(page.getByTestId('worklist-search')).toBeFocused();
    await page.keyboard.type(words);
    await expect.poll(() => names(page)).toEqual([found]);
    await page.keyboard.press('ArrowDown');
    await expect(rows(page).first()).toBeFocused();
  }
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('worklist-shown')).toHaveCount(0);
});

test('filters narrow the list together and say how many charts fit', async () => {
  const { page } = running;
  const charts = await ask(page, 'worklist.list', {});
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const inpatient = charts.filter(({ header }) => header.type === 'inpatient');
  const ofCoder = inpatient.filter(({ header }) => header.assigned === 'Coder 2');
  const overdue = ofCoder.filter(({ header }) => header.due !== null && header.due < today);
  const shown = page.getByTestId('worklist-shown');
  const says = (count: number) => expect(shown).toHaveText(`${String(count)} of 2,006 shown`);

  await page.getByRole('combobox', { name: 'Type', exact: true }).selectOption('inpatient');
  await says(inpatient.length);
  await page.getByRole('combobox', { name: 'Coder', exact: true }).selectOption('name:Coder 2');
  await says(ofCoder.length);
  await page.locator('[data-filter="new"]').press('Space');
  await says(ofCoder.length);
  await page.locator('[data-filter="overdue"]').press('Space');
  await says(overdue.length);
  await page.getByRole('button', { name: 'Clear filters' }).first().press('Enter');
  await expect(shown).toHaveCount(0);
  await expect(page.getByTestId('worklist-search')).toBeFocused();
});

test('the order follows a column, in either direction', async () => {
  const { page } = running;
  await page.getByRole('combobox', { name: 'Order', exact: true }).selectOption('name');
  await expect
    .poll(async () => (await names(page)).slice(0, 2))
    .toEqual(['Caso clínico: sepsis urinaria (Spanish)', 'Chart 00001']);
  await page.getByRole('button', { name: 'Ascending' }).press('Enter');
  await expect.poll(async () => (await names(page))[0]).toMatch(/^Radiology report/);
  const down = await names(page);
  expect(down).toContain(`Chart ${String(many).padStart(5, '0')}`);
  expect(down).toEqual(down.toSorted((a, b) => b.localeCompare(a, 'en')));
});
