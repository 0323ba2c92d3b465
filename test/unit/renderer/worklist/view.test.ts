import { describe, expect, it } from 'vitest';
import {
  ageInDays,
  BY_WORK,
  columns,
  dueState,
  filtered,
  inOrderOfWork,
  isEmpty,
  NO_FILTER,
  sorted,
  type Filter,
} from '../../../../src/renderer/worklist/view.ts';
import { chart, manyCharts } from './charts.ts';

const TODAY = '2026-03-10';
const ids = (charts: readonly { id: string }[]) => charts.map(({ id }) => id);
const fit = (charts: Parameters<typeof filtered>[0], filter: Partial<Filter>) =>
  ids(filtered(charts, { ...NO_FILTER, ...filter }, TODAY).shown);

describe('the search', () => {
  const charts = [
    chart('a', { name: 'Informe de alta', header: { patient: 'Núñez', assigned: 'Ana' } }),
    chart('b', { name: 'Discharge', header: { patient: 'Patient 0002', record: 'MRN-77' } }),
  ];

  it('looks into name, patient, record and coder, without case and accents', () => {
    expect(fit(charts, { query: 'nunez' })).toEqual(['a']);
    expect(fit(charts, { query: 'NÚÑEZ' })).toEqual(['a']);
    expect(fit(charts, { query: 'álta' })).toEqual(['a']);
    expect(fit(charts, { query: 'mrn-77' })).toEqual(['b']);
    expect(fit(charts, { query: 'ana' })).toEqual(['a']);
  });

  it('wants every word, in any order', () => {
    expect(fit(charts, { query: 'nunez informe' })).toEqual(['a']);
    expect(fit(charts, { query: 'nunez discharge' })).toEqual([]);
    expect(fit(charts, { query: '   ' })).toEqual(['a', 'b']);
  });

  it('finds letters that are composed differently', () => {
    expect(fit([chart('a', { name: 'Jose\u0301' })], { query: 'jos\u00e9' })).toEqual(['a']);
  });
});

describe('the filters', () => {
  const charts = [
    chart('late', { header: { due: '2026-03-09', type: 'inpatient', assigned: 'Ana' } }),
    chart('today', { status: 'in-progress', header: { due: '2026-03-10', type: 'inpatient' } }),
    chart('week', { status: 'pended', header: { due: '2026-03-17', type: 'radiology', assigned: 'Ana' } }),
    chart('later', { header: { due: '2026-03-18' } }),
    chart('done', { status: 'finished', header: { due: '2026-03-01', type: 'inpatient' } }),
  ];

  it('keep what fits any status chosen', () => {
    expect(fit(charts, { statuses: ['in-progress', 'pended'] })).toEqual(['today', 'week']);
  });

  it('keep a type, or charts without one', () => {
    expect(fit(charts, { type: 'inpatient' })).toEqual(['late', 'today', 'done']);
    expect(fit(charts, { type: 'unknown' })).toEqual(['later']);
  });

  it('keep a coder’s charts, or those of nobody', () => {
    expect(fit(charts, { assigned: 'Ana' })).toEqual(['late', 'week']);
    expect(fit(charts, { assigned: '' })).toEqual(['today', 'later', 'done']);
  });

  it('keep what is overdue, or due within seven days; nothing that is coded', () => {
    expect(fit(charts, { due: ['overdue'] })).toEqual(['late']);
    expect(fit(charts, { due: ['week'] })).toEqual(['today', 'week']);
    expect(fit(charts, { due: ['overdue', 'week'] })).toEqual(['late', 'today', 'week']);
  });

  it('must hold together', () => {
    expect(fit(charts, { due: ['week'], type: 'radiology', assigned: 'Ana' })).toEqual(['week']);
    expect(fit(charts, { due: ['overdue'], type: 'radiology' })).toEqual([]);
  });

  it('count what each further choice would show beside the others', () => {
    const { facets } = filtered(charts, { ...NO_FILTER, type: 'inpatient', statuses: ['new'] }, TODAY);
    expect(facets.statuses).toEqual({
      new: 1,
      'in-progress': 1,
      pended: 0,
      finished: 1,
      'in-review': 0,
      returned: 0,
    });
    expect(facets.types).toEqual({ inpatient: 1, outpatient: 0, emergency: 0, radiology: 0, unknown: 1 });
    expect([...facets.assigned]).toEqual([
      ['Ana', 1],
      ['', 0],
    ]);
    expect(facets.due).toEqual({ overdue: 1, week: 0 });
  });

  it('promise in their counts what they then show', () => {
    const many = manyCharts(300);
    const filter: Filter = { ...NO_FILTER, assigned: 'Coder 3', due: ['week', 'overdue'] };
    const { facets } = filtered(many, filter, TODAY);
    expect(fit(many, { ...filter, statuses: ['returned'] })).toHaveLength(facets.statuses.returned);
    expect(fit(many, { ...filter, type: 'emergency' })).toHaveLength(facets.types.emergency);
    expect(fit(many, { ...filter, due: ['week'] })).toHaveLength(facets.due.week);
    expect(fit(many, { ...filter, assigned: 'Coder 1' })).toHaveLength(facets.assigned.get('Coder 1')!);
  });

  it('are empty when they keep nothing out', () => {
    expect(isEmpty({ ...NO_FILTER, query: '  ' })).toBe(true);
    expect(isEmpty({ ...NO_FILTER, assigned: '' })).toBe(false);
    expect(isEmpty({ ...NO_FILTER, due: ['week'] })).toBe(false);
  });
});

