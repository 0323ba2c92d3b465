/** Accounts and the lock: set-up, locking, throttling, roles, emergency access; and nothing readable on the disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Role } from '../../src/shared/accounts.ts';
import type { Outcome, RequestArgument, RequestChannel } from '../../src/shared/channels.ts';
import { ROLES } from '../../src/main/shell/roles.ts';
import {
  ask,
  CODER,
  finish,
  launch,
  launchLocked,
  lock,
  openChart,
  rows,
  screensFolder,
  temporaryHome,
  unlock,
  violations,
  type RunningApp,
} from './harness.ts';

test.describe.configure({ mode: 'serial' });

const SECOND = { name: 'Second Person', passphrase: 'seven owls sleep till dusk' };
const OWN = 'eleven larks sing by noon';

let home: string;
let files: string;
let running: RunningApp;
let recoveryKey: string;

test.beforeAll(() => {
  home = temporaryHome();
  files = mkdtempSync(path.join(tmpdir(), 'rubricator-files-'));
});

test.afterAll(async () => {
  await finish(running, home);
  rmSync(files, { recursive: true, force: true });
});

/** Asks over the bridge and takes the answer as it is, a refusal included. */
function outcomeOf(page: Page, channel: RequestChannel, argument: unknown): Promise<Outcome<unknown>> {
  return page.evaluate(
    ([name, value]) => window.rubricator.request(name, value) as Promise<Outcome<unknown>>,
    [channel, argument] as [RequestChannel, never],
  );
}

async function typePassphrase(page: Page, passphrase: string): Promise<void> {
  const gate = page.getByTestId('gate-unlock');
  await gate.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
}

test('the first start makes an account and shows the recovery key once', async () => {
  running = await launchLocked(home);
  const { page } = running;
  expect((await outcomeOf(page, 'worklist.list', {})).ok).toBe(false);
  const gate = page.getByTestId('gate-setup');
  expect(await violations(page)).toEqual([]);
  await gate.getByLabel('Name', { exact: true }).fill(CODER.name);
  await gate.getByLabel('Passphrase', { exact: true }).fill(CODER.passphrase);
  await gate.getByLabel('Repeat passphrase', { exact: true }).fill(CODER.passphrase);
  await page.screenshot({ path: path.join(screensFolder, 'gate-setup.png') });
  await gate.getByRole('button', { name: 'Create account' }).click();
  const groups = page.getByTestId('recovery-key').locator('li');
  await expect(groups).toHaveCount(9, { timeout: 60_000 });
  const shown = await groups.allTextContents();
  recoveryKey = shown.join('-');
  await page.getByLabel('Last group of the key').fill(shown.at(-1) ?? '');
  await page.keyboard.press('Enter');
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
  const { entries } = await ask(page, 'ledger.entries', { filter: {}, limit: 10 });
  expect(entries.map(({ action, who }) => [action, who]).reverse()).toEqual([
    ['set-up', CODER.name],
    ['account', CODER.name],
  ]);
});

test('a key locks the desk, and nothing of it is left in the page', async () => {
  const { page } = running;
  const name = (await rows(page).first().getAttribute('data-chart-name')) ?? '';
  await page.keyboard.press('Control+l');
  await expect(page.getByTestId('gate-unlock')).toBeVisible();
  expect(await page.content()).not.toContain(name);
  for (const channel of ['worklist.list', 'ledger.verify', 'accounts.list'] as const) {
    expect(await outcomeOf(page, channel, {})).toMatchObject({ ok: false, message: 'Rubricator is locked.' });
  }
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screensFolder, 'gate-unlock.png') });
});

test('wrong passphrases are refused, then have to wait, and are recorded', async () => {
  const { page } = running;
  await typePassphrase(page, 'not this passphrase');
  await expect(page.getByTestId('gate-unlock')).toContainText('The name or the passphrase is wrong.');
  const attempt = (passphrase: string) => outcomeOf(page, 'session.unlock', { name: CODER.name, passphrase });
  // The first waits are shorter than a slow machine takes to check a passphrase.
  let failed = 1;
  for (; failed < 10; failed += 1) {
    const outcome = await attempt('not this either');
    if (!outcome.ok && outcome.message.startsWith('After wrong attempts')) break;
  }
  expect(failed).toBeGreaterThan(3);
  expect(failed).toBeLessThan(10);
  await expect.poll(async () => (await attempt(CODER.passphrase)).ok, { timeout: 30_000 }).toBe(true);
  await page.reload();
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'unlock' }, limit: 1 });
  expect(entries[0]).toMatchObject({ who: CODER.name, details: { failed } });
});

