import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bagsOf,
  contentOf,
  openLexicon,
  phraseNumbers,
  writeLexicon,
} from '../../../../src/main/coding/lexicon.ts';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';
import { smallLexicon } from '../../../fixtures/coding/smallLexicon.ts';

const folder = mkdtempSync(join(tmpdir(), 'rubricator-lexicon-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a lexicon file', () => {
  const lexicon = smallLexicon();
  const file = join(folder, 'lexicon.sqlite');
  writeLexicon(file, lexicon);

  it('gives back what was written', () => {
    expect(openLexicon(file)).toEqual(lexicon);
  });

  it('gives back a lexicon without phrases, terms or sides', () => {
    const bare = smallLexicon({
      written: { en: [], es: [] },
      catalogue: [],
      sides: new Map(),
      translation: {},
    });
    const own = join(folder, 'bare.sqlite');
    writeLexicon(own, bare);
    expect(openLexicon(own)).toEqual(bare);
  });

  it('is the same for the same lexicon, byte by byte', () => {
    const again = join(folder, 'again.sqlite');
    writeLexicon(again, smallLexicon());
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });

  it('is not written over another, and none is read from what is not one', () => {
    expect(() => writeLexicon(file, lexicon)).toThrow();
    const other = join(folder, 'other.sqlite');
    writeFileSync(other, 'not a database, only words that are long enough to look at');
    expect(() => openLexicon(other)).toThrow();
    expect(() => openLexicon(join(folder, 'none.sqlite'))).toThrow();
  });
});

describe('phraseNumbers', () => {
  it('numbers phrases, and marks what only begins one', () => {
    expect(phraseNumbers(['a', 'a b c', 'd e'])).toEqual(
      new Map([
        ['a', 0],
        ['a b', -1],
        ['a b c', 1],
        ['d', -1],
        ['d e', 2],
      ]),
    );
    expect(phraseNumbers([])).toEqual(new Map());
  });

  it('finds exactly the phrases that a search for each of them finds', () => {
    const random = mulberry32(3);
    const words = (count: number): string[] =>
      Array.from({ length: count }, () => 'abcd'[Math.floor(random() * 4)]!);
    for (let round = 0; round < 100; round++) {
      const phrases = [
        ...new Set(Array.from({ length: 12 }, () => words(1 + Math.floor(random() * 4)).join(' '))),
      ];
      const text = words(40);
      const numbers = phraseNumbers(phrases);
      const found: string[] = [];
      for (let from = 0; from < text.length; from++) {
        for (let to = from + 1; to <= text.length; to++) {
          const number = numbers.get(text.slice(from, to).join(' '));
          if (number === undefined) break;
          if (number >= 0) found.push(`${phrases[number]} ${from} ${to}`);
        }
      }
      const expected = phrases.flatMap((phrase) => {
        const { length } = phrase.split(' ');
        return text.flatMap((_, from) =>
          text.slice(from, from + length).join(' ') === phrase ? [`${phrase} ${from} ${from + length}`] : [],
        );
      });
      expect(found.sort()).toEqual(expected.sort());
    }
  });
});

describe('bagsOf', () => {
  it('is over the phrases of two and more words with a meaning of their own', () => {
    const stems = ['fever', 'the fever', 'heart failur', 'failur of heart'];
    const { bags, bagPhrase } = bagsOf(stems);
    expect([...bagPhrase].map((phrase) => stems[phrase])).toEqual(['heart failur', 'failur of heart']);
    expect(bags.words.toSorted()).toEqual(['failur', 'heart']);
    expect(bags.termStart).toHaveLength(3);
  });

  it('may be empty', () => {
    expect(bagsOf([]).bagPhrase).toHaveLength(0);
  });
});

describe('contentOf', () => {
  it('leaves out words without a meaning of their own, in both languages', () => {
    expect(contentOf(['failur', 'of', 'the', 'heart', 'del', 'corazon'])).toEqual([
      'failur',
      'heart',
      'corazon',
    ]);
  });
});
