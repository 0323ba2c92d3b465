import { describe, expect, it } from 'vitest';
import { groupsOf, isLastGroup } from '../../../../src/renderer/gate/recoveryKey.ts';

const key = '7Q2F-01ZX-K0Z1';

describe('a recovery key', () => {
  it('is shown in the groups it came in', () => {
    expect(groupsOf(key)).toEqual(['7Q2F', '01ZX', 'K0Z1']);
  });

  it('is confirmed by its last group, as people read and type it', () => {
    for (const typed of ['K0Z1', 'k0z1', ' K0 Z1 ', 'KOZI', 'kozl']) {
      expect(isLastGroup(key, typed), typed).toBe(true);
    }
    for (const typed of ['', '7Q2F', 'K0Z', 'K0Z12', key]) expect(isLastGroup(key, typed), typed).toBe(false);
    expect(isLastGroup('', '')).toBe(false);
  });
});
