import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Account, LockReason, Role, SessionState } from '../shared/accounts.ts';
import type { ImportOutcome, ImportProgress, InstalledRelease, ReleaseName } from '../shared/book.ts';
import type { Restored } from '../shared/channels.ts';
import type { EntryDetails } from '../shared/entry.ts';
import { fileKey } from './accounts/keys.ts';
import { forget, Keyring, KEYRING_FILE, type KeyringOptions, type Unlocked } from './accounts/keyring.ts';
import { replaceFile } from './accounts/replaceFile.ts';
import { createBackup, verifyBackup } from './backup/backup.ts';
import { finishRestore } from './backup/exchange.ts';
import { restoreBackup } from './backup/restore.ts';
import { CHARTS_FILE, Desk, LEDGER_FILE, lockedDesk, type Holder } from './desk.ts';
import { UserError } from './errors.ts';
import { chartlessAct, named } from './ledger/entry.ts';
import { Ledger } from './ledger/ledger.ts';
import { signerOf } from './ledger/signer.ts';
import { Library, type Places } from './library.ts';
import { encryptStore, kindOfStore } from './sqlite.ts';

interface Opened {
  desk: Desk;
  unlocked: Unlocked;
  /** Of the account; under emergency access, whoever says to be at the desk. */
  user: string;
  idleMinutes: number;
}

/** An account as it is asked for. */
export interface NewAccount {
  name: string;
  passphrase: string;
  roles: Role[];
}

/**
 * What stands before the desk: accounts, keys and the lock. While it is locked, charts and ledger are closed
 * and their keys are not in memory; what knows of no patient stays open, so that unlocking is quick.
 * Administrators' acts happen here and are recorded: an act that cannot be recorded does not happen.
 */
export class House {
  readonly library: Library;
  readonly #places: Places;
  readonly #keyring: Keyring;
  readonly #options: KeyringOptions;
  readonly #file: string;
  #opened: Opened | undefined;
  #reason: LockReason = 'start';
  /** Whether somebody is being let in; a second attempt meanwhile would open the desk twice. */
  #entering = false;
  #lastAct: Promise<unknown> = Promise.resolve();
  #changed: (session: SessionState) => void = () => undefined;

  /** @throws UserError where a restoring was interrupted and cannot be finished */
  constructor(places: Places, options: KeyringOptions = {}) {
    finishRestore(places.data);
    this.#places = places;
    this.#options = options;
    this.#file = join(places.data, KEYRING_FILE);
    this.#keyring = new Keyring(this.#file, options);
    this.library = new Library(places);
  }

  /** Hears of every locking and unlocking, and of another time until locking; one listener. */
  onChange(listener: (session: SessionState) => void): void {
    this.#changed = listener;
  }

  isOpen(): boolean {
    return this.#opened !== undefined;
  }

  session(): SessionState {
    if (this.#opened) {
      const { user, unlocked, idleMinutes } = this.#opened;
      const { roles, emergency, mustChange } = unlocked;
      return { state: 'open', user, roles, emergency, mustChange, idleMinutes };
    }
    if (!this.#keyring.exists()) return { state: 'new', unprotected: this.#anyStore('plain') };
    return {
      state: 'locked',
      names: this.#keyring.names(),
      reason: this.#reason,
      waitSeconds: this.#keyring.waitSeconds(),
    };
  }

  /**
   * Who is at the desk.
   * @throws UserError while it is locked
   */
  user(): string {
    return this.#inside().user;
  }

  /** @throws UserError while it is locked */
  desk(): Desk {
    return this.#inside().desk;
  }

  /**
   * The first start: makes the first account and the keys, encrypts what lies here from before, and opens.
   * @returns the recovery key, to be shown once; it is kept nowhere
   * @throws UserError where accounts exist, the passphrase is too easy to guess, or the disk refuses
   */
  async setUp(first: NewAccount): Promise<{ recoveryKey: string }> {
    return this.#entered(async () => {
      const { unlocked, recoveryKey } = await this.#keyring.create(first);
      try {
        await this.#enter(unlocked, unlocked.name, () => undefined);
      } catch (error) {
        // Nothing is encrypted with the keys just made: set-up can begin again, and show its recovery key.
        if (!this.#anyStore('encrypted')) rmSync(this.#file, { force: true });
        throw error;
      }
      return { recoveryKey };
    });
  }

