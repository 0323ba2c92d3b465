import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { refusalReasons } from '../../../src/renderer/i18n/refusalReasons.ts';
import { spanishAndGerman } from '../../../src/renderer/i18n/refusalTexts.ts';
import { translatedProviderReason, translatedRefusal } from '../../../src/renderer/i18n/refusals.ts';
import { refusalReasonTexts, userErrorTexts } from '../../fixtures/userErrors.ts';

const language = vi.hoisted(() => ({ used: 'es' }));
vi.mock('../../../src/renderer/i18n/i18n.ts', () => ({ currentLanguage: () => language.used }));

const values = (text: string): string[] => [...text.matchAll(/\{\{\d+\}\}/g)].map(([value]) => value).sort();
const sources = join(import.meta.dirname, '../../../src/main');
const found = userErrorTexts(sources);

describe('what the main process refuses', () => {
  it('has a translation wherever it is said', () => {
    expect(found.length).toBeGreaterThan(200);
    const missing = found.filter(({ text }) => !(text in spanishAndGerman));
    expect(missing.map(({ text, where }) => `${where}: ${text}`)).toEqual([]);
  });

  it('has a translation of every reason that stands in it', () => {
    const reasons = refusalReasonTexts(sources);
    expect(reasons.length).toBeGreaterThan(40);
    const missing = reasons.filter(({ text }) => !(text in refusalReasons));
    expect(missing.map(({ text, where }) => `${where}: ${text}`)).toEqual([]);
  });

  it.each(Object.entries({ ...spanishAndGerman, ...refusalReasons }))(
    'keeps its values: %s',
    (english, translations) => {
      for (const translation of translations) expect(values(translation)).toEqual(values(english));
    },
  );

  it('is shown in the language in use, with its values in their places', () => {
    const said = 'E11 is a header and cannot be coded.';
    language.used = 'de';
    const [, german = ''] = spanishAndGerman['{{1}} is a header and cannot be coded.'] ?? [];
    expect(translatedRefusal(said)).toBe(german.replace('{{1}}', 'E11'));
    expect(german).not.toBe('');
    expect(
      translatedRefusal('Line 3 of hcc.csv does not fit a table of HCC: it has 2 columns instead of 4.'),
    ).toContain('Sie hat 2 Spalten statt 4');
    language.used = 'en';
    expect(translatedRefusal(said)).toBe(said);
    language.used = 'es';
    expect(translatedRefusal('A text that nobody knows.')).toBe('A text that nobody knows.');
  });

  it('says clause by clause why a provider runs the model', () => {
    language.used = 'es';
    const reason =
      'no faster provider is usable. cuda: the CUDA libraries are not installed; dml: slower than the CPU here';
    expect(translatedProviderReason(reason)).toBe(
      'no se puede usar ningún proveedor más rápido. cuda: las bibliotecas CUDA no están instaladas; dml: más lento que la CPU en este equipo',
    );
  });
});
