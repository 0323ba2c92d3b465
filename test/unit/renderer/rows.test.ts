import { describe, expect, it } from 'vitest';
import {
  dropped,
  moved,
  nextPoa,
  withDecision,
  withExempt,
  withOrder,
} from '../../../src/renderer/chart/finals.ts';
import { finalDecisions, rowsOf, undecidedSuggestions } from '../../../src/renderer/chart/rows.ts';
import { SeenCodes, seenAfter } from '../../../src/renderer/chart/seen.ts';
import { whereOf } from '../../../src/renderer/chart/where.ts';
import { optionsOf } from '../../../src/renderer/codes/options.ts';
import type { ChartDocument } from '../../../src/shared/chart.ts';
import type { ChartCoding, Decision, EvidenceSpan, Suggestion } from '../../../src/shared/coding.ts';
import { codingOf, decisionOn } from '../../fixtures/chartCoding.ts';

function decision(code: string, decided: Decision['decided'] = 'accepted'): Decision {
  return decisionOn(code, { title: code, decided });
}

function coding(...decisions: Decision[]): ChartCoding {
  return codingOf(decisions);
}

function suggestion(code: string, score: number): Suggestion {
  return { code, title: code, billable: true, score, tier: 'suggestion', evidence: [] };
}

const words: EvidenceSpan = {
  document: 'd1',
  start: 12,
  end: 20,
  text: 'diabetes',
  source: 'lexicon',
  context: 'affirmed',
};

describe('rows', () => {
  const read = { suggestions: [suggestion('A', 0.9), suggestion('B', 0.8)], threshold: 0.5 };

  it('keeps the order of rows that were shown, and appends what is new', () => {
    const codes = rowsOf(read, null, {}, [], ['B']).map((row) => row.code);
    expect(codes).toEqual(['B', 'A']);
  });

  it('are undecided until decided or on the way there', () => {
    expect(undecidedSuggestions(rowsOf(read, coding(decision('A')), {}, [])).map((row) => row.code)).toEqual([
      'B',
    ]);
    expect(undecidedSuggestions(rowsOf(read, null, { A: 'rejected' }, [])).map((row) => row.code)).toEqual([
      'B',
    ]);
  });

  it('carry the decision with its reason', () => {
    const [row] = rowsOf(read, coding({ ...decision('A', 'rejected'), reason: 'negated' }), {}, []);
    expect(row?.decision?.reason).toBe('negated');
  });
});

describe('final codes', () => {
  it('are those accepted or added, in the sequence of the ledger', () => {
    const all = coding(
      decision('B', 'added'),
      decision('A'),
      decision('C', 'rejected'),
      decision('D', 'changed'),
    );
    expect(finalDecisions(all).map(({ code }) => code)).toEqual(['B', 'A']);
  });

  it('move up, down and to the front, and not beyond the ends', () => {
    expect(moved(['A', 'B', 'C'], 'C', 'up')).toEqual(['A', 'C', 'B']);
    expect(moved(['A', 'B', 'C'], 'A', 'down')).toEqual(['B', 'A', 'C']);
    expect(moved(['A', 'B', 'C'], 'C', 'first')).toEqual(['C', 'A', 'B']);
    expect(moved(['A', 'B', 'C'], 'A', 'up')).toBeNull();
    expect(moved(['A', 'B', 'C'], 'C', 'down')).toBeNull();
    expect(moved(['A', 'B', 'C'], 'A', 'first')).toBeNull();
    expect(moved(['A', 'B', 'C'], 'X', 'first')).toBeNull();
  });

  it('are dropped before or after another', () => {
    expect(dropped(['A', 'B', 'C'], new Set(['A']), 'C', 'after')).toEqual(['B', 'C', 'A']);
    expect(dropped(['A', 'B', 'C'], new Set(['C']), 'A', 'before')).toEqual(['C', 'A', 'B']);
    expect(dropped(['A', 'B', 'C'], new Set(['C', 'A']), 'B', 'before')).toEqual(['A', 'C', 'B']);
  });

  it('are shown in their new sequence before it is recorded, the others after them', () => {
    const state = coding(decision('A'), decision('B'), decision('X', 'rejected'));
    expect(withOrder(state, ['B', 'A']).decisions.map(({ code }) => code)).toEqual(['B', 'A', 'X']);
  });

  it('take a comment each', () => {
    const state = withDecision(coding(decision('A'), decision('B')), 'B', { comment: 'See page 2.' });
    expect(state.decisions.map(({ comment }) => comment)).toEqual([null, 'See page 2.']);
  });
});

