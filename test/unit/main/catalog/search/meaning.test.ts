import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Phrase } from '../../../../../src/main/catalog/pack.ts';
import { buildMeaningTables, MeaningSearch } from '../../../../../src/main/catalog/search/meaning.ts';
import { WordVectors } from '../../../../../src/main/catalog/search/wordVectors.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { resourceFolder } from '../../../../../src/main/paths.ts';

const file = join(resourceFolder(), 'search', 'meaning.bin');

const codes = (
  [
    ['E03.9', 'Hypothyroidism, unspecified', true],
    ['H25.1', 'Age-related nuclear cataract', false],
    ['H25.10', 'Age-related nuclear cataract, unspecified eye', true],
    ['H25.11', 'Age-related nuclear cataract, right eye', true],
    ['H25.12', 'Age-related nuclear cataract, left eye', true],
    ['I50', 'Heart failure', false],
    ['I50.810', 'Right heart failure, unspecified', true],
    ['I50.9', 'Heart failure, unspecified', true],
    ['L29.9', 'Pruritus, unspecified', true],
    ['M81.0', 'Age-related osteoporosis without current pathological fracture', true],
    ['N20.0', 'Calculus of kidney', true],
    ['R11.10', 'Vomiting, unspecified', true],
    ['R17', 'Unspecified jaundice', true],
    ['R30.0', 'Dysuria', true],
    ['R31.9', 'Hematuria, unspecified', true],
    ['R63.1', 'Polydipsia', true],
    ['S72.0', 'Fracture of head and neck of femur', false],
    ['S72.00', 'Fracture of unspecified part of neck of femur', false],
    ['S72.001', 'Fracture of unspecified part of neck of right femur', false],
    [
      'S72.001A',
      'Fracture of unspecified part of neck of right femur, initial encounter for closed fracture',
      true,
    ],
    ['W19', 'Unspecified fall', false],
    ['W19.XXXA', 'Unspecified fall, initial encounter', true],
  ] as const
).map(([code, title, billable]) => ({ code, title, billable }));
const phrases: Phrase[] = [
  ...codes.map(({ code, title }): Phrase => ({ code, kind: 'title', text: title, source: null })),
  { code: 'R30.0', kind: 'inclusion', text: 'Strangury', source: null },
  { code: 'S72.001A', kind: 'index', text: 'Dashboard injury', source: null },
  { code: 'W19.XXXA', kind: 'external', text: 'Tumble', source: null },
  { code: 'I50.9', kind: 'drug', text: 'Digitalis leaf › adverse effect', source: null },
  // Words of the queries below that the book has somewhere, but not for the code meant.
  { code: 'I50.9', kind: 'drug', text: 'bone thirst itchy thyroid cardíaca litiasis orina', source: null },
];

let vectors: WordVectors;
let search: MeaningSearch;
let scratch: string;

function packWith(tables: ReadonlyMap<string, Uint8Array>): Database.Database {
  const database = new Database(':memory:');
  database.exec('CREATE TABLE search (name TEXT PRIMARY KEY, data BLOB NOT NULL)');
  for (const [name, data] of tables) database.prepare('INSERT INTO search VALUES (?, ?)').run(name, data);
  return database;
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'meaning-'));
  vectors = new WordVectors(file);
  const opened = MeaningSearch.open(packWith(buildMeaningTables(vectors, codes, phrases)), vectors);
  if (!opened) throw new Error('the tables do not open');
  search = opened;
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const nearest = (query: string): string | undefined => search.search(query, 1)[0]?.code;

