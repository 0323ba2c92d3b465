/** The code book: opened over every screen, searched, read, followed, and a code taken from it with its evidence. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/electronRuntime.ts';
import {
  ask,
  capture,
  chartWith,
  finish,
  goTo,
  launch,
  openChart,
  rowOf,
  rows,
  screensFolder,
  setView,
  suggestions,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

let home: string;
let running: RunningApp;

test.beforeAll(async () => {
  mkdirSync(screensFolder, { recursive: true });
  home = temporaryHome();
  running = await launch(home);
  await setView(running.app, 1280, 720);
});

test.afterAll(async () => {
  await finish(running, home);
});

test.afterEach(async () => {
  const { page } = running;
  if ((await book(page).count()) > 0) await page.keyboard.press('Escape');
  await expect(book(page)).toHaveCount(0);
});

const book = (page: Page): Locator => page.getByTestId('book');
const box = (page: Page): Locator => page.getByTestId('code-search-input');
const hit = (page: Page, code: string): Locator =>
  page.locator(`[data-testid="code-search-option"][data-code="${code}"]`);
const title = (page: Page, id: string): Locator =>
  page.locator(`[data-testid="book-page-title"][data-id="${id}"]`);
const part = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Parts of the book' }).getByRole('button', { name, exact: true });

/** Opens the book, empties its box, looks a code up and goes to its page. */
async function lookUp(page: Page, code: string): Promise<void> {
  if ((await book(page).count()) === 0) await page.keyboard.press('b');
  await box(page).fill(code);
  await hit(page, code).click();
  await expect(title(page, code)).toBeVisible();
}

async function openContents(page: Page): Promise<void> {
  if ((await book(page).count()) === 0) await page.keyboard.press('b');
  await box(page).fill('');
  await expect(part(page, 'Index')).toBeVisible();
}

test('one key opens it over every screen, and the focus returns', async () => {
  const { page } = running;
  for (const place of ['Worklist', 'Audit', 'Settings'] as const) {
    await goTo(page, place);
    for (const key of ['b']) {
      await page.keyboard.press(key);
      await expect(box(page)).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(book(page)).toHaveCount(0);
    }
  }
  await page.getByRole('button', { name: /^Code book/ }).click();
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Code book/ })).toBeFocused();
});

test('an abbreviation finds its code, with the matched words marked and its page shown', async () => {
  const { page } = running;
  await page.keyboard.press('b');
  await box(page).fill('htn');
  await expect(page.locator('[data-testid="code-search-option"][aria-selected="true"]')).toHaveAttribute(
    'data-code',
    'I10',
  );
  await expect(hit(page, 'I10').locator('mark').first()).toHaveText(/hypertension/i);
  await expect(book(page)).toContainText('Read as “hypertension”');
  await expect(title(page, 'I10')).toBeVisible();
  await page.screenshot({ path: path.join(screensFolder, 'book-search.png') });
});

test('where words fail, codes near in meaning come below what words found', async () => {
  const { page } = running;
  await page.keyboard.press('b');
  await box(page).fill('cannot swallow food after his stroke');
  const byWords = page.getByRole('listbox', { name: 'Codes found' });
  await expect(byWords).toBeVisible();
  const first = await byWords.boundingBox();
  await expect(page.getByTestId('near-hits').getByRole('option').first()).toBeVisible();
  expect((await byWords.boundingBox())?.y).toBe(first?.y);
  await box(page).fill('I10');
  await expect(title(page, 'I10')).toBeVisible();
  await expect(page.getByTestId('near-hits')).toHaveCount(0);
});

test('it is as it was when it opens again', async () => {
  const { page } = running;
  await lookUp(page, 'E11.22');
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await expect(box(page)).toHaveValue('E11.22');
  await expect(title(page, 'E11.22')).toBeVisible();
});

test('notes of what stands above hold at the code, and their links go there and back', async () => {
  const { page } = running;
  await lookUp(page, 'I10');
  const block = page.locator('[data-testid="inherited"][data-from="I10-I1A"]');
  await expect(block).toContainText('neonatal hypertension');
  await expect(page.getByTestId('book-page')).toContainText('Excludes1');
  await block.locator('[data-target="P29.2"]').click();
  await expect(title(page, 'P29.2')).toBeVisible();
  await expect(page.getByTestId('book-page')).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(title(page, 'I10')).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(title(page, 'P29.2')).toBeVisible();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(title(page, 'I10')).toBeVisible();
});

test('a header opens the choice of its seventh character', async () => {
  const { page } = running;
  await lookUp(page, 'S52.501');
  const picker = page.getByTestId('seventh-picker');
  await picker.getByRole('radio', { name: /subsequent encounter for closed fracture with routine/ }).focus();
  await page.keyboard.press('Space');
  await page.screenshot({ path: path.join(screensFolder, 'book-seventh.png') });
  await page.keyboard.press('Enter');
  await expect(title(page, 'S52.501D')).toBeVisible();
  await expect(page.getByTestId('siblings')).toContainText('S52.502D');
});

