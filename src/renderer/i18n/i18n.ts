/**
 * The interface's texts in the language chosen. Whoever shows a text calls `t` while rendering; the window
 * is drawn anew when the language changes.
 */
import { createInstance } from 'i18next';
import { interfaceLanguages, type Area, type InterfaceLanguage } from './area.ts';
import * as areas from './areas/index.ts';

type Areas = typeof areas;
type Forms<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;

/** Every text: its area and its key there, without the ending of a form. */
export type TextKey = {
  [Name in keyof Areas]: `${Name}.${Forms<keyof Areas[Name]['en'] & string>}`;
}[keyof Areas];

/** A language, or `system` for the operating system's. */
export type LanguageChoice = InterfaceLanguage | 'system';

type Values = Record<string, string | number>;

const languageKey = 'rubricator.language';
const texts = createInstance();
const listeners = new Set<() => void>();

/** The language chosen; `system` where none was. */
export function storedLanguage(): LanguageChoice {
  const stored = localStorage.getItem(languageKey);
  return interfaceLanguages.find((language) => language === stored) ?? 'system';
}

/** Keeps a choice of language and puts it in use. */
export function chooseLanguage(choice: LanguageChoice): void {
  if (choice === 'system') localStorage.removeItem(languageKey);
  else localStorage.setItem(languageKey, choice);
  applyLanguage(choice);
}

/** Puts a language in use: texts, numbers, dates, and the page's own `lang`. */
export function applyLanguage(choice: LanguageChoice): void {
  const wanted = choice === 'system' ? navigator.languages.map((tag) => tag.slice(0, 2)) : [choice];
  const language = wanted.flatMap((tag) => interfaceLanguages.find((each) => each === tag) ?? [])[0] ?? 'en';
  void texts.changeLanguage(language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** Calls `listener` after each change of language; returns a function that ends this. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The language in use. */
export function currentLanguage(): InterfaceLanguage {
  return interfaceLanguages.find((language) => language === texts.language) ?? 'en';
}

/** The language in use for numbers and dates, in the system's regional form of it where there is one: `es-MX`. */
export function currentLocale(): string {
  const language = currentLanguage();
  return navigator.languages.find((tag) => tag.slice(0, 2) === language) ?? language;
}

/** Texts without values, by key, in the language in use: a screen asks for the same ones at every key press. */
const plain = new Map<TextKey, string>();
/** Texts as they are written, by key and count: a list of codes asks for hundreds with other values in them. */
const written = new Map<string, string>();
texts.on('languageChanged', () => {
  plain.clear();
  written.clear();
});

const numberFormats = new Map<string, Intl.NumberFormat>();

/** How a locale writes numbers. */
export function numbers(locale: string): Intl.NumberFormat {
  const known = numberFormats.get(locale) ?? new Intl.NumberFormat(locale);
  numberFormats.set(locale, known);
  return known;
}

/** A text in the language in use. A `count` chooses the form, and stands in it as a formatted number. */
export function t(key: TextKey, values?: Values): string {
  if (values) return withValues(key, values);
  const known = plain.get(key) ?? texts.t(key);
  plain.set(key, known);
  return known;
}

function withValues(key: TextKey, values: Values): string {
  const count = values['count'];
  const form = `${key} ${count ?? ''}`;
  let text = written.get(form);
  if (text === undefined) {
    text = texts.t(key, { skipInterpolation: true, ...(typeof count === 'number' && { count }) });
    written.set(form, text);
  }
  return text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const value = values[name === 'counted' ? 'count' : name];
    return typeof value === 'number' ? numbers(currentLocale()).format(value) : (value ?? '');
  });
}

void texts.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  resources: Object.fromEntries(
    interfaceLanguages.map((language) => [
      language,
      {
        translation: Object.fromEntries(
          Object.entries<Area>(areas).map(([name, each]) => [name, withForms(each[language])]),
        ),
      },
    ]),
  ),
  // React escapes what it shows.
  interpolation: { escapeValue: false },
});

/**
 * `{{count}}` is written in the texts, and shown as a formatted number. Spanish counts whole millions in a
 * form of their own ("un millón de historias"), which the texts do without.
 */
function withForms(area: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(area).flatMap(([key, written]) => {
      const text = written.replaceAll('{{count}}', '{{counted}}');
      return key.endsWith('_other')
        ? [
            [key, text],
            [key.replace(/_other$/u, '_many'), text],
          ]
        : [[key, text]];
    }),
  );
}
