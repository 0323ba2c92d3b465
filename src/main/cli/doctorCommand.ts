import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KEYRING_FILE } from '../accounts/keyring.ts';
import { CHARTS_FILE, LEDGER_FILE } from '../desk.ts';
import { named } from '../ledger/entry.ts';
import { Library } from '../library.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import { kindOfStore } from '../sqlite.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator doctor`: what runs on this machine and why. */
export async function doctor(terminal: Terminal): Promise<ExitCode> {
  const data = dataFolder();
  const library = new Library({ data, resources: resourceFolder(), version: '' });
  const { description } = await library.coder();
  terminal.out(`program    Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  terminal.out(
    `model      ${named(description.model)}, ${description.model.languages.join(' and ')}, ${description.model.labels} learned labels; every file matches its hash`,
  );
  terminal.out(`provider   ${description.provider.name}: ${description.provider.reason}`);
  for (const { system, version, codes, validFrom, validTo } of library.catalogs.list()) {
    terminal.out(`catalogue  ${system}@${version}, ${codes} rows, discharges ${validFrom} to ${validTo}`);
  }
  for (const { file, reason } of library.catalogs.unusable)
    terminal.out(`catalogue  ${file} cannot be used: ${reason}`);
  terminal.out(`data       ${data}`);
  for (const [what, file] of [
    ['charts', CHARTS_FILE],
    ['ledger', LEDGER_FILE],
  ] as const) {
    terminal.out(`${what.padEnd(11)}${STORES[kindOfStore(join(data, file))]}`);
  }
  terminal.out(`accounts   ${existsSync(join(data, KEYRING_FILE)) ? 'set up' : 'none yet'}`);
  terminal.out('network    closed for this process');
  await library.close();
  return 0;
}

const STORES = {
  none: 'none yet',
  plain: 'NOT ENCRYPTED; the first start of the app encrypts them',
  encrypted: 'encrypted',
  other: 'NOT READABLE: damaged, or no store of Rubricator',
} as const;