describe('the order of work', () => {
  it('has charts to code first, then those that wait, then those that are done', () => {
    const charts = [
      chart('finished', { status: 'finished', header: { due: '2026-01-01' } }),
      chart('pended', { status: 'pended', header: { due: '2026-01-01' } }),
      chart('new'),
      chart('returned', { status: 'returned', header: { due: '2026-03-02' } }),
    ];
    expect(ids(inOrderOfWork(charts))).toEqual(['returned', 'new', 'pended', 'finished']);
  });

  it('goes by due day, then by age; charts without a due day come last', () => {
    const charts = [
      chart('none', { importedAt: '2026-01-01T00:00:00.000Z' }),
      chart('young', { importedAt: '2026-03-02T00:00:00.000Z', header: { due: '2026-03-05' } }),
      chart('old', { importedAt: '2026-03-01T00:00:00.000Z', header: { due: '2026-03-05' } }),
      chart('soon', { importedAt: '2026-03-03T00:00:00.000Z', header: { due: '2026-03-04' } }),
    ];
    expect(ids(inOrderOfWork(charts))).toEqual(['soon', 'old', 'young', 'none']);
  });
});

describe('sorting', () => {
  const charts = [
    chart('b', { name: 'Chart 10', header: { due: '2026-03-05' } }),
    chart('a', { name: 'chart 9', header: { due: '2026-03-04' } }),
    chart('c', { name: 'Álbum' }),
  ];

  it('takes numbers in names as numbers, and letters without case and accents', () => {
    expect(ids(sorted(charts, { column: 'name', direction: 'ascending' }, 'en'))).toEqual(['c', 'a', 'b']);
    expect(ids(sorted(charts, { column: 'name', direction: 'descending' }, 'en'))).toEqual(['b', 'a', 'c']);
  });

  it('puts charts of which nothing is known last in both directions', () => {
    expect(ids(sorted(charts, { column: 'due', direction: 'ascending' }, 'en'))).toEqual(['a', 'b', 'c']);
    expect(ids(sorted(charts, { column: 'due', direction: 'descending' }, 'en'))).toEqual(['b', 'a', 'c']);
  });

  it('keeps charts that are alike in the order of work, in both directions', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      expect(ids(sorted(charts, { column: 'status', direction }, 'en'))).toEqual(['a', 'b', 'c']);
    }
  });

  it('sorts statuses as a chart goes through them, and age from young to old', () => {
    const mixed = [
      chart('returned', { status: 'returned', importedAt: '2026-02-01T00:00:00.000Z' }),
      chart('new', { importedAt: '2026-02-03T00:00:00.000Z' }),
      chart('pended', { status: 'pended', importedAt: '2026-02-02T00:00:00.000Z' }),
    ];
    expect(ids(sorted(mixed, { column: 'status', direction: 'ascending' }, 'en'))).toEqual([
      'new',
      'pended',
      'returned',
    ]);
    expect(ids(sorted(mixed, { column: 'age', direction: 'ascending' }, 'en'))).toEqual([
      'new',
      'pended',
      'returned',
    ]);
  });

  it('loses and doubles no chart by any column, and leaves the list as it was', () => {
    const many = manyCharts(500);
    const before = ids(many);
    for (const column of columns) {
      const result = sorted(many, { column, direction: 'descending' }, 'es');
      expect(new Set(ids(result)).size).toBe(500);
    }
    sorted(many, BY_WORK, 'de');
    expect(ids(many)).toEqual(before);
  });
});

describe('due and age', () => {
  it('knows overdue, today, within seven days, later', () => {
    const due = (day: string) => dueState(chart('a', { header: { due: day } }), TODAY);
    expect(due('2026-03-09')).toBe('overdue');
    expect(due('2026-03-10')).toBe('today');
    expect(due('2026-03-11')).toBe('week');
    expect(due('2026-03-17')).toBe('week');
    expect(due('2026-03-18')).toBe('later');
  });

  it('says nothing of charts that are coded or have no due day', () => {
    expect(dueState(chart('a', { status: 'in-review', header: { due: '2020-01-01' } }), TODAY)).toBeNull();
    expect(dueState(chart('a'), TODAY)).toBeNull();
  });

  it('counts whole days since the import, over months and leap days, never below 0', () => {
    const age = (importedAt: string, today: string) => ageInDays(chart('a', { importedAt }), today);
    expect(age('2026-03-01T12:00:00.000Z', '2026-03-01')).toBe(0);
    expect(age('2028-02-27T12:00:00.000Z', '2028-03-01')).toBe(3);
    expect(age('2026-03-05T12:00:00.000Z', '2026-03-01')).toBe(0);
  });
});
