import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../../src/shared/chart.ts';
import type { ChartCoding, Decision } from '../../../../src/shared/coding.ts';
import { fileNameFor, summaryCsv, summaryJson, summaryOf } from '../../../../src/main/decisions/summary.ts';

const header = {
  patient: '=HYPERLINK("x")',
  record: '0017',
  type: 'inpatient',
  admitted: '2026-02-20',
  encounterDate: '2026-02-23',
  due: null,
  assigned: null,
} as const;
const chart: Chart = {
  id: 'chart-1',
  name: 'stay, 17',
  sample: false,
  importedAt: '',
  header,
  documents: [
    { id: 'd-1', name: 'discharge.txt', kind: 'text', language: 'en', text: 'sepsis\nand', sections: [] },
  ],
};
const decision = (code: string, rest: Partial<Decision> = {}): Decision => ({
  code,
  title: `title, of ${code}`,
  decided: 'accepted',
  evidence: [
    { document: 'd-1', start: 0, end: 10, text: 'sepsis\nand', source: 'lexicon', context: 'affirmed' },
  ],
  entry: 1,
  reason: null,
  from: null,
  to: null,
  poa: null,
  comment: null,
  inView: true,
  ...rest,
});
const coding: ChartCoding = {
  chart: 'chart-1',
  status: 'finished',
  decisions: [
    decision('A41.9', { poa: 'Y', comment: 'said "twice"' }),
    decision('Z23', { decided: 'added', from: 'Z28.3', evidence: [] }),
    decision('R51.9', { decided: 'rejected' }),
  ],
  admitDiagnosis: { code: 'R50.9', title: 'Fever' },
  queries: [],
  finished: true,
  undo: null,
  redo: null,
  returned: null,
};
const summary = summaryOf({
  chart,
  coding,
  catalogue: 'icd-10-cm@FY2026',
  model: 'm@1',
  ledger: { entries: 9, head: 'ab' },
  poaExempt: (code) => code === 'Z23',
  at: new Date('2026-03-01T10:00:00Z'),
});

describe('the summary', () => {
  it('has the final codes in order with role, POA and quoted evidence', () => {
    expect(JSON.parse(summaryJson(summary))).toEqual({
      format: 1,
      chart: { id: 'chart-1', name: 'stay, 17' },
      status: 'finished',
      header,
      catalogue: 'icd-10-cm@FY2026',
      model: 'm@1',
      codes: [
        {
          position: 1,
          code: 'A41.9',
          title: 'title, of A41.9',
          role: 'principal',
          poa: 'Y',
          decided: 'accepted',
          from: null,
          comment: 'said "twice"',
          evidence: [{ document: 'discharge.txt', start: 0, end: 10, text: 'sepsis\nand' }],
        },
        {
          position: 2,
          code: 'Z23',
          title: 'title, of Z23',
          role: 'secondary',
          poa: 'exempt',
          decided: 'added',
          from: 'Z28.3',
          comment: null,
          evidence: [],
        },
      ],
      admitDiagnosis: { code: 'R50.9', title: 'Fever' },
      queries: [],
      ledger: { entries: 9, head: 'ab' },
      writtenAt: '2026-03-01T10:00:00.000Z',
    });
  });

  it('calls the first code of a visit first-listed', () => {
    const visit = summaryOf({
      chart: { ...chart, header: { ...header, type: 'outpatient' } },
      coding,
      catalogue: '',
      model: null,
      ledger: { entries: 0, head: '' },
      poaExempt: () => true,
      at: new Date(0),
    });
    expect(visit.codes.map(({ role, poa }) => [role, poa])).toEqual([
      ['first-listed', 'Y'],
      ['secondary', null],
    ]);
  });

  it('is CSV that spreadsheets read as text, a line for each code and for the admitting diagnosis', () => {
    const csv = summaryCsv(summary);
    expect(csv.startsWith('\uFEFFchart,patient,record,type,admitted,')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    const [, first, second, admitting, end] = csv.split('\r\n');
    expect(first).toBe(
      '"stay, 17","\'=HYPERLINK(""x"")",0017,inpatient,2026-02-20,2026-02-23,1,principal,A41.9,"title, of A41.9",Y,' +
        'accepted,,"said ""twice""",discharge.txt 0–10: sepsis and,icd-10-cm@FY2026,m@1,ab',
    );
    expect(second).toContain(',2,secondary,Z23,"title, of Z23",exempt,added,Z28.3,');
    expect(admitting).toContain(',,admitting,R50.9,Fever,,');
    expect(end).toBe('');
  });
});

describe('a file name', () => {
  it.each([
    ['stay 17', 'stay 17 query.pdf'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j query.pdf'],
    ['../../etc/passwd', 'etc passwd query.pdf'],
    ['con', 'chart con query.pdf'],
    ['  .. ', 'chart query.pdf'],
    ['x'.repeat(300), `${'x'.repeat(80)} query.pdf`],
    ['señal\u202Efdp', 'señal fdp query.pdf'],
  ])('of %j is %j', (name, expected) => {
    expect(fileNameFor(name, 'query', 'pdf')).toBe(expected);
  });
});
