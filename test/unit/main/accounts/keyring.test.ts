import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import {
  chmodSync,
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
import canonicalize from 'canonicalize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../../../src/shared/accounts.ts';
import {
  forget,
  Keyring,
  type KeyringOptions,
  type SystemKeys,
} from '../../../../src/main/accounts/keyring.ts';
import type * as Keys from '../../../../src/main/accounts/keys.ts';
import type { UserError } from '../../../../src/main/errors.ts';

const stretched = vi.hoisted(() => vi.fn<typeof Keys.stretch>());
vi.mock('../../../../src/main/accounts/keys.ts', async (original) => {
  const keys = await original<typeof Keys>();
  return { ...keys, stretch: stretched.mockImplementation(keys.stretch) };
});

const COST = { N: 16, r: 1, p: 1 };
const ANA = {
  name: 'Ana',
  passphrase: 'siete gatos sobre un tejado',
  roles: ['administrator', 'coder'] as Role[],
};
const BEA = { name: 'Béa', passphrase: 'neun Katzen unter dem Dach', roles: ['coder'] as Role[] };
const WRONG = 'The name or the passphrase is wrong.';

let folder: string;
let file: string;
let time: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyring-'));
  file = join(folder, 'keyring.json');
  time = Date.parse('2026-03-01T08:00:00Z');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keyring as a new start of the program opens it. */
function keyring(options: KeyringOptions = {}): Keyring {
  return new Keyring(file, { cost: COST, now: () => time, ...options });
}

async function refusal(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    expect((error as Error).name).toBe('UserError');
    expect((error as UserError).remedy).not.toBe('');
    return (error as Error).message;
  }
  throw new Error('was not refused');
}

interface File {
  content: {
    format: number;
    accounts: Record<string, unknown>[];
    [name: string]: unknown;
  };
  mac: string;
  sum: string;
}

/** Rewrites the file as somebody does who knows its form but no key. */
function tamper(change: (file: File) => void): void {
  const stored = JSON.parse(readFileSync(file, 'utf8')) as File;
  change(stored);
  const { content, mac } = stored;
  const sum = createHash('sha256').update(canonicalize({ content, mac })!).digest('hex');
  writeFileSync(file, canonicalize({ content, mac, sum })!);
}

