/**
 * `npm run fix:lockfile`, needed after every change of dependencies. npm forgets in the lockfile that
 * better-sqlite3 asks not to be compiled (`gypfile: false`), and `npm ci` would then call a compiler,
 * and fail where there is no Python, although the package brings its binaries.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './electronRuntime.ts';

/** The packages that bring binaries beside a `binding.gyp`. */
export const prebuilt = ['node_modules/better-sqlite3'];

interface Lockfile {
  packages: Record<string, { gypfile?: boolean; resolved?: string }>;
}

/** Marks the prebuilt packages of a lockfile, and removes hosts from it. */
export function fixLockfile(text: string): string {
  const lock = JSON.parse(text) as Lockfile;
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (prebuilt.includes(name)) entry.gypfile = false;
    delete entry.resolved;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

if (import.meta.main) {
  const file = path.join(projectRoot, 'package-lock.json');
  writeFileSync(file, fixLockfile(readFileSync(file, 'utf8')));
}
