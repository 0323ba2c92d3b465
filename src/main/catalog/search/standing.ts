/** How likely a code is meant when words alone do not tell, from the general build of the classification. */

/** What of a code's circumstances a coder would say if they were meant. */
interface Circumstance {
  /** Whether a code has it, by its title and its own form. */
  of: (title: string, code: string) => boolean;
  /** Words of a query that ask for it. */
  asked: RegExp;
  /** What a code with it loses where it was not asked for. */
  cost: number;
}

const seventh = (code: string): string => (code.length === 8 ? (code.at(-1) ?? '') : '');

export const CIRCUMSTANCES: readonly Circumstance[] = [
  {
    of: (_, code) => code.startsWith('O'),
    asked:
      /\b(pregnan|childbirth|puerper|obstet|labou?r|deliver|gestat|matern|partum|trimester|abort|miscarr|eclampsia|antepart|eclamp|fetal|fetus|embaraz|parto|aborto|puerper|ectopic|placent|amnio)/,
    cost: 0.12,
  },
  {
    of: (title, code) => code.startsWith('P') || /\b(newborn|neonat|perinatal)/i.test(title),
    asked:
      /\b(newborn|neonat|perinat|fetal|fetus|birth|infant|premat|preterm|congenit|recien|nacido|meconium|baby)/,
    cost: 0.12,
  },
  {
    of: (title) => /\bfamily history/i.test(title),
    asked: /\b(family|familial|familia|familiar|familiares|mother|father|sister|brother)\b/,
    cost: 0.25,
  },
  {
    of: (title) =>
      /\bpersonal history|^history of|\bhistory of/i.test(title) && !/family history/i.test(title),
    asked: /\b(history|hist|antecedentes?|previous|prior|past|old|healed|former|status|remission)\b/,
    cost: 0.2,
  },
  {
    of: (title, code) => seventh(code) === 'S' || /\bsequelae?\b/i.test(title),
    asked: /\b(sequel|late|secuela|residual|old)/,
    cost: 0.2,
  },
  {
    of: (_, code) => /[DEFGHJKMNPQR]/.test(seventh(code)),
    asked: /\b(subsequent|followup|follow|routine|delayed|nonunion|malunion|aftercare|healing|sucesiv)/,
    cost: 0.15,
  },
  {
    of: (title) => /\bopen fracture\b/i.test(title),
    asked: /\b(open|compound|abiert|expuest)/,
    cost: 0.08,
  },
  {
    of: (title) => /\b(nonunion|malunion|delayed healing)\b/i.test(title),
    asked: /\b(nonunion|malunion|delayed|pseudoart)/,
    cost: 0.04,
  },
  {
    of: (_, code) => /^[V-Y]/.test(code),
    asked:
      /\b(accident|fall|fell|struck|collision|assault|driver|passenger|occupant|pedestrian|caida|exposure|contact|bitten|bite|place|activity|crash|mva|mvc|explosion|misadventure|vehicle|motorcycle|bicycle|burned)/,
    cost: 0.15,
  },
  {
    of: (_, code) => /^T(3[6-9]|4|50)/.test(code),
    asked: /\b(poison|overdos|adverse|underdos|toxic|intoxic|intox|sobredosis|envenen)/,
    cost: 0.1,
  },
  {
    of: (title) => /\b(intentional self-harm|assault|undetermined)\b/i.test(title),
    asked: /\b(intentional|self|suicid|assault|undetermined|autoles|homicid)/,
    cost: 0.08,
  },
  {
    of: (title) => /\bunderdosing\b/i.test(title),
    asked: /\bunderdos/,
    cost: 0.06,
  },
  {
    of: (title) => /\bright\b/i.test(title),
    asked: /\b(right|rt|derech[oa]s?|bilateral|both)\b/,
    cost: 0.06,
  },
  {
    of: (title) => /\bleft\b/i.test(title),
    asked: /\b(left|lt|izquierd[oa]s?|bilateral|both)\b/,
    cost: 0.065,
  },
  {
    of: (title) => /\bbilateral\b/i.test(title),
    asked: /\b(bilat|bilaterales?|bilateral|both|ambos|ambas)\b/,
    cost: 0.07,
  },
  {
    of: (title) =>
      /\b(due to|secondary to|drug[- ]induced|in diseases classified|in other diseases|postprocedural|complicating|following|intraoperative)\b/i.test(
        title,
      ),
    asked:
      /\b(due|secondary|induced|drug|postop|postprocedural|complicat|following|after|debid|secundari|post|in)/,
    cost: 0.1,
  },
  {
    of: (title) => /\bmale breast\b/i.test(title) && !/\bfemale breast\b/i.test(title),
    asked: /\b(male|men|man|hombre|varon)\b/,
    cost: 0.04,
  },
  {
    of: (title) => /\b(juvenile|child|childhood|infantile|adolescent|pediatric)\b/i.test(title),
    asked: /\b(juvenil|child|infan|adolesc|pediatr|nino|nina|young)/,
    cost: 0.06,
  },
  {
    of: (_, code) => code.startsWith('Q'),
    asked: /\b(congenit|malform|anomal|deform|absen|birth)/,
    cost: 0.03,
  },
  {
    of: (title) => /\b(secondary malignant|metastatic)\b/i.test(title),
    asked: /\b(secondary|metast|mets|secundari)/,
    cost: 0.08,
  },
  {
    of: (title) => /\bin remission|in relapse\b/i.test(title),
    asked: /\b(remission|relapse|remision|recaida)/,
    cost: 0.05,
  },
  {
    of: (title) => /\b(conjoined|(mono|di|tri|quadra)(chorionic|amniotic))\b/i.test(title),
    asked: /conjoin|siames|chori|amnio|corial|corionic/,
    cost: 0.08,
  },
  {
    of: (title) => /\b(first|second|third) trimester\b/i.test(title),
    asked: /\b(trimest|weeks?|semanas?)/,
    cost: 0.05,
  },
  {
    of: (title) => /\b(screening|vaccin|immunization|donor|counseling)\b/i.test(title),
    asked: /\b(screen|vaccin|immuniz|donor|counsel|encounter|cribado|vacuna)/,
    cost: 0.08,
  },
];

