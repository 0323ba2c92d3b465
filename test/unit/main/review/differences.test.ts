import { describe, expect, it } from 'vitest';
import { differences, pairings } from '../../../../src/main/review/differences.ts';
import type { CodedDiagnosis, Finding } from '../../../../src/shared/review.ts';

/** Codes with an indicator behind a slash. */
const codes = (list: string): CodedDiagnosis[] =>
  list
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [code = '', poa = null] = each.split('/');
      return { code, poa: poa as CodedDiagnosis['poa'] };
    });
const brief = ({ verdict, code, should, poa }: Finding): string =>
  [verdict, code ?? '-', ...(verdict === 'poa' ? [poa] : [should ?? '-'])].join(' ');
const between = (coded: string, second: string): string[] =>
  differences(codes(coded), codes(second)).map(brief);

describe('two codings beside each other', () => {
  it.each([
    ['the same', 'I10 E11.9', 'I10 E11.9', []],
    ['nothing coded at all', '', '', []],
    ['one missing', 'I10', 'I10 E11.9', ['missed - E11.9']],
    ['everything missing', '', 'I10 E11.9', ['missed - I10', 'missed - E11.9']],
    ['one too many', 'I10 E11.9', 'I10', ['disagree E11.9 -']],
    ['another of its category', 'I10 E11.9', 'I10 E11.22', ['disagree E11.9 E11.22']],
    ['another category', 'I10 E11.9', 'I10 E10.9', ['disagree E11.9 -', 'missed - E10.9']],
    ['the nearest of several', 'E11.21', 'E11.9 E11.22', ['disagree E11.21 E11.22', 'missed - E11.9']],
    [
      'two of a category for one',
      'E11.9 E11.29 I10',
      'E11.22 I10',
      ['disagree E11.9 -', 'disagree E11.29 E11.22'],
    ],
    ['the order of secondary codes', 'I10 E11.9 J44.1', 'I10 J44.1 E11.9', []],
  ])('%s', (_, coded, second, found) => {
    expect(between(coded, second)).toEqual(found);
  });

  it('pairs every code once', () => {
    const pairs = pairings(codes('S93.401A S93.402A'), codes('S93.401D S93.401A'));
    expect(pairs.map(([one, other]) => `${one?.code ?? '-'} ${other?.code ?? '-'}`)).toEqual([
      'S93.401A S93.401A',
      'S93.402A S93.401D',
    ]);
  });
});

describe('the sequence', () => {
  it.each([
    ['another of its codes first', 'I10 E11.9', 'E11.9 I10', ['sequence I10 E11.9']],
    ['a missing code first', 'I10 E11.9', 'A41.9 I10 E11.9', ['missed - A41.9', 'sequence I10 A41.9']],
    ['the first replaced in its place', 'E11.9 I10', 'E11.22 I10', ['disagree E11.9 E11.22']],
    ['the first wrong, the next comes up', 'R07.9 I10', 'I10', ['disagree R07.9 -']],
    [
      'the first wrong, a later one belongs first',
      'R07.9 I10 E11.9',
      'E11.9 I10',
      ['disagree R07.9 -', 'sequence R07.9 E11.9'],
    ],
    [
      'the first wrong, a missing one first',
      'R07.9 I10',
      'A41.9 I10',
      ['disagree R07.9 -', 'missed - A41.9'],
    ],
    [
      'a later one replaced and put first',
      'I10 E11.9',
      'E11.22 I10',
      ['disagree E11.9 E11.22', 'sequence I10 E11.22'],
    ],
  ])('%s', (_, coded, second, found) => {
    expect(between(coded, second)).toEqual(found);
  });
});

describe('POA indicators', () => {
  it.each([
    ['another', 'I10/Y', 'I10/N', ['poa I10 N']],
    ['one where none was', 'I10', 'I10/Y', ['poa I10 Y']],
    ['none given by the auditor', 'I10/Y', 'I10', []],
    ['exempt, said or not', 'Z79.01', 'Z79.01/exempt', []],
    ['of a replaced code', 'E11.9/Y', 'E11.22/N', ['disagree E11.9 E11.22']],
  ])('%s', (_, coded, second, found) => {
    expect(between(coded, second)).toEqual(found);
  });
});
