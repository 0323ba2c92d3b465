import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleLock } from '../../../../src/main/shell/idleLock.ts';

const MINUTE = 60_000;
let warnings: (number | null)[];
let minutes: number | null;
let locked: number;
let idle: IdleLock;

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
  minutes = 2;
  locked = 0;
  idle = new IdleLock({
    minutes: () => minutes,
    warn: (seconds) => warnings.push(seconds),
    lock: () => {
      locked += 1;
      minutes = null;
    },
  });
});
afterEach(() => {
  idle.stop();
  vi.useRealTimers();
});

describe('the idle lock', () => {
  it('warns half a minute before it locks, once', () => {
    idle.start();
    vi.advanceTimersByTime(1.5 * MINUTE - 1);
    expect(warnings).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(warnings).toEqual([30]);
    vi.advanceTimersByTime(29_999);
    expect(locked).toBe(0);
    vi.advanceTimersByTime(1);
    expect(locked).toBe(1);
    vi.advanceTimersByTime(10 * MINUTE);
    expect([warnings, locked]).toEqual([[30], 1]);
  });

  it('counts from the last key or movement of the mouse', () => {
    idle.start();
    for (let moves = 0; moves < 10; moves += 1) {
      vi.advanceTimersByTime(MINUTE);
      idle.input();
    }
    expect([warnings, locked]).toEqual([[], 0]);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(locked).toBe(1);
  });

  it('takes its warning back when somebody is there after all', () => {
    idle.start();
    vi.advanceTimersByTime(1.75 * MINUTE);
    idle.input();
    expect(warnings).toEqual([30, null]);
    vi.advanceTimersByTime(2 * MINUTE - 1);
    expect([warnings, locked]).toEqual([[30, null, 30], 0]);
    vi.advanceTimersByTime(1);
    expect(locked).toBe(1);
  });

  it('goes by the time allowed now, and rests while the desk is locked', () => {
    minutes = null;
    idle.start();
    vi.advanceTimersByTime(100 * MINUTE);
    expect(locked).toBe(0);
    minutes = 60;
    idle.start();
    vi.advanceTimersByTime(5 * MINUTE);
    minutes = 1;
    idle.start();
    vi.advanceTimersByTime(MINUTE);
    expect(locked).toBe(1);
  });
});
