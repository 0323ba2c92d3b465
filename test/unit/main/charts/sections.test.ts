import { describe, expect, it } from 'vitest';
import { findSections } from '../../../../src/main/charts/sections.ts';
import type { Language, Section } from '../../../../src/shared/chart.ts';

function outline(text: string, language: Language = 'en'): [string, string, string][] {
  return findSections(text, language).map((section) => [
    section.kind,
    section.heading,
    text.slice(section.bodyStart, section.end).trim(),
  ]);
}

function kind(heading: string, language: Language = 'en'): string | undefined {
  return findSections(`${heading}\nwords of the section`, language)[0]?.kind;
}

function check(text: string, sections: Section[]): void {
  sections.forEach((section, index) => {
    expect(section.start).toBeLessThan(section.bodyStart);
    expect(section.bodyStart).toBeLessThanOrEqual(section.end);
    expect(section.end).toBe(sections[index + 1]?.start ?? text.length);
    expect(text.slice(section.start, section.bodyStart)).toContain(section.heading);
  });
}

describe('findSections', () => {
  it('splits a SOAP note and leaves out what comes before the first heading', () => {
    const text =
      'Visit of 3 March\n\nSubjective: cough\nObjective:\nlungs clear\nAssessment\nbronchitis\nPlan: rest\n';
    expect(outline(text)).toEqual([
      ['present-illness', 'Subjective', 'cough'],
      ['examination', 'Objective', 'lungs clear'],
      ['assessment', 'Assessment', 'bronchitis'],
      ['plan', 'Plan', 'rest'],
    ]);
    const sections = findSections(text, 'en');
    expect(sections[0]?.start).toBe(text.indexOf('Subjective'));
    check(text, sections);
  });

  it('gives offsets of UTF-16 units, also after characters outside the basic plane', () => {
    const text = '🫀🫁 é\nHPI: dyspnoea\nPMH: asthma';
    const [first, second] = findSections(text, 'en');
    expect(text.slice(first?.start, first?.end)).toBe('HPI: dyspnoea\n');
    expect(text.slice(second?.bodyStart, second?.end)).toBe('asthma');
  });

  it.each([
    ['Chief Complaint:', 'chief-complaint'],
    ['CC: cough', 'chief-complaint'],
    ['INDICATION:', 'chief-complaint'],
    ['History of Present Illness', 'present-illness'],
    ['Past Medical History (PMH):', 'past-history'],
    ['PMHx:', 'past-history'],
    ['FHx: none', 'family-history'],
    ['SH: smoker', 'social-history'],
    ['Home Medications:', 'medications'],
    ['Allergies', 'allergies'],
    ['Physical Exam on Admission:', 'examination'],
    ['Laboratory Data', 'findings'],
    ['CT abdomen and pelvis with contrast: normal', 'findings'],
    ['FINDINGS:', 'findings'],
    ['Hospital Course by Problem:', 'hospital-course'],
    ['ED Course', 'hospital-course'],
    ['Procedures Performed:', 'procedures'],
    ['TECHNIQUE:', 'procedures'],
    ['A/P:', 'assessment'],
    ['Assessment & Plan', 'assessment'],
    ['Impression and Recommendations:', 'assessment'],
    ['Medical Decision Making', 'assessment'],
    ['DISCHARGE DIAGNOSES:', 'discharge-diagnosis'],
    ['Discharge Instructions', 'plan'],
    ['Discharge Condition: stable', 'other'],
  ])('knows %s', (heading, expected) => {
    expect(kind(heading)).toBe(expected);
  });

  it.each([
    ['MOTIVO DE CONSULTA', 'chief-complaint'],
    ['Enfermedad actual:', 'present-illness'],
    ['Anamnesis', 'present-illness'],
    ['Antecedentes personales:', 'past-history'],
    ['Antecedentes Familiares: madre diabética', 'family-history'],
    ['Hábitos tóxicos:', 'social-history'],
    ['Tratamiento habitual:', 'medications'],
    ['Alergias:', 'allergies'],
    ['EXPLORACIÓN FÍSICA', 'examination'],
    ['Exploracion fisica al ingreso', 'examination'],
    ['Pruebas complementarias', 'findings'],
    ['TAC abdominal: normal', 'findings'],
    ['Evolución:', 'hospital-course'],
    ['Juicio clínico', 'assessment'],
    ['Diagnóstico:', 'assessment'],
    ['Diagnóstico principal:', 'discharge-diagnosis'],
    ['Tratamiento', 'plan'],
    ['Plan', 'plan'],
  ])('knows %s in Spanish', (heading, expected) => {
    expect(kind(heading, 'es')).toBe(expected);
  });

  it('knows the headings of the other language too', () => {
    expect(kind('Exploración física:', 'en')).toBe('examination');
    expect(kind('Family history:', 'es')).toBe('family-history');
  });

  it.each([
    '## Assessment',
    '**Assessment:**',
    '**Assessment**:',
    '__Assessment__',
    '1. Assessment',
    '2) Assessment:',
    'IV. ASSESSMENT',
    '- Assessment: sick',
    '   Assessment:',
    '\tASSESSMENT',
    'Assessment - sick',
    'ASSESSMENT – sick',
    'Assessment:sick',
    '# **Assessment** ',
  ])('takes marks off %j', (line) => {
    const [section] = findSections(`Words\n${line}\n`, 'en');
    expect(section?.kind).toBe('assessment');
    expect(section?.heading.toLowerCase()).toBe('assessment');
  });

  it('starts the body after the colon, closing marks and rules', () => {
    expect(outline('**Plan:** rest\n')).toEqual([['plan', 'Plan', 'rest']]);
    const text = 'ASSESSMENT\n==========\n\nGout';
    const [section] = findSections(text, 'en');
    expect(section?.bodyStart).toBe(text.indexOf('Gout'));
  });

  it('copes with a heading that has no words of its own', () => {
    const text = 'Allergies:\nMedications:\naspirin\nPlan:';
    const sections = findSections(text, 'en');
    expect(sections.map((section) => text.slice(section.bodyStart, section.end))).toEqual([
      '',
      'aspirin\n',
      '',
    ]);
    check(text, sections);
  });

  it('opens a section of its own for an unknown heading in capitals, if it has a colon', () => {
    expect(outline('ASSESSMENT:\ngout\nFUNERAL ARRANGEMENTS: none')).toEqual([
      ['assessment', 'ASSESSMENT', 'gout'],
      ['other', 'FUNERAL ARRANGEMENTS', 'none'],
    ]);
    expect(findSections('FUNERAL ARRANGEMENTS\nnone', 'en')).toEqual([]);
    expect(findSections('Funeral arrangements: none', 'en')).toEqual([]);
  });

  it('leaves the parts of an examination, vital signs and short capitals in their section', () => {
    const text = 'Physical Exam:\nHEENT: normal\nLUNGS: clear\nBP: 120/80\nAbdomen: soft\n';
    expect(outline(text).map(([name]) => name)).toEqual(['examination']);
  });

  it.each([
    'Continue current\nmedications.\nand rest',
    'he takes these\nmedications every day',
    'The plan: none was made',
    'Plans were made for surgery',
    '- Medications\n- Diet',
    'The history of present illness is long',
    'Pain\nwas severe',
    'at 10:30 the patient fell',
    'Diabetes: stable on metformin',
    '12:30',
    ':',
    '::::',
    '***',
    '- ',
    '#',
    '',
    '\n\n\n',
  ])('finds no heading in %j', (text) => {
    expect(findSections(text, 'en')).toEqual([]);
  });

  it('wants a colon after one-letter headings', () => {
    expect(outline('S: cough\nO: clear\nA: cold\nP: rest').map(([name]) => name)).toEqual([
      'present-illness',
      'examination',
      'assessment',
      'plan',
    ]);
    expect(findSections('A\nP\n', 'en')).toEqual([]);
  });

  it('keeps line ends of Windows out of the heading', () => {
    const [section] = findSections('Plan\r\nrest\r\n', 'en');
    expect(section?.heading).toBe('Plan');
  });

  it('takes linear time on long and hostile texts', () => {
    const hostile = [
      'word '.repeat(400_000),
      ' - '.repeat(300_000),
      '** __ ## '.repeat(100_000),
      `${'A B '.repeat(200)}\n`.repeat(500),
      ':'.repeat(500_000),
      `${'-'.repeat(79)}\n`.repeat(5_000),
      '\n'.repeat(500_000),
      'a/b&c and d '.repeat(100_000),
    ];
    for (const text of hostile) {
      const before = performance.now();
      findSections(text, 'en');
      expect(performance.now() - before).toBeLessThan(400);
    }
  });
});
