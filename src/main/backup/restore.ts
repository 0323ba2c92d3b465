import { forget, type KeyringOptions, type Unlocked } from '../accounts/keyring.ts';
import { packsIn, verifyBackup, type Proof } from './backup.ts';
import { exchangeFiles } from './exchange.ts';
import type { Manifest } from './manifest.ts';
import { stamp } from './names.ts';

/** What came of restoring. */
export interface RestoredBackup {
  manifest: Manifest;
  /** Of the ledger in the backup; the time of its last entry, ISO 8601, UTC. */
  entries: number;
  until: string | null;
  /** Folder inside the data folder with everything that was here before. */
  keptAside: string;
  /** Packs that were installed when the backup was made and are not here. */
  packsMissing: string[];
  /** What the restored keyring gave; `forget` it. */
  unlocked: Unlocked;
}

/**
 * Checks a backup and puts it in the place of what is in the data folder, which is kept aside in a folder
 * there. Stores and ledger of the data folder must be closed. Installed packs stay.
 *
 * @throws UserError where the backup is not whole, the proof does not open it, or it cannot be put in place;
 * everything is then as it was
 */
export async function restoreBackup({
  data,
  folder,
  proof,
  keyring = {},
  record,
  now = Date.now,
}: {
  data: string;
  /** The backup's own. */
  folder: string;
  proof: Proof;
  keyring?: Omit<KeyringOptions, 'readOnly'>;
  /**
   * Records the restoring in the copy of the ledger that is about to come into place, and closes it again: it is
   * restored and recorded, or neither.
   * @param folder of the copies
   * @param keptAside see {@link RestoredBackup}
   */
  record?: (folder: string, unlocked: Unlocked, keptAside: string) => void;
  now?: () => number;
}): Promise<RestoredBackup> {
  const { manifest, end, unlocked } = await verifyBackup(folder, proof, keyring);
  let keptAside: string;
  try {
    keptAside = await exchangeFiles(data, folder, manifest.files, stamp(new Date(now())), (incoming, aside) =>
      record?.(incoming, unlocked, aside),
    );
  } catch (error) {
    forget(unlocked);
    throw error;
  }
  const here = packsIn(data);
  return {
    manifest,
    entries: end.seq,
    until: end.at,
    keptAside,
    packsMissing: manifest.packs.filter((pack) => !here.includes(pack)),
    unlocked,
  };
}
