import { app, dialog } from 'electron';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Saved } from '../../shared/channels.ts';
import { UserError } from '../errors.ts';

/**
 * Asks where to save and writes the file, wholly or not at all, for its owner alone to read.
 *
 * @param name proposed in the dialog
 * @param ending of the file, without its dot
 * @throws UserError where the place cannot be written
 */
export async function saveFile(name: string, ending: string, content: string | Uint8Array): Promise<Saved> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: 'Save',
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
  });
  if (canceled || filePath === '') return { file: null };
  const file = basename(filePath);
  const unfinished = join(dirname(filePath), `.${file}.part`);
  try {
    await rm(unfinished, { force: true });
    await writeFile(unfinished, content, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, filePath);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new UserError(
      `The file ${file} cannot be written.`,
      'Check that its folder can be written and the disk is not full, or choose another place.',
      { cause },
    );
  }
  return { file };
}
