import { describe, expect, it } from 'vitest';
import { normalise } from '../../../../src/main/charts/decode.ts';
import { alignOffsets } from '../../../../src/main/evaluation/alignOffsets.ts';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';

describe('offsets of a corpus', () => {
  it('counts code points where the corpus does', () => {
    const text = 'a𝛽c tos';
    const alignment = alignOffsets(text, text, 'codePoints');
    expect(text.slice(alignment.toText(4), alignment.toText(7))).toBe('tos');
    expect([alignment.toSource(5), alignment.toSource(8), alignment.length]).toEqual([4, 7, 7]);
  });

  it.each([
    ['line ends', 'uno\r\ndos tres', 'tres', 9],
    ['a byte order mark', '\uFEFFuno dos', 'dos', 5],
    ['letters with their marks apart', 'pulmo\u0301n y tos', 'tos', 10],
    ['control characters', 'uno\u0007dos\u0007', 'dos', 4],
  ])('follows the words through %s', (_, source, words, start) => {
    const text = normalise(source);
    const alignment = alignOffsets(source, text, 'codePoints');
    const [from, to] = [alignment.toText(start), alignment.toText(start + words.length)];
    expect(text.slice(from, to)).toBe(words);
    expect(alignment.toSource(from)).toBe(start);
    expect(text.indexOf(words)).toBe(from);
  });

  it('agrees with normalising what stands before, on random texts', () => {
    const random = mulberry32(6);
    const pieces = ['a', ' ', '\r\n', '\n', 'e\u0301', 'é', '𝛽', 'ñ', '\u0007', '.'];
    for (let trial = 0; trial < 100; trial++) {
      const drawn = Array.from({ length: 12 }, () => pieces[Math.floor(random() * pieces.length)]!);
      const source = drawn.join('') + 'z';
      const text = normalise(source);
      const alignment = alignOffsets(source, text, 'utf16');
      drawn.forEach((_, count) => {
        const before = drawn.slice(0, count).join('');
        // A letter keeps a control character at the end from being taken away.
        const there = normalise(`${before}z`).length - 1;
        expect(alignment.toText(before.length)).toBe(there);
        expect(alignment.toSource(there)).toBe(before.length);
      });
    }
  });
});
