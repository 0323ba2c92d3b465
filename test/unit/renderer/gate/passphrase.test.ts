import { describe, expect, it } from 'vitest';
import { passphraseProblem, strengthOf } from '../../../../src/renderer/gate/passphrase.ts';
import { NewPassphrase } from '../../../../src/shared/accounts.ts';

describe('a passphrase', () => {
  it('is judged by its length alone', () => {
    expect(strengthOf('')).toEqual({ is: 'empty' });
    expect(strengthOf('a')).toEqual({ is: 'short', missing: 14 });
    expect(strengthOf('x'.repeat(14))).toEqual({ is: 'short', missing: 1 });
    expect(strengthOf('x'.repeat(15))).toEqual({ is: 'enough' });
    expect(strengthOf('harbour pencil thirteen')).toEqual({ is: 'enough' });
    expect(strengthOf('harbour pencil thirteen x')).toEqual({ is: 'long' });
  });

  it('counts characters as they are compared', () => {
    expect(strengthOf('n\u0303'.repeat(14))).toEqual({ is: 'short', missing: 1 });
    expect(strengthOf('🜁'.repeat(14))).toEqual({ is: 'short', missing: 1 });
  });

  it('is never called long enough where the main process would refuse it for its length', () => {
    for (let length = 1; length < 40; length += 1) {
      const passphrase = 'ñ'.repeat(length);
      const fits = !['empty', 'short'].includes(strengthOf(passphrase).is);
      expect(NewPassphrase.safeParse(passphrase).success).toBe(fits);
    }
  });

  it('is wanted twice, however its accents were typed', () => {
    expect(passphraseProblem('short', 'short')).toBe('short');
    expect(passphraseProblem('mañana pensaré otra', 'mañana pensaré')).toBe('different');
    expect(passphraseProblem('man\u0303ana pensaré otra', 'mañana pensare\u0301 otra')).toBeNull();
  });
});
