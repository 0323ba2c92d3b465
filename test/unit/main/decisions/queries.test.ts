import { describe, expect, it } from 'vitest';
import type { ChartCoding, EvidenceSpan, PhysicianQuery, QueryDraft } from '../../../../src/shared/coding.ts';
import { queryProblems, queryProblemText } from '../../../../src/shared/query.ts';
import { answerAct, queryAct, withdrawAct } from '../../../../src/main/decisions/queries.ts';

const TEXT = 'Creatinine 1.1 on admission, 2.9 on day 2.';
const creatinine: EvidenceSpan = {
  document: 'd-1',
  start: 0,
  end: 27,
  text: TEXT.slice(0, 27),
  source: 'coder',
  context: 'affirmed',
};
const draft: QueryDraft = {
  template: 'indicators',
  about: null,
  addressee: 'the attending physician',
  indicators: [creatinine],
  question: 'What diagnosis, if any, explains the rise of creatinine?',
  options: ['Acute kidney injury', 'Acute tubular necrosis', 'Chronic kidney disease without acute injury'],
  other: 'Other (please specify)',
  undetermined: 'Unable to determine',
};
const problemsOf = (change: Partial<QueryDraft>): string[] =>
  queryProblems({ ...draft, ...change }).map(({ problem, words }) => `${problem}: ${words ?? ''}`);

describe('a compliant query', () => {
  it('has no problem', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Partial<QueryDraft>]>([
    [
      'names a diagnosis of which it asks the stage',
      {
        template: 'specificity',
        question: 'The note documents chronic kidney disease. Please clarify its stage.',
        options: ['Chronic kidney disease, stage 3', 'Chronic kidney disease, stage 4'],
      },
    ],
    [
      'sets two documented diagnoses side by side',
      {
        template: 'conflict',
        question: 'Documented are pneumonia (day 1) and acute bronchitis (discharge). Please clarify.',
        options: ['Pneumonia', 'Acute bronchitis'],
      },
    ],
    [
      'asks by yes or no whether a documented condition was present on admission',
      { template: 'poa', question: 'Was the acute kidney injury present on admission?', options: [] },
    ],
    [
      'speaks Spanish of the day of admission and of intake',
      {
        question:
          '¿Qué diagnóstico explica la creatinina desde el ingreso? Ingresos y pérdidas: ver gráfica.',
      },
    ],
    [
      'speaks German',
      { question: 'Welche Diagnose erklärt den Anstieg des Kreatinins? Einnahme von NSAR ist notiert.' },
    ],
    [
      'has words that only look like the forbidden ones',
      {
        question:
          'The chief complaint (CC) was dyspnea; 500 cc of fluid. Image quality was good; attention was paged.',
      },
    ],
  ])('%s', (_what, change) => {
    expect(problemsOf(change)).toEqual([]);
  });
});

