import Database from 'better-sqlite3';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keyring, type Unlocked } from '../../../../src/main/accounts/keyring.ts';
import { fileKey } from '../../../../src/main/accounts/keys.ts';
import { createBackup, verifyBackup } from '../../../../src/main/backup/backup.ts';
import { signManifest } from '../../../../src/main/backup/manifest.ts';
import { restoreBackup } from '../../../../src/main/backup/restore.ts';
import type { UserError } from '../../../../src/main/errors.ts';
import { Ledger, type Act } from '../../../../src/main/ledger/ledger.ts';
import { signerOf } from '../../../../src/main/ledger/signer.ts';
import { openStore, useKey } from '../../../../src/main/sqlite.ts';

const COST = { N: 16, r: 1, p: 1 };
const ANA = { name: 'Ana', passphrase: 'siete gatos sobre un tejado' };
const CHARTS = ['CREATE TABLE chart (id TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT'];
const WORDS = 'Crushing chest pain since this morning';

const ACT: Act = {
  who: 'Ana',
  chart: 'A',
  action: 'suggest',
  system: 'icd-10-cm',
  code: null,
  title: null,
  evidence: [],
  model: 'model@1',
  catalogue: 'icd-10-cm@2026',
  target: null,
  note: WORDS,
};

let root: string;
let data: string;
let disk: string;
let unlocked: Unlocked;
let recoveryKey: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'backup-'));
  [data, disk] = [join(root, 'data'), join(root, 'disk')];
  for (const folder of [data, disk]) mkdirSync(folder);
  const keyring = new Keyring(join(data, 'keyring.json'), { cost: COST });
  ({ unlocked, recoveryKey } = await keyring.create({ ...ANA, roles: ['administrator', 'coder'] }));
  decide(3);
  chart('A', WORDS);
  openStore(join(data, 'merged.sqlite'), 'merge store', CHARTS, fileKey(unlocked.storeKey, 'merged')).close();
  mkdirSync(join(data, 'catalogs'));
  writeFileSync(join(data, 'catalogs', 'icd-10-cm-2026.pack'), 'pack');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function ledger(): Ledger {
  return new Ledger(join(data, 'ledger.sqlite'), {
    key: fileKey(unlocked.storeKey, 'ledger'),
    signer: signerOf(unlocked.signingKey),
  });
}

/** Appends entries, with a checkpoint after them. */
function decide(entries: number): void {
  const opened = ledger();
  for (let entry = 0; entry < entries; entry++) {
    opened.append(ACT);
  }
  opened.checkpoint();
  opened.close();
}

function chart(id: string, words: string): void {
  const store = openStore(
    join(data, 'charts.sqlite'),
    'chart store',
    CHARTS,
    fileKey(unlocked.storeKey, 'charts'),
  );
  store.prepare('INSERT INTO chart VALUES (?, ?)').run(id, words);
  store.close();
}

function charts(): string[] {
  const store = openStore(
    join(data, 'charts.sqlite'),
    'chart store',
    CHARTS,
    fileKey(unlocked.storeKey, 'charts'),
  );
  const ids = store.prepare('SELECT id FROM chart ORDER BY id').pluck().all() as string[];
  store.close();
  return ids;
}

function headOf(): { seq: number; hash: string } {
  const opened = ledger();
  const head = opened.head();
  opened.close();
  return { seq: head.seq, hash: head.hash };
}

function backUp(folder = disk): Promise<{ path: string; name: string }> {
  return createBackup({
    data,
    folder,
    storeKey: unlocked.storeKey,
    signer: signerOf(unlocked.signingKey),
    ledgerHead: headOf(),
    now: () => Date.parse('2026-03-01T08:00:00Z'),
  });
}

const restore = (folder: string) =>
  restoreBackup({ data, folder, proof: ANA, now: () => Date.parse('2026-03-02T09:30:00Z') });

async function refusal(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    expect((error as Error).name, (error as Error).stack).toBe('UserError');
    expect((error as UserError).remedy).not.toBe('');
    return (error as Error).message;
  }
  throw new Error('was not refused');
}

/** Every file of a folder with its bytes. */
function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const file = join(folder, name);
      return [name, statSync(file).isDirectory() ? 'folder' : readFileSync(file).toString('base64')];
    }),
  );
}

