import { describe, expect, it } from 'vitest';
import { UNKNOWN_HEADER } from '../../../../src/shared/chart.ts';
import type { ChartCoding, EvidenceSpan, QueryDraft } from '../../../../src/shared/coding.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import { replay } from '../../../../src/main/ledger/replay.ts';

const words: EvidenceSpan = {
  document: 'd-1',
  start: 0,
  end: 4,
  text: 'acute',
  source: 'lexicon',
  context: 'affirmed',
};
const query: QueryDraft = {
  template: 'specificity',
  about: 'I50.9',
  addressee: '',
  indicators: [words],
  question: 'Which kind of heart failure?',
  options: ['systolic', 'diastolic'],
  other: 'Other',
  undetermined: 'Unable to determine',
};

type Act = Pick<LedgerEntry, 'action'> & Partial<LedgerEntry>;
const on = (action: LedgerEntry['action'], code: string, rest: Partial<LedgerEntry> = {}): Act => ({
  action,
  code,
  title: `title of ${code}`,
  ...rest,
});
const undo = (target: number): Act => ({ action: 'undo', target });
const redo = (target: number): Act => ({ action: 'redo', target });
const change = (from: string, code: string): Act =>
  on('change', code, { evidence: [words], details: { inView: false, from, fromTitle: `title of ${from}` } });

/** Replays acts, numbered from 1. */
function after(...acts: Act[]): ChartCoding {
  return replay(
    'chart-1',
    acts.map((act, index) => ({
      seq: index + 1,
      at: `2026-03-01T10:00:${String(index).padStart(2, '0')}.000Z`,
      who: 'coder',
      chart: 'chart-1',
      system: 'icd-10-cm',
      code: null,
      title: null,
      evidence: [],
      model: '',
      catalogue: '',
      target: null,
      note: null,
      previous: '',
      hash: '',
      ...act,
    })),
  );
}
const brief = ({ decisions }: ChartCoding): string =>
  decisions.map(({ code, decided }) => `${code} ${decided}`).join(', ');

describe('decisions', () => {
  it('lists final codes in their sequence and the others behind', () => {
    const coding = after(
      on('accept', 'A'),
      on('reject', 'B', { details: { reason: 'negated' } }),
      on('add', 'C'),
    );
    expect(brief(coding)).toBe('A accepted, C added, B rejected');
    expect(coding.decisions[2]).toMatchObject({ reason: 'negated', entry: 2 });
  });

  it('takes entries of version 0.1, which do not say what was in view, as seen', () => {
    expect(after(on('accept', 'A')).decisions[0]).toEqual({
      code: 'A',
      title: 'title of A',
      decided: 'accepted',
      evidence: [],
      entry: 1,
      reason: null,
      from: null,
      to: null,
      poa: null,
      comment: null,
      inView: true,
    });
    expect(after(on('accept', 'A', { details: { inView: false } })).decisions[0]?.inView).toBe(false);
  });

  it('puts codes into the recorded order, later ones behind, and keeps a place through another decision', () => {
    const order = ['C', 'A', 'B'];
    const acts = [
      on('accept', 'A'),
      on('accept', 'B'),
      on('add', 'C'),
      { action: 'sequence', details: { order } },
    ] as const;
    expect(brief(after(...acts, on('add', 'D')))).toBe('C added, A accepted, B accepted, D added');
    expect(brief(after(...acts, on('accept', 'C')))).toBe('C accepted, A accepted, B accepted');
    expect(brief(after(...acts, on('reject', 'C'), on('accept', 'C')))).toBe(
      'A accepted, B accepted, C accepted',
    );
  });

  it('changes a code into another, which takes its place', () => {
    const coding = after(on('accept', 'A', { evidence: [words] }), on('accept', 'B'), change('A', 'A1'));
    expect(brief(coding)).toBe('A1 added, B accepted, A changed');
    expect(coding.decisions[0]).toMatchObject({ from: 'A', to: null, evidence: [words], inView: false });
    expect(coding.decisions[2]).toMatchObject({
      from: null,
      to: 'A1',
      title: 'title of A',
      evidence: [words],
    });
  });

  it('changes a code that was only suggested, and one that was itself chosen', () => {
    expect(brief(after(change('A', 'B')))).toBe('B added, A changed');
    expect(brief(after(change('A', 'B'), change('B', 'C')))).toBe('C added, A changed, B changed');
  });

  it('changes a code into one that is on the chart, which keeps its own evidence and gains the other’s', () => {
    const other = { ...words, start: 10, end: 14 };
    const coding = after(on('accept', 'B', { evidence: [other] }), on('accept', 'A'), change('A', 'B'));
    expect(brief(coding)).toBe('B accepted, A changed');
    expect(coding.decisions[0]?.evidence).toEqual([other, words]);
  });

  it('keeps POA and comment with the code, POA only while it is final', () => {
    const acts = [
      on('accept', 'A'),
      on('poa', 'A', { details: { poa: 'Y' } }),
      on('comment', 'A', { details: { comment: 'see page 2' } }),
    ];
    expect(after(...acts).decisions[0]).toMatchObject({ poa: 'Y', comment: 'see page 2' });
    expect(after(...acts, on('reject', 'A')).decisions[0]).toMatchObject({
      poa: null,
      comment: 'see page 2',
    });
    expect(after(...acts, on('poa', 'A', { details: { poa: null } })).decisions[0]?.poa).toBeNull();
  });

  it('knows the admitting diagnosis', () => {
    expect(after(on('admit', 'A')).admitDiagnosis).toEqual({ code: 'A', title: 'title of A' });
    expect(after(on('admit', 'A'), { action: 'admit' }).admitDiagnosis).toBeNull();
  });
});

