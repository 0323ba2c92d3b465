/**
 * `npm run bench:audit`: the auditor's screen over a ledger of a million decisions in the real app. Tells how
 * long each step takes and the longest pause between two frames of the window meanwhile; `--entries N` for
 * another size. Needs a display and the end-to-end Electron; prints a table, asserts nothing.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { fileKey } from '../../src/main/accounts/keys.ts';
import { Keyring, KEYRING_FILE } from '../../src/main/accounts/keyring.ts';
import { LEDGER_FILE } from '../../src/main/desk.ts';
import { signerOf } from '../../src/main/ledger/signer.ts';
import { ask, CODER, finish, goTo, launch, temporaryHome } from '../e2e/harness.ts';
import { makeLedger } from '../fixtures/makeLedger.ts';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);

interface Step {
  name: string;
  took: number;
  pause: number;
}

/** Does something to the window and tells how long it took and the longest time without a frame, in ms. */
async function timed(page: Page, name: string, work: () => Promise<unknown>): Promise<Step> {
  await page.evaluate(() => {
    const state = { longest: 0, running: true };
    Object.assign(window, { benchFrames: state });
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - last);
      last = now;
      if (state.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const began = performance.now();
  await work();
  const took = performance.now() - began;
  const pause = await page.evaluate(() => {
    const state = (window as unknown as { benchFrames: { longest: number; running: boolean } }).benchFrames;
    state.running = false;
    return state.longest;
  });
  return { name, took, pause };
}

const home = temporaryHome();
mkdirSync(home, { recursive: true });
const { unlocked } = await new Keyring(join(home, KEYRING_FILE)).create({
  ...CODER,
  roles: [...CODER.roles],
});
console.log(`Making a ledger of ${entries.toLocaleString('en')} entries…`);
makeLedger(join(home, LEDGER_FILE), {
  entries,
  key: fileKey(unlocked.storeKey, 'ledger'),
  signer: signerOf(unlocked.signingKey),
});

const began = performance.now();
const running = await launch(home);
console.log(`Start, unlocking and worklist: ${Math.round(performance.now() - began)} ms`);
const { page } = running;
const table = page.getByTestId('ledger-row').first();
const range = page.getByTestId('ledger-range');
const steps: Step[] = [];
const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
  steps.push(await timed(page, name, work));
};

await step('open the audit', async () => {
  await goTo(page, 'Audit');
  await table.waitFor();
});
for (const turn of [1, 2, 3]) {
  await step(`older page ${turn}`, async () => {
    const before = await range.textContent();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.waitForFunction(
      (old) => document.querySelector('[data-testid="ledger-range"]')?.textContent !== old,
      before,
    );
  });
}
const filters: readonly (readonly [name: string, filter: object])[] = [
  ['filter: a code', { code: 'I10' }],
  ['filter: a person', { who: 'Coder A' }],
  ['filter: an action', { action: 'reject' }],
  ['filter: a rare action', { action: 'set-up' }],
  ['filter: person, action, code', { who: 'Coder A', action: 'accept', code: 'N18.4' }],
  ['filter: a code nobody used', { code: 'Z99.9' }],
  ['filter: two days', { from: '2026-01-10', to: '2026-01-11' }],
];
for (const [name, filter] of filters) {
  await step(name, () => ask(page, 'ledger.entries', { filter, limit: 100 }));
}
await step('worklist', () => ask(page, 'worklist.list', {}));
await step('figures of reviews', () =>
  ask(page, 'review.figures', { from: '2026-01-01', to: '2026-12-31', of: 'here' }),
);
for (const format of ['csv', 'jsonl', 'signed'] as const) {
  const file = join(home, `log.${format}`);
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await step(`export all as ${format}`, () =>
    ask(page, 'ledger.export', { format, filter: {}, excerpts: false }),
  );
}
await step('verify', () => ask(page, 'ledger.verify', {}));

console.table(
  steps.map(({ name, took, pause }) => ({
    step: name,
    'took ms': Math.round(took),
    'longest pause ms': Math.round(pause),
  })),
);
await finish(running, home);
