import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { ChartStore } from '../../../../src/main/charts/store.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { historyOf } from '../../../../src/main/review/chartHistory.ts';
import { Review, type ReviewParts } from '../../../../src/main/review/review.ts';
import { candidatesOf, sampleOf } from '../../../../src/main/review/samples.ts';
import { UNKNOWN_HEADER, type EncounterType } from '../../../../src/shared/chart.ts';
import type { EvidenceSpan } from '../../../../src/shared/coding.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import type { Finding, Sample, SampleRequest } from '../../../../src/shared/review.ts';
import { noteOf } from '../../../fixtures/makeCharts.ts';
import { actOf, codingActs, type MadeCode } from '../../../fixtures/makeReviews.ts';

const billable = ['I10', 'I16.0', 'E11.9', 'E11.22', 'J44.1', 'Z79.01'];
const catalog = {
  version: { name: 'icd-10-cm', version: 'FY2026' },
  lookUp: (code: string) =>
    billable.includes(code) || code === 'E11'
      ? { code, title: `Title of ${code}`, billable: code !== 'E11', path: [] }
      : undefined,
  book: {
    page: (code: string) => ({ poaExempt: code.startsWith('Z') }),
    tree: (id: string | null) =>
      id === null
        ? [{ id: 'CH9', kind: 'chapter', title: 'Circulatory system', billable: false, hasChildren: true }]
        : [{ id: 'I10', kind: 'code', title: 'Hypertension', billable: true, hasChildren: false }],
  },
} as unknown as Catalog;

