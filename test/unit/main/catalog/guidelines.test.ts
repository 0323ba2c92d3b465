/**
 * Look-ups from the examples of the ICD-10-CM Official Guidelines for Coding and Reporting FY2026, each with
 * the section it is taken from: the code the guideline names is found at rank 1 to 3 for the words it uses,
 * and the instruction the guideline gives for it stands among the notes that hold at the code.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { BookNote } from '../../../../src/shared/book.ts';
import { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';

interface LookUp {
  section: string;
  typed: string;
  code: string;
  /** The instruction of the guideline: its kind, and words or codes that its text must hold. */
  note?: readonly [kind: BookNote['kind'], words: RegExp];
}

const LOOK_UPS: readonly LookUp[] = [
  { section: 'I.A.13', typed: 'dementia in parkinson', code: 'G20.A1' },
  { section: 'I.A.15', typed: 'tuberculosis of bones', code: 'A18.03' },
  { section: 'I.B.17', typed: 'homeless', code: 'Z59.00' },
  { section: 'I.B.17', typed: 'food insecurity', code: 'Z59.41' },
  {
    section: 'I.C.1.a.2.a',
    typed: 'hiv disease',
    code: 'B20',
    note: ['useAdditional', /manifestations of HIV/],
  },
  { section: 'I.C.1.a.2.d', typed: 'hiv positive', code: 'Z21', note: ['excludes1', /B20/] },
  { section: 'I.C.1.a.2.e', typed: 'inconclusive hiv test', code: 'R75', note: ['excludes1', /Z21/] },
  { section: 'I.C.1.a.2.i', typed: 'hiv pre-exposure prophylaxis', code: 'Z29.81' },
  { section: 'I.C.1.d.1.a', typed: 'sepsis', code: 'A41.9' },
  {
    section: 'I.C.1.d.1.b',
    typed: 'septic shock',
    code: 'R65.21',
    note: ['codeFirst', /underlying infection/],
  },
  { section: 'I.C.1.e.1.a', typed: 'mrsa pneumonia', code: 'J15.212' },
  { section: 'I.C.1.e.1.a', typed: 'sepsis due to mrsa', code: 'A41.02' },
  { section: 'I.C.1.e.1.d', typed: 'mrsa carrier', code: 'Z22.322' },
  { section: 'I.C.1.f', typed: 'zika', code: 'A92.5' },
  { section: 'I.C.1.g.1.a', typed: 'covid', code: 'U07.1', note: ['useAdditional', /J12\.82/] },
  { section: 'I.C.1.g.1.c', typed: 'pneumonia due to covid', code: 'J12.82', note: ['codeFirst', /U07\.1/] },
  { section: 'I.C.1.g.1.e', typed: 'exposure to covid', code: 'Z20.822' },
  {
    section: 'I.C.1.g.1.m',
    typed: 'post covid',
    code: 'U09.9',
    note: ['codeFirst', /specific condition related/],
  },
  {
    section: 'I.C.2.c.1',
    typed: 'anemia in neoplastic disease',
    code: 'D63.0',
    note: ['codeFirst', /neoplasm/],
  },
  { section: 'I.C.2.e.2', typed: 'encounter for chemotherapy', code: 'Z51.11' },
  { section: 'I.C.2.j', typed: 'disseminated cancer', code: 'C80.0' },
  { section: 'I.C.2.n', typed: 'history of leukemia', code: 'Z85.6' },
  {
    section: 'I.C.4.a.2',
    typed: 'type 2 diabetes',
    code: 'E11.9',
    note: ['useAdditional', /insulin \(Z79\.4\)/],
  },
  { section: 'I.C.4.a.1.b', typed: 'type 2 diabetes in remission', code: 'E11.A' },
  { section: 'I.C.4.a.3', typed: 'long term insulin', code: 'Z79.4' },
  { section: 'I.C.4.b', typed: 'obesity hypoventilation', code: 'E66.2' },
  { section: 'I.C.5.b.3', typed: 'alcohol dependence', code: 'F10.20', note: ['useAdditional', /Y90/] },
  { section: 'I.C.5.c', typed: 'munchausen by proxy', code: 'F68.A' },
  { section: 'I.C.6.b.5', typed: 'neoplasm related pain', code: 'G89.3' },
  { section: 'I.C.6.b.6', typed: 'chronic pain syndrome', code: 'G89.4' },
  { section: 'I.C.9.a', typed: 'hypertension', code: 'I10' },
  {
    section: 'I.C.9.a.1',
    typed: 'hypertensive heart disease with heart failure',
    code: 'I11.0',
    note: ['useAdditional', /heart failure \(I50\.-\)/],
  },
  {
    section: 'I.C.9.a.2',
    typed: 'hypertensive ckd',
    code: 'I12.9',
    note: ['useAdditional', /stage of chronic kidney disease/],
  },
  {
    section: 'I.C.9.a.9',
    typed: 'resistant hypertension',
    code: 'I1A.0',
    note: ['codeFirst', /hypertension/],
  },
  { section: 'I.C.9.a.7', typed: 'elevated blood pressure', code: 'R03.0' },
  { section: 'I.C.9.a.10', typed: 'hypertensive crisis', code: 'I16.9', note: ['codeAlso', /I10-I1[5A]/] },
  { section: 'I.C.9.d.3', typed: 'history of tia', code: 'Z86.73' },
  { section: 'I.C.9.e.1', typed: 'nstemi', code: 'I21.4' },
  { section: 'I.C.9.e.1', typed: 'old myocardial infarction', code: 'I25.2' },
  { section: 'I.C.9.e.5', typed: 'type 2 myocardial infarction', code: 'I21.A1' },
  {
    section: 'I.C.10.d.1',
    typed: 'ventilator associated pneumonia',
    code: 'J95.851',
    note: ['useAdditional', /organism/],
  },
  {
    section: 'I.C.14.a.1',
    typed: 'esrd',
    code: 'N18.6',
    note: ['useAdditional', /dialysis status \(Z99\.2\)/],
  },
  { section: 'I.C.14.a.1', typed: 'ckd stage 4', code: 'N18.4' },
  { section: 'I.C.14.a.2', typed: 'kidney transplant status', code: 'Z94.0' },
  { section: 'I.C.15.a.1', typed: 'pregnant state incidental', code: 'Z33.1' },
  { section: 'I.C.15.n.3', typed: 'single live birth', code: 'Z37.0' },
  { section: 'I.C.15.o.4', typed: 'peripartum cardiomyopathy', code: 'O90.3' },
  { section: 'I.C.18.d', typed: 'repeated falls', code: 'R29.6', note: ['excludes2', /Z91\.81/] },
  {
    section: 'I.C.18.g',
    typed: 'sirs without organ dysfunction',
    code: 'R65.10',
    note: ['codeFirst', /underlying condition/],
  },
  { section: 'I.C.21.c.3', typed: 'dependence on ventilator', code: 'Z99.11' },
  { section: 'I.C.21.c.3', typed: 's/p tpa at other facility', code: 'Z92.82', note: ['codeFirst', /./] },
  {
    section: 'I.C.21.c.3',
    typed: 'heart transplant status',
    code: 'Z94.1',
    note: ['excludes1', /complications of transplanted organ/],
  },
  { section: 'I.C.21.c.7', typed: 's/p cabg', code: 'Z95.1' },
  {
    section: 'II.K',
    typed: 'aftercare following joint replacement',
    code: 'Z47.1',
    note: ['useAdditional', /Z96\.6/],
  },
  { section: 'II.K', typed: 'hemiplegia following cerebral infarction right dominant', code: 'I69.351' },
  {
    section: 'II.K',
    typed: 'displaced intertrochanteric fracture right femur subsequent',
    code: 'S72.141D',
    note: ['sevenChr', /7th character/],
  },
];

const catalog = new Catalog(join(resourceFolder(), 'catalog', 'icd-10-cm-FY2026.sqlite'));
afterAll(() => catalog.close());

describe('the examples of the Official Guidelines', () => {
  it.each(LOOK_UPS)('$section: "$typed" is $code', ({ typed, code, note }) => {
    const found = catalog.search(typed, 3).hits.map((hit) => hit.code);
    expect(found).toContain(code);
    if (!note) return;
    const { notes, inherited } = catalog.book.page(code);
    const held = [...notes, ...inherited.flatMap((each) => each.notes)];
    const [kind, words] = note;
    expect(held.filter((each) => each.kind === kind).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(words),
    );
  });
});
