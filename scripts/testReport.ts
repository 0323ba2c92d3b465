/** Reading the test runners' JSON reports into one count. */
import { existsSync, readFileSync } from 'node:fs';

export interface Counts {
  passed: number;
  failed: number;
  /** Full names of the tests that did not run. */
  skipped: string[];
}

interface VitestReport {
  success: boolean;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: string }[] }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors: unknown[];
}

/** Counts of a report that a crashed runner never wrote: the crash is one failure. */
const noReport: Counts = { passed: 0, failed: 1, skipped: [] };

function read(file: string): unknown {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return null;
  }
}

/** Counts vitest's JSON report; a file that failed without any test counts as one failure. */
export function countVitest(file: string): Counts {
  const report = read(file) as VitestReport | null;
  if (!report) return noReport;
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const result of report.testResults) {
    for (const test of result.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped.push(test.fullName);
    }
    const noneFailed = result.assertionResults.every((test) => test.status !== 'failed');
    if (result.status === 'failed' && noneFailed) counts.failed += 1;
  }
  if (!report.success && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Counts Playwright's JSON report; an error outside any test counts as one failure. */
export function countPlaywright(file: string): Counts {
  const report = read(file) as PlaywrightReport | null;
  if (!report) return noReport;
  const counts: Counts = { passed: 0, failed: report.errors.length, skipped: [] };
  for (const suite of report.suites) countSuite(suite, [], counts);
  return counts;
}

function countSuite(suite: PlaywrightSuite, above: string[], counts: Counts): void {
  const names = [...above, suite.title];
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      if (test.status === 'skipped') counts.skipped.push([...names, spec.title].join(' > '));
      else if (test.status === 'unexpected') counts.failed += 1;
      else counts.passed += 1;
    }
  }
  for (const inner of suite.suites ?? []) countSuite(inner, names, counts);
}

/** The line that ends a test run. */
export function summaryLine(counts: Counts): string {
  const line = `${String(counts.passed)} passed, ${String(counts.failed)} failed`;
  return counts.skipped.length > 0 ? `${line}, ${String(counts.skipped.length)} skipped` : line;
}
