import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/electronRuntime.ts';
import { fixLockfile } from '../../../scripts/fixLockfile.ts';

const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;

describe('the lockfile', () => {
  it('names no host and compiles nothing (npm run fix:lockfile)', () => {
    const lockfile = readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8');
    expect(lockfile).toBe(fixLockfile(lockfile));
  });

  it('is repaired after npm wrote it', () => {
    const written = {
      packages: {
        'node_modules/better-sqlite3': { version: '1.0.0' },
        'node_modules/zod': { version: '1.0.0', resolved: 'https://example.org/zod.tgz' },
      },
    };
    expect(JSON.parse(fixLockfile(JSON.stringify(written)))).toEqual({
      packages: {
        'node_modules/better-sqlite3': { version: '1.0.0', gypfile: false },
        'node_modules/zod': { version: '1.0.0' },
      },
    });
  });
});

describe('the manifest', () => {
  it.each(['dependencies', 'devDependencies'] as const)('has exact versions in %s', (kind) => {
    for (const version of Object.values(manifest[kind])) {
      expect(version).toMatch(/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/);
    }
  });

  it('has a line of documentation for each dependency', () => {
    const documentation = readFileSync(path.join(projectRoot, 'docs', 'dependencies.md'), 'utf8');
    const named = new Set(
      documentation.split('\n').flatMap((line) => /^\| ([^|]+)/.exec(line)?.[1]?.split(/,\s*|\s+/) ?? []),
    );
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(named).toContain(name);
    }
  });
});
