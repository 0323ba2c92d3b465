import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../../../src/shared/coding.ts';
import { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { bootstrap } from '../../../../src/main/evaluation/bootstrap.ts';
import type { Evaluation } from '../../../../src/main/evaluation/evaluation.ts';
import { measure, type CodedDocument, type Figures } from '../../../../src/main/evaluation/figures.ts';
import { evidencePredictions, rankedPredictions } from '../../../../src/main/evaluation/predictionFiles.ts';
import { htmlReport } from '../../../../src/main/evaluation/report/html.ts';
import { bar } from '../../../../src/main/evaluation/report/plots.ts';
import { textReport } from '../../../../src/main/evaluation/report/text.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';

/** A code with one mention; `denied` ones are no suggestion. */
function returned(code: string, score: number, start: number, end: number, denied = false): Suggestion {
  return {
    code,
    title: code,
    billable: true,
    score,
    tier: score >= 0.4 && !denied ? 'suggestion' : 'candidate',
    evidence: [
      { document: 'd', start, end, text: '', source: 'lexicon', context: denied ? 'negated' : 'affirmed' },
    ],
  };
}

function document(
  id: string,
  codes: string[],
  spans: [string, number, number][] | null,
  suggestions: Suggestion[],
): CodedDocument {
  return {
    gold: {
      id,
      document: { id, language: 'es', text: '', sections: [] },
      codes: new Set(codes),
      spans: spans?.map(([code, start, end]) => ({ code, start, end })) ?? null,
      toCorpusOffset: (offset) => offset + 1000,
    },
    suggestions,
  };
}

const coded = [
  document(
    'one',
    ['I10', 'E11.9', 'B20'],
    [
      ['I10', 0, 10],
      ['E11.9', 20, 30],
      ['B20', 40, 43],
    ],
    [
      returned('I10', 0.9, 0, 10),
      returned('B20', 0.8, 40, 43, true),
      returned('R05', 0.5, 60, 63),
      returned('E11.9', 0.1, 20, 30),
    ],
  ),
  document('two', ['R05', 'M16'], [['R05', 5, 8]], [returned('R05', 0.7, 4, 12)]),
  document('three', [], null, []),
];
const catalog = new Catalog(join(resourceFolder(), 'catalog', 'icd-10-cm-FY2026.sqlite'));
const figures: Figures = measure(coded, {
  thresholds: { en: 0.4, es: 0.4 },
  trainingDocuments: new Map([
    ['I10', 40],
    ['R05', 9],
    ['B20', 5],
  ]),
  catalog,
  estimate: bootstrap(3, 50, 1),
});

describe('measure', () => {
  it('ranks everything returned', () => {
    const { map, precisionAt5, rPrecision, recall } = figures.ranking;
    expect(map.value).toBeCloseTo(((1 + 1 + 3 / 4) / 3 + 1 / 2) / 2, 12);
    expect(precisionAt5.value).toBeCloseTo((3 / 5 + 1 / 5) / 2, 12);
    expect(rPrecision.value).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
    expect(recall.value).toBe(4 / 5);
  });

  it('tells what is suggested from what reaches the threshold', () => {
    expect(figures.suggestions.precision.value).toBeCloseTo(2 / 3, 12);
    expect(figures.suggestions.recall.value).toBeCloseTo(2 / 5, 12);
    expect(figures.suggestions.microF1.value).toBeCloseTo(4 / 8, 12);
    expect(figures.aboveThreshold.microF1.value).toBeCloseTo(6 / 9, 12);
    // The document without codes gets none.
    expect(figures.suggestions.exactDocuments.value).toBeCloseTo(1 / 3, 12);
    expect(figures).toMatchObject({ documents: 3, goldCodes: 5, goldLabels: 5 });
  });

  it('groups codes by training documents and chapter', () => {
    expect(
      figures.frequency?.map(({ name, codes, gold, recall, recallReturned }) => [
        name,
        codes,
        gold,
        recall.value,
        recallReturned.value,
      ]),
    ).toEqual([
      // M16 is a header of the release: found in it, and never in training.
      ['unseen', 2, 2, 0, 0.5],
      ['5–9', 2, 2, 0.5, 1],
      ['10+', 1, 1, 1, 1],
    ]);
    expect(figures.chapters.map(({ name, gold }) => [name.split(' ')[0], gold])).toEqual([
      ['CH1', 1],
      ['CH4', 1],
      ['CH9', 1],
      ['CH13', 1],
      ['CH18', 1],
    ]);
  });

  it('compares evidence in the documents that have gold spans', () => {
    const { evidence } = figures;
    expect(evidence?.documents).toBe(2);
    // Suggestions mark three places: one exact, one with its ends 1 and 4 off, one of a wrong code.
    expect(evidence?.holding.exact.microF1.value).toBeCloseTo(2 / 7, 12);
    expect(evidence?.holding.withinTen.microF1.value).toBeCloseTo(4 / 7, 12);
    expect(evidence?.codiEspX.precision.value).toBeCloseTo(2 / 3, 12);
  });

  it('gives each figure an interval around it', () => {
    for (const { value, low, high } of Object.values(figures.ranking)) {
      expect(low).toBeLessThanOrEqual(value!);
      expect(high).toBeGreaterThanOrEqual(value!);
    }
  });
});

describe('prediction files of CodiEsp', () => {
  it('rank codes in lower case', () => {
    expect(rankedPredictions(coded)).toBe('one\ti10\none\tb20\none\tr05\none\te11.9\ntwo\tr05\n');
  });

  it('name the places of what is suggested, in the offsets of the corpus', () => {
    expect(evidencePredictions(coded, 'icd-10-cm')).toBe(
      'one\t1000 1010\tDIAGNOSTICO\ti10\none\t1060 1063\tDIAGNOSTICO\tr05\ntwo\t1004 1012\tDIAGNOSTICO\tr05\n',
    );
    expect(evidencePredictions(coded.slice(1, 2), 'icd-10-pcs')).toContain('\tPROCEDIMIENTO\t');
  });
});

const evaluation: Evaluation = {
  run: {
    command: 'rubricator evaluate <a&b>',
    at: '2026-01-02T03:04:05.000Z',
    seconds: 2,
    documentsPerSecond: 1.5,
  },
  corpus: { name: 'a & <b>', format: 'CodiEsp', split: 'dev', languages: ['es'], documents: 3 },
  system: 'icd-10-cm',
  model: 'model@1',
  catalogue: 'icd-10-cm@FY2026',
  provider: 'cpu',
  top: 100,
  thresholds: { en: 0.4, es: 0.4 },
  intervals: { level: 0.95, resamples: 50, seed: 1 },
  figures: { ...figures, faithfulness: null },
};

describe('the report', () => {
  const page = htmlReport(evaluation);

  it('needs nothing beside it and runs nothing', () => {
    expect(page).toMatch(/default-src 'none'/);
    expect(page).not.toMatch(/<script|<link|<img|url\(|href=|src=|@import|https?:/);
  });

  it('shows what comes from outside as text', () => {
    expect(page).toContain('a &#38; &#60;b&#62;');
    expect(page).not.toMatch(/<b>|NaN|undefined|null/);
  });

  it('draws nothing below 0', () => {
    expect(bar({ value: -0.1, low: -0.2, high: 0.5 })).toMatch(/width="0\.0".*d="M1\.0 8H76\.0M/s);
    expect(bar({ value: null, low: null, high: null })).toBe('');
  });

  it('closes what it opens', () => {
    const open: string[] = [];
    for (const [, end, tag = '', , self] of page
      .replace(/<!doctype html>|<style>[^]*?<\/style>/g, '')
      .matchAll(/<(\/?)([a-z1-6]+)((?:[^>"]|"[^"]*")*?)(\/?)>/g)) {
      if (self || tag === 'meta') continue;
      if (end) expect(open.pop()).toBe(tag);
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });

  it('says the same as the terminal', () => {
    const text = textReport(evaluation);
    expect(text).toMatch(/MAP +0\.708/);
    expect(page).toContain('<th scope="row">MAP</th><td class="number">0.708</td>');
    expect(text).toMatch(/CH9 .* \(1\) +1\.000/);
  });
});
