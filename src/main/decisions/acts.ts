import type { ChartDocument, EncounterType } from '../../shared/chart.ts';
import type { DecisionRequest } from '../../shared/channels.ts';
import {
  isFinal,
  type ChartCoding,
  type CodeHit,
  type Decision,
  type EvidenceSpan,
  type Poa,
} from '../../shared/coding.ts';
import type { EntryDetails } from '../../shared/entry.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { UserError } from '../errors.ts';
import { named } from '../ledger/entry.ts';
import type { Act } from '../ledger/ledger.ts';
import { DECIDED_AS, placeOf } from '../ledger/replay.ts';

/** What a decision is checked against. */
export interface Grounds {
  documents: readonly Pick<ChartDocument, 'id' | 'text'>[];
  type: EncounterType | null;
  /** The release in force for the chart. */
  catalog: Pick<Catalog, 'lookUp' | 'version'>;
  /** Whether a code is exempt from POA reporting. */
  poaExempt: (code: string) => boolean;
  coding: ChartCoding;
  /** The probability that the chart's reading gave a code; undefined where it did not propose it. */
  proposed: (code: string) => number | undefined;
}

/** What a decision adds to the ledger; the desk adds who, when and versions. */
export type DecisionAct = Pick<Act, 'action'> & Partial<Pick<Act, 'code' | 'title' | 'evidence' | 'details'>>;

/**
 * Checks a decision and makes the act that records it.
 *
 * @returns null where the same decision stands already: a key held too long must not fill the record
 * @throws UserError where the code cannot be coded, the evidence does not stand in the chart's documents,
 * or the decision does not fit what was decided so far
 */
export function actOf(request: DecisionRequest, grounds: Grounds): DecisionAct | null {
  switch (request.action) {
    case 'accept':
    case 'add':
    case 'reject':
      return decided(request, grounds);
    case 'change':
      return changed(request, grounds);
    case 'sequence':
      return sequenced(request.order, grounds);
    case 'poa':
      return presentOnAdmission(request, grounds);
    case 'admit':
      return admitted(request.code, grounds);
    case 'comment':
      return commented(request, grounds);
  }
}

type Deciding = Extract<DecisionRequest, { action: 'accept' | 'add' | 'reject' }>;

function decided(request: Deciding, grounds: Grounds): DecisionAct | null {
  const { action, code, evidence, inView } = request;
  const hit = action === 'reject' ? inRelease(code, grounds) : billable(code, grounds);
  checkEvidence(evidence, grounds);
  const reason = action === 'reject' ? request.reason : null;
  const standing = decisionOn(hit.code, grounds);
  if (
    standing?.decided === DECIDED_AS[action] &&
    standing.reason === reason &&
    samePlaces(standing.evidence, evidence)
  ) {
    return null;
  }
  const score = action === 'accept' ? grounds.proposed(hit.code) : undefined;
  const details: EntryDetails = {
    inView,
    ...(reason && { reason }),
    ...(score !== undefined && { score }),
  };
  return { action, code: hit.code, title: hit.title, evidence, details };
}

function changed(
  { code, from, evidence, inView }: Extract<DecisionRequest, { action: 'change' }>,
  grounds: Grounds,
): DecisionAct | null {
  const given = decisionOn(from, grounds);
  if (!given && grounds.proposed(from) === undefined) {
    throw new UserError(`${from} is neither suggested nor decided in this chart.`, `Add ${code} instead.`);
  }
  const hit = billable(code, grounds);
  if (hit.code === from) {
    throw new UserError(`${from} cannot be changed to itself.`, 'Choose another code, or accept this one.');
  }
  checkEvidence(evidence, grounds);
  const chosen = decisionOn(hit.code, grounds);
  if (given?.decided === 'changed' && given.to === hit.code && chosen && isFinal(chosen)) return null;
  const fromTitle = given?.title ?? grounds.catalog.lookUp(from)?.title;
  const details: EntryDetails = { inView, from, ...(fromTitle !== undefined && { fromTitle }) };
  return { action: 'change', code: hit.code, title: hit.title, evidence, details };
}

