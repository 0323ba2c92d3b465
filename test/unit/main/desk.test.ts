import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../../src/main/desk.ts';
import { verifyLedger } from '../../../src/main/ledger/verify.ts';
import { resourceFolder } from '../../../src/main/paths.ts';

let data: string;
let desk: Desk;
const quiet = (): void => undefined;
const openDesk = (): Desk => new Desk({ data, resources: resourceFolder(), version: '0.0.0-test' });
const chartNamed = (part: string): string => {
  const found = desk.worklist().find(({ name }) => name.toLowerCase().includes(part));
  if (!found) throw new Error(`no sample named ${part}`);
  return found.id;
};

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'rubricator-desk-'));
  desk = openDesk();
  await desk.addSamples();
});
afterAll(async () => {
  await desk.close();
  rmSync(data, { recursive: true });
});

describe('the worklist', () => {
  it('holds the six samples once, however often they are added', async () => {
    await desk.addSamples();
    const charts = desk.worklist();
    expect(charts).toHaveLength(6);
    expect(charts.every(({ sample, status }) => sample && status === 'new')).toBe(true);
    expect(charts.filter(({ language }) => language === 'es')).toHaveLength(1);
  });

  it('imports what can be read, refuses the rest with a reason, and records the import', async () => {
    const note = join(data, 'visit.txt');
    writeFileSync(note, 'Assessment: Type 2 diabetes mellitus with diabetic nephropathy. No chest pain.');
    const binary = join(data, 'picture.txt');
    writeFileSync(binary, Buffer.from([0x89, 0x50, 0, 0, 1, 0, 2, 3, 0, 0, 0, 1, 7]));
    const report = await desk.importFiles([note, binary, join(data, 'none.txt')]);
    expect(report.imported.map(({ name }) => name)).toEqual(['visit']);
    expect(report.refused.map(({ name }) => name)).toEqual(['picture.txt', 'none.txt']);
    expect(report.refused.every(({ reason, remedy }) => reason.length > 0 && remedy.length > 0)).toBe(true);
    expect(desk.worklist()).toHaveLength(7);
    expect(desk.entries(1)[0]).toMatchObject({ action: 'import', chart: report.imported[0]?.id });
    const again = await desk.importFiles([note]);
    expect(again.refused[0]?.reason).toMatch(/already/);
  });
});

describe('reading a chart', () => {
  it('proposes codes whose evidence stands in the text, stores the run and records it', async () => {
    const chart = chartNamed('discharge');
    const fractions: number[] = [];
    const run = await desk.suggest(chart, (fraction) => fractions.push(fraction));
    const { documents } = desk.open(chart);
    expect(run.suggestions.length).toBeGreaterThan(10);
    expect(run.suggestions.some(({ tier }) => tier === 'suggestion')).toBe(true);
    run.suggestions.forEach(({ score }, i) => {
      expect(score).toBeLessThanOrEqual(run.suggestions[i - 1]?.score ?? 1);
    });
    for (const { evidence } of run.suggestions) {
      for (const { document, start, end, text } of evidence) {
        expect(documents.find(({ id }) => id === document)?.text.slice(start, end)).toBe(text);
      }
    }
    expect(fractions.at(-1)).toBe(1);
    expect(desk.entries(1)[0]).toMatchObject({ action: 'suggest', chart });
    const entries = desk.entries(500).length;
    expect(await desk.suggest(chart, quiet)).toEqual(run);
    expect(desk.entries(500)).toHaveLength(entries);
  });

  it('never proposes a code on negated or family mentions alone', async () => {
    const run = await desk.suggest(chartNamed('discharge'), quiet);
    for (const { tier, evidence } of run.suggestions) {
      if (tier === 'suggestion') expect(evidence.some(({ context }) => context === 'affirmed')).toBe(true);
    }
  });

  it('can be cancelled, keeps nothing of it, and can be started again', async () => {
    const chart = chartNamed('emergency');
    const entries = desk.entries(500).length;
    const reading = desk.suggest(chart, quiet);
    desk.cancel(chart);
    await expect(reading).rejects.toThrow(/cancelled/);
    expect(desk.entries(500)).toHaveLength(entries);
    expect((await desk.suggest(chart, quiet)).suggestions.length).toBeGreaterThan(0);
  });
});

