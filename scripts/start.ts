/** `npm start`: opens the app, or, where that cannot be, codes the sample charts in the terminal. */
import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.ts';
import {
  downloadOfficialRuntime,
  environmentFor,
  findRuntime,
  isLinuxRoot,
  missingDisplay,
  projectRoot,
  sandboxArguments,
  type RuntimeSearch,
} from './electronRuntime.ts';

const downloadLimit = 120_000;

/** Finds a runtime, downloading the official one where none is installed. */
async function obtainRuntime(): Promise<RuntimeSearch> {
  const found = findRuntime({ testRuntime: false });
  if (found.runtime !== null || process.env['ELECTRON_OVERRIDE_DIST_PATH']) return found;
  process.stderr.write('Rubricator: downloading the Electron runtime…\n');
  const failure = await downloadOfficialRuntime(downloadLimit);
  if (failure !== null) return { runtime: null, reason: `${found.reason} and ${failure}` };
  return findRuntime({ testRuntime: false });
}

function explain(reasons: string[]): string {
  return [
    `Rubricator cannot open its window: ${reasons.join('; ')}.`,
    'It needs the Electron runtime and a display.',
    'The runtime is downloaded from the official Electron releases on the first start with a network;',
    'set ELECTRON_MIRROR to download it from a mirror, or ELECTRON_OVERRIDE_DIST_PATH to a folder that',
    'already holds it. For a display, start it in a graphical session (DISPLAY or WAYLAND_DISPLAY), or',
    'under xvfb-run. Until then the sample charts are read here in the terminal, and their suggested codes',
    'printed with the words that support them. Nothing is recorded: accounts, charts and the ledger are made',
    'when the window first opens.',
  ].join('\n');
}

/** Runs a command with this terminal and answers its exit status. */
function runHere(command: string, args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(command, args, { cwd: projectRoot, stdio: 'inherit', env });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (status) => {
      resolve(status ?? 1);
    });
  });
}

async function main(): Promise<number> {
  const display = missingDisplay();
  // Without a display the runtime is of no use, so nothing is downloaded for it.
  const search = display === null ? await obtainRuntime() : findRuntime({ testRuntime: false });
  if (search.runtime !== null && display === null) {
    if (!ensureBuilt()) return 1;
    if (isLinuxRoot()) {
      process.stderr.write("Rubricator: running as root, so Chromium's sandbox is off (--no-sandbox).\n");
    }
    const args = [...sandboxArguments(), '.', ...process.argv.slice(2)];
    return runHere(search.runtime.executable, args, environmentFor(process.env));
  }
  const reasons = [search.runtime === null ? search.reason : null, display].filter((r) => r !== null);
  process.stderr.write(`${explain(reasons)}\n\n`);
  return runHere(
    process.execPath,
    ['src/main/cli/main.ts', 'code', 'resources/samples'],
    environmentFor(process.env),
  );
}

process.exitCode = await main();
