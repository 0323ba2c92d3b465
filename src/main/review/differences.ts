import type { CodedDiagnosis, Finding } from '../../shared/review.ts';

/** A code of the one coding beside what stands for it in the other; null where nothing does. */
export type Pairing = readonly [coded: CodedDiagnosis | null, second: CodedDiagnosis | null];

/**
 * Two codings of a chart beside each other. Equal codes pair; then, of those left over, codes of the same
 * 3-character category, those with the longest common beginning first and at a tie in the order in which
 * they were coded. What finds no partner stands alone.
 *
 * @returns the coder's codes in their sequence, then those that only the second coding has
 */
export function pairings(coded: readonly CodedDiagnosis[], second: readonly CodedDiagnosis[]): Pairing[] {
  const partners = new Map<CodedDiagnosis, CodedDiagnosis>();
  const free = new Set(second);
  const join = (one: CodedDiagnosis, other: CodedDiagnosis): void => {
    partners.set(one, other);
    free.delete(other);
  };
  for (const one of coded) {
    const same = second.find(({ code }) => code === one.code);
    if (same) join(one, same);
  }
  const near = coded
    .filter((one) => !partners.has(one))
    .flatMap((one) =>
      [...free]
        .filter(({ code }) => category(code) === category(one.code))
        .map((other) => ({ one, other, common: commonBeginning(one.code, other.code) })),
    )
    .sort((a, b) => b.common - a.common);
  for (const { one, other } of near) if (!partners.has(one) && free.has(other)) join(one, other);
  return [
    ...coded.map((one): Pairing => [one, partners.get(one) ?? null]),
    ...[...free].map((other): Pairing => [null, other]),
  ];
}

/**
 * What a second coding says of the first, as findings for the auditor to record or to leave: codes that
 * should be others or none, POA indicators, codes that are missing, and last the sequence, where another
 * code than the auditor's would stand first even with all else put right.
 */
export function differences(coded: readonly CodedDiagnosis[], second: readonly CodedDiagnosis[]): Finding[] {
  const pairs = pairings(coded, second);
  const findings = pairs.flatMap(([one, other]): Finding[] => {
    if (!one) return other ? [{ ...NOTHING, verdict: 'missed', should: other.code }] : [];
    if (one.code !== other?.code)
      return [{ ...NOTHING, verdict: 'disagree', code: one.code, should: other?.code ?? null }];
    const should = indicator(other);
    return should === null || should === indicator(one)
      ? []
      : [{ ...NOTHING, verdict: 'poa', code: one.code, poa: should }];
  });
  return [...findings, ...sequence(coded, second, pairs)];
}

/** Where the code that stands first is wrong, that is said already, unless the right one stands further down. */
function sequence(
  coded: readonly CodedDiagnosis[],
  second: readonly CodedDiagnosis[],
  pairs: readonly Pairing[],
): Finding[] {
  const first = coded[0]?.code;
  const should = second[0]?.code;
  if (first === undefined || should === undefined) return [];
  const has = (codes: readonly CodedDiagnosis[], sought: string): boolean =>
    codes.some(({ code }) => code === sought);
  if (!has(second, first) && !has(coded, should)) return [];
  const wouldBeFirst = pairs.find(([, other]) => other !== null)?.[1]?.code;
  return wouldBeFirst === should ? [] : [{ ...NOTHING, verdict: 'sequence', code: first, should }];
}

const NOTHING = { code: null, should: null, poa: null, reason: null } as const;

/** An exempt code needs no indicator, whether or not somebody said so. */
function indicator({ poa }: CodedDiagnosis): CodedDiagnosis['poa'] {
  return poa === 'exempt' ? null : poa;
}

function category(code: string): string {
  return code.slice(0, 3);
}

function commonBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
