import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalog } from '../../../src/main/catalog/catalog.ts';
import { wordsOf } from '../../../src/main/coding/words.ts';

const project = join(import.meta.dirname, '../../..');
const catalogs = {
  diagnoses: new Catalog(join(project, 'resources/catalog/icd-10-cm-FY2026.sqlite')),
  procedures: new Catalog(join(project, 'resources/catalog/icd-10-pcs-FY2026.sqlite')),
};
afterAll(() => {
  catalogs.diagnoses.close();
  catalogs.procedures.close();
});
const folder = join(project, 'training/terms');
const phrasesOf = (cell: string): string[] =>
  cell
    .split(';')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');

describe.each(readdirSync(folder).sort())('the phrase book %s', (name) => {
  const catalog = name.startsWith('procedures') ? catalogs.procedures : catalogs.diagnoses;
  const lines = readFileSync(join(folder, name), 'utf8').replace(/\n$/, '').split('\n');
  const rows = lines.map((line) => line.split('\t'));

  it('has three columns: a code, Spanish phrases and English phrases', () => {
    expect(lines.filter((line) => line.split('\t').length !== 3)).toEqual([]);
    expect(rows.filter(([, spanish = '', english = '']) => !spanish.trim() && !english.trim())).toEqual([]);
  });

  it('has codes of the shipped catalogue, each once', () => {
    const codes = rows.map(([code = '']) => code);
    expect(codes.filter((code) => !catalog.lookUp(code))).toEqual([]);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it.each([
    ['Spanish', 1],
    ['English', 2],
  ] as const)('gives no %s phrase to two codes, and none without words', (_language, column) => {
    const owners = new Map<string, string>();
    const shared: string[] = [];
    for (const row of rows) {
      for (const phrase of phrasesOf(row[column] ?? '')) {
        if (wordsOf(phrase).stems.length === 0) shared.push(`"${phrase}" has no words`);
        const key = phrase.toLowerCase();
        const owner = owners.get(key) ?? row[0]!;
        if (owner !== row[0]) shared.push(`${phrase}: ${owner} and ${row[0]}`);
        owners.set(key, owner);
      }
    }
    expect(shared).toEqual([]);
  });
});
