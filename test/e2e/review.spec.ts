/**
 * The auditor's desk from a sample to the figures: second coding, findings, the coder's answer, escalation,
 * settlement, closing. Every screen on the way is looked at and checked for accessibility.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Role } from '../../src/shared/accounts.ts';
import type { Chart } from '../../src/shared/chart.ts';
import {
  ask,
  capture,
  CODER,
  finish,
  firstBillable,
  launch,
  openChart,
  rows,
  screensFolder,
  setView,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

interface Person {
  name: string;
  passphrase: string;
}

const AUDITOR: Person = { name: 'Test Auditor', passphrase: 'four owls count by lamplight' };
const SECOND: Person = { name: 'Second Auditor', passphrase: 'six otters slide at noon' };

test.describe.configure({ mode: 'serial' });

let home: string;
let running: RunningApp;
let charts: Chart[];
/** The codes of the chart that is reviewed, in their sequence. */
let coded: string[];

test.beforeAll(async () => {
  mkdirSync(screensFolder, { recursive: true });
  home = temporaryHome();
  running = await launch(home);
  const { page } = running;
  await setView(running.app, 1280, 720);
  charts = await finishCharts(page, 3);
  const roles: Role[] = ['auditor'];
  for (const person of [AUDITOR, SECOND]) {
    await ask(page, 'accounts.create', { ...person, passphrase: `${person.passphrase} at first`, roles });
    await become(page, { ...person, passphrase: `${person.passphrase} at first` }, person.passphrase);
    await become(page, CODER);
  }
  await become(page, AUDITOR);
});

test.afterAll(async () => {
  await finish(running, home);
});

/** Accepts codes of the first charts and finishes them; the first of them is an inpatient stay. */
async function finishCharts(page: Page, count: number): Promise<Chart[]> {
  const done: Chart[] = [];
  for (const { id } of await ask(page, 'worklist.list', {})) {
    if (done.length === count) break;
    const chart = await ask(page, 'charts.open', { chart: id });
    if (chart.documents.some(({ kind }) => kind !== 'text')) continue;
    const type = done.length === 0 ? ('inpatient' as const) : ('outpatient' as const);
    await ask(page, 'charts.setHeader', { chart: id, header: { ...chart.header, type } });
    const { suggestions } = await ask(page, 'coding.suggest', { chart: id });
    const codes = await firstBillable(page, chart, 3);
    for (const code of codes) {
      const evidence = suggestions.find((each) => each.code === code)?.evidence ?? [];
      await ask(page, 'decisions.record', { action: 'accept', chart: id, code, evidence, inView: true });
    }
    if (type === 'inpatient') {
      for (const code of codes) {
        const { poaExempt } = await ask(page, 'catalog.family', { chart: id, code });
        const poa = poaExempt ? 'exempt' : 'Y';
        await ask(page, 'decisions.record', { action: 'poa', chart: id, code, poa });
      }
    }
    const { decisions } = await ask(page, 'decisions.finish', { chart: id });
    if (done.length === 0)
      coded = decisions.filter(({ decided }) => decided === 'accepted').map(({ code }) => code);
    done.push(chart);
  }
  return done;
}

/** Locks the desk and unlocks it as somebody else, who may have to change the passphrase. */
async function become(page: Page, { name, passphrase }: Person, next?: string): Promise<void> {
  // The page is loaded afresh as the desk locks; its answer may not come any more.
  await page.evaluate(() => void window.rubricator.request('session.lock', {}));
  await expect(page.getByTestId('gate-unlock')).toBeVisible();
  await ask(page, 'session.unlock', { name, passphrase });
  if (next !== undefined) await ask(page, 'session.changePassphrase', { current: passphrase, next });
  await page.reload();
  await expect(page.locator('main h1')).toBeVisible({ timeout: 15_000 });
}

async function goToReview(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Review', exact: true })
    .press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible();
}

/** Opens the review of the chart from the list of samples. */
async function openReview(page: Page): Promise<void> {
  await goToReview(page);
  await page.getByTestId('sample-row').getByRole('button').press('Enter');
  const row = page.locator(`[data-testid="sampled-chart"][data-chart-id="${charts[0]?.id}"]`);
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', /./);
}

function line(page: Page, key: string) {
  return page.locator(`[data-testid="review-line"][data-key="${key}"]`);
}

