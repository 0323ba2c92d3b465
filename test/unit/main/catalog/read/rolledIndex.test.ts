import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withDot } from '../../../../../src/main/catalog/codes.ts';
import {
  joinBooks,
  pathOf,
  resolveCrossReferences,
} from '../../../../../src/main/catalog/crossReferences.ts';
import { readIndexXml } from '../../../../../src/main/catalog/read/indexXml.ts';
import { readRolledIndex } from '../../../../../src/main/catalog/read/rolledIndex.ts';
import {
  childOf,
  childrenOf,
  parseXml,
  textOf,
  type XmlElement,
} from '../../../../../src/main/catalog/read/xml.ts';
import type { IndexEntry, ReportLine } from '../../../../../src/main/catalog/release.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { corpora, corpusTag, hasCorpus } from '../../../../corpora.ts';

const HEADER = 'term_path\tnonessential_modifiers\ttarget\tkind\tsince\tcode_nodot\tstatus_fy2026';
const ROWS = new Set(['A01', 'A01.1', 'A01.2', 'A01.3', 'A02', 'G20', 'H83.1']);
const has = (code: string): boolean => ROWS.has(code);

/** A rolled index of rows: path, modifiers, target, kind, since. */
function tsv(...rows: string[][]): string {
  return [HEADER, ...rows.map((row) => [...row, '', ''].join('\t')), ''].join('\n');
}

function read(rows: string[][], reference?: XmlElement): IndexEntry[] {
  return readRolledIndex(tsv(...rows), 'rolled.tsv', has, reference).entries;
}

/** The lines as printed, indented. */
function printed(entries: readonly IndexEntry[]): string[] {
  return entries.map(({ title }, position) => '  '.repeat(pathOf(entries, position).length - 1) + title);
}

const REFERENCE = parseXml(
  `<ICD10CM.index><letter>
     <mainTerm><title>Ache<nemod>(s)</nemod></title><code>A02</code></mainTerm>
     <mainTerm><title>Fever<nemod>(of)</nemod></title><code>A02</code>
       <term level="1"><title>with</title>
         <term level="2"><title>autonomic<nemod>(poly)</nemod>neuropathy</title><code>A02</code></term>
       </term>
       <term level="1"><title>and<nemod>(on) long (slow)</nemod></title><code>A02</code></term>
       <term level="1"><title>gone</title><code>A02</code></term>
       <term level="1"><title>labyrinth</title><subcat>H83.1</subcat></term>
       <term level="1"><title>lost</title><subcat>Z99.9</subcat></term>
       <term level="1"><title>yellow</title><code>A02</code></term>
     </mainTerm></letter></ICD10CM.index>`,
  'reference.xml',
);

