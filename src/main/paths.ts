import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from './errors.ts';

/** What ships beside the code: model pack, catalogue pack, sample charts. */
export function resourceFolder(): string {
  // The sources in src/main and the built program in out/main lie equally deep.
  const inRepository = join(import.meta.dirname, '..', '..', 'resources');
  return import.meta.dirname.includes('app.asar') ? join(process.resourcesPath, 'resources') : inRepository;
}

/**
 * Where this user's charts and ledger are: RUBRICATOR_HOME if set, else the system's place for
 * application data. Created, readable by its owner alone, where it is not there yet.
 */
export function dataFolder(): string {
  const folder = process.env['RUBRICATOR_HOME'] ?? join(systemDataFolder(), 'rubricator');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new UserError(
      `The data folder ${folder} cannot be created.`,
      'Set RUBRICATOR_HOME to a folder that you may write.',
      { cause },
    );
  }
  return folder;
}

function systemDataFolder(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support');
    default:
      return process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
  }
}
