import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChartImport } from '../../../../src/main/charts/chartImport.ts';

let folder: string;
let added: { name: string; documents: string[] }[];
let charts: ChartImport;
const quiet = (): void => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-chart-import-'));
  mkdirSync(join(folder, 'inner'));
  for (const name of ['a.txt', 'b.txt', 'inner/c.txt'])
    writeFileSync(join(folder, name), `Note ${name}: asthma.`);
  added = [];
  charts = new ChartImport((name, documents) => {
    added.push({ name, documents: documents.map((document) => document.name) });
    return `chart-${added.length}`;
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('an import', () => {
  it('of nothing is cancelled, of files goes ahead', async () => {
    expect(await charts.start([], quiet)).toEqual({ state: 'cancelled' });
    expect(await charts.start([join(folder, 'a.txt'), join(folder, 'b.txt')], quiet)).toEqual({
      state: 'done',
      imported: { charts: ['chart-1', 'chart-2'], refused: [] },
    });
  });

  it('of a folder with one file has nothing to ask', async () => {
    expect(await charts.start([join(folder, 'inner')], quiet)).toMatchObject({ state: 'done' });
    expect(added).toEqual([{ name: 'c', documents: ['c.txt'] }]);
  });

  it('of a folder asks what it means, and answers one ticket once', async () => {
    const asked = await charts.start([folder], quiet);
    if (asked.state !== 'ask') throw new Error('not asked');
    expect(asked).toMatchObject({ files: 3, folders: 2 });
    expect(added).toEqual([]);
    expect((await charts.goOn(asked.ticket, 'chart-per-folder', quiet)).charts).toHaveLength(2);
    await expect(charts.goOn(asked.ticket, 'chart-per-file', quiet)).rejects.toThrow(/no longer waiting/);
  });

  it('that asks is forgotten when it is cancelled', async () => {
    const asked = await charts.start([folder], quiet);
    if (asked.state !== 'ask') throw new Error('not asked');
    charts.cancel();
    await expect(charts.goOn(asked.ticket, 'one-chart', quiet)).rejects.toThrow(/no longer waiting/);
  });

  it('runs alone, and stops when it is cancelled; charts that are in stay', async () => {
    const paths = [join(folder, 'a.txt'), join(folder, 'b.txt')];
    const first = charts.start(paths, ({ done }) => {
      if (done === 1) charts.cancel();
    });
    await expect(charts.start(paths, quiet)).rejects.toThrow(/Another import/);
    const started = await first;
    expect(started).toMatchObject({ state: 'done', imported: { refused: [] } });
    expect(added.length).toBeLessThan(paths.length + 1);
    expect(added[0]?.name).toBe('a');
    expect(await charts.start(paths, quiet)).toMatchObject({ state: 'done' });
  });
});
