import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isStale } from '../../../scripts/build.ts';
import {
  environmentFor,
  executableIn,
  findRuntime,
  isSet,
  missingDisplay,
  testRuntimeCache,
  verifyIntegrity,
} from '../../../scripts/electronRuntime.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rubricator-scripts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** A stand-in for a runtime: a program that answers `--version`, or fails to. */
function fakeRuntime(name: string, script: string): string {
  const dist = path.join(folder, name);
  mkdirSync(dist, { recursive: true });
  writeFileSync(executableIn(dist, 'linux'), `#!/bin/sh\n${script}\n`);
  chmodSync(executableIn(dist, 'linux'), 0o755);
  return dist;
}

describe.runIf(process.platform === 'linux')('finding a runtime', () => {
  it('takes the folder that ELECTRON_OVERRIDE_DIST_PATH names', () => {
    const dist = fakeRuntime('good', 'echo v1.0.0');
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', dist);
    expect(findRuntime({ testRuntime: false }).runtime).toEqual({
      folder: dist,
      executable: path.join(dist, 'electron'),
      source: 'override',
    });
  });

  it('says why a runtime does not start', () => {
    const dist = fakeRuntime('bad', 'echo "error while loading shared libraries: libnss3.so" >&2; exit 127');
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', dist);
    expect(findRuntime({ testRuntime: true })).toEqual({
      runtime: null,
      reason: `the Electron runtime in ${dist} does not start (error while loading shared libraries: libnss3.so)`,
    });
  });

  it('never falls back from a wrong override to another runtime', () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(folder, 'nowhere'));
    expect(findRuntime({ testRuntime: true }).runtime).toBeNull();
  });
});

describe('the download of the end-to-end runtime', () => {
  it('is accepted only with the expected hash', () => {
    const integrity = 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='; // of "abc"
    expect(() => verifyIntegrity(Buffer.from('abc'), integrity)).not.toThrow();
    expect(() => verifyIntegrity(Buffer.from('abd'), integrity)).toThrow('expected hash');
  });

  it('is cached outside the dependency tree', () => {
    expect(testRuntimeCache({ XDG_CACHE_HOME: '/c' })).toBe(path.join('/c', 'rubricator-e2e'));
    expect(testRuntimeCache({})).toMatch(/\.cache.rubricator-e2e$/);
  });
});

describe('the display', () => {
  it('is missing where no variable names one', () => {
    expect(missingDisplay({}, 'linux')).toContain('no display');
  });

  it('is missing where nothing serves the named one', () => {
    expect(missingDisplay({ DISPLAY: ':64321' }, 'linux')).toBe('nothing serves the display :64321');
    expect(missingDisplay({ WAYLAND_DISPLAY: 'none', XDG_RUNTIME_DIR: folder }, 'linux')).toContain('none');
  });

  it('is there where a socket or another system serves it', () => {
    writeFileSync(path.join(folder, 'wayland-0'), '');
    expect(missingDisplay({ WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: folder }, 'linux')).toBeNull();
    expect(missingDisplay({ DISPLAY: 'elsewhere:0' }, 'linux')).toBeNull();
    expect(missingDisplay({}, 'win32')).toBeNull();
  });
});

describe('the environment of Electron', () => {
  it('never makes it behave as plain Node', () => {
    expect(environmentFor({ A: '1', B: undefined, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '-r x' })).toEqual(
      {
        A: '1',
      },
    );
  });

  it('knows a switch that is off', () => {
    expect([undefined, '', '0', 'false', '1', 'true'].map(isSet)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('the build', () => {
  it('is stale when an output is missing or a source is newer', () => {
    const root = path.join(folder, 'project');
    const outputs = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
    const source = path.join(root, 'src', 'main', 'index.ts');
    for (const file of [...outputs.map((output) => path.join(root, output)), source]) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, '');
    }
    const earlier = new Date(Date.now() - 60_000);
    for (const entry of [source, path.dirname(source), path.join(root, 'src')]) {
      utimesSync(entry, earlier, earlier);
    }
    expect(isStale(root)).toBe(false);
    const later = new Date(Date.now() + 60_000);
    utimesSync(source, later, later);
    expect(isStale(root)).toBe(true);
    utimesSync(source, earlier, earlier);
    rmSync(path.join(root, 'out/preload/index.cjs'));
    expect(isStale(root)).toBe(true);
  });
});
