import { describe, expect, it } from 'vitest';
import { joinBooks, pathOf, resolveCrossReferences } from '../../../../src/main/catalog/crossReferences.ts';
import type { IndexBook, IndexEntry, ReportLine } from '../../../../src/main/catalog/release.ts';

/** A book from indented lines. */
function book(name: IndexBook, lines: string): IndexEntry[] {
  const open: number[] = [];
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, position) => {
      const depth = (line.length - line.trimStart().length) / 2;
      open.length = depth;
      const parent = open.at(-1) ?? null;
      open.push(position);
      const title = line.trim();
      const modifiers = title.match(/\([^)]*\)/gu)?.join(' ') ?? '';
      return { book: name, parent, title, modifiers, targets: [], since: 'FY2026' };
    });
}

const INDEX = `
Abscess (acute) (chronic)
  limb
    upper
  skin
Anomaly, anomalous (congenital)
  heart
Bite(s) (animal)
  ear
    superficial
Break
  rib
Break, fatigue
  femur
Break, traumatic
  femur
  rib
  ulna
Disease, diseased
  heart NEC
  Haff
Epilepsy, epileptic
  generalized
    specified NEC
  with
    coma
Mass
Occlusion
  artery
    retinal`;

const release = (): IndexEntry[] =>
  joinBooks([
    book('index', INDEX),
    book('external', 'Accident (to)\n  transport\nMass'),
    book('neoplasm', 'Neoplasm, neoplastic\n  breast (female)\n  skin NOS'),
    book('drug', 'Lead\n  alkyl\nEther (vapor)'),
  ]);

/** Where a reference leads that stands in one line more of a book. */
function follow(text: string, from: IndexBook = 'index'): { path: string | null; report: ReportLine[] } {
  const target = { kind: 'see' as const, text, code: null, column: null, entry: null as number | null };
  const source = { book: from, parent: null, title: 'Source', modifiers: '', targets: [target], since: '' };
  const index = [...release(), source];
  const report = resolveCrossReferences(index);
  return { path: target.entry === null ? null : pathOf(index, target.entry).join(' > '), report };
}

describe('resolveCrossReferences', () => {
  it.each([
    ['Epilepsy, generalized, specified NEC', 'Epilepsy, epileptic > generalized > specified NEC'],
    ['Epileptic', 'Epilepsy, epileptic'],
    ['abscess, skin', 'Abscess (acute) (chronic) > skin'],
    ['Diseases, heart', 'Disease, diseased > heart NEC'],
    ["Disease, Haff's", 'Disease, diseased > Haff'],
    ['Epilepsy, coma', 'Epilepsy, epileptic > with > coma'],
    ['Epilepsy, with coma', 'Epilepsy, epileptic > with > coma'],
    ['Anomaly, by site', 'Anomaly, anomalous (congenital)'],
    ['Anomaly (congenital), heart', 'Anomaly, anomalous (congenital) > heart'],
    ['Bite, superficial, ear', 'Bite(s) (animal) > ear > superficial'],
    ['Abscess, upper limb', 'Abscess (acute) (chronic) > limb > upper'],
    ['Occlusion, artery, retina', 'Occlusion > artery > retinal'],
    ['Break, fatigue, femur', 'Break, fatigue > femur'],
    ['Unknown; Mass', 'Mass'],
    ['Unknown or Mass', 'Mass'],
  ])('%s', (text, path) => {
    expect(follow(text)).toEqual({ path, report: [] });
  });

  it('takes of main terms that fit alike the one with most below it', () => {
    expect(follow('Fatigue, femur').path).toBe('Break, fatigue > femur');
    const index = joinBooks([book('index', 'Fall, low\n  rib\nFall, high\n  rib\n  ulna\nSource')]);
    const target = { kind: 'seeAlso' as const, text: 'Fall, rib', code: null, column: null, entry: null };
    index.at(-1)?.targets.push(target);
    expect(resolveCrossReferences(index)).toEqual([]);
    expect(target.entry).toBe(3);
  });

  it('goes to the tables, and leaves their columns to the reader', () => {
    const breast = 'Neoplasm, neoplastic > breast (female)';
    expect(follow('Neoplasm, breast, malignant')).toEqual({ path: breast, report: [] });
    expect(follow('Neoplasm, benign, by site')).toEqual({ path: 'Neoplasm, neoplastic', report: [] });
    expect(follow('Table of Neoplasms, skin, malignant').path).toBe('Neoplasm, neoplastic > skin NOS');
    expect(follow('Table of Drugs and Chemicals, lead, poisoning').path).toBe('Lead');
    expect(follow('ether', 'drug').path).toBe('Ether (vapor)');
  });

  it('looks in its own book first, and in the one that it names', () => {
    const own = release().findIndex(({ book, title }) => book === 'external' && title === 'Mass');
    const target = { kind: 'see' as const, text: 'Mass', code: null, column: null, entry: null };
    const source = {
      book: 'external' as const,
      parent: null,
      title: 'Lump',
      modifiers: '',
      targets: [target],
    };
    resolveCrossReferences([...release(), { ...source, since: 'FY2026' }]);
    expect(target.entry).toBe(own);
    expect(follow('Index to External Causes of Injury, Accident, transport').path).toBe(
      'Accident (to) > transport',
    );
  });

  it.each([
    'condition',
    'category M01',
    'A01-A09 with .2',
    'by site',
    'Table of Drugs and Chemicals, by drug',
  ])('leaves alone what names no line: %s', (text) => {
    expect(follow(text)).toEqual({ path: null, report: [] });
  });

  it('leads to the line above a last part that is not there, and reports it', () => {
    const { path, report } = follow('Epilepsy, generalized, nocturnal');
    expect(path).toBe('Epilepsy, epileptic > generalized');
    expect(report).toEqual([
      {
        source: 'Alphabetic Index',
        place: 'Source',
        text: 'see Epilepsy, generalized, nocturnal',
        reason: 'The last part was not found below Epilepsy, epileptic > generalized.',
      },
    ]);
  });

  it.each(['Unknown', 'Epilepsy, partial, nocturnal', 'Source'])('reports what is not found: %s', (text) => {
    const { path, report } = follow(text);
    expect(path).toBeNull();
    expect(report).toMatchObject([{ place: 'Source', reason: 'No line of the index is named so.' }]);
  });
});

describe('joinBooks and pathOf', () => {
  it('keep every line below its own parent', () => {
    const index = release();
    const transport = index.findIndex(({ title }) => title === 'transport');
    expect(pathOf(index, transport)).toEqual(['Accident (to)', 'transport']);
    expect(() => pathOf(index, index.length)).toThrow(RangeError);
  });
});
