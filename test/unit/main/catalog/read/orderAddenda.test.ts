import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/main/errors.ts';
import { readOrderAddenda } from '../../../../../src/main/catalog/read/orderAddenda.ts';
import { addendaLine } from './orderLines.ts';

const TOTALS = `
Headers
     3 headers in icd10cm_order_2025.txt
     4 headers in icd10cm_order_2026.txt
     1 additions
of which
      1 revisions to long title only

Codes
     5 codes in icd10cm_order_2025.txt
     7 codes in icd10cm_order_2026.txt
`;

describe('readOrderAddenda', () => {
  it('says which codes were added, deleted and revised', () => {
    const text = [
      addendaLine('Delete', ['S301XXA', 1, 'Contusion of abdominal wall, initial encounter']),
      addendaLine('Add', ['E11A', 1, 'Type 2 diabetes mellitus without complications in remission']),
      addendaLine('Revise from', ['L02212', 1, 'Cutaneous abscess of back']),
      addendaLine('Revise to', [
        'L02212',
        1,
        'Cutaneous abscess of back [any part, except buttock and flank]',
      ]),
      addendaLine('Revise from', ['L02213', 1, 'Cutaneous abscess of chest wall']),
      addendaLine('Revise to', ['L02213', 1, 'Cutaneous abscess of chest wall']),
    ].join('');
    expect(readOrderAddenda(text, 'addenda.txt')).toEqual({
      changes: [
        {
          owner: 'S30.1XXA',
          kind: 'code-deleted',
          before: 'Contusion of abdominal wall, initial encounter',
          after: null,
        },
        {
          owner: 'E11.A',
          kind: 'code-added',
          before: null,
          after: 'Type 2 diabetes mellitus without complications in remission',
        },
        {
          owner: 'L02.212',
          kind: 'title-revised',
          before: 'Cutaneous abscess of back',
          after: 'Cutaneous abscess of back [any part, except buttock and flank]',
        },
      ],
      totals: null,
    });
  });

  it('tells a code that became a header, and a header that became a code, from those that came or went', () => {
    const text = [
      addendaLine('Delete', ['B880', 1, 'Other acariasis']),
      addendaLine('Add', ['B880', 0, 'Other acariasis']),
      addendaLine('Delete', ['G35', 0, 'Multiple sclerosis']),
      addendaLine('Add', ['G35', 1, 'Multiple sclerosis']),
    ].join('');
    expect(readOrderAddenda(text, 'addenda.txt').changes).toEqual([
      { owner: 'B88.0', kind: 'code-deleted', before: 'Other acariasis', after: 'Other acariasis' },
      { owner: 'G35', kind: 'code-added', before: 'Multiple sclerosis', after: 'Multiple sclerosis' },
    ]);
  });

  it('takes the totals of the new release from the closing lines', () => {
    expect(readOrderAddenda(TOTALS, 'addenda.txt')).toEqual({
      changes: [],
      totals: { headers: 4, codes: 7 },
    });
  });

  const from = addendaLine('Revise from', ['L02212', 1, 'Cutaneous abscess of back']);
  const to = addendaLine('Revise to', ['L02212', 1, 'Cutaneous abscess of back, any part']);
  it.each([
    ['a shifted line', from.replace('L02212', ' L02212') + to, 1, 'its columns are not where'],
    ['a line cut short', from + to.slice(0, 50), 2, 'its columns are not where'],
    ['an unknown action', 'Addition:    1 E11A', 1, 'its columns are not where'],
    ['a revision without an end', from + addendaLine('Add', ['E11A', 1, 'X']), 2, 'do not follow each other'],
    ['a revision without a beginning', to, 1, 'do not follow each other'],
    ['a revision to another code', from + to.replace('L02212', 'L02213'), 2, 'do not follow each other'],
    ['a revision at the end without an end', from, 1, 'has no "Revise to"'],
  ])('refuses %s and names the line', (_, text, line, reason) => {
    const read = (): unknown => readOrderAddenda(text, 'addenda.txt');
    expect(read).toThrow(UserError);
    expect(read).toThrow(
      new RegExp(`^Line ${line} of addenda\\.txt does not fit order addenda: .*${reason}`),
    );
  });
});
