import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { combine } from '../../../../src/main/coding/combinations.ts';
import { SHIPPED_CATALOGS } from '../../../../src/main/library.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';
import type { MentionContext, Suggestion } from '../../../../src/shared/coding.ts';

const catalog = new Catalog(join(resourceFolder(), SHIPPED_CATALOGS, 'icd-10-cm-FY2026.sqlite'));
afterAll(() => catalog.close());

const THRESHOLD = 0.3;

interface Said {
  score?: number;
  context?: MentionContext;
}

/** A note whose lines each speak for a code, and the suggestions of it. */
class Note {
  text = '';
  readonly suggestions: Suggestion[] = [];

  say(code: string, words: string, { score = 0.6, context = 'affirmed' }: Said = {}): this {
    const start = this.text.length;
    this.text += `${words}.\n`;
    const name = words.split(',')[0] ?? '';
    this.suggestions.push({
      code,
      title: catalog.lookUp(code)?.title ?? '',
      billable: true,
      score,
      tier: score >= THRESHOLD && context === 'affirmed' ? 'suggestion' : 'candidate',
      evidence: [{ document: 'd', start, end: start + name.length, text: name, source: 'lexicon', context }],
    });
    return this;
  }

  /** Another code that the last words speak for. */
  or(code: string, score: number): this {
    const last = this.suggestions.at(-1);
    if (last) {
      const tier = score >= THRESHOLD ? 'suggestion' : 'candidate';
      this.suggestions.push({ ...last, code, title: catalog.lookUp(code)?.title ?? '', score, tier });
    }
    return this;
  }

  get combined(): Suggestion[] {
    return combine(this.suggestions, [{ id: 'd', text: this.text }], THRESHOLD, catalog);
  }

  get codes(): string[] {
    return this.combined
      .filter(({ tier }) => tier === 'suggestion')
      .map(({ code }) => code)
      .sort();
  }

  find(code: string): Suggestion | undefined {
    return this.combined.find((each) => each.code === code);
  }
}

const note = (): Note => new Note();
const hypertension = (): Note => note().say('I10', 'Hypertension');
const diabetes = (): Note => note().say('E11.9', 'Type 2 diabetes');