/** Chooses a line with the keyboard. */
async function choose(page: Page, key: string): Promise<void> {
  await line(page, key).locator('[data-row-button]').press('Enter');
  await line(page, key).locator('[data-row-button]').focus();
  const target = line(page, key);
  for (let step = 0; step < 12; step += 1) {
    if ((await target.getAttribute('data-selected')) === 'true') return;
    await page.keyboard.press('j');
  }
  for (let step = 0; step < 12; step += 1) {
    if ((await target.getAttribute('data-selected')) === 'true') return;
    await page.keyboard.press('k');
  }
  await expect(target).toHaveAttribute('data-selected', 'true');
}

async function setLook(page: Page, look: 'light' | 'dark' | 'contrast'): Promise<void> {
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.evaluate((contrast) => {
    if (contrast) document.documentElement.dataset['theme'] = 'contrast';
    else delete document.documentElement.dataset['theme'];
    // Colours that are still on their way to others would be measured.
    document.body.getBoundingClientRect();
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
  }, look === 'contrast');
}

/** A picture of the screen, and what axe finds on it; also in the dark, in high contrast and at 200 %. */
async function look(name: string): Promise<void> {
  const { app, page } = running;
  const found: string[] = [];
  for (const scheme of ['light', 'dark', 'contrast'] as const) {
    await setLook(page, scheme);
    await page.screenshot({ path: path.join(screensFolder, `review-${name}-${scheme}.png`) });
    const rules = scheme === 'light' ? [] : ['color-contrast'];
    found.push(...(await violations(page, rules)).map((words) => `${scheme}: ${words}`));
  }
  await setLook(page, 'light');
  await setView(app, 1280, 720, 2);
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(640);
  await capture(app, `review-${name}-zoom-200`);
  found.push(...(await violations(page)).map((words) => `200 %: ${words}`));
  const sideways = await page.evaluate(() => {
    window.scrollTo({ left: 10_000, behavior: 'instant' });
    const distance = window.scrollX;
    window.scrollTo({ left: 0, behavior: 'instant' });
    return distance;
  });
  await setView(app, 1280, 720);
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1280);
  expect(found, name).toEqual([]);
  expect(sideways, `${name} scrolls sideways`).toBe(0);
}

