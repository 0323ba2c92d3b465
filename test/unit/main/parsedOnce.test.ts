import { expect, test } from 'vitest';
import { ParsedOnce } from '../../../src/main/parsedOnce.ts';

test('what is stored is parsed again only where it has changed', () => {
  const rows = new ParsedOnce<string[]>();
  const first = rows.of('a', '["I10"]');
  expect(first).toEqual(['I10']);
  expect(rows.of('a', '["I10"]')).toBe(first);
  expect(rows.of('b', '["I10"]')).not.toBe(first);
  expect(rows.of('a', '["I10","E11.9"]')).toEqual(['I10', 'E11.9']);
  expect(rows.of('a', '["I10"]')).toEqual(['I10']);
});
