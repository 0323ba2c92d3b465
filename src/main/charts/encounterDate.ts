import type { Language } from '../../shared/chart.ts';

const ADMISSION =
  /(?:arrival|date of admission|admission date|admitted(?: on)?|fecha de ingreso|fecha del ingreso)/iu;

/** Labels of the date that decides which release of the codes is in force, the surest first. */
const LABELS: readonly RegExp[] = [
  /(?:discharge date|date of discharge|discharged(?: on)?|fecha de alta|fecha del alta)/iu,
  /(?:date of (?:service|visit|encounter|examination|study|procedure)|(?:visit|encounter|service|exam) date|visit|fecha de (?:la )?(?:consulta|visita|asistencia|exploraci[oó]n))/iu,
  ADMISSION,
];

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['jan', 'ene'],
    ['feb'],
    ['mar'],
    ['apr', 'abr'],
    ['may'],
    ['jun'],
    ['jul'],
    ['aug', 'ago'],
    ['sep', 'set'],
    ['oct'],
    ['nov'],
    ['dec', 'dic'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

const DATE =
  /(?:(?<iso>\d{4}-\d{2}-\d{2})|(?<a>\d{1,2})[/.](?<b>\d{1,2})[/.](?<year>\d{4})|(?<day>\d{1,2})\.? (?:de )?(?<month>\p{L}{3,12})\.?,? (?:de |del )?(?<year2>\d{4})|(?<month3>\p{L}{3,12}) (?<day3>\d{1,2}),? (?<year3>\d{4}))/u;

interface Readable {
  text: string;
  language: Language;
}

/**
 * The day of discharge, or of the visit where there was no admission, as labelled lines of a chart's
 * documents give it ("Discharge date: 23 February 2026"). The surest label of any document decides, and
 * among its dates the last. Dates such as 02/03/2026 are month first in English and day first in Spanish.
 *
 * @returns an ISO date, or null where no labelled line has a valid one
 */
export function encounterDateOf(documents: readonly Readable[]): string | null {
  for (const label of LABELS) {
    const dates = labelled(label, documents);
    if (dates.length > 0) return dates.at(-1) ?? null;
  }
  return null;
}

/** The day of admission or arrival as a labelled line gives it, the earliest of them; null where none does. */
export function admissionDateOf(documents: readonly Readable[]): string | null {
  return labelled(ADMISSION, documents)[0] ?? null;
}

/** The first date behind a label in each document, as ISO dates in order. */
function labelled(label: RegExp, documents: readonly Readable[]): string[] {
  const line = new RegExp(`^[\\s*#-]*${label.source}\\s*[:.-]?\\s*${DATE.source}`, 'imu');
  return documents
    .map(({ text, language }) => isoOf(line.exec(text)?.groups ?? {}, language))
    .filter((date) => date !== null)
    .sort();
}

function isoOf(groups: Readonly<Record<string, string | undefined>>, language: Language): string | null {
  const { iso, a, b, year, day, month, year2, month3, day3, year3 } = groups;
  if (iso) return valid(...(iso.split('-').map(Number) as [number, number, number]));
  if (year) {
    const [first, second] = [Number(a), Number(b)];
    const [m, d] = language === 'es' || first > 12 ? [second, first] : [first, second];
    return valid(Number(year), m, d);
  }
  const name = (month ?? month3 ?? '').slice(0, 3).toLowerCase();
  return valid(Number(year2 ?? year3), MONTHS[name] ?? 0, Number(day ?? day3));
}

function valid(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.toISOString().slice(0, 10) : null;
}
