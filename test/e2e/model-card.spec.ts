/** The model card in the app: read by keyboard, never acting, and missed where a pack has none. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/electronRuntime.ts';
import {
  ask,
  capture,
  finish,
  goTo,
  launch,
  openChart,
  rows,
  screensFolder,
  setView,
  suggestions,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

const PACK = path.join(projectRoot, 'test', 'fixtures', 'model-packs', 'bert');
const CARD = `# Our pack

<img src="https://example.org/pixel.png" onerror="document.title='taken over'">

See [the paper](https://example.org/paper).

## Held-out results

| | Spanish | English | letters of the surgical wards, typed on the day of discharge |
|---|--:|--:|--:|
| MAP | 0.60 (0.58–0.62) | 0.51 (0.49–0.53) | 0.42 (0.31–0.53) |

## What it must not be used for

${'- Coding without a qualified coder.\n'.repeat(60)}`;

let home: string;
let running: RunningApp | undefined;

test.beforeAll(() => mkdirSync(screensFolder, { recursive: true }));
test.afterEach(async () => {
  await finish(running, home);
  running = undefined;
});

/** Starts the app on a pack of its own, with a card or without. */
async function start(card: string | null): Promise<RunningApp> {
  home = temporaryHome();
  const folder = path.join(home, 'models', 'conformance-bert-1.0.0');
  cpSync(PACK, folder, { recursive: true });
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, unknown> };
  delete manifest.files['MODEL_CARD.md'];
  rmSync(path.join(folder, 'MODEL_CARD.md'), { force: true });
  if (card !== null) {
    writeFileSync(path.join(folder, 'MODEL_CARD.md'), card);
    const sha256 = createHash('sha256').update(card).digest('hex');
    manifest.files['MODEL_CARD.md'] = { bytes: Buffer.byteLength(card), sha256 };
  }
  writeFileSync(file, JSON.stringify(manifest));
  writeFileSync(path.join(home, 'models', 'in-use'), 'conformance-bert@1.0.0\n');
  running = await launch(home);
  return running;
}

/** How far the dialog has been scrolled, in CSS pixels. */
function scrolled(page: Page): Promise<number> {
  return page.locator('.modal').evaluate((modal) => modal.scrollTop);
}

test('the card is read by keyboard, light and dark, at any zoom, and nothing in it acts', async () => {
  const { app, page } = await start(CARD);
  await setView(app, 1440, 900);
  const title = await page.title();
  await goTo(page, 'Settings');
  const section = page.getByTestId('model');
  await expect(section).toContainText('conformance-bert');
  await expect(section).toContainText('12 codes learned (FY2026); no other is suggested');

  const button = section.getByRole('button', { name: 'Model card…' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByTestId('model-card');
  await expect(dialog.getByRole('heading', { name: 'Held-out results', level: 4 })).toBeVisible();
  await expect(dialog.getByRole('cell', { name: '0.60 (0.58–0.62)' })).toBeVisible();
  await expect(dialog).toContainText('<img src="https://example.org/pixel.png"');
  await expect(dialog).toContainText('the paper (https://example.org/paper)');
  await expect(dialog.locator('img, a, script, iframe')).toHaveCount(0);
  expect(await page.title()).not.toBe('taken over');
  expect(title).not.toBe('taken over');

  await page.keyboard.press('PageDown');
  await expect.poll(() => scrolled(page)).toBeGreaterThan(100);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
  }
  await setView(app, 1280, 720, 2);
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(640);
  await page.locator('.modal').evaluate((modal) => modal.scrollTo(0, 0));
  await capture(app, 'model-card-zoom-200');
  const sideways = await page.locator('.modal').evaluate((modal) => modal.scrollWidth - modal.clientWidth);
  expect(sideways, 'the dialog scrolls sideways').toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await setView(app, 1440, 900);

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('a pack without a card says so, and its manifest speaks instead', async () => {
  const { page } = await start(null);
  await goTo(page, 'Settings');
  const section = page.getByTestId('model');
  await expect(section).toContainText('This model pack came without a model card.');
  await section.getByRole('button', { name: 'What its manifest says…' }).click();
  const dialog = page.getByTestId('model-card');
  await expect(dialog.getByRole('columnheader', { name: 'Licence' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('the chart says what its percentages mean, and no key decides behind the explanation', async () => {
  const { page } = await start(CARD);
  const name = (await rows(page).first().getAttribute('data-chart-name')) ?? '';
  await openChart(page, name);
  const button = page.getByRole('button', { name: 'About % scores' });
  await button.focus();
  await page.keyboard.press('Enter');
  const explanation = page.getByTestId('scores-dialog');
  await expect(explanation).toContainText('in 100 depends on how conformance-bert was made');
  await explanation.getByRole('button', { name: 'Model card…' }).click();
  await expect(page.getByTestId('model-card')).toContainText('Held-out results');
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('model-card')).toBeHidden();
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(explanation).toBeHidden();
  await expect(button).toBeFocused();
  await expect(suggestions(page).and(page.locator('[data-state="accepted"]'))).toHaveCount(0);
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'accept' }, limit: 10 });
  expect(entries).toEqual([]);
});
