import { describe, expect, it } from 'vitest';
import {
  brier,
  calibrationError,
  precisionRecall,
  reliability,
} from '../../../../src/main/evaluation/calibration.ts';

const codes = [
  { score: 0.05, right: false },
  { score: 0.1, right: true },
  { score: 0.15, right: false },
  { score: 1, right: true },
];

describe('calibration', () => {
  it('bins by score, a border belonging to the bin above', () => {
    const bins = reliability(codes, 10);
    expect(bins.map((bin) => bin.codes)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(bins[1]).toEqual({ from: 0.1, to: 0.2, codes: 2, score: 0.125, right: 0.5 });
    expect(bins[2]).toMatchObject({ score: null, right: null });
  });

  it('averages the distance of score and outcome by the number of codes', () => {
    // Bins: |.05 - 0|·1, |.125 - .5|·2, |1 - 1|·1, over 4 codes.
    expect(calibrationError([codes.slice(0, 2), codes.slice(2)], 10)([1, 1])).toBeCloseTo(
      (0.05 + 0.75) / 4,
      12,
    );
    // The first document alone: .05 and |.1 - 1|, over 2 codes.
    expect(calibrationError([codes.slice(0, 2), codes.slice(2)], 10)([1, 0])).toBeCloseTo(0.95 / 2, 12);
  });

  it('squares the distance for the Brier score', () => {
    expect(brier([codes])([1])).toBeCloseTo((0.0025 + 0.81 + 0.0225 + 0) / 4, 12);
  });

  it('draws precision and recall from each score on', () => {
    const curve = precisionRecall(codes, 4, 10);
    expect(curve[0]).toEqual({ score: 0, precision: 0.5, recall: 0.5 });
    expect(curve[1]).toEqual({ score: 0.1, precision: 2 / 3, recall: 0.5 });
    expect(curve[2]).toEqual({ score: 0.2, precision: 1, recall: 0.25 });
    expect(curve).toHaveLength(11);
  });
});