describe('a backup', () => {
  it('holds keys, stores and the checkpoint, encrypted, signed and complete', async () => {
    const before = contentOf(data);
    const { path, name } = await backUp();
    expect(name).toBe('rubricator-backup-2026-03-01T08-00-00');
    expect(readdirSync(disk)).toEqual([name]);
    expect(readdirSync(path).sort()).toEqual([
      'charts.sqlite',
      'keyring.json',
      'ledger.anchor',
      'ledger.sqlite',
      'manifest.json',
      'merged.sqlite',
    ]);
    expect(contentOf(data)).toEqual(before);
    const bytes = Buffer.concat(readdirSync(path).map((file) => readFileSync(join(path, file))));
    for (const word of [WORDS, 'CREATE TABLE', ANA.passphrase])
      expect(bytes.includes(word), word).toBe(false);
    expect(statSync(path).mode & 0o077).toBe(0);
    for (const file of readdirSync(path)) expect(statSync(join(path, file)).mode & 0o077, file).toBe(0);
    const checked = await verifyBackup(path, ANA);
    expect(checked.end).toMatchObject(headOf());
    expect(checked.manifest).toMatchObject({
      at: '2026-03-01T08:00:00.000Z',
      head: headOf(),
      packs: ['catalogs/icd-10-cm-2026.pack'],
      origin: signerOf(unlocked.signingKey).origin,
    });
    expect(checked.unlocked.storeKey).toEqual(unlocked.storeKey);
  });

  it('can be made while the stores are open, and goes beside an earlier one', async () => {
    const opened = ledger();
    const made = [await backUp(), await backUp()];
    opened.close();
    expect(made.map(({ name }) => name)).toEqual([
      'rubricator-backup-2026-03-01T08-00-00',
      'rubricator-backup-2026-03-01T08-00-00-2',
    ]);
    for (const { path } of made) await verifyBackup(path, { recoveryKey });
  });

  it('does not need the key in memory once it is under way', async () => {
    const storeKey = Uint8Array.from(unlocked.storeKey);
    const under = createBackup({
      data,
      folder: disk,
      storeKey,
      signer: signerOf(unlocked.signingKey),
      ledgerHead: headOf(),
    });
    storeKey.fill(0);
    await verifyBackup((await under).path, ANA);
  });

  it('leaves nothing where it cannot be written', async () => {
    writeFileSync(join(disk, 'file'), '');
    for (const folder of [join(disk, 'not-there'), join(disk, 'file')])
      expect(await refusal(() => backUp(folder))).toMatch(/^The backup cannot be written to /);
    expect(readdirSync(disk)).toEqual(['file']);
  });

  it('is not made of a store that is damaged', async () => {
    const file = join(data, 'charts.sqlite');
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged[whole.length - 100]! ^= 1;
    writeFileSync(file, damaged);
    expect(await refusal(() => backUp())).toBe(
      'A store cannot be copied because it is damaged: charts.sqlite.',
    );
    rmSync(file);
    expect(await refusal(() => backUp())).toBe('The backup is incomplete: charts.sqlite is missing.');
    expect(readdirSync(disk)).toEqual([]);
  });

  it('is not made of a ledger that does not verify', async () => {
    const opened = new Database(join(data, 'ledger.sqlite'));
    useKey(opened, fileKey(unlocked.storeKey, 'ledger'));
    const guards = opened.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
    for (const guard of guards as string[]) opened.exec(`DROP TRIGGER "${guard}"`);
    opened.exec('DELETE FROM entry WHERE seq = 2');
    opened.close();
    expect(await refusal(() => backUp())).toBe('The ledger in the backup does not verify.');
    expect(readdirSync(disk)).toEqual([]);
  });

  it('is not put into the data folder', async () => {
    for (const folder of [data, join(data, 'catalogs')])
      expect(await refusal(() => backUp(folder))).toBe('A backup inside the data folder is none.');
    mkdirSync(`${data}-of-yesterday`);
    await backUp(`${data}-of-yesterday`);
  });
});