let folder: string;
let charts: ChartStore;
let ledger: Ledger;
let time: number;
let accounts: { all: number; auditors: number };
let merged: ReviewParts['merged'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-review-'));
  charts = new ChartStore(join(folder, 'charts.sqlite'));
  time = Date.parse('2026-03-02T10:00:00.000Z');
  ledger = new Ledger(join(folder, 'ledger.sqlite'), { now: () => time });
  accounts = { all: 4, auditors: 2 };
  merged = undefined;
});
afterEach(() => {
  charts.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

const reviewOf = (user: string): Review =>
  new Review({
    ledger,
    charts,
    catalogOf: () => catalog,
    user,
    mayReview: user.startsWith('Auditor'),
    accounts: () => accounts,
    ...(merged && { merged }),
  });
const auditor = (): Review => reviewOf('Auditor 1');

/** A chart that somebody finished with these codes. */
function finished(
  coder: string,
  codes: readonly MadeCode[] = [
    { code: 'I10', score: 0.9 },
    { code: 'E11.9', score: 0.4 },
  ],
  type: EncounterType | null = 'inpatient',
): string {
  const number = charts.list().length + 1;
  const { id } = charts.add(`Chart ${number}`, [noteOf(`Note ${number}. Hypertension.`)]);
  charts.setHeader(id, { ...UNKNOWN_HEADER, type });
  ledger.appendAll(codingActs(id, coder, codes));
  return id;
}
const request = (rest: Partial<SampleRequest> = {}): SampleRequest => ({
  name: 'March',
  plan: { by: 'coder', n: 10 },
  from: '2026-03-01',
  to: '2026-03-31',
  coders: null,
  blind: false,
  ...rest,
});
const draw = (rest: Partial<SampleRequest> = {}): Sample => auditor().draw(request(rest));
const finding = (verdict: Finding['verdict'], rest: Partial<Finding> = {}): Finding => ({
  verdict,
  code: null,
  should: null,
  poa: null,
  reason: verdict === 'agree' ? null : 'guideline',
  ...rest,
});
const disagree = finding('disagree', { code: 'E11.9', should: 'E11.22' });
const find = (sample: number, chart: string, what: Finding = disagree, who = 'Auditor 1') =>
  reviewOf(who).find({ sample, chart, finding: what, comment: null, evidence: [] });
const codes = (...list: string[]) => list.map((code) => ({ code, poa: null }));
const act = (who: string, chart: string, action: LedgerEntry['action'], note: string | null = null): void => {
  ledger.append(actOf({ who, chart, action, note }));
};
const stateIn = ({ entry }: Sample, chart: string): string | undefined =>
  auditor()
    .samples()
    .find((sample) => sample.entry === entry)
    ?.charts.find((each) => each.chart === chart)?.state;

describe('drawing a sample', () => {
  it('shows first what a plan would draw', () => {
    finished('Coder A');
    finished('Coder A');
    finished('Coder B');
    expect(auditor().preview(request({ plan: { by: 'coder', n: 1 } }))).toEqual({
      strata: [
        { name: 'Coder A', charts: 2, drawn: 1 },
        { name: 'Coder B', charts: 1, drawn: 1 },
      ],
    });
    expect(ledger.entries({ action: 'sample' }, 10).entries).toEqual([]);
  });

  it('records request, seed and charts, and lists the latest sample first', () => {
    const chart = finished('Coder A');
    const first = draw();
    const second = draw({ name: 'Low', plan: { by: 'confidence', below: 0.5 }, blind: true });
    expect(first).toMatchObject({
      name: 'March',
      who: 'Auditor 1',
      at: '2026-03-02T10:00:00.000Z',
      blind: false,
      charts: [{ chart, name: 'Chart 1', coder: 'Coder A', type: 'inpatient', state: 'waiting', errors: 0 }],
    });
    expect(first.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(ledger.entry(first.entry)).toMatchObject({
      chart: null,
      action: 'sample',
      details: { seed: first.seed, charts: [chart], sample: request() },
    });
    expect(
      auditor()
        .samples()
        .map(({ entry }) => entry),
    ).toEqual([second.entry, first.entry]);
  });

  it('can be drawn again from what is recorded', () => {
    for (let at = 0; at < 6; at += 1) finished(at < 4 ? 'Coder A' : 'Coder B');
    const { entry } = draw({ plan: { by: 'coder', n: 2 } });
    const { seed = '', charts: recorded } = ledger.entry(entry)?.details ?? {};
    const histories = new Map(
      [...ledger.byChart()].map(([id, entries]) => [
        id,
        historyOf(
          id,
          entries.filter(({ seq }) => seq < entry),
        ),
      ]),
    );
    const all = charts
      .list()
      .map(({ id, header }) => ({ id, type: header.type }))
      .reverse();
    const again = sampleOf({ by: 'coder', n: 2 }, candidatesOf(request(), histories, all), seed);
    expect(again).toEqual(recorded);
    expect(again).toHaveLength(4);
  });

  it('takes confidence from the probabilities of accepted codes', () => {
    const low = finished('Coder A');
    finished('Coder A', [{ code: 'I10', score: 0.9 }]);
    expect(draw({ plan: { by: 'confidence', below: 0.5 } }).charts.map(({ chart }) => chart)).toEqual([low]);
  });

  it('sees what another process appended', () => {
    const review = auditor();
    expect(() => review.draw(request())).toThrow('No finished chart matches this plan.');
    const chart = finished('Coder A');
    expect(review.draw(request()).charts).toHaveLength(1);
    act('Coder A', chart, 'reopen');
    expect(() => review.draw(request())).toThrow('No finished chart matches this plan.');
  });

  it('refuses a time that ends before it begins', () => {
    expect(() => auditor().preview(request({ from: '2026-04-01' }))).toThrow(
      'The time ends before it begins.',
    );
  });
});

describe('coding a chart a second time', () => {
  it('takes the chart into review and proposes what differs', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    const review = auditor().second({ sample: entry, chart, codes: codes('E11.22', 'I10') });
    expect(review).toMatchObject({
      coder: 'Coder A',
      state: 'coded',
      second: [
        { code: 'E11.22', poa: null, title: 'Title of E11.22' },
        { code: 'I10', poa: null, title: 'Title of I10' },
      ],
      proposed: [
        { verdict: 'disagree', code: 'E11.9', should: 'E11.22' },
        { verdict: 'sequence', code: 'I10', should: 'E11.22' },
      ],
      findings: [],
    });
    expect(review.coded?.map(({ code, score, title }) => [code, score, title])).toEqual([
      ['I10', 0.9, 'Title of I10'],
      ['E11.9', 0.4, 'Title of E11.9'],
    ]);
    const actions = ledger.ofChart(chart).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(['review', 'second']);
  });

  it('takes it into review once', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    act('Auditor 1', chart, 'review');
    auditor().second({ sample: entry, chart, codes: codes('I10') });
    auditor().second({ sample: entry, chart, codes: codes('I10', 'E11.9') });
    expect(ledger.ofChart(chart).filter(({ action }) => action === 'review')).toHaveLength(1);
    expect(auditor().chart({ sample: entry, chart }).second).toHaveLength(2);
  });

  it.each([
    ['a code that the release lacks', codes('X99.9'), 'X99.9 is not in icd-10-cm@FY2026.'],
    ['a header', codes('E11'), 'E11 is a header and cannot be coded.'],
    ['a code twice', codes('I10', 'I10'), 'A code stands there twice.'],
    [
      'an indicator of an exempt code',
      [{ code: 'Z79.01', poa: 'Y' as const }],
      'Z79.01 is exempt from POA reporting.',
    ],
    [
      'an exemption that does not hold',
      [{ code: 'I10', poa: 'exempt' as const }],
      'I10 is not exempt from POA reporting.',
    ],
  ])('refuses %s', (_, list, message) => {
    const chart = finished('Coder A');
    const { entry } = draw();
    const before = ledger.head();
    expect(() => auditor().second({ sample: entry, chart, codes: list })).toThrow(message);
    expect(ledger.head()).toEqual(before);
  });

  it('has no indicators outside inpatient stays', () => {
    const chart = finished('Coder A', [{ code: 'I10' }], 'outpatient');
    const { entry } = draw();
    const list = [{ code: 'I10', poa: 'Y' as const }];
    expect(() => auditor().second({ sample: entry, chart, codes: list })).toThrow('Only inpatient stays');
  });

  it('is refused for a chart that the sample does not hold', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    const other = finished('Coder A');
    for (const [sample, id] of [
      [entry, other],
      [entry + 1, chart],
      [1, chart],
    ] as const) {
      expect(() => auditor().second({ sample, chart: id, codes: codes('I10') })).toThrow(
        'There is no such chart',
      );
    }
  });
});

