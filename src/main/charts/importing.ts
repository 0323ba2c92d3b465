/** From chosen files and folders to charts in the store. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FolderMeaning, ImportRefusal, ImportStep } from '../../shared/chart.ts';
import { UserError } from '../errors.ts';
import { importFile, isImportable, type ImportedDocument } from './importFile.ts';

/** Most files that one import takes. */
const MOST_FILES = 10_000;
const DEEPEST = 20;

/** Files that become one chart, in the order of its documents. */
export interface PlannedChart {
  name: string;
  paths: readonly string[];
}

/** A folder with its own files and the folders in it that lead to any. */
interface Folder {
  name: string;
  files: string[];
  folders: Folder[];
}

/** What was chosen, once it was looked through. */
export interface ChosenFiles {
  /** Files that were chosen by themselves; whether they can be read shows when they are. */
  files: string[];
  folders: Folder[];
}

const natural = new Intl.Collator('en', { numeric: true });

/**
 * Looks through chosen files and folders. Of folders only files that can be imported count; hidden ones and
 * links are left alone, so that nothing outside the folder is read.
 *
 * @param most most files that are taken
 * @throws UserError where a folder cannot be read, holds nothing to import, is too deep, or there are too many files
 */
export function lookThrough(paths: readonly string[], most = MOST_FILES): ChosenFiles {
  const chosen: ChosenFiles = { files: [], folders: [] };
  let left = most;
  const count = (): void => {
    left -= 1;
    if (left < 0) {
      throw new UserError(
        `There are more than ${most} files in what you chose.`,
        'Import it in parts, a folder at a time.',
      );
    }
  };
  for (const path of paths) {
    if (isFolder(path)) {
      const folder = readFolder(path, 1, count);
      if (folder) chosen.folders.push(folder);
      else {
        throw new UserError(
          `There is nothing to import in the folder “${basename(path)}”.`,
          'Choose a folder with notes as text or PDFs.',
        );
      }
    } else {
      count();
      chosen.files.push(path);
    }
  }
  return chosen;
}

function isFolder(path: string): boolean {
  // A path that is not there is refused as a file, with its name, when it is read.
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readFolder(path: string, depth: number, count: () => void): Folder | null {
  const name = basename(path);
  if (depth > DEEPEST) {
    throw new UserError(`The folder “${name}” lies too deep.`, 'Choose a folder further down.');
  }
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    throw new UserError(`The folder “${name}” cannot be read.`, 'Check that you may read it.', { cause });
  }
  entries.sort((a, b) => natural.compare(a.name, b.name));
  const folder: Folder = { name, files: [], folders: [] };
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) {
      const inside = readFolder(join(path, entry.name), depth + 1, count);
      if (inside) folder.folders.push(inside);
    } else if (entry.isFile() && isImportable(entry.name)) {
      count();
      folder.files.push(join(path, entry.name));
    }
  }
  return folder.files.length > 0 || folder.folders.length > 0 ? folder : null;
}

/** How many files lie in the chosen folders, and how many folders hold them. */
export function extentOf(folders: readonly Folder[]): { files: number; folders: number } {
  const all = folders.flatMap(withInner);
  return {
    files: all.reduce((sum, { files }) => sum + files.length, 0),
    folders: all.filter(({ files }) => files.length > 0).length,
  };
}

/** The charts that the chosen files make; each file chosen by itself is one. */
export function chartsOf({ files, folders }: ChosenFiles, meaning: FolderMeaning): PlannedChart[] {
  const inFolders = {
    'one-chart': () =>
      folders.map((folder) => ({
        name: folder.name,
        paths: withInner(folder).flatMap((each) => each.files),
      })),
    'chart-per-folder': () =>
      folders
        .flatMap(withInner)
        .filter((folder) => folder.files.length > 0)
        .map((folder) => ({ name: folder.name, paths: folder.files })),
    'chart-per-file': () => folders.flatMap(withInner).flatMap((folder) => folder.files.map(chartOfFile)),
  }[meaning]();
  return [...files.map(chartOfFile), ...inFolders];
}

function withInner(folder: Folder): Folder[] {
  return [folder, ...folder.folders.flatMap(withInner)];
}

function chartOfFile(path: string): PlannedChart {
  const name = basename(path);
  return { name: name.slice(0, name.length - extname(name).length) || name, paths: [path] };
}

/**
 * Reads planned charts one after the other and hands each to `add`. A file that is refused does not stop
 * the others; a chart of which no file can be read is not added. Between files the process is left to
 * others, so that the window lives and `signal` can end the import; charts added by then stay.
 *
 * @param add puts a chart into the store; what it refuses is reported under the chart's name
 * @returns what was refused, in order
 */
export async function readCharts(
  charts: readonly PlannedChart[],
  add: (name: string, documents: readonly ImportedDocument[]) => void,
  { onStep, signal }: { onStep?: (step: ImportStep) => void; signal?: AbortSignal } = {},
): Promise<ImportRefusal[]> {
  const refused: ImportRefusal[] = [];
  const total = charts.reduce((sum, { paths }) => sum + paths.length, 0);
  let done = 0;
  const refusing = async (name: string, task: () => void | Promise<void>): Promise<void> => {
    try {
      await task();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ name, reason: error.message, remedy: error.remedy });
    }
  };
  for (const chart of charts) {
    const documents: ImportedDocument[] = [];
    for (const path of chart.paths) {
      if (signal?.aborted) return refused;
      const name = basename(path);
      onStep?.({ done, total, name });
      await nextTurn();
      await refusing(name, async () => {
        documents.push(await importFile(path));
      });
      done += 1;
    }
    const only = chart.paths.length === 1 ? basename(chart.paths[0] ?? '') : chart.name;
    if (documents.length > 0) await refusing(only, () => add(chart.name, documents));
  }
  onStep?.({ done, total, name: '' });
  return refused;
}
