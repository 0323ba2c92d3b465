import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { InstalledRelease, ReleaseName } from '../../shared/book.ts';
import { UserError } from '../errors.ts';
import { Catalog } from './catalog.ts';
import { openPack } from './openPack.ts';

/** A file among the packs that cannot be used, and why. */
export interface UnusablePack {
  file: string;
  reason: string;
}

/** Which release a date picks, and whether that release is really for it. */
export interface PickedCatalog {
  catalog: Catalog;
  release: InstalledRelease;
  /** False where no installed release is valid on the date and the nearest one stands in. */
  covers: boolean;
}

/**
 * The releases installed side by side: those that ship with the program and those of this user. A
 * user's own pack of the same system and version goes before the shipped one.
 */
export class InstalledCatalogs {
  readonly #shipped: string;
  readonly #own: string;
  readonly #open = new Map<string, Catalog>();
  #files = new Map<string, { file: string; release: InstalledRelease }>();
  /** Files among the packs that cannot be used; the others work without them. */
  unusable: UnusablePack[] = [];

  /**
   * @param shipped folder of the packs that came with the program
   * @param own folder of the packs installed here; made when the first is
   */
  constructor(shipped: string, own: string) {
    this.#shipped = shipped;
    this.#own = own;
    this.#scan();
  }

  /** By system, newest release first. */
  list(): InstalledRelease[] {
    return [...this.#files.values()]
      .map(({ release }) => release)
      .sort((a, b) => compare(a.system, b.system) || compare(b.validFrom, a.validFrom));
  }

  /** The packs' files, in the order of `list`. */
  files(): string[] {
    return this.list().map((release) => (this.#files.get(keyOf(release)) as { file: string }).file);
  }

  /**
   * An installed release, opened once.
   * @throws UserError where it is not installed
   */
  get(name: ReleaseName): Catalog {
    const key = keyOf(name);
    const known = this.#open.get(key);
    if (known) return known;
    const installed = this.#files.get(key);
    if (!installed) {
      throw new UserError(
        `${name.system} ${name.version} is not installed.`,
        'Install the release, or choose one of those that "rubricator catalog list" names.',
      );
    }
    const catalog = new Catalog(installed.file);
    this.#open.set(key, catalog);
    return catalog;
  }

  /**
   * The release of a system that is valid on a day: the day of discharge or of the visit decides
   * (Official Guidelines: codes are those in force at the discharge or encounter). Where none is, the
   * one that ended last before it, else the first after it.
   *
   * @param day ISO date
   * @throws UserError where no release of the system is installed
   */
  on(system: string, day: string): PickedCatalog {
    const releases = this.list().filter((release) => release.system === system);
    const valid = releases.find(({ validFrom, validTo }) => validFrom <= day && day <= validTo);
    const nearest = valid ?? releases.find(({ validFrom }) => validFrom <= day) ?? releases.at(-1);
    if (!nearest) {
      throw new UserError(
        `No release of ${system} is installed.`,
        'Install one with "rubricator catalog build" or under Settings, Code books.',
      );
    }
    return { catalog: this.get(nearest), release: nearest, covers: valid !== undefined };
  }

  /**
   * Where a new pack is to be written, before `adopt` puts it among the installed. What a process that
   * is gone left there is taken away.
   * @throws UserError where the folder cannot be written
   */
  incoming(): string {
    try {
      mkdirSync(this.#own, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(this.#own)) {
        const pid = Number(/^\.incoming-(\d+)/.exec(name)?.[1]);
        if (pid > 0 && !isRunning(pid)) rmSync(join(this.#own, name), { force: true });
      }
    } catch (cause) {
      throw new UserError(
        `The folder of the installed releases, ${this.#own}, cannot be written.`,
        'Get write permission for the data folder, or set RUBRICATOR_HOME to another.',
        { cause },
      );
    }
    return join(this.#own, `.incoming-${process.pid}`);
  }

  /**
   * Puts a finished pack among the installed ones, in place of one of the same system and version.
   * @throws UserError where it cannot be opened, or lacks parts that the installed one has; nothing is
   * changed then
   */
  adopt(pack: string): InstalledRelease {
    const { database, release } = openPack(pack);
    database.close();
    const key = keyOf(release);
    const before = this.#files.get(key)?.release;
    const lost = before ? release.without.filter((part) => !before.without.includes(part)) : [];
    if (lost.length > 0) {
      throw new UserError(
        `${release.title} ${release.version} is installed already, and these files lack what it has: ${lost.join(', ')}.`,
        'Give all files of the release together, or write the pack elsewhere with --out.',
      );
    }
    this.#forget(key);
    const file = join(this.#own, `${key}.sqlite`);
    renameSync(pack, file);
    this.#scan();
    return this.#files.get(key)?.release ?? { ...release, shipped: false };
  }

  /**
   * Takes an installed release away.
   * @throws UserError for one that ships with the program or is not installed
   */
  remove(name: ReleaseName): void {
    const { file } = this.removable(name);
    this.#forget(keyOf(name));
    rmSync(file);
    this.#scan();
  }

  /**
   * A release that may be taken away, with its file.
   * @throws UserError for one that ships with the program or is not installed
   */
  removable(name: ReleaseName): { file: string; release: InstalledRelease } {
    const installed = this.#files.get(keyOf(name));
    if (!installed) {
      throw new UserError(`${name.system} ${name.version} is not installed.`, 'Choose an installed release.');
    }
    if (installed.release.shipped) {
      throw new UserError(
        `${name.system} ${name.version} came with Rubricator and cannot be removed.`,
        'Only releases that were installed here can be.',
      );
    }
    return installed;
  }

  close(): void {
    for (const catalog of this.#open.values()) catalog.close();
    this.#open.clear();
  }

  #forget(key: string): void {
    this.#open.get(key)?.close();
    this.#open.delete(key);
  }

  #scan(): void {
    this.#files = new Map();
    this.unusable = [];
    for (const [folder, shipped] of [
      [this.#shipped, true],
      [this.#own, false],
    ] as const) {
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sqlite')) : [];
      for (const name of names.sort()) {
        const file = join(folder, name);
        try {
          const { database, release } = openPack(file);
          database.close();
          this.#files.set(keyOf(release), { file, release: { ...release, shipped } });
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          this.unusable.push({ file: basename(file), reason: error.message });
        }
      }
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

function keyOf({ system, version }: ReleaseName): string {
  return `${system}-${version}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
