import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLexicon } from '../../../../../src/main/catalog/search/lexicon.ts';
import { UserError } from '../../../../../src/main/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'rubricator-lexicon-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

describe('readLexicon', () => {
  it('says which table is missing', () => {
    expect(() => readLexicon(folder)).toThrow(UserError);
    expect(() => readLexicon(folder)).toThrow('abbreviations.tsv');
  });

  it('reads the rows below the header lines', () => {
    write({
      'abbreviations.tsv': 'short\tlong\nhtn\thypertension\n',
      'synonyms.tsv': 'typed\tmeant\nheart attack\tmyocardial infarction\n',
      'translations.tsv': 'es\ten\tprobability\ndolor\tpain\t0.9\n',
      'phrases.tsv': 'source\tlanguage\tcode\tphrase\nown\tes\tI10\ttensión alta\n',
    });
    expect(readLexicon(folder)).toEqual({
      abbreviations: [{ typed: 'htn', meant: 'hypertension' }],
      synonyms: [{ typed: 'heart attack', meant: 'myocardial infarction' }],
      translations: [{ from: 'dolor', to: 'pain', probability: 0.9 }],
      phrases: [{ source: 'own', language: 'es', code: 'I10', phrase: 'tensión alta' }],
    });
  });

  it('says which line does not fit', () => {
    write({ 'synonyms.tsv': 'typed\tmeant\none\ttwo\nthree\n' });
    expect(() => readLexicon(folder)).toThrow('Line 3 of synonyms.tsv');
  });
});
