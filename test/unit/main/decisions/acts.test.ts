import { describe, expect, it } from 'vitest';
import type { DecisionRequest } from '../../../../src/shared/channels.ts';
import type { Decision, EvidenceSpan } from '../../../../src/shared/coding.ts';
import { actOf, type Grounds } from '../../../../src/main/decisions/acts.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { codingOf, decisionOn } from '../../../fixtures/chartCoding.ts';

const TEXT = 'Acute on chronic systolic heart failure, improved.';
const BILLABLE = ['I50.23', 'I50.9', 'I10', 'Z23', 'N18.4'];
const words: EvidenceSpan = {
  document: 'd-1',
  start: 0,
  end: 39,
  text: TEXT.slice(0, 39),
  source: 'lexicon',
  context: 'affirmed',
};

function decision(code: string, rest: Partial<Decision> = {}): Decision {
  return decisionOn(code, { title: `title of ${code}`, evidence: [words], ...rest });
}

function grounds(decisions: Decision[] = [], rest: Partial<Grounds> = {}): Grounds {
  const coding = codingOf(decisions);
  return {
    documents: [{ id: 'd-1', text: TEXT }],
    type: 'inpatient',
    catalog: {
      version: { name: 'icd-10-cm', version: 'FY2026' },
      lookUp: (code) =>
        code === 'I50' || BILLABLE.includes(code)
          ? { code, title: `title of ${code}`, billable: code !== 'I50', path: [] }
          : undefined,
    },
    coding,
    poaExempt: (code) => code === 'Z23',
    proposed: (code) => (code === 'I50.9' ? 0.8 : undefined),
    ...rest,
  };
}

const about = { chart: 'chart-1', evidence: [words], inView: true };
const accept: DecisionRequest = { action: 'accept', code: 'I50.23', ...about };
const reject: DecisionRequest = { action: 'reject', code: 'I50.23', reason: 'negated', ...about };
const change: DecisionRequest = { action: 'change', code: 'I50.23', from: 'I50.9', ...about };

describe('accepting, adding and rejecting', () => {
  it('records code, title, evidence and whether it was in view', () => {
    expect(actOf({ ...accept, inView: false }, grounds())).toEqual({
      action: 'accept',
      code: 'I50.23',
      title: 'title of I50.23',
      evidence: [words],
      details: { inView: false },
    });
    expect(actOf(reject, grounds())?.details).toEqual({ inView: true, reason: 'negated' });
  });

  it('records the probability of what the reading proposed and the coder accepted', () => {
    const proposed = { ...accept, code: 'I50.9' };
    expect(actOf(proposed, grounds())?.details).toEqual({ inView: true, score: 0.8 });
    expect(actOf({ ...proposed, action: 'add' }, grounds())?.details).toEqual({ inView: true });
    expect(actOf({ ...reject, code: 'I50.9' }, grounds())?.details).not.toHaveProperty('score');
  });

  it('records nothing where the same stands already, and another reason or other evidence', () => {
    expect(actOf(accept, grounds([decision('I50.23')]))).toBeNull();
    expect(actOf({ ...accept, inView: false }, grounds([decision('I50.23')]))).toBeNull();
    expect(actOf({ ...accept, evidence: [] }, grounds([decision('I50.23')]))).not.toBeNull();
    const rejected = grounds([decision('I50.23', { decided: 'rejected', reason: 'negated' })]);
    expect(actOf(reject, rejected)).toBeNull();
    expect(actOf({ ...reject, reason: 'history' }, rejected)).not.toBeNull();
  });

  it('rejects a header, but accepts none', () => {
    expect(actOf({ ...reject, code: 'I50' }, grounds())).toMatchObject({ code: 'I50' });
    expect(() => actOf({ ...accept, code: 'I50' }, grounds())).toThrow(/header/);
  });
});

describe('changing', () => {
  it('records both codes', () => {
    expect(actOf(change, grounds())).toEqual({
      action: 'change',
      code: 'I50.23',
      title: 'title of I50.23',
      evidence: [words],
      details: { inView: true, from: 'I50.9', fromTitle: 'title of I50.9' },
    });
    expect(actOf(change, grounds([decision('I50.9')]))?.details?.fromTitle).toBe('title of I50.9');
  });

  it('gives up a decided code that was not proposed, and records the same change once', () => {
    expect(actOf({ ...change, from: 'I10' }, grounds([decision('I10')]))).not.toBeNull();
    const done = [
      decision('I50.23', { decided: 'added', from: 'I50.9' }),
      decision('I50.9', { decided: 'changed', to: 'I50.23' }),
    ];
    expect(actOf(change, grounds(done))).toBeNull();
  });

  it.each([
    ['a code that nobody proposed', { ...change, from: 'I10' }, /neither suggested nor decided/],
    ['itself', { ...change, code: 'I50.9' }, /itself/],
    ['a header', { ...change, code: 'I50' }, /header/],
    ['a code that the release lacks', { ...change, code: 'X99' }, /X99 is not in icd-10-cm@FY2026/],
  ])('refuses %s', (_what, request, message) => {
    expect(() => actOf(request, grounds())).toThrow(message);
  });
});

