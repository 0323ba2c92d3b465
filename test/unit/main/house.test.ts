import Database from 'better-sqlite3';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionState } from '../../../src/shared/accounts.ts';
import type { LedgerEntry } from '../../../src/shared/entry.ts';
import { KEYRING_FILE } from '../../../src/main/accounts/keyring.ts';
import { ChartStore } from '../../../src/main/charts/store.ts';
import { CHARTS_FILE, LEDGER_FILE } from '../../../src/main/desk.ts';
import { House } from '../../../src/main/house.ts';
import { resourceFolder } from '../../../src/main/paths.ts';
import { kindOfStore } from '../../../src/main/sqlite.ts';
import { noteOf } from '../../fixtures/makeCharts.ts';

const FIRST = {
  name: 'Ada',
  passphrase: 'nine herons wade at dawn',
  roles: ['coder', 'auditor', 'administrator'] as const,
};
const SECOND = 'seven owls sleep till dusk';
let data: string;
let house: House;
let heard: SessionState['state'][];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'rubricator-house-'));
  heard = [];
  house = openHouse();
});
afterEach(async () => {
  await house.close();
  rmSync(data, { recursive: true });
});

function openHouse(): House {
  const places = { data, resources: resourceFolder(), version: '0.0.0-test' };
  // The work of a passphrase is not what is tested here.
  const opened = new House(places, { cost: { N: 16, r: 1, p: 1 } });
  opened.onChange(({ state }) => heard.push(state));
  return opened;
}

const setUp = (): Promise<{ recoveryKey: string }> => house.setUp({ ...FIRST, roles: [...FIRST.roles] });
const unlock = (): Promise<SessionState> => house.unlock(FIRST.name, FIRST.passphrase);
/** Oldest first. */
const entries = (): LedgerEntry[] => house.desk().log.entries({ filter: {}, limit: 500 }).entries.reverse();
const actions = (): string[] => entries().map(({ action }) => action);
const last = (): LedgerEntry | undefined => entries().at(-1);

describe('the first start', () => {
  it('makes the first account and the keys, opens, and records it', async () => {
    expect(house.session()).toEqual({ state: 'new', unprotected: false });
    const { recoveryKey } = await setUp();
    expect(recoveryKey).toMatch(/^[0-9A-Z-]{30,}$/);
    expect(house.session()).toMatchObject({ state: 'open', user: 'Ada', emergency: false, idleMinutes: 10 });
    expect(entries()).toMatchObject([
      { action: 'set-up', who: 'Ada', chart: null, details: { publicKey: expect.any(String) as string } },
      { action: 'account', details: { account: { name: 'Ada', roles: FIRST.roles, disabled: false } } },
    ]);
    expect(house.desk().worklist()).toHaveLength(6);
    expect(kindOfStore(join(data, CHARTS_FILE))).toBe('encrypted');
    expect(kindOfStore(join(data, LEDGER_FILE))).toBe('encrypted');
    await expect(setUp()).rejects.toThrow('Rubricator is unlocked already.');
    house.lock('key');
    await expect(setUp()).rejects.toThrow(/already/);
  });

  it('encrypts what an earlier version left here, and goes on with its ledger', async () => {
    copyFileSync(join(import.meta.dirname, '../../fixtures/ledger-0.1.sqlite'), join(data, LEDGER_FILE));
    const store = new ChartStore(join(data, CHARTS_FILE));
    const { id } = store.add('visit', [noteOf('Assessment: hypertension.')]);
    store.close();
    expect(house.session()).toEqual({ state: 'new', unprotected: true });
    await setUp();
    expect(kindOfStore(join(data, CHARTS_FILE))).toBe('encrypted');
    expect(kindOfStore(join(data, LEDGER_FILE))).toBe('encrypted');
    expect(house.desk().open(id).documents[0]?.text).toBe('Assessment: hypertension.');
    expect(actions().slice(-2)).toEqual(['set-up', 'account']);
    expect(entries()[0]?.seq).toBe(1);
    for (const name of readdirSync(data)) {
      if (existsSync(join(data, name, '.'))) continue;
      expect(readFileSync(join(data, name)).includes('hypertension'), name).toBe(false);
    }
  });

  it('can be done again where nothing came of it', async () => {
    const store = new ChartStore(join(data, CHARTS_FILE));
    const blocker = new Database(join(data, CHARTS_FILE));
    blocker.exec('BEGIN IMMEDIATE');
    await expect(setUp()).rejects.toThrow(/cannot be encrypted/);
    blocker.exec('ROLLBACK');
    blocker.close();
    store.close();
    expect(existsSync(join(data, KEYRING_FILE))).toBe(false);
    expect(house.session()).toEqual({ state: 'new', unprotected: true });
    await setUp();
    expect(house.isOpen()).toBe(true);
  });

  it('refuses a passphrase that is easy to guess, and makes nothing', async () => {
    await expect(
      house.setUp({ ...FIRST, roles: ['administrator'], passphrase: 'aaaaaaaaaaaaaaaa' }),
    ).rejects.toThrow(/easy to guess/);
    expect(readdirSync(data)).toEqual([]);
  });
});