describe('readRolledIndex', () => {
  it('makes one tree of scattered rows, with the lines between that have none of their own', () => {
    const entries = read([
      ['Ache', '', 'A01', 'code', '2017'],
      ['Ache > back > low', '', 'A01.1', 'code', '2017'],
      ['Fever', '', 'Ache, back', 'seeAlso', '2017'],
      ['Fever', '', 'A02', 'code', '2017'],
      ['Ache > back > high', '', 'A01.2', 'code', '2023-Apr'],
      ['Fever', '', 'G20', 'manif', '2024'],
    ]);
    expect(printed(entries)).toEqual(['Ache', '  back', '    high', '    low', 'Fever']);
    expect(entries.map(({ since }) => since)).toEqual(['FY2017', 'FY2017', 'FY2023-Apr', 'FY2017', 'FY2024']);
    expect(entries[1]?.targets).toEqual([]);
    expect(entries[4]?.targets).toEqual([
      { kind: 'seeAlso', text: 'Ache, back', code: null, column: null, entry: null },
      { kind: 'code', text: 'A02', code: 'A02', column: null, entry: null },
      { kind: 'manifestation', text: 'G20', code: 'G20', column: null, entry: null },
    ]);
  });

  it('takes titles and order from the old edition, and keeps nothing that is gone', () => {
    const entries = read(
      [
        ['Fever > yellow', '(of)', 'A01.1', 'code', '2017'],
        ['Fever > with > autonomicneuropathy', '(of) (poly)', 'A01.2', 'code', '2017'],
        ['Fever > and', '(of) (on) (slow)', 'A01.3', 'code', '2017'],
        ['Ache', '(s)', 'A01', 'code', '2017'],
      ],
      REFERENCE,
    );
    expect(printed(entries)).toEqual([
      'Ache(s)',
      'Fever (of)',
      '  with',
      '    autonomic (poly)neuropathy',
      '  and (on) long (slow)',
      '  labyrinth',
      '  yellow',
    ]);
    expect(entries[3]?.modifiers).toBe('(poly)');
    expect(entries[5]?.targets).toEqual([
      { kind: 'see', text: 'subcategory H83.1', code: 'H83.1', column: null, entry: null },
    ]);
  });

  it('puts newer lines where the book sorts them, "with" first', () => {
    const entries = read(
      [
        ['Fever > yellow', '(of)', 'A01.1', 'code', '2017'],
        ['Fever (of) > swine', '', 'A01.2', 'code', '2020'],
        ['Fever (of) > with > rash', '', 'A01.3', 'code', '2020'],
        ['Fever (of) > zoster', '', 'A01.3', 'code', '2020'],
        ['Cough', '', 'A02', 'code', '2020'],
      ],
      REFERENCE,
    );
    expect(printed(entries)).toEqual([
      'Cough',
      'Fever (of)',
      '  with',
      '    rash',
      '  labyrinth',
      '  swine',
      '  yellow',
      '  zoster',
    ]);
  });

  it('finds the own modifiers of a line without the old edition', () => {
    const entries = read([
      ['Fever', '(of) (old)', 'A01', 'code', '2017'],
      ['Fever > low > red', '(of) (old) (pale) (dark)', 'A01.1', 'code', '2017'],
      ['Fever > low > blue', '(of) (old) (pale)', 'A01.2', 'code', '2017'],
      ['Pain', '(s)', 'A02', 'code', '2017'],
    ]);
    expect(printed(entries)).toEqual([
      'Fever (of) (old)',
      '  low (pale)',
      '    red (dark)',
      '    blue',
      'Pain(s)',
    ]);
    expect(entries.map(({ modifiers }) => modifiers)).toEqual(['(of) (old)', '(pale)', '(dark)', '', '(s)']);
  });

  it('takes the modifiers of the latest edition, whatever the order of the rows', () => {
    const entries = read([
      ['Fever', '(of)', 'A01', 'code', '2017'],
      ['Fever (of) (new) > red', '', 'A01.1', 'code', '2024-Apr'],
      ['Fever (of) (newer) > red', '', 'A01.2', 'code', '2023'],
    ]);
    expect(printed(entries)).toEqual(['Fever (of) (new)', '  red']);
    expect(entries[1]?.since).toBe('FY2024-Apr');
  });

  it('tells lines apart that differ in parentheses within one edition', () => {
    const entries = read([
      ['Ache', '', 'A02', 'code', '2017'],
      ['Type > Fy (a-b+)', '', 'A01.1', 'code', '2025'],
      ['Type > Fy (a+b-)', '', 'A01.2', 'code', '2025'],
      ['Type > Fy (a-b+) > low', '', 'A01.3', 'code', '2025'],
    ]);
    expect(printed(entries)).toEqual(['Ache', 'Type', '  Fy (a-b+)', '    low', '  Fy (a+b-)']);
  });

  it('clears the paths of what is no title: cross references, codes, notes', () => {
    const entries = read([
      ['Failure > heart', '', 'A01', 'code', '2017'],
      ['Failure > Note: heart failure has stages > stage A', '', 'A01.1', 'code', '2018'],
      ['Failure > major (see also Fever, in (due to)) F03.- > old', '', 'A01.2', 'code', '2018'],
    ]);
    expect(printed(entries)).toEqual(['Failure', '  heart', '    stage A', '  major', '    old']);
    expect(entries[3]?.targets).toEqual([
      { kind: 'seeAlso', text: 'Fever, in (due to)', code: null, column: null, entry: null },
    ]);
  });

  it('keeps one target where a header is printed with a dash and without', () => {
    const entries = read([
      ['Ache', '', 'A01', 'code', '2017'],
      ['Ache', '', 'A01.-', 'code', '2022'],
      ['Ache', '', 'A02', 'code', '2022'],
    ]);
    expect(entries[0]?.targets.map(({ text }) => text)).toEqual(['A01.-', 'A02']);
  });

  it('reports a code that the list does not have', () => {
    const { entries, report } = readRolledIndex(
      tsv(['Ache', '', 'A01', 'code', '2017'], ['Ache > low', '', 'A99.9', 'code', '2017']),
      'rolled.tsv',
      has,
    );
    expect(entries[1]?.targets[0]?.code).toBeNull();
    expect(report).toEqual([
      {
        source: 'rolled.tsv',
        place: 'line 3',
        text: 'Ache > low: A99.9',
        reason: 'The list of codes has no A99.9.',
      },
    ]);
  });

  it.each([
    ['another header', 'code\ttitle\n', /line 1/],
    ['no rows', `${HEADER}\n`, /no rows/],
    ['too few columns', `${HEADER}\nAche\t\tA01\n`, /line 2: a column is missing/],
    [
      'too many columns',
      `${HEADER}\nAche\t\tA01\tcode\t2017\tA01\tbillable\tmore\n`,
      /line 2: a column is missing/,
    ],
    ['an unknown kind', tsv(['Ache', '', 'A01', 'cell', '2017']), /"cell" is no kind of target/],
    ['an endless path', tsv(['a' + ' > a'.repeat(99_999), '', 'A01', 'code', '2017']), /more than 20 lines/],
    ['an unknown release', tsv(['Ache', '', 'A01', 'code', 'FY17']), /"FY17" is no release/],
  ])('refuses %s', (_name, text, message) => {
    expect(() => readRolledIndex(text, 'rolled.tsv', has)).toThrow(UserError);
    expect(() => readRolledIndex(text, 'rolled.tsv', has)).toThrow(message);
  });
});

