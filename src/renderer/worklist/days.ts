/** Days of the calendar, as YYYY-MM-DD. */
import { currentLanguage } from '../i18n/i18n.ts';

/** The day that a moment falls on in the local time zone. */
export function localDay(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** Whole days from one day to another; negative where the other comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A day as short as can be: its year is named only where it is not this one. */
export function shortDay(day: string, today: string): string {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return dayFormat(currentLanguage(), sameYear).format(new Date(`${day}T00:00:00Z`));
}

/** Days as a number with the unit's sign. */
export function shortDays(days: number): string {
  const language = currentLanguage();
  let format = unitFormats.get(language);
  if (!format) {
    format = new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'narrow' });
    unitFormats.set(language, format);
  }
  return format.format(days);
}

/** Making a format takes longer than all the formatting of a screen. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();
const unitFormats = new Map<string, Intl.NumberFormat>();

function dayFormat(language: string, sameYear: boolean): Intl.DateTimeFormat {
  const key = `${language} ${sameYear}`;
  let format = dayFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'short',
      ...(!sameYear && { year: 'numeric' }),
      timeZone: 'UTC',
    });
    dayFormats.set(key, format);
  }
  return format;
}
