import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/runs',
  // Every test starts the whole app; two at once would compete for the same few cores.
  workers: 1,
  fullyParallel: false,
  // A build machine that others share may stall for longer than a test waits. What needed a second try is listed as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { screenshot: 'only-on-failure' },
});
