/**
 * Every screen and dialog at 1280×720, light, dark and in high contrast, and at 200 % zoom: no accessibility
 * violation, a picture to look at, nothing out of reach.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Chart } from '../../src/shared/chart.ts';
import {
  ask,
  capture,
  chartWith,
  CODER,
  finish,
  firstBillable,
  goTo,
  launch,
  launchLocked,
  openChart,
  rowOf,
  rows,
  screensFolder,
  select,
  setView,
  suggestions,
  temporaryHome,
  violations,
  waitForDrawnPage,
  type RunningApp,
} from './harness.ts';

let home: string;
let files: string;
let running: RunningApp;
let textChart: Chart;
let pdfChart: Chart;
/** A query about it waits for its answer. */
let pendedChart: Chart;

test.beforeAll(async () => {
  mkdirSync(screensFolder, { recursive: true });
  home = temporaryHome();
  files = temporaryHome();
  running = await launch(home);
  const { page } = running;
  textChart = await chartWith(page, 'text');
  pdfChart = await chartWith(page, 'pdf');
  await setView(running.app, 1280, 720);
  // So that the finish dialog, the audit and the work have something to show.
  await openChart(page, textChart.name);
  const [first = '', second = '', third = ''] = await firstBillable(page, textChart, 3);
  for (const [code, key, state] of [
    [first, 'a', 'accepted'],
    [second, 'r', 'rejected'],
    [third, 'a', 'accepted'],
  ] as const) {
    await select(page, code);
    await page.keyboard.press(key);
    await expect(rowOf(page, code)).toHaveAttribute('data-state', state);
  }
  pendedChart = await sendQuery(page);
  await addAccounts(page);
});

/** Two more accounts: one that was given its passphrase, one that is disabled. */
async function addAccounts(page: Page): Promise<void> {
  const passphrase = 'seven owls sleep till dusk';
  await ask(page, 'accounts.create', { name: 'Ward Coder', passphrase, roles: ['coder'] });
  await ask(page, 'accounts.create', { name: 'Former Auditor', passphrase, roles: ['auditor'] });
  await ask(page, 'accounts.change', { name: 'Former Auditor', roles: ['auditor'], disabled: true });
}

test.afterAll(async () => {
  await finish(running, home);
  rmSync(files, { recursive: true, force: true });
});

/** Sends a query about the first suggestion of another chart. */
async function sendQuery(page: Page): Promise<Chart> {
  const other = (await ask(page, 'worklist.list', {})).find(({ name }) => name.startsWith('Emergency'));
  const chart = await ask(page, 'charts.open', { chart: other?.id ?? '' });
  const { suggestions: found } = await ask(page, 'coding.suggest', { chart: chart.id });
  await ask(page, 'queries.send', {
    chart: chart.id,
    query: {
      template: 'specificity',
      about: found[0]?.code ?? null,
      addressee: 'Emergency medicine',
      indicators: found[0]?.evidence.slice(0, 1) ?? [],
      question: 'Can the condition be described in more detail?',
      options: ['Acute', 'Chronic'],
      other: 'Other, please specify:',
      undetermined: 'Unable to determine',
    },
  });
  return chart;
}

async function openFromWorklist(page: Page, chart: Chart): Promise<void> {
  await goTo(page, 'Worklist');
  await expect(rows(page).first()).toBeVisible();
  await openChart(page, chart.name);
}

interface Screen {
  name: string;
  open(page: Page): Promise<void>;
}

