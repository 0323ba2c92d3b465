import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalog } from '../../../src/main/catalog/catalog.ts';
import { partOf } from '../../../training/codiesp.ts';
import { readNotes } from '../../../training/notes.ts';

const catalog = new Catalog(join(import.meta.dirname, '../../../resources/catalog/icd-10-cm-FY2026.sqlite'));
afterAll(() => catalog.close());
const notes = readNotes('all');

describe('the everyday notes', () => {
  it.each(notes.map((note) => [note.id, note] as const))(
    '%s has billable codes and exact quotes',
    (_id, note) => {
      expect(note.text.trim()).not.toBe('');
      expect(note.text).not.toContain('=====');
      expect(note.codes.length).toBeGreaterThan(0);
      expect(new Set(note.codes).size, 'no code twice').toBe(note.codes.length);
      for (const code of note.codes) {
        expect(catalog.lookUp(code)?.billable, code).toBe(true);
        expect(
          note.spans.some((span) => span.code === code),
          `${code} has words`,
        ).toBe(true);
      }
      for (const { code, start, end } of note.spans) {
        expect(note.codes).toContain(code);
        expect(start, code).toBeGreaterThanOrEqual(0);
        expect(end, code).toBeGreaterThan(start);
        expect(end, code).toBeLessThanOrEqual(note.text.length);
        const quote = note.text.slice(start, end);
        expect(quote, code).toBe(quote.trim());
      }
    },
  );

  it('are two halves that share no note', () => {
    const tune = readNotes('tune').map(({ id }) => id);
    const test = readNotes('test').map(({ id }) => id);
    expect(tune.length).toBeGreaterThan(0);
    expect(test.length).toBeGreaterThan(0);
    expect([...tune, ...test].sort()).toEqual(notes.map(({ id }) => id).sort());
    expect(tune.every((id) => partOf(id, 2) === 0)).toBe(true);
  });
});

describe('partOf', () => {
  it('deals documents to parts by their names alone, evenly', () => {
    const parts = Array.from({ length: 1000 }, (_, i) => partOf(`note-${i}`, 5));
    expect(parts).toEqual(Array.from({ length: 1000 }, (_, i) => partOf(`note-${i}`, 5)));
    for (let part = 0; part < 5; part++) {
      const size = parts.filter((each) => each === part).length;
      expect(size).toBeGreaterThan(150);
      expect(size).toBeLessThan(250);
    }
    expect(parts.every((part) => Number.isInteger(part) && part >= 0 && part < 5)).toBe(true);
  });
});
