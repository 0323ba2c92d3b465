/**
 * Headings of clinical notes, in English and Spanish.
 *
 * A section tells how much a mention in it counts: a disease in the family
 * history is not the patient's, a word in the plan may be a thing to watch for.
 */
import type { Language, Section, SectionKind } from '../../shared/chart.ts';

/** Headings by kind, folded: lower case, no accents, single spaces, "and" or "y" for "&". */
const ENGLISH: Record<SectionKind, string> = {
  'chief-complaint': `chief complaint|chief complaints|cc|c/c|presenting complaint|presenting complaints
    |presenting problem|reason for visit|reason for encounter|reason for admission|reason for consultation
    |reason for consult|reason for referral|reason for evaluation|reason for hospitalization|reason for exam
    |reason for examination|reason for study|reason for this examination|indication|indications
    |clinical indication|indication for procedure|indications for procedure|indication for surgery
    |admitting complaint`,
  'present-illness': `history of present illness|history of the present illness|history present illness|hpi
    |present illness|history of presenting illness|history of presenting complaint|history of illness|hopi
    |subjective|s|interval history|interim history|interval events|overnight events|24 hour events|history
    |clinical history|clinical information|history and indication|presentation|case presentation
    |presenting history|review of systems|ros|review of symptoms|systems review|symptoms`,
  'past-history': `past medical history|past medical hx|medical history|medical hx|pmh|pmhx|pmx|past history
    |past hx|previous medical history|prior medical history|past medical and surgical history
    |past medical/surgical history|past surgical history|past surgical hx|surgical history|surgical hx|psh
    |pshx|past psychiatric history|psychiatric history|past obstetric history|obstetric history|ob history
    |obstetrical history|gynecologic history|gynaecological history|gyn history|ob/gyn history|birth history
    |past oncologic history|oncologic history|oncology history|cancer history|cardiac history
    |problem list|chronic problems|chronic conditions|medical problems|comorbidities|co-morbidities
    |background|immunizations|immunisations|immunization history|developmental history`,
  'family-history': `family history|family hx|family medical history|fh|fhx|fmh|famhx|family
    |family psychiatric history`,
  'social-history': `social history|social hx|sh|shx|social|habits|personal history|personal and social history
    |substance use|substance use history|tobacco use|tobacco|smoking history|alcohol|alcohol use
    |occupational history|sexual history|living situation|psychosocial|psychosocial history|lifestyle`,
  medications: `medications|medication|meds|medication list|medications list|current medications|current meds
    |home medications|home meds|outpatient medications|medications on admission|medications at admission
    |medications at home|medications prior to admission|prior to admission medications|admission medications
    |discharge medications|discharge meds|medications on discharge|medications at discharge
    |medications on transfer|active medications|inpatient medications|scheduled medications|prescriptions
    |drug history|medication history|medication reconciliation|new medications|changed medications
    |stopped medications|medications started|medications stopped|medications changed`,
  allergies: `allergies|allergy|drug allergies|medication allergies|known allergies|allergies and intolerances
    |allergies and reactions|allergies/intolerances|adverse reactions|adverse drug reactions|intolerances|nkda
    |allergic reactions`,
  examination: `physical examination|physical exam|physical|pe|exam|examination|on examination|on exam|objective|o
    |vital signs|vitals|vs|mental status examination|mental status exam|mental status|mse|neurological examination
    |neurologic examination|neurologic exam|neurological exam|neuro exam|general examination|focused examination
    |discharge examination|discharge exam|admission examination|exam on discharge|exam on admission
    |physical exam on admission|physical exam on discharge|primary survey|secondary survey|observations
    |physical findings|musculoskeletal examination|cardiovascular examination|abdominal examination`,
  findings: `findings|results|pertinent results|relevant results|laboratory data|laboratory results|laboratory
    |laboratory findings|laboratory studies|laboratory values|laboratories|lab data|lab results|labs|lab
    |labs and imaging|labs/imaging|laboratory and imaging|laboratory and imaging data|diagnostic data
    |diagnostic studies|diagnostics|diagnostic results|diagnostic tests|investigations|studies|data
    |data reviewed|tests|test results|imaging|imaging studies|imaging results|radiology|radiology results
    |radiologic studies|radiographic studies|x-ray|x-rays|xray|chest x-ray|chest radiograph|cxr|ekg|ecg
    |electrocardiogram|echocardiogram|echo|echocardiography|ct|ct scan|mri|ultrasound|microbiology|micro
    |cultures|pathology|pathology report|surgical pathology|histology|cytology|gross description
    |microscopic description|comparison|comparisons|comparison study|urinalysis|operative findings
    |intraoperative findings|ed results|point of care testing|arterial blood gas|abg|telemetry
    |pulmonary function tests|procedures and findings`,
  'hospital-course': `hospital course|brief hospital course|summary of hospital course|hospital course by problem
    |hospital course by system|hospital course by issue|hospital course by issue/system
    |hospital course and treatment|concise summary of hospital course|clinical course|course
    |course in hospital|course of hospitalization|inpatient course|ed course|emergency department course
    |emergency room course|er course|icu course|postoperative course|post-operative course|treatment course
    |course in the emergency department|course in emergency department|progress|progress note|interval course
    |ed course and medical decision making|ed course/medical decision making|ed course and mdm
    |reassessment|re-evaluation|reevaluation|narrative|summary|case summary|hospital summary`,
  procedures: `procedure|procedures|procedures performed|procedure performed|operation|operations
    |operation performed|operations performed|operative procedure|surgical procedure|procedure in detail
    |procedure details|description of procedure|description of operation|details of procedure
    |details of operation|operative details|operative technique|technique|protocol|anesthesia|anaesthesia
    |complications|estimated blood loss|ebl|specimens|specimen|specimens removed|implants|drains
    |surgery|surgeries|invasive procedures|major procedures|principal procedure|consent|title of operation
    |procedures and operations|intraoperative course`,
  assessment: `assessment|a|assessment and plan|assessment/plan|assessment & plan|a/p|a&p|a and p|ap
    |assessment and recommendations|assessment/recommendations|assessment and treatment plan|impression|imp
    |impression and plan|impression/plan|impression and recommendations|clinical impression
    |diagnostic impression|final impression|overall impression|ed impression|conclusion|conclusions
    |interpretation|diagnosis|diagnoses|dx|differential diagnosis|differential|ddx|differential diagnoses
    |admission diagnosis|admission diagnoses|admitting diagnosis|admitting diagnoses|diagnosis on admission
    |working diagnosis|provisional diagnosis|provisional diagnoses|medical decision making|mdm
    |medical decision-making|clinical decision making|decision making|formulation|problems|active problems
    |active problem list|active issues|current problems|current medical problems|active diagnoses
    |preoperative diagnosis|pre-operative diagnosis|preop diagnosis|preoperative diagnoses
    |discussion|opinion|evaluation|assessment by problem|problem-based assessment`,
  plan: `plan|p|plans|plan of care|care plan|treatment plan|treatment|treatments|therapy|management
    |recommendations|recommendation|plan and recommendations|disposition|follow-up|follow up|followup
    |follow-up plan|follow up instructions|follow-up instructions|followup instructions|follow-up appointments
    |discharge plan|discharge instructions|discharge disposition|discharge planning|patient instructions
    |instructions|return precautions|patient education|education|pending results|pending studies|orders
    |discharge instructions/followup|discharge instructions and follow-up|disposition and plan
    |plan/disposition|goals|prognosis|counseling|next steps|pending at discharge|discharge recommendations`,
  'discharge-diagnosis': `discharge diagnosis|discharge diagnoses|final diagnosis|final diagnoses
    |principal diagnosis|principal diagnoses|primary diagnosis|primary diagnoses|secondary diagnosis
    |secondary diagnoses|other diagnoses|additional diagnoses|principal discharge diagnosis
    |secondary discharge diagnoses|diagnosis at discharge|diagnoses at discharge|diagnosis on discharge
    |final ed diagnosis|ed diagnosis|ed diagnoses|emergency department diagnosis|emergency department diagnoses
    |postoperative diagnosis|post-operative diagnosis|postop diagnosis|postoperative diagnoses
    |post-operative diagnoses|pathologic diagnosis|final pathologic diagnosis|discharge dx
    |hospital diagnoses|encounter diagnosis|encounter diagnoses|visit diagnosis|visit diagnoses`,
  other: `discharge condition|condition at discharge|condition on discharge|condition|code status|addendum
    |attestation|signature|electronically signed|admission date|discharge date|date of admission
    |date of discharge|date of service|date of birth|date of procedure|date|dob|patient|patient name|name|mrn
    |medical record number|age|sex|service|facility|provider|attending|attending physician|dictated|transcribed
    |author|surgeon|assistant|referring physician|primary care physician|pcp|limitations|disclaimer
    |discharge summary|history and physical|history and physical examination|operative report|radiology report
    |consultation|consultation note|transfer summary|diet|activity|advance directives|copies to|cc to`,
};

