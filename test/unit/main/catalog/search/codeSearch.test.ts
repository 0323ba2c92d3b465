import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { CodeRow, IndexEntry, IndexTarget, Release } from '../../../../../src/main/catalog/release.ts';
import { CodeSearch } from '../../../../../src/main/catalog/search/codeSearch.ts';
import type { SearchLexicon } from '../../../../../src/main/catalog/search/lexicon.ts';
import { phrasesOf } from '../../../../../src/main/catalog/search/phrases.ts';
import { buildSearch } from '../../../../../src/main/catalog/search/searchIndex.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { packInMemory } from '../../../../bench/searchMemory.ts';

const code = (code: string, title: string, billable: boolean, parent: string | null): CodeRow => ({
  code,
  title,
  billable,
  parent,
  block: null,
  poaExempt: false,
  since: null,
});
const leads = (to: string, column: number | null = null): IndexTarget => ({
  kind: 'code',
  text: to,
  code: to,
  column,
  entry: null,
});
const entry = (title: string, parent: number | null, ...targets: IndexTarget[]): IndexEntry => ({
  book: 'index',
  parent,
  title,
  modifiers: '',
  targets,
  since: 'FY2026',
});

const RELEASE: Release = {
  system: 'icd-10-cm',
  version: 'FY2026',
  title: 'ICD-10-CM',
  language: 'en',
  validFrom: '2025-10-01',
  validTo: '2026-09-30',
  codes: [
    code('E11', 'Type 2 diabetes mellitus', false, null),
    code('E11.2', 'Type 2 diabetes mellitus with kidney complications', false, 'E11'),
    code('E11.21', 'Type 2 diabetes mellitus with diabetic nephropathy', true, 'E11.2'),
    code('E11.22', 'Type 2 diabetes mellitus with diabetic chronic kidney disease', true, 'E11.2'),
    code('E11.9', 'Type 2 diabetes mellitus without complications', true, 'E11'),
    code('I10', 'Essential (primary) hypertension', true, null),
    code('M25', 'Other joint disorder, not elsewhere classified', false, null),
    code('M25.5', 'Pain in joint', false, 'M25'),
    code('M25.55', 'Pain in hip', false, 'M25.5'),
    code('M25.551', 'Pain in right hip', true, 'M25.55'),
    code('M25.552', 'Pain in left hip', true, 'M25.55'),
    code('M25.559', 'Pain in unspecified hip', true, 'M25.55'),
    code('T45', 'Poisoning by, adverse effect of and underdosing of systemic agents', false, null),
    code('T45.515', 'Adverse effect of anticoagulants', false, 'T45'),
    code('T45.515A', 'Adverse effect of anticoagulants, initial encounter', true, 'T45.515'),
    code('T45.515D', 'Adverse effect of anticoagulants, subsequent encounter', true, 'T45.515'),
    code('W19', 'Unspecified fall', false, null),
    code('W19.XXXA', 'Unspecified fall, initial encounter', true, 'W19'),
    code('Z80', 'Family history of primary malignant neoplasm', true, null),
  ],
  blocks: [],
  notes: [{ owner: 'I10', kind: 'inclusionTerm', text: 'High blood pressure', confirmed: 'FY2026' }],
  sevenths: [],
  index: [
    entry('Diabetes, diabetic (mellitus) (sugar)', null, leads('E11.9')),
    entry('type 2', 0),
    entry('with', 1),
    entry('chronic kidney disease', 2, leads('E11.22')),
    entry('Hypertension, hypertensive (essential) (see also Elevated)', null, leads('I10')),
    entry('Coxalgia', null, { kind: 'see', text: 'Pain, hip', code: null, column: null, entry: 7 }),
    entry('Pain(s)', null),
    entry('hip', 6, leads('M25.55')),
    { ...entry('Warfarin', null, leads('T45.515', 6)), book: 'drug' },
  ],
  columns: [{ book: 'drug', column: 6, heading: 'Adverse effect' }],
  changes: [],
  replacements: [],
  hccs: [],
  sources: [],
  report: [],
};

const LEXICON: SearchLexicon = {
  abbreviations: [
    { typed: 'ckd', meant: 'chronic kidney disease' },
    { typed: 'r', meant: 'right' },
  ],
  synonyms: [{ typed: 'sugar disease', meant: 'diabetes' }],
  translations: [
    { from: 'dolor', to: 'pain', probability: 0.9 },
    { from: 'cadera', to: 'hip', probability: 0.9 },
  ],
  phrases: [
    { source: 'own', language: 'es', code: 'I10', phrase: 'tensión alta' },
    { source: 'own', language: 'es', code: 'X99.9', phrase: 'a code of no release' },
  ],
};

