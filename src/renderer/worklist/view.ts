/** Which charts the worklist shows, and in what order. */
import { EncounterType, type ChartStatus, type ChartSummary } from '../../shared/chart.ts';
import { folded } from '../components/folded.ts';
import { daysBetween, localDay } from './days.ts';

/** What the charts can be sorted by. */
export const columns = [
  'name',
  'patient',
  'type',
  'admitted',
  'encounter',
  'status',
  'due',
  'age',
  'assigned',
  'suggestions',
  'queries',
  'codes',
] as const;
export type Column = (typeof columns)[number];

/** `work`: what is to be coded first stands first; it has one direction only. */
export interface Sort {
  column: Column | 'work';
  direction: 'ascending' | 'descending';
}

/** All statuses, in the order in which a chart goes through them. */
export const statuses = [
  'new',
  'in-progress',
  'pended',
  'finished',
  'in-review',
  'returned',
] as const satisfies readonly ChartStatus[];

export const types = [...EncounterType.options, 'unknown'] as const;
export type TypeChoice = (typeof types)[number];

/** How a chart that is not coded yet stands to the day it is due; `week` is one of the next seven days. */
export type DueState = 'overdue' | 'today' | 'week' | 'later';
export const dueChoices = ['overdue', 'week'] as const;
export type DueChoice = (typeof dueChoices)[number];

/** Conditions that must hold together. */
export interface Filter {
  /** Each word must stand in the name, patient, record or coder; case and accents do not count. */
  query: string;
  /** Any of these; all where none is named. */
  statuses: readonly ChartStatus[];
  type: TypeChoice | null;
  /** A coder's name; empty for charts that nobody is assigned to; null for all. */
  assigned: string | null;
  /** Any of these; all where none is named. */
  due: readonly DueChoice[];
}

export interface View {
  filter: Filter;
  sort: Sort;
}

export const NO_FILTER: Filter = { query: '', statuses: [], type: null, assigned: null, due: [] };
export const BY_WORK: Sort = { column: 'work', direction: 'ascending' };

/** True where the filter keeps no chart out. */
export function isEmpty(filter: Filter): boolean {
  return (
    words(filter.query).length === 0 &&
    filter.statuses.length === 0 &&
    filter.type === null &&
    filter.assigned === null &&
    filter.due.length === 0
  );
}

/** How many charts each choice would show, beside the conditions of the other kinds. */
export interface Facets {
  statuses: Readonly<Record<ChartStatus, number>>;
  types: Readonly<Record<TypeChoice, number>>;
  /** By coder, in no order; the empty name for charts that nobody is assigned to. */
  assigned: ReadonlyMap<string, number>;
  due: Readonly<Record<DueChoice, number>>;
}

/**
 * The charts that fit a filter, in the order they came in, and what each further choice would show.
 * `today` is a local ISO day.
 */
export function filtered(
  charts: readonly ChartSummary[],
  filter: Filter,
  today: string,
): { shown: ChartSummary[]; facets: Facets } {
  const wanted = words(filter.query);
  const counts = {
    statuses: Object.fromEntries(statuses.map((status) => [status, 0])) as Record<ChartStatus, number>,
    types: Object.fromEntries(types.map((type) => [type, 0])) as Record<TypeChoice, number>,
    assigned: new Map<string, number>(),
    due: { overdue: 0, week: 0 },
  };
  const shown: ChartSummary[] = [];
  for (const chart of charts) {
    const type = chart.header.type ?? 'unknown';
    const assigned = chart.header.assigned ?? '';
    // A coder stays among the choices even where no chart of theirs fits.
    if (!counts.assigned.has(assigned)) counts.assigned.set(assigned, 0);
    if (wanted.length > 0 && !hasWords(searchText(chart), wanted)) continue;

    const due = dueChoice(dueState(chart, today));
    const status = filter.statuses.length === 0 || filter.statuses.includes(chart.status);
    const ofType = filter.type === null || filter.type === type;
    const ofCoder = filter.assigned === null || filter.assigned === assigned;
    const inTime = filter.due.length === 0 || (due !== null && filter.due.includes(due));
    if (status && ofType && ofCoder && inTime) shown.push(chart);
    if (ofType && ofCoder && inTime) counts.statuses[chart.status] += 1;
    if (status && ofCoder && inTime) counts.types[type] += 1;
    if (status && ofType && inTime) counts.assigned.set(assigned, (counts.assigned.get(assigned) ?? 0) + 1);
    if (status && ofType && ofCoder && due !== null) counts.due[due] += 1;
  }
  return { shown, facets: counts };
}