test('the desk locks when the system does', async () => {
  const { page } = running;
  await running.app.evaluate(({ powerMonitor }) => {
    (powerMonitor as unknown as NodeJS.EventEmitter).emit('lock-screen');
  });
  await expect(page.getByTestId('gate-unlock')).toBeVisible();
  await typePassphrase(page, CODER.passphrase);
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'lock' }, limit: 1 });
  expect(entries[0]).toMatchObject({ who: CODER.name, details: { why: 'idle' } });
});

const release = { system: 'icd-10-cm', version: 'FY2026' };
const chart = 'chart-of-nobody';
const sample: RequestArgument<'review.preview'> = {
  name: 'a sample',
  plan: { by: 'coder', n: 1 },
  from: '2026-01-01',
  to: '2026-12-31',
  coders: null,
  blind: false,
};
const finding: RequestArgument<'review.find'> = {
  sample: 1,
  chart,
  finding: { verdict: 'agree', code: 'I10', should: null, poa: null, reason: null },
  comment: null,
  evidence: [],
};

/** Something that each channel takes, where it is not nothing. */
const given: { [C in RequestChannel]?: RequestArgument<C> } = {
  'session.setIdle': { minutes: 1 },
  'accounts.create': { ...SECOND, name: 'Third', roles: ['administrator'] },
  'accounts.change': { name: CODER.name, roles: ['coder'], disabled: true },
  'accounts.resetPassphrase': { name: CODER.name, passphrase: OWN },
  'accounts.newRecoveryKey': { passphrase: OWN },
  'backup.restore': { name: CODER.name, passphrase: OWN },
  'charts.import': { from: 'files' },
  'charts.importAs': { ticket: 'a', meaning: 'one-chart' },
  'charts.open': { chart },
  'charts.pdf': { chart, document: chart },
  'charts.setHeader': {
    chart,
    header: {
      patient: null,
      record: null,
      type: null,
      admitted: null,
      encounterDate: null,
      due: null,
      assigned: null,
    },
  },
  'coding.suggest': { chart },
  'coding.cancel': { chart },
  'decisions.list': { chart },
  'decisions.record': { chart, action: 'add', code: 'I10', evidence: [], inView: true },
  'decisions.acceptAll': { chart, codes: [{ code: 'I10', evidence: [] }] },
  'decisions.undo': { chart },
  'decisions.redo': { chart },
  'decisions.finish': { chart },
  'decisions.reopen': { chart },
  'review.preview': sample,
  'review.draw': sample,
  'review.chart': { sample: 1, chart },
  'review.second': { sample: 1, chart, codes: [{ code: 'I10', poa: null }] },
  'review.find': finding,
  'review.respond': { chart, entry: 1, comment: null, response: 'agree' },
  'review.escalate': { chart, entry: 1, comment: null },
  'review.settle': { chart, entry: 1, comment: null, upheld: true },
  'review.close': { sample: 1, chart },
  'review.figures': { from: '2026-01-01', to: '2026-12-31', of: 'here' },
  'review.findings': { chart },
  'review.take': { chart },
  'review.return': { chart, note: 'why' },
  'queries.send': {
    chart,
    query: {
      template: 'poa',
      about: null,
      addressee: '',
      indicators: [{ document: chart, start: 0, end: 4, text: 'pain', source: 'coder', context: 'affirmed' }],
      question: 'Was it present on admission?',
      options: ['Yes', 'No'],
      other: 'Other',
      undetermined: 'Unable to determine',
    },
  },
  'queries.answer': { chart, entry: 1, answer: 'Yes' },
  'queries.withdraw': { chart, entry: 1 },
  'activity.record': { chart, seconds: 1, actions: 1 },
  'activity.work': { since: '2026-01-01', of: 'me' },
  'summary.export': { chart, format: 'csv' },
  'print.pdf': { chart, what: 'summary' },
  'catalog.family': { chart, code: 'I10' },
  'catalog.import': { from: 'file' },
  'catalog.remove': { release },
  'ledger.entries': { filter: {}, limit: 1 },
  'ledger.verifyFile': { checkpoint: false, publicKey: false },
  'ledger.prove': { entry: 1, excerpts: false },
  'ledger.export': { format: 'csv', filter: {}, excerpts: false },
  'ledger.mergeTrusted': { ticket: 'a' },
};

