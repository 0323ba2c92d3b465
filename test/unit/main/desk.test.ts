import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../src/shared/accounts.ts';
import type { ImportReport } from '../../../src/shared/chart.ts';
import type { LedgerEntry } from '../../../src/shared/entry.ts';
import { fileKey } from '../../../src/main/accounts/keys.ts';
import { Desk, LEDGER_FILE } from '../../../src/main/desk.ts';
import { UserError } from '../../../src/main/errors.ts';
import { Library, type Places } from '../../../src/main/library.ts';
import { resourceFolder } from '../../../src/main/paths.ts';
import { useKey } from '../../../src/main/sqlite.ts';
import { newHolder } from '../../fixtures/holder.ts';

let data: string;
let library: Library;
let desk: Desk;
const quiet = (): void => undefined;
const imported = async (paths: string[]): Promise<ImportReport> => {
  const started = await desk.importCharts(paths, quiet);
  if (started.state !== 'done') throw new Error(`the import is ${started.state}`);
  return started.report;
};
const holder = newHolder();
const openDesk = (): Desk => new Desk(places(), library, holder);
const places = (): Places => ({ data, resources: resourceFolder(), version: '0.0.0-test' });
const entries = (limit: number): LedgerEntry[] => desk.log.entries({ filter: {}, limit }).entries;
const chartNamed = (part: string): string => {
  const found = desk.worklist().find(({ name }) => name.toLowerCase().includes(part));
  if (!found) throw new Error(`no sample named ${part}`);
  return found.id;
};

/** Keeps the ledger locked, as another program would. */
function blockLedger(): { end: () => void } {
  const database = new Database(join(data, LEDGER_FILE));
  useKey(database, fileKey(holder.storeKey, 'ledger'));
  database.exec('BEGIN IMMEDIATE');
  return {
    end: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'rubricator-desk-'));
  library = new Library(places());
  desk = openDesk();
  await desk.addSamples();
});
afterAll(async () => {
  desk.close();
  await library.close();
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
    const report = await imported([note, binary, join(data, 'none.txt')]);
    expect(report.imported.map(({ name }) => name)).toEqual(['visit']);
    expect(report.refused.map(({ name }) => name)).toEqual(['picture.txt', 'none.txt']);
    expect(report.refused.every(({ reason, remedy }) => reason.length > 0 && remedy.length > 0)).toBe(true);
    expect(desk.worklist()).toHaveLength(7);
    expect(entries(1)[0]).toMatchObject({ action: 'import', chart: report.imported[0]?.id });
    const again = await imported([note]);
    expect(again.refused[0]?.reason).toMatch(/already/);
  });

  it('asks once what folders mean, and imports a chart of several documents', async () => {
    const folder = join(data, 'stay');
    mkdirSync(folder);
    writeFileSync(join(folder, 'admission.txt'), 'Patient: Test 17\nAssessment: pneumonia.');
    writeFileSync(join(folder, 'discharge.txt'), 'Discharge diagnosis: pneumonia, improved.');
    const asked = await desk.importCharts([folder], quiet);
    if (asked.state !== 'ask') throw new Error('not asked');
    expect(asked).toMatchObject({ files: 2, folders: 1 });
    await expect(desk.importAs('another', 'one-chart', quiet)).rejects.toThrow(/no longer waiting/);
    const names: string[] = [];
    const report = await desk.importAs(asked.ticket, 'one-chart', ({ name }) => names.push(name));
    expect(report.imported).toMatchObject([
      { name: 'stay', documents: 2, status: 'new', openSuggestions: null },
    ]);
    expect(names.slice(0, 2)).toEqual(['admission.txt', 'discharge.txt']);
    expect(entries(1)[0]?.note).toMatch(/^2 documents, \d+ characters$/);
    await expect(desk.importAs(asked.ticket, 'one-chart', quiet)).rejects.toThrow(/no longer waiting/);
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
    expect(entries(1)[0]).toMatchObject({ action: 'suggest', chart });
    const before = entries(500).length;
    expect(await desk.suggest(chart, quiet)).toEqual(run);
    expect(entries(500)).toHaveLength(before);
  });

  it('never proposes a code on negated or family mentions alone', async () => {
    const run = await desk.suggest(chartNamed('discharge'), quiet);
    for (const { tier, evidence } of run.suggestions) {
      if (tier === 'suggestion') expect(evidence.some(({ context }) => context === 'affirmed')).toBe(true);
    }
  });

  it('can be cancelled, keeps nothing of it, and can be started again', async () => {
    const chart = chartNamed('emergency');
    const before = entries(500).length;
    const reading = desk.suggest(chart, quiet);
    desk.cancel(chart);
    await expect(reading).rejects.toThrow(/cancelled/);
    expect(entries(500)).toHaveLength(before);
    expect((await desk.suggest(chart, quiet)).suggestions.length).toBeGreaterThan(0);
  });
});

