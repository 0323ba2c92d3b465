import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headerOf } from '../../../../src/main/charts/header.ts';
import { UNKNOWN_HEADER, type Language } from '../../../../src/shared/chart.ts';

const SAMPLES = join(import.meta.dirname, '../../../../resources/samples');

const of = (text: string, language: Language = 'en') => headerOf([{ text, language }]);

describe('a chart’s header', () => {
  it.each([
    [
      'DISCHARGE SUMMARY\nPatient: Sample C\nMRN: 12-34',
      { type: 'inpatient', patient: 'Sample C', record: '12-34' },
    ],
    ['EMERGENCY DEPARTMENT NOTE\nTransferred from an outpatient clinic', { type: 'emergency' }],
    ['RADIOLOGY REPORT\nAge 69, outpatient', { type: 'radiology' }],
    ['Visit: 14 January 2026, primary care', { type: 'outpatient', encounterDate: '2026-01-14' }],
    ['Patient name: Sample D   DOB: 1950-01-01', { patient: 'Sample D' }],
    ['Patient: Sample E, MRN 778899', { patient: 'Sample E', record: '778899' }],
    [
      'Admission date: 8 February 2026\nDischarge date: 23 February 2026',
      { admitted: '2026-02-08', encounterDate: '2026-02-23' },
    ],
  ])('is read from %j', (text, found) => {
    expect(of(text)).toEqual({ ...UNKNOWN_HEADER, ...found });
  });

  it('is read from Spanish lines', () => {
    const text = 'INFORME DE ALTA\nPaciente: Caso F\nNHC: 5566\nFecha de ingreso: 08/02/2026';
    expect(of(text, 'es')).toMatchObject({
      type: 'inpatient',
      patient: 'Caso F',
      record: '5566',
      admitted: '2026-02-08',
    });
  });

  it('is read from the head of every page of a PDF', () => {
    const text = 'Outpatient clinic Patient: Sample G\nPatient: Sample G Female, 72 years\nDISCHARGE SUMMARY';
    const second = text.indexOf('DISCHARGE');
    const page = { width: 1, height: 1, runs: [] };
    const pages = [
      { ...page, number: 1, start: 0, end: second },
      { ...page, number: 2, start: second, end: text.length },
    ];
    const header = headerOf([{ text, language: 'en', pages }]);
    expect(header).toMatchObject({ patient: 'Sample G', type: 'inpatient' });
    expect(of(text).type).toBe('outpatient');
  });

  it('is not guessed from sentences, nor from lines below the head', () => {
    const sentence =
      'She went to the emergency department twice last year, and the discharge summary of her second stay is attached to this letter.';
    expect(of(sentence)).toEqual(UNKNOWN_HEADER);
    expect(of(`${'A short line.\n'.repeat(12)}RADIOLOGY REPORT\nPatient: X`)).toEqual(UNKNOWN_HEADER);
  });

  it('is a stay where one of several documents is of a stay', () => {
    const documents = ['RADIOLOGY REPORT', 'DISCHARGE SUMMARY', 'Clinic visit'].map((text) => ({
      text,
      language: 'en' as const,
    }));
    expect(headerOf(documents).type).toBe('inpatient');
  });

  it('of the samples is what their first lines say', () => {
    const types = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.txt'))
      .sort()
      .map((name) => {
        const language = name.startsWith('caso') ? 'es' : 'en';
        return [name, headerOf([{ text: readFileSync(join(SAMPLES, name), 'utf8'), language }]).type];
      });
    expect(types).toEqual([
      [join('caso-espanol', 'caso-clinico.txt'), null],
      [join('discharge', 'discharge-summary.txt'), 'inpatient'],
      [join('emergency', 'emergency-visit.txt'), 'emergency'],
      [join('outpatient-soap', 'outpatient-visit.txt'), 'outpatient'],
      [join('radiology', 'ct-report.txt'), 'radiology'],
    ]);
  });
});
