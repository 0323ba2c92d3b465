import { describe, expect, it } from 'vitest';
import { findSections } from '../../../../src/main/charts/sections.ts';
import { contextAt, findContexts, type ContextScope } from '../../../../src/main/coding/context.ts';
import type { Language } from '../../../../src/shared/chart.ts';
import type { MentionContext } from '../../../../src/shared/coding.ts';

/** The context of the first occurrence of `mention`. */
function contextOf(text: string, mention: string, language: Language = 'en'): MentionContext {
  const start = text.indexOf(mention);
  expect(start, `"${mention}" is in the text`).toBeGreaterThanOrEqual(0);
  const scopes = findContexts(text, language, findSections(text, language));
  return contextAt(scopes, start, start + mention.length);
}

type Case = [text: string, mention: string, expected: MentionContext];

const ENGLISH: Case[] = [
  // Negation, forwards.
  ['No evidence of pneumonia.', 'pneumonia', 'negated'],
  ['Denies fever, chills, or cough.', 'fever', 'negated'],
  ['Denies fever, chills, or cough.', 'chills', 'negated'],
  ['Denies fever, chills, or cough.', 'cough', 'negated'],
  ['She denies fever but has nausea.', 'nausea', 'affirmed'],
  ['Denies fever; reports cough.', 'cough', 'affirmed'],
  ['No fever. Cough for two days.', 'Cough', 'affirmed'],
  ['No fever, however cough persists.', 'cough', 'affirmed'],
  ['No fracture, with moderate swelling.', 'swelling', 'affirmed'],
  ['No chest pain due to asthma.', 'asthma', 'affirmed'],
  ['He did not note redness, but he denies any swelling.', 'swelling', 'negated'],
  ['She does not have asthma.', 'asthma', 'negated'],
  ['He is not diabetic.', 'diabetic', 'negated'],
  ['X-ray negative for fracture.', 'fracture', 'negated'],
  ['without cyanosis or edema', 'edema', 'negated'],
  ['CT (no fracture) shows a mass.', 'mass', 'affirmed'],
  ['no DM, no HTN, smoker', 'HTN', 'negated'],
  ['no fever, no chills, mild cough', 'cough', 'affirmed'],
  ['no fever, no chills, nausea or vomiting', 'nausea', 'negated'],
  ['no fever, chills, sweats, no cough', 'sweats', 'negated'],
  ['Diabetes without complications.', 'Diabetes', 'affirmed'],
  ['No thrombus, mild mitral regurgitation.', 'regurgitation', 'affirmed'],
  ['Abdomen without guarding, and the liver is enlarged.', 'liver', 'affirmed'],
  ['Osteoporosis without current fracture, long-term alendronate.', 'alendronate', 'affirmed'],
  ['Without fever, cough, or chills.', 'chills', 'negated'],
  // Negation, backwards.
  ['Sepsis was considered and ruled out.', 'Sepsis', 'negated'],
  ['Chest pain: denies', 'Chest pain', 'negated'],
  ['Influenza, SARS-CoV-2 and RSV PCR negative.', 'Influenza', 'negated'],
  ['PE was ruled out. Pneumonia confirmed.', 'PE', 'negated'],
  ['PE was ruled out. Pneumonia confirmed.', 'Pneumonia', 'affirmed'],
  ['He has pneumonia and PE was ruled out.', 'pneumonia', 'affirmed'],
  ['DVT, PE, and MI were ruled out.', 'DVT', 'negated'],
  ['Workup ruled out PE.', 'PE', 'negated'],
  ['MI was ruled out by enzymes.', 'MI', 'negated'],
  ['pneumonia (ruled out)', 'pneumonia', 'negated'],
  ['COVID-19 negative.', 'COVID-19', 'negated'],
  ['A mass is not seen.', 'mass', 'negated'],
  ['Pulmonary embolism unlikely.', 'embolism', 'negated'],
  ['Diabetes: no\nAsthma: yes', 'Diabetes', 'negated'],
  ['Diabetes: no\nAsthma: yes', 'Asthma', 'affirmed'],
  // What only looks like a negation.
  ['No increase in the effusion.', 'effusion', 'affirmed'],
  ['Not only diabetes but also asthma.', 'diabetes', 'affirmed'],
  ['No change in the pulmonary nodule.', 'nodule', 'affirmed'],
  ['Gram negative sepsis.', 'sepsis', 'affirmed'],
  ['Diabetes, not well controlled.', 'Diabetes', 'affirmed'],
  ['Non-Hodgkin lymphoma.', 'lymphoma', 'affirmed'],
  ['No. 3 tooth caries.', 'caries', 'affirmed'],
  ['estrogen receptor negative breast cancer', 'estrogen receptor', 'affirmed'],
  ['Hypertension not at goal.', 'Hypertension', 'affirmed'],
  ['Pressure ulcer of the sacrum, stage 2, not present on admission.', 'stage 2', 'affirmed'],
  ['Latex allergy: latex-free room.', 'Latex allergy', 'affirmed'],
  ['Pain at night. Now pain-free.', 'pain-free', 'negated'],
  // Doubt.
  ['Rule out MI, PE, or dissection.', 'dissection', 'uncertain'],
  ['r/o sepsis', 'sepsis', 'uncertain'],
  ['Possible pneumonia, hypertension.', 'pneumonia', 'uncertain'],
  ['Possible pneumonia, hypertension.', 'hypertension', 'affirmed'],
  ['Probable pneumonia in a patient with COPD.', 'COPD', 'affirmed'],
  ['Pneumonia vs. bronchitis.', 'Pneumonia', 'uncertain'],
  ['Pneumonia vs. bronchitis.', 'bronchitis', 'uncertain'],
  ['Findings consistent with pneumonia.', 'pneumonia', 'uncertain'],
  ['Sepsis could not be ruled out.', 'Sepsis', 'uncertain'],
  ['Cannot exclude appendicitis.', 'appendicitis', 'uncertain'],
  ['? PE', 'PE', 'uncertain'],
  ['Dyspnea, ?pneumonia', 'pneumonia', 'uncertain'],
  ['Is it gout? Arthritis is present.', 'Arthritis', 'affirmed'],
  ['No fracture, likely a sprain.', 'sprain', 'uncertain'],
  ['No fracture, likely a sprain.', 'fracture', 'negated'],
  ['Bronchitis, less likely pneumonia.', 'pneumonia', 'uncertain'],
  ['Return if you develop chest pain.', 'chest pain', 'hypothetical'],
  ['DVT prophylaxis with heparin.', 'DVT', 'hypothetical'],
  ['Call if you have chest pain or fever.', 'fever', 'hypothetical'],
  ['Working diagnosis of gout.', 'gout', 'uncertain'],
  // The past.
  ['old myocardial infarction', 'old myocardial infarction', 'history'],
  ['psoriasis diagnosed 10 years ago', 'psoriasis', 'affirmed'],
  ['h/o MI in 2015', 'MI', 'history'],
  ['s/p appendectomy', 'appendectomy', 'history'],
  ['History of MI, hypertension, and stroke.', 'MI', 'history'],
  ['History of MI, hypertension, and stroke.', 'hypertension', 'affirmed'],
  ['History of MI, hypertension, and stroke.', 'stroke', 'history'],
  ['No history of stroke.', 'stroke', 'negated'],
  ['2-day history of cough.', 'cough', 'affirmed'],
  ['History of 3 days of vomiting.', 'vomiting', 'affirmed'],
  ['Presents with a history of breast mass.', 'mass', 'affirmed'],
  ['Long-standing history of psoriasis.', 'psoriasis', 'affirmed'],
  ['history of breast cancer presents with pneumonia', 'cancer', 'history'],
  ['history of breast cancer presents with pneumonia', 'pneumonia', 'affirmed'],
  ['Hypokalemia, resolved.', 'Hypokalemia', 'history'],
  ['HOSPITAL COURSE:\nHypokalemia, resolved.', 'Hypokalemia', 'affirmed'],
  ['PAST MEDICAL HISTORY:\nAsthma\nGout', 'Gout', 'affirmed'],
  // The family.
  ['Mother: breast cancer.', 'cancer', 'family'],
  ['Father had MI at 50.', 'MI', 'family'],
  ['His father died of lung cancer; he has COPD.', 'cancer', 'family'],
  ['His father died of lung cancer; he has COPD.', 'COPD', 'affirmed'],
  ['Family history of colon cancer.', 'cancer', 'family'],
  ['Stroke in his maternal grandmother.', 'Stroke', 'family'],
  ['Mother reports fever.', 'fever', 'affirmed'],
  ['No family history of colon cancer.', 'cancer', 'family'],
  // General, or on a condition.
  ['If fever develops, come back.', 'fever', 'hypothetical'],
  ['Return for chest pain.', 'chest pain', 'hypothetical'],
  ['Return to the emergency department for numbness or weakness.', 'weakness', 'hypothetical'],
  ['Antibiotics in case of infection.', 'infection', 'hypothetical'],
  ['Watch for drooling, stiff neck or rash.', 'stiff neck', 'hypothetical'],
  ['High risk of stroke.', 'stroke', 'hypothetical'],
  ['Smoking increases the risk of stroke.', 'stroke', 'hypothetical'],
  ['Myopia - raises risk.', 'Myopia', 'affirmed'],
  ['Aspirin to prevent stroke.', 'stroke', 'hypothetical'],
  ['Counselled on signs of stroke.', 'stroke', 'hypothetical'],
  ['Should he develop jaundice, stop the drug.', 'jaundice', 'hypothetical'],
  ['Should fever occur, call the office.', 'fever', 'hypothetical'],
  ['He should rest; asthma is stable.', 'asthma', 'affirmed'],
  ['Screening for diabetes.', 'diabetes', 'hypothetical'],
  ['Colon cancer screening discussed.', 'cancer', 'hypothetical'],
  ['Vaccinated against hepatitis B.', 'hepatitis', 'hypothetical'],
  ['Risks including bleeding, infection and perforation were explained.', 'infection', 'hypothetical'],
  ['Ibuprofen as needed for pain.', 'pain', 'hypothetical'],
  ['Albuterol as needed for asthma.', 'asthma', 'affirmed'],
  ['Metformin can cause diarrhea.', 'diarrhea', 'hypothetical'],
  ['No stress test unless angina recurs.', 'angina', 'hypothetical'],
  ['Return precautions for fever, vomiting.', 'vomiting', 'hypothetical'],
  ['She returns for diabetes.', 'diabetes', 'affirmed'],
  ['He returns with cough.', 'cough', 'affirmed'],
  // To come.
  ['Plan for colonoscopy.', 'colonoscopy', 'planned'],
  ['Schedule MRI of the knee.', 'MRI', 'planned'],
  ['Will order CBC, ferritin and colonoscopy.', 'colonoscopy', 'planned'],
  ['Pelvic ultrasound ordered.', 'ultrasound', 'planned'],
  ['Surgery to be scheduled.', 'Surgery', 'planned'],
  ['To be evaluated for sleep apnea.', 'sleep apnea', 'planned'],
  ['Awaiting kidney transplant.', 'transplant', 'planned'],
  ['Scheduled for cholecystectomy for gallstones.', 'cholecystectomy', 'planned'],
  ['Scheduled for cholecystectomy for gallstones.', 'gallstones', 'affirmed'],
  ['Plan: continue metformin for diabetes.', 'diabetes', 'affirmed'],
  ['PLAN:\nHypertension\nGout', 'Gout', 'affirmed'],
  ['Plan for inguinal hernia repair.', 'inguinal hernia', 'affirmed'],
  ['Plan for inguinal hernia repair.', 'repair', 'planned'],
  ['Referred for evaluation of hematuria.', 'hematuria', 'affirmed'],
  ['Scheduled for biopsy, which showed melanoma.', 'biopsy', 'affirmed'],
  ['She presents for a scheduled colonoscopy.', 'colonoscopy', 'affirmed'],
  ['Repeat CT showed pneumonia.', 'pneumonia', 'affirmed'],
  ['Diabetes: A1c ordered.', 'Diabetes', 'affirmed'],
  ['MRI ordered to rule out stroke.', 'stroke', 'uncertain'],
  ['We will start insulin for diabetes.', 'diabetes', 'affirmed'],
  // What is mended beside them.
  ['Enzymes were flat, ruling out infarction.', 'infarction', 'negated'],
  ['Biopsy confirmed the suspicion of lymphoma.', 'lymphoma', 'affirmed'],
  ['Exam: VS stable, wheezing.', 'wheezing', 'affirmed'],
  ['No masses and a large spleen.', 'spleen', 'affirmed'],
  ['Non-diabetic neuropathy with ulcers.', 'ulcers', 'affirmed'],
  ['The effusion resolved with diuretics.', 'diuretics', 'affirmed'],
  ['Two courses of prednisone in the past year.', 'prednisone', 'affirmed'],
  ['No family history of cancer, personal history of hypertension.', 'hypertension', 'affirmed'],
  ['He has no angina, takes aspirin.', 'aspirin', 'affirmed'],
  ['The patient could be extubated.', 'extubated', 'affirmed'],
];

