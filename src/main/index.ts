import './networkGuard.ts';
import { app } from 'electron';
import { join } from 'node:path';
import { run } from './cli/cli.ts';
import { readSecret } from './cli/secret.ts';
import { House } from './house.ts';
import { dataFolder, resourceFolder } from './paths.ts';
import { startShell } from './shell/shell.ts';
import { systemKeys } from './shell/systemKeys.ts';

const COMMANDS = new Set(['code', 'codes', 'ledger', 'backup', 'catalog', 'doctor', 'help', '--help', '-h']);
// In development the first argument is the application's folder.
const args = process.argv.slice(app.isPackaged ? 1 : 2).filter((argument) => argument !== '--no-sandbox');

if (COMMANDS.has(args[0] ?? '')) {
  const code = await run(args, {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    secret: (prompt) => readSecret(prompt),
  });
  app.exit(code);
} else {
  startShell({
    // Chromium's own files stay with the rest of the user's data.
    windowData: () => join(dataFolder(), 'window'),
    openHouse: () =>
      new House(
        { data: dataFolder(), resources: resourceFolder(), version: app.getVersion() },
        // Off unless asked for: what the system's key store loses, only the recovery key opens.
        process.env['RUBRICATOR_SYSTEM_KEYS'] === '1' ? { systemKeys: systemKeys() } : {},
      ),
  });
}