describe('present on admission', () => {
  it('goes round with one key', () => {
    expect(nextPoa(null, false)).toBe('Y');
    expect(nextPoa('Y', false)).toBe('N');
    expect(nextPoa('N', false)).toBe('U');
    expect(nextPoa('U', false)).toBe('W');
    expect(nextPoa('W', false)).toBeNull();
    expect(nextPoa(null, true)).toBe('exempt');
  });

  it('needs no key for codes of the exempt list, and overrides nobody', () => {
    const state = coding(decision('Z79.4'), { ...decision('Z87.1'), poa: 'Y' }, decision('I10'));
    const shown = withExempt(state, (code) => code.startsWith('Z'));
    expect(shown.decisions.map(({ poa }) => poa)).toEqual(['exempt', 'Y', null]);
  });
});

describe('what was seen', () => {
  const codes = (...list: string[]) => new Set(list);

  it('is what stayed in view long enough, or was selected', () => {
    let now = 1000;
    const seen = new SeenCodes(() => now);
    seen.view(codes('A', 'B'));
    now = 1000 + seenAfter / 2;
    expect(seen.hasSeen('A')).toBe(false);
    seen.view(codes('B'));
    now = 1000 + seenAfter;
    expect(seen.hasSeen('B')).toBe(true);
    seen.view(codes());
    now = 9000;
    expect(seen.hasSeen('A'), 'scrolled past').toBe(false);
    expect(seen.hasSeen('B')).toBe(true);
    seen.select('C');
    expect(seen.hasSeen('C')).toBe(true);
  });

  it('is not what is in view now, and does not add up glances', () => {
    let now = 0;
    const seen = new SeenCodes(() => now);
    seen.view(codes('A'));
    expect([seen.inView('A'), seen.inView('B')]).toEqual([true, false]);
    now = seenAfter - 10;
    seen.view(codes());
    expect(seen.inView('A')).toBe(false);
    now = seenAfter;
    seen.view(codes('A'));
    now = seenAfter + 20;
    expect(seen.hasSeen('A')).toBe(false);
  });
});

describe('where words stand', () => {
  const document: ChartDocument = {
    id: 'd1',
    name: 'discharge.txt',
    kind: 'text',
    language: 'en',
    text: '',
    sections: [{ kind: 'assessment', heading: 'Assessment', start: 10, bodyStart: 21, end: 40 }],
  };

  it('is told by heading and document', () => {
    expect(whereOf([document], words)).toEqual({ heading: 'Assessment', document: 'discharge.txt' });
    expect(whereOf([document], { ...words, start: 2, end: 4 })).toEqual({
      heading: null,
      document: 'discharge.txt',
    });
    expect(whereOf([], words)).toBeNull();
  });
});

describe('codes in place of another', () => {
  it('are at most nine, and none that is coded already', () => {
    const options = Array.from({ length: 12 }, (_, index) => ({ code: `E11.${index}`, title: '' }));
    const family = { path: [], options, poaExempt: false };
    const offered = optionsOf(family, new Set(['E11.0']));
    expect(offered).toHaveLength(9);
    expect(offered[0]?.code).toBe('E11.1');
    expect(optionsOf(undefined, new Set())).toEqual([]);
    expect(optionsOf(null, new Set())).toEqual([]);
  });
});
