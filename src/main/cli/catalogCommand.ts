import { existsSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPack } from '../catalog/buildPack.ts';
import type { InstalledCatalogs } from '../catalog/installed.ts';
import { openPack } from '../catalog/openPack.ts';
import { SEARCH_LEXICON } from '../catalog/releaseImport.ts';
import { verifyPack } from '../catalog/verifyPack.ts';
import { openCatalogs } from '../library.ts';
import { UserError } from '../errors.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import type { ExitCode, Terminal } from './cli.ts';
import { printRefusal } from './options.ts';

/** `rubricator catalog list`: the releases installed side by side. */
export function catalogList(json: boolean, terminal: Terminal): ExitCode {
  const catalogs = openCatalogs({ data: dataFolder(), resources: resourceFolder() });
  for (const release of catalogs.list()) {
    const { system, version, title, validFrom, validTo, codes, shipped, contentHash } = release;
    terminal.out(
      json
        ? JSON.stringify(release)
        : `${system.padEnd(12)} ${version.padEnd(8)} ${title}, discharges ${validFrom} to ${validTo}, ${codes} rows, ${shipped ? 'shipped' : 'installed here'}${lacking(release)}`,
    );
    if (!json) terminal.out(`  content sha256 ${contentHash}`);
  }
  printUnusable(catalogs, terminal);
  return catalogs.unusable.length > 0 ? 1 : 0;
}

/**
 * `rubricator catalog build`: compiles official files into a pack, and installs it where no file to
 * write is named.
 */
export async function catalogBuild(
  paths: readonly string[],
  options: { release?: string | undefined; out?: string | undefined; json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const lexicon = join(resourceFolder(), SEARCH_LEXICON);
  let said = '';
  const onProgress = (fraction: number, stage: string): void => {
    if (stage !== said) terminal.err(`${String(Math.round(fraction * 100)).padStart(3)} %  ${stage}`);
    said = stage;
  };
  const build = { lexicon, release: options.release, onProgress };
  if (options.out !== undefined) {
    refuseOther(options.out);
    const built = await buildPack(paths, options.out, build);
    print({ ...built.release, file: options.out, report: built.report });
    return 0;
  }
  const catalogs = openCatalogs({ data: dataFolder(), resources: resourceFolder() });
  const incoming = catalogs.incoming();
  try {
    const { report } = await buildPack(paths, incoming, build);
    print({ ...catalogs.adopt(incoming), report });
    return 0;
  } finally {
    rmSync(incoming, { force: true });
  }

  function print(built: {
    file?: string;
    title: string;
    version: string;
    codes: number;
    without: readonly string[];
    report: number;
    contentHash: string;
  }): void {
    terminal.out(
      options.json
        ? JSON.stringify(built)
        : `${built.title} ${built.version}: ${built.codes} rows${lacking(built)}, ${built.report} lines of the sources reported ("catalog verify" lists them)\ncontent sha256 ${built.contentHash}`,
    );
  }
}

/** `rubricator catalog verify`: checks packs, the installed ones where none is named. */
export function catalogVerify(files: readonly string[], json: boolean, terminal: Terminal): ExitCode {
  const catalogs = openCatalogs({ data: dataFolder(), resources: resourceFolder() });
  const packs = files.length > 0 ? files : catalogs.files();
  let faulty = files.length > 0 ? 0 : catalogs.unusable.length;
  for (const file of packs) {
    try {
      if (!printVerified(file, json, terminal)) faulty += 1;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faulty += 1;
      printRefusal(error, terminal);
    }
  }
  if (files.length === 0) printUnusable(catalogs, terminal);
  return faulty > 0 ? 1 : 0;
}

/** Whether the pack has no fault. */
function printVerified(file: string, json: boolean, terminal: Terminal): boolean {
  const { release, faults, rows, report } = verifyPack(file);
  if (json) {
    terminal.out(JSON.stringify({ file, ...release, faults, rows, report }));
    return faults.length === 0;
  }
  const state = faults.length === 0 ? 'intact' : 'FAULTY';
  terminal.out(`${file}: ${release.title} ${release.version}, ${state}${lacking(release)}`);
  terminal.out(`  content sha256 ${release.contentHash}`);
  for (const fault of faults) terminal.out(`  fault: ${fault}`);
  for (const [table, count] of Object.entries(rows)) terminal.out(`  ${table.padEnd(12)} ${count} rows`);
  for (const { source, place, text, reason } of report) {
    terminal.out(`  report: ${source}, ${place}: ${reason}: ${text}`);
  }
  return faults.length === 0;
}

function printUnusable({ unusable }: InstalledCatalogs, terminal: Terminal): void {
  for (const { file, reason } of unusable) {
    terminal.err(`cannot be used: ${file}: ${reason} Remove or rebuild it.`);
  }
}

function lacking({ without }: { without: readonly string[] }): string {
  return without.length > 0 ? `, WITHOUT ${without.join(', ')}` : '';
}

/** A pack may replace a pack and nothing else. */
function refuseOther(file: string): void {
  if (!existsSync(file)) return;
  const remedy = 'Name a file that does not exist yet, or a pack to be replaced.';
  if (!lstatSync(file).isFile()) throw new UserError(`${file} is no regular file.`, remedy);
  let pack;
  try {
    pack = openPack(file);
  } catch (cause) {
    throw new UserError(`${file} is no catalogue pack and is left as it is.`, remedy, { cause });
  }
  pack.database.close();
}
