import { describe, expect, it } from 'vitest';
import { CognateIndex, cognateTrigrams, dice } from '../../../../src/main/coding/cognates.ts';
import { stem } from '../../../../src/main/coding/words.ts';

function likeness(a: string, b: string): number {
  return dice(cognateTrigrams(stem(a)), cognateTrigrams(stem(b)));
}

describe('cognateTrigrams', () => {
  it.each([
    ['neumonía', 'pneumonia'],
    ['psoriasis', 'soriasis'],
    ['esófago', 'oesophago'],
    ['frenico', 'phrenico'],
    ['torácico', 'thoracico'],
    ['reumático', 'rheumatico'],
    ['hemorragia', 'haemorrhagia'],
    ['quiste', 'kiste'],
    ['síndrome', 'syndrome'],
    ['infección', 'infection'],
    ['comisura', 'commissura'],
    ['anemia', 'anaemia'],
  ])('brings %s and %s together', (spanish, english) => {
    expect(likeness(spanish, english)).toBe(1);
  });

  it('knows the beginning and the end of a word', () => {
    expect([...cognateTrigrams('abcd')]).toEqual(['^ab', 'abc', 'bcd', 'cd$']);
    expect(cognateTrigrams('abc')).not.toEqual(cognateTrigrams('cab'));
  });
});

describe('dice', () => {
  it('is 1 for the same set, 0 for nothing in common and between for a part', () => {
    expect(dice(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(1);
    expect(dice(new Set(['a']), new Set(['b']))).toBe(0);
    expect(dice(new Set(['a', 'b', 'c']), new Set(['c']))).toBe(0.5);
  });
});

describe('CognateIndex', () => {
  const WORDS = [
    'pneumonia',
    'pneumonitis',
    'pneumothorax',
    'nephritis',
    'fever',
    'pain',
    'appendicitis',
    'neumoni',
  ];
  const index = new CognateIndex(WORDS.map(stem));
  const find = (word: string): (string | undefined)[] =>
    index.find(stem(word)).map(([number]) => WORDS[number]);

  it('finds the English word for the Spanish one, the likeliest first', () => {
    expect(find('nefritis')).toEqual(['nephritis']);
    expect(find('apendicitis')).toEqual(['appendicitis']);
    expect(find('neumotórax')[0]).toBe('pneumothorax');
  });

  it('gives at most two, by falling likeness and then by their order', () => {
    const found = index.find(stem('neumonía'));
    expect(found).toHaveLength(2);
    expect(found.map(([number]) => WORDS[number])).toEqual(['pneumonia', 'neumoni']);
    expect(found.map(([, value]) => value)).toEqual([1, 1]);
  });

  it('gives the likeness that the trigrams have', () => {
    for (const word of ['neumonitis', 'neumotórax', 'nefritis']) {
      for (const [number, value] of index.find(stem(word))) {
        expect(value).toBeCloseTo(likeness(word, WORDS[number]!), 10);
        expect(value).toBeGreaterThanOrEqual(0.5);
      }
    }
  });

  it('finds nothing for what is unlike, or too short to tell', () => {
    expect(find('hipertensión')).toEqual([]);
    expect(find('fever')).toEqual([]);
    expect(find('')).toEqual([]);
    // "pain" is in the vocabulary, but too short to be likened to anything.
    expect(find('painful')).not.toContain('pain');
  });

  it('answers the same when asked again', () => {
    expect(index.find('neumoniti')).toEqual(index.find('neumoniti'));
    expect(new CognateIndex(WORDS.map(stem)).find('neumoniti')).toEqual(index.find('neumoniti'));
  });
});
