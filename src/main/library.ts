/** What charts are coded with: the releases of the classifications, the model, the word vectors. */
import { join } from 'node:path';
import type { ImportOutcome, ImportProgress, PickedRelease, ReleaseName, SearchHit } from '../shared/book.ts';
import type { AppStatus } from '../shared/coding.ts';
import type { ModelCard } from '../shared/model.ts';
import type { Catalog } from './catalog/catalog.ts';
import { InstalledCatalogs } from './catalog/installed.ts';
import { ReleaseImport, SEARCH_LEXICON } from './catalog/releaseImport.ts';
import { WORD_VECTORS, WordVectors } from './catalog/search/wordVectors.ts';
import type { OpenCoder } from './coding/openCoder.ts';
import { openCoderInUse } from './coding/openCoderInUse.ts';
import { readModelCard } from './model/card.ts';
import { InstalledModels } from './model/installed.ts';

/** Where a program finds what it works with. */
export interface Places {
  /** This workstation's accounts, charts and ledger, and what was installed here. */
  data: string;
  /** Model pack, catalogue packs and samples that ship. */
  resources: string;
  version: string;
}

/** The packs that ship, inside the resource folder. */
export const SHIPPED_CATALOGS = 'catalog';
export const SHIPPED_MODEL = 'model';

/** The system charts are coded in. */
export const CODING_SYSTEM = 'icd-10-cm';

/** Holds nothing of any patient, so that it may stay open while the desk is locked. */
export class Library {
  /** The installed releases, for searching, browsing and managing them. */
  readonly catalogs: InstalledCatalogs;
  readonly #places: Places;
  readonly #import: ReleaseImport;
  #opening: Promise<OpenCoder> | undefined;
  #wordVectors: WordVectors | undefined;

  constructor(places: Places) {
    this.#places = places;
    this.catalogs = openCatalogs(places);
    this.#import = new ReleaseImport(this.catalogs, places.resources);
  }

  /** Loads the model and then the search tables, so that they are ready when first used. */
  warmUp(): void {
    this.coder()
      .then(() => this.inForce(today()).search('', 1))
      // A failure is reported to whoever asks for either; it must not end the process here.
      .catch(() => undefined);
  }

  /**
   * The model in use, opened once.
   * @throws UserError where its pack does not work
   */
  coder(): Promise<OpenCoder> {
    // A failed opening is tried again: the pack may have been put right in the meantime.
    this.#opening ??= openCoderInUse(openModels(this.#places)).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** What runs here, for whoever works here now. */
  async status(user: string): Promise<AppStatus> {
    const { description } = await this.coder();
    const { system, version, codes } = this.pick(today()).release;
    return {
      version: this.#places.version,
      user,
      dataFolder: this.#places.data,
      ...description,
      catalogue: { name: system, version, codes },
    };
  }

  /**
   * The card of the model that reads charts here.
   * @throws UserError where it was changed since the model was opened
   */
  async modelCard(): Promise<ModelCard> {
    return readModelCard((await this.coder()).pack);
  }

  /** The release that charts of a day are coded in; the day is an ISO date. */
  inForce(day: string): Catalog {
    return this.catalogs.on(CODING_SYSTEM, day).catalog;
  }

  /** As {@link inForce}, with what is known of the release. */
  pick(day: string): PickedRelease {
    const { release, covers } = this.catalogs.on(CODING_SYSTEM, day);
    return { release, date: day, covers };
  }

  /** Codes near a query in meaning, nearest first, for when words fail. */
  meaning(query: string, limit: number, release: ReleaseName): SearchHit[] {
    this.#wordVectors ??= openWordVectors(this.#places.resources);
    return this.catalogs.get(release).meaning(query, limit, this.#wordVectors);
  }

  /**
   * Compiles official files into a pack beside this process and installs it.
   * @throws UserError where they are refused; the installed packs are then as before
   */
  importRelease(
    paths: readonly string[],
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportOutcome> {
    return this.#import.run(paths, onProgress);
  }

  /** Ends an installation under way; nothing of it is kept. */
  cancelImport(): void {
    this.#import.cancel();
  }

  async close(): Promise<void> {
    this.#import.cancel();
    this.catalogs.close();
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }
}

/** The packs that ship and those installed in the data folder. */
export function openCatalogs({ data, resources }: Pick<Places, 'data' | 'resources'>): InstalledCatalogs {
  return new InstalledCatalogs(join(resources, SHIPPED_CATALOGS), join(data, 'catalogs'));
}

/** The model that ships and those installed in the data folder. */
export function openModels({ data, resources }: Pick<Places, 'data' | 'resources'>): InstalledModels {
  return new InstalledModels(join(resources, SHIPPED_MODEL), join(data, 'models'));
}

/** The word vectors that search by meaning reads. */
export function openWordVectors(resources: string): WordVectors {
  return new WordVectors(join(resources, SEARCH_LEXICON, WORD_VECTORS));
}

/** The day it is here, as an ISO date. */
export function today(): string {
  return dayOf(new Date());
}

/** The day of a time here, as an ISO date. */
export function dayOf(time: string | Date): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
