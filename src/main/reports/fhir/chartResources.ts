import type { EncounterHeader, EncounterType } from '../../../shared/chart.ts';
import { isFinal, type CodeSystem, type Decision, type Poa } from '../../../shared/coding.ts';
import type { LedgerEntry } from '../../../shared/entry.ts';
import { replay } from '../../ledger/replay.ts';
import { headerOf, type LogContext } from '../context.ts';
import { fhirString, uuidOf } from './names.ts';
import type { BundleEntry, CodeableConcept, Coding, Condition, Encounter, Identifier } from './resources.ts';
import {
  CONDITION_CATEGORY,
  DIAGNOSIS_ROLE,
  ENCOUNTER_CLASS,
  ICD_10_CM,
  IDENTIFIER_TYPE,
  NULL_FLAVOR,
  OUR_CHART,
  OUR_PATIENT,
  POA_CODES,
  PRESENT_ON_ADMISSION,
  VERIFICATION_STATUS,
} from './systems.ts';

/** The classification that Conditions are coded in; a procedure is none. */
const DIAGNOSES: CodeSystem = 'icd-10-cm';

/** What a chart is in the Bundle. */
export interface ChartResources {
  resources: BundleEntry[];
  encounter: string;
  /** `fullUrl` of the Condition of each final diagnosis code. */
  conditions: ReadonlyMap<string, string>;
}

/**
 * Patient, Encounter and Conditions of one chart as its decisions stand. Only final diagnosis codes become
 * Conditions: a rejected or changed code never was a statement about the patient, so it is no Condition
 * entered in error either, and stands in its Provenance alone.
 *
 * @param entries all of the chart's, oldest first
 */
export function chartResources(
  chart: string,
  entries: readonly LedgerEntry[],
  { origin, excerpts }: Pick<LogContext, 'origin' | 'excerpts'>,
): ChartResources {
  const name = (...parts: string[]): string => uuidOf(origin ?? '', chart, ...parts);
  const patient = name('patient');
  const encounter = name('encounter');
  const coding = replay(chart, entries);
  const byNumber = new Map(entries.map((entry) => [entry.seq, entry]));
  const header = excerpts ? headerOf(entries) : null;

  const diagnoses = coding.decisions.filter(isFinal).flatMap((decision) => {
    const entry = byNumber.get(decision.entry);
    if (entry?.system !== DIAGNOSES) return [];
    return [{ decision, entry, fullUrl: uuidOf(entry.hash, 'condition', decision.code) }];
  });
  const subject = { reference: patient };
  const conditions = diagnoses.map(({ decision, entry, fullUrl }) => ({
    fullUrl,
    resource: conditionOf(decision, entry, {
      subject,
      encounter: { reference: encounter },
      excerpts,
      identifier: { system: OUR_CHART, value: `${chart}#${decision.code}` },
    }),
  }));
  const { admitDiagnosis } = coding;
  const resource: Encounter = {
    resourceType: 'Encounter',
    identifier: [{ system: OUR_CHART, value: chart }],
    status: header?.encounterDate ? 'finished' : 'unknown',
    class: classOf(header?.type ?? null, excerpts),
    subject,
    ...periodOf(header),
    ...(admitDiagnosis && {
      reasonCode: [diagnosis(admitDiagnosis.code, admitDiagnosis.title)],
    }),
    ...(diagnoses.length > 0 && {
      diagnosis: diagnoses.map(({ decision, fullUrl }, index) => ({
        ...(decision.poa && {
          extension: [{ url: PRESENT_ON_ADMISSION, valueCodeableConcept: poaConcept(decision.poa) }],
        }),
        condition: { reference: fullUrl },
        use: { coding: [{ system: DIAGNOSIS_ROLE, code: 'billing', display: 'Billing' }] },
        rank: index + 1,
      })),
    }),
  };
  return {
    resources: [
      { fullUrl: patient, resource: patientOf(name('patient id'), header) },
      { fullUrl: encounter, resource },
      ...conditions,
    ],
    encounter,
    conditions: new Map(diagnoses.map(({ decision, fullUrl }) => [decision.code, fullUrl])),
  };
}

