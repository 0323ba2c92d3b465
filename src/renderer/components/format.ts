/** Numbers, days and names in the language in use. */
import type { CodeSystem } from '../../shared/coding.ts';
import { currentLocale, numbers } from '../i18n/i18n.ts';

/** 12345 as 12,345. */
export function formatNumber(value: number): string {
  return numbers(currentLocale()).format(value);
}

/** 0.42 as 42%. */
export function formatShare(value: number): string {
  return new Intl.NumberFormat(currentLocale(), { style: 'percent', maximumFractionDigits: 0 }).format(value);
}

/** An ISO time in the local time zone, or as it is where it cannot be read. */
export function formatTime(iso: string): string {
  return inWords(new Date(iso), { dateStyle: 'medium', timeStyle: 'medium' }) ?? iso;
}

/** The local day of an ISO time. */
export function formatDay(iso: string): string {
  return inWords(new Date(iso), { dateStyle: 'medium' }) ?? iso;
}

/** An ISO date (a day without a time) in words. */
export function formatDate(iso: string): string {
  const [year = NaN, month = NaN, day = NaN] = iso.split('-').map(Number);
  return inWords(new Date(year, month - 1, day), { dateStyle: 'medium' }) ?? iso;
}

function inWords(date: Date, options: Intl.DateTimeFormatOptions): string | null {
  return Number.isNaN(date.getTime()) ? null : formatter(currentLocale(), options).format(date);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, for a list of thousands of days would make each anew. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** Names one after the other, with the language's "and" before the last. */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(currentLocale(), { type: 'conjunction' }).format(names);
}

/** A language's name, or its tag where it has none. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(currentLocale(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const systems: Record<CodeSystem, string> = { 'icd-10-cm': 'ICD-10-CM', 'icd-10-pcs': 'ICD-10-PCS' };

/** A code system as it is written. */
export function systemName(system: CodeSystem): string {
  return systems[system];
}