const screens: Screen[] = [
  {
    name: 'worklist',
    open: async (page) => {
      await goTo(page, 'Worklist');
      await expect(rows(page).first()).toBeVisible();
    },
  },
  {
    name: 'chart-text',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await expect(page.locator('mark[data-selected="true"]').first()).toBeVisible();
    },
  },
  {
    name: 'chart-pdf',
    open: async (page) => {
      await openFromWorklist(page, pdfChart);
      await expect(page.locator('[data-testid="pdf-evidence"][data-selected="true"]').first()).toBeVisible();
      await waitForDrawnPage(page);
    },
  },
  {
    name: 'book',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('/');
      await page.getByTestId('code-search-input').fill('diabetes');
      await expect(page.getByTestId('book-page-title')).toContainText('diabetes');
    },
  },
  {
    name: 'finish',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('f');
      await expect(page.getByTestId('finish-dialog')).toBeVisible();
    },
  },
  {
    name: 'audit',
    open: async (page) => {
      await goTo(page, 'Audit');
      await page.getByRole('tab', { name: 'Proof' }).click();
      await page.getByRole('button', { name: 'Verify ledger' }).click();
      await expect(page.getByTestId('verify-result')).toBeVisible();
    },
  },
  {
    name: 'settings',
    open: async (page) => {
      await goTo(page, 'Settings');
      await expect(page.getByTestId('model').getByRole('button')).toBeVisible();
    },
  },
  {
    name: 'model-card',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: 'Model card…' }).click();
      await expect(page.getByTestId('model-card').getByRole('heading', { level: 3 })).toBeVisible();
    },
  },
  {
    name: 'scores',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.getByRole('button', { name: 'About % scores' }).click();
      await expect(page.getByTestId('scores-dialog')).toContainText('in 100');
    },
  },
  {
    name: 'keyboard-map',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'chart-marks',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.getByTestId('legend-button').press('Enter');
      await expect(page.getByTestId('legend')).toBeVisible();
    },
  },
  {
    name: 'chart-find',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('Control+f');
      await page.getByTestId('find-field').fill('diabetes');
      await expect(page.getByTestId('find-place')).toContainText(' of ');
    },
  },
  {
    name: 'chart-pended',
    open: async (page) => {
      await openFromWorklist(page, pendedChart);
      await expect(page.getByTestId('pended-note')).toBeVisible();
    },
  },
  {
    name: 'query',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('q');
      await expect(page.getByTestId('query-dialog').getByRole('checkbox').first()).toBeVisible();
    },
  },
  {
    name: 'answer',
    open: async (page) => {
      await openFromWorklist(page, pendedChart);
      await page.getByTestId('pended-note').getByRole('button').press('Enter');
      await expect(page.getByTestId('answer-dialog')).toBeVisible();
    },
  },
  {
    name: 'queries',
    open: async (page) => {
      await openFromWorklist(page, pendedChart);
      await page.getByTestId('queries').press('Enter');
      await expect(page.getByTestId('query-row')).toBeVisible();
    },
  },
  {
    name: 'header',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('h');
      await expect(page.getByTestId('encounter-date-dialog')).toBeVisible();
    },
  },
  {
    name: 'reasons',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      const rejected = page.locator('[data-testid="suggestion-row"][data-state="rejected"]').first();
      await select(page, (await rejected.getAttribute('data-code')) ?? '');
      await page.keyboard.press('e');
      await expect(page.getByTestId('reason-dialog')).toBeVisible();
    },
  },
  {
    name: 'accept-seen',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('Shift+A');
      await expect(page.getByTestId('visible-row').first()).toBeVisible();
    },
  },
  {
    name: 'palette',
    open: async (page) => {
      await openFromWorklist(page, textChart);
      await page.keyboard.press('Control+k');
      await expect(page.getByTestId('palette-item').first()).toBeVisible();
    },
  },
  {
    name: 'my-work',
    open: async (page) => {
      await goTo(page, 'My work');
      await page.getByTestId('work-outcome').locator('summary').press('Enter');
      await expect(page.getByTestId('work-row').first()).toBeVisible();
    },
  },
  {
    name: 'coders',
    open: async (page) => {
      await goTo(page, 'Audit');
      await page.getByRole('tab', { name: 'Coders' }).press('Enter');
      await expect(page.getByTestId('coder-row').first()).toBeVisible();
    },
  },
  {
    name: 'settings-keys',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByTestId('keyboard-settings').locator('summary').first().press('Enter');
      await expect(page.getByTestId('key-row').first()).toBeVisible();
    },
  },
  {
    name: 'settings-accounts',
    open: async (page) => {
      await goTo(page, 'Settings');
      await expect(page.getByTestId('account-row')).toHaveCount(3);
      await page.getByTestId('accounts').evaluate((section) => section.scrollIntoView());
    },
  },
  {
    name: 'account-new',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: 'New account…' }).press('Enter');
      await page.getByRole('button', { name: 'Create account' }).press('Enter');
      await expect(page.getByTestId('account-dialog')).toContainText('Enter a name.');
    },
  },
  {
    name: 'account-disable',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: 'Actions: Ward Coder' }).press('Enter');
      await page.getByRole('menuitem', { name: 'Disable…' }).press('Enter');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'recovery-new',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: 'New recovery key…' }).press('Enter');
      await expect(page.getByTestId('recovery-dialog')).toBeVisible();
    },
  },
  {
    name: 'restore',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: 'Restore a backup…' }).press('Enter');
      await expect(page.getByTestId('restore-dialog')).toBeVisible();
    },
  },
  {
    name: 'change-passphrase',
    open: async (page) => {
      await page.getByTestId('user-menu').press('Enter');
      await page.getByRole('menuitem', { name: 'Change passphrase…' }).press('Enter');
      await expect(page.getByTestId('change-dialog')).toBeVisible();
    },
  },
  {
    name: 'user-menu',
    open: async (page) => {
      await page.getByTestId('user-menu').press('Enter');
      await expect(page.getByRole('menuitem', { name: 'Lock' })).toBeVisible();
    },
  },
  {
    name: 'tour',
    open: async (page) => {
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: /tour/i }).press('Enter');
      const card = page.getByTestId('tour');
      await expect(card).toHaveAttribute('data-step', 'worklist');
      await card.getByRole('button', { name: 'Next' }).press('Enter');
      await expect(card).toHaveAttribute('data-step', 'document');
      await expect(suggestions(page).first()).toBeVisible({ timeout: 60_000 });
    },
  },
  // Last: what the pending button says aloud stays in the page for some seconds after the button is gone.
  {
    name: 'folder-question',
    open: async (page) => {
      mkdirSync(path.join(files, 'ward', 'visit'), { recursive: true });
      for (const name of ['a.txt', 'visit/b.txt']) {
        writeFileSync(path.join(files, 'ward', name), `Assessment: asthma (${name}).\n`);
      }
      await running.app.evaluate(
        ({ dialog }, folder) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
        },
        path.join(files, 'ward'),
      );
      await goTo(page, 'Worklist');
      await page.getByRole('button', { name: 'Import folder…' }).press('Enter');
      await expect(page.getByTestId('folder-dialog')).toBeVisible();
    },
  },
];

