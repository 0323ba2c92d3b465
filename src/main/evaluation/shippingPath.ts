import type { Thresholds } from '../model/pack.ts';
import type { CodeSystem, Suggestion } from '../../shared/coding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ReadableDocument } from '../coding/reading.ts';
import { openCoderInUse } from '../coding/openCoderInUse.ts';
import { named } from '../ledger/entry.ts';
import { openCatalogs, openModels } from '../library.ts';
import { UserError } from '../errors.ts';
import { dataFolder, resourceFolder } from '../paths.ts';

/** The product's own way from a document to its suggestions, and what it is made of. */
export interface ShippingPath {
  /** NAME@VERSION. */
  model: string;
  catalogue: string;
  /** Execution provider of the encoder. */
  provider: string;
  /** Whether the release is valid on the day asked for; the nearest stands in where it is not. */
  covers: boolean;
  thresholds: Thresholds;
  catalog: Catalog;
  /** Training documents of the pack with each code; null where the pack does not say. */
  trainingDocuments: ReadonlyMap<string, number> | null;
  /** Suggestions and candidates, best first. */
  read(document: ReadableDocument, top: number, signal?: AbortSignal): Promise<Suggestion[]>;
  close(): Promise<void>;
}

/**
 * Opens the coder that `rubricator code` uses, with the release in force on a day.
 * @throws UserError where the coder does not code in this system, or no release of it is installed
 */
export async function openShippingPath(system: CodeSystem, day: string): Promise<ShippingPath> {
  const places = { data: dataFolder(), resources: resourceFolder() };
  const catalogs = openCatalogs(places);
  const { catalog, covers } = catalogs.on(system, day);
  const opened = await openCoderInUse(openModels(places));
  const { coder, description } = opened;
  const close = async (): Promise<void> => {
    catalogs.close();
    await opened.close();
  };
  const parts = opened.systems.get(system);
  if (!parts) {
    await close();
    throw new UserError(
      `The installed model does not code in ${system}.`,
      'Name a system that it has learned.',
    );
  }
  return {
    model: named(description.model),
    catalogue: named(catalog.version),
    provider: description.provider.name,
    covers,
    thresholds: parts.thresholds,
    catalog,
    trainingDocuments: parts.fused?.finder.trainingDocuments ?? null,
    read: (document, top, signal) =>
      coder.code([document], catalog, { system, top, ...(signal && { signal }) }),
    close,
  };
}
