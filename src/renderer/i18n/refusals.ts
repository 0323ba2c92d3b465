/**
 * What the main process says when it refuses something, in the language of the interface. It says it in
 * English, as the command line does; the English text is the key, and what stands in it for values is
 * found again by its place.
 */
import type { InterfaceLanguage } from './area.ts';
import { currentLanguage } from './i18n.ts';
import { spanishAndGerman } from './refusalTexts.ts';

type Translated = Record<Exclude<InterfaceLanguage, 'en'>, string>;

interface Pattern {
  form: RegExp;
  texts: Translated;
}

let patterns: Pattern[] | undefined;

/** A refusal in the language in use; as it is where it has no translation. */
export function translatedRefusal(text: string): string {
  const language = currentLanguage();
  if (language === 'en') return text;
  // The longest fixed part first: "The file {{1}} …" must not take what a fuller text says better.
  patterns ??= Object.entries(spanishAndGerman)
    .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
    .map(([english, [es, de]]) => ({ form: formOf(english), texts: { es, de } }));
  for (const { form, texts } of patterns) {
    const values = form.exec(text);
    if (values)
      return texts[language].replace(/\{\{(\d+)\}\}/g, (_, place: string) => values[Number(place)] ?? '');
  }
  return text;
}

function fixedLength(english: string): number {
  return english.replace(/\{\{\d+\}\}/g, '').length;
}

function formOf(english: string): RegExp {
  const parts = english.split(/\{\{\d+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.*?)')}$`, 's');
}
