import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalog } from '../../../../../src/main/catalog/catalog.ts';

const catalog = new Catalog(
  join(import.meta.dirname, '../../../../../resources/catalog/icd-10-cm-FY2026.sqlite'),
);
afterAll(() => catalog.close());

function codes(query: string): string[] {
  return catalog.search(query, 10).hits.map(({ code }) => code);
}

describe('what coders type, in the shipped pack', () => {
  it.each([
    // Words of the classification.
    ['hypertension', 'I10'],
    ['diabetes', 'E11.9'],
    ['pneumonia', 'J18.9'],
    ['chest pain', 'R07.9'],
    ['low back pain', 'M54.50'],
    ['sepsis', 'A41.9'],
    ['asthma', 'J45.909'],
    ['hypothyroidism', 'E03.9'],
    ['hyperlipidemia', 'E78.5'],
    ['headache', 'R51.9'],
    ['syncope', 'R55'],
    ['urinary tract infection', 'N39.0'],
    ['acute kidney injury', 'N17.9'],
    ['type 2 diabetes with chronic kidney disease', 'E11.22'],
    ['chronic kidney disease type 2 diabetes', 'E11.22'],
    ['acute on chronic systolic heart failure', 'I50.23'],
    ['pressure ulcer sacrum stage 3', 'L89.153'],
    ['alcohol dependence with withdrawal', 'F10.239'],
    ['sepsis due to e coli', 'A41.51'],
    ['major depression recurrent moderate', 'F33.1'],
    ['long term use of insulin', 'Z79.4'],
    ['newborn jaundice', 'P59.9'],
    ['nausea and vomiting', 'R11.2'],
    ['crohns', 'K50.90'],
    // Sides, encounters, stages.
    ['cellulitis left leg', 'L03.116'],
    ['rodilla derecha dolor', 'M25.561'],
    ['hip pain r', 'M25.551'],
    ['osteoarthritis right knee', 'M17.11'],
    ['ckd 3', 'N18.30'],
    ['ckd3', 'N18.30'],
    ['pregnancy 38 weeks', 'Z3A.38'],
    // Causes, substances, neoplasms.
    ['fall from ladder', 'W11.XXXA'],
    ['aspirin overdose', 'T39.011A'],
    ['adverse effect of warfarin', 'T45.515A'],
    ['breast cancer', 'C50.919'],
    ['mets to bone', 'C79.51'],
    // Abbreviations.
    ['htn', 'I10'],
    ['t2dm', 'E11.9'],
    ['copd', 'J44.9'],
    ['copd exacerbation', 'J44.1'],
    ['uti', 'N39.0'],
    ['mi', 'I21.9'],
    ['nstemi', 'I21.4'],
    ['afib', 'I48.91'],
    ['chf', 'I50.9'],
    ['gerd', 'K21.9'],
    ['tia', 'G45.9'],
    ['s/p cabg', 'Z95.1'],
    ['hx of breast cancer', 'Z85.3'],
    ['fh of breast cancer', 'Z80.3'],
    ['gi bleed', 'K92.2'],
    ['sob', 'R06.02'],
    ['n/v', 'R11.2'],
    ['dnr', 'Z66'],
    // Lay words.
    ['heart attack', 'I21.9'],
    ['stroke', 'I63.9'],
    ['kidney stones', 'N20.0'],
    ['shingles', 'B02.9'],
    ['sugar', 'E11.9'],
    ['pacemaker', 'Z95.0'],
    ['gallstones with acute cholecystitis', 'K80.00'],
    // Typing errors.
    ['pnuemonia', 'J18.9'],
    ['hypertenson', 'I10'],
    ['diabtes melitus', 'E11.9'],
    ['chestpain', 'R07.9'],
    ['hyper tension', 'I10'],
    ['migrane', 'G43.909'],
    ['celulitis left leg', 'L03.116'],
    // Spanish.
    ['dolor torácico', 'R07.9'],
    ['neumonia', 'J18.9'],
    ['diabetes tipo 2', 'E11.9'],
    ['insuficiencia cardíaca', 'I50.9'],
    ['infección urinaria', 'N39.0'],
    ['cáncer de mama', 'C50.919'],
    ['hta', 'I10'],
    ['epoc', 'J44.9'],
    ['fracture femur', 'S72.90XA'],
    ['right hip fracture', 'S72.001A'],
    ['r hip fx', 'S72.001A'],
    ['broken wrist', 'S62.109A'],
    ['bed sore stage 3', 'L89.93'],
    ['c-section', 'O82'],
    ['cesarean', 'O82'],
    // The book before phrases learned from charts.
    ['alzheimer', 'G30.9'],
    ['alzheimers', 'G30.9'],
    ['aortic stenosis', 'I35.0'],
    ['infarto agudo de miocardio', 'I21.9'],
    ['twin pregnancy', 'O30.009'],
    ['cataract right eye', 'H26.9'],
    // A value of the body mass index.
    ['bmi 42', 'Z68.41'],
    ['bmi 42.1', 'Z68.41'],
    ['bmi 35.2', 'Z68.35'],
    ['bmi of 18', 'Z68.1'],
    // Complications of care, poisonings, accidents.
    ['cauti', 'T83.511A'],
    ['ssi', 'T81.40XA'],
    ['surgical site infection', 'T81.40XA'],
    ['post op wound infection', 'T81.49XA'],
    ['digoxin toxicity', 'T46.0X5A'],
    ['lithium toxicity', 'T43.595A'],
    ['cocaine overdose', 'T40.5X1A'],
    ['tylenol overdose suicide attempt', 'T39.1X2A'],
    ['aspirin overdose suicide attempt', 'T39.012A'],
    ['suicide attempt', 'T14.91XA'],
    ['encounter for dialysis', 'Z49.31'],
    ['gbs positive pregnancy', 'O99.820'],
    ['pedestrian hit by car', 'V03.10XA'],
    ['mva driver', 'V49.40XA'],
    ['car accident passenger', 'V49.50XA'],
    ['avnrt', 'I47.19'],
    ['c diff', 'A04.72'],
    ['l4-l5 disc herniation', 'M51.26'],
    ['ileo', 'K56.7'],
    ['caída de escalera de mano', 'W11.XXXA'],
    // Codes.
    ['e11.22', 'E11.22'],
    ['E1122', 'E11.22'],
    ['e11', 'E11'],
    ['S72.001A', 'S72.001A'],
    ['w19a', 'W19.XXXA'],
  ])('%s → %s first', (query, code) => {
    expect(codes(query)[0]).toBe(code);
  });

  it.each([
    ['pe', 'I26.99'],
    ['cesarean', 'O34.219'],
    ['elevated blood pressure', 'R03.0'],
    ['iam', 'I21.9'],
    ['fractura de cadera', 'S72.009A'],
    ['esrd on dialysis', 'N18.6'],
    ['esrd on dialysis', 'Z99.2'],
    ['obesity class 1', 'E66.811'],
    ['hyperemesis', 'O21.0'],
  ])('%s → %s among the first three', (query, code) => {
    expect(codes(query).slice(0, 3)).toContain(code);
  });

  it.each([
    ['dvt left leg', 'I82.402'],
    ['r/o mi', 'Z03.89'],
    ['deafness both ears', 'H90.3'],
    ['respiratory failure', 'J96.90'],
    ['diabetes', 'E10.9'],
  ])('%s → %s among the first ten', (query, code) => {
    expect(codes(query)).toContain(code);
  });

  it('finds at every beginning of a word that is being typed', () => {
    for (const query of ['hyperten', 'pneumon', 'diabetes melli', 'chest pa', 'atrial fib']) {
      expect(codes(query).length, query).toBe(10);
    }
    expect(codes('hyperten')[0]).toBe('I10');
    expect(codes('atrial fib')[0]).toBe('I48.91');
  });

  it('puts a billable code before the header above it', () => {
    for (const query of ['type 2 diabetes mellitus', 'chronic kidney disease stage 3', 'acute sinusitis']) {
      const { hits } = catalog.search(query, 10);
      expect(hits[0]?.billable, query).toBe(true);
    }
  });

  it('says how it understood a short form, and nothing where words stand as typed', () => {
    expect(catalog.search('ckd 3', 5).understoodAs).toBe('chronic kidney disease stage 3');
    expect(catalog.search('chest pain', 5).understoodAs).toBeNull();
  });

  it('finds the same however accents are written', () => {
    for (const word of ['Ménière', 'Ménière'.normalize('NFD'), 'MÉNIÈRE', 'meniere']) {
      expect(codes(word)[0], word).toBe('H81.09');
    }
  });

  it.each([
    ['cannot keep food down', true],
    ['skin turning yellow after new pills', true],
    ['htn', false],
    ['type 2 diabetes', false],
    ['E11.22', false],
  ])('%j is answered weakly: %s', (query, weak) => {
    expect(catalog.search(query, 10).weak).toBe(weak);
  });

  it.each(['', '   ', '›', 'qqqqqqqqqqqq', '%', '日本語', "'; DROP TABLE code; --", 'a'.repeat(5000), '🦴'])(
    'answers %j without failing',
    (query) => {
      expect(catalog.search(query, 10).hits.length).toBeLessThanOrEqual(10);
    },
  );
});