/**
 * The charts in order. Where the column says nothing about a chart it stands last, in both directions;
 * charts that are alike in it stand in the order of work.
 */
export function sorted(charts: readonly ChartSummary[], sort: Sort, language: string): ChartSummary[] {
  const byWork = inOrderOfWork(charts);
  if (sort.column === 'work') return byWork;
  const column = sort.column;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  return byWork
    .map((chart) => ({ chart, value: sortValue(chart, column) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
      if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
      return sign * collator.compare(String(a), String(b));
    })
    .map(({ chart }) => chart);
}

/**
 * What to code first: charts that can be coded now, then those that wait for a physician, then those that
 * are done; each by the day they are due, then by how long they have been here.
 */
export function inOrderOfWork(charts: readonly ChartSummary[]): ChartSummary[] {
  return charts.toSorted((a, b) => workRank[a.status] - workRank[b.status] || compareUrgency(a, b));
}

/** Negative where `a` is due before `b`, or is due with it and came in before; no due day is the last. */
export function compareUrgency(a: ChartSummary, b: ChartSummary): number {
  return (
    compareText(a.header.due ?? '9999-12-31', b.header.due ?? '9999-12-31') ||
    compareText(a.importedAt, b.importedAt)
  );
}

/** Null where no day is set, or the chart is coded. `today` is a local ISO day. */
export function dueState(chart: ChartSummary, today: string): DueState | null {
  const due = chart.header.due;
  if (due === null || workRank[chart.status] === DONE) return null;
  const days = knownDays(today, due);
  if (days < 0) return 'overdue';
  if (days === 0) return 'today';
  return days <= 7 ? 'week' : 'later';
}

/** Days since the chart was imported, 0 on the day itself. */
export function ageInDays(chart: ChartSummary, today: string): number {
  return Math.max(0, daysBetween(localDay(new Date(chart.importedAt)), today));
}

/** True for a chart that a coder can work on now. */
export function isCodable(chart: ChartSummary): boolean {
  return workRank[chart.status] === NOW;
}

/** True for a chart whose coding is not finished. */
export function isOpen(chart: ChartSummary): boolean {
  return workRank[chart.status] !== DONE;
}

const NOW = 0;
const WAITING = 1;
const DONE = 2;
const workRank: Readonly<Record<ChartStatus, number>> = {
  new: NOW,
  'in-progress': NOW,
  returned: NOW,
  pended: WAITING,
  finished: DONE,
  'in-review': DONE,
};

/** Days from today to a day; kept, because thousands of charts are due on few days. */
let daysFrom = { today: '', to: new Map<string, number>() };
function knownDays(today: string, day: string): number {
  if (daysFrom.today !== today) daysFrom = { today, to: new Map() };
  const known = daysFrom.to.get(day) ?? daysBetween(today, day);
  daysFrom.to.set(day, known);
  return known;
}

function dueChoice(state: DueState | null): DueChoice | null {
  if (state === 'overdue') return 'overdue';
  return state === 'today' || state === 'week' ? 'week' : null;
}

function sortValue(chart: ChartSummary, column: Column): string | number | null {
  switch (column) {
    case 'name':
      return chart.name;
    case 'patient':
      return chart.header.patient ?? chart.header.record;
    case 'type':
      return chart.header.type === null ? null : types.indexOf(chart.header.type);
    case 'admitted':
      return chart.header.admitted;
    case 'encounter':
      return chart.header.encounterDate;
    case 'status':
      return statuses.indexOf(chart.status);
    case 'due':
      return chart.header.due;
    case 'age':
      // The older, the larger.
      return -Date.parse(chart.importedAt);
    case 'assigned':
      return chart.header.assigned;
    case 'suggestions':
      return chart.openSuggestions;
    case 'queries':
      return chart.openQueries;
    case 'codes':
      return chart.finalCodes;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function words(query: string): string[] {
  return folded(query).split(/\s+/).filter(Boolean);
}

function hasWords(text: string, wanted: readonly string[]): boolean {
  return wanted.every((word) => text.includes(word));
}

/** What is searched in a chart; kept, because it is asked for at every keystroke. */
const searchTexts = new WeakMap<ChartSummary, string>();
function searchText(chart: ChartSummary): string {
  let text = searchTexts.get(chart);
  if (text === undefined) {
    const { patient, record, assigned } = chart.header;
    text = folded([chart.name, patient, record, assigned].filter((part) => part !== null).join('\n'));
    searchTexts.set(chart, text);
  }
  return text;
}
