import { describe, expect, it } from 'vitest';
import { UNKNOWN_HEADER, type Chart } from '../../../src/shared/chart.ts';
import type {
  ChartCoding,
  CodingRun,
  Decision,
  EvidenceSpan,
  Suggestion,
} from '../../../src/shared/coding.ts';
import { RequestFailure } from '../../../src/renderer/bridge.ts';
import { changedCodes, nextUndecided, presumedReason } from '../../../src/renderer/chart/rows.ts';
import {
  allRows,
  candidatesAtFirst,
  initialChartState,
  reduceChart,
  shownRows,
  type ChartEvent,
  type ChartState,
} from '../../../src/renderer/chart/state.ts';
import { codingOf, decisionOn } from '../../fixtures/chartCoding.ts';

function span(document: string, start: number, context: EvidenceSpan['context'] = 'affirmed'): EvidenceSpan {
  return { document, start, end: start + 5, text: 'words', source: 'lexicon', context };
}

function suggestion(code: string, score: number, evidence: EvidenceSpan[] = []): Suggestion {
  return {
    code,
    title: `Title of ${code}`,
    billable: true,
    score,
    tier: score >= 0.4 ? 'suggestion' : 'candidate',
    evidence,
  };
}

function decision(
  code: string,
  decided: Decision['decided'],
  entry: number,
  more: Partial<Decision> = {},
): Decision {
  return decisionOn(code, { decided, entry, ...more });
}

function coding(...decisions: Decision[]): ChartCoding {
  return codingOf(decisions);
}

function deciding(code: string, decided: Decision['decided'], from: string | null = null): ChartEvent {
  return { type: 'deciding', last: { decided, code, from, reason: null }, advance: true };
}

const chart: Chart = {
  id: 'c',
  name: 'Chart',
  sample: false,
  header: UNKNOWN_HEADER,
  importedAt: '2026-01-01T00:00:00Z',
  documents: ['d1', 'd2'].map((id) => ({
    id,
    name: id,
    kind: 'text',
    language: 'en',
    text: '',
    sections: [],
  })),
};

const run: CodingRun = {
  chart: 'c',
  system: 'icd10cm',
  model: { name: 'm', version: '1' },
  catalogue: { name: 'k', version: '1' },
  provider: 'cpu',
  suggestions: [
    suggestion('A00', 0.9, [span('d2', 50), span('d1', 10, 'negated'), span('d1', 80)]),
    suggestion('B00', 0.8, [span('d1', 20)]),
    suggestion('C00', 0.7),
    ...Array.from({ length: 15 }, (_, index) => suggestion(`Z${10 + index}`, 0.3 - index / 100)),
  ],
  threshold: 0.4,
  at: '2026-01-01T00:00:00Z',
};

function after(state: ChartState, ...events: ChartEvent[]): ChartState {
  return events.reduce(reduceChart, state);
}

const ready = after(
  initialChartState,
  { type: 'opened', chart, coding: coding() },
  { type: 'read', run, undisturbed: false },
);