function sequenced(order: readonly string[], grounds: Grounds): DecisionAct | null {
  const final = finalCodes(grounds.coding);
  if (
    order.length !== final.length ||
    new Set(order).size !== order.length ||
    !final.every((code) => order.includes(code))
  ) {
    throw new UserError(
      'The sequence does not hold exactly the codes of the chart.',
      'Put the codes in order again.',
    );
  }
  if (order.every((code, index) => code === final[index])) return null;
  return { action: 'sequence', details: { order: [...order] } };
}

function presentOnAdmission(
  { code, poa }: Extract<DecisionRequest, { action: 'poa' }>,
  grounds: Grounds,
): DecisionAct | null {
  const decision = decisionOn(code, grounds);
  if (!decision || !isFinal(decision)) {
    throw new UserError(`${code} is not coded in this chart.`, 'Accept or add it first.');
  }
  checkPoa(code, poa, grounds);
  if (decision.poa === poa) return null;
  return { action: 'poa', code, title: decision.title, details: { poa } };
}

function admitted(code: string | null, grounds: Grounds): DecisionAct | null {
  if ((grounds.coding.admitDiagnosis?.code ?? null) === code) return null;
  if (code === null) return { action: 'admit' };
  const hit = billable(code, grounds);
  return { action: 'admit', code: hit.code, title: hit.title };
}

function commented(
  { code, comment }: Extract<DecisionRequest, { action: 'comment' }>,
  grounds: Grounds,
): DecisionAct | null {
  const decision = decisionOn(code, grounds);
  if (!decision) throw new UserError(`${code} is not decided yet.`, 'Decide on it first.');
  if (decision.comment === comment) return null;
  return { action: 'comment', code, title: decision.title, details: { comment } };
}

/** Codes that stand on the chart, in their sequence. */
export function finalCodes({ decisions }: Pick<ChartCoding, 'decisions'>): string[] {
  return decisions.filter(isFinal).map(({ code }) => code);
}

/**
 * Checks a POA indicator; null takes it away.
 * @throws UserError where the encounter has none, or it does not fit the list of exempt codes
 */
export function checkPoa(
  code: string,
  poa: Poa | null,
  { type, poaExempt }: Pick<Grounds, 'type' | 'poaExempt'>,
): void {
  if (type !== null && type !== 'inpatient') {
    throw new UserError(
      'Only inpatient stays have POA indicators.',
      'Correct the type of encounter in the chart’s header if it is wrong.',
    );
  }
  const exempt = poaExempt(code);
  if (poa !== null && exempt !== (poa === 'exempt')) {
    throw new UserError(
      exempt ? `${code} is exempt from POA reporting.` : `${code} is not exempt from POA reporting.`,
      exempt ? 'It needs no POA indicator.' : 'Choose Y, N, U or W.',
    );
  }
}

/** @throws UserError where words do not stand in the chart where the evidence says */
export function checkEvidence(
  evidence: readonly EvidenceSpan[],
  { documents }: Pick<Grounds, 'documents'>,
): void {
  for (const { document, start, end, text } of evidence) {
    const source = documents.find(({ id }) => id === document);
    if (source?.text.slice(start, end) !== text) {
      throw new UserError('The evidence does not stand in this chart.', 'Select the words again.');
    }
  }
}

/** @throws UserError where the release does not have the code */
export function inRelease(
  code: string,
  { catalog }: { catalog: Pick<Catalog, 'lookUp' | 'version'> },
): CodeHit {
  const hit = catalog.lookUp(code);
  if (hit) return hit;
  throw new UserError(`${code} is not in ${named(catalog.version)}.`, 'Search for the code.');
}

/** @throws UserError where the release does not have the code, or has it as a header */
export function billable(code: string, grounds: { catalog: Pick<Catalog, 'lookUp' | 'version'> }): CodeHit {
  const hit = inRelease(code, grounds);
  if (hit.billable) return hit;
  throw new UserError(`${code} is a header and cannot be coded.`, 'Choose a billable code below it.');
}

function decisionOn(code: string, { coding }: Grounds): Decision | undefined {
  return coding.decisions.find((decision) => decision.code === code);
}

function samePlaces(some: readonly EvidenceSpan[], others: readonly EvidenceSpan[]): boolean {
  return some.map(placeOf).join() === others.map(placeOf).join();
}
