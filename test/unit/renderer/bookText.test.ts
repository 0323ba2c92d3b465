import { describe, expect, it } from 'vitest';
import { chapterNumber, groupNotes, piecesOf } from '../../../src/renderer/book/noteGroups.ts';
import { onlyNear, placeOfReference, stretches, tableFilter } from '../../../src/renderer/book/search.ts';
import type { BookNote, IndexTargetView, SearchHit } from '../../../src/shared/book.ts';

const note = (
  kind: BookNote['kind'],
  text: string,
  links: BookNote['links'] = [],
  confirmed = 'FY2026',
): BookNote => ({ kind, text, links, confirmed });
const textOf = (line: { pieces: { text: string }[] } | undefined) =>
  line?.pieces.map(({ text }) => text).join('');

describe('notes in groups', () => {
  it('stand under their captions in the order of the book', () => {
    const groups = groupNotes([
      note('includes', 'a'),
      note('excludes1', 'b'),
      note('excludes2', 'c'),
      note('excludes1', 'd'),
    ]);
    expect(groups.map(({ caption, lines }) => [caption, lines.map(textOf)])).toEqual([
      ['Includes', ['a']],
      ['Excludes1', ['b', 'd']],
      ['Excludes2', ['c']],
    ]);
  });

  it('go on after a caption that is the beginning of their sentence', () => {
    const [use, also] = groupNotes([
      note('useAdditional', 'code(s), if applicable, to identify sepsis'),
      note('codeAlso', ', if applicable, any manifestation'),
    ]);
    expect(textOf(use?.lines[0])).toBe('if applicable, to identify sepsis');
    expect(textOf(also?.lines[0])).toBe('if applicable, any manifestation');
  });

  it('keep a first word that only resembles the caption', () => {
    const [group] = groupNotes([note('useAdditional', 'codeine dependence (F11.2-)')]);
    expect(textOf(group?.lines[0])).toBe('codeine dependence (F11.2-)');
  });

  it('indent the list that a line with a colon begins, up to the next code', () => {
    const [group] = groupNotes([
      note('useAdditional', 'code to identify:'),
      note('useAdditional', 'tobacco use (Z72.0)'),
      note('useAdditional', 'code for adverse effect'),
      note('useAdditional', 'if known, the drug'),
    ]);
    expect(group?.lines.map(({ listed }) => listed)).toEqual([false, true, false, false]);
  });

  it('say once which release confirms most of them', () => {
    const [group] = groupNotes([
      note('excludes1', 'a', [], 'FY2021'),
      note('excludes1', 'b', [], 'FY2025'),
      note('excludes1', 'c', [], 'FY2021'),
    ]);
    expect(group?.confirmed).toBe('FY2021');
    expect(group?.lines.map(({ confirmed }) => confirmed)).toEqual(['FY2021', 'FY2025', 'FY2021']);
  });
});

describe('links in a text', () => {
  it('cut it without losing a character', () => {
    const text = 'see (O10-O11)';
    const pieces = piecesOf(text, [
      { start: 5, end: 8, target: 'O10' },
      { start: 9, end: 12, target: 'O11' },
    ]);
    expect(pieces).toEqual([
      { text: 'see (', target: null },
      { text: 'O10', target: 'O10' },
      { text: '-', target: null },
      { text: 'O11', target: 'O11' },
      { text: ')', target: null },
    ]);
  });

  it('keep their places when the beginning is left out', () => {
    const pieces = piecesOf('code for X (R65.2-)', [{ start: 12, end: 18, target: 'R65.2' }], 5);
    expect(pieces.map(({ text }) => text)).toEqual(['for X (', 'R65.2-', ')']);
  });
});

it('a chapter is known by its number', () => {
  expect(chapterNumber({ id: 'CH9', kind: 'chapter' })).toBe('9');
  expect(chapterNumber({ id: 'CH9', kind: 'code' })).toBe('CH9');
});

describe('what matched', () => {
  it('is marked, the rest is not', () => {
    expect(
      stretches('Essential hypertension', [
        [0, 3],
        [10, 22],
      ]),
    ).toEqual([
      { text: 'Ess', marked: true },
      { text: 'ential ', marked: false },
      { text: 'hypertension', marked: true },
    ]);
  });

  it('is marked once where marks overlap', () => {
    const cut = stretches('abcdef', [
      [0, 4],
      [2, 6],
    ]);
    expect(cut.map(({ text }) => text).join('')).toBe('abcdef');
  });
});

const hit = (code: string): SearchHit => ({
  code,
  title: code,
  billable: true,
  path: [],
  titleMarks: [],
  via: null,
});

it('nothing near in meaning is shown twice', () => {
  expect(onlyNear([hit('A00'), hit('B00')], [hit('A00')]).map(({ code }) => code)).toEqual(['B00']);
});

describe('references', () => {
  const see = (text: string, to: Partial<IndexTargetView> = {}): IndexTargetView => ({
    kind: 'see',
    text,
    code: null,
    entry: null,
    book: null,
    path: [],
    ...to,
  });

  it('lead to the entry they name, be it in another index', () => {
    expect(placeOfReference(see('Neglect', { entry: 7, book: 'external', path: ['Neglect'] }))).toEqual({
      at: 'entry',
      book: 'external',
      entry: 7,
    });
  });

  it('into a table lead to its line', () => {
    const skin = see('Neoplasm, skin, in situ', {
      entry: 9,
      book: 'neoplasm',
      path: ['Neoplasm, neoplastic', 'skin (nonmelanotic) NOS'],
    });
    expect(placeOfReference(skin)).toEqual({ at: 'table', table: 'neoplasm', filter: 'skin NOS' });
    expect(placeOfReference(see('Table of Drugs and Chemicals'))).toEqual({
      at: 'table',
      table: 'drug',
      filter: '',
    });
  });

  it('that name no entry lead nowhere', () => {
    expect(placeOfReference(see('condition'))).toBeNull();
  });

  it('find a line by its words, nonessential modifiers left out', () => {
    expect(tableFilter(['Neoplasm, neoplastic', 'breast (connective tissue) (soft parts)', 'areola'])).toBe(
      'breast areola',
    );
  });
});