const tables = buildSearch(RELEASE, LEXICON);
const database = packInMemory(RELEASE.codes, tables);
const search = new CodeSearch(database);
afterAll(() => database.close());

const codes = (query: string): string[] => search.search(query, 10).hits.map(({ code }) => code);

describe('phrasesOf', () => {
  const phrases = phrasesOf(RELEASE, LEXICON);
  const textsOf = (wanted: string, kind: string): string[] =>
    phrases.filter(({ code, kind: own }) => code === wanted && own === kind).map(({ text }) => text);

  it('writes index paths from the main term down, without references', () => {
    expect(textsOf('E11.22', 'index')).toEqual([
      'Diabetes, diabetic (mellitus) (sugar) › type 2 › with › chronic kidney disease',
    ]);
    expect(textsOf('I10', 'index')).toEqual(['Hypertension, hypertensive (essential)']);
  });

  it('lets a term that refers to another lead where that leads', () => {
    expect(textsOf('M25.55', 'index')).toEqual(['Coxalgia', 'Pain(s) › hip']);
  });

  it('names the column of a table', () => {
    expect(textsOf('T45.515', 'drug')).toEqual(['Warfarin › Adverse effect']);
  });

  it('takes phrases of the lexicon only for codes of the release, and only for its system', () => {
    expect(textsOf('I10', 'synonym')).toEqual(['tensión alta']);
    expect(phrases.some(({ code }) => code === 'X99.9')).toBe(false);
    const other = phrasesOf({ ...RELEASE, system: 'icd-10' }, LEXICON);
    expect(other.some(({ kind }) => kind === 'synonym')).toBe(false);
  });
});

describe('buildSearch', () => {
  it('gives the same bytes for the same release', () => {
    const again = buildSearch(RELEASE, LEXICON);
    expect(again.phrases).toEqual(tables.phrases);
    expect([...again.tables.keys()]).toEqual([...tables.tables.keys()]);
    for (const [name, data] of tables.tables) expect(again.tables.get(name), name).toEqual(data);
  });

  it('keeps a row once for its code, and the title of every code', () => {
    const titles = tables.phrases.filter(({ kind }) => kind === 'title');
    expect(titles.map(({ code }) => code).sort()).toEqual(RELEASE.codes.map(({ code }) => code).sort());
  });
});