describe('the chart screen', () => {
  it('selects the first undecided suggestion without moving the page of someone who reads', () => {
    expect(ready.selected).toBe('A00');
    expect(ready.reveal).toBeNull();
    expect(
      after(
        initialChartState,
        { type: 'opened', chart, coding: coding() },
        { type: 'read', run, undisturbed: true },
      ).reveal,
    ).toMatchObject({ document: 'd2', start: 50 });
  });

  it('keeps the choice made while the model was reading', () => {
    const early = after(
      initialChartState,
      { type: 'opened', chart, coding: coding(decision('Q00', 'added', 3)) },
      { type: 'select', code: 'Q00' },
      { type: 'read', run, undisturbed: true },
    );
    expect(early.selected).toBe('Q00');
  });

  it('orders mentions as they are read and starts at the strongest', () => {
    const [first] = allRows(ready);
    expect(first?.mentions.map((mention) => [mention.document, mention.start])).toEqual([
      ['d1', 10],
      ['d1', 80],
      ['d2', 50],
    ]);
    expect(first?.primary).toBe(2);
  });

  it('walks round the mentions and follows them to other documents', () => {
    const once = after(ready, { type: 'select', code: 'A00' }, { type: 'step-mention', step: 1 });
    expect([once.document, once.reveal?.start]).toEqual(['d1', 10]);
    const back = after(once, { type: 'step-mention', step: -1 });
    expect([back.document, back.reveal?.start]).toEqual(['d2', 50]);
  });

  it('asks anew to show a place that was shown before', () => {
    const once = after(ready, { type: 'select', code: 'B00' });
    const twice = after(once, { type: 'select', code: 'B00' });
    expect(twice.reveal?.token).not.toBe(once.reveal?.token);
  });

  it('stops at the ends of the list', () => {
    expect(after(ready, { type: 'step', step: -1 }).selected).toBe('A00');
    const end = after(ready, ...Array.from({ length: 99 }, (): ChartEvent => ({ type: 'step', step: 1 })));
    expect(end.selected).toBe(`Z${10 + candidatesAtFirst - 1}`);
  });

  it('hides most candidates until asked', () => {
    expect(shownRows(ready)).toHaveLength(3 + candidatesAtFirst);
    expect(shownRows(after(ready, { type: 'show-all' }))).toHaveLength(18);
  });

  it('shows a decision at once and moves on', () => {
    const decided = after(ready, deciding('A00', 'accepted'));
    expect(allRows(decided)[0]?.state).toBe('accepted');
    expect(decided.selected).toBe('B00');
    const recorded = after(decided, {
      type: 'recorded',
      codes: ['A00'],
      coding: coding(decision('A00', 'accepted', 1)),
    });
    expect(recorded.pending).toEqual({});
    expect(recorded.selected).toBe('B00');
  });

  it('takes a decision back that could not be recorded', () => {
    const failure = new RequestFailure('The disk is full.', 'Make room.');
    const state = after(ready, deciding('A00', 'rejected'), {
      type: 'not-recorded',
      codes: ['A00'],
      failure,
    });
    expect(allRows(state)[0]?.state).toBe('undecided');
    expect(state.selected).toBe('A00');
    expect(state.problem).toBe(failure);
  });

  it('lists added codes between suggestions and candidates', () => {
    const state = after(ready, {
      type: 'recorded',
      codes: ['Q00'],
      coding: coding(decision('Q00', 'added', 1)),
      select: 'Q00',
    });
    expect(allRows(state)[3]).toMatchObject({ code: 'Q00', tier: 'other', state: 'added', score: null });
    expect(state.selected).toBe('Q00');
  });

  it('goes to the code an undo was about', () => {
    const two = coding(decision('A00', 'accepted', 1), decision('B00', 'rejected', 2));
    const state = after(
      ready,
      { type: 'recorded', codes: ['B00'], coding: two },
      { type: 'select', code: 'C00' },
    );
    const undone = after(state, { type: 'turned-back', coding: coding(decision('A00', 'accepted', 1)) });
    expect(undone.selected).toBe('B00');
  });

  it('shows a change on both codes, goes on from the one given up, and comes back to it on undo', () => {
    const changing = after(ready, deciding('A01', 'changed', 'A00'));
    expect(allRows(changing)[0]?.state).toBe('changed');
    expect(changing.selected).toBe('B00');
    const recorded = after(changing, {
      type: 'recorded',
      codes: ['A00', 'A01'],
      coding: coding(
        decision('A01', 'added', 2, { from: 'A00' }),
        decision('A00', 'changed', 2, { to: 'A01' }),
      ),
    });
    expect(allRows(recorded).map(({ code, state }) => [code, state])).toContainEqual(['A01', 'added']);
    expect(recorded.selected).toBe('B00');
    expect(after(recorded, { type: 'turned-back', coding: coding() }).selected).toBe('A00');
  });

  it('accepts several codes at once and leaves the selection', () => {
    const state = after(ready, { type: 'deciding-many', codes: ['A00', 'C00'] });
    expect(
      allRows(state)
        .slice(0, 3)
        .map((row) => row.state),
    ).toEqual(['accepted', 'undecided', 'accepted']);
    expect(state.selected).toBe('A00');
  });

  it('shows another sequence and another indicator before they are recorded', () => {
    const two = coding(
      decision('A00', 'accepted', 1),
      decision('B00', 'accepted', 2),
      decision('C00', 'rejected', 3),
    );
    const state = after(
      ready,
      { type: 'recast', coding: two },
      { type: 'reordered', order: ['B00', 'A00'] },
      { type: 'annotated', code: 'A00', change: { poa: 'Y' } },
    );
    expect(state.coding?.decisions.map(({ code, poa }) => [code, poa])).toEqual([
      ['B00', null],
      ['A00', 'Y'],
      ['C00', null],
    ]);
  });

  it('ignores progress that comes after the end', () => {
    expect(after(ready, { type: 'progress', fraction: 1 })).toBe(ready);
  });
});

