import canonicalize from 'canonicalize';
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AccountName, IdleMinutes, Roles, type Account, type Role } from '../../shared/accounts.ts';
import { UserError } from '../errors.ts';
import { Attempts } from './attempts.ts';
import {
  Base64,
  keyFor,
  macOf,
  newKey,
  sameMac,
  SCRYPT_COST,
  ScryptCost,
  seal,
  sha256,
  stretch,
  unseal,
} from './keys.ts';
import { checkPassphrase } from './passphrase.ts';
import { newRecoveryKey, readRecoveryKey } from './recoveryKey.ts';
import { replaceFile } from './replaceFile.ts';

/** What the keyring is called in the data folder. */
export const KEYRING_FILE = 'keyring.json';
/** Wrong attempts are counted beside it. */
export const ATTEMPTS_FILE = 'attempts.json';

/** The system's key store, as a second factor beside the passphrase. Both throw where it does not work. */
export interface SystemKeys {
  protect(bytes: Uint8Array): Uint8Array;
  reveal(bytes: Uint8Array): Uint8Array;
}

/** What an unlocked keyring gives. {@link forget} it when the desk locks. */
export interface Unlocked {
  /** Empty under emergency access, which has no account. */
  name: string;
  roles: Role[];
  emergency: boolean;
  mustChange: boolean;
  /** Encrypts every file, through `fileKey`. */
  storeKey: Uint8Array;
  /** Ed25519, private. */
  signingKey: KeyObject;
  /** Wrong attempts, on any account, since the last unlocking. */
  failedBefore: number;
}

export interface KeyringOptions {
  systemKeys?: SystemKeys;
  /** Time in milliseconds since 1970 that never goes back while the program runs. */
  now?: () => number;
  /** Whether nothing may be written beside the file, as in a backup: attempts are counted in memory. */
  readOnly?: boolean;
  /** Of passphrases that are set from now on; those set before keep theirs. */
  cost?: ScryptCost;
}

const FORMAT = 1;

/** The store key under a passphrase. */
const Lock = z
  .object({
    ...ScryptCost.shape,
    salt: Base64,
    /** A random secret, protected by the system's key store, that goes into the key; null where none does. */
    system: Base64.nullable(),
    box: Base64,
  })
  .strict();
type Lock = z.infer<typeof Lock>;

const StoredAccount = z
  .object({
    name: AccountName,
    roles: Roles,
    mustChange: z.boolean(),
    createdAt: z.iso.datetime(),
    /** Null where the account is disabled. */
    lock: Lock.nullable(),
  })
  .strict();
type StoredAccount = z.infer<typeof StoredAccount>;

const Content = z
  .object({
    format: z.literal(FORMAT),
    accounts: z.array(StoredAccount).min(1).max(1000),
    idleMinutes: IdleMinutes,
    /** Whether stores of a version before 0.3 may lie here that are to be encrypted; see `encryptedAll`. */
    plain: z.boolean(),
    /** The store key under the recovery key. */
    recovery: z.object({ salt: Base64, box: Base64 }).strict(),
    /** The private signing key, PKCS #8, under a key from the store key. */
    signing: Base64,
  })
  .strict();
type Content = z.infer<typeof Content>;

