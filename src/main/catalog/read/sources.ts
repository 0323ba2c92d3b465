import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';
import { UserError } from '../../errors.ts';

/** A file of a release, wherever it lies; its bytes are read when asked for. */
export interface Source {
  /** Below the folder or archive that was given, with the names of the archives around it: "addenda.zip/tabular.pdf". */
  name: string;
  /** Bytes, unpacked. */
  size: number;
  /** @throws UserError where the file is gone, has changed, or is damaged */
  read(): Promise<Buffer>;
}

export interface Limits {
  /** Bytes of one file, unpacked. */
  fileBytes: number;
  /** Bytes of all files together, unpacked. */
  totalBytes: number;
  /** How many times smaller than its content an archive's entry may be, from 1 MB on. */
  ratio: number;
  /** Bytes of archives inside archives, all of which are held in memory. */
  nestedBytes: number;
  files: number;
}

const MB = 1024 ** 2;

/** Far above any release: the largest published file has 15 MB, and text packs ten to twenty times. */
const LIMITS: Limits = {
  fileBytes: 128 * MB,
  totalBytes: 1024 * MB,
  ratio: 200,
  nestedBytes: 128 * MB,
  files: 10_000,
};

/** What was taken so far of each limit. */
interface Taken {
  files: number;
  bytes: number;
  nested: number;
}

const GET_AGAIN = 'Get the file again from its authority and compare its size with the one published.';

/**
 * Lists the files at some paths: of a folder all files in it at any depth, of a zip archive all its
 * entries; an archive in a folder or in an archive is opened too, one in that is not. Nothing is
 * unpacked onto the disk.
 *
 * @param paths folders, zip archives and other files
 * @returns in the order of the paths, below each by name or as the archive has them
 * @throws UserError where a path cannot be read, an archive is damaged, encrypted, or made to do harm,
 *   a name occurs twice, a link or device is among the files, or a limit is passed
 */
export async function openSources(
  paths: string | readonly string[],
  limits: Partial<Limits> = {},
): Promise<Source[]> {
  const given = typeof paths === 'string' ? [paths] : paths;
  const all = { ...LIMITS, ...limits };
  const taken: Taken = { files: 0, bytes: 0, nested: 0 };
  const sources: Source[] = [];
  for (const each of given) {
    const root = await accessible(each, () => realpath(each));
    const isFolder = (await accessible(each, () => lstat(root))).isDirectory();
    const base = path.basename(root);
    if (!isFolder) sources.push(...(await listFile(root, base, all, taken)));
    else sources.push(...(await listFolder(root, given.length > 1 ? `${base}/` : '', all, taken)));
  }
  refuseDoubles(sources);
  return sources;
}

/**
 * Lists the entries of a zip archive in memory, such as a spreadsheet.
 * @throws UserError as `openSources`
 */
export function openArchive(content: Buffer, name: string, limits: Partial<Limits> = {}): Promise<Source[]> {
  return listArchive(
    () => fromBufferPromise(content, { lazyEntries: true }),
    name,
    { ...LIMITS, ...limits },
    { files: 0, bytes: 0, nested: 0 },
    false,
  );
}

async function accessible<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT' ? 'it is not there' : code === 'EACCES' ? 'its permissions forbid it' : String(code);
    throw new UserError(`${name} cannot be read: ${reason}.`, 'Check its path and permissions.', { cause });
  }
}

async function listFolder(folder: string, prefix: string, limits: Limits, taken: Taken): Promise<Source[]> {
  const names = await accessible(folder, () => readdir(folder));
  const sources: Source[] = [];
  for (const each of names.sort((a, b) => (a < b ? -1 : 1))) {
    const file = path.join(folder, each);
    const isFolder = (await accessible(file, () => lstat(file))).isDirectory();
    if (isFolder) take(taken, limits, file, 0);
    sources.push(
      ...(isFolder
        ? await listFolder(file, `${prefix}${each}/`, limits, taken)
        : await listFile(file, `${prefix}${each}`, limits, taken)),
    );
  }
  return sources;
}

async function listFile(file: string, name: string, limits: Limits, taken: Taken): Promise<Source[]> {
  const stat = await accessible(file, () => lstat(file));
  if (!stat.isFile()) {
    throw new UserError(
      `${file} is ${stat.isSymbolicLink() ? 'a link' : 'no ordinary file'}, which is not followed.`,
      'Put the file itself there, or take it out of the folder.',
    );
  }
  if (isArchiveName(name)) {
    return listArchive(() => openPromise(file, { autoClose: false }), name, limits, taken, true);
  }
  take(taken, limits, name, stat.size);
  return [{ name, size: stat.size, read: () => accessible(file, () => readFile(file, name, stat.size)) }];
}

async function readFile(file: string, name: string, size: number): Promise<Buffer> {
  // A pipe that took the file's place since would block, and a link would lead elsewhere. On Windows,
  // which knows neither flag, both are undefined and count as 0.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const handle = await open(file, flags);
  try {
    const stat = await handle.stat();
    const content = stat.isFile() && stat.size === size ? await handle.readFile() : null;
    if (content?.length !== size) {
      throw new UserError(`${name} changed while it was being read.`, 'Start again once it is complete.');
    }
    return content;
  } finally {
    await handle.close();
  }
}

