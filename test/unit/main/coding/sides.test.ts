import { describe, expect, it } from 'vitest';
import { groupSides, sidesNear, sidesOfTitles } from '../../../../src/main/coding/sides.ts';
import { wordsOf } from '../../../../src/main/coding/words.ts';
import type { Language } from '../../../../src/shared/chart.ts';
import { TITLES } from '../../../fixtures/coding/smallLexicon.ts';

describe('sidesOfTitles', () => {
  const sides = sidesOfTitles(new Map(Object.entries(TITLES)));
  const members = (code: string): string[] =>
    [...sides].filter(([, { group }]) => group === sides.get(code)?.group).map(([other]) => other);

  it('groups codes whose titles differ in the side alone', () => {
    expect(members('H25.11')).toEqual(['H25.10', 'H25.11', 'H25.12', 'H25.13']);
    expect(['H25.10', 'H25.11', 'H25.12', 'H25.13'].map((code) => sides.get(code)?.side)).toEqual([
      'unspecified',
      'right',
      'left',
      'bilateral',
    ]);
  });

  it('takes a side that is named for the side, though something else be unspecified', () => {
    expect(sides.get('S72.001A')?.side).toBe('right');
    expect(members('S72.001A')).toEqual(['S72.001A', 'S72.002A']);
  });

  it('leaves out what has no side, or nothing but "unspecified"', () => {
    for (const code of ['I50.9', 'J18.9', 'I10', 'E11.9']) expect(sides.has(code), code).toBe(false);
  });

  it('does not group over categories', () => {
    const two = sidesOfTitles(
      new Map([
        ['A00.1', 'Pain, right arm'],
        ['B00.1', 'Pain, left arm'],
      ]),
    );
    expect(two.get('A00.1')?.group).not.toBe(two.get('B00.1')?.group);
  });

  it('can be looked up both ways', () => {
    const both = groupSides(sides);
    expect(both.sides).toEqual(sides);
    expect(both.siblings.get(sides.get('H25.12')!.group)).toEqual({
      unspecified: 'H25.10',
      right: 'H25.11',
      left: 'H25.12',
      bilateral: 'H25.13',
    });
  });
});

describe('sidesNear', () => {
  const near = (text: string, of: string, language: Language = 'en'): string | undefined => {
    const words = wordsOf(text);
    const own = wordsOf(of).stems;
    const from = words.stems.findIndex((_, w) => own.every((stem, i) => words.stems[w + i] === stem));
    const found = sidesNear(words, language)(from, from + own.length);
    return found && `${found.side} ${words.stems[found.at]}`;
  };

  it.each([
    ['cataract of the left eye', 'cataract', 'left left'],
    ['RT knee pain', 'knee pain', 'right rt'],
    ['cataract, both eyes', 'cataract', 'bilateral both'],
    ['pain in left knee', 'pain in left knee', 'left left'],
    ['left hip and right knee pain', 'knee pain', 'right right'],
  ])('of "%s", by "%s"', (text, of, side) => {
    expect(near(text, of)).toBe(side);
  });

  it.each([
    ['catarata del ojo izquierdo', 'catarata', 'left izquierd'],
    ['rodilla dcha', 'rodilla', 'right dcha'],
    ['ambos ojos con catarata', 'catarata', 'bilateral ambo'],
  ])('of Spanish "%s"', (text, of, side) => {
    expect(near(text, of, 'es')).toBe(side);
  });

  it('is not sought in the other language', () => {
    expect(near('cataract of the left eye', 'cataract', 'es')).toBeUndefined();
  });

  it('reaches four words, and not over the end of a sentence', () => {
    expect(near('left a b c cataract', 'cataract')).toBe('left left');
    expect(near('left a b c d cataract', 'cataract')).toBeUndefined();
    for (const end of ['. ', '; ', ': ', '\n', '? ']) {
      expect(near(`left${end}cataract`, 'cataract')).toBeUndefined();
      expect(near(`cataract${end}left`, 'cataract')).toBeUndefined();
    }
  });
});