const KeyringFile = z
  .object({
    content: Content,
    /** Of the content, by a key from the store key: shows a change by somebody who has not that key. */
    mac: Base64,
    /** SHA-256 of content and MAC: shows damage before anything is unlocked. */
    sum: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .strict();

const DEFAULT_IDLE_MINUTES = 10;

/** The system's time at the program's start, gone on by a clock that nobody can set. */
function steadyTime(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * The accounts of a data folder and its keys: one random store key, wrapped for each account under a key from
 * its passphrase, and for emergencies under the recovery key. What is given as `storeKey` to the methods that
 * change something is the proof that the caller unlocked it.
 *
 * Every method throws UserError where the file is damaged, was changed by somebody else, or cannot be written;
 * it is then as it was.
 */
export class Keyring {
  readonly #file: string;
  readonly #system: SystemKeys | undefined;
  readonly #now: () => number;
  readonly #cost: ScryptCost;
  readonly #attempts: Attempts;

  constructor(file: string, options: KeyringOptions = {}) {
    this.#file = file;
    this.#system = options.systemKeys;
    this.#now = options.now ?? steadyTime;
    this.#cost = options.cost ?? SCRYPT_COST;
    this.#attempts = new Attempts(options.readOnly ? null : join(dirname(file), ATTEMPTS_FILE), this.#now);
  }

  exists(): boolean {
    return existsSync(this.#file);
  }

  /** The accounts that can unlock, for the lock screen. */
  names(): string[] {
    return this.#read().content.accounts.flatMap(({ name, lock }) => (lock ? [name] : []));
  }

  /** Seconds until the next attempt is allowed; 0 where it is now. */
  waitSeconds(): number {
    return this.#attempts.waitSeconds();
  }

  idleMinutes(): number {
    return this.#read().content.idleMinutes;
  }

  /**
   * Makes the keyring with its first account and new keys.
   * @returns the recovery key too, which is kept nowhere
   * @throws UserError where there is one already, or the passphrase or the roles are refused
   */
  async create(first: {
    name: string;
    passphrase: string;
    roles: Role[];
  }): Promise<{ unlocked: Unlocked; recoveryKey: string }> {
    const name = nameOf(first.name);
    if (!first.roles.includes('administrator')) {
      throw new UserError(
        'The first account must be an administrator.',
        'Give it that role; it can have the others as well.',
      );
    }
    checkPassphrase(first.passphrase, name);
    this.#refuseExisting();
    const storeKey = newKey();
    const { privateKey } = generateKeyPairSync('ed25519');
    const account: StoredAccount = {
      name,
      roles: inOrder(first.roles),
      mustChange: false,
      createdAt: this.#today(),
      lock: await this.#lock(storeKey, name, first.passphrase),
    };
    const recoveryKey = newRecoveryKey();
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    const content: Content = {
      format: FORMAT,
      accounts: [account],
      idleMinutes: DEFAULT_IDLE_MINUTES,
      plain: true,
      recovery: recoveryLock(storeKey, recoveryKey),
      signing: seal(pkcs8, keyFor('signing key', storeKey), 'signing key'),
    };
    pkcs8.fill(0);
    // Once more: another set-up may have got here first.
    this.#refuseExisting();
    this.#write(content, storeKey);
    return { unlocked: unlockedBy(account, content, storeKey, 0), recoveryKey };
  }

  /**
   * @throws UserError on a wrong name or passphrase, which are told apart neither by the message nor by the
   * time, and where attempts are refused for a while
   */
  async unlock(name: string, passphrase: string): Promise<Unlocked> {
    const { account, content, storeKey } = await this.#open(name, passphrase);
    try {
      return unlockedBy(account, content, storeKey, this.#attempts.clear(account.name) - 1);
    } catch (error) {
      storeKey.fill(0);
      throw error;
    }
  }

  /**
   * Opens with the recovery key, as administrator and auditor. No wait is asked for: nobody guesses 160 bits.
   * @throws UserError where it is mistyped or is not the one of this keyring
   */
  emergency(recoveryKey: string): Promise<Unlocked> {
    return Promise.resolve().then(() => {
      const secret = readRecoveryKey(recoveryKey);
      if (!secret) {
        throw new UserError(
          'This is no recovery key: it was mistyped.',
          'It has nine groups of four letters and digits. Compare it with the paper and type it again.',
        );
      }
      const file = this.#read();
      const { recovery } = file.content;
      const kek = keyFor('recovery key', secret, Buffer.from(recovery.salt, 'base64'));
      const storeKey = unseal(recovery.box, kek, ABOUT_RECOVERY);
      secret.fill(0);
      kek.fill(0);
      if (!storeKey) {
        this.#attempts.count(null);
        throw new UserError(
          'This recovery key does not open these charts.',
          'A newer one may have been printed since, or it belongs to another workstation.',
        );
      }
      checkMac(file, storeKey);
      const roles: Role[] = ['auditor', 'administrator'];
      const failedBefore = this.#attempts.clear(null);
      return {
        ...unlockedBy({ name: '', roles, mustChange: false }, file.content, storeKey, failedBefore),
        emergency: true,
      };
    });
  }

  /** Every account, in the order in which they were made. */
  accounts(storeKey: Uint8Array): Account[] {
    return this.#opened(storeKey).accounts.map(({ name, roles, mustChange, createdAt, lock }) => ({
      name,
      roles,
      disabled: lock === null,
      mustChange,
      createdAt,
    }));
  }

  /** Adds an account, whose passphrase must be changed when it is first unlocked. */
  async addAccount(
    storeKey: Uint8Array,
    { name: typed, passphrase, roles }: { name: string; passphrase: string; roles: Role[] },
  ): Promise<void> {
    const name = nameOf(typed);
    checkPassphrase(passphrase, name);
    const refuseKnown = ({ accounts }: Content): void => {
      if (!accounts.some((account) => folded(account.name) === folded(name))) return;
      throw new UserError('There is an account of this name.', 'Choose another name.');
    };
    refuseKnown(this.#opened(storeKey));
    const lock = await this.#lock(storeKey, name, passphrase);
    this.#change(storeKey, (content) => {
      refuseKnown(content);
      const added = { name, roles: inOrder(roles), mustChange: true, createdAt: this.#today(), lock };
      return { ...content, accounts: [...content.accounts, added] };
    });
  }

  /**
   * Sets an account's roles, or disables it, which takes its wrapped key away.
   * @throws UserError where no administrator would be left, and where a disabled account is to be enabled: it
   * needs a new passphrase, see `resetPassphrase`
   */
  changeAccount(
    storeKey: Uint8Array,
    { name, roles, disabled }: { name: string; roles: Role[]; disabled: boolean },
  ): void {
    this.#change(storeKey, (content) =>
      withAccount(content, name, (account) => {
        if (!disabled && account.lock === null) {
          throw new UserError(
            'A disabled account has no passphrase any more.',
            'Set a new passphrase for it: that enables it again.',
          );
        }
        return { ...account, roles: inOrder(roles), lock: disabled ? null : account.lock };
      }),
    );
  }

  /** Gives an account a passphrase that somebody else chose; it must be changed when it is next unlocked. */
  async resetPassphrase(
    storeKey: Uint8Array,
    { name, passphrase }: { name: string; passphrase: string },
  ): Promise<void> {
    const known = accountOf(this.#opened(storeKey), name);
    checkPassphrase(passphrase, known.name);
    const lock = await this.#lock(storeKey, known.name, passphrase);
    this.#change(storeKey, (content) =>
      withAccount(content, name, (account) => ({ ...account, mustChange: true, lock })),
    );
    // Whoever forgot the old one is not to wait for the new one.
    this.#attempts.forget(known.name);
  }

  /**
   * Changes an account's own passphrase: its wrapped key is written anew, no store is.
   * @throws UserError where `current` is wrong, which counts as an attempt, or `next` is refused
   */
  async changePassphrase(name: string, current: string, next: string): Promise<void> {
    checkPassphrase(next, nameOf(name));
    if (current.normalize('NFC') === next.normalize('NFC')) {
      throw new UserError('The new passphrase is the old one.', 'Choose another one.');
    }
    const { account, storeKey } = await this.#open(name, current);
    try {
      this.#attempts.withdraw(account.name);
      const lock = await this.#lock(storeKey, account.name, next);
      this.#change(storeKey, (content) =>
        withAccount(content, account.name, (found) => ({ ...found, mustChange: false, lock })),
      );
    } finally {
      storeKey.fill(0);
    }
  }

  /** Makes a new recovery key, which is kept nowhere; the one before opens nothing any more. */
  newRecoveryKey(storeKey: Uint8Array): Promise<string> {
    return Promise.resolve().then(() => {
      const recoveryKey = newRecoveryKey();
      this.#change(storeKey, (content) => ({ ...content, recovery: recoveryLock(storeKey, recoveryKey) }));
      return recoveryKey;
    });
  }

  /** @param minutes without a key or the mouse after which the desk locks */
  setIdle(storeKey: Uint8Array, minutes: number): void {
    this.#change(storeKey, (content) => ({ ...content, idleMinutes: IdleMinutes.parse(minutes) }));
  }

  /**
   * Whether plain stores may lie here and are to be encrypted: from set-up until {@link encryptedAll}. A plain
   * one that is found later was put there by somebody else.
   */
  mayBePlain(storeKey: Uint8Array): boolean {
    return this.#opened(storeKey).plain;
  }

  /** Records that every store here is encrypted from now on. */
  encryptedAll(storeKey: Uint8Array): void {
    if (this.mayBePlain(storeKey)) this.#change(storeKey, (content) => ({ ...content, plain: false }));
  }

  /** Checks name and passphrase; the attempt is counted and stays so unless the caller takes it back. */
  async #open(
    typed: string,
    passphrase: string,
  ): Promise<{ account: StoredAccount; content: Content; storeKey: Uint8Array }> {
    const file = this.#read();
    const { content } = file;
    const name = typed.trim().normalize('NFC');
    const account = content.accounts.find((known) => known.name === name && known.lock !== null);
    const lock = account?.lock ?? decoyLock(content, name);
    // First, so that a key store that does not work costs no attempt.
    const secret = lock.system === null ? null : this.#reveal(lock.system);
    this.#attempts.begin(account?.name ?? null);
    const storeKey = await openLock(lock, name, passphrase, secret);
    if (!account || !storeKey) throw wrongPassphrase();
    checkMac(file, storeKey);
    return { account, content, storeKey };
  }

  /** Wraps the store key; with a second factor where there is a system's key store. */
  async #lock(storeKey: Uint8Array, name: string, passphrase: string): Promise<Lock> {
    const salt = randomBytes(16);
    const secret = this.#system ? newKey() : null;
    const system = this.#system && secret ? protectedBy(this.#system, secret) : null;
    const kek = await kekOf(passphrase, salt, this.#cost, secret);
    const box = seal(storeKey, kek, aboutAccount(name));
    kek.fill(0);
    return { ...this.#cost, salt: salt.toString('base64'), system, box };
  }

  #reveal(system: string): Uint8Array {
    try {
      if (this.#system) return this.#system.reveal(Buffer.from(system, 'base64'));
    } catch {
      // The same as where there is none: what the key store says of it helps nobody here.
    }
    throw new UserError(
      'The key store of this computer does not hold the key of this account.',
      'Open with the recovery key and set a new passphrase for the account.',
    );
  }

  /** The content, where the store key is the right one and nobody else changed it. */
  #opened(storeKey: Uint8Array): Content {
    const file = this.#read();
    checkMac(file, storeKey);
    return file.content;
  }

  /** Reads, changes and writes without waiting in between, so that no change of another caller is lost. */
  #change(storeKey: Uint8Array, change: (content: Content) => Content): void {
    const changed = change(this.#opened(storeKey));
    const leads = changed.accounts.some(
      ({ roles, lock }) => lock !== null && roles.includes('administrator'),
    );
    if (!leads) {
      throw new UserError(
        'The last administrator cannot be disabled or lose this role.',
        'Make another account administrator first.',
      );
    }
    this.#write(changed, storeKey);
  }

  #refuseExisting(): void {
    if (!this.exists()) return;
    throw new UserError('Accounts have been set up here already.', 'Unlock with one of them.');
  }

  #read(): z.infer<typeof KeyringFile> {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (cause) {
      throw new UserError(
        'The keys in the data folder cannot be read.',
        'Check that the folder can be read; restore it from a backup if keyring.json is missing.',
        { cause },
      );
    }
    return parseKeyring(text);
  }

  #write(content: Content, storeKey: Uint8Array): void {
    const mac = macOf(canonical(content), keyFor('accounts', storeKey));
    const sum = sumOf(content, mac);
    try {
      replaceFile(this.#file, canonical({ content, mac, sum }));
    } catch (cause) {
      throw new UserError(
        'The keys cannot be written to the data folder.',
        'Check that the folder can be written and the disk is not full. Nothing was changed.',
        { cause },
      );
    }
  }

  #today(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** Overwrites the store key in memory. The signing key cannot be reached; it goes when nothing refers to it. */