test('the tree opens chapter, block and category by keyboard', async () => {
  const { page } = running;
  await openContents(page);
  const line = (id: string) => page.locator(`.book-tree-item[data-id="${id}"]`);
  const walkTo = async (id: string) => {
    for (let steps = 0; steps < 40 && !(await line(id).evaluate(isFocused)); steps += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await expect(line(id)).toBeFocused();
  };
  await part(page, 'Bookmarks').focus();
  await page.keyboard.press('Tab');
  await walkTo('CH9');
  await page.keyboard.press('ArrowRight');
  await expect(line('I10-I1A')).toBeVisible();
  await walkTo('I10-I1A');
  await page.keyboard.press('ArrowRight');
  await expect(line('I10')).toBeVisible();
  await page.screenshot({ path: path.join(screensFolder, 'book-tree.png') });
  await walkTo('I10');
  await page.keyboard.press('Enter');
  await expect(title(page, 'I10')).toBeVisible();
});

test('a category is printed as in the Tabular List', async () => {
  const { page } = running;
  await lookUp(page, 'E11.22');
  await page.getByTestId('book-page').focus();
  await page.keyboard.press('t');
  const printed = page.getByTestId('tabular');
  await expect(printed.locator('[aria-current="true"]')).toContainText('E11.22');
  await expect(printed).toContainText('diabetes (mellitus) due to insulin secretory defect');
  await page.screenshot({ path: path.join(screensFolder, 'book-tabular.png') });
  await page.keyboard.press('t');
  await expect(printed).toHaveCount(0);
});

test('the index leads from a letter over a term and its see to a code', async () => {
  const { page } = running;
  await openContents(page);
  await part(page, 'Index').click();
  await page
    .getByRole('navigation', { name: 'Letters' })
    .getByRole('button', { name: 'H', exact: true })
    .click();
  await page.getByRole('link', { name: /^Hypertension, hypertensive/ }).click();
  const lines = page.getByTestId('index-lines');
  await expect(lines).toContainText('kidney involvement');
  await page.screenshot({ path: path.join(screensFolder, 'book-index.png') });
  await lines.getByRole('link', { name: 'Hypertension, kidney' }).first().click();
  await lines.locator('[data-target^="I12"]').first().click();
  await expect(page.locator('[data-testid="book-page-title"][data-id^="I12"]')).toBeVisible();
});

test('the tables of drugs and neoplasms are tables, filtered and linked', async () => {
  const { page } = running;
  await openContents(page);
  await part(page, 'Drugs').click();
  const drugs = page.getByTestId('table-drug');
  await expect(drugs.getByRole('columnheader')).toHaveCount(7);
  await page.screenshot({ path: path.join(screensFolder, 'book-drugs.png') });
  const count = Number(await drugs.getAttribute('aria-rowcount'));
  expect(count).toBeGreaterThan(5000);
  expect(await drugs.getByRole('row').count()).toBeLessThan(200);
  await drugs.evaluate((table) => {
    table.parentElement!.scrollTop = table.parentElement!.scrollHeight;
  });
  await expect(drugs.locator(`[aria-rowindex="${count}"]`)).toContainText(/T\d{2}\./);

  await page.getByTestId('table-filter').fill('warfarin');
  await expect(drugs.getByRole('rowheader').first()).toContainText(/warfarin/i);
  await drugs.getByRole('link', { name: 'T45.515' }).first().click();
  await expect(title(page, 'T45.515')).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByTestId('table-filter')).toHaveValue('warfarin');

  await part(page, 'Neoplasms').click();
  await page.getByTestId('table-filter').fill('breast areola');
  await expect(page.getByTestId('table-neoplasm').getByRole('link', { name: 'C50.0-' })).toBeVisible();
});

test('what changed is listed by kind', async () => {
  const { page } = running;
  await openContents(page);
  await part(page, 'What changed').click();
  const changes = page.getByTestId('changes');
  await expect(changes).toContainText('New code');
  await page.getByRole('radio', { name: /^Titles revised/ }).check();
  await expect(changes).not.toContainText('New code');
  await expect(changes.locator('del').first()).toBeVisible();
  await page.screenshot({ path: path.join(screensFolder, 'book-changes.png') });
  expect(await violations(page)).toEqual([]);
});

test('a code is bookmarked and its title copied', async () => {
  const { app, page } = running;
  await lookUp(page, 'J45.909');
  await page.getByTestId('book-page').focus();
  await page.keyboard.press('m');
  await page.keyboard.press('c');
  await expect(page.getByRole('button', { name: /^Copied/ })).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe('J45.909 Unspecified asthma, uncomplicated');
  await openContents(page);
  await part(page, 'Bookmarks').click();
  await page.getByTestId('book-page').locator('[data-target="J45.909"]').click();
  await expect(title(page, 'J45.909')).toBeVisible();
});

