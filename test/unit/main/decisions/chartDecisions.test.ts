import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNKNOWN_HEADER } from '../../../../src/shared/chart.ts';
import type { DecisionRequest } from '../../../../src/shared/channels.ts';
import type { EvidenceSpan, QueryDraft } from '../../../../src/shared/coding.ts';
import type { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { ChartStore } from '../../../../src/main/charts/store.ts';
import { ChartDecisions } from '../../../../src/main/decisions/chartDecisions.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { newSigner } from '../../../fixtures/holder.ts';
import { noteOf } from '../../../fixtures/makeCharts.ts';

let folder: string;
let charts: ChartStore;
let ledger: Ledger;
let decisions: ChartDecisions;
let chart: string;
let words: EvidenceSpan;
let inForce: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-decisions-'));
  charts = new ChartStore(join(folder, 'charts.sqlite'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'), { signer: newSigner() });
  inForce = ['I10', 'E11.9', 'E11.22'];
  const catalog = {
    version: { name: 'icd-10-cm', version: 'FY2026' },
    lookUp: (code: string) =>
      inForce.includes(code) ? { code, title: code, billable: true, path: [] } : undefined,
  };
  decisions = new ChartDecisions({
    charts,
    ledger,
    user: 'coder',
    catalogOf: () => catalog as unknown as Catalog,
    proposed: (_chart, code) => (code === 'E11.9' ? 0.8 : undefined),
  });
  chart = charts.add('visit', [noteOf('Assessment: hypertension.')]).id;
  words = {
    document: `${chart}-1`,
    start: 12,
    end: 24,
    text: 'hypertension',
    source: 'coder',
    context: 'affirmed',
  };
});
afterEach(() => {
  charts.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

const query = (): QueryDraft => ({
  template: 'poa',
  about: null,
  addressee: '',
  indicators: [words],
  question: 'Was the hypertension present on admission?',
  options: ['Yes', 'No'],
  other: 'Other',
  undetermined: 'Unable to determine',
});

describe('accepting several codes', () => {
  it('makes an entry of each, with an undo of each', () => {
    const coding = decisions.acceptAll(
      {
        chart,
        codes: [
          { code: 'I10', evidence: [words] },
          { code: 'E11.9', evidence: [] },
        ],
      },
      'm@1',
    );
    expect(coding.decisions.map(({ code }) => code)).toEqual(['I10', 'E11.9']);
    expect(ledger.entries({}, 5).entries.map(({ action, model, who }) => [action, model, who])).toEqual([
      ['accept', 'm@1', 'coder'],
      ['accept', 'm@1', 'coder'],
    ]);
    expect(decisions.undo(chart).decisions.map(({ code }) => code)).toEqual(['I10']);
  });

  it('records none where one cannot be coded', () => {
    const codes = [
      { code: 'I10', evidence: [words] },
      { code: 'X99', evidence: [] },
    ];
    expect(() => decisions.acceptAll({ chart, codes }, 'm@1')).toThrow(/X99 is not in/);
    const twice = [
      { code: 'I10', evidence: [words] },
      { code: 'I10', evidence: [] },
    ];
    expect(() => decisions.acceptAll({ chart, codes: twice }, 'm@1')).toThrow(/twice/);
    expect(ledger.head().seq).toBe(0);
  });

  it('does not record what stands already', () => {
    const codes = [{ code: 'I10', evidence: [words] }];
    decisions.acceptAll({ chart, codes }, 'm@1');
    decisions.acceptAll({ chart, codes }, 'm@1');
    expect(ledger.head().seq).toBe(1);
  });
});

describe('a query', () => {
  it('keeps the chart from being finished until it is answered or withdrawn', () => {
    expect(decisions.sendQuery(chart, query()).status).toBe('pended');
    expect(() => decisions.finish(chart)).toThrow(/waits for the physician/);
    expect(() => decisions.answerQuery(chart, 9, 'Yes')).toThrow(/no such query/);
    expect(decisions.answerQuery(chart, 1, 'Yes').queries[0]).toMatchObject({
      state: 'answered',
      answer: 'Yes',
    });
    decisions.sendQuery(chart, query());
    expect(decisions.withdrawQuery(chart, 3).status).toBe('new');
    expect(decisions.finish(chart).status).toBe('finished');
    expect(() => decisions.sendQuery(chart, query())).toThrow(/finished/);
  });
});

describe('finishing', () => {
  it('records the sequence and what was missing all the same, and signs the ledger', () => {
    charts.setHeader(chart, { ...UNKNOWN_HEADER, type: 'inpatient' });
    decisions.record({ action: 'add', chart, code: 'I10', evidence: [], inView: true }, 'm@1');
    decisions.finish(chart);
    expect(ledger.entries({}, 1).entries[0]).toMatchObject({
      action: 'finish',
      note: 'final codes: I10',
      details: { order: ['I10'], overridden: ['no-encounter-date', 'no-poa', 'no-admit-diagnosis'] },
    });
    expect(ledger.checkpoint()).toMatchObject({ size: 2 });
  });
});

describe('a review', () => {
  it('is for finished charts, and ends with finishing, returning or reopening', () => {
    expect(() => decisions.takeIntoReview(chart)).toThrow(/not finished/);
    expect(() => decisions.returnToCoder(chart, 'why')).toThrow(/not finished/);
    decisions.finish(chart);
    expect(() => decisions.finish(chart)).toThrow(/is finished/);
    expect(decisions.takeIntoReview(chart).status).toBe('in-review');
    expect(() => decisions.takeIntoReview(chart)).toThrow(/already/);
    expect(() => decisions.undo(chart)).toThrow(/is finished/);
    expect(decisions.finish(chart).status).toBe('finished');
    expect(decisions.returnToCoder(chart, 'why')).toMatchObject({ status: 'returned', returned: 'why' });
  });
});

describe('doing again', () => {
  it('is refused where nothing was taken back, or the release in force lacks the code', () => {
    expect(() => decisions.redo(chart)).toThrow(/nothing to do again/);
    decisions.record({ action: 'add', chart, code: 'I10', evidence: [], inView: true }, 'm@1');
    decisions.undo(chart);
    inForce = ['E11.9'];
    expect(() => decisions.redo(chart)).toThrow(/I10 is not in/);
    inForce = ['I10'];
    expect(decisions.redo(chart).decisions.map(({ code }) => code)).toEqual(['I10']);
    expect(ledger.entries({}, 1).entries[0]).toMatchObject({
      action: 'redo',
      code: 'I10',
      title: 'I10',
      target: 1,
    });
  });
});

it('refuses a chart that is not there', () => {
  const request: DecisionRequest = {
    action: 'add',
    chart: 'nobody',
    code: 'I10',
    evidence: [],
    inView: true,
  };
  expect(() => decisions.record(request, 'm@1')).toThrow(/no such chart/);
  expect(() => decisions.finish('nobody')).toThrow(/no such chart/);
});