describe('setting up', () => {
  it('makes the first account, and keys that a new start unlocks again', async () => {
    expect(keyring().exists()).toBe(false);
    const { unlocked, recoveryKey } = await keyring().create(ANA);
    expect(recoveryKey).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(unlocked).toMatchObject({
      name: 'Ana',
      roles: ['coder', 'administrator'],
      emergency: false,
      mustChange: false,
      failedBefore: 0,
    });
    expect(keyring().exists()).toBe(true);
    expect(keyring().names()).toEqual(['Ana']);
    const again = await keyring().unlock('Ana', ANA.passphrase);
    expect(again.storeKey).toEqual(unlocked.storeKey);
    expect(again.storeKey).toHaveLength(32);
    const said = Buffer.from('said');
    const signature = sign(null, said, again.signingKey);
    expect(verify(null, said, createPublicKey(unlocked.signingKey), signature)).toBe(true);
  });

  it('keeps no secret in the file, which nobody else can read', async () => {
    const { unlocked, recoveryKey } = await keyring().create(ANA);
    const stored = readFileSync(file, 'utf8');
    const pkcs8 = unlocked.signingKey.export({ format: 'der', type: 'pkcs8' });
    for (const secret of [
      ANA.passphrase,
      recoveryKey,
      recoveryKey.replaceAll('-', ''),
      Buffer.from(unlocked.storeKey).toString('base64'),
      Buffer.from(unlocked.storeKey).toString('hex'),
      pkcs8.toString('base64').slice(24),
    ])
      expect(stored).not.toContain(secret);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(['keyring.json']);
  });

  it('is done once, by an administrator', async () => {
    expect(await refusal(() => keyring().create({ ...ANA, roles: ['coder'] }))).toMatch(
      /must be an administrator/,
    );
    const outcomes = await Promise.allSettled([keyring().create(ANA), keyring().create(BEA_FIRST)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(() => keyring().create(ANA))).toMatch(/set up here already/);
    expect(keyring().names()).toHaveLength(1);
  });

  it('gives every data folder other keys', async () => {
    const one = await keyring().create(ANA);
    const other = await new Keyring(join(folder, 'other', '..', 'other.json'), { cost: COST }).create(ANA);
    expect(other.unlocked.storeKey).not.toEqual(one.unlocked.storeKey);
    expect(other.recoveryKey).not.toBe(one.recoveryKey);
  });
});

const BEA_FIRST = { ...BEA, roles: ['administrator'] as Role[] };

describe('unlocking', () => {
  it('takes the passphrase however its letters are composed', async () => {
    const passphrase = 'el pingüino bebió café';
    await keyring().create({ ...ANA, name: 'Béa', passphrase: passphrase.normalize('NFD') });
    for (const form of ['NFC', 'NFD'] as const) {
      const opened = await keyring().unlock(' Béa '.normalize(form), passphrase.normalize(form));
      expect(opened.name).toBe('Béa'.normalize('NFC'));
    }
  });

  it('says the same of a wrong name, a wrong passphrase and a disabled account', async () => {
    const { unlocked } = await keyring().create(ANA);
    await keyring().addAccount(unlocked.storeKey, BEA);
    keyring().changeAccount(unlocked.storeKey, { name: BEA.name, roles: BEA.roles, disabled: true });
    const messages = [
      await refusal(() => keyring().unlock('Nobody', ANA.passphrase)),
      await refusal(() => keyring().unlock('Ana', 'siete gatos sobre un tejada')),
      await refusal(() => keyring().unlock(BEA.name, BEA.passphrase)),
    ];
    expect(messages).toEqual([WRONG, WRONG, WRONG]);
    expect(keyring().names()).toEqual(['Ana']);
  });

  it('derives a key for an unknown name as for a known one, at the cost of the accounts', async () => {
    const cost = { N: 64, r: 2, p: 2 };
    await keyring({ cost }).create(ANA);
    const salts: Uint8Array[] = [];
    for (const name of ['Ana', 'Nobody', 'Nobody', 'Else']) {
      stretched.mockClear();
      expect(await refusal(() => keyring().unlock(name, 'wrong'))).toBe(WRONG);
      expect(stretched.mock.calls).toEqual([['wrong', expect.any(Uint8Array), cost]]);
      salts.push(stretched.mock.calls[0]![1]);
      time += 1000;
    }
    // The same for the same name: nothing tells a made-up salt from a stored one.
    const [, nobody, again, other] = salts.map((salt) => Buffer.from(salt).toString('hex'));
    expect(again).toBe(nobody);
    expect(other).not.toBe(nobody);
    expect(salts.every(({ length }) => length === 16)).toBe(true);
  });

  it('forgets the store key when told to', async () => {
    const { unlocked } = await keyring().create(ANA);
    forget(unlocked);
    expect([...unlocked.storeKey].every((byte) => byte === 0)).toBe(true);
    expect(await refusal(() => keyring().accounts(unlocked.storeKey))).toMatch(/changed outside/);
  });
});

describe('attempts', () => {
  /** Attempts with a wrong passphrase, as soon as each is allowed; the seconds waited before each. */
  async function waits(attempts: number, name = 'Ana'): Promise<number[]> {
    const waited: number[] = [];
    for (let attempt = 0; attempt < attempts; attempt++) {
      const wait = keyring().waitSeconds();
      waited.push(wait);
      if (wait > 0) {
        time += (wait - 1) * 1000;
        expect(await refusal(() => keyring().unlock(name, 'wrong'))).toBe(
          'After wrong attempts the next one is allowed in 1 s.',
        );
        time += 1000;
      }
      expect(await refusal(() => keyring().unlock(name, 'wrong'))).toBe(WRONG);
    }
    return waited;
  }

  it('are slowed down more and more, up to a quarter of an hour, whatever is started anew', async () => {
    await keyring().create(ANA);
    expect(await waits(16)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    time += 900_000;
    const { failedBefore } = await keyring().unlock('Ana', ANA.passphrase);
    expect(failedBefore).toBe(16);
    expect((await keyring().unlock('Ana', ANA.passphrase)).failedBefore).toBe(0);
    expect(keyring().waitSeconds()).toBe(0);
  });

  it('are counted for each account too: unlocking another one does not shorten the wait', async () => {
    const { unlocked } = await keyring().create(ANA);
    await keyring().addAccount(unlocked.storeKey, BEA);
    await waits(8, BEA.name);
    time += 16_000;
    expect((await keyring().unlock('Ana', ANA.passphrase)).failedBefore).toBe(8);
    expect(await refusal(() => keyring().unlock(BEA.name, 'wrong'))).toBe(WRONG);
    expect((await keyring().unlock('Ana', ANA.passphrase)).failedBefore).toBe(1);
    expect(await refusal(() => keyring().unlock(BEA.name, 'wrong'))).toMatch(/in 32 s/);
    expect(keyring().waitSeconds()).toBe(0);
    await keyring().resetPassphrase(unlocked.storeKey, BEA);
    expect((await keyring().unlock(BEA.name, BEA.passphrase)).failedBefore).toBe(0);
  });

  it('on names that do not exist count overall, and the names are not kept', async () => {
    await keyring().create(ANA);
    await waits(5, ANA.passphrase);
    expect(keyring().waitSeconds()).toBe(2);
    expect(readFileSync(join(folder, 'attempts.json'), 'utf8')).not.toContain('gatos');
  });

  it('wait as long where the clock is set back, and no longer where it was ahead', async () => {
    await keyring().create(ANA);
    await waits(8);
    const before = time;
    time -= 3_600_000;
    expect(keyring().waitSeconds()).toBe(16);
    time += 6000;
    expect(keyring().waitSeconds()).toBe(10);
    time = before - 86_400_000;
    expect(keyring().waitSeconds()).toBe(16);
    time += 16_000;
    expect(keyring().waitSeconds()).toBe(0);
  });

  it('count before they are checked: several at once are no way around', async () => {
    await keyring().create(ANA);
    const ring = keyring();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => ring.unlock('Ana', 'wrong')));
    const messages = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as Error).message : '',
    );
    expect(messages.filter((message) => message === WRONG)).toHaveLength(4);
    expect(messages.filter((message) => message.startsWith('After wrong attempts'))).toHaveLength(16);
  });

  it('are refused where they cannot be counted', async () => {
    await keyring().create(ANA);
    // A folder in the place of the file: root, too, cannot write it.
    mkdirSync(join(folder, 'attempts.json.part', 'in'), { recursive: true });
    expect(await refusal(() => keyring().unlock('Ana', 'wrong'))).toMatch(/cannot be recorded/);
  });

  it('begin anew where their file is damaged', async () => {
    await keyring().create(ANA);
    await waits(8);
    writeFileSync(join(folder, 'attempts.json'), '{"overall":');
    expect((await keyring().unlock('Ana', ANA.passphrase)).failedBefore).toBe(0);
  });
});

