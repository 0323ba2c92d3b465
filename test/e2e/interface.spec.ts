/** Language, themes, keys, palette and tour: what the window offers over every screen. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  finish,
  goTo,
  launch,
  rows,
  screensFolder,
  suggestions,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

let home: string;
let running: RunningApp;

const shot = (name: string): string => path.join(screensFolder, `${name}.png`);

test.beforeAll(async () => {
  mkdirSync(screensFolder, { recursive: true });
  home = temporaryHome();
  running = await launch(home);
});

test.afterAll(async () => {
  await finish(running, home);
});

test('the tour is offered without taking the focus, and leads through a sample by keyboard', async () => {
  const { page } = running;
  await expect(page.getByTestId('tour-offer')).toBeVisible();
  await expect(page.getByTestId('tour-offer').getByRole('button').first()).not.toBeFocused();
  await page.getByRole('button', { name: 'Take the two-minute tour' }).press('Enter');
  const card = page.getByTestId('tour');
  await expect(page.getByTestId('tour-offer')).toHaveCount(0);
  for (const step of ['worklist', 'document', 'suggestions', 'final', 'book']) {
    await expect(card).toHaveAttribute('data-step', step);
    if (step === 'suggestions') await expect(suggestions(page).first()).toBeVisible({ timeout: 60_000 });
    await expect(card.getByRole('button', { name: 'Next' })).toBeFocused();
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: shot(`tour-${step}`) });
    await page.keyboard.press('Enter');
  }
  await expect(card).toHaveAttribute('data-step', 'finish');
  await page.keyboard.press('ArrowLeft');
  await expect(card).toHaveAttribute('data-step', 'book');
  // From the screen below the card as well, Escape ends the tour and leaves the chart where it is.
  await page.getByTestId('document-scroll').focus();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(page.locator('.screen-chart')).toBeVisible();
});

test('the palette runs commands of the chart, opens charts and returns the focus', async () => {
  const { page } = running;
  await page.keyboard.press('Control+k');
  const box = page.getByTestId('palette-input');
  await expect(box).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: shot('interface-palette') });
  await box.fill('show this list');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('Keyboard');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+P');
  await box.fill('go audit');
  await box.fill('audit');
  await page.getByTestId('palette-item').filter({ hasText: 'Go to' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit');
  await page.getByRole('tab', { name: 'Coders' }).click();
  await expect(page.getByRole('tabpanel')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: shot('interface-coders') });
  await goTo(page, 'Worklist');
  const name = (await rows(page).first().getAttribute('data-chart-name')) ?? '';
  await page.keyboard.press('Control+k');
  await box.fill(name.toUpperCase());
  await page.getByTestId('palette-item').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
});

test('a key can be changed, never to one that is taken, and reset', async () => {
  const { page } = running;
  await goTo(page, 'Settings');
  const settings = page.getByTestId('keyboard-settings');
  await settings.getByText('Keys of the chart').click();
  const row = settings.locator('[data-command="accept"]');
  await row.getByRole('button', { name: /^Change/ }).press('Enter');
  await page.keyboard.press('r');
  await expect(row).toContainText('taken already');
  await page.keyboard.press('Tab');
  await row.getByRole('button', { name: /^Change/ }).press('Enter');
  await page.keyboard.press('z');
  await expect(row.locator('kbd')).toHaveText(['Z']);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: shot('interface-keys') });
  await row.getByRole('button', { name: /^Reset/ }).click();
  await expect(row.locator('kbd')).toHaveText(['A', 'Enter']);
});

for (const [language, title] of [
  ['es', 'Ajustes'],
  ['de', 'Einstellungen'],
] as const) {
  test(`the window speaks ${language} at once`, async () => {
    const { page } = running;
    await page.locator('nav').first().getByRole('button').last().click();
    await page.locator('#language').focus();
    await page.locator('#language').selectOption(language);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('#language')).toBeFocused();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    await page.screenshot({ path: shot(`interface-settings-${language}`), fullPage: true });
    for (const at of [2, 1, 0]) {
      await page.locator('nav').first().getByRole('button').nth(at).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForTimeout(500);
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: shot(`interface-${language}-${String(at)}`) });
    }
    await rows(page).first().press('Enter');
    await expect(suggestions(page).first()).toBeVisible({ timeout: 60_000 });
    await page.screenshot({ path: shot(`interface-chart-${language}`) });
    await page.keyboard.press('b');
    await expect(page.getByTestId('book')).toBeVisible();
    await page.getByTestId('code-search-input').fill('asthma');
    await expect(page.getByTestId('book-page-title')).toBeVisible();
    await page.screenshot({ path: shot(`interface-book-${language}`) });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
}

test('high contrast and forced colours keep every screen readable', async () => {
  const { page } = running;
  await page.locator('nav').first().getByRole('button').last().click();
  await page.locator('#language').selectOption('en');
  await page.getByRole('radio', { name: 'High contrast' }).check();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: shot(`interface-contrast-${scheme}`) });
  }
  await goTo(page, 'Worklist');
  await rows(page).first().press('Enter');
  await expect(suggestions(page).first()).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: shot('interface-contrast-chart') });
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: 'active' });
  const row = page.locator('.code-row[data-selected]');
  await expect(row).toHaveCSS('outline-style', 'solid');
  const bar = row.locator('.confidence-bar');
  const shades = await Promise.all(
    [bar, bar.locator('span')].map((part) => part.evaluate((each) => getComputedStyle(each).backgroundColor)),
  );
  expect(new Set(shades).size, 'the bar stands out from its ground').toBe(2);
  await page.screenshot({ path: shot('interface-forced-chart') });
});
