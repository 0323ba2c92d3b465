import type { EncounterType } from '../../shared/chart.ts';
import type { Poa } from '../../shared/coding.ts';
import type { CodedDiagnosis, Finding, RecordedFinding } from '../../shared/review.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { billable, checkPoa } from '../decisions/acts.ts';
import { UserError } from '../errors.ts';

/** What an auditor's codes and findings are checked against. */
export interface ReviewGrounds {
  type: EncounterType | null;
  /** The release in force for the chart. */
  catalog: Pick<Catalog, 'lookUp' | 'version'>;
  /** Whether a code is exempt from POA reporting. */
  poaExempt: (code: string) => boolean;
  /** The coder's codes under review, the principal or first-listed diagnosis first. */
  coded: readonly CodedDiagnosis[];
  /** The auditor's own findings so far. */
  own: readonly RecordedFinding[];
}

/**
 * Checks a finding and makes of it what is recorded: fields that its verdict has no use for are null.
 * @throws UserError where it does not fit the coder's codes or the release
 */
export function checkedFinding(finding: Finding, grounds: ReviewGrounds): Finding {
  const { verdict, code, should } = finding;
  const bare = { verdict, code: null, should: null, poa: null, reason: null };
  if (verdict === 'agree') return { ...bare, ...agreement(finding, grounds) };
  const { reason } = finding;
  if (reason === null) {
    throw new UserError('An error needs a reason.', 'Choose the reason, then record it again.');
  }
  switch (verdict) {
    case 'disagree':
      return {
        ...bare,
        reason,
        code: codedIn(code, grounds),
        should: should === null ? null : uncoded(should, grounds),
      };
    case 'missed':
      return { ...bare, reason, should: uncoded(needed(should), grounds) };
    case 'sequence':
      return { ...bare, reason, ...first(needed(should), grounds) };
    case 'poa':
      return { ...bare, reason, ...indicator(codedIn(code, grounds), finding.poa, grounds) };
  }
}

/** With a code of the coder; or with its absence, which takes back that it was missed. */
function agreement({ code, should }: Finding, grounds: ReviewGrounds): Pick<Finding, 'code' | 'should'> {
  const takenBack = grounds.own.some(
    (earlier) => earlier.verdict === 'missed' && !earlier.replaced && earlier.should === should,
  );
  if (code === null && should !== null && takenBack) return { code, should };
  return { code: codedIn(code, grounds), should: null };
}

function codedIn(code: string | null, { coded }: ReviewGrounds): string {
  if (code !== null && coded.some((each) => each.code === code)) return code;
  throw new UserError(
    `${needed(code)} was not coded when the chart was finished.`,
    'Record it as missed if it should have been.',
  );
}

function uncoded(should: string, grounds: ReviewGrounds): string {
  const { code } = billable(should, grounds);
  if (!grounds.coded.some((each) => each.code === code)) return code;
  throw new UserError(
    `${code} was coded when the chart was finished.`,
    'Leave it out; a code that is there cannot be missing.',
  );
}

function first(should: string, grounds: ReviewGrounds): Pick<Finding, 'code' | 'should'> {
  const { code } = billable(should, grounds);
  const before = grounds.coded[0]?.code ?? null;
  if (code !== before) return { code: before, should: code };
  throw new UserError(`${code} stands first already.`, 'Choose the code that belongs first.');
}

function indicator(code: string, poa: Poa | null, grounds: ReviewGrounds): Pick<Finding, 'code' | 'poa'> {
  if (poa !== null) checkPoa(code, poa, grounds);
  if (poa !== null && grounds.coded.find((each) => each.code === code)?.poa !== poa) return { code, poa };
  throw new UserError(
    `That is the POA indicator that ${code} has.`,
    'Choose the indicator that it should have.',
  );
}

function needed(code: string | null): string {
  if (code !== null) return code;
  throw new UserError('The finding names no code.', 'Choose the code that it is about.');
}

/**
 * Checks an auditor's own coding of a chart.
 * @throws UserError where a code cannot be coded, stands there twice, or has a POA indicator it cannot have
 */
export function checkedCodes(
  codes: readonly CodedDiagnosis[],
  grounds: Pick<ReviewGrounds, 'type' | 'catalog' | 'poaExempt'>,
): CodedDiagnosis[] {
  if (new Set(codes.map(({ code }) => code)).size < codes.length) {
    throw new UserError('A code stands there twice.', 'Choose each code once.');
  }
  return codes.map(({ code, poa }) => {
    const hit = billable(code, grounds);
    if (poa !== null) checkPoa(hit.code, poa, grounds);
    return { code: hit.code, poa };
  });
}