describe('emergency access', () => {
  it('opens with the recovery key as it is printed or typed', async () => {
    const { unlocked, recoveryKey } = await keyring().create(ANA);
    for (const typed of [
      recoveryKey,
      ` ${recoveryKey.toLowerCase().replaceAll('-', ' ')} `,
      recoveryKey.replaceAll('-', '–').replaceAll('0', 'o').replaceAll('1', 'l'),
    ]) {
      const opened = await keyring().emergency(typed);
      expect(opened).toMatchObject({
        name: '',
        roles: ['auditor', 'administrator'],
        emergency: true,
        mustChange: false,
      });
      expect(opened.storeKey).toEqual(unlocked.storeKey);
    }
  });

  it('tells a mistyped key from a wrong one, and counts the wrong one', async () => {
    const { recoveryKey } = await keyring().create(ANA);
    const swapped = `${recoveryKey[1]!}${recoveryKey[0]!}${recoveryKey.slice(2)}`;
    for (const typed of [
      recoveryKey.slice(0, -1),
      `U${recoveryKey.slice(1)}`,
      swapped === recoveryKey ? 'x' : swapped,
      'ñ',
    ])
      expect(await refusal(() => keyring().emergency(typed))).toMatch(/mistyped/);
    const other = await new Keyring(join(folder, 'other.json'), { cost: COST }).create(ANA);
    expect(await refusal(() => keyring().emergency(other.recoveryKey))).toMatch(/does not open these charts/);
    expect((await keyring().emergency(recoveryKey)).failedBefore).toBe(1);
  });

  it('is not held up by the wait, and a new recovery key ends the old one', async () => {
    const { unlocked, recoveryKey } = await keyring().create(ANA);
    for (let attempt = 0; attempt < 4; attempt++) await refusal(() => keyring().unlock('Ana', 'wrong'));
    expect(keyring().waitSeconds()).toBe(1);
    expect((await keyring().emergency(recoveryKey)).failedBefore).toBe(4);
    const next = await keyring().newRecoveryKey(unlocked.storeKey);
    expect(await refusal(() => keyring().emergency(recoveryKey))).toMatch(/does not open/);
    expect((await keyring().emergency(next)).storeKey).toEqual(unlocked.storeKey);
  });

  it('lets a new passphrase be set where the old one is forgotten', async () => {
    const { recoveryKey } = await keyring().create(ANA);
    const { storeKey } = await keyring().emergency(recoveryKey);
    await keyring().resetPassphrase(storeKey, { name: 'Ana', passphrase: 'doce barcos en la bahía' });
    const opened = await keyring().unlock('Ana', 'doce barcos en la bahía');
    expect(opened.mustChange).toBe(true);
    expect(await refusal(() => keyring().unlock('Ana', ANA.passphrase))).toBe(WRONG);
  });
});

