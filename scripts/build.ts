/** Building the app when it is missing or older than its sources. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './electronRuntime.ts';

const outputs = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
const inputs = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Whether an output is missing or any input under `root` was changed after the oldest output. */
export function isStale(root: string): boolean {
  let oldest = Number.POSITIVE_INFINITY;
  for (const output of outputs) {
    const file = path.join(root, output);
    if (!existsSync(file)) return true;
    oldest = Math.min(oldest, statSync(file).mtimeMs);
  }
  return inputs.some((input) => newestIn(path.join(root, input)) > oldest);
}

function newestIn(entry: string): number {
  if (!existsSync(entry)) return 0;
  const stats = statSync(entry);
  if (!stats.isDirectory()) return stats.mtimeMs;
  let newest = stats.mtimeMs;
  for (const name of readdirSync(entry)) newest = Math.max(newest, newestIn(path.join(entry, name)));
  return newest;
}

/** Builds the app if it is stale. Quiet unless the build fails; answers whether there is a build now. */
export function ensureBuilt(): boolean {
  if (!isStale(projectRoot)) return true;
  const builder = path.join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status === 0) return true;
  process.stderr.write(`${result.stdout}${result.stderr}${result.error?.message ?? ''}\nThe build failed.\n`);
  return false;
}
