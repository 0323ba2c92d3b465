/**
 * What makes a query to a physician non-compliant, as far as its words show it. Source: AHIMA and ACDIS,
 * Guidelines for Achieving a Compliant Query Practice (2022 update): a query shows the clinical indicators,
 * does not lead to an answer, and speaks of neither payment nor quality scores.
 */
import type { QueryDraft } from './coding.ts';

/** The words of a query that are checked; a draft under way may lack any of them. */
export type QueryWords = Pick<
  QueryDraft,
  'template' | 'addressee' | 'indicators' | 'question' | 'options' | 'other' | 'undetermined'
>;

export type QueryProblemId =
  /** It speaks of payment, of groups that decide payment, or of quality scores. */
  | 'payment'
  /** It asks to agree, or names but one of the diagnoses that it offers. */
  | 'leading'
  /** A yes-or-no question where only an open one or one of several choices is allowed. */
  | 'few-options'
  | 'same-options'
  | 'no-indicators'
  | 'no-question';

/** `words` are those at fault, as written; null where something is missing. */
export interface QueryProblem {
  problem: QueryProblemId;
  words: string | null;
}

/** Templates that may be answered by yes or no: both are about what is documented already. */
const YES_OR_NO: ReadonlySet<QueryDraft['template']> = new Set(['conflict', 'poa'] as const);

/** In plain form (see {@link plain}), by language: English, Spanish, German. */
const PAYMENT: readonly RegExp[] = [
  /\b(?:payments?|prepayment|paid|payers?|payors?|pay for performance|reimburse\w*|revenues?|billing|billed|financial\w*|incentives?)\b/u,
  /\b(?:(?:ms|apr|ap|r|a|g)-?)?drgs?\b|\bdiagnosis related groups?\b/u,
  /\bm?cc ?(?:\/|and|or|,) ?m?cc\b|\bmccs?\b|\bcc (?:capture|code|status)\b|\bcapture rates?\b/u,
  /\bcase ?-?mix\b|\bcmi\b|\brelative weights?\b|\bhccs?\b|\braf scores?\b|\brisk adjust\w*/u,
  /\b(?:severity of illness|risk of mortality) (?:score|level|index)\w*|\bmortality (?:index|o\/e)\b/u,
  /\bquality (?:scores?|measures?|metrics?|ratings?|indicators?|reporting|bonus\w*)\b|\bstar ratings?\b|\breport cards?\b|\bpsi ?-?\d+\b/u,

  /\b(?:pagos?|pagador(?:es)?|reembols\w*|factura\w*|retribucion\w*|financier\w*|financiacion|rentabilidad|incentivos?|presupuest\w*)\b/u,
  /\bingresos (?:economicos|del hospital|por)\b|\bgrds?\b|\bgrupos? relacionados?\b|\bpeso (?:relativo|medio)\b|\bcasuistic\w*/u,
  /\b(?:indicador(?:es)?|puntuacion(?:es)?|medidas?|metricas?) de calidad\b|\bajuste (?:de|por) riesgo\b/u,

  /\b\w*(?:vergutung|erlos|fallpauschale)\w*|\b(?:bezahl\w*|zahlung\w*|abrechn\w*|abgerechnet\w*|finanzier\w*|finanziell\w*)\b/u,
  /\bpccl\b|\b(?:relativgewicht|bewertungsrelation|schweregradpunkt|fallschwereindex)\w*|\bcc ?-?relevan\w*|\b(?:gruppierungs|erlos)relevan\w*/u,
  /\bqualitats(?:kennzahl|indikator|punkt|wert|bonus|score)\w*/u,
];

