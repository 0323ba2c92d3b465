import { InterfaceLanguage } from '../../shared/language.ts';

export type { InterfaceLanguage };

/** The languages of the interface. */
export const interfaceLanguages = InterfaceLanguage.options;

/** The texts of one part of the interface: the same keys in every language. */
export type Area<Key extends string = string> = Readonly<
  Record<InterfaceLanguage, Readonly<Record<Key, string>>>
>;

/**
 * Declares the texts of one part of the interface. A language that lacks a key, or has one too many, is a
 * type error. `{{name}}` stands for a value; keys that end in `_one` and `_other` are the forms of a text
 * with a `count` (`t('worklist.charts', { count: 3 })`).
 */
export function area<const Key extends string>(
  en: Readonly<Record<Key, string>>,
  es: Readonly<Record<NoInfer<Key>, string>>,
  de: Readonly<Record<NoInfer<Key>, string>>,
): Area<Key> {
  return { en, es, de };
}
