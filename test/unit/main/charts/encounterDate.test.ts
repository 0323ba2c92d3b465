import { describe, expect, it } from 'vitest';
import { encounterDateOf } from '../../../../src/main/charts/encounterDate.ts';

describe('encounterDateOf', () => {
  it.each([
    ['Admission date: 8 February 2026\nDischarge date: 23 February 2026', 'en', '2026-02-23'],
    ['DATE OF DISCHARGE: 02/03/2026', 'en', '2026-02-03'],
    ['Fecha de alta: 02/03/2026', 'es', '2026-03-02'],
    ['Fecha de alta: 2 de marzo de 2026', 'es', '2026-03-02'],
    ['Discharged on March 2, 2026', 'en', '2026-03-02'],
    ['Discharge date: 2025-09-30', 'en', '2025-09-30'],
    ['Visit: 14 January 2026, primary care', 'en', '2026-01-14'],
    ['Date of service: 23/02/2026', 'en', '2026-02-23'],
    ['Arrival: 3 February 2026, 18:40, by ambulance', 'en', '2026-02-03'],
  ] as const)('reads %j', (text, language, date) => {
    expect(encounterDateOf([{ text, language }])).toBe(date);
  });

  it('takes the surest label of all documents, and its last date', () => {
    const texts = ['Admission date: 2025-09-20', 'Discharge date: 2 October 2025', 'Discharged: 2025-10-03'];
    expect(encounterDateOf(texts.map((text) => ({ text, language: 'en' })))).toBe('2025-10-03');
  });

  it.each([
    'She was well until 3 February 2026.',
    'Discharge date: 31 February 2026',
    'Discharge date: pending',
    'Next visit in March 2026',
    '',
  ])('finds none in %j', (text) => {
    expect(encounterDateOf([{ text, language: 'en' }])).toBeNull();
  });
});