describe('deciding', () => {
  it('accepts, rejects, adds, undoes, finishes and reopens, and finds it all after a restart', async () => {
    const chart = chartNamed('outpatient');
    const { suggestions } = await desk.suggest(chart, quiet);
    const [first, second] = suggestions.filter(({ billable }) => billable);
    if (!first || !second) throw new Error('too few suggestions');
    await desk.decide({ chart, action: 'accept', code: first.code, evidence: first.evidence });
    await desk.decide({ chart, action: 'reject', code: second.code, evidence: second.evidence });
    const entries = desk.entries(500).length;
    await desk.decide({ chart, action: 'reject', code: second.code, evidence: second.evidence });
    expect(desk.entries(500), 'what stands already is not recorded again').toHaveLength(entries);
    await desk.decide({ chart, action: 'add', code: 'Z23', evidence: [] });
    const undone = desk.undo(chart);
    expect(undone.decisions.map(({ code }) => code)).toEqual([first.code, second.code]);
    desk.finish(chart);
    await expect(desk.decide({ chart, action: 'add', code: 'Z23', evidence: [] })).rejects.toThrow(
      /finished/,
    );
    expect(() => desk.undo(chart)).toThrow(/finished/);
    await desk.close();
    desk = openDesk();
    const coding = desk.coding(chart);
    expect(coding.finished).toBe(true);
    expect(coding.decisions.map(({ code, decided }) => [code, decided])).toEqual([
      [first.code, 'accepted'],
      [second.code, 'rejected'],
    ]);
    expect(coding.decisions[0]?.evidence).toEqual(first.evidence);
    expect(desk.worklist().find(({ id }) => id === chart)).toMatchObject({
      status: 'finished',
      finalCodes: 1,
    });
    desk.reopen(chart);
    expect(desk.coding(chart).finished).toBe(false);
    expect(desk.verify()).toMatchObject({ ok: true });
    expect(verifyLedger(join(data, 'ledger.sqlite')).entries).toBe(desk.entries(500).length);
  });

  it.each([
    ['a code the catalogue does not have', 'A00.9999', [], /not in icd-10-cm@FY2026/],
    ['a header', 'E11', [], /header/],
    [
      'evidence that does not stand in the chart',
      'I10',
      [{ document: 'chart-x-1', start: 0, end: 4, text: 'none', source: 'coder', context: 'affirmed' }],
      /does not stand/,
    ],
  ] as const)('refuses %s and leaves the ledger as it was', async (_what, code, evidence, message) => {
    const chart = chartNamed('radiology');
    const before = readFileSync(join(data, 'ledger.sqlite'));
    await expect(desk.decide({ chart, action: 'add', code, evidence: [...evidence] })).rejects.toThrow(
      message,
    );
    expect(readFileSync(join(data, 'ledger.sqlite')).equals(before)).toBe(true);
  });

  it('says what was not recorded and why when the disk refuses, and keeps what was there', async () => {
    const chart = chartNamed('radiology');
    const blocker = new Database(join(data, 'ledger.sqlite'));
    blocker.exec('BEGIN IMMEDIATE');
    await expect(desk.decide({ chart, action: 'add', code: 'Z23', evidence: [] })).rejects.toThrow(
      'The decision on Z23 was not recorded: another program keeps the file locked.',
    );
    blocker.exec('ROLLBACK');
    blocker.close();
    expect(desk.coding(chart).decisions).toEqual([]);
  });

  it('refuses to undo where nothing was decided', () => {
    expect(() => desk.undo(chartNamed('radiology'))).toThrow(/no decision/);
  });
});

describe('verifying', () => {
  it('names the entry in which a byte was changed', () => {
    const copy = mkdtempSync(join(tmpdir(), 'rubricator-tampered-'));
    const file = join(copy, 'ledger.sqlite');
    copyFileSync(join(data, 'ledger.sqlite'), file);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"action":"finish"');
    bytes[at + 10] = 'F'.charCodeAt(0);
    writeFileSync(file, bytes);
    const entry = desk.entries(500).find(({ action }) => action === 'finish');
    expect(verifyLedger(file).faults[0]).toMatchObject({ entry: entry?.seq });
    rmSync(copy, { recursive: true });
  });
});
