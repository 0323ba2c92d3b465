import { beforeEach, describe, expect, it } from 'vitest';
import { ActivityCount, longestPause } from '../../../../src/renderer/work/activity.ts';

let now = 0;
let count: ActivityCount;

beforeEach(() => {
  now = 1_000_000;
  count = new ActivityCount(() => now);
  count.stir();
});

const pass = (seconds: number) => {
  now += seconds * 1000;
};

describe('ActivityCount', () => {
  it('counts the time between two signs of life', () => {
    pass(20);
    count.stir();
    pass(40);
    count.act();
    expect(count.take()).toEqual({ seconds: 60, actions: 1 });
    expect(count.take()).toEqual({ seconds: 0, actions: 0 });
  });

  it('counts a pause of a minute, and none of a longer one', () => {
    pass(longestPause / 1000);
    count.stir();
    pass(longestPause / 1000 + 0.001);
    count.stir();
    pass(5);
    count.stir();
    expect(count.take().seconds).toBe(65);
  });

  it('does not know yet, in the middle of a pause, whether it will count', () => {
    pass(30);
    expect(count.take().seconds).toBe(0);
    pass(20);
    count.stir();
    expect(count.take().seconds).toBe(50);
    pass(50);
    expect(count.take().seconds).toBe(0);
    pass(50);
    count.stir();
    expect(count.take().seconds).toBe(0);
  });

  it('does not count while the window is hidden', () => {
    pass(10);
    count.rest();
    pass(30);
    count.stir();
    pass(5);
    count.rest();
    count.rest();
    expect(count.take().seconds).toBe(15);
  });

  it('keeps parts of a second for the next report', () => {
    for (let round = 0; round < 4; round += 1) {
      pass(0.75);
      count.act();
    }
    pass(0.5);
    count.stir();
    expect(count.take()).toEqual({ seconds: 3, actions: 4 });
    pass(0.5);
    count.stir();
    expect(count.take()).toEqual({ seconds: 1, actions: 0 });
  });

  it('hands out no more than one report may hold', () => {
    for (let round = 0; round < 10_001; round += 1) {
      pass(0.1);
      count.act();
    }
    expect(count.take()).toEqual({ seconds: 600, actions: 10_000 });
    expect(count.take()).toEqual({ seconds: 400, actions: 1 });
  });
});
