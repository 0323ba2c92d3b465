/** Namespaces of codes and identifiers in the Bundle. */

export const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm';
export const CONDITION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';
export const VERIFICATION_STATUS = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
export const DIAGNOSIS_ROLE = 'http://terminology.hl7.org/CodeSystem/diagnosis-role';
export const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';
export const ENCOUNTER_CLASS = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const NULL_FLAVOR = 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor';
export const PARTICIPANT_TYPE = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';
export const DATA_OPERATION = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation';

/**
 * R4 itself says only on claims whether a diagnosis was present on admission. QI-Core, HL7's guide for R4,
 * says it of an encounter's diagnosis, in the codes of the UB-04.
 */
export const PRESENT_ON_ADMISSION =
  'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-encounter-diagnosisPresentOnAdmission';
export const POA_CODES =
  'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding';

/** Our own. */
export const OUR_CHART = 'urn:rubricator:chart';
export const OUR_PATIENT = 'urn:rubricator:patient';
export const OUR_DOCUMENT = 'urn:rubricator:document';
export const OUR_LEDGER = 'urn:rubricator:ledger';
export const OUR_ENTRY = 'urn:rubricator:entry';
export const OUR_ENTRY_HASH = 'urn:rubricator:entry-hash';
export const OUR_ACTION = 'urn:rubricator:action';
