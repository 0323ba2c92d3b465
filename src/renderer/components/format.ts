import type { Language } from '../../shared/chart.ts';
import type { CodeSystem } from '../../shared/coding.ts';

const numbers = new Intl.NumberFormat('en');
const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** 12345 as 12,345. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** An ISO time in the local time zone, or as it is where it cannot be read. */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : times.format(date);
}

/** The local day of an ISO time. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : days.format(date);
}

/** "1 code", "2 codes". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

const languages: Record<Language, string> = { en: 'English', es: 'Spanish' };

/** The English name of a note's language, or its tag where it has none here. */
export function languageName(tag: string): string {
  return (languages as Record<string, string>)[tag] ?? tag;
}

const systems: Record<CodeSystem, string> = { 'icd-10-cm': 'ICD-10-CM', 'icd-10-pcs': 'ICD-10-PCS' };

/** A code system as it is written. */
export function systemName(system: CodeSystem): string {
  return systems[system];
}

/** An ISO date (a day without a time) in words. */
export function formatDate(iso: string): string {
  const [year = NaN, month = NaN, day = NaN] = iso.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  return Number.isNaN(date.getTime()) ? iso : days.format(date);
}