/** Locks, and lets the second person in with roles of their own. */
async function enterAs(page: Page, roles: Role[], passphrase: string): Promise<void> {
  await ask(page, 'accounts.change', { name: SECOND.name, roles, disabled: false });
  await lock(page);
  await unlock(page, { name: SECOND.name, passphrase });
}

async function enterAgain(page: Page): Promise<void> {
  await lock(page);
  await unlock(page, CODER);
}

test('whoever was given a passphrase chooses another before anything else', async () => {
  const { page } = running;
  await ask(page, 'accounts.create', { ...SECOND, roles: ['coder'] });
  await lock(page);
  await unlock(page, SECOND);
  expect(await outcomeOf(page, 'worklist.list', {})).toMatchObject({
    ok: false,
    message: 'Your passphrase was set by somebody else.',
  });
  await ask(page, 'session.changePassphrase', { current: SECOND.passphrase, next: OWN });
  expect((await ask(page, 'worklist.list', {})).length).toBeGreaterThan(0);
  await enterAgain(page);
});

for (const role of ['coder', 'auditor', 'administrator'] as const) {
  test(`the role ${role} is kept from every channel of the other roles`, async () => {
    const { page } = running;
    const before = (await ask(page, 'ledger.entries', { filter: {}, limit: 1 })).entries[0]?.seq ?? 0;
    await enterAs(page, [role], OWN);
    const forbidden = (Object.keys(ROLES) as RequestChannel[]).filter((channel) => {
      const roles = ROLES[channel];
      return roles !== 'gate' && !roles.includes(role);
    });
    expect(forbidden.length).toBeGreaterThan(10);
    for (const channel of forbidden) {
      expect(await outcomeOf(page, channel, given[channel] ?? {}), channel).toMatchObject({
        ok: false,
        message: 'Your account may not do this.',
      });
    }
    if (role !== 'coder') {
      const dropped = await page.evaluate(() => window.rubricator.drop([new File(['x'], 'x.txt')]));
      expect(dropped).toMatchObject({ ok: false, message: 'Your account may not do this.' });
    }
    await enterAgain(page);
    const { entries } = await ask(page, 'ledger.entries', { filter: {}, limit: 50 });
    const since = entries.filter(({ seq }) => seq > before).reverse();
    expect(since.map(({ action }) => action)).toEqual(['account', 'lock', 'unlock', 'lock', 'unlock']);
  });
}

test('emergency access opens with the recovery key, says so, and marks what is done', async () => {
  const { page } = running;
  await lock(page);
  const emergency = page.getByTestId('gate-emergency');
  await emergency.locator('summary').click();
  await emergency.getByLabel('Recovery key').fill(recoveryKey);
  await emergency.getByLabel('Your name').fill('Relief Person');
  await emergency.getByLabel('Reason').fill('Everybody else is ill.');
  await page.screenshot({ path: path.join(screensFolder, 'gate-emergency.png') });
  await emergency.getByRole('button', { name: 'Open and record it' }).click();
  await expect
    .poll(async () => (await ask(page, 'session.state', {})).state, { timeout: 30_000 })
    .toBe('open');
  expect(await ask(page, 'session.state', {})).toMatchObject({
    user: 'Relief Person',
    emergency: true,
    roles: ['auditor', 'administrator'],
  });
  await ask(page, 'session.setIdle', { minutes: 15 });
  const { entries } = await ask(page, 'ledger.entries', { filter: {}, limit: 2 });
  expect(entries).toMatchObject([
    { action: 'settings', who: 'Relief Person', emergency: true },
    { action: 'emergency', who: 'Relief Person', emergency: true, note: 'Everybody else is ill.' },
  ]);
});

test('after a restart it is locked', async () => {
  await running.close();
  running = await launchLocked(home);
  expect(await ask(running.page, 'session.state', {})).toMatchObject({ state: 'locked', reason: 'start' });
  await running.close();
});

