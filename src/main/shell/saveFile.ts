import { app, dialog } from 'electron';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Saved } from '../../shared/channels.ts';
import { UserError } from '../errors.ts';
import { say } from './words.ts';

/** What is saved, and under which name it is proposed. */
export interface Saving {
  name: string;
  /** Of the file, without its dot. */
  ending: string;
  /** Large content writes itself to a new file at the path it is given. */
  content: string | Uint8Array | ((file: string) => Promise<void>);
  /**
   * Records that the file leaves the desk, once it is written and before it has its name: what cannot be
   * recorded is not saved.
   */
  record?: () => void;
}

/**
 * Asks where to save and writes the file, wholly or not at all, for its owner alone to read.
 * @throws UserError where the place cannot be written, and whatever writing or recording throws
 */
export async function saveFile({ name, ending, content, record }: Saving): Promise<Saved> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: say('save'),
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
  });
  if (canceled || filePath === '') return { file: null };
  const file = basename(filePath);
  const unfinished = join(dirname(filePath), `.${file}.part`);
  try {
    await rm(unfinished, { force: true });
    if (typeof content === 'function') await content(unfinished);
    else await writeFile(unfinished, content, { mode: 0o600, flag: 'wx' });
    record?.();
    await rename(unfinished, filePath);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `The file ${file} cannot be written.`,
      'Check that its folder can be written and the disk is not full, or choose another place.',
      { cause },
    );
  }
  return { file };
}