export function forget(unlocked: Unlocked): void {
  unlocked.storeKey.fill(0);
}

/**
 * Reads what {@link Keyring} wrote; nothing else in any spelling is accepted.
 * @throws UserError where a byte of it was changed, or a newer version wrote it
 */
function parseKeyring(text: string): z.infer<typeof KeyringFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged();
  }
  const format = z.object({ content: z.object({ format: z.number() }) }).safeParse(json);
  if (format.success && format.data.content.format > FORMAT) {
    throw new UserError(
      `The keys were written by a newer version of Rubricator (format ${format.data.content.format}, this one knows ${FORMAT}).`,
      'Use the newer version. Nothing was changed.',
    );
  }
  const parsed = KeyringFile.safeParse(json);
  if (!parsed.success) throw damaged();
  const { content, mac, sum } = parsed.data;
  if (sum !== sumOf(content, mac) || canonical(parsed.data) !== text) throw damaged();
  return parsed.data;
}

function damaged(): UserError {
  return new UserError(
    'The keys in the data folder are damaged or were changed.',
    'Restore the data folder from a backup. Nothing was changed.',
  );
}

function checkMac({ content, mac }: z.infer<typeof KeyringFile>, storeKey: Uint8Array): void {
  if (sameMac(mac, macOf(canonical(content), keyFor('accounts', storeKey)))) return;
  throw new UserError(
    'The accounts in the data folder were changed outside Rubricator.',
    'Restore the data folder from a backup. Nothing was changed.',
  );
}

