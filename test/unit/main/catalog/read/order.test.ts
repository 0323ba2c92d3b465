import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/main/errors.ts';
import { codeRows, readOrderFile } from '../../../../../src/main/catalog/read/order.ts';
import { pcsBlocks } from '../../../../../src/main/catalog/read/pcsBlocks.ts';
import { orderFile, type Row } from './orderLines.ts';

const DIAGNOSES: Row[] = [
  ['A00', 0, 'Cholera'],
  ['A000', 1, 'Cholera due to Vibrio cholerae 01, biovar cholerae'],
  ['E11', 0, 'Type 2 diabetes mellitus'],
  ['E112', 0, 'Type 2 diabetes mellitus with kidney complications'],
  ['E1122', 1, 'Type 2 diabetes mellitus with diabetic chronic kidney disease'],
  // There is no row S72.00, so that its parent is two characters above it.
  ['S72', 0, 'Fracture of femur'],
  ['S7200XA', 1, 'Fracture of unspecified part of neck of femur, initial encounter'],
];

const PROCEDURES: Row[] = [
  ['001', 0, 'Central Nervous System and Cranial Nerves, Bypass'],
  ['0016070', 1, 'Bypass Cerebral Ventricle to Nasopharynx with Autologous Tissue Substitute, Open Approach'],
  ['005', 0, 'Central Nervous System and Cranial Nerves, Destruction'],
  ['0W0', 0, 'Anatomical Regions, General, Alteration'],
  ['X05', 0, 'New Technology, Destruction'],
  ['X0H', 0, 'New Technology, Nervous System, Insertion'],
];

const cm = (text: string): unknown => readOrderFile(text, 'icd-10-cm', 'order.txt');

describe('readOrderFile', () => {
  it.each(['\n', '\r\n'])('reads the rows of ICD-10-CM, with lines that end with %j', (end) => {
    expect(readOrderFile(orderFile(DIAGNOSES).replaceAll('\r\n', end), 'icd-10-cm', 'order.txt')).toEqual([
      { code: 'A00', billable: false, title: 'Cholera' },
      { code: 'A00.0', billable: true, title: DIAGNOSES[1]![2] },
      { code: 'E11', billable: false, title: DIAGNOSES[2]![2] },
      { code: 'E11.2', billable: false, title: DIAGNOSES[3]![2] },
      { code: 'E11.22', billable: true, title: DIAGNOSES[4]![2] },
      { code: 'S72', billable: false, title: DIAGNOSES[5]![2] },
      { code: 'S72.00XA', billable: true, title: DIAGNOSES[6]![2] },
    ]);
  });

  it('has its columns where the published description puts them', () => {
    const line = '00001 A00     0 Cholera                                                      Cholera\n';
    expect(cm(line)).toEqual([{ code: 'A00', billable: false, title: 'Cholera' }]);
  });

  it('reads the rows of ICD-10-PCS, which has no dots', () => {
    const rows = readOrderFile(orderFile(PROCEDURES), 'icd-10-pcs', 'order.txt');
    expect(rows[1]).toEqual({ code: '0016070', billable: true, title: PROCEDURES[1]![2] });
  });

  const [first, second, third] = orderFile(DIAGNOSES).split('\r\n') as [string, string, string];
  it.each([
    ['cut short', second.slice(0, 40), 'its columns are not where the format puts them'],
    ['with words in place of a row', 'Please see the licence.', 'its columns are not where'],
    ['shifted to the right', ` ${second}`, 'its columns are not where'],
    ['with a code column too narrow', second.replace(/ {3}/, ' '), 'its columns are not where'],
    ['with a code column too wide', second.replace('A000 ', 'A000  '), 'its columns are not where'],
    ['with a flag that is neither 0 nor 1', `${second.slice(0, 14)}2${second.slice(15)}`, 'its columns are'],
    ['with a code in lower case', second.replace('A000', 'a000'), 'its columns are not where'],
    ['with a code of digits', second.replace('A000', '0000'), '0000 is no code of ICD-10-CM'],
    ['that was left out', third, 'its number is 00003 instead of 2'],
    ['that was doubled', first, 'its number is 00001 instead of 2'],
    ['with a code that was there', second.replace('A000', 'A00 '), 'the code A00 stands there twice'],
  ])('refuses a line %s and names it', (_, damaged, reason) => {
    const parse = (): unknown => cm(`${first}\n${damaged}\n`);
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(/^Line 2 of order\.txt is not a row of an ICD-10-CM order file: /);
    expect(parse).toThrow(reason);
  });

  it.each([
    ['001607', 1],
    ['0016', 0],
    ['001607O', 1],
  ] as const)('refuses %s in ICD-10-PCS', (plain, flag) => {
    const parse = (): unknown => readOrderFile(orderFile([[plain, flag, 'X']]), 'icd-10-pcs', 'order.txt');
    expect(parse).toThrow(`${plain} is no code of ICD-10-PCS`);
  });

  it('refuses a file that was cut off within a title, but not one whose last line has no end', () => {
    const cut = orderFile(DIAGNOSES).slice(0, -20);
    expect(() => cm(cut)).toThrow(UserError);
    expect(() => cm(cut)).toThrow('order.txt was cut off: it ends within the line of S72.00XA.');
    const whole = orderFile([['Z9989', 1, 'Dependence on enabling machines']]).trimEnd();
    expect(cm(whole)).toHaveLength(1);
  });

  it.each(['', '\n\n', '  \r\n'])('refuses the empty file %j', (text) => {
    expect(() => cm(text)).toThrow('The order file order.txt is empty.');
  });
});

describe('codeRows', () => {
  it('puts every code below its longest prefix, roots into their blocks, and adds what else is known', () => {
    const rows = codeRows(readOrderFile(orderFile(DIAGNOSES), 'icd-10-cm', 'order.txt'), {
      blockOf: (code) => (code === 'A00' ? 'A00-A09' : null),
      poaExempt: new Set(['S72.00XA']),
      since: new Map([['E11.22', '2015-10-01']]),
    });
    expect(
      rows.map(({ code, parent, block, poaExempt, since }) => [code, parent, block, poaExempt, since]),
    ).toEqual([
      ['A00', null, 'A00-A09', false, null],
      ['A00.0', 'A00', null, false, null],
      ['E11', null, null, false, null],
      ['E11.2', 'E11', null, false, null],
      ['E11.22', 'E11.2', null, false, '2015-10-01'],
      ['S72', null, null, false, null],
      ['S72.00XA', 'S72', null, true, null],
    ]);
  });
});

describe('pcsBlocks', () => {
  it('makes a chapter of each section and a block of each body system', () => {
    expect(pcsBlocks(readOrderFile(orderFile(PROCEDURES), 'icd-10-pcs', 'order.txt'))).toEqual([
      { id: '0', kind: 'chapter', title: 'Medical and Surgical', parent: null },
      { id: '00', kind: 'block', title: 'Central Nervous System and Cranial Nerves', parent: '0' },
      { id: '0W', kind: 'block', title: 'Anatomical Regions, General', parent: '0' },
      { id: 'X', kind: 'chapter', title: 'New Technology', parent: null },
      { id: 'X0', kind: 'block', title: 'New Technology, Nervous System', parent: 'X' },
    ]);
  });
});