describe('the sequence', () => {
  const final = [decision('I10'), decision('Z23'), decision('N18.4', { decided: 'rejected' })];
  it('must hold exactly the final codes', () => {
    const order = (...codes: string[]) =>
      actOf({ action: 'sequence', chart: 'chart-1', order: codes }, grounds(final));
    expect(order('Z23', 'I10')).toEqual({ action: 'sequence', details: { order: ['Z23', 'I10'] } });
    expect(order('I10', 'Z23')).toBeNull();
    for (const wrong of [['I10'], ['I10', 'I10'], ['I10', 'Z23', 'N18.4'], ['I10', 'I50.9']]) {
      expect(() => order(...wrong), wrong.join()).toThrow(/exactly the codes/);
    }
  });
});

describe('POA', () => {
  const poa = (code: string, value: Decision['poa'], given: Grounds) =>
    actOf({ action: 'poa', chart: 'chart-1', code, poa: value }, given);
  it('is set for final codes of inpatient stays and of unknown encounters', () => {
    expect(poa('I10', 'Y', grounds([decision('I10')]))).toMatchObject({
      action: 'poa',
      details: { poa: 'Y' },
    });
    expect(poa('I10', 'W', grounds([decision('I10')], { type: null }))).not.toBeNull();
    expect(poa('I10', 'Y', grounds([decision('I10', { poa: 'Y' })]))).toBeNull();
    expect(poa('I10', null, grounds([decision('I10', { poa: 'Y' })]))?.details).toEqual({ poa: null });
    expect(poa('Z23', 'exempt', grounds([decision('Z23')]))).not.toBeNull();
  });

  it('is refused elsewhere', () => {
    expect(() => poa('I10', 'Y', grounds())).toThrow(/not coded/);
    expect(() => poa('I10', 'Y', grounds([decision('I10', { decided: 'rejected' })]))).toThrow(/not coded/);
    expect(() => poa('I10', 'Y', grounds([decision('I10')], { type: 'outpatient' }))).toThrow(/inpatient/);
    expect(() => poa('I10', 'exempt', grounds([decision('I10')]))).toThrow(/not exempt/);
    expect(() => poa('Z23', 'Y', grounds([decision('Z23')]))).toThrow(/is exempt/);
  });
});

describe('admitting diagnosis and comments', () => {
  it('take a billable code or none', () => {
    const admit = (code: string | null, given = grounds()) =>
      actOf({ action: 'admit', chart: 'chart-1', code }, given);
    expect(admit('I10')).toMatchObject({ action: 'admit', code: 'I10' });
    expect(admit(null)).toBeNull();
    const given = grounds();
    given.coding.admitDiagnosis = { code: 'I10', title: '' };
    expect(admit('I10', given)).toBeNull();
    expect(admit(null, given)).toEqual({ action: 'admit' });
    expect(() => admit('I50')).toThrow(/header/);
  });

  it('comment on decided codes alone', () => {
    const comment = (text: string | null, given: Grounds) =>
      actOf({ action: 'comment', chart: 'chart-1', code: 'I10', comment: text }, given);
    expect(comment('see page 2', grounds([decision('I10', { decided: 'rejected' })]))).toMatchObject({
      details: { comment: 'see page 2' },
    });
    expect(comment('x', grounds([decision('I10', { comment: 'x' })]))).toBeNull();
    expect(() => comment('x', grounds())).toThrow(/not decided/);
  });
});

it('refuses evidence that does not stand in the chart, with a remedy', () => {
  for (const evidence of [
    { ...words, start: 1 },
    { ...words, document: 'd-2' },
    { ...words, text: 'other' },
  ]) {
    try {
      actOf({ ...accept, evidence: [evidence] }, grounds());
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).toMatch(/does not stand/);
      expect(error.remedy).not.toBe('');
    }
  }
});