test('words selected in the chart fill the box and become the evidence', async () => {
  const { page } = running;
  await goTo(page, 'Worklist');
  const chart = await chartWith(page, 'text');
  await openChart(page, chart.name);
  const selected = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('.document-pane')!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const found = /diabetes/iu.exec(node.textContent ?? '');
      if (!found || !node.parentElement?.closest('[data-start]')) continue;
      getSelection()?.setBaseAndExtent(node, found.index, node, found.index + found[0].length);
      return found[0];
    }
    throw new Error('The sample says nothing of diabetes.');
  });
  await page.keyboard.press('b');
  await expect(box(page)).toHaveValue(selected);
  await expect(page.getByTestId('book-evidence')).toContainText(selected);
  await expect(hit(page, 'E11.9')).toBeVisible();
  await page.screenshot({ path: path.join(screensFolder, 'book-over-chart.png') });

  // A header is no code: Enter opens its page instead of adding it.
  await box(page).fill('O24');
  await expect(hit(page, 'O24')).toBeVisible();
  await hit(page, 'O24').click();
  await box(page).press('Enter');
  await expect(title(page, 'O24')).toBeVisible();
  expect((await ask(page, 'decisions.list', { chart: chart.id })).decisions).toEqual([]);

  await box(page).fill('E13.9');
  await expect(page.locator('[aria-selected="true"][data-code="E13.9"]')).toBeVisible();
  await box(page).press('Enter');
  await expect(book(page)).toHaveCount(0);
  await expect(rowOf(page, 'E13.9')).toHaveAttribute('data-state', 'added');
  const { decisions } = await ask(page, 'decisions.list', { chart: chart.id });
  expect(decisions.map(({ code, evidence }) => [code, evidence.map(({ text }) => text)])).toEqual([
    ['E13.9', [selected]],
  ]);
});

test('the code selected in the chart is what the book opens at', async () => {
  const { page } = running;
  await expect(suggestions(page).first()).toBeVisible();
  const code = await page
    .locator('[data-testid="suggestion-row"][data-selected="true"]')
    .getAttribute('data-code');
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await page.keyboard.press('b');
  await expect(title(page, code ?? '')).toBeVisible();
});

test('nothing of it is hard to read or to reach, light or dark, small or large', async () => {
  const { app, page } = running;
  await goTo(page, 'Worklist');
  await expect(rows(page).first()).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openContents(page);
    for (const [name, shown] of [
      ['External causes', 'Abandonment'],
      ['Neoplasms', 'abdomen, abdominal'],
      ['Bookmarks', 'J45.909'],
    ] as const) {
      await part(page, name).click();
      await expect(page.getByTestId('book-page')).toContainText(shown);
      expect(await violations(page), `${name}, ${theme}`).toEqual([]);
    }
    await lookUp(page, 'S52.501A');
    await page.screenshot({ path: path.join(screensFolder, `book-page-${theme}.png`) });
    expect(await violations(page), `page, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  try {
    await setView(app, 1280, 720, 2);
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(640);
    await lookUp(page, 'E11.22');
    await capture(app, 'book-zoom-200');
    expect(await violations(page), 'at 200 %').toEqual([]);
    const overflow = await book(page).evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow, 'the book scrolls sideways').toBeLessThanOrEqual(0);
  } finally {
    await setView(app, 1280, 720);
  }
});

test('another release is installed from its files, read beside the first, and taken away', async () => {
  const { page } = running;
  await goTo(page, 'Settings');
  const books = page.getByTestId('code-books');
  await expect(books).toContainText('ICD-10-CM FY2026');

  await chooseInDialog(path.join(projectRoot, 'package.json'));
  await books.getByRole('button', { name: /^Install from files/ }).click();
  await expect(books.getByRole('alert')).toBeVisible();

  await chooseInDialog(path.join(projectRoot, 'test/fixtures/catalog/claml/icd-10-gm.xml'));
  await books.getByRole('button', { name: /^Install from files/ }).click();
  await expect(books.getByRole('status')).toContainText('is installed');
  await expect(books.getByRole('listitem')).toHaveCount(3);
  await page.screenshot({ path: path.join(screensFolder, 'settings-installed.png') });

  await openContents(page);
  const releases = page.getByRole('combobox', { name: 'Release' });
  const [other = ''] = (await releases.locator('option').allTextContents()).filter(
    (name) => !/^ICD-10-(?:CM|PCS)/.test(name),
  );
  await releases.selectOption(other);
  await expect(page.getByRole('treegrid', { name: 'Tabular List' }).getByRole('row').first()).toBeVisible();
  await page.keyboard.press('Escape');

  await books.getByRole('button', { name: `Remove ${other}` }).click();
  await expect(books.getByRole('listitem')).toHaveCount(2);
});

/** Answers the system's file dialog, which no test can click. */
async function chooseInDialog(file: string): Promise<void> {
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
}

const isFocused = (element: Element): boolean => element === document.activeElement;
