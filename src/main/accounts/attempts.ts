import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { replaceFile } from './replaceFile.ts';

/** So many wrong attempts in a row cost nothing; each one more doubles the wait, from a second on. */
const FREE_ATTEMPTS = 3;
const LONGEST_WAIT_SECONDS = 15 * 60;

/** Wrong attempts since the last right one, and when the last of them was, in milliseconds. */
const Count = z.object({ failed: z.number().int().nonnegative(), at: z.number() }).strict();
type Count = z.infer<typeof Count>;

const AttemptsFile = z.object({ overall: Count, accounts: z.array(z.tuple([z.string(), Count])) }).strict();

interface Counts {
  overall: Count;
  accounts: ReadonlyMap<string, Count>;
}

/**
 * Wrong attempts to unlock, by account and overall, kept in a file so that starting the program anew does not
 * wipe them out. An attempt is counted before it is checked: ending the program meanwhile does not undo it.
 */
export class Attempts {
  readonly #file: string | null;
  /** Where no file keeps them. */
  #kept: Counts | undefined;
  readonly #now: () => number;

  /**
   * @param file null: they are kept in memory only, as for a keyring that nothing is written beside
   * @param now time in milliseconds; within a start of the program it must only go forward
   */
  constructor(file: string | null, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** Seconds until the next attempt is allowed, for an account or, without one, for whoever comes next. */
  waitSeconds(account?: string): number {
    const { overall, accounts } = this.#read();
    const counts = [overall, account === undefined ? undefined : accounts.get(account)];
    return Math.max(0, ...counts.map((count) => (count ? this.#wait(count) : 0)));
  }

  /**
   * Counts an attempt that is about to be checked.
   * @param account whose it is; null where there is no such account, whose name may be anything and is not kept
   * @throws UserError where attempts are refused for a while, or where none can be counted
   */
  begin(account: string | null): void {
    const wait = this.waitSeconds(account ?? undefined);
    if (wait > 0) {
      throw new UserError(
        `After wrong attempts the next one is allowed in ${wait} s.`,
        'Wait until then. An administrator can set a new passphrase; the recovery key opens as well.',
      );
    }
    this.count(account);
  }

  /** Counts a wrong attempt, whatever was waited. */
  count(account: string | null): void {
    const at = this.#now();
    const add = (count: Count | undefined): Count => ({ failed: (count?.failed ?? 0) + 1, at });
    const { overall, accounts } = this.#read();
    this.#write({
      overall: add(overall),
      accounts: account === null ? accounts : new Map(accounts).set(account, add(accounts.get(account))),
    });
  }

  /** Takes back the attempt counted last, which was right; the wrong ones before it stay. */
  withdraw(account: string): void {
    const less = ({ failed, at }: Count): Count => ({ failed: Math.max(0, failed - 1), at });
    const { overall, accounts } = this.#read();
    const own = accounts.get(account);
    this.#write({
      overall: less(overall),
      accounts: own ? new Map(accounts).set(account, less(own)) : accounts,
    });
  }

  /**
   * Ends the count of an account, or of none, and the overall one.
   * @returns wrong attempts on any account since the last time this was done
   */
  clear(account: string | null): number {
    const { overall, accounts } = this.#read();
    const others = [...accounts].filter(([name]) => name !== account);
    this.#write({ overall: { failed: 0, at: this.#now() }, accounts: new Map(others) });
    return overall.failed;
  }

  /** Ends the count of one account, as when it gets a new passphrase; the overall one stays. */
  forget(account: string): void {
    const { overall, accounts } = this.#read();
    if (!accounts.has(account)) return;
    this.#write({ overall, accounts: new Map([...accounts].filter(([name]) => name !== account)) });
  }

  #wait({ failed, at }: Count): number {
    const elapsed = (this.#now() - at) / 1000;
    return Math.max(0, Math.ceil(delayAfter(failed) - elapsed));
  }

  #read(): Counts {
    const now = this.#now();
    if (this.#file === null) return this.#kept ?? { overall: { failed: 0, at: now }, accounts: new Map() };
    let found: z.infer<typeof AttemptsFile>;
    try {
      found = AttemptsFile.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      // Not there, or damaged: nobody is to be locked out of charts by that.
      return { overall: { failed: 0, at: now }, accounts: new Map() };
    }
    const known = [found.overall, ...found.accounts.map(([, count]) => count)];
    if (known.every(({ at }) => at <= now)) {
      return { overall: found.overall, accounts: new Map(found.accounts) };
    }
    // A clock that was set back does not shorten a wait, nor does one that was ahead make it last for years:
    // the wait begins again.
    const begun = ({ failed, at }: Count): Count => ({ failed, at: Math.min(at, now) });
    const again: Counts = {
      overall: begun(found.overall),
      accounts: new Map(found.accounts.map(([name, count]) => [name, begun(count)])),
    };
    this.#write(again);
    return again;
  }

  #write(counts: Counts): void {
    if (this.#file === null) {
      this.#kept = counts;
      return;
    }
    const { overall, accounts } = counts;
    const content: z.infer<typeof AttemptsFile> = { overall, accounts: [...accounts] };
    try {
      replaceFile(this.#file, JSON.stringify(content));
    } catch (cause) {
      throw new UserError(
        'Attempts to unlock cannot be recorded in the data folder.',
        'Check that the folder can be written and the disk is not full, then do it again.',
        { cause },
      );
    }
  }
}

/** Seconds to wait after so many wrong attempts: 0, 0, 0, 1, 2, 4 … up to a quarter of an hour. */
export function delayAfter(failed: number): number {
  return failed <= FREE_ATTEMPTS ? 0 : Math.min(LONGEST_WAIT_SECONDS, 2 ** (failed - FREE_ATTEMPTS - 1));
}
