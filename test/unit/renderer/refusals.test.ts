import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { spanishAndGerman } from '../../../src/renderer/i18n/refusalTexts.ts';
import { translatedRefusal } from '../../../src/renderer/i18n/refusals.ts';
import { userErrorTexts } from '../../fixtures/userErrors.ts';

const language = vi.hoisted(() => ({ used: 'es' }));
vi.mock('../../../src/renderer/i18n/i18n.ts', () => ({ currentLanguage: () => language.used }));

const values = (text: string): string[] => [...text.matchAll(/\{\{\d+\}\}/g)].map(([value]) => value).sort();
const found = userErrorTexts(join(import.meta.dirname, '../../../src/main'));

describe('what the main process refuses', () => {
  it('has a translation wherever it is said', () => {
    expect(found.length).toBeGreaterThan(200);
    const missing = found.filter(({ text }) => !(text in spanishAndGerman));
    expect(missing.map(({ text, where }) => `${where}: ${text}`)).toEqual([]);
  });

  it.each(Object.entries(spanishAndGerman))('keeps its values: %s', (english, translations) => {
    for (const translation of translations) expect(values(translation)).toEqual(values(english));
  });

  it('is shown in the language in use, with its values in their places', () => {
    const said = 'E11 is a header and cannot be coded.';
    language.used = 'de';
    const [, german = ''] = spanishAndGerman['{{1}} is a header and cannot be coded.'] ?? [];
    expect(translatedRefusal(said)).toBe(german.replace('{{1}}', 'E11'));
    expect(german).not.toBe('');
    language.used = 'en';
    expect(translatedRefusal(said)).toBe(said);
    language.used = 'es';
    expect(translatedRefusal('A text that nobody knows.')).toBe('A text that nobody knows.');
  });
});
