/** The day of discharge or visit: shown, corrected, and what it picks. */
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  finish,
  launch,
  rows,
  screensFolder,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

let home: string;
let running: RunningApp;

test.beforeAll(async () => {
  home = temporaryHome();
  running = await launch(home);
});
test.afterAll(() => finish(running, home));

test('a chart shows its day and release; a corrected day is kept, and one that no release covers is said', async () => {
  const { page } = running;
  await rows(page).filter({ hasText: 'Discharge' }).first().dblclick();
  const date = page.getByTestId('encounter-date');
  await expect(date).toContainText('2026');
  await expect(date).toContainText('ICD-10-CM FY2026');
  await expect(page.getByText('No installed release covers')).toHaveCount(0);

  await date.click();
  const dialog = page.getByTestId('encounter-date-dialog');
  const field = dialog.getByLabel('Day');
  await expect(field).toHaveValue('2026-02-23');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screensFolder, 'encounter-date.png') });
  await dialog.getByLabel('Admitted').fill('');
  await field.fill('2019-05-02');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(date).toContainText('2019');
  await expect(page.getByText('No installed release covers May 2, 2019')).toBeVisible();
  await page.screenshot({ path: path.join(screensFolder, 'encounter-date-uncovered.png') });

  await date.click();
  await dialog.getByLabel('Day').fill('2026-02-23');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('No installed release covers')).toHaveCount(0);
});