describe('CodeSearch', () => {
  it('finds codes by their beginning, with or without the dot, in any case, the shorter first', () => {
    expect(codes('e11.2')).toEqual(['E11.2', 'E11.21', 'E11.22']);
    expect(codes('E112').slice(0, 3)).toEqual(['E11.2', 'E11.21', 'E11.22']);
    expect(codes('E11').slice(0, 3)).toEqual(['E11', 'E11.2', 'E11.9']);
    expect(codes('m25551')).toEqual(['M25.551']);
  });

  it('gives the named codes alone, and categories alone for a letter', () => {
    expect(codes('E11.22')).toEqual(['E11.22']);
    expect(codes('i10')).toEqual(['I10']);
    expect(codes('e11.-').every((code) => code.startsWith('E11'))).toBe(true);
    expect(codes('m')).toEqual(['M25']);
    expect(codes('t4')[0]).toBe('T45');
  });

  it.each([
    ['icd-10-pcs', '0SR9', '0sr90', '0SR90JZ'],
    ['icd-10-pcs', '0SR9', '0SR90JZ', '0SR90JZ'],
    ['icf', 'b110', 'B110', 'b110'],
    ['icf', 'b110', 'b11', 'b110'],
    ['ops', '5-470.1', '5-470.1', '5-470.1'],
    ['ops', '5-470.1', '54701', '5-470.1'],
    ['ops', '5-470.1', '5-4701', '5-470.1'],
    ['ops', '5-470.1', '5-47', '5-470.1'],
  ])('finds codes as %s writes them: %s by %s', (system, _, query, expected) => {
    const codes = ['0SR90JZ', 'b110', '5-470.1'].map((each) => code(each, 'A title', true, null));
    const other = packInMemory(
      codes,
      buildSearch({ ...RELEASE, system, codes, notes: [], index: [] }, LEXICON),
    );
    expect(new CodeSearch(other).search(query, 10).hits.map((hit) => hit.code)).toEqual([expected]);
    other.close();
  });

  it('says whether the words hold most of what was asked', () => {
    const weak = (query: string): boolean => search.search(query, 10).weak;
    expect(weak('type 2 diabetes')).toBe(false);
    expect(weak('ckd')).toBe(false);
    expect(weak('e11')).toBe(false);
    expect(weak('pain while climbing stairs quickly')).toBe(true);
    expect(weak('zzzzzz')).toBe(true);
    expect(weak('')).toBe(false);
  });

  it('fills in placeholders that were left out', () => {
    expect(codes('w19a')[0]).toBe('W19.XXXA');
    expect(codes('w19z')).toEqual([]);
  });

  it('finds words in any order and marks them', () => {
    const [hit] = search.search('kidney type 2 chronic diabetes', 10).hits;
    expect(hit?.code).toBe('E11.22');
    const marked = hit?.titleMarks.map(([start, end]) => hit.title.slice(start, end));
    expect(marked).toEqual(['Type', '2', 'diabetes', 'diabetic', 'chronic', 'kidney']);
    expect(hit?.path).toEqual(['E11', 'E11.2']);
  });

  it('shows the index path that a code was found by, with its words marked', () => {
    const [hit] = search.search('coxalgia', 10).hits;
    expect(hit?.via?.kind).toBe('index');
    expect(hit?.via?.text).toBe('Coxalgia');
    expect(hit?.via?.marks).toEqual([[0, 8]]);
  });

  it('puts the billable code that a header stands for before it, of the side that was asked', () => {
    expect(codes('hip pain')[0]).toBe('M25.559');
    expect(codes('pain in left hip')[0]).toBe('M25.552');
    expect(codes('hip pain r ')[0]).toBe('M25.551');
    expect(codes('warfarin adverse effect')[0]).toBe('T45.515A');
    expect(codes('warfarin adverse effect subsequent')[0]).toBe('T45.515D');
    const all = codes('hip pain');
    expect(all.indexOf('M25.559')).toBeLessThan(all.indexOf('M25.55'));
  });

  it('asks for no nonessential modifier', () => {
    expect(codes('diabetes')[0]).toBe('E11.9');
    expect(codes('diabetes mellitus')[0]).toBe('E11.9');
  });

  it('takes the last word as unfinished while it is typed', () => {
    expect(codes('hyperte')[0]).toBe('I10');
    expect(codes('type 2 nephr')[0]).toBe('E11.21');
    expect(codes('hyperte ')).not.toEqual([]);
  });

  it.each([
    ['hypertenson ', 'I10'],
    ['hpyertension ', 'I10'],
    ['diabtes ', 'E11.9'],
    ['hyper tension', 'I10'],
    ['hippain', 'M25.559'],
  ])('forgives a typing error: %s → %s', (query, expected) => {
    expect(codes(query)[0]).toBe(expected);
  });

  it('reads short forms, and says so', () => {
    const answer = search.search('diabetes with ckd', 10);
    expect(answer.hits[0]?.code).toBe('E11.22');
    expect(answer.understoodAs).toBe('diabetes with chronic kidney disease');
    expect(search.search('sugar disease', 10).understoodAs).toBe('diabetes');
    expect(search.search('hypertension', 10).understoodAs).toBeNull();
  });

  it('understands Spanish, by translation, by origin, and by learned phrases', () => {
    expect(codes('dolor de cadera')[0]).toBe('M25.559');
    expect(codes('hipertensión')[0]).toBe('I10');
    const [hit] = search.search('tension alta', 10).hits;
    expect(hit).toMatchObject({ code: 'I10', via: { kind: 'synonym', text: 'tensión alta' } });
  });

  it('keeps family histories for those who ask', () => {
    expect(codes('family history neoplasm')[0]).toBe('Z80');
  });

  it('answers no more than asked, and nothing for nothing', () => {
    expect(search.search('diabetes', 2).hits).toHaveLength(2);
    expect(search.search('', 10)).toEqual({ hits: [], understoodAs: null, weak: false });
    expect(codes('›')).toEqual([]);
    expect(codes('zzzzzz')).toEqual([]);
  });

  it('refuses a pack without search tables', () => {
    const empty = new Database(':memory:');
    empty.exec('CREATE TABLE search (name TEXT PRIMARY KEY, data BLOB NOT NULL)');
    expect(() => new CodeSearch(empty)).toThrow(UserError);
    empty.close();
  });
});