function isArchiveName(name: string): boolean {
  return /\.zip$/i.test(name);
}

async function listArchive(
  openZip: () => Promise<ZipFile>,
  archive: string,
  limits: Limits,
  taken: Taken,
  descend: boolean,
): Promise<Source[]> {
  const entries: Source[] = [];
  await withZip(archive, openZip, async (zip) => {
    for await (const entry of zip.eachEntry()) {
      const name = `${archive}/${entry.fileName}`;
      const size = entry.uncompressedSize;
      refuseEntry(entry, name, limits.ratio);
      take(taken, limits, name, size);
      if (entry.fileName.endsWith('/')) continue;
      entries.push({ name, size, read: () => withZip(name, openZip, (again) => unpack(again, entry, name)) });
    }
  });
  refuseDoubles(entries);
  if (!descend) return entries;
  const sources: Source[] = [];
  for (const entry of entries) {
    sources.push(...(isArchiveName(entry.name) ? await listNested(entry, limits, taken) : [entry]));
  }
  return sources;
}

async function listNested(archive: Source, limits: Limits, taken: Taken): Promise<Source[]> {
  taken.nested += archive.size;
  if (taken.nested > limits.nestedBytes) throw tooLarge(archive.name, limits.nestedBytes);
  const content = await archive.read();
  return listArchive(() => fromBufferPromise(content), archive.name, limits, taken, false);
}

/** Opens an archive for as long as something is done with it. */
async function withZip<T>(
  name: string,
  openZip: () => Promise<ZipFile>,
  act: (zip: ZipFile) => Promise<T>,
): Promise<T> {
  let zip: ZipFile | undefined;
  try {
    zip = await openZip();
    return await act(zip);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (/^(absolute path|invalid relative path|invalid characters)/.test(reason)) {
      throw new UserError(
        `${name} holds a file whose name leads out of the archive (${reason}).`,
        'An archive of an authority has no such names. Get it again from there.',
      );
    }
    if (reason.includes('encrypt')) throw encrypted(name);
    throw new UserError(`${name} is damaged or no zip archive: ${reason.replace(/\.$/, '')}.`, GET_AGAIN, {
      cause,
    });
  } finally {
    zip?.close();
  }
}

const FILE_TYPE = 0o170000;
const ORDINARY = 0o100000;
const FOLDER = 0o040000;

function refuseEntry(entry: Entry, name: string, ratio: number): void {
  // Archives made on Unix keep the file's mode in the upper half (APPNOTE 4.4.15); others leave it 0.
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (type !== 0 && type !== ORDINARY && type !== FOLDER) {
    throw new UserError(
      `${name} is a link or a device, which is not followed.`,
      'An archive of an authority holds ordinary files only. Get it again from there.',
    );
  }
  if (entry.isEncrypted()) throw encrypted(name);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw new UserError(
      `${name} is packed with a method that is not read (${entry.compressionMethod}).`,
      'Unpack the archive with the program that made it and give the folder.',
    );
  }
  if (entry.uncompressedSize > MB && entry.uncompressedSize > ratio * entry.compressedSize) {
    throw new UserError(
      `${name} would unpack to ${entry.uncompressedSize} bytes from ${entry.compressedSize}, as only an archive does that is made to do harm.`,
      GET_AGAIN,
    );
  }
}

function encrypted(name: string): UserError {
  return new UserError(`${name} is encrypted.`, 'Unpack it with its password and give the folder.');
}

function tooLarge(name: string, bytes: number): UserError {
  return new UserError(
    `With ${name} the files have more than the ${Math.floor(bytes / MB)} MB that are read.`,
    'Give only the files of one release of a code system.',
  );
}

function take(taken: Taken, limits: Limits, name: string, size: number): void {
  taken.files++;
  taken.bytes += size;
  if (taken.files > limits.files) {
    throw new UserError(
      `There are more than ${limits.files} files; ${name} is the first above that.`,
      'Give the folder or archive that holds the release and nothing else.',
    );
  }
  if (size > limits.fileBytes) throw tooLarge(name, limits.fileBytes);
  if (taken.bytes > limits.totalBytes) throw tooLarge(name, limits.totalBytes);
}

async function unpack(zip: ZipFile, entry: Entry, name: string): Promise<Buffer> {
  const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
  const content = Buffer.alloc(entry.uncompressedSize);
  let filled = 0;
  for await (const chunk of stream) filled += chunk.copy(content, filled);
  if (filled !== content.length || crc32(content) !== entry.crc32) {
    throw new UserError(`${name} is damaged: its checksum differs from its content.`, GET_AGAIN);
  }
  return content;
}

function refuseDoubles(sources: readonly Source[]): void {
  const names = new Set<string>();
  for (const { name } of sources) {
    if (names.has(name)) {
      throw new UserError(
        `There are two files ${name}.`,
        'Give each file once, in an archive or folder that has it once.',
      );
    }
    names.add(name);
  }
}