  /** @throws UserError where name or passphrase are wrong, after too many attempts, or where a store cannot be opened */
  unlock(name: string, passphrase: string): Promise<SessionState> {
    return this.#entered(async () => {
      const unlocked = await this.#keyring.unlock(name, passphrase);
      return this.#enter(unlocked, unlocked.name, (desk) => {
        desk.record('unlock', { failed: unlocked.failedBefore });
      });
    });
  }

  /**
   * Opens with the recovery key, as administrator and auditor; what is done then is marked in the ledger.
   * @param name of whoever says to be at the desk
   * @throws UserError where the key is wrong
   */
  emergency(recoveryKey: string, name: string, reason: string): Promise<SessionState> {
    return this.#entered(async () => {
      const unlocked = await this.#keyring.emergency(recoveryKey);
      return this.#enter(unlocked, name, (desk) => {
        desk.record('emergency', { failed: unlocked.failedBefore }, reason);
      });
    });
  }

  /** Ends everything under way, closes charts and ledger and forgets their keys. */
  lock(why: 'key' | 'idle' | 'quit'): SessionState {
    if (this.#opened) {
      const { desk, unlocked } = this.#opened;
      this.#opened = undefined;
      this.#reason = why === 'idle' ? 'idle' : 'key';
      this.library.cancelImport();
      try {
        desk.record('lock', { why });
        desk.checkpoint();
      } catch (error) {
        // A disk that is full must not keep the desk open.
        if (!(error instanceof UserError)) throw error;
      } finally {
        desk.close();
        forget(unlocked);
        this.#changed(this.session());
      }
    }
    return this.session();
  }

  /** @throws UserError where the current passphrase is wrong or the next one too easy to guess */
  async changePassphrase(current: string, next: string): Promise<SessionState> {
    const { user, unlocked } = this.#inside();
    if (unlocked.emergency) {
      throw new UserError('Emergency access has no passphrase.', 'Set a new one for an account instead.');
    }
    await this.#acting(
      () => this.#keyring.changePassphrase(user, current, next),
      (desk, key) => desk.record('passphrase', this.#about(user, key)),
    );
    unlocked.mustChange = false;
    return this.session();
  }

  async setIdle(minutes: number): Promise<SessionState> {
    await this.#acting(
      (key) => this.#keyring.setIdle(key, minutes),
      (desk) => desk.record('settings', { idleMinutes: minutes }),
    );
    this.#inside().idleMinutes = minutes;
    this.#changed(this.session());
    return this.session();
  }

  accounts(): Account[] {
    return this.#keyring.accounts(this.#inside().unlocked.storeKey);
  }

  /** @throws UserError where the name is taken or the passphrase too easy to guess */
  async createAccount(account: NewAccount): Promise<Account[]> {
    await this.#acting(
      (key) => this.#keyring.addAccount(key, account),
      (desk, key) => desk.record('account', this.#about(account.name, key)),
    );
    return this.accounts();
  }

  /**
   * Sets an account's roles, or disables it. Whoever is at the desk keeps theirs until it is locked.
   * @throws UserError where no administrator would be left, and where a disabled account is to be enabled
   */
  async changeAccount(account: Pick<Account, 'name' | 'roles' | 'disabled'>): Promise<Account[]> {
    await this.#acting(
      (key) => this.#keyring.changeAccount(key, account),
      (desk, key) => desk.record('account', this.#about(account.name, key)),
    );
    return this.accounts();
  }

  /** Gives an account a passphrase that it must change when it next unlocks; a disabled one is enabled by it. */
  async resetPassphrase(account: Pick<NewAccount, 'name' | 'passphrase'>): Promise<Account[]> {
    await this.#acting(
      (key) => this.#keyring.resetPassphrase(key, account),
      (desk, key) => desk.record('passphrase', this.#about(account.name, key)),
    );
    return this.accounts();
  }

  /**
   * Makes a new recovery key, to be shown once; the one before opens nothing any more.
   * @param secret the passphrase of whoever asks; under emergency access, the recovery key in force
   * @throws UserError where it is wrong
   */
  async newRecoveryKey(secret: string): Promise<{ recoveryKey: string }> {
    const { user, unlocked } = this.#inside();
    const again = unlocked.emergency
      ? await this.#keyring.emergency(secret)
      : await this.#keyring.unlock(user, secret);
    forget(again);
    const recoveryKey = await this.#acting(
      (key) => this.#keyring.newRecoveryKey(key),
      (desk) => desk.record('recovery-key', { failed: again.failedBefore }),
    );
    return { recoveryKey };
  }

  /**
   * Installs a release from official files.
   * @throws UserError where they are refused; the installed packs are then as before
   */
  async importRelease(
    paths: readonly string[],
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportOutcome> {
    const desk = this.desk();
    const outcome = await this.library.importRelease(paths, onProgress);
    if (outcome.outcome !== 'installed') return outcome;
    try {
      desk.record('release', { what: releaseName(outcome.release) });
    } catch (error) {
      this.library.catalogs.remove(outcome.release);
      throw error;
    }
    return outcome;
  }

  /** @throws UserError for a release that ships or is not installed */
  removeRelease(name: ReleaseName): InstalledRelease[] {
    const desk = this.desk();
    const { catalogs } = this.library;
    catalogs.removable(name);
    desk.record('release', { what: `${releaseName(name)} (removed)` });
    catalogs.remove(name);
    return catalogs.list();
  }

  /**
   * Copies keys, stores and the ledger's last checkpoint, still encrypted, into a new folder inside `folder`.
   * @returns the name of the new folder
   * @throws UserError where it cannot be written or recorded; nothing of it is left then
   */
  async backUp(folder: string): Promise<string> {
    const { desk, unlocked } = this.#inside();
    desk.checkpoint();
    const { path, name } = await createBackup({
      data: this.#places.data,
      folder,
      storeKey: unlocked.storeKey,
      signer: signerOf(unlocked.signingKey),
      ledgerHead: desk.head(),
    });
    try {
      desk.record('backup', { what: name });
    } catch (error) {
      rmSync(path, { recursive: true, force: true });
      throw error;
    }
    return name;
  }

  /**
   * Puts a backup in the place of what is here, which is kept aside, and records it in the ledger of the
   * backup. The desk is locked afterwards, and opens with a passphrase of the backup.
   * @param proof an account of the backup
   * @throws UserError where the backup is not whole or the proof does not open it; nothing has changed then
   */
  async restore(folder: string, proof: { name: string; passphrase: string }): Promise<NonNullable<Restored>> {
    const { data } = this.#places;
    const { user } = this.#inside();
    // The desk is closed for a backup that holds, and for no other.
    forget((await verifyBackup(folder, proof, this.#options)).unlocked);
    const head = this.desk().head();
    this.lock('key');
    return this.#entered(async () => {
      const { unlocked, entries, until, keptAside } = await restoreBackup({
        data,
        folder,
        proof,
        keyring: this.#options,
        record: (incoming, { storeKey, signingKey }) => {
          const key = fileKey(storeKey, 'ledger');
          const ledger = new Ledger(join(incoming, LEDGER_FILE), { key, signer: signerOf(signingKey) });
          try {
            ledger.append({ ...chartlessAct('restore', user), details: { head, what: basename(folder) } });
            ledger.checkpoint();
          } finally {
            ledger.close();
            key.fill(0);
          }
        },
      });
      forget(unlocked);
      this.#changed(this.session());
      return { entries, until, keptAside };
    });
  }

  /** Locks, and closes what stays open otherwise. */
  async close(): Promise<void> {
    this.lock('quit');
    await this.library.close();
  }

  #inside(): Opened {
    if (!this.#opened) throw lockedDesk();
    return this.#opened;
  }

  /** Lets one in at a time, and nobody while somebody is in. */
  async #entered<T>(enter: () => Promise<T>): Promise<T> {
    if (this.#opened) throw new UserError('Rubricator is unlocked already.', 'Lock it first.');
    if (this.#entering) throw new UserError('Rubricator is being unlocked.', 'Wait a moment.');
    this.#entering = true;
    try {
      return await enter();
    } finally {
      this.#entering = false;
    }
  }

  async #enter(unlocked: Unlocked, user: string, record: (desk: Desk) => void): Promise<SessionState> {
    const { storeKey, roles, emergency } = unlocked;
    let desk: Desk | undefined;
    try {
      this.#encrypt(storeKey);
      const signer = signerOf(unlocked.signingKey);
      const accounts = (): ReturnType<Holder['accounts']> => {
        const able = this.#keyring.accounts(storeKey).filter(({ disabled }) => !disabled);
        return { all: able.length, auditors: able.filter((each) => each.roles.includes('auditor')).length };
      };
      desk = new Desk(this.#places, this.library, { user, roles, emergency, storeKey, signer, accounts });
      await desk.addSamples();
      // Also where the program ended between making the keys and recording it.
      if (!desk.isSetUp()) desk.recordSetUp(this.#about(user, storeKey));
      record(desk);
    } catch (error) {
      desk?.close();
      forget(unlocked);
      throw error;
    }
    this.#opened = { desk, unlocked, user, idleMinutes: this.#keyring.idleMinutes() };
    this.#changed(this.session());
    return this.session();
  }

  /**
   * Changes the keyring and records it; where it cannot be recorded, the keyring is put back. One change at a
   * time, each with a copy of the key: the desk may be locked, and the key gone, before a change is through.
   */
  #acting<T>(
    change: (key: Uint8Array) => T | Promise<T>,
    record: (desk: Desk, key: Uint8Array) => unknown,
  ): Promise<T> {
    const act = async (): Promise<T> => {
      const { desk, unlocked } = this.#inside();
      const key = Uint8Array.from(unlocked.storeKey);
      const before = readFileSync(this.#file);
      try {
        const changed = await change(key);
        try {
          record(desk, key);
        } catch (error) {
          replaceFile(this.#file, before);
          throw error;
        }
        return changed;
      } finally {
        key.fill(0);
      }
    };
    const turn = this.#lastAct.then(act, act);
    this.#lastAct = turn;
    return turn;
  }

  /** What entries say of an account. */
  #about(name: string, key: Uint8Array): EntryDetails {
    const known = name.normalize('NFC');
    const account = this.#keyring.accounts(key).find((each) => each.name === known);
    return account
      ? { account: { name: account.name, roles: account.roles, disabled: account.disabled } }
      : {};
  }

  /** The stores that versions before 0.3 left in plain. */
  #stores(): { file: string; what: string; of: 'charts' | 'ledger' }[] {
    const { data } = this.#places;
    return [
      { file: join(data, CHARTS_FILE), what: 'chart store', of: 'charts' },
      { file: join(data, LEDGER_FILE), what: 'ledger', of: 'ledger' },
    ];
  }

  #anyStore(kind: 'plain' | 'encrypted'): boolean {
    return this.#stores().some(({ file }) => kindOfStore(file) === kind);
  }

  /** Once: a plain file that turns up later is none of ours, and opening it is refused. */
  #encrypt(storeKey: Uint8Array): void {
    if (!this.#keyring.mayBePlain(storeKey)) return;
    for (const { file, what, of } of this.#stores()) {
      const key = fileKey(storeKey, of);
      try {
        encryptStore(file, what, key);
      } finally {
        key.fill(0);
      }
    }
    this.#keyring.encryptedAll(storeKey);
  }
}

function releaseName({ system, version }: ReleaseName): string {
  return named({ name: system, version });
}
