import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/main/errors.ts';
import {
  chartsOf,
  extentOf,
  lookThrough,
  readCharts,
  type PlannedChart,
} from '../../../../src/main/charts/importing.ts';
import type { FolderMeaning, ImportStep } from '../../../../src/shared/chart.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rubricator-importing-'));
  for (const name of [
    'ward/a/note10.txt',
    'ward/a/note2.txt',
    'ward/b/report.md',
    'ward/list.txt',
    'loose.txt',
  ]) {
    put(name, `Text of ${name}`);
  }
  put('ward/a/.hidden.txt', 'hidden');
  put('ward/a/picture.png', 'not read');
  mkdirSync(join(root, 'ward/empty'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const plan = (meaning: FolderMeaning, ...names: string[]) =>
  chartsOf(lookThrough(names.map((name) => join(root, name))), meaning).map(({ name, paths }) => [
    name,
    ...paths.map((path) => basename(path)),
  ]);

describe('what chosen folders mean', () => {
  it('a folder as one chart holds everything in it, in natural order', () => {
    expect(plan('one-chart', 'ward')).toEqual([['ward', 'list.txt', 'note2.txt', 'note10.txt', 'report.md']]);
  });

  it('a chart for each folder that holds files', () => {
    expect(plan('chart-per-folder', 'ward')).toEqual([
      ['ward', 'list.txt'],
      ['a', 'note2.txt', 'note10.txt'],
      ['b', 'report.md'],
    ]);
  });

  it('a chart for each file, and for a file chosen by itself always', () => {
    const files = [
      ['list', 'list.txt'],
      ['note2', 'note2.txt'],
      ['note10', 'note10.txt'],
      ['report', 'report.md'],
    ];
    expect(plan('chart-per-file', 'ward', 'loose.txt')).toEqual([['loose', 'loose.txt'], ...files]);
    expect(plan('one-chart', 'loose.txt')).toEqual([['loose', 'loose.txt']]);
  });

  it('tells how much there is', () => {
    expect(extentOf(lookThrough([join(root, 'ward')]).folders)).toEqual({ files: 4, folders: 3 });
  });

  it('does not follow links out of the folder', () => {
    symlinkSync(join(root, 'loose.txt'), join(root, 'ward/b/linked.txt'));
    symlinkSync(root, join(root, 'ward/b/round'));
    expect(plan('one-chart', 'ward/b')).toEqual([['b', 'report.md']]);
  });

  it('refuses a folder with nothing to import, and more files than it takes', () => {
    expect(() => lookThrough([join(root, 'ward/empty')])).toThrow(/nothing to import in the folder “empty”/);
    expect(() => lookThrough([join(root, 'ward')], 3)).toThrow(/more than 3 files/);
  });
});

describe('reading planned charts', () => {
  const charts = (): PlannedChart[] => chartsOf(lookThrough([join(root, 'ward')]), 'chart-per-folder');

  it('hands over each chart with its documents, and tells each step', async () => {
    const added: [string, string[]][] = [];
    const steps: ImportStep[] = [];
    const refused = await readCharts(
      charts(),
      (name, documents) => added.push([name, documents.map((document) => document.text)]),
      { onStep: (step) => steps.push(step) },
    );
    expect(refused).toEqual([]);
    expect(added).toEqual([
      ['ward', ['Text of ward/list.txt']],
      ['a', ['Text of ward/a/note2.txt', 'Text of ward/a/note10.txt']],
      ['b', ['Text of ward/b/report.md']],
    ]);
    expect(steps.map(({ done, name }) => [done, name])).toEqual([
      [0, 'list.txt'],
      [1, 'note2.txt'],
      [2, 'note10.txt'],
      [3, 'report.md'],
      [4, ''],
    ]);
  });

  it('goes on past what is refused: a file, a chart, a file that is gone', async () => {
    put('ward/a/note2.txt', '');
    const planned = [...charts(), { name: 'gone', paths: [join(root, 'gone.txt')] }];
    const added: string[] = [];
    const refused = await readCharts(planned, (name) => {
      if (name === 'ward') throw new UserError('It is here already.', 'Open it.');
      added.push(name);
    });
    expect(added).toEqual(['a', 'b']);
    expect(refused.map(({ name }) => name)).toEqual(['list.txt', 'note2.txt', 'gone.txt']);
  });

  it('ends when it is cancelled, and what was read by then stays', async () => {
    const stop = new AbortController();
    const added: string[] = [];
    await readCharts(charts(), (name) => added.push(name), {
      signal: stop.signal,
      onStep: ({ done }) => {
        if (done === 1) stop.abort();
      },
    });
    expect(added).toEqual(['ward']);
  });
});
