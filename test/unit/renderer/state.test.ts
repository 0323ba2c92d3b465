import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../src/shared/chart.ts';
import type {
  ChartCoding,
  CodingRun,
  Decision,
  EvidenceSpan,
  Suggestion,
} from '../../../src/shared/coding.ts';
import { RequestFailure } from '../../../src/renderer/bridge.ts';
import { changedCode, nextUndecided } from '../../../src/renderer/chart/rows.ts';
import {
  allRows,
  candidatesAtFirst,
  initialChartState,
  reduceChart,
  shownRows,
  type ChartEvent,
  type ChartState,
} from '../../../src/renderer/chart/state.ts';

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

function decision(code: string, decided: Decision['decided'], entry: number): Decision {
  return { code, title: `Title of ${code}`, decided, evidence: [], entry };
}

function coding(...decisions: Decision[]): ChartCoding {
  return { chart: 'c', decisions, finished: false, canUndo: decisions.length > 0 };
}

const chart: Chart = {
  id: 'c',
  name: 'Chart',
  sample: false,
  encounterDate: null,
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
    const deciding = after(ready, { type: 'deciding', code: 'A00', decided: 'accepted', advance: true });
    expect(allRows(deciding)[0]?.state).toBe('accepted');
    expect(deciding.selected).toBe('B00');
    const recorded = after(deciding, {
      type: 'recorded',
      code: 'A00',
      coding: coding(decision('A00', 'accepted', 1)),
    });
    expect(recorded.pending).toEqual({});
    expect(recorded.selected).toBe('B00');
  });

  it('takes a decision back that could not be recorded', () => {
    const failure = new RequestFailure('The disk is full.', 'Make room.');
    const state = after(
      ready,
      { type: 'deciding', code: 'A00', decided: 'rejected', advance: true },
      { type: 'not-recorded', code: 'A00', failure },
    );
    expect(allRows(state)[0]?.state).toBe('undecided');
    expect(state.selected).toBe('A00');
    expect(state.problem).toBe(failure);
  });

  it('lists added codes between suggestions and candidates', () => {
    const state = after(ready, {
      type: 'recorded',
      code: 'Q00',
      coding: coding(decision('Q00', 'added', 1)),
    });
    expect(allRows(state)[3]).toMatchObject({ code: 'Q00', tier: 'other', state: 'added', score: null });
    expect(state.selected).toBe('Q00');
  });

  it('goes to the code an undo was about', () => {
    const two = coding(decision('A00', 'accepted', 1), decision('B00', 'rejected', 2));
    const state = after(
      ready,
      { type: 'recorded', code: 'B00', coding: two },
      { type: 'select', code: 'C00' },
    );
    expect(after(state, { type: 'recast', coding: coding(decision('A00', 'accepted', 1)) }).selected).toBe(
      'B00',
    );
  });

  it('ignores progress that comes after the end', () => {
    expect(after(ready, { type: 'progress', fraction: 1 })).toBe(ready);
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

describe('changedCode', () => {
  it('names the code that was taken back, replaced or added', () => {
    const a = decision('A00', 'accepted', 1);
    expect(changedCode(coding(a), coding())).toBe('A00');
    expect(changedCode(coding(decision('A00', 'rejected', 4)), coding(a))).toBe('A00');
    expect(changedCode(null, coding(a))).toBe('A00');
    expect(changedCode(coding(a), coding(a))).toBeNull();
  });
});
