/** Starts the built app for a test, with a data folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { _electron, expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import type { Outcome, RequestArgument, RequestChannel, RequestResults } from '../../src/shared/channels.ts';
import type { Chart } from '../../src/shared/chart.ts';
import { environmentFor, findRuntime, isLinuxRoot, projectRoot } from '../../scripts/electronRuntime.ts';

/** Where the screenshots that people look at are kept. */
export const screensFolder = path.join(projectRoot, 'test-results', 'screens');

export interface RunningApp {
  app: ElectronApplication;
  page: Page;
  close(): Promise<void>;
}

/** A new, empty data folder. */
export function temporaryHome(): string {
  return mkdtempSync(path.join(tmpdir(), 'rubricator-home-'));
}

/** Closes the app, if it could be started at all, and removes its data folder. */
export async function finish(running: RunningApp | undefined, home: string): Promise<void> {
  await running?.close();
  rmSync(home, { recursive: true, force: true });
}

/** The account that tests work with: it has every role. */
export const CODER = {
  name: 'Test Coder',
  passphrase: 'nine herons wade at dawn',
  roles: ['coder', 'auditor', 'administrator'],
} as const;

/** Starts the app on a data folder and waits for its worklist; a folder without accounts gets {@link CODER}'s. */
export function launch(home: string): Promise<RunningApp> {
  return start(home, async (page) => {
    const { state } = await ask(page, 'session.state', {});
    if (state === 'new') {
      await ask(page, 'session.setUp', { ...CODER, roles: [...CODER.roles] });
      await page.reload();
    } else {
      await unlock(page, CODER);
    }
    await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
  });
}

/** Starts the app on a data folder and waits for what stands before the desk. */
export function launchLocked(home: string): Promise<RunningApp> {
  return start(home, async (page) => {
    const gate = page.getByTestId('gate-setup').or(page.getByTestId('gate-unlock'));
    await expect(gate).toBeVisible({ timeout: 30_000 });
  });
}

/** Locks the desk and waits until nothing of it is left in the page, which the desk loads anew. */
export async function lock(page: Page): Promise<void> {
  await page.evaluate(() => void window.rubricator.request('session.lock', {}));
  await expect(page.getByTestId('gate-unlock')).toBeVisible();
}

/** Lets somebody in, and has the page ask anew who is there. */
export async function unlock(
  page: Page,
  { name, passphrase }: { name: string; passphrase: string },
): Promise<void> {
  await ask(page, 'session.unlock', { name, passphrase });
  await page.reload();
  await expect(page.getByTestId('gate-unlock')).toBeHidden();
}

/** @param enter waits until the app is where the test begins */
async function start(home: string, enter: (page: Page) => Promise<void>): Promise<RunningApp> {
  const search = findRuntime({ testRuntime: true });
  if (search.runtime === null) throw new Error(`End-to-end tests need Electron: ${search.reason}.`);
  const app = await _electron.launch({
    executablePath: search.runtime.executable,
    args: [projectRoot],
    chromiumSandbox: !isLinuxRoot(),
    cwd: projectRoot,
    env: { ...environmentFor(process.env), RUBRICATOR_HOME: home },
  });
  let errors = '';
  app.process().stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  try {
    const page = await app.firstWindow({ timeout: 30_000 });
    await enter(page);
    return { app, page, close: () => app.close() };
  } catch (error) {
    // An error box would wait for somebody to close it.
    app.process().kill('SIGKILL');
    throw new Error(`The app did not come to its first screen. It wrote:\n${errors}`, { cause: error });
  }
}

/** The charts in the worklist. */
export function rows(page: Page): Locator {
  return page.getByTestId('worklist-row');
}

/** Asks the main process over the app's own bridge and takes the answer apart. */
export async function ask<C extends RequestChannel>(
  page: Page,
  channel: C,
  argument: RequestArgument<C>,
): Promise<RequestResults[C]> {
  const outcome = await page.evaluate(
    ([name, value]) => window.rubricator.request(name, value) as Promise<Outcome<unknown>>,
    [channel, argument] as [RequestChannel, never],
  );
  if (!outcome.ok) throw new Error(`${channel}: ${outcome.message}`);
  return outcome.value as RequestResults[C];
}

