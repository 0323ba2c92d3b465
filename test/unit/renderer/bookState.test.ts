import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bookmarksOf, toggleBookmark } from '../../../src/renderer/book/bookmarks.ts';
import { bookCommandFor } from '../../../src/renderer/book/keys.ts';
import { closedBook, reduceBook, type BookEvent, type Place } from '../../../src/renderer/book/state.ts';
import { linesInView } from '../../../src/renderer/book/tableWindow.ts';

const page = (id: string): Place => ({ at: 'page', id });
const after = (...events: BookEvent[]) => events.reduce(reduceBook, closedBook);
const go = (id: string): BookEvent => ({ type: 'go', place: page(id) });
const preview = (id: string, cause = id): BookEvent => ({ type: 'preview', place: page(id), cause });

describe('the way through the book', () => {
  it('goes back and forward along the places one came by', () => {
    const there = after(go('I10'), go('O10'), go('O13'));
    const back = [{ type: 'back' }, { type: 'back' }] as const;
    expect(back.reduce<typeof there>(reduceBook, there)).toMatchObject({
      place: page('I10'),
      past: [{ at: 'start' }],
      future: [page('O13'), page('O10')],
    });
    const again = [...back, { type: 'forward' } as const].reduce<typeof there>(reduceBook, there);
    expect(again).toMatchObject({ place: page('O10'), future: [page('O13')] });
  });

  it('stays where it is at either end', () => {
    expect(after({ type: 'back' })).toEqual(closedBook);
    expect(after({ type: 'forward' })).toEqual(closedBook);
  });

  it('forgets what lay ahead when another way is taken', () => {
    expect(after(go('I10'), go('O10'), { type: 'back' }, go('P29.2'))).toMatchObject({
      past: [{ at: 'start' }, page('I10')],
      future: [],
    });
  });

  it('keeps one place for all the hits that were only pointed at', () => {
    const shown = after(go('A00'), preview('I10'), preview('I11'), preview('I12'));
    expect(shown).toMatchObject({ place: page('I12'), past: [{ at: 'start' }, page('A00')] });
    expect(reduceBook(shown, { type: 'back' }).place).toEqual(page('A00'));
  });

  it('comes back to a hit from where its links led', () => {
    expect(after(preview('I10'), go('O10'), { type: 'back' }).place).toEqual(page('I10'));
  });

  it('does not show a hit again for the same cause', () => {
    expect(after(preview('I10', 'htn I10'), go('O10'), preview('I10', 'htn I10')).place).toEqual(page('O10'));
    expect(after(preview('I10', 'htn I10'), go('O10'), preview('I10', 'hyp I10')).place).toEqual(page('I10'));
  });

  it('leaves the printed category of a hit as it is', () => {
    const printed = after({ type: 'adjust', place: { at: 'tabular', id: 'I10' } }, preview('I10'));
    expect(printed.place).toEqual({ at: 'tabular', id: 'I10' });
  });

  it('does not show a hit again that was opened by a click', () => {
    const opened = after({ type: 'adjust', place: page('I10'), cause: 'htn I10' }, go('O10'));
    expect(reduceBook(opened, preview('I10', 'htn I10')).place).toEqual(page('O10'));
  });

  it('shows a hit again when its words are typed again', () => {
    const typed: BookEvent = { type: 'query', query: 'htn' };
    const away = after(typed, preview('I10'), { type: 'query', query: '' }, go('O10'));
    expect([typed, preview('I10')].reduce(reduceBook, away).place).toEqual(page('I10'));
  });

  it('looks at a place otherwise without leaving it', () => {
    const printed = after(go('I10'), { type: 'adjust', place: { at: 'tabular', id: 'I10' } });
    expect(printed).toMatchObject({ place: { at: 'tabular', id: 'I10' }, past: [{ at: 'start' }] });
  });

  it('moves the focus where one goes, not where a hit is shown', () => {
    expect(after(preview('I10')).arrivals).toBe(0);
    expect(after(go('I10'), { type: 'back' }).arrivals).toBe(2);
  });
});

describe('keys in the book', () => {
  const place = { typing: false, control: false, arrows: false };
  const press = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  });

  it('are commands where nobody types', () => {
    expect(bookCommandFor(press('c'), place, true)).toBe('copy');
    expect(bookCommandFor(press('ArrowLeft', { altKey: true }), place, true)).toBe('back');
    expect(bookCommandFor(press('Enter'), place, true)).toBe('add');
  });

  it('belong to the field one types in, but for the way to the search box', () => {
    const typing = { ...place, typing: true };
    expect(bookCommandFor(press('c'), typing, true)).toBeNull();
    expect(bookCommandFor(press('Backspace'), typing, true)).toBeNull();
    expect(bookCommandFor(press('k', { ctrlKey: true }), typing, true)).toBe('search');
  });

  it('leave the system its own combinations', () => {
    expect(bookCommandFor(press('c', { ctrlKey: true }), place, true)).toBeNull();
  });

  it('leave Enter to a button', () => {
    expect(bookCommandFor(press('Enter'), { ...place, control: true }, true)).toBeNull();
  });

  it('are no single letters where these are off', () => {
    expect(bookCommandFor(press('m'), place, false)).toBeNull();
    expect(bookCommandFor(press('Backspace'), place, false)).toBe('back');
  });
});

describe('bookmarks', () => {
  const i10 = { system: 'icd-10-cm', id: 'I10', title: 'Essential (primary) hypertension' };
  let kept: Map<string, string>;

  beforeEach(() => {
    kept = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    return () => vi.unstubAllGlobals();
  });

  it('are set and taken away', () => {
    expect(toggleBookmark(i10)).toBe(true);
    expect(bookmarksOf('icd-10-cm')).toEqual([i10]);
    expect(toggleBookmark({ ...i10, title: 'revised' })).toBe(false);
    expect(bookmarksOf('icd-10-cm')).toEqual([]);
  });

  it('belong to their code system', () => {
    toggleBookmark(i10);
    expect(bookmarksOf('icd-10-gm')).toEqual([]);
  });

  it('are none where what is stored cannot be read', () => {
    kept.set('rubricator.bookmarks', '[{"id":7},');
    expect(bookmarksOf('icd-10-cm')).toEqual([]);
    kept.set('rubricator.bookmarks', '[null,{"id":7}]');
    expect(bookmarksOf('icd-10-cm')).toEqual([]);
  });
});

describe('lines of a table in view', () => {
  it('are those in sight and some around them', () => {
    const { first, last } = linesInView(4000, 400, 40, 7000);
    expect(first).toBeLessThan(100);
    expect(first).toBeGreaterThan(50);
    expect(last).toBeGreaterThan(110);
    expect(last).toBeLessThan(160);
  });

  it('end with the table', () => {
    expect(linesInView(0, 400, 40, 3)).toEqual({ first: 0, last: 3 });
    expect(linesInView(90_000, 400, 40, 3)).toEqual({ first: 3, last: 3 });
    expect(linesInView(0, 400, 40, 0)).toEqual({ first: 0, last: 0 });
  });
});