describe('deciding', () => {
  it('accepts, rejects, adds, undoes, finishes and reopens, and finds it all after a restart', async () => {
    const chart = chartNamed('outpatient');
    const { suggestions } = await desk.suggest(chart, quiet);
    const [first, second] = suggestions.filter(({ billable }) => billable);
    if (!first || !second) throw new Error('too few suggestions');
    await desk.decide({ chart, action: 'accept', code: first.code, evidence: first.evidence, inView: true });
    const rejection = {
      chart,
      action: 'reject',
      code: second.code,
      evidence: second.evidence,
      inView: false,
      reason: 'not-supported',
    } as const;
    await desk.decide(rejection);
    const before = entries(500).length;
    await desk.decide(rejection);
    expect(entries(500), 'what stands already is not recorded again').toHaveLength(before);
    await desk.decide({ chart, action: 'add', code: 'Z23', evidence: [], inView: true });
    const undone = desk.undo(chart);
    expect(undone.decisions.map(({ code }) => code)).toEqual([first.code, second.code]);
    expect(undone.redo).toMatchObject({ action: 'add', code: 'Z23' });
    expect(desk.redo(chart).decisions.map(({ code }) => code)).toEqual([first.code, 'Z23', second.code]);
    desk.undo(chart);
    desk.finish(chart);
    await expect(
      desk.decide({ chart, action: 'add', code: 'Z23', evidence: [], inView: true }),
    ).rejects.toThrow(/finished/);
    expect(() => desk.undo(chart)).toThrow(/finished/);
    desk.close();
    desk = openDesk();
    const coding = desk.coding(chart);
    expect(coding.finished).toBe(true);
    expect(coding.decisions.map(({ code, decided }) => [code, decided])).toEqual([
      [first.code, 'accepted'],
      [second.code, 'rejected'],
    ]);
    expect(coding.decisions[0]?.evidence).toEqual(first.evidence);
    expect(coding.decisions[1]).toMatchObject({ reason: 'not-supported', inView: false });
    const suggested = suggestions.filter(({ tier }) => tier === 'suggestion').map(({ code }) => code);
    expect(desk.worklist().find(({ id }) => id === chart)).toMatchObject({
      status: 'finished',
      finalCodes: 1,
      openSuggestions: suggested.filter((code) => code !== first.code && code !== second.code).length,
    });
    desk.takeIntoReview(chart);
    expect(desk.coding(chart)).toMatchObject({ status: 'in-review', finished: true });
    expect(desk.returnToCoder(chart, 'Look at the lungs again.')).toMatchObject({
      status: 'returned',
      finished: false,
      returned: 'Look at the lungs again.',
    });
    desk.finish(chart);
    desk.reopen(chart);
    expect(desk.coding(chart).finished).toBe(false);
    expect(entries(500).filter(({ who }) => who !== holder.user)).toEqual([]);
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
    await expect(
      desk.decide({ chart, action: 'add', code, evidence: [...evidence], inView: true }),
    ).rejects.toThrow(message);
    expect(readFileSync(join(data, 'ledger.sqlite')).equals(before)).toBe(true);
  });

  it('says what was not recorded and why when the disk refuses, and keeps what was there', async () => {
    const chart = chartNamed('radiology');
    const blocker = blockLedger();
    await expect(
      desk.decide({ chart, action: 'add', code: 'Z23', evidence: [], inView: true }),
    ).rejects.toThrow('The decision on Z23 was not recorded: another program keeps the file locked.');
    blocker.end();
    expect(desk.coding(chart).decisions).toEqual([]);
  });

  it('refuses to undo where nothing was decided', () => {
    expect(() => desk.undo(chartNamed('radiology'))).toThrow(/no decision/);
  });
});