describe('hypertension', () => {
  it.each([
    ['N18.31', 'CKD stage 3a', 'I12.9'],
    ['N18.9', 'Chronic kidney disease', 'I12.9'],
    ['N18.5', 'CKD stage 5', 'I12.0'],
    ['N18.6', 'ESRD', 'I12.0'],
    ['I50.32', 'Chronic diastolic heart failure', 'I11.0'],
  ])('with %s is a code of both, beside it', (code, words, combination) => {
    expect(hypertension().say(code, words).codes).toEqual([combination, code].sort());
  });

  it('with other heart disease is a code of both, in its place', () => {
    expect(hypertension().say('I51.7', 'Cardiomegaly').codes).toEqual(['I11.9']);
  });

  it.each([
    ['N18.4', 'I50.9', 'I13.0'],
    ['N18.6', 'I50.9', 'I13.2'],
    ['N18.4', 'I51.7', 'I13.10'],
    ['N18.5', 'I51.7', 'I13.11'],
  ])('with %s and %s is a code of all three', (kidney, heart, combination) => {
    const { codes } = hypertension().say(kidney, 'Kidney disease').say(heart, 'Heart disease');
    expect(codes.filter((code) => code.startsWith('I1'))).toEqual([combination]);
    expect(codes).toContain(kidney);
  });

  it('shows the words for both parts and is as likely as the less likely', () => {
    const said = hypertension().say('N18.31', 'CKD stage 3a', { score: 0.45 });
    expect(said.find('I12.9')).toMatchObject({
      title: catalog.lookUp('I12.9')?.title,
      billable: true,
      score: 0.45,
      tier: 'suggestion',
      evidence: [{ text: 'Hypertension' }, { text: 'CKD stage 3a' }],
    });
    expect(said.find('I10')).toMatchObject({ tier: 'candidate', score: 0.55 });
  });

  it('counts the codes that the same words speak for together', () => {
    const doubtful = note().say('I10', 'Hypertensive heart disease', { score: 0.2 }).or('I11.9', 0.2);
    const said = doubtful.say('I50.22', 'Systolic heart failure', { score: 0.2 }).or('I50.23', 0.25);
    expect(said.codes).toEqual(['I11.0']);
    expect(said.find('I11.0')?.score).toBe(0.4);
  });

  it('is not said where only the words for the kidney speak for its codes', () => {
    const said = note().say('N18.31', 'CKD stage 3a').or('I12.9', 0.28);
    expect(said.codes).toEqual(['N18.31']);
    expect(said.say('I10', 'Hypertension', { score: 0.01 }).codes).toEqual(['N18.31']);
  });

  it('completes a combination that is suggested, and leaves a complete one', () => {
    expect(hypertension().or('I12.9', 0.5).say('I50.9', 'Heart failure').codes).toEqual(['I13.0', 'I50.9']);
    const complete = hypertension().or('I13.0', 0.5).say('N18.4', 'CKD stage 4');
    expect(complete.codes).toEqual(['I13.0', 'N18.4']);
    expect(complete.find('I13.0')?.score).toBe(0.5);
  });

  it.each<MentionContext>(['negated', 'family', 'history', 'uncertain', 'hypothetical', 'planned'])(
    'is not joined with a disease that is %s',
    (context) => {
      expect(hypertension().say('N18.31', 'CKD stage 3a', { context }).codes).toEqual(['I10']);
      expect(note().say('I10', 'Hypertension', { context }).say('N18.31', 'CKD').codes).toEqual(['N18.31']);
    },
  );

  it.each([
    'CKD stage 3a, not due to hypertension',
    'CKD stage 3a, not felt to be related to his high blood pressure',
    'CKD stage 3a, unrelated to her HTN',
    'CKD stage 3a, non-hypertensive',
    'ERC estadio 3a, no debida a la hipertensión',
  ])('is not joined where the text says: %s', (words) => {
    expect(hypertension().say('N18.31', words).codes).toEqual(['I10', 'N18.31']);
  });

  it('is joined where the text names a cause beside it', () => {
    expect(hypertension().say('N18.31', 'CKD stage 3a, due to IgA nephropathy').codes).toContain('I12.9');
  });

  it('is not joined where it is secondary', () => {
    const said = hypertension().say('I15.1', 'Renal hypertension').say('N18.31', 'CKD stage 3a');
    expect(said.codes).toEqual(['I10', 'I15.1', 'N18.31']);
  });

  it('is left as it is without the other parts, or with unlikely ones', () => {
    expect(hypertension().codes).toEqual(['I10']);
    expect(hypertension().say('N18.9', 'Kidney', { score: 0.1 }).codes).toEqual(['I10']);
  });
});

