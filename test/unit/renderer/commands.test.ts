import { describe, expect, it } from 'vitest';
import { isClosed, isOffered, rests } from '../../../src/renderer/chart/commands.ts';
import { allCommands, type Command } from '../../../src/renderer/chart/keyboard.ts';
import type { ChartStatus } from '../../../src/shared/chart.ts';
import type { ChartCoding } from '../../../src/shared/coding.ts';
import { codingOf } from '../../fixtures/chartCoding.ts';

function coding(status: ChartStatus): ChartCoding {
  return codingOf([], { status, finished: status === 'finished' || status === 'in-review' });
}

function offered(status: ChartStatus | null, documents = 1, read = true): Command[] {
  const situation = { coding: status === null ? null : coding(status), documents, read };
  return allCommands.filter((command) => isOffered(command, situation));
}

describe('the commands of a chart', () => {
  it('wait for it to be open', () => {
    expect(offered(null)).toEqual(['back']);
  });

  it('decide while it is being coded, waits for an answer or was returned', () => {
    for (const status of ['new', 'in-progress', 'pended', 'returned'] as const) {
      expect(offered(status)).toEqual(
        expect.arrayContaining(['accept', 'change', 'undo', 'poa', 'query', 'finish', 'header']),
      );
      expect(offered(status)).not.toContain('reopen');
      expect(isClosed(coding(status))).toBe(false);
    }
  });

  it('decide nothing once it is finished, but show its summary, reopen it or take it into review', () => {
    expect(offered('finished')).toEqual(
      expect.arrayContaining(['finish', 'reopen', 'review-take', 'next', 'search']),
    );
    for (const command of ['accept', 'reject', 'undo', 'sequence', 'poa', 'header']) {
      expect(offered('finished')).not.toContain(command);
    }
    expect(rests('accept', coding('finished'))).toBe(true);
    expect(rests('next', coding('finished'))).toBe(false);
  });

  it('return it from a review, and do not reopen it there', () => {
    expect(offered('in-review')).toContain('review-return');
    expect(offered('in-review')).not.toContain('reopen');
    expect(offered('in-review')).not.toContain('accept');
  });

  it('go between documents where there are several, and explain percentages where there are any', () => {
    expect(offered('new')).not.toContain('next-document');
    expect(offered('new', 2)).toContain('next-document');
    expect(offered('new', 1, false)).not.toContain('scores');
  });
});
