import { describe, expect, it } from 'vitest';
import type { ChartDocument } from '../../../src/shared/chart.ts';
import { findIn, fold, hitFrom, mostHits, stepHit } from '../../../src/renderer/chart/find.ts';

function note(id: string, text: string): ChartDocument {
  return { id, name: id, kind: 'text', language: 'en', text, sections: [] };
}

function found(text: string, words: string): string[] {
  return findIn([note('d', text)], words).map((hit) => text.slice(hit.start, hit.end));
}

describe('fold', () => {
  it('drops case and accents and makes every run of white space one blank', () => {
    expect(fold('Ácido  Úrico\n\tñ').text).toBe('acido urico n');
  });

  it('knows where each character comes from', () => {
    const { text, origins } = fold('ﬁn  é');
    expect(text).toBe('fin e');
    expect([...origins]).toEqual([0, 0, 1, 2, 4, 5]);
  });
});

describe('findIn', () => {
  it('finds words whatever their case and accents, on either side', () => {
    expect(found('Neumonía. NEUMONIA. neumonìa', 'neumonía')).toEqual(['Neumonía', 'NEUMONIA', 'neumonìa']);
    expect(found('Straße', 'STRAßE')).toEqual(['Straße']);
  });

  it('finds words over the end of a line', () => {
    expect(found('acute chest \n pain today', 'chest pain')).toEqual(['chest \n pain']);
  });

  it('takes an accent that is written by itself along', () => {
    expect(found('Re\u0301sume\u0301', 'resume')).toEqual(['Re\u0301sume\u0301']);
  });

  it('gives offsets that quote the words after characters of two units', () => {
    expect(found('𝛽-blocker and ß-blocker', 'blocker')).toEqual(['blocker', 'blocker']);
  });

  it('goes through all documents in their order and finds nothing for blanks', () => {
    const documents = [note('a', 'pain and pain'), note('b', 'no pain')];
    expect(findIn(documents, ' Pain ').map((hit) => [hit.document, hit.start])).toEqual([
      ['a', 0],
      ['a', 9],
      ['b', 3],
    ]);
    expect(findIn(documents, '  ')).toEqual([]);
    expect(findIn(documents, 'fever')).toEqual([]);
  });

  it('stops at more hits than anybody looks at', () => {
    expect(findIn([note('a', 'a'.repeat(5000))], 'a')).toHaveLength(mostHits);
  });
});

describe('hitFrom and stepHit', () => {
  const documents = ['a', 'b', 'c'];
  const hits = [
    { document: 'a', start: 5, end: 6 },
    { document: 'a', start: 50, end: 51 },
    { document: 'c', start: 2, end: 3 },
  ];

  it('begin at the reader’s place, in this document or a later one, else from the start', () => {
    expect(hitFrom(hits, documents, { document: 'a', start: 5 })).toBe(0);
    expect(hitFrom(hits, documents, { document: 'a', start: 6 })).toBe(1);
    expect(hitFrom(hits, documents, { document: 'b', start: 0 })).toBe(2);
    expect(hitFrom(hits, documents, { document: 'c', start: 9 })).toBe(0);
    expect(hitFrom([], documents, { document: 'a', start: 0 })).toBeNull();
  });

  it('go round at both ends', () => {
    expect(stepHit(3, 2, 1)).toBe(0);
    expect(stepHit(3, 0, -1)).toBe(2);
    expect(stepHit(3, null, -1)).toBe(2);
    expect(stepHit(0, null, 1)).toBeNull();
  });
});