describe('diabetes', () => {
  it.each([
    ['N18.31', 'CKD stage 3a', ['E11.22', 'N18.31']],
    ['K31.84', 'Gastroparesis', ['E11.43', 'K31.84']],
    ['L97.521', 'Ulcer of left foot', ['E11.621', 'L97.521']],
    ['M86.172', 'Osteomyelitis of left ankle', ['E11.69', 'M86.172']],
    ['R73.9', 'Hyperglycemia', ['E11.65']],
    ['E16.2', 'Hypoglycemia', ['E11.649']],
    ['I96', 'Gangrene of the toe', ['E11.52']],
    ['I73.9', 'Peripheral arterial disease', ['E11.51']],
    ['G62.9', 'Polyneuropathy', ['E11.42']],
    ['G62.9', 'Peripheral neuropathy', ['E11.42']],
    ['G62.9', 'Neuropathy', ['E11.40']],
    ['H35.00', 'Retinopathy', ['E11.319']],
  ])('with %s (%s) is %j', (code, words, expected) => {
    expect(diabetes().say(code, words).codes).toEqual(expected);
  });

  it.each([
    ['E10', 'E10.22'],
    ['E13', 'E13.22'],
  ])('of category %s has its own', (category, combination) => {
    const said = note().say(`${category}.9`, 'Diabetes').say('N18.4', 'CKD stage 4');
    expect(said.codes).toEqual([combination, 'N18.4']);
  });

  it('has a code for each complication, beside those of hypertension', () => {
    const said = diabetes().say('I10', 'Hypertension').say('N18.4', 'CKD stage 4');
    expect(said.say('R73.9', 'Hyperglycemia').codes).toEqual(['E11.22', 'E11.65', 'I12.9', 'N18.4']);
  });

  it('shows the words for both parts and is as likely as the less likely', () => {
    expect(diabetes().say('K31.84', 'Gastroparesis', { score: 0.5 }).find('E11.43')).toMatchObject({
      score: 0.5,
      evidence: [{ text: 'Type 2 diabetes' }, { text: 'Gastroparesis' }],
    });
  });

  it('without complications is not coded beside one', () => {
    expect(diabetes().say('E11.65', 'Type 2 diabetes with hyperglycemia').codes).toEqual(['E11.65']);
  });

  it('leaves a code of the complication that is suggested as it is, without its part', () => {
    const said = note().say('E11.42', 'Diabetic polyneuropathy', { score: 0.4 });
    expect(said.say('G62.9', 'Neuropathy', { score: 0.7 }).codes).toEqual(['E11.42']);
    expect(said.find('E11.42')?.score).toBe(0.4);
  });

  it.each([
    ['R10.9', 'Abdominal pain'],
    // Listed as "skin ulcer NEC" alone.
    ['L98.419', 'Ulcer of buttock'],
    // The list has cataract as such, which an age-related one is not.
    ['H25.11', 'Age-related nuclear cataract'],
    // Indexed under nephropathy, which the text does not say.
    ['N28.9', 'Kidney trouble'],
    ['G62.0', 'Drug-induced polyneuropathy'],
  ])('is not joined with %s (%s)', (code, words) => {
    expect(diabetes().say(code, words).codes).toEqual(['E11.9', code]);
  });

  it.each([
    'Neuropathy, due to chemotherapy',
    'Neuropathy, not related to diabetes',
    'Neuropathy, non-diabetic',
    'Neuropathy, not diabetic. Not caused by his DM',
  ])('is not joined where the text says: %s', (words) => {
    expect(diabetes().say('G62.9', words).codes).toEqual(['E11.9', 'G62.9']);
  });

  it('is joined where the text names it as the cause', () => {
    expect(diabetes().say('G62.9', 'Neuropathy, from poorly controlled diabetes').codes).toEqual(['E11.40']);
  });

  it.each<MentionContext>(['negated', 'family', 'history'])('that is %s joins nothing', (context) => {
    const said = note().say('E11.9', 'Diabetes', { context }).say('K31.84', 'Gastroparesis');
    expect(said.codes).toEqual(['K31.84']);
  });

  it('is left as it is where the release has no book', () => {
    const said = diabetes().say('K31.84', 'Gastroparesis');
    const lookUp = catalog.lookUp.bind(catalog);
    const result = combine(said.suggestions, [{ id: 'd', text: said.text }], THRESHOLD, { lookUp });
    expect(result).toEqual(said.suggestions);
  });
});

describe('chronic obstructive pulmonary disease', () => {
  const lungs = (): Note => note().say('J44.9', 'COPD');

  it('with an infection of the lungs is a code of both, beside it', () => {
    expect(lungs().say('J18.9', 'Pneumonia').codes).toEqual(['J18.9', 'J44.0']);
    expect(lungs().say('J20.9', 'Acute bronchitis').codes).toEqual(['J20.9', 'J44.0']);
    expect(lungs().say('J18.9', 'Pneumonia', { context: 'negated' }).codes).toEqual(['J44.9']);
  });

  it('may be exacerbated as well', () => {
    const said = lungs().say('J44.1', 'COPD exacerbation').say('J18.9', 'Pneumonia');
    expect(said.codes).toEqual(['J18.9', 'J44.0', 'J44.1']);
  });
});

describe('codes that leave the detail open', () => {
  it('are not coded beside one that tells it', () => {
    expect(note().say('N18.9', 'Kidney disease').say('N18.31', 'CKD stage 3a').codes).toEqual(['N18.31']);
    expect(note().say('I50.9', 'Heart failure').say('I50.22', 'Systolic heart failure').codes).toEqual([
      'I50.22',
    ]);
  });
});

it('leaves its input, and everything else, as it is', () => {
  const said = hypertension().say('N18.31', 'CKD stage 3a').say('E78.5', 'Hyperlipidemia');
  const before = structuredClone(said.suggestions);
  expect(said.find('E78.5')).toEqual(before[2]);
  expect(said.suggestions).toEqual(before);
});

it('suggests no combination that the release does not have', () => {
  const said = hypertension().say('N18.31', 'CKD stage 3a');
  const lookUp = (): undefined => undefined;
  expect(combine(said.suggestions, [{ id: 'd', text: said.text }], THRESHOLD, { lookUp })).toEqual(
    said.suggestions,
  );
});
