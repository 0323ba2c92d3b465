import { describe, expect, it } from 'vitest';
import { passagesWith } from '../../../../src/renderer/query/passages.ts';
import type { ChartDocument } from '../../../../src/shared/chart.ts';

function document(id: string, text: string): ChartDocument {
  return { id, name: id, kind: 'text', language: 'en', text, sections: [] };
}

const note = document(
  'd1',
  'Labs: lactate 4.2 today. WBC 18,000; no bands.\nFebril, presión arterial baja\n\nLactate fell to 2.1',
);
const quotes = (words: string, limit = 10) => passagesWith([note], words, limit).map(({ text }) => text);

describe('passagesWith', () => {
  it('quotes the sentence or the line around the words', () => {
    expect(quotes('wbc')).toEqual(['WBC 18,000']);
    expect(quotes('bands')).toEqual(['no bands.']);
    expect(quotes('2.1')).toEqual(['Lactate fell to 2.1']);
  });

  it('disregards case and accents', () => {
    expect(quotes('PRESION')).toEqual(['Febril, presión arterial baja']);
  });

  it('quotes in reading order, each passage once, up to the limit', () => {
    expect(quotes('lactate')).toEqual(['Labs: lactate 4.2 today.', 'Lactate fell to 2.1']);
    expect(quotes('lactate', 1)).toHaveLength(1);
    expect(passagesWith([document('d2', 'pain, pain and pain')], 'pain', 10)).toHaveLength(1);
  });

  it('quotes what stands at its offsets', () => {
    for (const span of passagesWith([note], 'lactate', 10)) {
      expect(note.text.slice(span.start, span.end)).toBe(span.text);
    }
  });

  it('wants two characters, and finds nothing that is not there', () => {
    expect(quotes('b')).toEqual([]);
    expect(quotes('sepsis')).toEqual([]);
  });

  it('cuts a sentence without end around the words', () => {
    const long = document('d3', `${'before '.repeat(100)}needle${' after'.repeat(100)}`);
    const [span] = passagesWith([long], 'needle', 10);
    expect(span?.text).toContain('needle');
    expect(span?.text.length).toBeLessThanOrEqual(300);
  });
});
