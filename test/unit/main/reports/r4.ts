/**
 * What FHIR R4 (4.0.1) demands of a Bundle with the resources a decision log holds, written from the
 * specification: cardinalities, value sets that are required, forms of the primitive types, and the
 * invariants of these resources. Elements that the log never writes are not known here, so that a
 * misspelt one is found.
 */
import { z } from 'zod';

const string = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}]+$/u)
  .refine((text) => text === text.trim() && text.isWellFormed());
const uri = z.string().regex(/^(?:https?:\/\/|urn:)\S+$/);
const code = z.string().regex(/^[^\s]+(?: [^\s]+)*$/);
/** Seconds and a zone are required of an instant. */
const instant = z
  .string()
  .regex(
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  );
const dateTime = z.union([instant, z.iso.date()]);
const positiveInt = z.number().int().positive();
const urnUuid = z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

const object = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape).refine((value) => Object.keys(value).length > 0, 'ele-1: an element has children');
const list = <T extends z.ZodType>(of: T) => z.array(of).min(1);

const Coding = object({ system: uri.exactOptional(), code, display: string.exactOptional() });
const CodeableConcept = object({ coding: list(Coding).exactOptional(), text: string.exactOptional() });
const Identifier = object({
  type: CodeableConcept.exactOptional(),
  system: uri.exactOptional(),
  value: string,
});
const Reference = object({
  reference: urnUuid.exactOptional(),
  identifier: Identifier.exactOptional(),
  display: string.exactOptional(),
});
const Extension = object({ url: uri, valueCodeableConcept: CodeableConcept });
/** A concept of a required value set: exactly one coding is of it. */
const required = (system: string, codes: readonly string[]) =>
  CodeableConcept.refine(
    ({ coding = [] }) =>
      coding.filter((one) => one.system === system && codes.includes(one.code)).length === 1,
    `one code of ${system}`,
  );

const Device = object({
  resourceType: z.literal('Device'),
  identifier: list(Identifier).exactOptional(),
  deviceName: list(
    object({
      name: string,
      type: z.enum([
        'udi-label-name',
        'user-friendly-name',
        'patient-reported-name',
        'manufacturer-name',
        'model-name',
        'other',
      ]),
    }),
  ).exactOptional(),
});

const Patient = object({
  resourceType: z.literal('Patient'),
  identifier: list(Identifier).exactOptional(),
  name: list(object({ text: string })).exactOptional(),
});

const Encounter = object({
  resourceType: z.literal('Encounter'),
  identifier: list(Identifier).exactOptional(),
  status: z.enum([
    'planned',
    'arrived',
    'triaged',
    'in-progress',
    'onleave',
    'finished',
    'cancelled',
    'entered-in-error',
    'unknown',
  ]),
  class: Coding,
  subject: Reference.exactOptional(),
  period: object({ start: dateTime.exactOptional(), end: dateTime.exactOptional() })
    .refine(({ start, end }) => !start || !end || start <= end, 'per-1')
    .exactOptional(),
  reasonCode: list(CodeableConcept).exactOptional(),
  diagnosis: list(
    object({
      extension: list(Extension).exactOptional(),
      condition: Reference,
      use: CodeableConcept.exactOptional(),
      rank: positiveInt.exactOptional(),
    }),
  ).exactOptional(),
});

const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';
const has = (concept: z.infer<typeof CodeableConcept> | undefined, system: string, wanted: string): boolean =>
  concept?.coding?.some((one) => one.system === system && one.code === wanted) ?? false;

const Condition = object({
  resourceType: z.literal('Condition'),
  identifier: list(Identifier).exactOptional(),
  clinicalStatus: required(CLINICAL, [
    'active',
    'recurrence',
    'relapse',
    'inactive',
    'remission',
    'resolved',
  ]).exactOptional(),
  verificationStatus: required(VERIFICATION, [
    'unconfirmed',
    'provisional',
    'differential',
    'confirmed',
    'refuted',
    'entered-in-error',
  ]).exactOptional(),
  category: list(CodeableConcept).exactOptional(),
  code: CodeableConcept.exactOptional(),
  subject: Reference,
  encounter: Reference.exactOptional(),
  recordedDate: dateTime.exactOptional(),
  recorder: Reference.exactOptional(),
  note: list(object({ text: string })).exactOptional(),
})
  .refine(
    ({ clinicalStatus, verificationStatus, category = [] }) =>
      clinicalStatus !== undefined ||
      has(verificationStatus, VERIFICATION, 'entered-in-error') ||
      !category.some((one) => has(one, CATEGORY, 'problem-list-item')),
    'con-3',
  )
  .refine(
    ({ clinicalStatus, verificationStatus }) =>
      clinicalStatus === undefined || !has(verificationStatus, VERIFICATION, 'entered-in-error'),
    'con-5',
  );

const Provenance = object({
  resourceType: z.literal('Provenance'),
  meta: object({ tag: list(Coding) }).exactOptional(),
  target: list(Reference),
  recorded: instant,
  activity: CodeableConcept.exactOptional(),
  agent: list(object({ type: CodeableConcept.exactOptional(), who: Reference })),
  entity: list(
    object({
      role: z.enum(['derivation', 'revision', 'quotation', 'source', 'removal']),
      what: Reference,
    }),
  ).exactOptional(),
});

const Bundle = object({
  resourceType: z.literal('Bundle'),
  type: z.literal('collection'),
  timestamp: instant.exactOptional(),
  entry: list(
    object({
      fullUrl: urnUuid,
      resource: z.discriminatedUnion('resourceType', [Device, Patient, Encounter, Condition, Provenance]),
    }),
  ).exactOptional(),
}).superRefine(({ entry = [] }, context) => {
  const urls = new Map(entry.map(({ fullUrl, resource }) => [fullUrl, resource.resourceType]));
  if (urls.size !== entry.length)
    context.addIssue({ code: 'custom', message: 'bdl-7: each fullUrl is unique' });
  for (const [path, reference, types] of referencesIn(entry)) {
    const found = urls.get(reference);
    if (found === undefined || (types && !types.includes(found))) {
      context.addIssue({ code: 'custom', message: `${path} leads to ${found ?? 'nothing'}` });
    }
  }
});
export type R4Bundle = z.infer<typeof Bundle>;

/** The types that R4 lets these references lead to; those of Provenance may lead anywhere. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  subject: ['Patient'],
  encounter: ['Encounter'],
  condition: ['Condition'],
};

function* referencesIn(
  value: unknown,
  path = '',
  key = '',
): Generator<[path: string, reference: string, types: readonly string[] | undefined]> {
  if (typeof value !== 'object' || value === null) return;
  if ('reference' in value && typeof value.reference === 'string')
    yield [path, value.reference, TARGETS[key]];
  for (const [name, child] of Object.entries(value)) {
    yield* referencesIn(child, `${path}.${name}`, Array.isArray(value) ? key : name);
  }
}

/** @throws where the text is no valid Bundle, saying what is wrong with it */
export function parseBundle(text: string): R4Bundle {
  return Bundle.parse(JSON.parse(text));
}