describe.skipIf(!hasCorpus('icd10cm-fy2026') || !hasCorpus('icd10cm-fy2017-xml'))(
  `the index of FY2026 ${corpusTag}`,
  () => {
    const file = (name: string): string => readFileSync(join(corpora, name), 'utf8');
    const codes = new Set<string>();
    const hasRow = (code: string): boolean => codes.has(code);
    let rolled: string;
    let reference: XmlElement;
    let entries: IndexEntry[];
    let report: ReportLine[];
    beforeAll(() => {
      for (const line of file('icd10cm-fy2026/icd10cm_order_2026.txt').split('\n')) {
        codes.add(withDot(line.slice(6, 13).trim()));
      }
      rolled = file('icd10cm-fy2026/icd10cm_index_rolled_fy2026.tsv');
      reference = parseXml(file('icd10cm-fy2017-xml/icd10cm_index_2017.xml'), 'reference');
      ({ entries, report } = readRolledIndex(rolled, 'rolled', hasRow, reference));
    });

    it('represents every row', () => {
      const words = (title: string): string => {
        let text = title.replace(/ [A-Z]\d\d\.-$/u, '');
        for (let last = ''; last !== text;) [last, text] = [text, text.replace(/\([^()]*\)/gu, '')];
        return text.replace(/\s/gu, '').toLowerCase();
      };
      // The rows of the old edition name a line by its title without the modifiers' elements.
      const named = new Map<string, string>();
      const walk = (element: XmlElement, path: string, printed: string): void => {
        const title = childOf(element, 'title');
        if (!title) return;
        const bare = title.children.filter((child) => typeof child === 'string').join('');
        const here = path + bare.replace(/\s+/gu, ' ').trim();
        const there = printed + words(textOf(title));
        if (!named.has(here)) named.set(here, there);
        for (const term of childrenOf(element, 'term')) walk(term, `${here} > `, `${there}>`);
      };
      for (const letter of childrenOf(reference, 'letter')) {
        for (const term of childrenOf(letter, 'mainTerm')) walk(term, '', '');
      }

      const paths: string[] = [];
      const targets = new Set<string>();
      for (const entry of entries) {
        const path = (entry.parent === null ? '' : `${paths[entry.parent]}>`) + words(entry.title);
        paths.push(path);
        for (const { kind, text, code } of entry.targets) {
          targets.add(`${path}|${kind}|${kind.startsWith('see') ? text : (code ?? text)}`);
        }
      }
      const rows = rolled.split('\n').slice(1, -1);
      expect(rows).toHaveLength(77_549);
      const missing = rows.filter((row) => {
        const [path = '', , text = '', kind = '', since] = row.split('\t');
        const segments = path.split(' > ');
        const line =
          (since === '2017' ? named.get(path) : undefined) ??
          segments.map((title) => (title.startsWith('Note: heart') ? 'heart' : words(title))).join('>');
        if (kind === 'see' || kind === 'seeAlso') return !targets.has(`${line}|${kind}|${text}`);
        const code = text.replace(/[.-]+$/u, '');
        return !targets.has(`${line}|${kind === 'manif' ? 'manifestation' : kind}|${code}`);
      });
      expect(missing).toEqual([]);
      expect(report.map(({ text }) => text.split(': ').at(-1))).toEqual(['Z15.08', 'Q99.814', 'Q99.814']);
    });

    it('has one entry for a main term', () => {
      const mainTerms = entries.filter(({ parent }) => parent === null).map(({ title }) => title);
      expect(mainTerms.filter((title, at) => mainTerms.indexOf(title) !== at)).toEqual([]);
    });

    it('leads by almost all of its cross references somewhere, together with the tables', () => {
      const books = ['eindex', 'neoplasm', 'drug'].map((name) => {
        const source = `icd10cm-fy2026/icd10cm-${name}-April-1-2026-XML.xml`;
        return readIndexXml(parseXml(file(source), source), source, 'FY2026', hasRow).entries;
      });
      const index = joinBooks([entries, ...books]);
      const unresolved = resolveCrossReferences(index);
      const references = index
        .flatMap(({ targets }) => targets)
        .filter(({ kind, text }) => (kind === 'see' || kind === 'seeAlso') && text !== 'condition');
      const led = references.filter(({ entry, code }) => entry !== null || code !== null);
      expect(led.length / references.length).toBeGreaterThan(0.97);
      expect(unresolved.length / references.length).toBeLessThan(0.015);
      const steroid = index.find(({ title }) => title === 'steroid-induced');
      expect(pathOf(index, steroid?.targets[0]?.entry ?? -1).at(-1)).toBe('due to drug or chemical');
    });
  },
);
