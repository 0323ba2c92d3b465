import { describe, expect, it } from 'vitest';
import { chaptersOf } from '../../../../src/main/review/chapters.ts';
import type { BookRow } from '../../../../src/shared/book.ts';

const row = (kind: BookRow['kind'], id: string): BookRow => ({
  id,
  kind,
  title: `Title of ${id}`,
  billable: false,
  hasChildren: kind !== 'code',
});
const tree = new Map<string | null, BookRow[]>([
  [null, [row('chapter', 'CH4'), row('chapter', 'CH9')]],
  ['CH4', [row('block', 'E08-E13')]],
  ['E08-E13', [row('block', 'E08-E11'), row('code', 'E13')]],
  ['E08-E11', [row('code', 'E11')]],
  ['CH9', [row('code', 'I10')]],
]);

describe('the chapter of a code', () => {
  const chapterOf = chaptersOf({ tree: (id) => tree.get(id) ?? [] });

  it.each([
    ['E11.22', '4'],
    ['E13', '4'],
    ['I10', '9'],
  ])('%s stands in %s', (code, number) => {
    expect(chapterOf(code)).toEqual({ number, title: `Title of CH${number}` });
  });

  it('is none for what the release lacks', () => {
    expect(chapterOf('X99.9')).toBeNull();
  });
});