/** Wording that asks to agree instead of asking. */
const LEADING: readonly RegExp[] = [
  /\b(?:do|would|don't|wouldn't|can|could) you (?:not )?agree\b|\bplease (?:agree|confirm that)\b|\b(?:isn't|doesn't|don't you) (?:it|this|the patient|think|believe)\b/u,
  /\bplease (?:document|add|write|state|record|diagnose) (?:that|the diagnosis of|a diagnosis of)\b|\b(?:should|must) be (?:documented|coded) as\b/u,
  /\b(?:no )?(?:esta|estaria) (?:usted |ud\.? )?de acuerdo\b|\bno (?:cree|considera|le parece)(?: usted)? que\b|\bpor favor,? (?:confirme|documente|anote|registre|anada) que\b|\bdebe(?:ria)? (?:documentarse|codificarse) como\b/u,
  /\bstimmen sie (?:[^?.!]{1,80} )?zu\b|\bsind sie (?:[^?.!]{1,80} )?einverstanden\b|\bmeinen sie nicht\b|\bbitte (?:bestatigen|dokumentieren|notieren) sie,? dass\b|\b(?:sollte|muss) als .{1,80} (?:dokumentiert|kodiert) werden\b/u,
];

/** Everything that keeps a query from being sent; the quoted words of the chart are not looked at. */
export function queryProblems(query: QueryWords): QueryProblem[] {
  const { template, question, indicators } = query;
  const options = query.options.filter((option) => option.trim() !== '');
  const problems: QueryProblem[] = [];
  if (indicators.length === 0) problems.push({ problem: 'no-indicators', words: null });
  if (question.trim() === '') problems.push({ problem: 'no-question', words: null });
  for (const text of [question, query.addressee, ...options, query.other, query.undetermined]) {
    for (const words of found(PAYMENT, text)) problems.push({ problem: 'payment', words });
  }
  for (const words of found(LEADING, question)) problems.push({ problem: 'leading', words });
  const twice = options.find((option, index) =>
    options.slice(0, index).some((other) => plain(other) === plain(option)),
  );
  if (twice !== undefined) problems.push({ problem: 'same-options', words: twice });
  if (options.length < 2) {
    if (!YES_OR_NO.has(template)) problems.push({ problem: 'few-options', words: options[0] ?? null });
  } else if (template !== 'poa') {
    const single = singledOut(question, options);
    if (single !== null) problems.push({ problem: 'leading', words: single });
  }
  return problems;
}

/**
 * The only option that the question names, unless another option speaks of the same thing
 * ("chronic kidney disease" beside "chronic kidney disease, stage 4"); null where there is none.
 */
function singledOut(question: string, options: readonly string[]): string | null {
  const asked = plain(question);
  const named = options.filter((option) => holds(asked, plain(option)));
  const [only] = named;
  if (named.length !== 1 || only === undefined) return null;
  const kin = options.filter((option) => holds(plain(option), plain(only)));
  return kin.length > 1 ? null : only;
}

/** Whether a text holds the words, as whole words. */
function holds(text: string, words: string): boolean {
  return ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(
    ` ${words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `,
  );
}

/** What the patterns find, as it is written in the text. */
function found(patterns: readonly RegExp[], text: string): string[] {
  // One character stays one character, so that offsets in the plain form are offsets in the text.
  const folded = Array.from(text.normalize('NFC'), (character) => {
    const base = plain(character);
    return base.length === character.length ? base : character;
  }).join('');
  return patterns.flatMap((pattern) => {
    const match = pattern.exec(folded);
    return match ? [text.normalize('NFC').slice(match.index, match.index + match[0].length)] : [];
  });
}

/** Without accents and capitals, with plain apostrophes. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘]/gu, "'").toLowerCase();
}

/** A problem in English, with what to do about it. */
export function queryProblemText({ problem, words }: QueryProblem): { message: string; remedy: string } {
  const quoted = words === null ? '' : `“${words}”`;
  switch (problem) {
    case 'payment':
      return {
        message: `The query speaks of payment or quality scores: ${quoted}.`,
        remedy: 'Ask about the patient’s condition alone.',
      };
    case 'leading':
      return {
        message: `The query leads to an answer: ${quoted}.`,
        remedy: 'Name the clinical indicators, and let the physician choose among several diagnoses.',
      };
    case 'few-options':
      return {
        message: 'A query of this kind cannot be answered by yes or no.',
        remedy: 'Offer at least two clinically supported choices.',
      };
    case 'same-options':
      return { message: `A choice stands there twice: ${quoted}.`, remedy: 'Change one of the two.' };
    case 'no-indicators':
      return {
        message: 'The query cites nothing from the chart.',
        remedy: 'Cite at least one clinical indicator.',
      };
    case 'no-question':
      return { message: 'The query asks nothing.', remedy: 'Write the question.' };
  }
}
