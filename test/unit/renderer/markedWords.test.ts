import { describe, expect, it } from 'vitest';
import { lookOf, MarkedWords } from '../../../src/renderer/chart/markedWords.ts';
import type { MarkSpan } from '../../../src/renderer/chart/segments.ts';

const affirmed: MarkSpan = { start: 5, end: 15, code: 'E11.9', context: 'affirmed' };
const negated: MarkSpan = { start: 10, end: 20, code: 'I10', context: 'negated' };

describe('the words of a part', () => {
  const words = new MarkedWords(0, 30, [affirmed, negated]);

  it('are cut end to end, with the number of codes where marks lie on each other', () => {
    expect(words.pieces.map(({ start, end, count }) => [start, end, count])).toEqual([
      [0, 5, 0],
      [5, 10, 0],
      [10, 15, 2],
      [15, 20, 0],
      [20, 30, 0],
    ]);
  });

  it('are found by the offset at which a piece begins', () => {
    expect(words.at(10)?.end).toBe(15);
    expect(words.at(0)?.end).toBe(5);
    expect(words.at(11)).toBeUndefined();
    expect(words.at(30)).toBeUndefined();
  });

  it('are alike where their marks are, whoever made them', () => {
    expect(words.isLike(new MarkedWords(0, 30, [{ ...affirmed }, { ...negated }]))).toBe(true);
    expect(words.isLike(new MarkedWords(0, 30, [affirmed]))).toBe(false);
    expect(words.isLike(new MarkedWords(0, 30, [affirmed, { ...negated, context: 'affirmed' }]))).toBe(false);
    expect(words.isLike(new MarkedWords(0, 31, [affirmed, negated]))).toBe(false);
  });
});

describe('a mark', () => {
  const words = new MarkedWords(0, 30, [affirmed, negated]);
  const look = (
    start: number,
    selected: string | null,
    current: { start: number; end: number } | null = null,
  ) => {
    const piece = words.at(start);
    return piece && lookOf(piece, selected, current);
  };

  it('is drawn as affirmed where any code is, and in the selected code’s context while one is selected', () => {
    expect(look(10, null)).toEqual({ context: 'affirmed', sign: '2', isSelected: false, isCurrent: false });
    expect(look(10, 'I10')).toMatchObject({ context: 'negated', isSelected: true });
  });

  it('has the sign of its context where its words end', () => {
    expect(look(15, null)?.sign).toBe('−');
    expect(look(5, null)?.sign).toBe('');
  });

  it('is the current one only within the mention looked at', () => {
    expect(look(10, 'I10', { start: 10, end: 20 })?.isCurrent).toBe(true);
    expect(look(5, 'E11.9', { start: 10, end: 20 })?.isCurrent).toBe(false);
    expect(look(15, 'E11.9', { start: 10, end: 20 })?.isCurrent).toBe(false);
  });
});
