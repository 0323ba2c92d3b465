import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Standings, type BriefDecision, type Standing } from '../../../../src/main/decisions/standings.ts';
import { workOf } from '../../../../src/main/decisions/work.ts';
import { Ledger, type Act } from '../../../../src/main/ledger/ledger.ts';

const act = (change: Partial<Act>): Act => ({
  who: 'coder',
  chart: 'chart-1',
  action: 'accept',
  system: 'icd-10-cm',
  code: null,
  title: null,
  evidence: [],
  model: '',
  catalogue: '',
  target: null,
  note: null,
  ...change,
});

describe('standings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rubricator-standings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('follow the ledger, whoever writes to it', () => {
    const ledger = new Ledger(join(folder, 'ledger.sqlite'));
    const other = new Ledger(join(folder, 'ledger.sqlite'));
    ledger.append(act({ action: 'import' }));
    ledger.append(act({ code: 'I10' }));
    const standings = new Standings(ledger);
    expect(standings.all().get('chart-1')).toMatchObject({
      status: 'in-progress',
      finalCodes: 1,
      openQueries: 0,
      decisions: [{ code: 'I10', decided: 'accepted', who: 'coder', inView: true }],
    });
    other.append(act({ chart: 'chart-2', action: 'reject', code: 'I10', details: { inView: false } }));
    other.append(act({ action: 'finish' }));
    expect(standings.all().get('chart-1')).toMatchObject({ status: 'finished', finished: true });
    expect(standings.all().get('chart-2')).toMatchObject({ finalCodes: 0, decisions: [{ inView: false }] });
    expect([...(standings.all().get('chart-2')?.lastActs.keys() ?? [])]).toEqual(['coder']);
    expect(standings.all().get('chart-3')).toBeUndefined();
    ledger.close();
    other.close();
  });
});

describe('work', () => {
  const decided = (code: string, rest: Partial<BriefDecision> = {}): BriefDecision => ({
    code,
    decided: 'accepted',
    from: null,
    inView: true,
    who: 'anna',
    at: '2026-03-02T09:00:00Z',
    ...rest,
  });
  const standing: Standing = {
    status: 'finished',
    finished: true,
    finalCodes: 3,
    openQueries: 0,
    decisions: [
      decided('A'),
      decided('B', { decided: 'added', from: 'B1', inView: false }),
      decided('B1', { decided: 'changed', inView: false }),
      decided('C', { decided: 'added', who: 'ben' }),
      decided('D', { decided: 'rejected', inView: false }),
      decided('E', { at: '2026-02-01T09:00:00Z' }),
    ],
    lastActs: new Map([
      ['anna', '2026-03-02T09:10:00Z'],
      ['ben', '2026-03-01T09:00:00Z'],
      ['cara', '2026-01-01T09:00:00Z'],
    ]),
  };
  const work = workOf(
    [
      { id: 'chart-1', name: 'stay', type: 'inpatient' },
      { id: 'chart-2', name: 'visit', type: null },
    ],
    new Map([['chart-1', standing]]),
    [
      { chart: 'chart-1', who: 'anna', day: '2026-03-02', seconds: 90, actions: 12 },
      { chart: 'chart-2', who: 'anna', day: '2026-03-03', seconds: 5, actions: 1 },
    ],
    '2026-03-01',
    (at) => at.slice(0, 10),
  );

  it('counts for each person what stands of their decisions since the day, the latest first', () => {
    expect(work.map(({ chart, who, day }) => [chart, who, day])).toEqual([
      ['chart-2', 'anna', '2026-03-03'],
      ['chart-1', 'anna', '2026-03-02'],
      ['chart-1', 'ben', '2026-03-01'],
    ]);
    expect(work[1]).toEqual({
      chart: 'chart-1',
      name: 'stay',
      type: 'inpatient',
      who: 'anna',
      day: '2026-03-02',
      finished: true,
      activeSeconds: 90,
      actions: 12,
      finalCodes: 2,
      accepted: 1,
      changed: 1,
      added: 0,
      rejected: 1,
      unseen: 2,
    });
    expect(work[2]).toMatchObject({ finalCodes: 1, added: 1, activeSeconds: 0, unseen: 0 });
    expect(work[0]).toMatchObject({ finished: false, finalCodes: 0, activeSeconds: 5 });
  });
});