const looks = ['light', 'dark', 'contrast'] as const;

async function setLook(page: Page, look: (typeof looks)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.evaluate((contrast) => {
    if (contrast) document.documentElement.dataset['theme'] = 'contrast';
    else delete document.documentElement.dataset['theme'];
  }, look === 'contrast');
  // Colours that are still on their way to others would be measured.
  await page.evaluate(() => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
  });
}

/** Opens a screen, looks at it in every way there is, and closes what lies over it. */
async function lookAt({ app, page }: RunningApp, screen: Screen): Promise<void> {
  const found: string[] = [];
  try {
    await setLook(page, 'light');
    await screen.open(page);
    for (const look of looks) {
      await setLook(page, look);
      await page.screenshot({ path: path.join(screensFolder, `${screen.name}-${look}.png`) });
      // Only colours differ from one look to the other.
      const rules = look === 'light' ? [] : ['color-contrast'];
      found.push(...(await violations(page, rules)).map((words) => `${look}: ${words}`));
    }
    await setLook(page, 'light');
    await setView(app, 1280, 720, 2);
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(640);
    if (screen.name === 'chart-pdf') await waitForDrawnPage(page);
    await capture(app, `${screen.name}-zoom-200`);
    found.push(...(await violations(page)).map((words) => `200 %: ${words}`));
    expect(await sideways(page), 'the page scrolls sideways').toBe(0);
    expect(await unreachable(page)).toEqual([]);
  } finally {
    await setView(app, 1280, 720);
    await setLook(page, 'light');
    await closeAll(page);
  }
  // A popover stands at the end of the page, outside its landmarks, wherever it belongs.
  const popover = /^(light|200 %): region: body > div/u;
  expect(found.filter((words) => !popovers.has(screen.name) || !popover.test(words))).toEqual([]);
}

/** The screens that are popovers. */
const popovers: ReadonlySet<string> = new Set(['chart-marks', 'user-menu']);

for (const screen of screens) test(screen.name, () => lookAt(running, screen));

for (const kind of ['text', 'pdf'] as const) {
  test(`everything on the ${kind} chart is within reach at 1280×720`, async () => {
    const { page } = running;
    await openFromWorklist(page, kind === 'text' ? textChart : pdfChart);
    if (kind === 'pdf') await waitForDrawnPage(page);
    expect(await sideways(page), 'the page scrolls sideways').toBe(0);
    expect(await unreachable(page)).toEqual([]);
  });
}

