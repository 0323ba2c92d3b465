/**
 * What the main process says when it refuses something, in the language of the interface. It says it in
 * English, as the command line does; the English text is the key, and what stands in it for values is
 * found again by its place.
 */
import type { InterfaceLanguage } from './area.ts';
import { currentLanguage } from './i18n.ts';
import { refusalReasons } from './refusalReasons.ts';
import { spanishAndGerman } from './refusalTexts.ts';

type Translated = Record<Exclude<InterfaceLanguage, 'en'>, string>;

interface Pattern {
  form: RegExp;
  texts: Translated;
}

let refusals: readonly Pattern[] | undefined;
let reasons: readonly Pattern[] | undefined;

/** A refusal in the language in use; as it is where it has no translation. */
export function translatedRefusal(text: string): string {
  refusals ??= patternsOf(spanishAndGerman);
  return translated(text, refusals, translatedReason) ?? text;
}

/** A value in a refusal may be a reason, with values of its own. */
function translatedReason(value: string): string {
  reasons ??= patternsOf(refusalReasons);
  return translated(value, reasons, (inner) => inner) ?? value;
}

/** Why an execution provider runs the model: clauses joined by signs, each translated by itself. */
export function translatedProviderReason(reason: string): string {
  return reason
    .split(/(\. |; |: )/)
    .map(translatedReason)
    .join('');
}

function translated(
  text: string,
  patterns: readonly Pattern[],
  valueOf: (value: string) => string,
): string | undefined {
  const language = currentLanguage();
  if (language === 'en') return text;
  for (const { form, texts } of patterns) {
    const values = form.exec(text);
    if (values) {
      return texts[language].replace(/\{\{(\d+)\}\}/g, (_, place: string) =>
        valueOf(values[Number(place)] ?? ''),
      );
    }
  }
  return undefined;
}

/** The longest fixed part first: "The file {{1}} …" must not take what a fuller text says better. */
function patternsOf(texts: Readonly<Record<string, readonly [es: string, de: string]>>): Pattern[] {
  return Object.entries(texts)
    .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
    .map(([english, [es, de]]) => ({ form: formOf(english), texts: { es, de } }));
}

function fixedLength(english: string): number {
  return english.replace(/\{\{\d+\}\}/g, '').length;
}

function formOf(english: string): RegExp {
  const parts = english.split(/\{\{\d+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.*?)')}$`, 's');
}