describe('a blind review', () => {
  it('keeps the coder’s codes back until the auditor has coded', () => {
    const chart = finished('Coder A');
    const { entry } = draw({ blind: true });
    expect(auditor().chart({ sample: entry, chart })).toMatchObject({
      blind: true,
      coded: null,
      second: null,
      proposed: [],
    });
    expect(auditor().hides(chart)).toBe(true);
    expect(reviewOf('Coder A').hides(chart)).toBe(false);
    expect(() => find(entry, chart)).toThrow('This review is blind');
    const after = auditor().second({ sample: entry, chart, codes: codes('I10', 'E11.9') });
    expect(after.coded).toHaveLength(2);
    expect(auditor().hides(chart)).toBe(false);
    expect(find(entry, chart).findings).toHaveLength(1);
  });

  it('is coded once: after that the auditor has seen the codes', () => {
    const chart = finished('Coder A');
    const { entry } = draw({ blind: true });
    auditor().second({ sample: entry, chart, codes: codes('I10') });
    expect(() => auditor().second({ sample: entry, chart, codes: codes('E11.9') })).toThrow(
      'A blind coding cannot be changed',
    );
  });

  it('shows an open one at once, and hides no chart that is in no blind sample', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    expect(auditor().chart({ sample: entry, chart }).coded).toHaveLength(2);
    expect(auditor().hides(chart)).toBe(false);
    expect(auditor().hides('nothing')).toBe(false);
  });
});