function wrongPassphrase(): UserError {
  return new UserError(
    'The name or the passphrase is wrong.',
    'Type both again. An administrator can set a new passphrase for you.',
  );
}

const ABOUT_RECOVERY = 'store key, recovery';

/** Binds a wrapped key to its account, so that it opens nothing under another name. */
function aboutAccount(name: string): string {
  return `store key, account ${name}`;
}

function protectedBy(system: SystemKeys, secret: Uint8Array): string {
  try {
    return Buffer.from(system.protect(secret)).toString('base64');
  } catch (cause) {
    throw new UserError(
      'The key store of this computer does not work.',
      "Unlock the system's keyring, or log in again, and repeat it. Nothing was changed.",
      { cause },
    );
  }
}

/** The store key out of a lock; null where the passphrase is wrong. */
async function openLock(
  { N, r, p, salt, box }: Lock,
  name: string,
  passphrase: string,
  secret: Uint8Array | null,
): Promise<Uint8Array | null> {
  const kek = await kekOf(passphrase, Buffer.from(salt, 'base64'), { N, r, p }, secret);
  const storeKey = unseal(box, kek, aboutAccount(name));
  kek.fill(0);
  return storeKey;
}

/** The key from a passphrase and, where there is one, the system's secret, which is overwritten. */
async function kekOf(
  passphrase: string,
  salt: Uint8Array,
  cost: ScryptCost,
  secret: Uint8Array | null,
): Promise<Uint8Array> {
  const stretched = await stretch(passphrase, salt, cost);
  if (!secret) return stretched;
  const both = Buffer.concat([stretched, secret]);
  const kek = keyFor('passphrase and system', both, salt);
  for (const spent of [both, stretched, secret]) spent.fill(0);
  return kek;
}

