/** Charts for tests of the worklist. */
import {
  UNKNOWN_HEADER,
  type ChartStatus,
  type ChartSummary,
  type EncounterHeader,
} from '../../../../src/shared/chart.ts';

/** A chart that differs from an empty new one, imported on 1 March 2026 at noon UTC, in what is given. */
export function chart(
  id: string,
  changes: Partial<Omit<ChartSummary, 'header'>> & { header?: Partial<EncounterHeader> } = {},
): ChartSummary {
  return {
    id,
    name: id,
    sample: false,
    documents: 1,
    words: 100,
    language: 'en',
    importedAt: '2026-03-01T12:00:00.000Z',
    status: 'new',
    finalCodes: 0,
    openSuggestions: null,
    openQueries: 0,
    ...changes,
    header: { ...UNKNOWN_HEADER, ...changes.header },
  };
}

const statuses: readonly ChartStatus[] = [
  'new',
  'in-progress',
  'pended',
  'finished',
  'in-review',
  'returned',
];
const types = ['inpatient', 'outpatient', 'emergency', 'radiology', null] as const;

/** Many charts of all kinds. */
export function manyCharts(count: number): ChartSummary[] {
  return Array.from({ length: count }, (_, index) =>
    chart(`c${index}`, {
      name: `Discharge summary ${index}`,
      status: statuses[index % 6]!,
      importedAt: new Date(Date.UTC(2026, 1, 1 + (index % 28), index % 24)).toISOString(),
      finalCodes: index % 17,
      openSuggestions: index % 3 === 0 ? null : index % 11,
      openQueries: index % 6 === 2 ? 1 : 0,
      header: {
        patient: `Patient ${String((index * 7919) % count).padStart(4, '0')}`,
        record: String(100_000 + index),
        type: types[index % 5]!,
        admitted: index % 5 === 0 ? '2026-02-01' : null,
        encounterDate: `2026-02-${String(1 + (index % 28)).padStart(2, '0')}`,
        due: index % 4 === 0 ? null : `2026-03-${String(1 + (index % 31)).padStart(2, '0')}`,
        assigned: index % 7 === 0 ? null : `Coder ${index % 7}`,
      },
    }),
  );
}