describe('a finding', () => {
  const words = (chart: string): EvidenceSpan => ({
    document: `${chart}-1`,
    start: 8,
    end: 20,
    text: 'Hypertension',
    source: 'coder',
    context: 'affirmed',
  });

  it('is recorded with reason, comment and evidence', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    const evidence = [words(chart)];
    const { findings } = auditor().find({
      sample: entry,
      chart,
      finding: disagree,
      comment: 'See there.',
      evidence,
    });
    expect(findings).toMatchObject([
      {
        ...disagree,
        who: 'Auditor 1',
        comment: 'See there.',
        evidence,
        stands: true,
        replaced: false,
        steps: [],
      },
    ]);
    expect(ledger.ofChart(chart).at(-1)).toMatchObject({ code: 'E11.9', title: 'Title of E11.9' });
  });

  it('is refused where its words do not stand in the chart', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    const evidence = [{ ...words(chart), start: 7 }];
    expect(() =>
      auditor().find({ sample: entry, chart, finding: disagree, comment: null, evidence }),
    ).toThrow('The evidence does not stand in this chart.');
  });

  it.each<[string, Finding, Partial<Finding>]>([
    [
      'agreement',
      finding('agree', { code: 'I10', should: 'J44.1', poa: 'Y' }),
      { code: 'I10', should: null },
    ],
    [
      'a code too many',
      finding('disagree', { code: 'I10', poa: 'N' }),
      { code: 'I10', should: null, poa: null },
    ],
    ['a missing one', finding('missed', { should: 'J44.1', code: 'I10' }), { code: null, should: 'J44.1' }],
    ['the first place', finding('sequence', { should: 'E11.9' }), { code: 'I10', should: 'E11.9' }],
    [
      'an indicator',
      finding('poa', { code: 'I10', poa: 'N', should: 'J44.1' }),
      { code: 'I10', poa: 'N', should: null },
    ],
  ])('of %s has only what belongs to it', (_, given, kept) => {
    const chart = finished('Coder A', [{ code: 'I10', poa: 'Y' }, { code: 'E11.9' }]);
    const { entry } = draw();
    expect(find(entry, chart, given).findings[0]).toMatchObject({ verdict: given.verdict, ...kept });
  });

  it.each<[string, Finding, string]>([
    ['an error without a reason', { ...disagree, reason: null }, 'An error needs a reason.'],
    ['a code that was not coded', finding('disagree', { code: 'J44.1' }), 'J44.1 was not coded'],
    ['agreement on one', finding('agree', { code: 'J44.1' }), 'J44.1 was not coded'],
    ['agreement on nothing', finding('agree'), 'The finding names no code.'],
    ['missing what is there', finding('missed', { should: 'I10' }), 'I10 was coded'],
    ['missing nothing', finding('missed'), 'The finding names no code.'],
    ['missing a header', finding('missed', { should: 'E11' }), 'E11 is a header'],
    ['replacing by what is there', finding('disagree', { code: 'E11.9', should: 'I10' }), 'I10 was coded'],
    ['first what is first', finding('sequence', { should: 'I10' }), 'I10 stands first already.'],
    [
      'the indicator it has',
      finding('poa', { code: 'I10', poa: 'Y' }),
      'That is the POA indicator that I10 has.',
    ],
    ['no indicator', finding('poa', { code: 'I10' }), 'That is the POA indicator that I10 has.'],
    ['an exemption', finding('poa', { code: 'I10', poa: 'exempt' }), 'I10 is not exempt'],
  ])('is refused for %s', (_, given, message) => {
    const chart = finished('Coder A', [{ code: 'I10', poa: 'Y' }, { code: 'E11.9' }]);
    const { entry } = draw();
    const before = ledger.head();
    expect(() => find(entry, chart, given)).toThrow(message);
    expect(ledger.head()).toEqual(before);
  });

  it('takes back what the same auditor missed', () => {
    const chart = finished('Coder A');
    const { entry } = draw();
    const missed = finding('missed', { should: 'J44.1' });
    const back = finding('agree', { should: 'J44.1' });
    expect(() => find(entry, chart, back)).toThrow('The finding names no code.');
    find(entry, chart, missed);
    expect(() => find(entry, chart, back, 'Auditor 2')).toThrow();
    expect(find(entry, chart, back).findings.map(({ replaced }) => replaced)).toEqual([true, false]);
    expect(auditor().samples()[0]?.charts[0]?.errors).toBe(0);
  });

  it('is refused on one’s own coding, save in a clinic of one', () => {
    const chart = finished('Auditor 1');
    const { entry } = draw();
    expect(() => find(entry, chart)).toThrow('You coded this chart yourself.');
    expect(find(entry, chart, disagree, 'Auditor 2').findings).toHaveLength(1);
    accounts = { all: 1, auditors: 1 };
    find(entry, chart);
    expect(ledger.ofChart(chart).at(-1)?.note).toBe('own coding');
  });
});