describe('accounts', () => {
  it('are added, changed and disabled by whoever has the store key', async () => {
    const { unlocked } = await keyring().create(ANA);
    const { storeKey } = unlocked;
    await keyring().addAccount(storeKey, BEA);
    expect(keyring().accounts(storeKey)).toEqual([
      {
        name: 'Ana',
        roles: ['coder', 'administrator'],
        disabled: false,
        mustChange: false,
        createdAt: '2026-03-01T08:00:00.000Z',
      },
      {
        name: 'Béa',
        roles: ['coder'],
        disabled: false,
        mustChange: true,
        createdAt: '2026-03-01T08:00:00.000Z',
      },
    ]);
    expect(await keyring().unlock('Béa', BEA.passphrase)).toMatchObject({
      mustChange: true,
      roles: ['coder'],
    });
    keyring().changeAccount(storeKey, { name: 'Béa', roles: ['auditor', 'coder'], disabled: false });
    expect((await keyring().unlock('Béa', BEA.passphrase)).roles).toEqual(['coder', 'auditor']);
    keyring().changeAccount(storeKey, { name: 'Béa', roles: ['auditor'], disabled: true });
    expect(readFileSync(file, 'utf8')).toContain('"lock":null');
    expect(await refusal(() => keyring().unlock('Béa', BEA.passphrase))).toBe(WRONG);
  });

  it('that are disabled are enabled by a new passphrase only', async () => {
    const { storeKey } = (await keyring().create(ANA)).unlocked;
    await keyring().addAccount(storeKey, BEA);
    keyring().changeAccount(storeKey, { name: 'Béa', roles: ['coder'], disabled: true });
    expect(
      await refusal(() =>
        keyring().changeAccount(storeKey, { name: 'Béa', roles: ['coder'], disabled: false }),
      ),
    ).toMatch(/no passphrase any more/);
    await keyring().resetPassphrase(storeKey, { name: 'Béa', passphrase: 'once Hunde im Regen' });
    expect(keyring().names()).toEqual(['Ana', 'Béa']);
    expect((await keyring().unlock('Béa', 'once Hunde im Regen')).mustChange).toBe(true);
  });

  it('always include an administrator', async () => {
    const { storeKey } = (await keyring().create(ANA)).unlocked;
    await keyring().addAccount(storeKey, BEA);
    const before = readFileSync(file);
    for (const change of [
      { roles: ['coder'] as Role[], disabled: false },
      { roles: ANA.roles, disabled: true },
    ])
      expect(await refusal(() => keyring().changeAccount(storeKey, { name: 'Ana', ...change }))).toMatch(
        /last administrator/,
      );
    expect(readFileSync(file)).toEqual(before);
    keyring().changeAccount(storeKey, { name: 'Béa', roles: ['administrator'], disabled: false });
    keyring().changeAccount(storeKey, { name: 'Ana', roles: ['coder'], disabled: true });
    expect(keyring().names()).toEqual(['Béa']);
  });

  it('have names of their own', async () => {
    const { storeKey } = (await keyring().create(ANA)).unlocked;
    for (const name of ['Ana', ' ana', 'ANA ', 'Ａna'])
      expect(await refusal(() => keyring().addAccount(storeKey, { ...BEA, name }))).toMatch(
        /an account of this name/,
      );
    for (const name of ['__proto__', 'constructor']) {
      await keyring().addAccount(storeKey, { ...BEA, name });
      expect(await refusal(() => keyring().unlock(name, 'wrong'))).toBe(WRONG);
      expect((await keyring().unlock(name, BEA.passphrase)).name).toBe(name);
    }
    expect(await refusal(() => keyring().resetPassphrase(storeKey, { ...BEA, name: 'Nobody' }))).toMatch(
      /no such account/,
    );
    await expect(keyring().addAccount(storeKey, { ...BEA, name: 'a\u0000b' })).rejects.toThrow();
  });

  it('are the business of nobody without the store key', async () => {
    const { unlocked } = await keyring().create(ANA);
    const other = new Uint8Array(32).fill(7);
    const before = readFileSync(file);
    for (const act of [
      () => keyring().accounts(other),
      () => keyring().addAccount(other, BEA),
      () => keyring().changeAccount(other, { ...ANA, disabled: false }),
      () => keyring().resetPassphrase(other, { ...BEA, name: 'Ana' }),
      () => keyring().newRecoveryKey(other),
      () => keyring().setIdle(other, 5),
    ])
      expect(await refusal(act)).toMatch(/changed outside Rubricator/);
    expect(readFileSync(file)).toEqual(before);
    keyring().setIdle(unlocked.storeKey, 5);
    expect(keyring().idleMinutes()).toBe(5);
  });

  it('lose no change where two are made at once', async () => {
    const { storeKey } = (await keyring().create(ANA)).unlocked;
    const ring = keyring();
    await Promise.all([
      ...['B', 'C', 'D'].map((name) => ring.addAccount(storeKey, { ...BEA, name })),
      ring.resetPassphrase(storeKey, { name: 'Ana', passphrase: 'doce barcos en la bahía' }),
      ring.newRecoveryKey(storeKey),
    ]);
    expect(ring.names()).toEqual(['Ana', 'B', 'C', 'D']);
    expect((await ring.unlock('Ana', 'doce barcos en la bahía')).mustChange).toBe(true);
  });
});