test.describe('before the desk', () => {
  // Each goes on from where the one before it ended.
  test.describe.configure({ mode: 'serial' });

  const given = { name: 'Ward Coder', passphrase: 'seven owls sleep till dusk' };
  let gateHome: string;
  let locked: RunningApp;
  let lastGroup: string;

  test.beforeAll(async () => {
    gateHome = temporaryHome();
    locked = await launchLocked(gateHome);
    await setView(locked.app, 1280, 720);
  });

  test.afterAll(() => finish(locked, gateHome));

  /** Types a name where there is one to choose, a passphrase, and Enter. */
  async function unlock(page: Page, { name, passphrase }: { name: string; passphrase: string }) {
    await page.getByLabel('Name', { exact: true }).selectOption(name);
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.keyboard.press('Enter');
  }

  const gates: Screen[] = [
    { name: 'gate-setup', open: (page) => expect(page.getByTestId('gate-setup')).toBeVisible() },
    {
      name: 'gate-recovery',
      open: async (page) => {
        await page.getByLabel('Name', { exact: true }).fill(CODER.name);
        await page.getByLabel('Passphrase', { exact: true }).fill(CODER.passphrase);
        await page.getByLabel('Repeat passphrase', { exact: true }).fill(CODER.passphrase);
        await page.getByRole('button', { name: 'Create account' }).press('Enter');
        const groups = page.getByTestId('recovery-key').locator('li');
        await expect(groups).toHaveCount(9, { timeout: 60_000 });
        lastGroup = (await groups.last().textContent()) ?? '';
      },
    },
    {
      name: 'gate-lock-warning',
      open: async (page) => {
        await page.getByLabel('Last group of the key').fill(lastGroup);
        await page.keyboard.press('Enter');
        await expect(rows(page).first()).toBeVisible();
        const session = await ask(page, 'session.state', {});
        await locked.app.evaluate(
          ({ BrowserWindow }, event) => {
            BrowserWindow.getAllWindows()[0]?.webContents.send('rubricator:event:session.changed', event);
          },
          { session, lockIn: 30 },
        );
        await expect(page.getByTestId('lock-warning')).toBeVisible();
      },
    },
    {
      name: 'gate-unlock',
      open: async (page) => {
        await ask(page, 'accounts.create', { ...given, roles: ['coder'] });
        await page.keyboard.press('Control+l');
        await unlock(page, { ...given, passphrase: 'not this passphrase' });
        await expect(page.getByRole('alert')).toBeVisible();
      },
    },
    {
      name: 'gate-emergency',
      open: async (page) => {
        await page.getByTestId('gate-emergency').locator('summary').click();
        await page.getByRole('button', { name: 'Open and record it' }).press('Enter');
        await expect(page.getByTestId('gate-emergency')).toContainText('Say why.');
      },
    },
    {
      name: 'gate-change',
      open: async (page) => {
        await unlock(page, given);
        await expect(page.getByTestId('gate-change')).toBeVisible();
      },
    },
  ];

  for (const gate of gates) test(gate.name, () => lookAt(locked, gate));
});

/** Closes what lies over the screen. */
async function closeAll(page: Page): Promise<void> {
  // The tour is no modal dialog: the focus may have left it, and Escape with it.
  const skip = page.getByRole('button', { name: 'Skip the tour' });
  if (await skip.isVisible()) await skip.press('Enter');
  const over = page.locator('[role=dialog], [role=alertdialog], [role=menu]');
  for (let tries = 0; tries < 3 && (await over.count()) > 0; tries += 1) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(100);
  }
  await expect(over).toHaveCount(0);
}

/** How far the page can be scrolled to the right, in pixels. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    window.scrollTo({ left: 10_000, behavior: 'instant' });
    const distance = window.scrollX;
    window.scrollTo({ left: 0, behavior: 'instant' });
    return distance;
  });
}

/** The buttons that cannot be brought into view and clicked. */
function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lost: string[] = [];
    // What lies over the screen keeps the rest from being pressed, as it should.
    const top =
      [...document.querySelectorAll('.overlay, [role=dialog], [role=alertdialog]')].at(-1) ?? document;
    for (const button of top.querySelectorAll<HTMLElement>('button')) {
      if (!button.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // A popover's way out, for screen readers alone.
      if (button.tabIndex === -1 && button.textContent === '') continue;
      button.scrollIntoView({ block: 'center', inline: 'center' });
      const box = button.getBoundingClientRect();
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (!hit || !(button.contains(hit) || hit.contains(button))) lost.push(button.textContent.trim());
    }
    return lost;
  });
}
