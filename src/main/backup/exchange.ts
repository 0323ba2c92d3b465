/** Exchanges the files of a data folder for those of a backup, so that an interruption at any point does no harm. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile, syncFolder } from '../accounts/replaceFile.ts';
import { UserError } from '../errors.ts';
import { BACKED_UP, type CopiedFile } from './manifest.ts';
import { freeName } from './names.ts';
import { checkFiles } from './stores.ts';

/** Says, while files are being exchanged, which: whoever finds it goes on from there. */
const EXCHANGE_FILE = 'restore.json';
const Name = z.string().regex(/^[a-z0-9][A-Za-z0-9.-]*$/);
const Exchange = z
  .object({ incoming: Name, aside: Name, present: z.array(Name), files: z.array(Name) })
  .strict();
type Exchange = z.infer<typeof Exchange>;

/** Everything of a data folder that a backup takes the place of; a journal left behind would be taken for the new store's. */
const REPLACED = BACKED_UP.flatMap(({ name }) =>
  name.endsWith('.sqlite') ? [name, `${name}-journal`] : [name],
);

/**
 * Puts files in the place of those in the data folder, which are kept aside in a folder there.
 *
 * @param folder holds the files; they are copied, and must be as described
 * @param at a time, for the names of folders
 * @param prepare changes the copies before they come into place, so that they do so with the change or not at all
 * @returns the name of the folder with what was here before
 * @throws UserError where it cannot be done; everything is then as it was
 */
export async function exchangeFiles(
  data: string,
  folder: string,
  files: readonly CopiedFile[],
  at: string,
  prepare: (incoming: string, aside: string) => void = () => undefined,
): Promise<string> {
  finishRestore(data);
  const exchange: Exchange = {
    incoming: freeName(data, `restoring-${at}`),
    aside: freeName(data, `before-restore-${at}`),
    present: REPLACED.filter((name) => existsSync(join(data, name))),
    files: [],
  };
  try {
    const incoming = join(data, exchange.incoming);
    await bringIn(folder, incoming, files);
    prepare(incoming, exchange.aside);
    exchange.files = BACKED_UP.map(({ name }) => name).filter((name) => existsSync(join(incoming, name)));
    mkdirSync(join(data, exchange.aside), { mode: 0o700 });
    replaceFile(join(data, EXCHANGE_FILE), JSON.stringify(exchange));
    goOn(data, exchange);
    return exchange.aside;
  } catch (cause) {
    takeBack(data, exchange);
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      'The backup cannot be put into the data folder.',
      'Check that the folder can be written and the disk is not full. Everything is as it was.',
      { cause },
    );
  }
}

/**
 * Finishes a restoring that was interrupted, at the start of the program and before anything in the data folder
 * is opened. Does nothing where there is none.
 *
 * @throws UserError where files cannot be moved
 */
export function finishRestore(data: string): void {
  const file = join(data, EXCHANGE_FILE);
  if (!existsSync(file)) return;
  try {
    goOn(data, Exchange.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (cause) {
    throw unfinished(cause);
  }
}

function unfinished(cause: unknown): UserError {
  return new UserError(
    'A backup was being restored and cannot be finished.',
    'Check that the data folder can be written and the disk is not full, then start Rubricator again.',
    { cause },
  );
}

/** Copies the backup's files beside those of the data folder, onto the disk. */
async function bringIn(folder: string, incoming: string, files: readonly CopiedFile[]): Promise<void> {
  mkdirSync(incoming, { mode: 0o700 });
  for (const { name } of files) {
    const target = join(incoming, name);
    await copyFile(join(folder, name), target);
    const handle = await open(target, 'r+');
    try {
      await handle.chmod(0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  syncFolder(incoming);
  // Once more: these, not those that were checked before, are what comes into place.
  await checkFiles(incoming, files);
}

/**
 * Exchanges the files, from wherever it was left: first all that is present goes aside, then what comes in
 * takes its place. Each file is in one place only, so that doing a step again does nothing.
 */
function goOn(data: string, { incoming, aside, present, files }: Exchange): void {
  const from = (name: string): string => join(data, incoming, name);
  // What is still to come in tells that nothing of it stands in the data folder yet.
  if (files.every((name) => existsSync(from(name)))) {
    for (const name of present) move(join(data, name), join(data, aside, name));
    syncFolder(join(data, aside));
    syncFolder(data);
  }
  for (const name of files) move(from(name), join(data, name));
  syncFolder(data);
  rmSync(join(data, EXCHANGE_FILE), { force: true });
  rmSync(join(data, incoming), { recursive: true, force: true });
  syncFolder(data);
}

/**
 * The way back from {@link goOn}, from wherever it failed. Where it fails too, {@link finishRestore} goes on
 * forwards from there.
 */
function takeBack(data: string, { incoming, aside, present, files }: Exchange): void {
  try {
    if (existsSync(join(data, EXCHANGE_FILE))) {
      for (const name of files) {
        const came = !existsSync(join(data, incoming, name));
        if (came) move(join(data, name), join(data, incoming, name));
      }
      for (const name of present) move(join(data, aside, name), join(data, name));
      rmSync(join(data, EXCHANGE_FILE), { force: true });
    }
    rmSync(join(data, incoming), { recursive: true, force: true });
    // Fails where it is not empty: nothing that was here is ever removed.
    if (existsSync(join(data, aside))) rmdirSync(join(data, aside));
    syncFolder(data);
  } catch (cause) {
    throw unfinished(cause);
  }
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