/** The circumstances of a code, as bits in the order of {@link CIRCUMSTANCES}. */
export function circumstancesOf(code: string, title: string): number {
  return CIRCUMSTANCES.reduce((bits, { of }, bit) => (of(title, code) ? bits | (1 << bit) : bits), 0);
}

/** What codes lose by the circumstances that a query does not ask for: a cost by bit, 0 where asked. */
export function costsFor(query: string): number[] {
  return CIRCUMSTANCES.map(({ asked, cost }) => (asked.test(query) ? 0 : cost));
}

/** What the release says of a code, apart from its words. */
export interface Standing {
  billable: boolean;
  /** How many rows of index and tables lead to it. */
  terms: number;
  /** Whether a main term of the index leads to it by default. */
  mainTerm: boolean;
}

/** The fourth character 9 is the unspecified condition of its category (Official Guidelines, I.A.9.b). */
const UNSPECIFIED_FOURTH = /^...\.9/;

/** How likely a code is meant at all, about -0.5 to 1. */
export function priorOf(code: string, title: string, { billable, terms, mainTerm }: Standing): number {
  const unspecified = /\bunspecified$|^unspecified\b|, unspecified\b|\bwithout complications?\b/i.test(title);
  return (
    (billable ? 0.3 : 0) +
    0.06 * Math.min(5, Math.log2(1 + terms)) +
    (mainTerm ? 0.15 : 0) +
    (unspecified ? 0.1 : 0) +
    (UNSPECIFIED_FOURTH.test(code) ? 0.1 : 0) -
    (/\bother specified\b|^other\b/i.test(title) ? 0.1 : 0) -
    Math.min(0.4, title.length / 400)
  );
}