/** A lock that nothing opens and that costs as much to try as that of the first account. */
function decoyLock({ accounts, signing }: Content, name: string): Lock {
  const [cost] = accounts.flatMap(({ lock }) => (lock ? [{ N: lock.N, r: lock.r, p: lock.p }] : []));
  const salt = keyFor('decoy', Buffer.from(signing, 'base64'), Buffer.from(name, 'utf8')).subarray(0, 16);
  const box = seal(new Uint8Array(32), newKey(), aboutAccount(name));
  return { ...(cost ?? SCRYPT_COST), salt: Buffer.from(salt).toString('base64'), system: null, box };
}

function recoveryLock(storeKey: Uint8Array, recoveryKey: string): Content['recovery'] {
  const secret = readRecoveryKey(recoveryKey);
  if (!secret) throw new Error('a new recovery key reads back');
  const salt = randomBytes(16);
  const kek = keyFor('recovery key', secret, salt);
  const box = seal(storeKey, kek, ABOUT_RECOVERY);
  secret.fill(0);
  kek.fill(0);
  return { salt: salt.toString('base64'), box };
}

function unlockedBy(
  { name, roles, mustChange }: Pick<StoredAccount, 'name' | 'roles' | 'mustChange'>,
  { signing }: Content,
  storeKey: Uint8Array,
  failedBefore: number,
): Unlocked {
  const pkcs8 = unseal(signing, keyFor('signing key', storeKey), 'signing key');
  if (!pkcs8) throw damaged();
  const signingKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  pkcs8.fill(0);
  return { name, roles, emergency: false, mustChange, storeKey, signingKey, failedBefore };
}

function accountOf({ accounts }: Content, typed: string): StoredAccount {
  const name = typed.trim().normalize('NFC');
  const account = accounts.find((known) => known.name === name);
  if (!account) throw new UserError('There is no such account.', 'Look at the list of accounts again.');
  return account;
}

function withAccount(
  content: Content,
  name: string,
  change: (account: StoredAccount) => StoredAccount,
): Content {
  const found = accountOf(content, name);
  const accounts = content.accounts.map((account) => (account === found ? change(account) : account));
  return { ...content, accounts };
}

function nameOf(typed: string): string {
  return AccountName.parse(typed).normalize('NFC');
}

/** How names are compared where two must not be mistaken for each other. */
function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function inOrder(roles: readonly Role[]): Role[] {
  const known: readonly Role[] = ['coder', 'auditor', 'administrator'];
  return known.filter((role) => roles.includes(role));
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a keyring is JSON');
  return text;
}

function sumOf(content: Content, mac: string): string {
  return sha256(canonical({ content, mac }));
}
