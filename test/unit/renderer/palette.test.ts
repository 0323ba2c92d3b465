import { describe, expect, it } from 'vitest';
import { folded } from '../../../src/renderer/components/folded.ts';
import { fit, fitting } from '../../../src/renderer/palette/matching.ts';

const things = [
  'Accept the selected code',
  'Accept the suggestions you have seen…',
  'Go to Audit',
  'Auditoría',
];
const found = (query: string) =>
  fitting(
    things.map((label) => ({ label, text: folded(label) })),
    query,
  ).map(({ label }) => label);

describe('the palette finds', () => {
  it('everything in its order where nothing is asked', () => {
    expect(found(' ')).toEqual(things);
  });

  it('words by their beginnings, in any order, without accents or capitals', () => {
    expect(found('SEL acc')).toEqual(['Accept the selected code']);
    expect(found('auditoria')).toEqual(['Auditoría']);
  });

  it('the beginning of a text before a word within it', () => {
    expect(found('audit')).toEqual(['Auditoría', 'Go to Audit']);
  });

  it('letters that begin its words', () => {
    expect(found('acsugg')).toEqual(['Accept the suggestions you have seen…']);
    expect(fit('gta', 'go to audit')).not.toBeNull();
  });

  it('nothing where a word fits nowhere', () => {
    expect(found('accept xyz')).toEqual([]);
    expect(fit('tga', 'go to audit')).toBeNull();
  });

  it('signs as they are', () => {
    expect(fit('a+b(', 'x a+b( c')).not.toBeNull();
  });
});
