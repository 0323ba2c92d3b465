import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../../src/main/charts/language.ts';

describe('detectLanguage', () => {
  it.each([
    'The patient was admitted with fever and had a cough for two days.',
    'Pt c/o CP x2d, denies SOB. Hx of CAD.',
    'No acute distress. Lungs clear on exam.',
    'Impression: De Quervain tenosynovitis of the left wrist.',
    'Patient from Los Angeles seen at La Jolla with El Tor cholera and no fever.',
  ])('reads %j as English', (text) => {
    expect(detectLanguage(text)).toBe('en');
  });

  it.each([
    'Paciente de 45 años que acude a urgencias por dolor torácico.',
    'Mujer de 30 años, sin alergias.',
    'Diagnóstico: neumonía',
    'Niega fiebre.',
    'EL PACIENTE FUE DADO DE ALTA CON TRATAMIENTO',
    'Varón hipertenso en tratamiento con losartan; ROT normales, no focalidad, TAC craneal sin lesiones.',
  ])('reads %j as Spanish', (text) => {
    expect(detectLanguage(text)).toBe('es');
  });

  it.each(['', '   ', '12/80 37.5', 'HTA DM IAM', '心電図'])(
    'takes %j, which tells nothing, as English',
    (text) => {
      expect(detectLanguage(text)).toBe('en');
    },
  );

  it('goes by the larger part of a mixed document', () => {
    const spanish = 'El paciente ingresa por dolor en el pecho y la fiebre. ';
    const english = 'The patient was seen with the team. ';
    expect(detectLanguage(english + spanish.repeat(3))).toBe('es');
    expect(detectLanguage(spanish + english.repeat(3))).toBe('en');
  });

  it('is quick on a book', () => {
    const text = 'el paciente de la cama '.repeat(200_000);
    const before = performance.now();
    expect(detectLanguage(text)).toBe('es');
    expect(performance.now() - before).toBeLessThan(300);
  });
});
