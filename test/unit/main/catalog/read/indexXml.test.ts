import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIndexXml } from '../../../../../src/main/catalog/read/indexXml.ts';
import { parseXml } from '../../../../../src/main/catalog/read/xml.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { corpora, corpusTag, hasCorpus } from '../../../../corpora.ts';

const ROWS = new Set(['A01', 'A01.0', 'S02', 'M01', 'H83.1', 'C79.8', 'T51.3X1', 'F32.A', 'G20']);
const has = (code: string): boolean => ROWS.has(code);

function read(text: string): ReturnType<typeof readIndexXml> {
  return readIndexXml(parseXml(text, 'test.xml'), 'test.xml', 'FY2026', has);
}

/** An index of one letter. */
function index(terms: string): ReturnType<typeof readIndexXml> {
  return read(`<ICD10CM.index><title>INDEX to DISEASES</title><letter>${terms}</letter></ICD10CM.index>`);
}

function main(title: string): string | undefined {
  return index(`<mainTerm><title>${title}</title></mainTerm>`).entries[0]?.title;
}

const none = { column: null, entry: null };

describe('readIndexXml', () => {
  it('reads main terms, subterms and where they lead, parents before children', () => {
    const { book, entries, columns, report } = index(
      `<mainTerm><title>Fever</title><see>Heat</see><code>A01.0</code><manif>G20</manif>
         <term level="1"><title>with</title><term level="2"><title>rash</title><code>S02.-</code></term></term>
       </mainTerm>
       <mainTerm><title>Heat</title><seeAlso>Fever, with, rash</seeAlso></mainTerm>`,
    );
    expect(book).toBe('index');
    expect(columns).toEqual([]);
    expect(report).toEqual([]);
    expect(entries.map(({ title, parent }) => [title, parent])).toEqual([
      ['Fever', null],
      ['with', 0],
      ['rash', 1],
      ['Heat', null],
    ]);
    expect(entries[0]).toEqual({
      book: 'index',
      parent: null,
      title: 'Fever',
      modifiers: '',
      targets: [
        { kind: 'see', text: 'Heat', code: null, ...none },
        { kind: 'code', text: 'A01.0', code: 'A01.0', ...none },
        { kind: 'manifestation', text: 'G20', code: 'G20', ...none },
      ],
      since: 'FY2026',
    });
    expect(entries[2]?.targets).toEqual([{ kind: 'code', text: 'S02.-', code: 'S02', ...none }]);
  });

  it('keeps nonessential modifiers where they are printed', () => {
    const { entries } = index(
      '<mainTerm><title>vein<nemod>(deep)  (old)</nemod> NEC</title><code>F32.A</code></mainTerm>',
    );
    expect(entries[0]).toMatchObject({ title: 'vein (deep) (old) NEC', modifiers: '(deep) (old)' });
    expect(main('Pain<nemod>(s) (of)</nemod>')).toBe('Pain(s) (of)');
    expect(main('autonomic<nemod>(poly)</nemod>neuropathy')).toBe('autonomic (poly)neuropathy');
    expect(main('delta-<nemod>(super)</nemod>infection')).toBe('delta-(super)infection');
    expect(main('<nemod>(gastro)</nemod>enteritis')).toBe('(gastro)enteritis');
    expect(main('auricle<nemod>(ear)</nemod>, congenital')).toBe('auricle (ear), congenital');
  });

  it('takes a cross reference among the modifiers as one', () => {
    const { entries } = index(
      '<mainTerm><title>Cyst<nemod>(skin) (see  also Tumor, in (due to))</nemod></title></mainTerm>',
    );
    expect(entries[0]).toMatchObject({
      title: 'Cyst (skin)',
      modifiers: '(skin)',
      targets: [{ kind: 'seeAlso', text: 'Tumor, in (due to)', code: null }],
    });
  });

  it('knows the codes that a cross reference names', () => {
    const { entries } = index(
      `<mainTerm><title>a</title><seecat>M01</seecat></mainTerm>
       <mainTerm><title>b</title><subcat>H83.1</subcat></mainTerm>
       <mainTerm><title>c</title><see>A01-A09 with fourth character .2</see></mainTerm>
       <mainTerm><title>d</title><see>Disease, marker G20</see></mainTerm>`,
    );
    expect(entries.map(({ targets }) => [targets[0]?.kind, targets[0]?.text, targets[0]?.code])).toEqual([
      ['see', 'category M01', 'M01'],
      ['see', 'subcategory H83.1', 'H83.1'],
      ['see', 'A01-A09 with fourth character .2', 'A01'],
      ['see', 'Disease, marker G20', null],
    ]);
  });

  it('reads the columns of a table; a dash is no code and no fault', () => {
    const { book, entries, columns, report } = read(
      `<ICD10CM.index><indexHeading><head col="1">Substance</head><head col="2">Accidental</head>
         <head col="3">Adverse effect</head></indexHeading>
       <letter><mainTerm><title>Spirit</title><cell col="2">T51.3X1</cell><cell col="3">--</cell></mainTerm></letter>
       </ICD10CM.index>`,
    );
    expect(book).toBe('drug');
    expect(columns).toEqual([
      { book: 'drug', column: 2, heading: 'Accidental' },
      { book: 'drug', column: 3, heading: 'Adverse effect' },
    ]);
    expect(entries[0]?.targets).toEqual([
      { kind: 'code', text: 'T51.3X1', code: 'T51.3X1', column: 2, entry: null },
      { kind: 'code', text: '--', code: null, column: 3, entry: null },
    ]);
    expect(report).toEqual([]);
  });

  it('tells the other books by their headings', () => {
    const letter = '<letter><mainTerm><title>x</title></mainTerm></letter>';
    const external = `<title>EXTERNAL CAUSE INDEX</title>${letter}`;
    const neoplasm = `<indexHeading><head col="1">Neoplasm</head></indexHeading>${letter}`;
    expect(read(`<ICD10CM.index>${external}</ICD10CM.index>`).book).toBe('external');
    expect(read(`<ICD10CM.table>${neoplasm}</ICD10CM.table>`).book).toBe('neoplasm');
  });

  it('reports a code that the list does not have', () => {
    const { entries, report } = index(
      '<mainTerm><title>Fever</title><term level="1"><title>lost</title>\n<code>A99.9</code></term></mainTerm>',
    );
    expect(entries[1]?.targets[0]).toMatchObject({ text: 'A99.9', code: null });
    expect(report).toEqual([
      {
        source: 'test.xml',
        place: 'line 2',
        text: 'lost: A99.9',
        reason: 'The list of codes has no A99.9.',
      },
    ]);
  });

  it.each([
    ['<ClaML/>', /begins with <ClaML>/],
    ['<ICD10CM.index isAddenda="true"/>', /changes to an index/],
    ['<ICD10CM.index><letter/></ICD10CM.index>', /no terms/],
    ['<ICD10CM.index><letter>\n<mainTerm/></letter></ICD10CM.index>', /without a title in line 2/],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(message);
  });
});

describe.skipIf(!hasCorpus('icd10cm-fy2026'))(`the official files ${corpusTag}`, () => {
  const official = (name: string): ReturnType<typeof readIndexXml> => {
    const file = `icd10cm-${name}-April-1-2026-XML.xml`;
    const text = readFileSync(join(corpora, 'icd10cm-fy2026', file), 'utf8');
    return readIndexXml(parseXml(text, file), file, 'FY2026', () => true);
  };

  it('are read to the last entry', () => {
    const [external, neoplasm, drug] = ['eindex', 'neoplasm', 'drug'].map(official);
    expect([external?.book, external?.entries.length]).toEqual(['external', 8_090]);
    expect([neoplasm?.book, neoplasm?.entries.length]).toEqual(['neoplasm', 1_940]);
    expect([drug?.book, drug?.entries.length]).toEqual(['drug', 7_430]);
    expect(drug?.columns.map(({ column }) => column)).toEqual([2, 3, 4, 5, 6, 7]);
    const cells = drug?.entries.flatMap(({ targets }) => targets.filter(({ column }) => column !== null));
    expect(cells).toHaveLength(7_204 * 6);
  });
});