test('a sample is drawn after its preview', async () => {
  const { page } = running;
  await goToReview(page);
  await expect(page.getByText('No sample was drawn yet')).toBeVisible();
  await look('empty');
  await page.getByRole('button', { name: 'Draw a sample…' }).press('Enter');
  const dialog = page.getByTestId('draw-dialog');
  await dialog.getByLabel('Name of the sample').fill('Blind second coding');
  await dialog.getByLabel('How many charts').fill('3');
  await dialog.getByRole('radio', { name: /^Blind/ }).check();
  const preview = dialog.getByTestId('draw-preview');
  await expect(preview.getByRole('row', { name: `${CODER.name} 3 3` })).toBeVisible();
  await look('draw');
  await dialog.getByRole('button', { name: 'Draw 3 charts' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Blind second coding' })).toBeVisible();
  await expect(page.getByTestId('sampled-chart')).toHaveCount(3);
  await look('sample');
});

test('a blind auditor codes first', async () => {
  const { page } = running;
  await openReview(page);
  await expect(page.getByTestId('second-coding')).toBeVisible();
  await expect(page.getByText(CODER.name).first()).toBeVisible();
  await expect(page.getByTestId('review-line')).toHaveCount(0);
  for (const code of [coded[0] ?? '', 'N18.6']) {
    await page.keyboard.press('b');
    await page.getByTestId('code-search-input').fill(code);
    await expect(page.locator(`[data-testid="code-search-option"][data-code="${code}"]`)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.locator(`[data-testid="second-row"][data-code="${code}"]`)).toBeFocused();
    await page.keyboard.press('o');
  }
  await look('second');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('compared')).toContainText('1 alike');
  await expect(page.getByTestId('review-line')).toHaveCount(4);
  await expect(line(page, `coded ${coded[0]}`)).toContainText('model: ');
  await look('compared');
});

test('differences are one key away, others are written', async () => {
  const { page } = running;
  const [first = '', second = '', third = ''] = coded;
  await choose(page, `coded ${first}`);
  await page.keyboard.press('a');
  await expect(line(page, `coded ${first}`)).toHaveAttribute('data-verdict', 'agree');
  // The next line without a verdict is selected; its proposed difference is recorded with one key.
  await expect(line(page, `coded ${second}`)).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(line(page, `coded ${second}`)).toHaveAttribute('data-verdict', 'disagree');
  await expect(line(page, `coded ${third}`)).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('d');
  const form = page.getByTestId('finding-form');
  await expect(form).toBeVisible();
  await form.getByLabel('Reason').selectOption('not-reportable');
  await form.getByLabel('Comment').fill('Belongs to the disease that is coded.');
  await look('form');
  await page.keyboard.press('Control+Enter');
  await expect(line(page, `coded ${third}`)).toHaveAttribute('data-verdict', 'disagree');
  await choose(page, 'missed N18.6');
  await page.keyboard.press('Enter');
  await expect(line(page, 'missed N18.6')).toHaveAttribute('data-verdict', 'missed');
  await expect(page.getByTestId('review-left')).toContainText('Every code has a verdict');
  await look('findings');
  await page.keyboard.press('r');
  await page.getByTestId('return-dialog').getByRole('textbox').fill('Please look at the three findings.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', 'returned');
});

test('the coder agrees and rebuts', async () => {
  const { page } = running;
  await become(page, CODER);
  await page.getByRole('navigation').getByRole('button', { name: 'Worklist' }).press('Enter');
  await expect(rows(page).first()).toBeVisible();
  await openChart(page, charts[0]?.name ?? '');
  const panel = page.getByTestId('returned-findings');
  await expect(panel).toContainText('3 to answer');
  await look('returned');
  const findings = panel.getByTestId('returned-finding');
  await findings.nth(0).getByRole('button', { name: 'Rebut…' }).press('Enter');
  await findings.nth(0).getByRole('textbox').fill('It is in the discharge diagnosis.');
  await page.keyboard.press('Control+Enter');
  await expect(panel).toContainText('2 to answer');
  await findings.nth(1).getByRole('button', { name: 'Agree' }).press('Enter');
  await findings.nth(2).getByRole('button', { name: 'Agree' }).press('Enter');
  await expect(panel).toContainText('all answered');
  await look('answered');
  await ask(page, 'decisions.finish', { chart: charts[0]?.id ?? '' });
});

test('a rebuttal is escalated, and another auditor settles it', async () => {
  const { page } = running;
  await become(page, AUDITOR);
  await openReview(page);
  await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', 'answered');
  await page.getByRole('button', { name: 'Close review' }).press('Enter');
  await expect(page.getByTestId('close-dialog')).toContainText('cannot be closed yet');
  await look('not-yet');
  await page.keyboard.press('Escape');
  const rebutted = page.getByTestId('finding').filter({ hasText: 'Coder rebutted' });
  await rebutted.getByRole('button', { name: 'Escalate…' }).press('Enter');
  await rebutted.getByRole('textbox').fill('We read the discharge diagnosis differently.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', 'escalated');
  await become(page, SECOND);
  await openReview(page);
  const escalated = page.getByTestId('finding').filter({ hasText: 'Escalated' });
  await escalated.getByRole('button', { name: 'Overturn…' }).press('Enter');
  await escalated.getByRole('textbox').fill('The discharge diagnosis names it.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('finding').filter({ hasText: 'Overturned' })).toHaveAttribute(
    'data-stands',
    'false',
  );
  await look('settled');
});

test('a closed review counts in the figures, with the charts behind each number', async () => {
  const { page } = running;
  await page.keyboard.press('c');
  await page.getByTestId('close-dialog').getByRole('button', { name: 'Close review' }).press('Enter');
  await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', 'closed');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Figures' }).press('Enter');
  await expect(page.getByTestId('figures-whole')).toContainText('0 of 1');
  await expect(page.getByTestId('figures-codes')).toHaveAttribute('data-few', 'true');
  await look('figures');
  await page.getByRole('tab', { name: 'Code', exact: true }).press('Enter');
  await expect(page.locator('[data-testid="accuracy-row"][data-key="N18.6"]')).toBeVisible();
  await page.getByText('The numbers as a table').press('Enter');
  await page.getByTestId('figures-agreement').scrollIntoViewIfNeeded();
  await look('figures-below');
  await page.getByTestId('figures-codes').getByRole('button').press('Enter');
  await expect(page.getByTestId('behind-row')).toHaveCount(1);
  await expect(page.getByTestId('behind-row')).toBeFocused();
  await look('behind');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', 'closed');
});

test('a review and the figures stand in every language', async () => {
  const { page } = running;
  for (const [language, figures] of [
    ['es', 'Cifras'],
    ['de', 'Kennzahlen'],
  ] as const) {
    await page.evaluate((chosen) => localStorage.setItem('rubricator.language', chosen), language);
    await page.reload();
    await expect(page.getByTestId('review-line').first()).toBeVisible();
    await look(`chart-${language}`);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('sample')).toBeVisible();
    await look(`sample-${language}`);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: figures }).press('Enter');
    await page.getByTestId('figures-codes').getByRole('button').press('Enter');
    await page.getByTestId('behind-row').press('Enter');
    await expect(page.getByTestId('chart-review')).toHaveAttribute('data-state', 'closed');
  }
});
