/** Ledgers with something in them, for the tests of reports and of merging. */
import { generateKeyPairSync } from 'node:crypto';
import type { EvidenceSpan } from '../../../../src/shared/coding.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import type { Act } from '../../../../src/main/ledger/ledger.ts';
import { signerOf, type Signer } from '../../../../src/main/ledger/signer.ts';
import type { LogContext } from '../../../../src/main/reports/context.ts';

export function newSigner(): Signer {
  return signerOf(generateKeyPairSync('ed25519').privateKey);
}

export const evidence: EvidenceSpan[] = [
  { document: 'd-1', start: 4, end: 20, text: 'atrial\nflutter ñ', source: 'lexicon', context: 'affirmed' },
  { document: 'd-1', start: 40, end: 47, text: 'SECRETQ', source: 'coder', context: 'affirmed' },
];

/** An acceptance of I48.92 on chart c-1, of which a test says only what is different. */
export function act(change: Partial<Act> = {}): Act {
  return {
    who: 'Ada',
    chart: 'c-1',
    action: 'accept',
    system: 'icd-10-cm',
    code: 'I48.92',
    title: 'Unspecified atrial flutter',
    evidence,
    model: 'm@1',
    catalogue: 'icd-10-cm@FY2026',
    target: null,
    note: null,
    ...change,
  };
}

const none = { code: null, title: null, evidence: [] } satisfies Partial<Act>;
const aboutHouse = { ...none, chart: null, system: '', model: '', catalogue: '' } satisfies Partial<Act>;

/** Acts of every kind over two charts; words that must not leave without excerpts begin with SECRET. */
export const ACTS: Act[] = [
  act({
    ...aboutHouse,
    action: 'set-up',
    details: { account: { name: 'Ada', roles: ['coder'], disabled: false } },
  }),
  act({ ...aboutHouse, action: 'unlock', details: { failed: 2 } }),
  act({ ...none, action: 'import', note: 'SECRETNOTE 2 documents' }),
  act({
    ...none,
    action: 'header',
    details: {
      header: {
        patient: 'SECRET PATIENT',
        record: 'SECRET17',
        type: 'inpatient',
        admitted: '2026-02-20',
        encounterDate: '2026-02-23',
        due: null,
        assigned: null,
      },
    },
  }),
  act({ ...none, action: 'suggest' }),
  act({ details: { inView: true, score: 0.834 } }),
  act({ code: 'I10', title: 'Essential (primary) hypertension', action: 'add', details: { inView: false } }),
  act({ code: 'R51.9', title: 'Headache', action: 'reject', details: { inView: true, reason: 'negated' } }),
  act({
    code: 'E11.22',
    title: 'Type 2 diabetes with CKD',
    action: 'change',
    details: { inView: true, from: 'E11.9', fromTitle: 'Type 2 diabetes' },
  }),
  act({ ...none, action: 'sequence', details: { order: ['I10', 'I48.92', 'E11.22'] } }),
  act({ evidence: [], action: 'poa', details: { poa: 'Y' } }),
  act({ evidence: [], code: 'I10', action: 'poa', details: { poa: 'exempt' } }),
  act({ evidence: [], code: 'R07.9', title: 'Chest pain', action: 'admit' }),
  act({ evidence: [], action: 'comment', details: { comment: '=SECRETCOMMENT, said "twice"' } }),
  act({ ...none, action: 'undo', target: 14 }),
  act({ ...none, action: 'redo', target: 14 }),
  act({
    ...none,
    action: 'query',
    details: {
      query: {
        template: 'conflict',
        about: 'I10',
        addressee: 'SECRETDOCTOR',
        indicators: evidence,
        question: 'SECRETQUESTION?',
        options: ['SECRETOPTION'],
        other: 'other',
        undetermined: 'undetermined',
      },
    },
  }),
  act({ ...none, action: 'answer', target: 17, details: { answer: 'SECRETANSWER' } }),
  act({ ...none, action: 'finish', details: { order: ['I10', 'I48.92', 'E11.22'], overridden: ['no-poa'] } }),
  act({ ...none, who: 'Bo', action: 'review' }),
  act({
    ...none,
    who: 'Bo',
    action: 'finding',
    details: {
      of: 20,
      finding: { verdict: 'disagree', code: 'I10', should: null, poa: null, reason: 'guideline' },
      comment: 'SECRETFINDING',
    },
  }),
  act({ ...none, action: 'respond', target: 21, details: { response: 'rebut' } }),
  act({ ...none, who: 'Bo', action: 'return', note: 'SECRETREASON' }),
  act({ chart: 'c-2', evidence: [] }),
  act({ chart: 'c-2', evidence: evidence.map((span) => ({ ...span, context: 'uncertain' })), code: 'J18.9' }),
  act({ ...aboutHouse, action: 'lock', details: { why: 'idle' } }),
];

/** A context that leaves everything in. */
export function context(change: Partial<LogContext> = {}): LogContext {
  return {
    origin: 'rubricator-0123456789abcdef',
    filter: {},
    excerpts: true,
    checkpoint: null,
    who: 'Bo',
    at: '2026-11-21T10:00:00.000Z',
    chartName: (chart) => `SECRETNAME of ${chart}`,
    ...change,
  };
}

/** An entry that no ledger holds, for what its hash does not matter to. */
export function entry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    ...act(),
    seq: 1,
    at: '2026-11-21T09:00:00.000Z',
    previous: '0'.repeat(64),
    hash: 'a'.repeat(64),
    ...change,
  };
}
