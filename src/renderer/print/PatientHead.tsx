import type { Chart } from '../../shared/chart.ts';
import type { InterfaceLanguage } from '../i18n/area.ts';
import { print } from '../i18n/areas/print.ts';
import { dayIn, wordsIn } from './wordsIn.ts';

/** Whose chart a sheet is about; stands at its top. */
export function PatientHead({ chart, language }: { chart: Chart; language: InterfaceLanguage }) {
  const words = wordsIn(print, language);
  const { header } = chart;
  const day = (iso: string | null) => (iso === null ? words('unknown') : dayIn(language, iso));
  const facts = [
    [words('patient'), header.patient ?? words('unknown')],
    [words('record'), header.record ?? words('unknown')],
    [words('chart'), chart.name],
    [words('type'), words(header.type ?? 'unknown')],
    [words('admitted'), day(header.admitted)],
    [words('encounterDate'), day(header.encounterDate)],
  ] as const;
  // An outpatient is not admitted.
  const shown = facts.filter(([label]) => label !== words('admitted') || header.admitted !== null);
  return (
    <dl className="sheet-patient">
      {shown.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
