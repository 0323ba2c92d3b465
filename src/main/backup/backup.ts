import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { forget, Keyring, KEYRING_FILE, type KeyringOptions, type Unlocked } from '../accounts/keyring.ts';
import { fileKey } from '../accounts/keys.ts';
import { replaceFile, syncFolder } from '../accounts/replaceFile.ts';
import { UserError } from '../errors.ts';
import { signerOf, spkiOf, type Signer } from '../ledger/signer.ts';
import { onThread, threadFile } from '../thread.ts';
import { BACKED_UP, MANIFEST_FILE, readManifest, signManifest, type Manifest } from './manifest.ts';
import { freeName, stamp } from './names.ts';
import { checkFiles, describe, type FileKeys, type LedgerEnd, type StoresTask } from './stores.ts';

/** What opens the keyring of a backup. */
export type Proof = { name: string; passphrase: string } | { recoveryKey: string };

/** A backup that was found whole. */
export interface CheckedBackup {
  manifest: Manifest;
  /** Last entry of its ledger. */
  end: LedgerEnd;
  /** What its keyring gave; `forget` it. */
  unlocked: Unlocked;
}

/** Folders of installed packs inside the data folder. */
const PACK_FOLDERS = ['catalogs', 'models'] as const;

/**
 * Copies keys, stores and the ledger's last checkpoint, still encrypted, into a new folder inside `folder`, and
 * reads it all back. The desk may stay open; decisions wait for at most as long as one store is being copied.
 *
 * @param storeKey the unlocked one; the caller may overwrite it once this returned its promise
 * @param ledgerHead last entry at this moment: the copy must hold at least this many
 * @returns where it is, and its name
 * @throws UserError where something cannot be read or written; nothing of the backup is left then
 */
export async function createBackup({
  data,
  folder,
  storeKey,
  signer,
  ledgerHead,
  now = Date.now,
}: {
  data: string;
  folder: string;
  storeKey: Uint8Array;
  signer: Signer;
  ledgerHead: { seq: number; hash: string };
  now?: () => number;
}): Promise<{ path: string; name: string }> {
  refuseInside(data, folder);
  const at = new Date(now());
  const keys = keysOf(storeKey);
  const name = freeName(folder, `rubricator-backup-${stamp(at)}`);
  // Under its own name it is complete, whatever ends the program.
  const [unfinished, path] = [join(folder, `.${name}.part`), join(folder, name)];
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    // In this order: the last checkpoint is older than the ledger that holds it, and the ledger than its charts.
    const names = BACKED_UP.map((file) => file.name).filter((file) => existsSync(join(data, file)));
    const end = await onStoresThread({
      from: data,
      folder: unfinished,
      names,
      keys,
      publicKey: spkiOf(signer.publicKey).toString('base64'),
    });
    if (end.seq < ledgerHead.seq) throw new Error('the copy lacks entries of the ledger');
    const manifest = signManifest(
      {
        at: at.toISOString(),
        head: { seq: end.seq, hash: end.hash },
        files: await Promise.all(names.map((file) => describe(unfinished, file))),
        packs: packsIn(data),
      },
      signer,
    );
    replaceFile(join(unfinished, MANIFEST_FILE), manifest);
    await checkFiles(unfinished, readManifest(unfinished).files);
    syncFolder(unfinished);
    renameSync(unfinished, path);
    syncFolder(folder);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `The backup cannot be written to ${basename(folder)}.`,
      'Check that the folder can be written and the disk is not full, or choose another one. Nothing of it was kept.',
      { cause },
    );
  } finally {
    for (const key of Object.values(keys)) key.fill(0);
  }
  return { path, name };
}

/**
 * Checks a backup without changing anything: its list of files and who signed it, every byte of them, its keys,
 * every page of its stores, and its ledger.
 *
 * @throws UserError naming the first fault, or where the proof does not open it
 */
export async function verifyBackup(
  folder: string,
  proof: Proof,
  options: Omit<KeyringOptions, 'readOnly'> = {},
): Promise<CheckedBackup> {
  const manifest = readManifest(folder);
  await checkFiles(folder, manifest.files);
  const keyring = new Keyring(join(folder, KEYRING_FILE), { ...options, readOnly: true });
  const unlocked = await ('recoveryKey' in proof
    ? keyring.emergency(proof.recoveryKey)
    : keyring.unlock(proof.name, proof.passphrase));
  try {
    if (spkiOf(signerOf(unlocked.signingKey).publicKey).toString('base64') !== manifest.publicKey) {
      throw new UserError(
        'The backup was signed by another workstation than the one whose keys are in it.',
        'Use another backup. Nothing was changed.',
      );
    }
    const end = await onStoresThread({
      from: null,
      folder,
      names: manifest.files.map(({ name }) => name),
      keys: keysOf(unlocked.storeKey),
      publicKey: manifest.publicKey,
    });
    return { manifest, end, unlocked };
  } catch (error) {
    forget(unlocked);
    throw error;
  }
}

/** The packs installed in a data folder, as `catalogs/NAME` and `models/NAME`. */
export function packsIn(data: string): string[] {
  return PACK_FOLDERS.flatMap((folder) => {
    const path = join(data, folder);
    return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : [];
  }).sort();
}

/** Neither copying nor checking is ended before it is through: what is half done would be of no use. */
function onStoresThread(task: StoresTask): Promise<LedgerEnd> {
  const { signal } = new AbortController();
  return onThread(threadFile(import.meta.dirname, 'storesWorker'), task, {
    signal,
    onProgress: () => undefined,
  });
}

function keysOf(storeKey: Uint8Array): FileKeys {
  return {
    'ledger.sqlite': fileKey(storeKey, 'ledger'),
    'charts.sqlite': fileKey(storeKey, 'charts'),
    'merged.sqlite': fileKey(storeKey, 'merged'),
  };
}

function refuseInside(data: string, folder: string): void {
  let way: string;
  try {
    way = relative(realpathSync(data), realpathSync(folder));
  } catch {
    return; // Not there: writing to it will say so.
  }
  if (way.split(sep)[0] === '..' || /^[A-Za-z]:/.test(way)) return;
  throw new UserError('A backup inside the data folder is none.', 'Choose a folder on another disk.');
}
