import {
  UNKNOWN_HEADER,
  type EncounterHeader,
  type EncounterType,
  type Language,
  type Page,
} from '../../shared/chart.ts';
import { admissionDateOf, encounterDateOf } from './encounterDate.ts';

/** Lines at the top of a note that may name patient, record and kind of encounter. */
const HEAD_LINES = 12;
/** A longer line is a sentence of the note, not a line of its head. */
const LONGEST_LINE = 90;

/** What a line of the head calls the encounter; the first line that calls it anything decides. */
const TYPES: readonly (readonly [EncounterType, RegExp])[] = [
  [
    'emergency',
    /\b(?:emergency (?:department|room|visit|note)|ED (?:note|visit|provider note)|(?:servicio|informe) de urgencias)\b/iu,
  ],
  [
    'inpatient',
    /\b(?:discharge summary|inpatient|hospital course|informe de alta|hospitali[sz]aci[oó]n)\b/iu,
  ],
  [
    'radiology',
    /\b(?:radiology|(?:CT|MRI|X-ray|ultrasound|imaging) report|informe radiol[oó]gico|radiolog[ií]a)\b/iu,
  ],
  [
    'outpatient',
    /\b(?:outpatient|clinic (?:visit|note)|office visit|primary care|consultas? externas?|atenci[oó]n primaria)\b/iu,
  ],
];

/** Of the documents of one chart the widest encounter decides: a stay holds visits and reports. */
const WIDEST: readonly EncounterType[] = ['inpatient', 'emergency', 'outpatient', 'radiology'];

const PATIENT = /^[\s*#-]*(?:patient(?: name)?|paciente|nombre(?: del paciente)?)\s*:\s*(?<found>\S.*)$/iu;
const RECORD =
  /\b(?:MRN|medical record (?:number|no\.?)|record (?:number|no\.?)|account (?:number|no\.?)|NHC|(?:n\.?º|n[uú]mero) de historia(?: cl[ií]nica)?|historia(?: cl[ií]nica)? n\.?º)\s*[:#]?\s*(?<found>[\p{L}\d][\p{L}\d./-]{1,58}\d)/iu;
/** Where a second field begins on the same line. */
const NEXT_FIELD =
  /\s{2,}|\t|[|;]|,?\s+(?=(?:MRN|NHC|DOB|age|aged|sex|female|male|record|edad|sexo|mujer|var[oó]n|hombre)\b)/iu;

/**
 * What labelled lines at the head of a chart's documents say of patient, record, kind of encounter and
 * dates. Nothing is guessed: what no line says is null. Due date and coder are for the user to set.
 */
export function headerOf(
  documents: readonly { text: string; language: Language; pages?: readonly Page[] }[],
): EncounterHeader {
  // Every page of a PDF may begin a document of its own.
  const heads = documents.flatMap(({ text, pages }) =>
    (pages ?? [{ start: 0, end: text.length }]).map(({ start, end }) => headLines(text.slice(start, end))),
  );
  const types = heads.map(typeOf);
  return {
    ...UNKNOWN_HEADER,
    patient: first(heads, PATIENT)?.split(NEXT_FIELD)[0]?.trim().slice(0, 120) ?? null,
    record: first(heads, RECORD) ?? null,
    type: WIDEST.find((type) => types.includes(type)) ?? null,
    admitted: admissionDateOf(documents),
    encounterDate: encounterDateOf(documents),
  };
}

function headLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, HEAD_LINES)
    .filter((line) => line.length <= LONGEST_LINE);
}

function typeOf(lines: readonly string[]): EncounterType | undefined {
  for (const line of lines) {
    const named = TYPES.find(([, words]) => words.test(line));
    if (named) return named[0];
  }
  return undefined;
}

function first(heads: readonly (readonly string[])[], pattern: RegExp): string | undefined {
  for (const line of heads.flat()) {
    const found = pattern.exec(line)?.groups?.['found']?.trim();
    if (found) return found;
  }
  return undefined;
}