const SPANISH: Record<SectionKind, string> = {
  'chief-complaint': `motivo de consulta|motivo de la consulta|motivo de ingreso|motivo del ingreso
    |motivo de la visita|motivo de asistencia|motivo de atencion|motivo de derivacion|motivo de alta
    |motivo de interconsulta|motivo de la exploracion|mc|indicacion|indicaciones de la prueba
    |motivo de la solicitud|motivo`,
  'present-illness': `enfermedad actual|historia de la enfermedad actual|historia actual|proceso actual
    |padecimiento actual|anamnesis|ea|historia clinica|historia|caso clinico|presentacion del caso
    |descripcion del caso|caso|cuadro clinico|cuadro actual|subjetivo|s|datos clinicos|informacion clinica
    |clinica|anamnesis por aparatos|anamnesis por organos y aparatos|revision por sistemas
    |revision por aparatos|sintomas|interrogatorio`,
  'past-history': `antecedentes|antecedentes personales|antecedentes personales patologicos
    |antecedentes patologicos|antecedentes medicos|antecedentes medico-quirurgicos
    |antecedentes medicoquirurgicos|antecedentes quirurgicos|antecedentes de interes
    |antecedentes personales de interes|antecedentes clinicos|antecedentes obstetricos
    |antecedentes gineco-obstetricos|antecedentes ginecologicos|antecedentes ginecoobstetricos
    |antecedentes psiquiatricos|antecedentes oncologicos|antecedentes perinatales|ap|app|aamm|aaqq|am|aq|iq
    |intervenciones quirurgicas|intervenciones quirurgicas previas|intervenciones previas|cirugias previas
    |historia oncologica|historia medica|patologias previas|enfermedades previas|comorbilidades
    |factores de riesgo cardiovascular|factores de riesgo|frcv|vacunacion|vacunas|situacion basal
    |lista de problemas`,
  'family-history': `antecedentes familiares|antecedentes heredofamiliares|historia familiar|af|aaff
    |antecedentes familiares de interes|antecedentes heredo-familiares`,
  'social-history': `antecedentes sociales|historia social|habitos|habitos toxicos|habitos de vida|estilo de vida
    |situacion social|situacion sociofamiliar|antecedentes personales no patologicos|antecedentes laborales
    |consumo de toxicos|toxicos|tabaco|alcohol|social|antecedentes epidemiologicos`,
  medications: `medicacion|medicacion actual|medicacion habitual|medicacion previa|medicacion al alta
    |medicacion al ingreso|medicamentos|tratamiento habitual|tratamiento actual|tratamiento previo
    |tratamiento domiciliario|tratamiento al alta|tratamiento al ingreso|tratamiento cronico|medicacion cronica
    |tratamiento farmacologico|tto actual|tto habitual|farmacos|tratamientos previos`,
  allergies: `alergias|alergia|alergias medicamentosas|alergias conocidas|alergias a medicamentos|ram|ramc
    |alergias e intolerancias|intolerancias|reacciones adversas|reacciones adversas medicamentosas|namc
    |antecedentes alergicos|antecedentes alergologicos`,
  examination: `exploracion|exploracion fisica|exploracion general|exploracion clinica|exploracion neurologica
    |exploracion al ingreso|exploracion fisica al ingreso|exploracion al alta|exploracion oftalmologica
    |exploracion psicopatologica|exploracion ginecologica|exploracion urologica|exploracion dermatologica
    |examen fisico|examen clinico|examen neurologico|examen mental|ef|e. fisica|e.f|constantes
    |constantes vitales|signos vitales|objetivo|o|inspeccion|exploracion por aparatos|exploracion actual`,
  findings: `pruebas complementarias|pruebas diagnosticas|pruebas de imagen|pruebas de laboratorio|pruebas
    |exploraciones complementarias|examenes complementarios|estudios complementarios|estudios|estudio
    |estudios de imagen|resultados|resultados de pruebas|hallazgos|analitica|analiticas|analisis|laboratorio
    |datos de laboratorio|analitica de sangre|analitica al ingreso|analitica sanguinea|analitica de orina
    |bioquimica|hemograma|coagulacion|gasometria|gasometria arterial|orina|radiologia|radiografia
    |radiografia de torax|rx|rx torax|rx de torax|ecografia|ecografia abdominal|tac|tc|rm|rmn
    |resonancia magnetica|ecg|ekg|electrocardiograma|ecocardiograma|ecocardiografia|microbiologia
    |anatomia patologica|estudio anatomopatologico|informe anatomopatologico|biopsia|citologia|histologia
    |hemocultivos|urocultivo|serologia|serologias|marcadores tumorales|comparacion|imagen|hallazgos radiologicos`,
  'hospital-course': `evolucion|evolucion clinica|evolucion y comentarios|evolucion y tratamiento|curso clinico
    |evolucion hospitalaria|evolucion en planta|evolucion en urgencias|evolucion durante el ingreso
    |curso hospitalario|estancia hospitalaria|evolucion y seguimiento|seguimiento y evolucion
    |tratamiento y evolucion|evolucion intrahospitalaria|comentario|comentarios|comentarios y evolucion
    |resumen|resumen clinico|resumen de ingreso|postoperatorio|evolucion postoperatoria|nota de evolucion`,
  procedures: `procedimiento|procedimientos|procedimiento quirurgico|procedimientos realizados|intervencion
    |intervencion quirurgica|cirugia|tecnica|tecnica quirurgica|tecnica empleada|protocolo|anestesia
    |complicaciones|descripcion de la tecnica|descripcion de la intervencion|descripcion del procedimiento
    |hallazgos operatorios|tratamiento quirurgico|operacion|consentimiento informado`,
  assessment: `juicio clinico|jc|juicio diagnostico|impresion diagnostica|impresion clinica|impresion|id
    |orientacion diagnostica|od|diagnostico|diagnosticos|dx|diagnostico diferencial|diagnostico de ingreso
    |diagnostico al ingreso|diagnosticos al ingreso|diagnostico de sospecha|diagnostico provisional
    |diagnostico de presuncion|sospecha diagnostica|valoracion|evaluacion|analisis y plan|evaluacion y plan
    |diagnostico y tratamiento|diagnostico y plan|impresion y plan|juicio clinico y plan|conclusion|conclusiones
    |diagnostico preoperatorio|discusion|problemas|problemas activos|a|interpretacion|apreciacion`,
  plan: `plan|p|plan terapeutico|plan de tratamiento|plan de actuacion|plan de cuidados|plan y tratamiento
    |plan al alta|tratamiento|tto|terapia|manejo|recomendaciones|recomendaciones al alta|indicaciones
    |indicaciones al alta|seguimiento|controles|revisiones|destino|destino al alta|alta|conducta|actitud
    |actitud terapeutica|plan a seguir|conducta a seguir|pronostico|proxima visita|citas|pruebas pendientes
    |tratamiento y recomendaciones|recomendaciones y tratamiento|tratamiento recomendado|cuidados`,
  'discharge-diagnosis': `diagnostico al alta|diagnosticos al alta|diagnostico de alta|diagnosticos de alta
    |diagnostico principal|diagnosticos principales|diagnostico secundario|diagnosticos secundarios
    |otros diagnosticos|diagnostico final|diagnosticos finales|diagnostico definitivo|diagnosticos definitivos
    |diagnostico postoperatorio|juicio clinico al alta|diagnostico anatomopatologico`,
  other: `estado al alta|situacion al alta|condicion al alta|fecha de ingreso|fecha de alta|fecha|paciente|nombre
    |nhc|numero de historia|edad|sexo|servicio|medico|medico responsable|firma|firmado|hospital|centro|unidad
    |informe de alta|informe clinico|informe medico|informe de urgencias|adenda|cirujano|fecha de nacimiento|limitaciones|dieta`,
};

