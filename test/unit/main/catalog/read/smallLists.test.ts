import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/main/errors.ts';
import { readConversionTable } from '../../../../../src/main/catalog/read/conversionTable.ts';
import { decodeText, decodeXml } from '../../../../../src/main/catalog/read/decode.ts';
import { readHccs } from '../../../../../src/main/catalog/read/hcc.ts';
import { readPoaExempt } from '../../../../../src/main/catalog/read/poaExempt.ts';
import { conversionTable } from './conversionSheet.ts';
import { makeZip } from './makeZip.ts';

describe('readPoaExempt', () => {
  const HEADER = 'Order26\tPOAexemptCode\tDescription\r\n';

  it('reads the codes', () => {
    const text = `${HEADER}01238\tB90.0\tSequelae of tuberculosis\r\n00003\tZ66\tDo not resuscitate\r\n`;
    expect(readPoaExempt(text, 'poa.txt')).toEqual(['B90.0', 'Z66']);
  });

  it.each([
    ['without a header', '01238\tB90.0\tSequelae', 1, 'there is no column POAexemptCode'],
    ['that is empty', '', 1, 'there is no column POAexemptCode'],
    ['with a line cut short', `${HEADER}01238`, 2, '"" is no code'],
    ['with a damaged code', `${HEADER}01238\tB9.00\tSequelae`, 2, '"B9.00" is no code'],
  ])('refuses a list %s', (_, text, line, reason) => {
    expect(() => readPoaExempt(text, 'poa.txt')).toThrow(UserError);
    expect(() => readPoaExempt(text, 'poa.txt')).toThrow(`Line ${line} of poa.txt does not fit`);
    expect(() => readPoaExempt(text, 'poa.txt')).toThrow(reason);
  });
});

describe('readConversionTable', () => {
  it('reads codes, days and previous codes, and reports rows that hold none', async () => {
    const xlsx = conversionTable(2026, [
      ['A04.71 ', 2017, 'A04.7'],
      // Days are counted from the end of 1899.
      ['I1A.0', 45017, 'None'],
      ['W453XXA', 2016, 'S20.211A and S20.212A; S20.219A'],
      ['C50.A0', 2025, 'Codes in Categories T15-T19'],
      ['see note', 2025, 'A00'],
      ['E11.A', 'soon', 'E11.9'],
      ['', '', ''],
    ]);
    expect(await readConversionTable(xlsx, 'table.xlsx')).toEqual({
      year: 2026,
      rows: [
        { code: 'A04.71', effective: '2017-10-01', previous: ['A04.7'], row: 3 },
        { code: 'I1A.0', effective: '2023-04-01', previous: [], row: 4 },
        { code: 'W45.3XXA', effective: '2016-10-01', previous: ['S20.211A', 'S20.212A', 'S20.219A'], row: 5 },
        { code: 'C50.A0', effective: '2025-10-01', previous: ['Codes in Categories T15-T19'], row: 6 },
      ],
      report: [
        {
          source: 'table.xlsx',
          place: 'row 7',
          text: 'see note | 2025 | A00',
          reason: 'the first column holds no code',
        },
        {
          source: 'table.xlsx',
          place: 'row 8',
          text: 'E11.A | soon | E11.9',
          reason: 'the second column holds no date',
        },
      ],
    });
  });

  it.each([
    ['a damaged file', Buffer.from('PK'), 'table.xlsx is damaged or no zip archive'],
    ['another archive', makeZip([]), 'table.xlsx is no conversion table'],
    [
      'damaged XML',
      makeZip([{ name: 'xl/worksheets/sheet1.xml', content: '<worksheet><sheetData>' }]),
      'table.xlsx/xl/worksheets/sheet1.xml is not a usable XML file',
    ],
  ])('refuses %s', async (_, xlsx, message) => {
    await expect(readConversionTable(xlsx, 'table.xlsx')).rejects.toBeInstanceOf(UserError);
    await expect(readConversionTable(xlsx, 'table.xlsx')).rejects.toThrow(message);
  });
});