describe('checking a backup', () => {
  let path: string;
  beforeEach(async () => {
    ({ path } = await backUp());
  });

  it('finds every changed, cut and missing file, and changes nothing', async () => {
    for (const name of readdirSync(path)) {
      const file = join(path, name);
      const whole = readFileSync(file);
      const changed = Buffer.from(whole);
      changed[whole.length >> 1]! ^= 1;
      writeFileSync(file, changed);
      expect(await refusal(() => verifyBackup(path, ANA)), name).toMatch(
        name === 'manifest.json' ? /no backup|signature/ : `${name} is not as it was`,
      );
      rmSync(file);
      expect(await refusal(() => verifyBackup(path, ANA))).toMatch(
        name === 'manifest.json' ? /holds no backup/ : `${name} is missing`,
      );
      writeFileSync(file, whole);
    }
    const before = contentOf(path);
    await verifyBackup(path, ANA);
    await refusal(() => verifyBackup(path, { ...ANA, passphrase: 'wrong' }));
    expect(contentOf(path)).toEqual(before);
  });

  it('takes a passphrase or the recovery key of that backup', async () => {
    expect(await refusal(() => verifyBackup(path, { ...ANA, passphrase: 'wrong' }))).toMatch(
      /passphrase is wrong/,
    );
    expect((await verifyBackup(path, { recoveryKey })).unlocked.emergency).toBe(true);
    const keyring = new Keyring(join(data, 'keyring.json'), { cost: COST });
    await keyring.changePassphrase('Ana', ANA.passphrase, 'doce barcos en la bahía');
    await verifyBackup(path, ANA);
  });

  it('refuses a manifest that another workstation signed, or a newer version wrote', async () => {
    const other = await new Keyring(join(root, 'other.json'), { cost: COST }).create({
      ...ANA,
      roles: ['administrator'],
    });
    const { manifest: own } = await verifyBackup(path, ANA);
    const forged = join(disk, 'forged');
    cpSync(path, forged, { recursive: true });
    const { at, head, files, packs } = own;
    const signed = signManifest({ at, head, files, packs }, signerOf(other.unlocked.signingKey));
    writeFileSync(join(forged, 'manifest.json'), signed);
    expect(await refusal(() => verifyBackup(forged, ANA))).toMatch(/signed by another workstation/);
    const manifest = join(path, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"format":1', '"format":2'));
    expect(await refusal(() => verifyBackup(path, ANA))).toBe(
      'The backup was written by a newer version of Rubricator (format 2, this one knows 1).',
    );
    expect(await refusal(() => verifyBackup(disk, ANA))).toBe('This folder holds no backup.');
  });
});

describe('restoring', () => {
  it('puts the backup in place and keeps aside what was here', async () => {
    const { path } = await backUp();
    const backedUp = headOf();
    decide(2);
    chart('B', 'later');
    rmSync(join(data, 'catalogs'), { recursive: true });
    const before = contentOf(data);
    const restored = await restore(path);
    expect(restored).toMatchObject({
      entries: backedUp.seq,
      keptAside: 'before-restore-2026-03-02T09-30-00',
      packsMissing: ['catalogs/icd-10-cm-2026.pack'],
    });
    expect(restored.until).toMatch(/^\d{4}-.*Z$/);
    expect(restored.unlocked.storeKey).toEqual(unlocked.storeKey);
    expect(headOf()).toEqual(backedUp);
    expect(charts()).toEqual(['A']);
    expect(contentOf(join(data, restored.keptAside))).toEqual(before);
    expect(readdirSync(data).sort()).toEqual([
      restored.keptAside,
      'charts.sqlite',
      'keyring.json',
      'ledger.anchor',
      'ledger.sqlite',
      'merged.sqlite',
    ]);
    decide(1);
    expect(headOf().seq).toBe(backedUp.seq + 1);
    expect((await verifyBackup(path, ANA)).end).toMatchObject(backedUp);
  });

  it('is recorded before it is done, or not done', async () => {
    const { path } = await backUp();
    const backedUp = headOf();
    decide(2);
    const before = contentOf(data);
    const record = (folder: string, by: Unlocked): void => {
      const key = fileKey(by.storeKey, 'ledger');
      const copy = new Ledger(join(folder, 'ledger.sqlite'), { key, signer: signerOf(by.signingKey) });
      copy.append({ ...ACT, chart: null, action: 'restore', details: { head: backedUp } });
      copy.checkpoint();
      copy.close();
    };
    const failing = (folder: string, by: Unlocked): void => {
      record(folder, by);
      throw new Error('the disk is full');
    };
    expect(await refusal(() => restoreBackup({ data, folder: path, proof: ANA, record: failing }))).toMatch(
      /cannot be put into the data folder/,
    );
    expect(contentOf(data)).toEqual(before);
    await restoreBackup({ data, folder: path, proof: ANA, record });
    const opened = ledger();
    expect(opened.entry(backedUp.seq + 1)).toMatchObject({ action: 'restore', previous: backedUp.hash });
    expect(opened.head().seq).toBe(backedUp.seq + 1);
    opened.close();
    await verifyBackup(path, ANA);
  });

  it('works on a machine that has nothing yet', async () => {
    const { path } = await backUp();
    const backedUp = headOf();
    data = join(root, 'new');
    mkdirSync(data);
    await restore(path);
    expect(headOf()).toEqual(backedUp);
    expect(charts()).toEqual(['A']);
  });

  it('leaves no journal of what was here to be taken for the one of what comes', async () => {
    const { path } = await backUp();
    writeFileSync(join(data, 'ledger.sqlite-journal'), 'of the ledger before');
    const { keptAside } = await restore(path);
    expect(existsSync(join(data, 'ledger.sqlite-journal'))).toBe(false);
    expect(existsSync(join(data, keptAside, 'ledger.sqlite-journal'))).toBe(true);
  });

  it('keeps counting wrong attempts', async () => {
    const { path } = await backUp();
    await refusal(() => new Keyring(join(data, 'keyring.json')).unlock('Ana', 'wrong'));
    await restore(path);
    expect((await new Keyring(join(data, 'keyring.json')).unlock('Ana', ANA.passphrase)).failedBefore).toBe(
      1,
    );
  });

  it('does nothing where the backup is not whole or is not opened', async () => {
    const { path } = await backUp();
    const before = contentOf(data);
    expect(
      await refusal(() => restoreBackup({ data, folder: path, proof: { ...ANA, passphrase: 'wrong' } })),
    ).toMatch(/passphrase is wrong/);
    rmSync(join(path, 'merged.sqlite'));
    expect(await refusal(() => restore(path))).toMatch(/merged.sqlite is missing/);
    expect(contentOf(data)).toEqual(before);
  });
});