const SPANISH: Case[] = [
  ['Se descartó infección por Clostridioides difficile.', 'infección por Clostridioides', 'negated'],
  ['Sin signos de irritación, y la puñopercusión fue dolorosa.', 'dolorosa', 'affirmed'],
  ['Su madre había sido diagnosticada de cáncer de mama.', 'cáncer', 'family'],
  ['No es diabético, fumador de un paquete.', 'diabético', 'negated'],
  ['Sí, si bien tiene fiebre.', 'fiebre', 'affirmed'],
  ['Niega fiebre, tos o disnea, pero presenta cefalea.', 'disnea', 'negated'],
  ['Niega fiebre, tos o disnea, pero presenta cefalea.', 'cefalea', 'affirmed'],
  ['Sin fiebre, con tos productiva.', 'fiebre', 'negated'],
  ['Sin fiebre, con tos productiva.', 'tos', 'affirmed'],
  ['No presentaba adenopatías ni masas.', 'masas', 'negated'],
  ['Ausencia de fracturas.', 'fracturas', 'negated'],
  ['No se observa derrame pleural.', 'derrame', 'negated'],
  ['Se descartó infarto.', 'infarto', 'negated'],
  ['Infección descartada.', 'Infección', 'negated'],
  ['Ictus descartado por TAC.', 'Ictus', 'negated'],
  ['Sífilis negativo.', 'Sífilis', 'negated'],
  ['HTA no, DM no, fumador.', 'HTA', 'negated'],
  ['HTA no, DM no, fumador.', 'fumador', 'affirmed'],
  ['Sin antecedentes de interés, que acude por dolor.', 'dolor', 'affirmed'],
  ['No mejoró la neumonía.', 'neumonía', 'affirmed'],
  ['Sin cambios en la lesión.', 'lesión', 'affirmed'],
  ['Carcinoma no microcítico de pulmón.', 'pulmón', 'affirmed'],
  ['No se descarta neumonía.', 'neumonía', 'uncertain'],
  ['A descartar tuberculosis.', 'tuberculosis', 'uncertain'],
  ['Tuberculosis a descartar.', 'Tuberculosis', 'uncertain'],
  ['Sospecha de tumor ovárico.', 'tumor', 'uncertain'],
  ['Probable neumonía en paciente con EPOC.', 'neumonía', 'uncertain'],
  ['Probable neumonía en paciente con EPOC.', 'EPOC', 'affirmed'],
  ['Absceso versus tumor.', 'Absceso', 'uncertain'],
  ['Acudir a urgencias si fiebre.', 'fiebre', 'hypothetical'],
  ['Antecedentes de hipertensión, infarto y apendicectomía.', 'hipertensión', 'affirmed'],
  ['Antecedentes de hipertensión, infarto y apendicectomía.', 'infarto', 'history'],
  ['Antecedentes de hipertensión, infarto y apendicectomía.', 'apendicectomía', 'history'],
  ['Madre diabética, padre con cáncer de colon.', 'diabética', 'family'],
  ['Madre diabética, padre con cáncer de colon.', 'cáncer', 'family'],
  ['Hermana con lupus.', 'lupus', 'family'],
  ['La madre refiere fiebre.', 'fiebre', 'affirmed'],
  // General, or on a condition.
  ['Si presenta fiebre, acudir a urgencias.', 'fiebre', 'hypothetical'],
  ['Sí presenta fiebre.', 'fiebre', 'affirmed'],
  ['Antibiótico en caso de infección.', 'infección', 'hypothetical'],
  ['Acudir a urgencias si dolor o sangrado.', 'sangrado', 'hypothetical'],
  ['Volver si aparece disnea.', 'disnea', 'hypothetical'],
  ['Alto riesgo de trombosis.', 'trombosis', 'hypothetical'],
  ['Heparina para prevenir trombosis.', 'trombosis', 'hypothetical'],
  ['Para evitar la recidiva.', 'recidiva', 'hypothetical'],
  ['Se explican los signos de alarma: fiebre, vómitos.', 'vómitos', 'hypothetical'],
  ['Profilaxis de endocarditis.', 'endocarditis', 'hypothetical'],
  ['Cribado de cáncer de colon.', 'cáncer', 'hypothetical'],
  ['Vacunado contra la gripe.', 'gripe', 'hypothetical'],
  ['Vacunada frente a hepatitis B.', 'hepatitis', 'hypothetical'],
  ['Vigilar la aparición de ictericia.', 'ictericia', 'hypothetical'],
  ['El fármaco puede provocar diarrea.', 'diarrea', 'hypothetical'],
  ['Factores de riesgo para tuberculosis.', 'tuberculosis', 'hypothetical'],
  ['Si no mejora la tos, radiografía.', 'tos', 'hypothetical'],
  ['Paracetamol si dolor.', 'dolor', 'hypothetical'],
  ['Avisar si fiebre.', 'fiebre', 'hypothetical'],
  ['Miedo a la ceguera.', 'ceguera', 'hypothetical'],
  ['Consultó al consultar por tos.', 'tos', 'affirmed'],
  // To come.
  ['Se programa para colecistectomía.', 'colecistectomía', 'planned'],
  ['Se programa para colecistectomía por litiasis.', 'litiasis', 'affirmed'],
  ['Se solicita TAC abdominal.', 'TAC', 'planned'],
  ['Se solicita TAC que muestra una masa.', 'TAC', 'affirmed'],
  ['Se solicita TAC que muestra una masa.', 'masa', 'affirmed'],
  ['Se realizará biopsia de la lesión.', 'biopsia', 'planned'],
  ['Se realizará biopsia de la lesión.', 'lesión', 'affirmed'],
  ['Pendiente de trasplante renal.', 'trasplante', 'planned'],
  ['TAC craneal pendiente.', 'TAC craneal', 'planned'],
  ['Se solicita urocultivo, ecografía y analítica.', 'analítica', 'planned'],
  ['Se recomienda colonoscopia.', 'colonoscopia', 'planned'],
  ['En lista de espera para cirugía.', 'cirugía', 'planned'],
  ['Será intervenido de hernia inguinal.', 'hernia', 'affirmed'],
  ['Pendiente de estudio de anemia.', 'anemia', 'planned'],
  ['Programado para prótesis de cadera.', 'prótesis', 'planned'],
  ['PLAN:\nHipertensión. Gota.', 'Gota', 'affirmed'],
  ['Continúa metformina por diabetes.', 'diabetes', 'affirmed'],
  ['Se realizó TAC craneal.', 'TAC', 'affirmed'],
  // What is mended beside them.
  ['Tras descartar obstrucción, se diagnostica de espasmo.', 'obstrucción', 'negated'],
  ['La biopsia confirmó la sospecha clínica de linfoma.', 'linfoma', 'affirmed'],
  ['Alergias no conocidas, lupus cutáneo.', 'lupus', 'affirmed'],
  ['Sin atipias y abundantes leucocitos.', 'leucocitos', 'affirmed'],
  ['Sin lesiones y una esplenomegalia.', 'esplenomegalia', 'affirmed'],
  ['Inmunoterapia frente al carcinoma renal.', 'carcinoma', 'affirmed'],
  ['Sin antecedentes familiares, antecedentes personales de asma.', 'asma', 'affirmed'],
];