describe('the conversation about a finding', () => {
  let chart: string;
  let sample: Sample;
  let entry: number;
  beforeEach(() => {
    chart = finished('Coder A');
    sample = draw();
    entry = find(sample.entry, chart).findings[0]?.entry ?? 0;
  });
  const sendBack = (): void => {
    act('Auditor 1', chart, 'return', 'See the findings.');
  };
  const respond = (response: 'agree' | 'rebut', who = 'Coder A') =>
    reviewOf(who).respond({ chart, entry, response, comment: 'It says type 2.' });
  const escalate = (who = 'Coder A') => reviewOf(who).escalate({ chart, entry, comment: null });
  const settle = (upheld: boolean, who = 'Auditor 1') =>
    reviewOf(who).settle({ chart, entry, upheld, comment: 'Read again.' });
  const close = () => auditor().close({ sample: sample.entry, chart });
  const steps = (): string[] =>
    auditor()
      .chart({ sample: sample.entry, chart })
      .findings.flatMap((each) => each.steps.map(({ step, who }) => `${who} ${step}`));

  it('goes from return to rebuttal, escalation, settlement and closing', () => {
    expect(reviewOf('Coder A').findings({ chart })).toEqual([]);
    sendBack();
    expect(stateIn(sample, chart)).toBe('returned');
    expect(auditor().chart({ sample: sample.entry, chart }).returned).toBe('See the findings.');
    expect(reviewOf('Coder A').findings({ chart })).toMatchObject([{ entry }]);
    expect(reviewOf('Coder B').findings({ chart })).toEqual([]);
    expect(respond('rebut')).toMatchObject([{ steps: [{ step: 'rebut', comment: 'It says type 2.' }] }]);
    act('Coder A', chart, 'finish');
    expect(stateIn(sample, chart)).toBe('answered');
    expect(close).toThrow('A finding is still in dispute.');
    escalate();
    expect(stateIn(sample, chart)).toBe('escalated');
    expect(() => settle(true)).toThrow('An escalated finding is settled by another auditor');
    settle(false, 'Auditor 2');
    expect(stateIn(sample, chart)).toBe('answered');
    expect(steps()).toEqual(['Coder A rebut', 'Coder A escalate', 'Auditor 2 overturn']);
    expect(close().charts[0]).toMatchObject({ state: 'closed', errors: 0 });
    expect(ledger.ofChart(chart).at(-1)).toMatchObject({ action: 'close', details: { of: sample.entry } });
  });

  it('may end with the coder’s agreement, and with one’s own settlement of a rebuttal', () => {
    sendBack();
    respond('rebut');
    respond('agree');
    act('Coder A', chart, 'finish');
    expect(close().charts[0]).toMatchObject({ state: 'closed', errors: 1 });

    const other = finished('Coder B');
    const next = draw({ coders: ['Coder B'] });
    const second = find(next.entry, other).findings[0]?.entry ?? 0;
    act('Auditor 1', other, 'return', 'Again.');
    reviewOf('Coder B').respond({ chart: other, entry: second, response: 'rebut', comment: null });
    auditor().settle({ chart: other, entry: second, upheld: true, comment: null });
    expect(
      reviewOf('Coder B').escalate({ chart: other, entry: second, comment: null })[0]?.steps,
    ).toHaveLength(3);
  });

  it('lets the only auditor settle what was escalated', () => {
    accounts = { all: 3, auditors: 1 };
    sendBack();
    respond('rebut');
    escalate('Auditor 1');
    expect(settle(true)[0]?.stands).toBe(true);
  });

  it('refuses what is not somebody’s turn', () => {
    expect(() => respond('agree')).toThrow('The chart was not returned.');
    expect(() => escalate()).toThrow('Only a finding that was rebutted can be escalated');
    expect(() => settle(true)).toThrow('There is nothing to settle.');
    sendBack();
    expect(() => respond('agree', 'Coder B')).toThrow('Only the coder of the chart answers its findings.');
    expect(() => find(sample.entry, chart)).toThrow('The chart is with its coder.');
    expect(close).toThrow('The chart is with its coder.');
    respond('rebut');
    expect(() => escalate('Coder B')).toThrow('Only the coder of the chart');
    escalate();
    expect(() => escalate()).toThrow('only once');
    expect(() => respond('agree')).toThrow('This finding was passed on already.');
    expect(() => settle(true, 'Coder A')).toThrow('You coded this chart yourself.');
  });

  it('is about errors that were not taken back, of this chart', () => {
    expect(() => reviewOf('Coder A').respond({ chart, entry: 1, response: 'agree', comment: null })).toThrow(
      'There is no such finding in this chart.',
    );
    expect(() => reviewOf('Coder A').escalate({ chart: 'other', entry, comment: null })).toThrow(
      'There is no such finding',
    );
    find(sample.entry, chart, finding('agree', { code: 'E11.9' }));
    expect(() => settle(true)).toThrow('There is nothing to answer.');
  });

  it('is over once the review is closed', () => {
    close();
    expect(close).toThrow('The review of this chart is closed.');
    expect(() => find(sample.entry, chart)).toThrow('The review of this chart is closed.');
    expect(() => respond('agree')).toThrow('The review of this chart is closed.');
    expect(reviewOf('Coder A').findings({ chart })).toHaveLength(1);
  });

  it('cannot be closed before anything was said', () => {
    const other = finished('Coder B');
    const { entry: next } = draw({ coders: ['Coder B'] });
    expect(() => auditor().close({ sample: next, chart: other })).toThrow(
      'Nothing was said of this chart yet.',
    );
  });

  it('keeps to the coding that was drawn, whatever the coder changes after', () => {
    sendBack();
    ledger.append(actOf({ who: 'Coder A', chart, action: 'add', code: 'J44.1', title: '' }));
    act('Coder A', chart, 'finish');
    expect(
      auditor()
        .chart({ sample: sample.entry, chart })
        .coded?.map(({ code }) => code),
    ).toEqual(['I10', 'E11.9']);
    close();
    expect(figures().all.codes).toMatchObject({ hits: 1, of: 2 });
  });
});

