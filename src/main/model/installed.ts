import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { openModelPack, readManifest, type Manifest } from './pack.ts';

/** What `model use` takes for the pack that ships. */
export const SHIPPED = 'shipped';
/** The file that names the installed pack in use; the shipped one is where there is none. */
const IN_USE = 'in-use';

/** A model pack that can be used. */
export interface InstalledModel {
  folder: string;
  manifest: Manifest;
  shipped: boolean;
  inUse: boolean;
}

/** A folder among the packs that cannot be used, and why. */
export interface UnusableModel {
  folder: string;
  reason: string;
}

/**
 * The model packs of this user, beside the one that ships, and which of them reads charts. Each installed
 * pack has a folder NAME-VERSION of its own.
 */
export class InstalledModels {
  readonly #shipped: string;
  readonly #own: string;

  /**
   * @param shipped folder of the pack that came with the program
   * @param own folder of the packs installed here; made when the first is
   */
  constructor(shipped: string, own: string) {
    this.#shipped = shipped;
    this.#own = own;
  }

  /** The shipped pack, then the installed ones by folder; files are not verified. */
  list(): { models: InstalledModel[]; unusable: UnusableModel[] } {
    const chosen = this.#chosen();
    const models: InstalledModel[] = [];
    const unusable: UnusableModel[] = [];
    for (const folder of [this.#shipped, ...this.#folders()]) {
      const shipped = folder === this.#shipped;
      try {
        const manifest = readManifest(folder);
        models.push({
          folder,
          manifest,
          shipped,
          inUse: chosen === undefined ? shipped : !shipped && nameOf(manifest) === chosen,
        });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        unusable.push({ folder, reason: error.message });
      }
    }
    return { models, unusable };
  }

  /**
   * The pack that reads charts.
   * @throws UserError where the one chosen is gone
   */
  inUse(): Pick<InstalledModel, 'folder' | 'shipped'> {
    const chosen = this.#chosen();
    if (chosen === undefined) return { folder: this.#shipped, shipped: true };
    const model = this.list().models.find(({ manifest, shipped }) => !shipped && nameOf(manifest) === chosen);
    if (!model) {
      throw new UserError(`The model pack in use, ${chosen}, is not in ${this.#own}.`, this.wayBack());
    }
    return model;
  }

  /** What to do where the pack in use does not work. */
  wayBack(): string {
    return `Install it again, or go back to the shipped model: "rubricator model use ${SHIPPED}", or delete the file ${join(this.#own, IN_USE)}.`;
  }

  /**
   * Chooses the pack that reads charts from the next start on.
   * @param name NAME@VERSION of an installed pack, or `shipped`
   * @throws UserError where no such pack is installed, or its files are damaged; an installed one does
   * not become the one in use then
   */
  use(name: string): InstalledModel {
    if (name === SHIPPED) {
      // The way back must work whatever is wrong with either pack.
      this.#write(() => rmSync(join(this.#own, IN_USE), { force: true }));
      const { manifest } = openModelPack(this.#shipped);
      return { folder: this.#shipped, manifest, shipped: true, inUse: true };
    }
    const { models } = this.list();
    const model = models.find(({ manifest, shipped }) => !shipped && nameOf(manifest) === name);
    if (!model) {
      const others = models.filter(({ shipped }) => !shipped).map(({ manifest }) => nameOf(manifest));
      throw new UserError(
        `No model pack ${name} is installed.`,
        `Install it with "rubricator model install", or choose one of: ${[SHIPPED, ...others].join(', ')}.`,
      );
    }
    openModelPack(model.folder);
    this.#write(() => {
      const next = join(this.#own, `.${IN_USE}-${process.pid}`);
      writeFileSync(next, `${nameOf(model.manifest)}\n`, { mode: 0o600 });
      renameSync(next, join(this.#own, IN_USE));
    });
    return { ...model, inUse: true };
  }

  /**
   * Copies a pack into the data folder and makes it the one in use. The copy is verified before it
   * takes its place; whatever fails, the packs already there and the choice among them stay.
   *
   * @param folder a pack that has passed its checks
   * @throws UserError where it is refused or cannot be copied
   */
  install(folder: string): InstalledModel {
    const { manifest } = openModelPack(folder);
    const name = nameOf(manifest);
    const same = this.list().models.find((model) => nameOf(model.manifest) === name);
    if (same) {
      if (!sameContent(same.manifest, manifest)) {
        throw new UserError(
          `${name} is ${same.shipped ? 'the shipped model' : 'installed already'}, with other content than ${folder}.`,
          'Give the new pack another version: what was coded with a model must remain traceable to it.',
        );
      }
      return this.use(same.shipped ? SHIPPED : name);
    }
    const target = join(this.#own, `${manifest.name}-${manifest.version}`);
    const incoming = join(this.#own, `.incoming-${process.pid}`);
    try {
      this.#write(() => {
        mkdirSync(incoming, { recursive: true, mode: 0o700 });
        for (const file of [...Object.keys(manifest.files), 'manifest.json']) {
          copyFileSync(join(folder, file), join(incoming, file));
          chmodSync(join(incoming, file), 0o600);
        }
      });
      openModelPack(incoming);
      if (existsSync(target)) {
        throw new UserError(
          `The folder ${target} is in the way.`,
          'Look at what it holds, move it away, and install again.',
        );
      }
      this.#write(() => renameSync(incoming, target));
    } finally {
      rmSync(incoming, { recursive: true, force: true });
    }
    return this.use(name);
  }

  /** NAME@VERSION of the installed pack in use; undefined for the shipped one. */
  #chosen(): string | undefined {
    try {
      return readFileSync(join(this.#own, IN_USE), 'utf8').trim();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new UserError(`${join(this.#own, IN_USE)} cannot be read.`, 'Get permission to read it.', {
        cause: error,
      });
    }
  }

  #folders(): string[] {
    if (!existsSync(this.#own)) return [];
    return readdirSync(this.#own, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => join(this.#own, name))
      .sort();
  }

  #write(action: () => void): void {
    try {
      action();
    } catch (cause) {
      throw new UserError(
        `The model pack cannot be written to ${this.#own}: ${(cause as Error).message}.`,
        'Get space and write permission for the data folder, or set RUBRICATOR_HOME to another.',
        { cause },
      );
    }
  }
}

/** NAME@VERSION, as the ledger records it. */
export function nameOf({ name, version }: Pick<Manifest, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

function sameContent(a: Manifest, b: Manifest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