/** The first sample chart with a document of a kind. */
export async function chartWith(page: Page, kind: 'pdf' | 'text'): Promise<Chart> {
  for (const summary of await ask(page, 'worklist.list', {})) {
    const chart = await ask(page, 'charts.open', { chart: summary.id });
    if (chart.documents.every((document) => document.kind === kind)) return chart;
  }
  throw new Error(`No chart of ${kind} documents in the worklist.`);
}

/** Opens a chart from the worklist by keyboard and waits for its suggestions. */
export async function openChart(page: Page, name: string): Promise<void> {
  const row = page.locator(`[data-testid="worklist-row"][data-chart-name="${name}"]`);
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(suggestions(page).first()).toBeVisible({ timeout: 60_000 });
}

/** The codes under consideration on the chart screen. */
export function suggestions(page: Page): Locator {
  return page.getByTestId('suggestion-row');
}

/** The row of one code on the chart screen. */
export function rowOf(page: Page, code: string): Locator {
  return page.locator(`[data-testid="suggestion-row"][data-code="${code}"]`);
}

/** Presses J or K until the code is selected. */
export async function select(page: Page, code: string): Promise<void> {
  const { codes, selected } = await suggestions(page).evaluateAll((list) => ({
    codes: list.map((row) => (row as HTMLElement).dataset['code']),
    selected: list.findIndex((row) => (row as HTMLElement).dataset['selected'] === 'true'),
  }));
  const steps = codes.indexOf(code) - selected;
  for (let step = 0; step < Math.abs(steps); step += 1) await page.keyboard.press(steps > 0 ? 'j' : 'k');
  await expect(rowOf(page, code)).toHaveAttribute('data-selected', 'true');
}

/** The first suggested codes of a chart that can be accepted as they are, not headers above other codes. */
export async function firstBillable(page: Page, chart: Chart, count: number): Promise<string[]> {
  const run = await ask(page, 'coding.suggest', { chart: chart.id });
  const codes = run.suggestions
    .filter((one) => one.billable && one.tier === 'suggestion')
    .map((one) => one.code);
  if (codes.length < count) throw new Error(`${chart.name} needs ${count} billable suggestions.`);
  return codes.slice(0, count);
}

/** Goes to a place named in the top bar. */
export async function goTo(page: Page, place: 'Worklist' | 'My work' | 'Audit' | 'Settings'): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: place, exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Gives the window's page a size in physical pixels and a zoom. */
export async function setView(
  app: ElectronApplication,
  width: number,
  height: number,
  zoom = 1,
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, view) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setMinimumSize(200, 200);
      window?.setContentSize(view.width, view.height);
      window?.webContents.setZoomFactor(view.zoom);
    },
    { width, height, zoom },
  );
}

/** A picture of the window as it is on the screen; Playwright's own cuts a zoomed page off. */
export async function capture(app: ElectronApplication, name: string): Promise<void> {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // The frame on the screen may still be of before the zoom.
    await new Promise((done) => setTimeout(done, 150));
    const image = await contents?.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  writeFileSync(path.join(screensFolder, `${name}.png`), Buffer.from(png, 'base64'));
}

/** Waits until a page of the PDF in sight has ink on it. */
export async function waitForDrawnPage(page: Page): Promise<void> {
  const hasInk = () =>
    page.locator('[data-testid="pdf-page"] canvas').evaluateAll((canvases) =>
      (canvases as HTMLCanvasElement[]).some((canvas) => {
        const box = canvas.getBoundingClientRect();
        if (canvas.width === 0 || box.bottom < 0 || box.top > window.innerHeight) return false;
        const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels.some((value, index) => index % 4 === 0 && value < 100 && pixels[index + 3] === 255);
      }),
    );
  await expect.poll(hasInk, { message: 'the page is drawn' }).toBe(true);
}

/** What axe finds on the page, in words short enough to read in a failure; of `rules` alone where any are named. */
export async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // The usual mode opens a second page, which this app's window does not allow.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (rules.length > 0) axe.withRules([...rules]);
  const { passes, violations: found } = await axe.analyze();
  expect(passes.length, 'axe has looked at the page').toBeGreaterThan(rules.length > 0 ? 0 : 10);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
  );
}
