/** What a coded chart still lacks before it can be finished, or had better be looked at again. */
import type { EncounterHeader } from './chart.ts';
import { isFinal, type ChartCoding, type CodingRun } from './coding.ts';

/**
 * `stops`: the chart cannot be finished; `missing`: something that is reported is not there; `look`: what
 * is there is unusual.
 */
export type MissingWeight = 'stops' | 'missing' | 'look';

const weights = {
  /** A query is open, so that the chart waits for the physician. */
  'open-query': 'stops',
  'no-codes': 'missing',
  /** The first code says how an injury came about; it can never be principal or first-listed (I.C.20.a.6). */
  'external-cause-first': 'missing',
  'no-type': 'missing',
  'no-encounter-date': 'missing',
  /** Inpatient stays: codes without their POA indicator. */
  'no-poa': 'missing',
  /** Inpatient stays. */
  'no-admit-diagnosis': 'missing',
  /** Suggestions above the threshold that nobody decided. */
  undecided: 'missing',
  /** A symptom stands first although a diagnosis is coded too (II.A, IV.D). */
  'symptom-first': 'look',
} as const satisfies Record<string, MissingWeight>;

export type MissingId = keyof typeof weights;

export interface Missing {
  id: MissingId;
  weight: MissingWeight;
  /** The codes it is about; empty where it is about the chart. */
  codes: readonly string[];
}

/**
 * What a chart lacks, the gravest first. Sections in brackets are of the ICD-10-CM Official Guidelines for
 * Coding and Reporting.
 */
export function missingOf(header: EncounterHeader, coding: ChartCoding, run: CodingRun | null): Missing[] {
  const final = coding.decisions.filter(isFinal);
  const first = final[0]?.code;
  const inpatient = header.type === 'inpatient';
  const found: Partial<Record<MissingId, readonly string[]>> = {};

  if (coding.queries.some((query) => query.state === 'open')) found['open-query'] = [];
  if (first === undefined) found['no-codes'] = [];
  else if (isExternalCause(first)) found['external-cause-first'] = [first];
  else if (isSymptom(first) && final.some(({ code }) => isDiagnosis(code))) found['symptom-first'] = [first];
  if (header.type === null) found['no-type'] = [];
  if (header.encounterDate === null) found['no-encounter-date'] = [];
  if (inpatient) {
    const bare = final.filter(({ poa }) => poa === null);
    if (bare.length > 0) found['no-poa'] = bare.map(({ code }) => code);
    if (coding.admitDiagnosis === null) found['no-admit-diagnosis'] = [];
  }
  const undecided = undecidedCodes(coding, run);
  if (undecided.length > 0) found.undecided = undecided;

  return (Object.keys(weights) as MissingId[]).flatMap((id) => {
    const codes = found[id];
    return codes ? [{ id, weight: weights[id], codes }] : [];
  });
}

function undecidedCodes(coding: ChartCoding, run: CodingRun | null): string[] {
  const decided = new Set(coding.decisions.map(({ code }) => code));
  return (run?.suggestions ?? [])
    .filter(({ code, tier }) => tier === 'suggestion' && !decided.has(code))
    .map(({ code }) => code);
}

/** Chapter 20, external causes of morbidity. */
function isExternalCause(code: string): boolean {
  return /^[V-Y]/u.test(code);
}

/** Chapter 18, symptoms, signs and abnormal findings. */
function isSymptom(code: string): boolean {
  return code.startsWith('R');
}

/** Neither a symptom nor an external cause nor a factor influencing health status. */
function isDiagnosis(code: string): boolean {
  return /^[A-QSTU]/u.test(code);
}
