/** The auditor's proof: the ledger page by page, its files verified elsewhere, and another workstation's merged. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import {
  ask,
  capture,
  chartWith,
  finish,
  firstBillable,
  goTo,
  launch,
  temporaryHome,
  violations,
  type RunningApp,
} from './harness.ts';

const home = temporaryHome();
const otherHome = temporaryHome();
const files = temporaryHome();
const at = (name: string): string => path.join(files, name);
let running: RunningApp;

test.describe.configure({ mode: 'serial' });

/** What the system's dialogs answer from now on: files to open, one after the other, and where to save. */
async function answerDialogs(app: ElectronApplication, open: string[], save = ''): Promise<void> {
  await app.evaluate(
    ({ dialog }, { paths, filePath }) => {
      const left = [...paths];
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [left.shift() ?? ''] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    { paths: open, filePath: save },
  );
}

/** A coder's work: some codes accepted, and the chart finished, which signs a checkpoint. */
async function codeOne({ page }: RunningApp): Promise<void> {
  const chart = await chartWith(page, 'text');
  for (const code of await firstBillable(page, chart, 3)) {
    await ask(page, 'decisions.record', {
      action: 'accept',
      chart: chart.id,
      code,
      evidence: [],
      inView: true,
    });
  }
  await ask(page, 'decisions.finish', { chart: chart.id });
}

test.beforeAll(async () => {
  const other = await launch(otherHome);
  await codeOne(other);
  await answerDialogs(other.app, [], at('other.ledger'));
  await ask(other.page, 'ledger.export', { format: 'signed', filter: {}, excerpts: false });
  await other.close();
  running = await launch(home);
  await codeOne(running);
  await goTo(running.page, 'Audit');
});

test.afterAll(async () => {
  await finish(running, home);
  await finish(undefined, otherHome);
  await finish(undefined, files);
});

test('entries are filtered, and one is opened whole', async () => {
  const { page, app } = running;
  const rows = page.getByTestId('ledger-row');
  await page.getByRole('combobox', { name: 'Action' }).selectOption('accept');
  await expect(rows).toHaveCount(3);
  await page.getByRole('textbox', { name: 'Code' }).fill('?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('cannot be searched for');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(rows.nth(4)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await capture(app, 'ledger-light');
  await page.getByRole('button', { name: 'Entry 3: show all of it' }).click();
  const dialog = page.getByTestId('entry-dialog');
  await expect(dialog).toContainText('Hash before it');
  expect(await violations(page)).toEqual([]);
  await capture(app, 'ledger-entry-light');
  await answerDialogs(app, [], at('proof.json'));
  await dialog.getByRole('button', { name: 'Save proof…' }).click();
  await expect.poll(() => readFileSync(at('proof.json'), 'utf8')).toContain('"path"');
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('the log is exported in every form, and each export is an entry', async () => {
  const { page, app } = running;
  for (const [format, label, begins] of [
    ['csv', 'CSV', '\uFEFF'],
    ['jsonl', 'JSON Lines', '{'],
    ['fhir', 'FHIR R4', '{'],
    ['pdf', 'PDF', '%PDF'],
    ['signed', 'Signed ledger', 'rubricator-ledger'],
  ] as const) {
    const file = at(`log.${format}`);
    await answerDialogs(app, [], file);
    await page.getByRole('button', { name: 'Export…' }).click();
    const dialog = page.getByTestId('export-dialog');
    await dialog.getByRole('radio', { name: new RegExp(`^${label}`, 'u') }).check({ force: true });
    if (format === 'csv') {
      expect(await violations(page)).toEqual([]);
      await capture(app, 'ledger-export-light');
    }
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(dialog).toBeHidden();
    expect(readFileSync(file, format === 'pdf' ? 'latin1' : 'utf8').startsWith(begins), format).toBe(true);
  }
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'export' }, limit: 10 });
  expect(entries).toHaveLength(6);
});

test('a ledger from elsewhere is verified with what was kept, and a changed one shows where', async () => {
  const { page, app } = running;
  await page.getByRole('tab', { name: 'Proof' }).click();
  await answerDialogs(app, [], at('kept.checkpoint'));
  await page.getByRole('button', { name: 'Save checkpoint…' }).click();
  await expect.poll(() => readFileSync(at('kept.checkpoint'), 'utf8')).toContain('rubricator-');
  await answerDialogs(app, [], at('key.pem'));
  await page.getByRole('button', { name: 'Save public key…' }).click();
  await expect(page.getByText('Fingerprint of the key:')).toBeVisible();
  await answerDialogs(app, [], at('whole.ledger'));
  await ask(page, 'ledger.export', { format: 'signed', filter: {}, excerpts: true });

  const verdict = page.getByTestId('verify-result');
  await answerDialogs(app, [at('whole.ledger'), at('kept.checkpoint'), at('key.pem')]);
  await page.getByRole('button', { name: 'Verify file…' }).click();
  await expect(verdict).toHaveAttribute('data-ok', 'true');
  expect(await violations(page)).toEqual([]);
  await capture(app, 'ledger-proof-light');

  const changed = readFileSync(at('whole.ledger'), 'utf8').replace('"action":"accept"', '"action":"reject"');
  writeFileSync(at('changed.ledger'), changed);
  await answerDialogs(app, [at('changed.ledger'), at('kept.checkpoint'), at('key.pem')]);
  await page.getByRole('button', { name: 'Verify file…' }).click();
  await expect(verdict).toHaveAttribute('data-ok', 'false');
  await expect(verdict).toContainText(/Entry \d+:/u);
  expect(await violations(page)).toEqual([]);
  await capture(app, 'ledger-changed-light');
});

test('another workstation’s ledger is merged once its key is trusted', async () => {
  const { page, app } = running;
  await page.getByRole('tab', { name: 'Workstations' }).click();
  await answerDialogs(app, [at('other.ledger')]);
  await page.getByRole('button', { name: 'Merge a ledger…' }).click();
  const trust = page.getByTestId('trust-dialog');
  await expect(trust).toContainText('Fingerprint of the key:');
  expect(await violations(page)).toEqual([]);
  await capture(app, 'ledger-trust-light');
  await trust.getByRole('button', { name: 'It is the right key' }).click();
  await expect(page.getByTestId('merged')).toContainText('entries added');
  await expect(page.getByTestId('known-ledger')).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await capture(app, 'ledger-workstations-light');
  await answerDialogs(app, [at('other.ledger')]);
  await page.getByRole('button', { name: 'Merge a ledger…' }).click();
  await expect(page.getByTestId('merged')).toContainText('0 entries added');

  await page.getByRole('tab', { name: 'Ledger', exact: true }).click();
  await page.getByRole('combobox', { name: 'Workstation' }).selectOption({ index: 1 });
  await expect(page.getByTestId('ledger-row').first()).toContainText('Test Coder');
});