describe('findContexts and contextAt', () => {
  it.each(ENGLISH)('%j: %s is %s', (text, mention, expected) => {
    expect(contextOf(text, mention)).toBe(expected);
  });

  it.each(SPANISH)('%j: %s is %s, in Spanish', (text, mention, expected) => {
    expect(contextOf(text, mention, 'es')).toBe(expected);
  });

  it('gives words as they are folded: letter case and accents do not matter', () => {
    expect(contextOf('NO EVIDENCE OF PNEUMONIA', 'PNEUMONIA')).toBe('negated');
    expect(contextOf('Se descarto neumonia', 'neumonia', 'es')).toBe('negated');
  });

  it('goes on over a wrapped line but not to the next line of a list', () => {
    expect(contextOf('There was no\nevidence of Crohn disease.', 'Crohn')).toBe('negated');
    expect(contextOf('Denies chest pain, palpitations,\nedema, or syncope\nHypertension', 'edema')).toBe(
      'negated',
    );
    expect(contextOf('No fever\nHypertension', 'Hypertension')).toBe('affirmed');
    expect(contextOf('- no fever\n- asthma', 'asthma')).toBe('affirmed');
    expect(contextOf('no fever\n\nasthma', 'asthma')).toBe('affirmed');
  });

  it('takes the items under "denies:" as denied, and no more', () => {
    const text = 'Patient denies:\n- fever\n- night sweats\n\nHas asthma';
    expect(contextOf(text, 'fever')).toBe('negated');
    expect(contextOf(text, 'night sweats')).toBe('negated');
    expect(contextOf(text, 'asthma')).toBe('affirmed');
  });

  it('does not end a sentence at an abbreviation or a decimal point', () => {
    expect(contextOf('Denies rash, temp. 39.2 at home, vs. chills', 'chills')).not.toBe('affirmed');
    expect(contextOf('No nodule over 1.5 cm or effusion.', 'effusion')).toBe('negated');
  });

  it('takes a section of family history as the family’s, up to the next heading', () => {
    const text = 'FAMILY HISTORY:\nDiabetes, stroke.\nColon cancer\n\nSOCIAL HISTORY: smoker';
    expect(contextOf(text, 'Diabetes')).toBe('family');
    expect(contextOf(text, 'stroke')).toBe('family');
    expect(contextOf(text, 'Colon cancer')).toBe('family');
    expect(contextOf(text, 'smoker')).toBe('affirmed');
  });

  it('leaves what a family history says of the patient', () => {
    const text = 'Family history: Mother with gout. The patient has asthma.\n';
    expect(contextOf(text, 'gout')).toBe('family');
    expect(contextOf(text, 'asthma')).toBe('affirmed');
  });

  it('does not read triggers over a heading', () => {
    const text = 'ROS: no\nPMH: asthma';
    expect(contextOf(text, 'asthma')).toBe('affirmed');
  });

  it('returns ordered, non-empty ranges inside the text, apart for each context', () => {
    const text =
      'No fever, no chills. Possible gout vs. sepsis. Mother: MI. h/o stroke, denies cough. '.repeat(20);
    const scopes = findContexts(text, 'en', []);
    expect(scopes.length).toBeGreaterThan(60);
    const ends = new Map<string, number>();
    let last = 0;
    for (const scope of scopes) {
      expect(scope.start).toBeGreaterThanOrEqual(last);
      expect(scope.start).toBeLessThan(scope.end);
      expect(scope.end).toBeLessThanOrEqual(text.length);
      expect(scope.start).toBeGreaterThan(ends.get(scope.context) ?? -1);
      ends.set(scope.context, scope.end);
      last = scope.start;
    }
  });

  it('keeps offsets right after characters that change length when folded', () => {
    const text = 'İİİ 🫀 ﬁbrosis. No fever.';
    const scopes = findContexts(text, 'en', []);
    expect(scopes.map((scope) => text.slice(scope.start, scope.end))).toEqual(['fever']);
  });

  it('copes with texts that say nothing', () => {
    for (const text of ['', ' ', '\n\n', '...', 'no', 'no no no', ':::', '(', ')))', '?', 'denies:']) {
      expect(() => findContexts(text, 'en', [])).not.toThrow();
      expect(() => findContexts(text, 'es', [])).not.toThrow();
    }
  });

  it('places a mention by its midpoint', () => {
    const scopes: ContextScope[] = [{ start: 10, end: 20, context: 'negated' }];
    expect(contextAt(scopes, 8, 14)).toBe('negated');
    expect(contextAt(scopes, 4, 14)).toBe('affirmed');
    expect(contextAt(scopes, 16, 24)).toBe('affirmed');
    expect(contextAt(scopes, 16, 22)).toBe('negated');
    expect(contextAt([], 0, 5)).toBe('affirmed');
  });

  it('puts family first, then negated, history, hypothetical, uncertain and planned', () => {
    const all: ContextScope[] = [
      { start: 0, end: 60, context: 'planned' },
      { start: 0, end: 50, context: 'uncertain' },
      { start: 0, end: 40, context: 'hypothetical' },
      { start: 0, end: 30, context: 'history' },
      { start: 0, end: 20, context: 'negated' },
      { start: 0, end: 10, context: 'family' },
    ];
    expect(contextAt(all, 4, 6)).toBe('family');
    expect(contextAt(all, 14, 16)).toBe('negated');
    expect(contextAt(all, 24, 26)).toBe('history');
    expect(contextAt(all, 34, 36)).toBe('hypothetical');
    expect(contextAt(all, 44, 46)).toBe('uncertain');
    expect(contextAt(all, 54, 56)).toBe('planned');
  });

  it('takes the items under return precautions as hypothetical', () => {
    const text = 'Return precautions:\n- fever\n- chest pain\n\nHas asthma';
    expect(contextOf(text, 'fever')).toBe('hypothetical');
    expect(contextOf(text, 'chest pain')).toBe('hypothetical');
    expect(contextOf(text, 'asthma')).toBe('affirmed');
  });

  it('ends a family history where the account turns to the patient', () => {
    const text = 'FAMILY HISTORY:\nDiabetes.\nPhysical exam normal.\nSmall nodes.\nFather with gout.\n';
    expect(contextOf(text, 'Diabetes')).toBe('family');
    expect(contextOf(text, 'nodes')).toBe('affirmed');
    expect(contextOf(text, 'gout')).toBe('family');
  });

  // Anything worse than linear would not come to an end within the test's time.
  it.each([
    'Denies fever, chills, or cough but has nausea. History of MI, hypertension. No evidence of PE on CT.\n'.repeat(
      6000,
    ),
    'no '.repeat(60_000),
    'no, '.repeat(60_000),
    '('.repeat(150_000),
    'no (a '.repeat(30_000),
    'schedule '.repeat(30_000),
    'order, mri '.repeat(20_000),
  ])('comes to an end on a long text', (text) => {
    for (const { start, end } of findContexts(text, 'en', [])) expect(end).toBeGreaterThan(start);
  });
});