test('a backup is written, and put back with what came since kept aside', async () => {
  running = await launch(home);
  const { app, page } = running;
  const choose = (folder: string): Promise<void> =>
    app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
  await choose(files);
  const { file } = await ask(page, 'backup.create', {});
  if (file === null) throw new Error('No backup was written.');
  await ask(page, 'session.setIdle', { minutes: 33 });
  const { entries: before } = await ask(page, 'ledger.entries', { filter: {}, limit: 1 });

  await choose(path.join(files, file));
  const proof = { name: CODER.name, passphrase: CODER.passphrase };
  await page.evaluate((who) => void window.rubricator.request('backup.restore', who), proof);
  await expect(page.getByTestId('gate-unlock')).toBeVisible({ timeout: 60_000 });
  await expect(async () => unlock(page, CODER)).toPass({ timeout: 60_000 });
  const session = await ask(page, 'session.state', {});
  expect(session.state === 'open' && session.idleMinutes).toBe(15);
  const { entries } = await ask(page, 'ledger.entries', { filter: { action: 'restore' }, limit: 1 });
  expect(entries[0]).toMatchObject({
    who: CODER.name,
    details: { head: { seq: before[0]?.seq, hash: before[0]?.hash }, what: file },
  });
});

test('a signed ledger is merged with the one it is of: nothing new', async () => {
  const { app, page } = running;
  const ledger = path.join(files, 'own.ledger');
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, ledger);
  await ask(page, 'ledger.export', { format: 'signed', filter: {}, excerpts: false });
  expect(await ask(page, 'ledger.merge', {})).toMatchObject({ outcome: 'merged', added: 0 });
  expect(await ask(page, 'ledger.known', {})).toMatchObject([{ own: true }]);
  await running.close();
});

/** Every file in a folder, with what is in it. */
function contents(folder: string): [name: string, bytes: Buffer][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const file = path.join(folder, name);
    try {
      return statSync(file).isFile() ? [[name, readFileSync(file)] as [string, Buffer]] : [];
    } catch {
      // Chromium makes and removes files of its own meanwhile.
      return [];
    }
  });
}

test('no file of the data folder holds words of a chart', async () => {
  running = await launch(home);
  const { app, page } = running;
  const secret = 'Zyxanthia Quillfeather complains of a thistledown tremor';
  writeFileSync(path.join(files, 'visit.txt'), `${secret}.\nAssessment: essential hypertension.`);
  const known = [secret];

  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [`${folder}/visit.txt`] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: `${folder}/printed.pdf` });
  }, files);
  const imported = await ask(page, 'charts.import', { from: 'files' });
  if (imported.state !== 'done') throw new Error('The chart was not imported.');

  for (const { id, name } of await ask(page, 'worklist.list', {})) {
    const { documents } = await ask(page, 'charts.open', { chart: id });
    for (const { text } of documents) {
      // Some words in a row from the middle of each document: whole sentences of it stand nowhere else.
      const lines = text.split('\n').filter((line) => line.length > 40);
      known.push(...lines.slice(2, 8).map((line) => line.slice(5, 35)));
    }
    if (name !== 'visit') continue;
    await page.reload();
    await openChart(page, name);
    await page.getByText(secret).first().dblclick();
    const [code = ''] = (await ask(page, 'coding.suggest', { chart: id })).suggestions
      .filter(({ billable }) => billable)
      .map((one) => one.code);
    await ask(page, 'decisions.record', {
      chart: id,
      action: 'add',
      code,
      evidence: [
        {
          document: documents[0]!.id,
          start: 0,
          end: secret.length,
          text: secret,
          source: 'coder',
          context: 'affirmed',
        },
      ],
      inView: true,
    });
    await ask(page, 'decisions.record', { chart: id, action: 'comment', code, comment: `${secret}!` });
    await ask(page, 'decisions.finish', { chart: id });
    expect(await ask(page, 'print.pdf', { chart: id, what: 'summary' })).toEqual({ file: 'printed.pdf' });
  }
  expect(known.length).toBeGreaterThan(20);

  const readable = (folder: string): string[] =>
    contents(folder).flatMap(([name, bytes]) => [
      ...known
        .flatMap((words) => [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')])
        .filter((words) => bytes.includes(words))
        .map((words) => `${name}: ${words.toString('utf8')}`),
      // Chromium's own tables are plain; the charts' words are looked for in them as everywhere.
      ...(!name.startsWith('window') && bytes.includes('SQLite format 3') ? [`${name}: plain SQLite`] : []),
    ]);
  expect(readable(files), 'the search finds what is there').not.toEqual([]);
  expect(readable(home), 'while it runs').toEqual([]);
  await running.close();
  expect(readable(home), 'after it has ended').toEqual([]);
  running = await launch(home);
});