/** Parts of an examination or report that are written like headings but belong to the section around them. */
const SUBHEADINGS = new Set(
  `general|general appearance|constitutional|appearance|skin|head|heent|eyes|ears|ent|nose|throat|mouth|neck
  |lymph nodes|chest|breasts|heart|cardiac|cardiovascular|cv|lungs|lung|pulmonary|respiratory|resp|back|spine
  |abdomen|abd|abdominal|gastrointestinal|gi|genitourinary|gu|pelvis|pelvic|rectal|extremities|ext|limbs
  |musculoskeletal|msk|neurological|neurologic|neurology|neuro|psychiatric|psych|psychiatry|endocrine|endo
  |hematologic|heme|hematology|lymphatic|vascular|renal|hepatic|liver|gallbladder|biliary|biliary tree|pancreas
  |spleen|kidneys|adrenals|adrenal glands|bladder|bowel|stomach|uterus|ovaries|prostate|mediastinum|pleura
  |airways|aorta|vessels|vasculature|bones|osseous structures|soft tissues|lower chest|lung bases|peritoneum
  |retroperitoneum|lines and tubes|thyroid|motor|sensory|reflexes|gait|cranial nerves|speech|mood|affect
  |infectious disease|fluids|nutrition|prophylaxis|temp|temperature|pulse|weight|height|spo2|note|pain|fen
  |cabeza|cuello|torax|pulmones|corazon|abdomen y pelvis|extremidades|piel|neurologico|higado|bazo|rinones
  |vesicula|vejiga|huesos|mediastino|partes blandas|auscultacion|auscultacion cardiaca|auscultacion pulmonar
  |ac|acp|mmii|mmss|cardiovascular y respiratorio|respiratorio|digestivo|peso|talla|temperatura|pulso|nota`
    .split('|')
    .map((entry) => entry.trim()),
);