describe('locking', () => {
  it('closes the desk and records why; unlocking records the attempts that failed', async () => {
    await setUp();
    const desk = house.desk();
    expect(house.lock('idle')).toEqual({ state: 'locked', names: ['Ada'], reason: 'idle', waitSeconds: 0 });
    expect(() => house.desk()).toThrow('Rubricator is locked.');
    expect(() => desk.worklist()).toThrow();
    await expect(house.unlock('Ada', 'wrong')).rejects.toThrow('The name or the passphrase is wrong.');
    await expect(house.unlock('Nobody', FIRST.passphrase)).rejects.toThrow(
      'The name or the passphrase is wrong.',
    );
    await unlock();
    expect(entries().slice(-2)).toMatchObject([
      { action: 'lock', details: { why: 'idle' } },
      { action: 'unlock', who: 'Ada', details: { failed: 2 } },
    ]);
    expect(heard).toEqual(['open', 'locked', 'open']);
    await expect(unlock()).rejects.toThrow('Rubricator is unlocked already.');
  });

  it('ends a reading and an import under way', async () => {
    await setUp();
    const chart = house.desk().worklist()[0]?.id ?? '';
    const reading = house.desk().suggest(chart, () => undefined);
    house.lock('key');
    await expect(reading).rejects.toThrow();
    await unlock();
    expect(actions()).not.toContain('suggest');
  });

  it('outlives a start of the program', async () => {
    await setUp();
    await house.close();
    house = openHouse();
    expect(house.session()).toMatchObject({ state: 'locked', reason: 'start', names: ['Ada'] });
    await unlock();
    expect(actions().slice(-2)).toEqual(['lock', 'unlock']);
  });

  it('refuses the second of two attempts at the same time', async () => {
    await setUp();
    house.lock('key');
    const both = await Promise.allSettled([unlock(), unlock()]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('emergency access', () => {
  it('opens for the ledger and the accounts, and marks whatever is done', async () => {
    const { recoveryKey } = await setUp();
    house.lock('key');
    const wrong = recoveryKey.replace(/^./u, (first) => (first === 'Z' ? 'Y' : 'Z'));
    await expect(house.emergency(wrong, 'Bea', 'why')).rejects.toThrow(/recovery key/);
    await house.emergency(recoveryKey, 'Bea', 'Ada is ill.');
    expect(house.session()).toMatchObject({
      state: 'open',
      user: 'Bea',
      emergency: true,
      roles: ['auditor', 'administrator'],
    });
    await house.resetPassphrase({ name: 'Ada', passphrase: SECOND });
    expect(entries().slice(-2)).toMatchObject([
      { action: 'emergency', who: 'Bea', emergency: true, note: 'Ada is ill.' },
      { action: 'passphrase', who: 'Bea', emergency: true, details: { account: { name: 'Ada' } } },
    ]);
    await expect(house.changePassphrase('x', SECOND)).rejects.toThrow(/no passphrase/);
    const renewed = await house.newRecoveryKey(recoveryKey);
    house.lock('key');
    await expect(house.emergency(recoveryKey, 'Bea', 'again')).rejects.toThrow(/does not open/);
    await house.emergency(renewed.recoveryKey, 'Bea', 'again');
  });
});

describe('the acts of an administrator', () => {
  it('are recorded, with whom they are about', async () => {
    await setUp();
    await house.createAccount({ name: 'Ben', passphrase: SECOND, roles: ['coder'] });
    await house.changeAccount({ name: 'Ben', roles: ['coder', 'auditor'], disabled: false });
    await house.resetPassphrase({ name: 'Ben', passphrase: 'eleven larks sing by noon' });
    await house.setIdle(5);
    await house.newRecoveryKey(FIRST.passphrase);
    await house.changePassphrase(FIRST.passphrase, SECOND);
    expect(entries().slice(2)).toMatchObject([
      { action: 'account', details: { account: { name: 'Ben', roles: ['coder'], disabled: false } } },
      { action: 'account', details: { account: { name: 'Ben', roles: ['coder', 'auditor'] } } },
      { action: 'passphrase', details: { account: { name: 'Ben' } } },
      { action: 'settings', details: { idleMinutes: 5 } },
      { action: 'recovery-key' },
      { action: 'passphrase', details: { account: { name: 'Ada' } } },
    ]);
    expect(entries().every(({ who }) => who === 'Ada')).toBe(true);
    expect(house.session()).toMatchObject({ idleMinutes: 5 });
    expect(house.accounts().map(({ name, mustChange }) => [name, mustChange])).toEqual([
      ['Ada', false],
      ['Ben', true],
    ]);
    expect(heard).toEqual(['open', 'open']);
  });

  it('do not happen where they cannot be recorded', async () => {
    await setUp();
    const before = readFileSync(join(data, KEYRING_FILE));
    const desk = house.desk();
    const record = desk.record.bind(desk);
    desk.record = () => {
      throw new Error('the disk is full');
    };
    await expect(house.createAccount({ name: 'Ben', passphrase: SECOND, roles: ['coder'] })).rejects.toThrow(
      'the disk is full',
    );
    await expect(house.setIdle(1)).rejects.toThrow('the disk is full');
    desk.record = record;
    expect(readFileSync(join(data, KEYRING_FILE)).equals(before)).toBe(true);
    expect(house.accounts().map(({ name }) => name)).toEqual(['Ada']);
    expect(house.session()).toMatchObject({ idleMinutes: 10 });
  });

  it('happen one after the other', async () => {
    await setUp();
    await Promise.all(
      ['Ben', 'Cai', 'Dee'].map((name) =>
        house.createAccount({ name, passphrase: SECOND, roles: ['coder'] }),
      ),
    );
    expect(house.accounts().map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cai', 'Dee']);
  });

  it('keep one administrator, and ask for the passphrase where a recovery key is made', async () => {
    await setUp();
    await expect(house.changeAccount({ name: 'Ada', roles: ['coder'], disabled: false })).rejects.toThrow(
      /last administrator/,
    );
    await expect(house.newRecoveryKey('wrong')).rejects.toThrow(/passphrase is wrong/);
    expect(actions()).toEqual(['set-up', 'account']);
  });

  it('reach releases: installing and taking away are recorded', async () => {
    await setUp();
    expect(() => house.removeRelease({ system: 'icd-10-cm', version: 'FY2026' })).toThrow(
      /came with Rubricator/,
    );
    expect(last()).toMatchObject({ action: 'account' });
  });
});

describe('a backup', () => {
  let outside: string;
  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'rubricator-backups-'));
  });
  afterEach(() => rmSync(outside, { recursive: true }));

  it('is recorded, and put back with what came since kept aside', async () => {
    await setUp();
    const name = await house.backUp(outside);
    expect(last()).toMatchObject({ action: 'backup', details: { what: name } });
    await house.setIdle(7);
    const { seq, hash } = last()!;
    const proof = { name: FIRST.name, passphrase: FIRST.passphrase };
    const restored = await house.restore(join(outside, name), proof);
    expect(restored).toMatchObject({
      entries: 2,
      keptAside: expect.stringContaining('before-restore') as string,
    });
    expect(house.session()).toMatchObject({ state: 'locked', reason: 'key' });
    await unlock();
    expect(house.session()).toMatchObject({ idleMinutes: 10 });
    expect(actions()).toEqual(['set-up', 'account', 'restore', 'unlock']);
    expect(entries()[2]).toMatchObject({ who: 'Ada', details: { head: { seq, hash }, what: name } });
    expect(kindOfStore(join(data, restored.keptAside, LEDGER_FILE))).toBe('encrypted');
  });

  it('changes nothing where it is damaged or the passphrase is wrong', async () => {
    await setUp();
    const folder = join(outside, await house.backUp(outside));
    await expect(house.restore(folder, { name: 'Ada', passphrase: 'wrong' })).rejects.toThrow(
      /passphrase is wrong/,
    );
    const file = join(folder, CHARTS_FILE);
    const bytes = readFileSync(file);
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(house.restore(folder, { name: FIRST.name, passphrase: FIRST.passphrase })).rejects.toThrow(
      /damaged/,
    );
    expect(house.isOpen()).toBe(true);
    expect(actions()).toEqual(['set-up', 'account', 'backup']);
  });

  it('is not kept where it cannot be recorded', async () => {
    await setUp();
    const desk = house.desk();
    const record = desk.record.bind(desk);
    desk.record = () => {
      throw new Error('the disk is full');
    };
    await expect(house.backUp(outside)).rejects.toThrow('the disk is full');
    desk.record = record;
    expect(readdirSync(outside)).toEqual([]);
  });
});