describe('a query that is not compliant', () => {
  it.each([
    ['This affects payment.', 'payment'],
    ['It raises the MS-DRG.', 'MS-DRG'],
    ['Is there an MCC?', 'MCC'],
    ['We need it for CC capture.', 'CC capture'],
    ['For our quality scores please clarify.', 'quality scores'],
    ['The reimbursement depends on it.', 'reimbursement'],
    ['It changes the case-mix index.', 'case-mix'],
    ['Esto afecta al GRD.', 'GRD'],
    ['Es importante para la facturación.', 'facturación'],
    ['Mejora los indicadores de calidad.', 'indicadores de calidad'],
    ['Das ist erlösrelevant.', 'erlösrelevant'],
    ['Wegen der Vergütung bitte klären.', 'Vergütung'],
    ['Der PCCL steigt damit.', 'PCCL'],
    ['Für die Qualitätsindikatoren.', 'Qualitätsindikatoren'],
  ])('speaks of payment or quality scores: %s', (question, words) => {
    expect(problemsOf({ question })).toContain(`payment: ${words}`);
    expect(problemsOf({ options: [...draft.options, question] })).toContain(`payment: ${words}`);
  });

  it.each([
    ['Do you agree that this is acute kidney failure?', 'Do you agree'],
    ['Please document that the patient has sepsis.', 'Please document that'],
    ['¿Está usted de acuerdo en que hay una sepsis?', 'Está usted de acuerdo'],
    ['Stimmen Sie der Diagnose Sepsis zu?', null],
    ['Bitte bestätigen Sie, dass eine Sepsis vorliegt.', 'Bitte bestätigen Sie, dass'],
    ['Does the patient have acute kidney injury?', 'Acute kidney injury'],
  ])('leads: %s', (question, words) => {
    const found = problemsOf({ question });
    expect(found.some((problem) => problem.startsWith('leading'))).toBe(true);
    if (words !== null) expect(found).toContain(`leading: ${words}`);
  });

  it('asks by yes or no for a new diagnosis', () => {
    expect(problemsOf({ options: ['Sepsis'] })).toEqual(['few-options: Sepsis']);
    expect(problemsOf({ template: 'specificity', options: [] })).toEqual(['few-options: ']);
  });

  it('offers a choice twice, cites nothing, or asks nothing', () => {
    expect(problemsOf({ options: ['Sepsis', 'sepsis'] })).toEqual(['same-options: sepsis']);
    expect(problemsOf({ indicators: [] })).toEqual(['no-indicators: ']);
    expect(problemsOf({ question: ' ' })).toEqual(['no-question: ']);
  });

  it('is explained in words, with a remedy', () => {
    for (const problem of [
      'payment',
      'leading',
      'few-options',
      'same-options',
      'no-indicators',
      'no-question',
    ] as const) {
      const { message, remedy } = queryProblemText({ problem, words: 'sepsis' });
      expect(message).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});

describe('sending, answering and withdrawing', () => {
  const grounds = {
    documents: [{ id: 'd-1', text: TEXT }],
    catalog: {
      version: { name: 'icd-10-cm', version: 'FY2026' },
      lookUp: (code: string) =>
        code === 'N17.9' ? { code, title: 'AKF', billable: true, path: [] } : undefined,
    },
  };
  const sent: PhysicianQuery = {
    ...draft,
    entry: 7,
    who: 'coder',
    at: '',
    state: 'open',
    answer: null,
    closedAt: null,
  };
  const coding = (query: PhysicianQuery): ChartCoding => ({ queries: [query] }) as unknown as ChartCoding;

  it('records the query with the code it is about', () => {
    const query = { ...draft, about: 'N17.9' };
    expect(queryAct(query, grounds)).toEqual({
      action: 'query',
      code: 'N17.9',
      title: 'AKF',
      details: { query },
    });
    expect(queryAct(draft, grounds)).toMatchObject({ code: null });
  });

  it('refuses what is not in the chart, the release, or the rules', () => {
    expect(() =>
      queryAct({ ...draft, indicators: [{ ...creatinine, text: 'Creatinine 9' }] }, grounds),
    ).toThrow(/does not stand/);
    expect(() => queryAct({ ...draft, about: 'I10' }, grounds)).toThrow(/not in icd-10-cm@FY2026/);
    expect(() => queryAct({ ...draft, question: 'Which DRG?' }, grounds)).toThrow(/payment.*DRG/);
  });

  it('answers or withdraws an open query by its entry', () => {
    expect(answerAct(coding(sent), 7, 'AKI')).toEqual({
      action: 'answer',
      target: 7,
      code: null,
      details: { answer: 'AKI' },
    });
    expect(withdrawAct(coding(sent), 7)).toEqual({ action: 'withdraw', target: 7, code: null });
    expect(() => answerAct(coding(sent), 8, 'AKI')).toThrow(/no such query/);
    expect(() => withdrawAct(coding({ ...sent, state: 'answered' }), 7)).toThrow(/answered already/);
  });
});
