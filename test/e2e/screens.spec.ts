/** Every screen, light and dark: no accessibility violation, a picture to look at, and room at any zoom. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Chart } from '../../src/shared/chart.ts';
import {
  capture,
  chartWith,
  finish,
  firstBillable,
  goTo,
  launch,
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
let running: RunningApp;
let textChart: Chart;
let pdfChart: Chart;

test.beforeAll(async () => {
  mkdirSync(screensFolder, { recursive: true });
  home = temporaryHome();
  running = await launch(home);
  textChart = await chartWith(running.page, 'text');
  pdfChart = await chartWith(running.page, 'pdf');
  await setView(running.app, 1440, 900);
  // So that the finish dialog and the audit have something to show.
  await openChart(running.page, textChart.name);
  const [first = '', second = '', third = ''] = await firstBillable(running.page, textChart, 3);
  for (const [code, key, state] of [
    [first, 'a', 'accepted'],
    [second, 'r', 'rejected'],
    [third, 'a', 'accepted'],
  ] as const) {
    await select(running.page, code);
    await running.page.keyboard.press(key);
    await expect(rowOf(running.page, code)).toHaveAttribute('data-state', state);
  }
});

test.afterAll(async () => {
  await finish(running, home);
});

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
      await page.getByRole('button', { name: /^verify/i }).click();
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
];

for (const theme of ['light', 'dark'] as const) {
  for (const screen of screens) {
    test(`${screen.name}, ${theme}`, async () => {
      const { page } = running;
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await screen.open(page);
      await page.screenshot({ path: path.join(screensFolder, `${screen.name}-${theme}.png`) });
      const found = await violations(page);
      await closeDialogs(page);
      expect(found).toEqual([]);
    });
  }
}

async function closeDialogs(page: Page): Promise<void> {
  if (await page.getByRole('dialog').count()) await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const views = [
  { name: '1280x720', zoom: 1 },
  { name: 'zoom-200', zoom: 2 },
];

for (const view of views) {
  for (const kind of ['text', 'pdf'] as const) {
    test(`the ${kind} chart fits at ${view.name}`, async () => {
      const { app, page } = running;
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await openFromWorklist(page, kind === 'text' ? textChart : pdfChart);
      try {
        await setView(app, 1280, 720, view.zoom);
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1280 / view.zoom);
        await expect(suggestions(page).first()).toBeVisible();
        if (kind === 'pdf') await waitForDrawnPage(page);
        await capture(app, `chart-${kind}-${view.name}`);
        const scrolled = await page.evaluate(() => {
          window.scrollTo({ left: 10_000, behavior: 'instant' });
          const distance = window.scrollX;
          window.scrollTo({ left: 0, behavior: 'instant' });
          return distance;
        });
        expect(scrolled, 'the page scrolls sideways').toBe(0);
        expect(await unreachable(page)).toEqual([]);
        expect(await violations(page)).toEqual([]);
      } finally {
        await setView(app, 1440, 900, 1);
      }
    });
  }
}

/** The buttons that cannot be brought into view and clicked. */
function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lost: string[] = [];
    for (const button of document.querySelectorAll<HTMLElement>('button')) {
      if (!button.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      button.scrollIntoView({ block: 'center', inline: 'center' });
      const box = button.getBoundingClientRect();
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (!hit || !(button.contains(hit) || hit.contains(button))) lost.push(button.textContent.trim());
    }
    return lost;
  });
}
