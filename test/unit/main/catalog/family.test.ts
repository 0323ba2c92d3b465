import { afterAll, describe, expect, it } from 'vitest';
import { familyOf } from '../../../../src/main/catalog/family.ts';
import { CODING_SYSTEM, openCatalogs } from '../../../../src/main/library.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';

const catalogs = openCatalogs({ data: resourceFolder(), resources: resourceFolder() });
const { catalog } = catalogs.on(CODING_SYSTEM, '2026-03-01');
const optionsOf = (code: string, scores?: Map<string, number>): string[] =>
  familyOf(catalog.book, code, scores).options.map((option) => option.code);

afterAll(() => catalogs.close());

describe('a code’s family', () => {
  it('leads from the chapter down to the header above', () => {
    expect(familyOf(catalog.book, 'E11.22').path.map(({ code }) => code)).toEqual([
      'CH4',
      'E08-E13',
      'E11',
      'E11.2',
    ]);
    expect(familyOf(catalog.book, 'E11.22').path[0]?.title).toMatch(/endocrine/i);
  });

  it('has the billable codes below a header', () => {
    expect(optionsOf('N18.3')).toEqual(['N18.30', 'N18.31', 'N18.32']);
    expect(optionsOf('S72').length).toBe(30);
  });

  it('has the codes beside a code and those below them, never itself', () => {
    expect(optionsOf('N18.9')).toEqual([
      'N18.1',
      'N18.2',
      'N18.4',
      'N18.5',
      'N18.6',
      'N18.30',
      'N18.31',
      'N18.32',
    ]);
    expect(optionsOf('I10')).toEqual([]);
  });

  it('has the other side with the same seventh character before other characters', () => {
    const options = optionsOf('S72.001A');
    expect(options.slice(0, 2)).toEqual(['S72.002A', 'S72.009A']);
    expect(options).toContain('S72.001D');
  });

  it('has what is proposed for the chart first', () => {
    expect(
      optionsOf(
        'N18.9',
        new Map([
          ['N18.32', 0.4],
          ['N18.4', 0.7],
        ]),
      ).slice(0, 3),
    ).toEqual(['N18.4', 'N18.32', 'N18.1']);
  });

  it('knows codes that are exempt from POA reporting, and refuses unknown ones', () => {
    expect(familyOf(catalog.book, 'Z23').poaExempt).toBe(true);
    expect(familyOf(catalog.book, 'I10').poaExempt).toBe(false);
    expect(() => familyOf(catalog.book, 'A00.99')).toThrow(/not in icd-10-cm FY2026/);
  });
});
