import { describe, expect, it } from 'vitest';
import { cognate, plain, stem, tokenise, wordsOf } from '../../../../../src/main/catalog/search/normalise.ts';

describe('tokenise', () => {
  it('gives words in lower case without accents, at their UTF-16 offsets', () => {
    const text = "Neumonía 🫁 of Alzheimer's (type-2)";
    const tokens = tokenise(text);
    expect(tokens.map(({ word }) => word)).toEqual(['neumonia', 'of', 'alzheimer', 'type', '2']);
    expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Neumonía',
      'of',
      "Alzheimer's",
      'type',
      '2',
    ]);
  });

  it('finds accents written as characters of their own', () => {
    expect(plain('cárdíaca')).toBe('cardiaca');
    expect(wordsOf('  Chest,  pain! ')).toBe('chest pain');
    expect(tokenise('› — !')).toEqual([]);
  });
});

describe('stem', () => {
  it.each([
    ['fractures', 'fractured'],
    ['infection', 'infectious'],
    ['hypertension', 'hypertensive'],
    ['diabetes', 'diabetic'],
    ['cirrhosis', 'cirrhotic'],
    ['biopsy', 'biopsies'],
    ['anemia', 'anaemic'],
    ['esophagus', 'oesophageal'],
    ['duodenum', 'duodenal'],
    ['larynx', 'laryngeal'],
    ['metastasis', 'metastases'],
    ['tumor', 'tumours'],
    ['iii', '3'],
  ])('%s and %s are forms of one word', (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  it.each([
    ['hepatic', 'hepatitis'],
    ['hypertension', 'hypotension'],
    ['calculus', 'calcaneus'],
    ['pulmonary', 'pulse'],
    ['sepsis', 'septum'],
  ])('%s and %s are not', (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });
});

describe('cognate', () => {
  it.each([
    ['neumonía', 'pneumonia'],
    ['hemorragia', 'haemorrhage'],
    ['colecistitis', 'cholecystitis'],
    ['hipotiroidismo', 'hypothyroidism'],
    ['infección', 'infection'],
    ['obesidad', 'obesity'],
    ['estenosis', 'stenosis'],
    ['linfoma', 'lymphoma'],
    ['disnea', 'dyspnea'],
    ['crónica', 'chronic'],
  ])('%s and %s are of one origin', (spanish, english) => {
    expect(cognate(plain(spanish))).toBe(cognate(plain(english)));
    expect(cognate(plain(spanish))).not.toBe('');
  });

  it('tells nothing of short words and numbers', () => {
    expect(cognate('ojo')).toBe('');
    expect(cognate('t2dm')).toBe('');
  });
});
