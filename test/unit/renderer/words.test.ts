import { describe, expect, it } from 'vitest';
import {
  confidenceLabel,
  confidencePercent,
  confidenceWords,
  inHundred,
} from '../../../src/renderer/codes/words.ts';

describe('confidence', () => {
  it('says likely and the number', () => {
    expect(confidenceLabel(0.82)).toBe('likely · 82%');
    expect(confidenceLabel(0.5)).toBe('more likely than not · 50%');
  });

  it('has words for the whole range, never stronger for a lower score', () => {
    const order = ['very unlikely', 'unlikely', 'possible', 'more likely than not', 'likely', 'very likely'];
    let before = 0;
    for (let score = 0; score <= 1; score += 0.01) {
      const at = order.indexOf(confidenceWords(score));
      expect(at).toBeGreaterThanOrEqual(before);
      before = at;
    }
    expect(before).toBe(order.length - 1);
  });

  it('never claims certainty', () => {
    expect(confidencePercent(1)).toBe('>99%');
    expect(confidencePercent(0.9949)).toBe('99%');
    expect(confidencePercent(0)).toBe('<1%');
    expect(confidencePercent(0.006)).toBe('1%');
    expect(inHundred(1)).toBe('more than 99');
    expect(inHundred(0.82)).toBe('about 82');
    expect(inHundred(0)).toBe('less than 1');
  });
});