describe('undo and redo', () => {
  const acts = [on('accept', 'A'), on('accept', 'B'), change('A', 'C')];

  it('take back as many acts as there are, and do them again in order', () => {
    const undone = after(...acts, undo(3), undo(2));
    expect(brief(undone)).toBe('A accepted');
    expect(undone.undo).toEqual({ entry: 1, action: 'accept', code: 'A' });
    expect(undone.redo).toEqual({ entry: 2, action: 'accept', code: 'B' });
    const all = after(...acts, undo(3), undo(2), undo(1));
    expect(all).toMatchObject({ decisions: [], undo: null, status: 'new' });
    const again = after(...acts, undo(3), undo(2), undo(1), redo(1), redo(2), redo(3));
    expect(again.decisions).toEqual(after(...acts).decisions);
    expect(again).toMatchObject({ redo: null, undo: { entry: 3, action: 'change', code: 'C' } });
  });

  it('forget what could be done again with a new act, but not with a query', () => {
    expect(after(...acts, undo(3), on('add', 'D')).redo).toBeNull();
    expect(after(...acts, undo(3), { action: 'query', details: { query } }).redo?.entry).toBe(3);
  });

  it.each(['sequence', 'poa', 'admit', 'comment'] as const)('take back %s', (action) => {
    const details = { order: ['B', 'A'], poa: 'Y', comment: 'x' } as const;
    const given = [on('accept', 'A'), on('accept', 'B')];
    const entry = on(action, 'A', { details: { ...details, order: ['B', 'A'] } });
    expect(after(...given, entry)).not.toMatchObject({ undo: { action: 'accept' } });
    const undone = after(...given, entry, undo(3));
    expect(undone.decisions).toEqual(after(...given).decisions);
    expect(undone.admitDiagnosis).toBeNull();
  });

  it('are shut on a finished chart and open again after it was reopened', () => {
    expect(after(...acts, { action: 'finish' })).toMatchObject({ undo: null, redo: null });
    expect(after(...acts, { action: 'finish' }, { action: 'reopen' }).undo?.entry).toBe(3);
  });

  it.each(['finish', 'query', 'header'] as const)('do not take back %s', (action) => {
    const details = { query, header: UNKNOWN_HEADER };
    expect(after(...acts, { action, details }, { action: 'reopen' }).undo?.entry).toBe(3);
  });
});

describe('status', () => {
  const accept = on('accept', 'A');
  const finish: Act = { action: 'finish' };
  const ask: Act = { action: 'query', details: { query } };
  it.each([
    ['new', [{ action: 'import' }, { action: 'suggest' }]],
    ['new', [{ action: 'header', details: { header: UNKNOWN_HEADER } }]],
    ['in-progress', [accept]],
    ['in-progress', [on('admit', 'A')]],
    ['pended', [accept, ask]],
    ['in-progress', [accept, ask, { action: 'withdraw', target: 2 }]],
    ['in-progress', [accept, ask, { action: 'answer', target: 2, details: { answer: 'systolic' } }]],
    ['finished', [accept, finish]],
    ['in-progress', [accept, finish, { action: 'reopen' }]],
    ['in-review', [accept, finish, { action: 'review' }]],
    ['finished', [accept, finish, { action: 'review' }, finish]],
    ['in-progress', [accept, finish, { action: 'review' }, { action: 'reopen' }]],
    ['returned', [accept, finish, { action: 'review' }, { action: 'return', note: 'why' }]],
    ['pended', [accept, finish, { action: 'return', note: 'why' }, ask]],
    ['finished', [accept, finish, { action: 'return', note: 'why' }, finish]],
    ['finished', [accept, finish, { action: 'review' }, { action: 'close' }]],
    ['finished', [accept, finish, { action: 'return', note: 'why' }, { action: 'close' }]],
    ['in-review', [accept, finish, { action: 'review' }, { action: 'second' }, { action: 'finding' }]],
  ] as [string, Act[]][])('is %s', (status, acts) => {
    const coding = after(...acts);
    expect(coding.status).toBe(status);
    expect(coding.finished).toBe(status === 'finished' || status === 'in-review');
  });

  it('keeps the auditor’s note until the chart is finished again', () => {
    const acts = [accept, finish, { action: 'return', note: 'why' } as const];
    expect(after(...acts, on('add', 'B')).returned).toBe('why');
    expect(after(...acts, finish).returned).toBeNull();
  });
});

describe('queries', () => {
  it('are listed with who, when and what came of them', () => {
    const { queries } = after(
      { action: 'query', details: { query } },
      { action: 'query', details: { query } },
      { action: 'query', details: { query } },
      { action: 'answer', target: 1, details: { answer: 'systolic' } },
      { action: 'withdraw', target: 2 },
    );
    expect(
      queries.map(({ entry, state, answer, closedAt }) => [entry, state, answer, closedAt !== null]),
    ).toEqual([
      [1, 'answered', 'systolic', true],
      [2, 'withdrawn', null, true],
      [3, 'open', null, false],
    ]);
    expect(queries[0]).toMatchObject({ ...query, who: 'coder', at: '2026-03-01T10:00:00.000Z' });
  });
});
