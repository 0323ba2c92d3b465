import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file wholly or not at all, for its owner alone to read: beside it, onto the disk, then in its
 * place. Whatever ends the program in between leaves the file as it was.
 *
 * @throws the system's error where the folder or the disk refuses it
 */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const unfinished = `${file}.part`;
  try {
    rmSync(unfinished, { force: true });
    const handle = openSync(unfinished, 'wx', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
}

/** Has what was created, renamed and removed in a folder reach the disk. */
export function syncFolder(folder: string): void {
  // Windows has no handle on a folder that could be flushed; NTFS keeps renames in its own journal.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
