import { describe, expect, it } from 'vitest';
import { systemWords } from '../../../src/renderer/settings/Model.tsx';

describe('what a model has learned', () => {
  it('names the number of codes, and how others are found', () => {
    expect(systemWords({ release: 'FY2026', labels: 1240, fused: true })).toBe(
      '1,240 codes learned (FY2026); others found by learned phrases and by the words of the code book',
    );
  });

  it('claims nothing of a system without learned codes, or of a network alone', () => {
    expect(systemWords({ release: 'FY2026', labels: 0, fused: true })).toMatch(/^no code learned by itself/);
    expect(systemWords({ release: 'FY2026', labels: 1, fused: false })).toBe(
      '1 code learned (FY2026); no other is suggested',
    );
  });
});