function diagnosis(code: string, title: string): CodeableConcept {
  const display = fhirString(title);
  return { coding: [{ system: ICD_10_CM, code, ...(display !== null && { display }) }] };
}

function conditionOf(
  { code, title, evidence, comment }: Decision,
  { at, who }: LedgerEntry,
  {
    identifier,
    excerpts,
    ...links
  }: Pick<Condition, 'subject' | 'encounter'> & { identifier: Identifier; excerpts: boolean },
): Condition {
  const text = excerpts ? fhirString(comment ?? '') : null;
  // Inpatient coding reports a diagnosis that is only probable as if it were established (guidelines, II.H).
  const tentative = evidence.length > 0 && evidence.every(({ context }) => context === 'uncertain');
  return {
    resourceType: 'Condition',
    identifier: [identifier],
    verificationStatus: {
      coding: [
        tentative
          ? { system: VERIFICATION_STATUS, code: 'provisional', display: 'Provisional' }
          : { system: VERIFICATION_STATUS, code: 'confirmed', display: 'Confirmed' },
      ],
    },
    category: [
      {
        coding: [{ system: CONDITION_CATEGORY, code: 'encounter-diagnosis', display: 'Encounter Diagnosis' }],
      },
    ],
    code: diagnosis(code, title),
    ...links,
    recordedDate: at,
    recorder: { display: fhirString(who) ?? '-' },
    ...(text !== null && { note: [{ text }] }),
  };
}

/** Without texts nobody but the chart's own site can tell whom the identifier means. */
function patientOf(id: string, header: EncounterHeader | null): BundleEntry['resource'] {
  const value = id.slice('urn:uuid:'.length);
  const record = fhirString(header?.record ?? '');
  const name = fhirString(header?.patient ?? '');
  return {
    resourceType: 'Patient',
    identifier: [
      record === null
        ? { system: OUR_PATIENT, value }
        : { type: { coding: [{ system: IDENTIFIER_TYPE, code: 'MR' }] }, value: record },
    ],
    ...(name !== null && { name: [{ text: name }] }),
  };
}

const CLASSES: Readonly<Record<EncounterType, Coding>> = {
  inpatient: { system: ENCOUNTER_CLASS, code: 'IMP', display: 'inpatient encounter' },
  outpatient: { system: ENCOUNTER_CLASS, code: 'AMB', display: 'ambulatory' },
  emergency: { system: ENCOUNTER_CLASS, code: 'EMER', display: 'emergency' },
  radiology: { system: ENCOUNTER_CLASS, code: 'AMB', display: 'ambulatory' },
};

/** R4 requires a class; where it is not known, or left out with the header, a null flavour says so. */
function classOf(type: EncounterType | null, excerpts: boolean): Coding {
  if (type !== null) return CLASSES[type];
  return excerpts
    ? { system: NULL_FLAVOR, code: 'UNK', display: 'unknown' }
    : { system: NULL_FLAVOR, code: 'MSK', display: 'masked' };
}

function periodOf(header: EncounterHeader | null): Pick<Encounter, 'period'> {
  const { admitted = null, encounterDate = null } = header ?? {};
  // A period must not end before it starts (per-1).
  const start = admitted !== null && (encounterDate === null || admitted <= encounterDate) ? admitted : null;
  if (start === null && encounterDate === null) return {};
  return {
    period: { ...(start !== null && { start }), ...(encounterDate !== null && { end: encounterDate }) },
  };
}

const POA_DISPLAY: Readonly<Record<Poa, Coding>> = {
  Y: { system: POA_CODES, code: 'Y', display: 'Yes' },
  N: { system: POA_CODES, code: 'N', display: 'No' },
  U: { system: POA_CODES, code: 'U', display: 'Unknown' },
  W: { system: POA_CODES, code: 'W', display: 'Undetermined' },
  exempt: { system: POA_CODES, code: '1', display: 'Exempt' },
};

function poaConcept(poa: Poa): CodeableConcept {
  return { coding: [POA_DISPLAY[poa]] };
}
