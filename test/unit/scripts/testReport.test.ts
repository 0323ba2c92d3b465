import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, summaryLine } from '../../../scripts/testReport.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rubricator-report-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('counting vitest reports', () => {
  it('counts passed, failed and skipped tests', () => {
    const assertionResults = [
      { fullName: 'a', status: 'passed' },
      { fullName: 'b', status: 'failed' },
      { fullName: 'c', status: 'skipped' },
      { fullName: 'd', status: 'todo' },
    ];
    const file = report({ success: false, testResults: [{ name: 'f', status: 'failed', assertionResults }] });
    expect(countVitest(file)).toEqual({ passed: 1, failed: 1, skipped: ['c', 'd'] });
  });

  it('counts a file that failed to load as a failure', () => {
    const file = report({
      success: false,
      testResults: [{ name: 'f', status: 'failed', assertionResults: [] }],
    });
    expect(countVitest(file).failed).toBe(1);
  });

  it('counts a missing or broken report as a failure', () => {
    expect(countVitest(path.join(folder, 'none.json')).failed).toBe(1);
    expect(countVitest(report('{')).failed).toBe(1);
  });
});

describe('counting Playwright reports', () => {
  it('counts nested suites and errors outside tests', () => {
    const file = report({
      errors: [{ message: 'broken configuration' }],
      suites: [
        {
          title: 'a.spec.ts',
          specs: [{ title: 'passes', tests: [{ status: 'expected' }] }],
          suites: [
            {
              title: 'inner',
              specs: [
                { title: 'fails', tests: [{ status: 'unexpected' }] },
                { title: 'waits', tests: [{ status: 'skipped' }] },
              ],
            },
          ],
        },
      ],
    });
    expect(countPlaywright(file)).toEqual({
      passed: 1,
      failed: 2,
      skipped: ['a.spec.ts > inner > waits'],
    });
  });
});

describe('the last line', () => {
  it('names skips only where there are any', () => {
    expect(summaryLine({ passed: 2, failed: 0, skipped: [] })).toBe('2 passed, 0 failed');
    expect(summaryLine({ passed: 2, failed: 1, skipped: ['x'] })).toBe('2 passed, 1 failed, 1 skipped');
  });
});
