import { beforeAll, describe, expect, it } from 'vitest';
import { interfaceLanguages, type Area } from '../../../src/renderer/i18n/area.ts';
import * as areas from '../../../src/renderer/i18n/areas/index.ts';
import { t, type TextKey } from '../../../src/renderer/i18n/i18n.ts';

type Text = [place: string, en: string, es: string, de: string];

const texts: Text[] = Object.entries<Area>(areas).flatMap(([name, area]) =>
  Object.entries(area.en).map(([key, en]): Text => [
    `${name}.${key}`,
    en,
    area.es[key] ?? '',
    area.de[key] ?? '',
  ]),
);

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([all]) => all).sort();

/** Words that are the same in English and in another language. */
const same: Readonly<Record<'es' | 'de', ReadonlySet<string>>> = {
  es: new Set(['Alt', 'Auditor', 'auditor', 'Ctrl', 'Esc', 'min', 'Principal', 'Tab']),
  de: new Set([
    'Alt',
    'Code',
    'Codes',
    'Esc',
    'Index',
    'min',
    'Name',
    'Passphrase',
    'Patient',
    'Status',
    'Tab',
    'Version',
  ]),
};

/** What in a text could be translated: no placeholders, no signs, no names that are the same everywhere. */
function wordsIn(text: string): string {
  return text
    .replace(/\{\{\w+\}\}/gu, '')
    .replace(/Rubricator|ICD-10-CM|ICD-10-PCS|CSV|JSON Lines|JSON|FHIR R4|PDF|POA|HCC|MRN/gu, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

describe('texts of the interface', () => {
  it('are hundreds', () => {
    expect(texts.length).toBeGreaterThan(300);
  });

  it('are never empty', () => {
    expect(texts.filter((text) => text.some((words) => words.trim() === '')).map(([place]) => place)).toEqual(
      [],
    );
  });

  it('have the same keys in every language', () => {
    for (const [name, area] of Object.entries<Area>(areas)) {
      const keys = Object.keys(area.en).sort();
      for (const language of interfaceLanguages) {
        expect(Object.keys(area[language]).sort(), `${name} in ${language}`).toEqual(keys);
      }
    }
  });

  it('have the same placeholders in every language', () => {
    const different = texts.filter(
      ([, en, ...others]) =>
        !others.every((other) => String(placeholders(other)) === String(placeholders(en))),
    );
    expect(different.map(([place]) => place)).toEqual([]);
  });

  it('that are counted have both forms, and show the count', () => {
    const keys = new Set(texts.map(([place]) => place));
    const alone = [...keys].filter(
      (key) =>
        (key.endsWith('_one') && !keys.has(key.replace(/_one$/u, '_other'))) ||
        (key.endsWith('_other') && !keys.has(key.replace(/_other$/u, '_one'))),
    );
    expect(alone).toEqual([]);
    const uncounted = texts.filter(([place, ...all]) => {
      return place.endsWith('_other') && !all.every((text) => text.includes('{{count}}'));
    });
    expect(uncounted.map(([place]) => place)).toEqual([]);
  });

  it('are not left in English', () => {
    const left = texts.flatMap(([place, en, es, de]) => {
      const words = wordsIn(en);
      if (words.length < 2) return [];
      return [
        ...(wordsIn(es) === words && !same.es.has(words) ? [`es ${place}: ${es}`] : []),
        ...(wordsIn(de) === words && !same.de.has(words) ? [`de ${place}: ${de}`] : []),
      ];
    });
    expect(left).toEqual([]);
  });
});

describe('t', () => {
  beforeAll(() => {
    expect(t('common.close')).toBe('Close');
  });

  it('chooses the form by the count and writes it as the language does', () => {
    expect(t('common.charts', { count: 1 })).toBe('1 chart');
    expect(t('common.charts', { count: 12_345 })).toBe('12,345 charts');
  });

  it('leaves what a value says as it is', () => {
    expect(t('app.table', { heading: '<b> $t(common.close) {{count}}' })).toBe(
      'Table: <b> $t(common.close) {{count}}',
    );
  });

  it('knows every key', () => {
    for (const [place] of texts) {
      const key = place.replace(/_(?:one|other)$/u, '') as TextKey;
      const shown = t(key, { count: 2 });
      expect(shown, place).not.toBe(key);
    }
  });
});
