import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/main/errors.ts';
import { recognise } from '../../../../../src/main/catalog/read/recognise.ts';
import { conversionTable } from './conversionSheet.ts';
import { makeZip } from './makeZip.ts';
import { addendaLine, orderFile } from './orderLines.ts';

const CM = orderFile([['A00', 0, 'Cholera']]);
const PCS = orderFile([['001', 0, 'Central Nervous System and Cranial Nerves, Bypass']]);
const ADDENDA = addendaLine('Delete', ['B880', 1, 'Other acariasis']);
const index = (inside: string, attributes = ''): string =>
  `<?xml version="1.0"?>\n<!-- <ICD10CM.tabular> -->\n<ICD10CM.index${attributes}><version>2026</version>${inside}`;

describe('recognise', () => {
  it.each([
    ['x/icd10cm_order_2026.txt', CM, { kind: 'order file', system: 'icd-10-cm', year: 2026 }],
    ['order.txt', CM, { kind: 'order file', system: 'icd-10-cm', year: null }],
    ['icd10pcs-order-April-1-2025.txt', PCS, { kind: 'order file', system: 'icd-10-pcs', year: 2025 }],
    ['a.txt', `\ufeff${PCS}`, { kind: 'order file', system: 'icd-10-pcs', year: null }],
    // Damaged ones are what they are called, so that their reader can say what is wrong.
    ['icd10cm_order_2026.txt', '', { kind: 'order file', system: 'icd-10-cm', year: 2026 }],
    ['icd10pcs_order_2026.txt', '<html>404', { kind: 'order file', system: 'icd-10-pcs', year: 2026 }],
    ['order_addenda_2026.txt', ADDENDA, { kind: 'order addenda', year: 2026 }],
    ['a.txt', 'Order26\tPOAexemptCode\tDescription', { kind: 'POA-exempt list', year: 2026 }],
    ['POAexemptCodesFY25.txt', 'POAexemptCode\tDescription', { kind: 'POA-exempt list', year: 2025 }],
    [
      'a.tsv',
      'term_path\tnonessential_modifiers\ttarget\tstatus_fy2026',
      { kind: 'rolled index', year: 2026 },
    ],
    ['ra_dx_to_cc_2026.csv', 'diagnosis_code,cc,model_name', { kind: 'HCC mapping', year: 2026 }],
    ['ra_labels_2026.csv', 'cc,label,model_domain,x', { kind: 'HCC labels', year: 2026 }],
    ['FY-25-a.pdf', '%PDF-1.4', { kind: 'tabular addenda', year: 2025 }],
    ['index.zip/icd10cm-tabular-addenda-2026.pdf', '%PDF-1.4', { kind: 'tabular addenda', year: 2026 }],
    ['t.xml', '<ICD10CM.tabular><version>2021</version>', { kind: 'tabular list', year: 2021 }],
    [
      'index-2025.xml',
      index('<title>ICD-10-CM INDEX TO DISEASES</title>'),
      { kind: 'index', book: 'index', year: 2026 },
    ],
    [
      'e.xml',
      index('<title>ICD-10-CM EXTERNAL CAUSE of INJURIES'),
      { kind: 'index', book: 'external', year: 2026 },
    ],
    ['n.xml', index('<head col="1">Neoplasm</head>'), { kind: 'index', book: 'neoplasm', year: 2026 }],
    ['d.xml', index('<head col="1">Substance</head>'), { kind: 'index', book: 'drug', year: 2026 }],
    [
      'gm.xml',
      '<?xml version="1.0"?><!DOCTYPE ClaML SYSTEM "ClaML.dtd"><ClaML version="2.0.0">',
      { kind: 'ClaML', year: null },
    ],
  ])('knows %s', async (name, content, expected) => {
    expect(await recognise(name, Buffer.from(content))).toEqual(expected);
  });

  it.each([
    ['icd10cm-codes-2026.txt', 'A000    Cholera due to Vibrio cholerae 01', /^a list of codes/],
    ['codes_addenda.txt', 'Delete:      B880    Other acariasis', /^addenda of the codes/],
    ['POAexemptAddCodesFY26.txt', 'Order26\tPOAexemptCode\tDescription', /^changes of the POA-exempt list/],
    ['ra_hierarchies_2026.csv', 'cc_parent,cc_child,model_domain', /^hierarchies/],
    ['icd10cm-index-addenda-2026.pdf', '%PDF-1.4', /^addenda of an index/],
    ['ICD-10-CM-October-2025-Guidelines.pdf', '%PDF-1.4', /^guidelines/],
    ['icd10OrderFiles.pdf', '%PDF-1.4', /^a description of files/],
    ['a.xml', index('', ' isAddenda="true"'), /^changes of an index/],
    ['a.xsd', '<?xml version="1.0"?><xs:schema><xs:element name="ICD10CM.tabular">', /^an XML schema/],
    ['a.xml', '<html><body>', /^XML of another kind/],
    ['readme.txt', 'Thank you for reading.', /^nothing that belongs to a release/],
    ['empty', '', /^nothing that belongs to a release/],
    ['photo.jpg', '\xff\xd8\xff', /^nothing that belongs to a release/],
  ])('leaves %s unused and says what it is', async (name, content, why) => {
    expect(await recognise(name, Buffer.from(content))).toMatchObject({
      kind: 'unused',
      why: expect.stringMatching(why) as string,
    });
  });

  it('knows a conversion table by its sheet, and another spreadsheet by that it is none', async () => {
    expect(await recognise('a.xlsx', conversionTable(2026, []))).toEqual({
      kind: 'conversion table',
      year: 2026,
    });
    expect(await recognise('POAexemptCodesFY26.xlsx', makeZip([]))).toMatchObject({ kind: 'unused' });
    await expect(recognise('CONVERSION-TABLE-FY2026.xlsx', makeZip([]))).rejects.toBeInstanceOf(UserError);
  });
});