const figures = (of: 'here' | 'all' = 'here') =>
  auditor().figures({ from: '2026-03-01', to: '2026-03-31', of });

describe('figures', () => {
  const reviewed = (chart: string, sample: number): void => {
    auditor().second({ sample, chart, codes: codes('I10', 'E11.22') });
    find(sample, chart);
    auditor().close({ sample, chart });
  };

  it('are of closed reviews, with titles and chapters of the release', () => {
    const chart = finished('Coder A');
    finished('Coder B');
    const { entry } = draw({ blind: true });
    reviewed(chart, entry);
    const made = figures();
    expect(made.all).toMatchObject({
      codes: { hits: 1, of: 2, charts: [chart] },
      whole: { hits: 0, of: 1 },
      principal: { hits: 1, of: 1 },
    });
    expect(made.byCode.map(({ label }) => label)).toEqual([
      'Title of E11.9',
      'Title of E11.22',
      'Title of I10',
    ]);
    expect(made.byChapter).toMatchObject([
      { key: '9', label: 'Circulatory system', codes: { hits: 1, of: 1 } },
    ]);
    expect(made.byModel.map(({ key }) => key)).toEqual(['label-attention@1.0']);
    expect(made.models).toMatchObject([{ accepted: { hits: 2, of: 2 }, overturned: { hits: 1, of: 2 } }]);
    expect(made.agreement.charts).toEqual([chart]);
    expect(made.trend).toMatchObject([{ week: '2026-03-02', codes: { hits: 1, of: 2 } }]);
  });

  it('are none where nothing was reviewed', () => {
    expect(figures().all.codes).toEqual({ hits: 0, of: 0, charts: [] });
    expect(() => auditor().figures({ from: '2026-03-02', to: '2026-03-01', of: 'here' })).toThrow(
      'The time ends before it begins.',
    );
  });

  it('take in merged ledgers where they are asked for', () => {
    const other = new Ledger(join(folder, 'other.sqlite'), { now: () => time });
    const here = ledger;
    ledger = other;
    const chart = finished('Coder C');
    reviewed(chart, draw().entry);
    ledger = here;
    let read = 0;
    const known = { origin: 'rubricator-0123456789abcdef', own: false, withheld: true };
    merged = {
      known: () => [{ ...known, entries: other.head().seq, lastAt: null, mergedAt: null }],
      entries: (filter, limit, before) => other.entries(filter, limit, before),
      ofChart: (_, id) => {
        read += 1;
        return other.ofChart(id);
      },
    };
    const review = auditor();
    const all = { from: '2026-03-01', to: '2026-03-31', of: 'all' as const };
    const coders = (): string[] => review.figures(all).byCoder.map(({ key }) => key);
    expect(coders()).toEqual(['Coder C']);
    expect(review.figures({ ...all, of: 'here' }).byCoder).toEqual([]);
    expect(coders()).toEqual(['Coder C']);
    expect(read).toBe(1);
    ledger = other;
    reviewed(finished('Coder D'), draw({ coders: ['Coder D'] }).entry);
    ledger = here;
    expect(coders()).toEqual(['Coder C', 'Coder D']);
    other.close();
  });
});