/** Words that may come before or after a heading without changing its kind. */
const QUALIFIERS = [
  'pertinent',
  'relevant',
  'significant',
  'updated',
  'current',
  'initial',
  'final',
  'brief',
  'other',
  'additional',
  'admission',
  'discharge',
  'ed',
  'emergency department',
  'patient',
  'focused',
  'selected',
  'detailed',
  'on admission',
  'on arrival',
  'on presentation',
  'on discharge',
  'at discharge',
  'at admission',
  'at presentation',
  'of interest',
  'by problem',
  'by system',
  'reviewed',
  'today',
  'al ingreso',
  'al alta',
  'en urgencias',
  'de interes',
  'relevantes',
  'realizadas',
  'realizados',
  'a su llegada',
];

/** First words that make an unlisted heading a result of that test ("CT abdomen and pelvis:"). */
const TESTS =
  /^(?:ct|cta|mri|mra|mr|cxr|xr|x-ray|ultrasound|us|ecg|ekg|echo|tte|tee|echocardiogram|pet|pet-ct|eeg|tac|tc|rm|rmn|rx|radiografia|ecografia|ecocardiograma|electrocardiograma|gammagrafia|angio-tc|angiotac)(?![a-z0-9])/;

/** Headings of one letter or word that are common in prose; they need a colon or a mark of their own. */
const NEEDS_COLON = new Set(
  `s|o|a|p|vs|ap|af|ea|am|aq|iq|id|od|ef|jc|mc|rm|tc|sh|ct|us|family|social|course|patient|name|age|sex|date
  |condition|lab|tests|data|data reviewed|summary|narrative|progress|background|habits|alcohol|tobacco|service
  |physical|family|surgery|operation|pain|echo|orina|caso|centro|unidad|hospital|imagen|motivo|cuidados
  |estudio|biopsia|s/p|diet|activity|facility|author|physical|symptoms|sintomas|historia|history|problems`
    .split('|')
    .map((entry) => entry.trim()),
);