describe('a chart whose beginning is read first', () => {
  const first = [suggestion('C00', 0.9, [span('d1', 5)]), suggestion('B00', 0.6, [span('d1', 20)])];
  const begun = after(
    initialChartState,
    { type: 'opened', chart, coding: coding() },
    { type: 'first', suggestions: first, undisturbed: true },
  );
  const codes = (state: ChartState) => allRows(state).map((row) => row.code);

  it('shows what the beginning suggests and lets it be decided', () => {
    expect(codes(begun)).toEqual(['C00', 'B00']);
    expect([begun.selected, begun.reveal?.start]).toEqual(['C00', 5]);
    expect(after(begun, deciding('C00', 'accepted')).selected).toBe('B00');
  });

  it('keeps on telling how far the reading is', () => {
    expect(after(begun, { type: 'progress', fraction: 0.5 }).reading).toMatchObject({ fraction: 0.5, first });
  });

  it('sorts anew where nobody has touched anything, and keeps the selection', () => {
    const read = after(begun, { type: 'read', run, undisturbed: true });
    expect(codes(read).slice(0, 3)).toEqual(['A00', 'B00', 'C00']);
    expect(read.selected).toBe('C00');
    expect(read.reveal).toBe(begun.reveal);
  });

  it('leaves the rows in place that the coder works on, and appends the others', () => {
    const read = after(begun, { type: 'step', step: 1 }, { type: 'read', run, undisturbed: true });
    expect(codes(read).slice(0, 3)).toEqual(['C00', 'B00', 'A00']);
    expect(read.selected).toBe('B00');
  });

  it('comes too late when the chart is read already', () => {
    expect(after(ready, { type: 'first', suggestions: first, undisturbed: true })).toBe(ready);
  });
});

describe('nextUndecided', () => {
  const rows = allRows(ready);
  const decided = (...codes: string[]) =>
    rows.map((row) => (codes.includes(row.code) ? { ...row, state: 'accepted' as const } : row));

  it('goes down, then back up, and stays when no suggestion is left, so that no candidate is decided by habit', () => {
    expect(nextUndecided(rows, 'A00')).toBe('B00');
    expect(nextUndecided(decided('B00'), 'A00')).toBe('C00');
    expect(nextUndecided(rows, 'C00')).toBe('A00');
    expect(nextUndecided(decided('A00', 'B00'), 'C00')).toBe('C00');
  });

  it('goes on among candidates, and stays where nothing is left', () => {
    expect(nextUndecided(rows, 'Z10')).toBe('Z11');
    expect(nextUndecided(decided(...rows.map((row) => row.code)), 'B00')).toBe('B00');
  });
});

describe('changedCodes', () => {
  it('names the codes that were taken back, replaced or added', () => {
    const a = decision('A00', 'accepted', 1);
    expect(changedCodes(coding(a), coding())).toEqual(['A00']);
    expect(changedCodes(coding(decision('A00', 'rejected', 4)), coding(a))).toEqual(['A00']);
    expect(changedCodes(null, coding(a))).toEqual(['A00']);
    expect(changedCodes(coding(a), coding(a))).toEqual([]);
  });
});

describe('presumedReason', () => {
  const reasonFor = (context: EvidenceSpan['context'], billable = true) => {
    const suggested = { ...suggestion('A00', 0.9, [span('d1', 1, context)]), billable };
    const [row] = allRows(
      after(
        initialChartState,
        { type: 'opened', chart, coding: coding() },
        { type: 'read', run: { ...run, suggestions: [suggested] }, undisturbed: false },
      ),
    );
    return row && presumedReason(row);
  };

  it('takes what the words say of the patient', () => {
    expect(reasonFor('negated')).toBe('negated');
    expect(reasonFor('family')).toBe('history');
    expect(reasonFor('history')).toBe('history');
    expect(reasonFor('uncertain')).toBe('uncertain');
  });

  it('holds a header too general, and anything else not supported', () => {
    expect(reasonFor('affirmed', false)).toBe('less-specific');
    expect(reasonFor('affirmed')).toBe('not-supported');
    expect(reasonFor('planned')).toBe('not-supported');
  });
});
