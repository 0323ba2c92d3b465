import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../../../src/shared/book.ts';
import { Desk } from '../../../../src/main/desk.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { Library } from '../../../../src/main/library.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';
import { newHolder } from '../../../fixtures/holder.ts';

let folder: string;
let library: Library;
let desk: Desk;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-import-'));
  const places = { data: folder, resources: resourceFolder(), version: '0.0.0-test' };
  library = new Library(places);
  desk = new Desk(places, library, newHolder());
});
afterEach(async () => {
  desk.close();
  await library.close();
  rmSync(folder, { recursive: true });
});

/** A release of three codes in the form of the official order file. */
function orderFile(year: number): string {
  const row = (order: number, code: string, billable: 0 | 1, title: string): string =>
    `${String(order).padStart(5, '0')} ${code.padEnd(7)} ${billable} ${title.padEnd(60)} ${title}`;
  const file = join(folder, `icd10cm_order_${year}.txt`);
  writeFileSync(
    file,
    [
      row(1, 'I10', 1, 'Essential (primary) hypertension'),
      row(2, 'I11', 0, 'Hypertensive heart disease'),
      row(3, 'I119', 1, 'Hypertensive heart disease without heart failure'),
    ].join('\r\n') + '\r\n',
  );
  return file;
}

const installed = (): string[] =>
  library.catalogs.list().map(({ system, version }) => `${system} ${version}`);
const SHIPPED = ['icd-10-cm FY2026', 'icd-10-pcs FY2026'];
const quiet = (): void => undefined;

describe('importing a release', () => {
  it('installs it beside the others, on a thread of its own, with progress', async () => {
    const progress: ImportProgress[] = [];
    const outcome = await library.importRelease([orderFile(2025)], (each) => progress.push(each));
    expect(outcome).toMatchObject({
      outcome: 'installed',
      release: { system: 'icd-10-cm', version: 'FY2025', codes: 3, shipped: false },
    });
    expect(installed().sort()).toEqual(['icd-10-cm FY2025', ...SHIPPED]);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)?.fraction).toBe(1);
    expect(progress.every(({ fraction }, i) => fraction >= (progress[i - 1]?.fraction ?? 0))).toBe(true);
  });

  it('serves the charts discharged while it was in force, and no others', async () => {
    await library.importRelease([orderFile(2025)], quiet);
    const chartOf = async (name: string, text: string): Promise<string> => {
      const file = join(folder, name);
      writeFileSync(file, text);
      const started = await desk.importCharts([file], quiet);
      return started.state === 'done' ? (started.report.imported[0]?.id ?? '') : '';
    };
    const add = (chart: string): Promise<unknown> =>
      desk.decide({ chart, action: 'add', code: 'J18.9', evidence: [], inView: true });
    const before = await chartOf('before.txt', 'Discharge date: 2025-09-30\nAssessment: hypertension.');
    const after = await chartOf('after.txt', 'Discharge date: 2025-10-01\nAssessment: hypertension.');
    expect(desk.release(before)).toMatchObject({
      date: '2025-09-30',
      covers: true,
      release: { version: 'FY2025' },
    });
    expect(desk.release(after)).toMatchObject({ covers: true, release: { version: 'FY2026' } });
    expect((await desk.suggest(before, quiet)).catalogue.version).toBe('FY2025');
    expect(desk.log.entries({ filter: {}, limit: 1 }).entries[0]?.catalogue).toBe('icd-10-cm@FY2025');
    await expect(add(before)).rejects.toThrow('J18.9 is not in icd-10-cm@FY2025.');
    await add(after);
    // A corrected date picks the other release.
    desk.setHeader(before, { ...desk.open(before).header, encounterDate: '2025-10-02' });
    expect(desk.release(before).release.version).toBe('FY2026');
    await add(before);
  });

  it('keeps nothing where it is cancelled, and can be started again', async () => {
    const run = library.importRelease([orderFile(2025)], quiet);
    await expect(library.importRelease([orderFile(2024)], quiet)).rejects.toThrow(
      'Another release is being installed.',
    );
    library.cancelImport();
    expect(await run).toEqual({ outcome: 'cancelled' });
    expect(installed().sort()).toEqual(SHIPPED);
    expect(readdirSync(join(folder, 'catalogs'))).toEqual([]);
    expect(await library.importRelease([orderFile(2025)], quiet)).toMatchObject({ outcome: 'installed' });
  });

  it('leaves the installed packs as they were where the files are refused', async () => {
    const broken = orderFile(2025);
    writeFileSync(broken, '00001 I10     1 cut');
    await expect(library.importRelease([broken], quiet)).rejects.toThrow(UserError);
    await expect(library.importRelease([join(folder, 'missing.zip')], quiet)).rejects.toThrow(UserError);
    expect(installed().sort()).toEqual(SHIPPED);
    expect(readdirSync(join(folder, 'catalogs'))).toEqual([]);
  });

  it('is removed again, unlike a release that ships', async () => {
    await library.importRelease([orderFile(2025)], quiet);
    library.catalogs.remove({ system: 'icd-10-cm', version: 'FY2025' });
    expect(installed().sort()).toEqual(SHIPPED);
    expect(() => library.catalogs.remove({ system: 'icd-10-cm', version: 'FY2026' })).toThrow(
      /came with Rubricator/,
    );
  });
});
