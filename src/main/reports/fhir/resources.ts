/** The parts of FHIR R4 (4.0.1) that a decision log is written in, as far as it uses them. */

export interface Coding {
  system?: string;
  code: string;
  display?: string;
}

export interface CodeableConcept {
  coding?: Coding[];
  text?: string;
}

export interface Identifier {
  type?: CodeableConcept;
  system?: string;
  value: string;
}

/** To an entry of the same Bundle, by its `fullUrl`; or to what is outside, by identifier or name alone. */
export interface Reference {
  reference?: string;
  identifier?: Identifier;
  display?: string;
}

export interface Extension {
  url: string;
  valueCodeableConcept: CodeableConcept;
}

interface Meta {
  tag: Coding[];
}

export interface Device {
  resourceType: 'Device';
  identifier: Identifier[];
  deviceName: { name: string; type: 'user-friendly-name' }[];
}

export interface Patient {
  resourceType: 'Patient';
  identifier: Identifier[];
  name?: { text: string }[];
}

export interface Encounter {
  resourceType: 'Encounter';
  identifier: Identifier[];
  status: 'finished' | 'unknown';
  class: Coding;
  subject: Reference;
  period?: { start?: string; end?: string };
  reasonCode?: CodeableConcept[];
  diagnosis?: { extension?: Extension[]; condition: Reference; use: CodeableConcept; rank: number }[];
}

export interface Condition {
  resourceType: 'Condition';
  identifier: Identifier[];
  verificationStatus: CodeableConcept;
  category: CodeableConcept[];
  code: CodeableConcept;
  subject: Reference;
  encounter: Reference;
  recordedDate: string;
  recorder: Reference;
  note?: { text: string }[];
}

export interface Provenance {
  resourceType: 'Provenance';
  meta: Meta;
  target: Reference[];
  recorded: string;
  activity: CodeableConcept;
  agent: { type: CodeableConcept; who: Reference }[];
  entity?: { role: 'source' | 'quotation' | 'derivation' | 'removal'; what: Reference }[];
}

export type Resource = Device | Patient | Encounter | Condition | Provenance;

export interface BundleEntry {
  fullUrl: string;
  resource: Resource;
}