describe('plain stores', () => {
  it('are expected from set-up until all are encrypted', async () => {
    const { storeKey } = (await keyring().create(ANA)).unlocked;
    expect(keyring().mayBePlain(storeKey)).toBe(true);
    keyring().encryptedAll(storeKey);
    const written = readFileSync(file);
    keyring().encryptedAll(storeKey);
    expect(keyring().mayBePlain(storeKey)).toBe(false);
    expect(readFileSync(file)).toEqual(written);
    tamper(({ content }) => (content['plain'] = true));
    expect(await refusal(() => keyring().mayBePlain(storeKey))).toMatch(/changed outside/);
  });
});

describe('a passphrase', () => {
  it('is changed by wrapping the same key anew', async () => {
    const { unlocked } = await keyring().create(ANA);
    await keyring().addAccount(unlocked.storeKey, BEA);
    await keyring().changePassphrase('Béa', BEA.passphrase, 'once Hunde im Regen');
    expect(await refusal(() => keyring().unlock('Béa', BEA.passphrase))).toBe(WRONG);
    const opened = await keyring().unlock('Béa', 'once Hunde im Regen');
    expect(opened).toMatchObject({ mustChange: false, failedBefore: 1 });
    expect(opened.storeKey).toEqual(unlocked.storeKey);
    expect((await keyring().unlock('Ana', ANA.passphrase)).storeKey).toEqual(unlocked.storeKey);
  });

  it('is changed only with the one before, and into another', async () => {
    await keyring().create(ANA);
    const before = readFileSync(file);
    expect(await refusal(() => keyring().changePassphrase('Ana', 'wrong', 'once Hunde im Regen'))).toBe(
      WRONG,
    );
    expect(await refusal(() => keyring().changePassphrase('Ana', ANA.passphrase, ANA.passphrase))).toMatch(
      /the old one/,
    );
    expect(await refusal(() => keyring().changePassphrase('Ana', ANA.passphrase, 'short'))).toMatch(
      /too short/,
    );
    expect(readFileSync(file)).toEqual(before);
    expect((await keyring().unlock('Ana', ANA.passphrase)).failedBefore).toBe(1);
  });

  it('that cost less when it was set opens all the same', async () => {
    await keyring().create(ANA);
    const stronger = keyring({ cost: { N: 64, r: 2, p: 2 } });
    await stronger.unlock('Ana', ANA.passphrase);
    await stronger.changePassphrase('Ana', ANA.passphrase, 'once Hunde im Regen');
    expect(readFileSync(file, 'utf8')).toContain('"N":64');
    expect((await keyring().unlock('Ana', 'once Hunde im Regen')).name).toBe('Ana');
  });
});