describe('search by meaning', () => {
  it.each([
    ['bone thinning', 'M81.0'],
    ['excessive thirst', 'R63.1'],
    ['itchy skin', 'L29.9'],
    ['sluggish thyroid', 'E03.9'],
    ['insuficiencia cardíaca', 'I50.9'],
    ['litiasis renal', 'N20.0'],
    ['orina con sangre', 'R31.9'],
  ])('finds for "%s" the code %s, of whose words it has none', (query, code) => {
    expect(nearest(query)).toBe(code);
  });

  it('answers with the code that leaves the side open', () => {
    const found = search
      .search('age-related nuclear cataract of the left eye', 20, -1)
      .map(({ code }) => code);
    expect(found[0]).toBe('H25.10');
    expect(found).not.toContain('H25.12');
    expect(nearest('nuclear cataract')).toBe('H25.1');
  });

  it('keeps a title that begins with a side apart', () => {
    expect(nearest('right heart failure')).toBe('I50.810');
    expect(nearest('heart failure')).toBe('I50.9');
  });

  it('answers with the header where all codes below need a seventh character', () => {
    expect(nearest('fracture of neck of femur')).toBe('S72.00');
    expect(nearest('tumble')).toBe('W19');
  });

  it('tells the nearest phrase by its identifier in the pack', () => {
    const [hit] = search.search('dashboard injury', 1);
    expect(hit).toMatchObject({ code: 'S72.00' });
    expect(phrases[(hit?.phrase ?? 0) - 1]?.text).toBe('Dashboard injury');
  });

  it('leaves the tables of drugs and neoplasms out', () => {
    const [hit] = search.search('digitalis leaf adverse effect', 1, -1);
    expect(hit?.similarity).toBeLessThan(0.9);
  });

  it('gives each concept once, nearest first, and no more than asked for', () => {
    const all = search.search('failure of the heart', 100, -1);
    const similarities = all.map(({ similarity }) => similarity);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    expect(search.search('failure of the heart', 2, -1)).toEqual(all.slice(0, 2));
  });

  it('gives the words of a title a similarity of 1, give or take rounding', () => {
    expect(search.search('Dysuria', 1)[0]?.similarity).toBeCloseTo(1, 1);
  });

  it('answers nothing below the floor, and by default nothing to words that are near nothing', () => {
    const [hit] = search.search('yellow skin', 1, -1);
    const similarity = hit?.similarity ?? 0;
    expect(search.search('yellow skin', 9, similarity - 0.001)[0]).toEqual(hit);
    expect(search.search('yellow skin', 9, similarity + 0.001)).toEqual([]);
    expect(search.search('stamp collector', 9)).toEqual([]);
  });

  it('answers nothing where there is no word', () => {
    expect(search.search('', 5, -1)).toEqual([]);
    expect(search.search(' — ?!', 5, -1)).toEqual([]);
  });

  it('answers nothing where the book has none of the words', () => {
    for (const query of ['zzzqqqxxx', 'wxyz vwxy']) expect(search.search(query, 5)).toEqual([]);
  });

  it("stores of a concept's phrases only those unlike the others, four at most", () => {
    const of = (texts: readonly string[]): Phrase[] =>
      texts.map((text) => ({ code: 'R30.0', kind: 'index', text, source: null }));
    const stored = (texts: readonly string[]): number =>
      (buildMeaningTables(vectors, codes, of(texts)).get('meaning.phrases')?.length ?? 0) / 4;
    expect(stored(['Dysuria', 'Dysuria (acute) (chronic)', 'DYSURIA'])).toBe(1);
    expect(stored(['Dysuria', 'Cataract'])).toBe(2);
    expect(stored(['Dysuria', 'Cataract', 'Hip fracture', 'Jaundice', 'Goiter', 'Pneumonia'])).toBe(4);
  });

  it('compiles the same tables each time', () => {
    const again = buildMeaningTables(new WordVectors(file), codes, phrases);
    expect(again).toEqual(buildMeaningTables(vectors, codes, phrases));
  });

  it('does not open over a pack without its tables, nor over one of other word vectors', () => {
    const tables = buildMeaningTables(vectors, codes, phrases);
    const others = new Map(tables).set('meaning.hash', new Uint8Array(32));
    expect(MeaningSearch.open(packWith(new Map()), vectors)).toBeNull();
    expect(MeaningSearch.open(packWith(others), vectors)).toBeNull();
  });
});

describe('word vectors', () => {
  const cosine = (a: string, b: string): number => {
    const [x, y] = [vectors.of(a), vectors.of(b)];
    return x?.reduce((sum, value, d) => sum + value * (y?.[d] ?? 0), 0) ?? NaN;
  };

  it('are of length 1 and heed neither case nor accents nor order', () => {
    expect(cosine('Neumonía aguda', 'aguda NEUMONIA')).toBeCloseTo(1, 5);
  });

  it('know words that they have not seen by their parts', () => {
    expect(cosine('hypothyroidisms', 'hypothyroidism')).toBeGreaterThan(
      cosine('hypothyroidisms', 'cataract'),
    );
  });

  it('bring a word and its translation together', () => {
    expect(cosine('riñón', 'kidney')).toBeGreaterThan(0.6);
    expect(cosine('riñón', 'lung')).toBeLessThan(0.4);
  });

  it.each([
    ['is missing', () => undefined],
    [
      'is cut short',
      (path: string) => {
        copyFileSync(file, path);
        truncateSync(path, 5000);
      },
    ],
    [
      'is something else',
      (path: string) => {
        writeFileSync(path, 'a'.repeat(100));
      },
    ],
    [
      'is empty',
      (path: string) => {
        writeFileSync(path, '');
      },
    ],
  ])('are refused where the file %s', (_, make) => {
    const path = join(scratch, 'vectors.bin');
    rmSync(path, { force: true });
    make(path);
    expect(() => new WordVectors(path)).toThrow(UserError);
    expect(() => new WordVectors(path)).toThrow('were refused');
  });

  it('have the hash of their file', () => {
    const changed = join(scratch, 'changed.bin');
    const bytes = readFileSync(file);
    bytes.writeInt8(bytes.readInt8(bytes.length - 1) === 0 ? 1 : 0, bytes.length - 1);
    writeFileSync(changed, bytes);
    expect(new WordVectors(changed).hash.equals(vectors.hash)).toBe(false);
  });
});
