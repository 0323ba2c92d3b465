import type { EntryAction, LedgerEntry } from '../../../shared/entry.ts';
import { sentenceOf } from '../timeline.ts';
import { fhirString } from './names.ts';
import type { CodeableConcept, Provenance, Reference } from './resources.ts';
import {
  DATA_OPERATION,
  OUR_ACTION,
  OUR_DOCUMENT,
  OUR_ENTRY,
  OUR_ENTRY_HASH,
  PARTICIPANT_TYPE,
} from './systems.ts';

/** What an action does to the record, in HL7's words; an action that is not here has only our own name. */
const OPERATIONS: Partial<Record<EntryAction, 'CREATE' | 'UPDATE' | 'DELETE' | 'READ'>> = {
  import: 'CREATE',
  accept: 'CREATE',
  add: 'CREATE',
  change: 'UPDATE',
  sequence: 'UPDATE',
  poa: 'UPDATE',
  admit: 'UPDATE',
  comment: 'UPDATE',
  undo: 'UPDATE',
  redo: 'UPDATE',
  header: 'UPDATE',
  reopen: 'UPDATE',
  export: 'READ',
};

const VERIFYING: ReadonlySet<EntryAction> = new Set([
  'review',
  'return',
  'sample',
  'second',
  'finding',
  'settle',
  'close',
] as const);

/**
 * One entry of the ledger as a Provenance: who did it when, to what, and on which documents' words. It has
 * no signature: the ledger's own is over all entries, in its checkpoints.
 *
 * @param entry without texts where they are left out
 * @param target the Condition, Encounter or workstation it is about
 */
export function provenanceOf(entry: LedgerEntry, target: Reference, origin: string | null): Provenance {
  const { seq, at, who, action, hash, model } = entry;
  const entities = [...documentsOf(entry), ...aboutOf(entry, origin)];
  return {
    resourceType: 'Provenance',
    meta: { tag: [{ system: OUR_ENTRY_HASH, code: hash, display: String(seq) }] },
    target: [target],
    recorded: at,
    activity: activityOf(entry),
    agent: [
      {
        type: participant(VERIFYING.has(action) ? 'verifier' : 'author'),
        who: { display: fhirString(who) ?? '-' },
      },
      ...(action === 'suggest' ? [{ type: participant('assembler'), who: { display: model } }] : []),
    ],
    ...(entities.length > 0 && { entity: entities }),
  };
}

function activityOf(entry: LedgerEntry): CodeableConcept {
  const operation = OPERATIONS[entry.action];
  const text = fhirString(sentenceOf(entry, 'en'));
  return {
    coding: [
      { system: OUR_ACTION, code: entry.action },
      ...(operation ? [{ system: DATA_OPERATION, code: operation }] : []),
    ],
    ...(text !== null && { text }),
  };
}

function participant(code: 'author' | 'verifier' | 'assembler'): CodeableConcept {
  return { coding: [{ system: PARTICIPANT_TYPE, code }] };
}

/** Each document that an entry cites, with the ranges of its text and the words where they are shown. */
function documentsOf({ evidence }: LedgerEntry): NonNullable<Provenance['entity']> {
  const cited = new Map<string, string[]>();
  let quotes = false;
  for (const { document, start, end, text } of evidence) {
    const words = fhirString(text.replace(/\s+/gu, ' '));
    quotes ||= words !== null;
    const place = `${start}–${end}`;
    cited.set(document, [...(cited.get(document) ?? []), words === null ? place : `${place} “${words}”`]);
  }
  return Array.from(cited, ([document, places]) => ({
    role: quotes ? ('quotation' as const) : ('source' as const),
    what: { identifier: { system: OUR_DOCUMENT, value: document }, display: places.join('; ') },
  }));
}

/** The entry that this one takes back, answers or does again. */
function aboutOf({ action, target }: LedgerEntry, origin: string | null): NonNullable<Provenance['entity']> {
  if (target === null) return [];
  const value = `${origin ?? ''}#${target}`;
  return [
    {
      role: action === 'undo' ? 'removal' : 'derivation',
      what: { identifier: { system: OUR_ENTRY, value }, display: `entry ${target}` },
    },
  ];
}