describe("the system's key store", () => {
  /** Stands for the system's: seals with a key of its own. */
  const system = (secret: number): SystemKeys => ({
    protect: (bytes) => bytes.map((byte) => byte ^ secret),
    reveal: (bytes) => bytes.map((byte) => byte ^ secret),
  });

  it('is a second factor beside the passphrase', async () => {
    const { unlocked, recoveryKey } = await keyring({ systemKeys: system(5) }).create(ANA);
    expect((await keyring({ systemKeys: system(5) }).unlock('Ana', ANA.passphrase)).storeKey).toEqual(
      unlocked.storeKey,
    );
    expect(await refusal(() => keyring({ systemKeys: system(5) }).unlock('Ana', 'wrong'))).toBe(WRONG);
    expect(await refusal(() => keyring({ systemKeys: system(6) }).unlock('Ana', ANA.passphrase))).toBe(WRONG);
    expect(await refusal(() => keyring().unlock('Ana', ANA.passphrase))).toMatch(
      /does not hold the key of this account/,
    );
    const { storeKey } = await keyring().emergency(recoveryKey);
    await keyring().resetPassphrase(storeKey, { name: 'Ana', passphrase: ANA.passphrase });
    expect((await keyring().unlock('Ana', ANA.passphrase)).storeKey).toEqual(unlocked.storeKey);
  });

  it('that fails says so, and no attempt is lost over it', async () => {
    const failing: SystemKeys = {
      protect: () => {
        throw new Error('locked');
      },
      reveal: () => {
        throw new Error('locked');
      },
    };
    expect(await refusal(() => keyring({ systemKeys: failing }).create(ANA))).toMatch(
      /key store of this computer/,
    );
    expect(keyring().exists()).toBe(false);
    await keyring({ systemKeys: system(5) }).create(ANA);
    const opened = (): Promise<string> =>
      refusal(() => keyring({ systemKeys: failing }).unlock('Ana', ANA.passphrase));
    expect(await opened()).toMatch(/does not hold the key/);
    expect((await keyring({ systemKeys: system(5) }).unlock('Ana', ANA.passphrase)).failedBefore).toBe(0);
  });
});