const MAX_HEADING = 80;

function table(groups: Record<SectionKind, string>): Map<string, SectionKind> {
  const map = new Map<string, SectionKind>();
  for (const [kind, list] of Object.entries(groups) as [SectionKind, string][]) {
    for (const heading of list.split('|')) map.set(heading.trim(), kind);
  }
  return map;
}

const TABLES: Record<Language, Map<string, SectionKind>> = { en: table(ENGLISH), es: table(SPANISH) };

function fold(heading: string): string {
  return heading
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[’']/g, "'")
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s*([/&])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,;*_-]+|[\s.,;*_-]+$/g, '');
}

function known(folded: string, language: Language): SectionKind | undefined {
  const other = language === 'en' ? 'es' : 'en';
  return TABLES[language].get(folded) ?? TABLES[other].get(folded);
}

/** The kind of a folded heading: itself, without its qualifiers, or the first of two joined headings. */
function kindOf(folded: string, language: Language, joined = true): SectionKind | undefined {
  const direct = known(folded, language);
  if (direct !== undefined) return direct;
  for (const qualifier of QUALIFIERS) {
    if (folded.startsWith(`${qualifier} `)) {
      const kind = known(folded.slice(qualifier.length + 1), language);
      if (kind !== undefined) return kind;
    }
    if (folded.endsWith(` ${qualifier}`)) {
      const kind = known(folded.slice(0, -qualifier.length - 1), language);
      if (kind !== undefined) return kind;
    }
  }
  if (!joined) return undefined;
  const parts = folded.split(/\/|&| and | y | e |, /);
  if (parts.length < 2 || parts.length > 4) return undefined;
  const kinds = parts.map((part) => kindOf(part.trim(), language, false));
  return kinds.every((kind) => kind !== undefined) ? kinds[0] : undefined;
}