describe('readHccs', () => {
  const MAPPING = {
    source: 'dx.csv',
    text: [
      'diagnosis_code,cc,model_name',
      'E1122,37,CMS-HCC Model V28',
      'E1122,18,CMS-HCC ESRD Model V24',
      'E1122,30,RxHCC Model V08',
      'B20,1,CMS-HCC Model V28',
      'A021,2,CMS-HCC Model V28',
      'A0222,2,CMS-HCC Model V28',
    ].join('\r\n'),
  };
  const LABELS = {
    source: 'labels.csv',
    text: [
      'cc,label,model_domain,model_version,model_fullname',
      'HCC37,"Diabetes with ""Chronic"" Complications, All",CMS-HCC,V28,V28115L3',
      'HCC18,Diabetes,ESRD,V24,V24H86L1',
      'HCC18,Another,CMS-HCC,V24,V24H86L1',
      'RXHCC30,Diabetes with Complications,RxHCC,R08,R08X84L1',
      'HCC1,HIV/AIDS,CMS-HCC,V28,V28115L3',
    ].join('\n'),
  };

  it('joins each model with its own labels, and reports a category without one once', () => {
    const { hccs, report } = readHccs(MAPPING, LABELS);
    expect(hccs.map(({ code, model, hcc, label }) => [code, model, hcc, label])).toEqual([
      ['E11.22', 'CMS-HCC Model V28', 'HCC 37', 'Diabetes with "Chronic" Complications, All'],
      ['E11.22', 'CMS-HCC ESRD Model V24', 'HCC 18', 'Diabetes'],
      ['E11.22', 'RxHCC Model V08', 'RxHCC 30', 'Diabetes with Complications'],
      ['B20', 'CMS-HCC Model V28', 'HCC 1', 'HIV/AIDS'],
      ['A02.1', 'CMS-HCC Model V28', 'HCC 2', ''],
      ['A02.22', 'CMS-HCC Model V28', 'HCC 2', ''],
    ]);
    expect(report).toEqual([
      {
        source: 'labels.csv',
        place: 'CMS-HCC Model V28, HCC 2',
        text: '',
        reason: 'no label is given for this category',
      },
    ]);
  });

  it('does without labels', () => {
    expect(readHccs(MAPPING, null).hccs.map(({ label }) => label)).toEqual(['', '', '', '', '', '']);
  });

  it.each([
    ['another column', MAPPING.text.replace('cc', 'category'), 1, 'there is no column cc'],
    ['a line cut short', `${MAPPING.text}\nE11,3`, 8, 'it has 2 columns instead of 3'],
  ])('refuses %s', (_, text, line, reason) => {
    const read = (): unknown => readHccs({ source: 'dx.csv', text }, LABELS);
    expect(read).toThrow(UserError);
    expect(read).toThrow(`Line ${line} of dx.csv does not fit a table of HCC: ${reason}.`);
  });
});

describe('the encoding of a file', () => {
  it('is UTF-8 for lists, or else Windows-1252', () => {
    expect(decodeText(Buffer.from('\ufeffMénière', 'utf8'))).toBe('Ménière');
    expect(decodeText(Buffer.from('M\xe9ni\xe8re \x96', 'latin1'))).toBe('Ménière –');
  });

  it('is for XML what it declares', () => {
    const declared = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>';
    expect(decodeXml(Buffer.from(declared, 'latin1'), 'a.xml')).toBe(declared);
    expect(decodeXml(Buffer.from('<a>é</a>'), 'a.xml')).toBe('<a>é</a>');
    expect(decodeXml(Buffer.from('\ufeff<a>é</a>', 'utf16le'), 'a.xml')).toBe('<a>é</a>');
  });

  it('is not looked at further where tags would fill the memory', () => {
    const decode = (): unknown => decodeXml(Buffer.from(`<a>${'<b/>'.repeat(8_000_000)}</a>`), 'a.xml');
    expect(decode).toThrow(UserError);
    expect(decode).toThrow('a.xml has more than 8000000 tags');
  });

  it.each([
    ['other bytes', Buffer.from('<a>\xe9</a>', 'latin1'), 'utf-8'],
    ['an unknown name', Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>'), 'klingon'],
  ])('refuses %s', (_, bytes, encoding) => {
    const decode = (): unknown => decodeXml(bytes, 'a.xml');
    expect(decode).toThrow(UserError);
    expect(decode).toThrow(`a.xml is not in the encoding ${encoding} that it declares.`);
  });
});