describe('the file', () => {
  it('is refused with any byte changed, cut, or put in, and then left alone', async () => {
    const { unlocked, recoveryKey } = await keyring().create(ANA);
    await keyring().addAccount(unlocked.storeKey, BEA);
    const whole = readFileSync(file);
    const refused = async (content: Uint8Array, what: string, acts: (() => unknown)[]): Promise<void> => {
      writeFileSync(file, content);
      for (const act of acts)
        expect(await refusal(act), what).toMatch(/are damaged or were changed|newer version/);
      expect(readFileSync(file).equals(content), what).toBe(true);
    };
    const every = [
      () => keyring().unlock('Ana', ANA.passphrase),
      () => keyring().emergency(recoveryKey),
      () => keyring().accounts(unlocked.storeKey),
      () => keyring().setIdle(unlocked.storeKey, 5),
      () => keyring().idleMinutes(),
      () => keyring().names(),
    ];
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 8);
      await refused(changed, `byte ${at}`, at % 50 === 0 ? every : every.slice(-1));
    }
    for (const length of [0, 1, whole.length >> 1, whole.length - 1])
      await refused(whole.subarray(0, length), `cut at ${length}`, every);
    await refused(Buffer.concat([whole, Buffer.from('\n')]), 'longer', every);
    writeFileSync(file, whole);
    expect((await keyring().unlock('Ana', ANA.passphrase)).failedBefore).toBe(0);
  });

  it('is refused where somebody who knows its form edits it', async () => {
    const { unlocked, recoveryKey } = await keyring().create(ANA);
    const { storeKey } = unlocked;
    await keyring().addAccount(storeKey, BEA);
    const whole = readFileSync(file);
    const edits: Record<string, (file: File) => void> = {
      'a role is edited': ({ content }) => (content.accounts[1]!['roles'] = ['administrator']),
      'an account is added': ({ content }) =>
        content.accounts.push({ ...content.accounts[1]!, name: 'Cleo' }),
      'an account is removed': ({ content }) => content.accounts.pop(),
      'two accounts are swapped': ({ content }) => content.accounts.reverse(),
      'a passphrase needs no change any more': ({ content }) => (content.accounts[1]!['mustChange'] = false),
      'the idle time is edited': ({ content }) => (content['idleMinutes'] = 60),
      'the MAC is another': (stored) => (stored.mac = Buffer.alloc(32).toString('base64')),
    };
    for (const [what, edit] of Object.entries(edits)) {
      writeFileSync(file, whole);
      tamper(edit);
      const edited = readFileSync(file);
      for (const act of [
        () => keyring().unlock('Ana', ANA.passphrase),
        () => keyring().emergency(recoveryKey),
        () => keyring().changePassphrase('Ana', ANA.passphrase, 'once Hunde im Regen'),
        () => keyring().setIdle(storeKey, 7),
      ]) {
        time += 1_000_000;
        expect(await refusal(act), what).toMatch(/changed outside Rubricator/);
      }
      expect(readFileSync(file).equals(edited), what).toBe(true);
    }
  });

  it('opens for nobody under the name of another', async () => {
    const { unlocked } = await keyring().create(ANA);
    await keyring().addAccount(unlocked.storeKey, BEA);
    tamper(({ content: { accounts } }) => {
      [accounts[0]!['lock'], accounts[1]!['lock']] = [accounts[1]!['lock'], accounts[0]!['lock']];
    });
    expect(await refusal(() => keyring().unlock('Ana', BEA.passphrase))).toBe(WRONG);
    expect(await refusal(() => keyring().unlock('Ana', ANA.passphrase))).toBe(WRONG);
  });

  it('of a newer version is refused', async () => {
    const { recoveryKey } = await keyring().create(ANA);
    tamper(({ content }) => (content.format = 2));
    for (const act of [() => keyring().unlock('Ana', ANA.passphrase), () => keyring().emergency(recoveryKey)])
      expect(await refusal(act)).toBe(
        'The keys were written by a newer version of Rubricator (format 2, this one knows 1).',
      );
  });

  it('that asks for more memory than there is, or for no work, is refused', async () => {
    await keyring().create(ANA);
    for (const N of [1, 2, 1 << 21]) {
      tamper(({ content }) => ((content.accounts[0]!['lock'] as { N: number }).N = N));
      expect(await refusal(() => keyring().unlock('Ana', ANA.passphrase))).toMatch(/damaged/);
    }
  });

  it('stays as it was where it cannot be written', async () => {
    const { unlocked } = await keyring().create(ANA);
    const before = readFileSync(file);
    mkdirSync(`${file}.part/in`, { recursive: true });
    expect(await refusal(() => keyring().addAccount(unlocked.storeKey, BEA))).toMatch(/cannot be written/);
    expect(readFileSync(file)).toEqual(before);
    rmSync(`${file}.part`, { recursive: true });
    await keyring().addAccount(unlocked.storeKey, BEA);
    expect(readdirSync(folder)).toEqual(['keyring.json']);
  });

  it('that is not there says so', async () => {
    await keyring().create(ANA);
    rmSync(file);
    expect(await refusal(() => keyring().names())).toMatch(/cannot be read/);
    mkdirSync(file);
    chmodSync(file, 0o700);
    expect(await refusal(() => keyring().unlock('Ana', 'x'))).toMatch(/cannot be read/);
  });
});