const BLANK = new Set([' ', '\t', '\r', '\u00a0', '\u200b', '\ufeff']);

/** Where the words of a line begin, past bullets, numbers and markdown; `marked` for # and bold. */
function decoration(line: string): { at: number; bullet: boolean; marked: boolean } {
  const match =
    /^(?:[#>]{1,6}[ \t]*)?(?:(?:[-*•·▪●o][ \t]+)|(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)][ \t]+))?(?:\*\*|__|[*_](?=\S))?/i.exec(
      line,
    );
  const matched = match?.[0] ?? '';
  return {
    at: matched.length,
    bullet: /[-•·▪●]|\*[ \t]|^o[ \t]/.test(matched),
    marked: matched.startsWith('#') || /(?:\*\*|__|[*_])$/.test(matched),
  };
}

function isUpperCase(words: string): boolean {
  return words === words.toUpperCase() && words !== words.toLowerCase();
}

interface Heading {
  kind: SectionKind;
  heading: string;
  /** Offset in the line just after the heading, its colon and its closing marks. */
  after: number;
}

function headingOf(line: string, language: Language): Heading | undefined {
  const { at, bullet, marked } = decoration(line);
  const window = line.slice(at, at + MAX_HEADING + 4);
  const first = window.charCodeAt(0);
  // Most lines of prose end here: a heading begins with a letter.
  if (Number.isNaN(first) || (first < 65 && !/\d/.test(window.charAt(0)))) return undefined;

  const colon = window.indexOf(':');
  if (colon > 0 && colon <= MAX_HEADING) {
    const written = window.slice(0, colon).replace(/[\s*_]+$/, '');
    const folded = fold(written);
    const after = at + colon + 1 + (/^[*_]{1,2}/.exec(window.slice(colon + 1))?.[0].length ?? 0);
    let kind = kindOf(folded, language);
    if (kind === undefined && SUBHEADINGS.has(folded)) return undefined;
    if (kind === undefined && TESTS.test(folded)) kind = 'findings';
    if (kind === undefined) {
      const letters = folded.replace(/[^a-z]/g, '').length;
      const words = folded.split(' ').length;
      if (isUpperCase(written) && letters >= 4 && words <= 8) kind = 'other';
    }
    return kind === undefined ? undefined : { kind, heading: written, after };
  }

  const written = line
    .slice(at)
    .trimEnd()
    .replace(/[\s*_#]+$/, '');
  if (written.length === 0 || written.length > MAX_HEADING) return separatedByDash(line, at, language);
  const folded = fold(written);
  // Without a colon a wrapped line of prose may look like a heading: "medications." or "- Plan".
  const plain = /[.,;]$/.test(written) || !beginsUpper(written);
  if (!marked && (bullet || plain || (NEEDS_COLON.has(folded) && !isLongUpperCase(written))))
    return undefined;
  const kind = kindOf(folded, language);
  if (kind === undefined) return separatedByDash(line, at, language);
  return { kind, heading: written, after: line.length };
}

function beginsUpper(written: string): boolean {
  const first = written.charAt(0);
  return first !== first.toLowerCase();
}

function isLongUpperCase(written: string): boolean {
  return written.length > 3 && isUpperCase(written);
}

/** "IMPRESSION - stable" and "Plan – discharge": a dash with blanks around it instead of the colon. */
function separatedByDash(line: string, at: number, language: Language): Heading | undefined {
  const dash = /\s[-–—]\s/.exec(line.slice(at, at + MAX_HEADING));
  if (dash === null) return undefined;
  const written = line.slice(at, at + dash.index).replace(/[\s*_]+$/, '');
  const folded = fold(written);
  if (!beginsUpper(written) || folded.length < 3) return undefined;
  if (NEEDS_COLON.has(folded) && !isLongUpperCase(written)) return undefined;
  const kind = kindOf(folded, language);
  return kind === undefined ? undefined : { kind, heading: written, after: at + dash.index + dash[0].length };
}

/**
 * Finds the headed parts of a note.
 *
 * A heading is a line that consists of a known heading, with or without a
 * colon, or begins with one and a colon; numbers, bullets and markdown marks
 * before it are allowed. An unknown heading in capitals with a colon opens a
 * section of kind `other`. Headings of either language are known; `language`
 * settles the few that mean different things.
 *
 * Sections are in order, do not overlap, and each ends where the next begins
 * (the last at the end of the text). Text before the first heading is in none.
 * Offsets are UTF-16 code units into `text`, ranges half-open.
 */
export function findSections(text: string, language: Language): Section[] {
  const sections: Section[] = [];
  let lineStart = 0;
  while (lineStart < text.length) {
    let lineEnd = text.indexOf('\n', lineStart);
    if (lineEnd < 0) lineEnd = text.length;
    let start = lineStart;
    while (start < lineEnd && BLANK.has(text.charAt(start))) start += 1;
    if (start < lineEnd) {
      // Only the first words of a line can be a heading, so long lines cost no more than short ones.
      const line = text.slice(start, Math.min(lineEnd, start + 2 * MAX_HEADING));
      const found = headingOf(line, language);
      if (found !== undefined) {
        const previous = sections.at(-1);
        if (previous !== undefined) previous.end = start;
        sections.push({
          kind: found.kind,
          heading: found.heading,
          start,
          bodyStart: start + found.after,
          end: text.length,
        });
      }
    }
    lineStart = lineEnd + 1;
  }
  for (const section of sections) {
    section.bodyStart = bodyStart(text, section.bodyStart, section.end);
  }
  return sections;
}

/** Past blanks and rules of dashes or equals signs that underline the heading. */
function bodyStart(text: string, from: number, end: number): number {
  let at = from;
  for (;;) {
    while (at < end && /\s/.test(text.charAt(at))) at += 1;
    let rule = at;
    while (rule < end && '-=_'.includes(text.charAt(rule))) rule += 1;
    const ruled = rule - at >= 3 && (rule >= end || text.charAt(rule) === '\n');
    if (!ruled) return at;
    at = rule;
  }
}