describe('a header', () => {
  it('is recorded when it changes, once, and not against its own dates', () => {
    const chart = chartNamed('radiology');
    const { header } = desk.open(chart);
    const before = entries(500).length;
    const changed = { ...header, type: 'radiology', due: '2030-01-02', assigned: 'Coder 1' } as const;
    expect(desk.setHeader(chart, changed).header).toEqual(changed);
    desk.setHeader(chart, changed);
    expect(entries(500)).toHaveLength(before + 1);
    expect(entries(1)[0]).toMatchObject({ action: 'header', chart, details: { header: changed } });
    expect(() =>
      desk.setHeader(chart, { ...changed, admitted: '2026-02-02', encounterDate: '2026-02-01' }),
    ).toThrow(/after the discharge/);
    expect(desk.open(chart).header).toEqual(changed);
    desk.setHeader(chart, header);
  });

  it('stays as it was where the ledger refuses the entry', () => {
    const chart = chartNamed('radiology');
    const { header } = desk.open(chart);
    const blocker = blockLedger();
    expect(() => desk.setHeader(chart, { ...header, assigned: 'Coder 2' })).toThrow(/not recorded/);
    blocker.end();
    expect(desk.open(chart).header).toEqual(header);
  });
});

describe('a code’s family', () => {
  it('has the codes that the chart was read to propose first', async () => {
    const chart = chartNamed('discharge');
    const { suggestions } = await desk.suggest(chart, quiet);
    const scores = new Map(suggestions.map(({ code, score }) => [code, score]));
    const header = suggestions[0]?.code.slice(0, 3) ?? '';
    const { options, path } = await desk.family(chart, header);
    const proposed = options.map(({ code }) => scores.get(code) ?? 0);
    expect(proposed).toEqual(proposed.toSorted((a, b) => b - a));
    expect(path[0]?.code).toMatch(/^CH/);
  });
});

describe('a day’s work', () => {
  it('is what was decided, with the time it took', async () => {
    const chart = chartNamed('pdf');
    await desk.decide({ chart, action: 'add', code: 'Z23', evidence: [], inView: false });
    desk.recordActivity({ chart, seconds: 15, actions: 3 });
    desk.recordActivity({ chart, seconds: 5, actions: 1 });
    expect(desk.work('2026-01-01', 'me').find((work) => work.chart === chart)).toMatchObject({
      activeSeconds: 20,
      actions: 4,
      finalCodes: 1,
      added: 1,
      unseen: 1,
      finished: false,
    });
    expect(desk.work('2999-01-01', 'all')).toEqual([]);
    expect(() => desk.recordActivity({ chart: 'nobody', seconds: 1, actions: 1 })).toThrow(/no such chart/);
  });
});

describe('roles', () => {
  const as = (roles: Role[]): Desk => new Desk(places(), library, { ...holder, user: 'Somebody', roles });

  it('let a coder finish, and an auditor end a review', () => {
    const chart = chartNamed('radiology');
    const coder = as(['coder']);
    const auditor = as(['auditor']);
    expect(() => auditor.finish(chart)).toThrow('Your account may not do this.');
    coder.finish(chart);
    auditor.takeIntoReview(chart);
    expect(() => coder.finish(chart)).toThrow('Your account may not do this.');
    expect(auditor.finish(chart).status).toBe('finished');
    coder.reopen(chart);
    coder.close();
    auditor.close();
  });

  it('show the work of all to an auditor alone', () => {
    const coder = as(['coder']);
    expect(coder.work('2026-01-01', 'me').filter(({ who }) => who !== 'Somebody')).toEqual([]);
    expect(() => coder.work('2026-01-01', 'all')).toThrow('Your account may not do this.');
    coder.close();
  });
});

describe('what leaves the desk', () => {
  it('is recorded and checkpointed', () => {
    const chart = chartNamed('radiology');
    desk.recordExport('coding summary, csv', true, chart);
    expect(entries(1)[0]).toMatchObject({
      action: 'export',
      chart,
      who: holder.user,
      details: { what: 'coding summary, csv', excerpts: true },
    });
    expect(desk.checkpoint().size).toBe(entries(1)[0]?.seq);
  });
});

describe('a desk that is closed', () => {
  it('keeps nothing of a reading under way and records nothing', async () => {
    const closing = new Desk(places(), library, holder);
    const chart = chartNamed('emergency');
    const seq = entries(1)[0]?.seq;
    const reading = closing.suggest(chart, quiet);
    closing.close();
    await expect(reading).rejects.toThrow();
    expect(() => closing.record('lock', { why: 'key' })).toThrow('Rubricator is locked.');
    expect(entries(1)[0]?.seq).toBe(seq);
  });

  it('is not opened with another key', () => {
    expect(() => new Desk(places(), library, { ...newHolder(), signer: holder.signer })).toThrow(UserError);
  });
});
