/** Texts in a language that need not be the interface's: a sheet is written for its reader. */
import type { Area, InterfaceLanguage } from '../i18n/area.ts';

/** Looks up texts of one area in one language; `{{name}}` is replaced by the value of that name. */
export type WordsIn<Key extends string> = (key: Key, values?: Readonly<Record<string, string>>) => string;

/** The texts of `area` in `language`. */
export function wordsIn<Key extends string>(area: Area<Key>, language: InterfaceLanguage): WordsIn<Key> {
  return (key, values = {}) =>
    area[language][key].replaceAll(/\{\{(\w+)\}\}/gu, (all, name: string) => values[name] ?? all);
}

/** An ISO date (a day without a time) in words, or as it is where it cannot be read. */
export function dayIn(language: InterfaceLanguage, iso: string): string {
  const [year = NaN, month = NaN, day = NaN] = iso.split('-').map(Number);
  return format(new Date(year, month - 1, day), iso, language, { dateStyle: 'long' });
}

/** An ISO time in words, in the local time zone, or as it is where it cannot be read. */
export function timeIn(language: InterfaceLanguage, iso: string): string {
  return format(new Date(iso), iso, language, { dateStyle: 'long', timeStyle: 'short' });
}

function format(
  date: Date,
  iso: string,
  language: InterfaceLanguage,
  style: Intl.DateTimeFormatOptions,
): string {
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(language, style).format(date);
}
