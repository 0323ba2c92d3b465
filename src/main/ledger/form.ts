/** Whether a body and its sealed texts are what the ledger writes, byte for byte, and what a body says. */
import { PublicDetails, PrivateDetails } from '../../shared/entry.ts';
import { BodyV1, BodyV2, SealedTexts, serialise } from './entry.ts';
import { patternOf } from './grammar.ts';

/** What verification needs of a body. */
export interface Claims {
  v: 1 | 2;
  seq: number;
  at: string;
  previous: string;
  chart: string | null;
  who: string;
  action: string;
  code: string | null;
  /** Pieces of evidence. */
  pieces: number;
  /** SHA-256 of the sealed texts; null where there are none. */
  sealed: string | null;
  /** The key that it says signs the checkpoints; null where it says nothing of that. */
  publicKey: string | null;
}

const CAPTURED = ['seq', 'at', 'previous', 'chart', 'who', 'action', 'code', 'evidence', 'sealed', 'score'];

// Most entries match; those with details that are rare, or with escaped characters, are checked the long way.
const USUAL_IN_V1 = {
  inView: true,
  reason: true,
  from: true,
  fromTitle: true,
  order: true,
  poa: true,
} as const;
const USUAL = { ...USUAL_IN_V1, score: true, overridden: true } as const;
const V1 = patternOf(
  BodyV1.extend({ details: BodyV1.shape.details.unwrap().pick(USUAL_IN_V1).exactOptional() }),
  CAPTURED,
);
const V2 = patternOf(BodyV2.extend({ details: PublicDetails.pick(USUAL).exactOptional() }), CAPTURED);
const TEXTS = patternOf(
  SealedTexts.extend({ details: PrivateDetails.pick({ comment: true, answer: true }) }),
  ['quotes'],
);

/** What a body says; null where it is not the canonical JSON of one. */
export function claimsOf(body: string): Claims | null {
  return claimsOfUsual(body) ?? claimsOfAny(body);
}

function claimsOfUsual(body: string): Claims | null {
  const newer = V2.regexp.exec(body);
  const match = newer ?? V1.regexp.exec(body);
  if (!match) return null;
  const { groups } = newer ? V2 : V1;
  const textOf = (name: string): string => match[groups[name] ?? -1] ?? '';
  const score = textOf('score');
  if (score !== '' && String(Number(score)) !== score) return null;
  return {
    v: newer ? 2 : 1,
    seq: Number(textOf('seq')),
    at: textOf('at').slice(1, -1),
    previous: textOf('previous').slice(1, -1),
    chart: unquoted(textOf('chart')),
    who: textOf('who').slice(1, -1),
    action: textOf('action').slice(1, -1),
    code: unquoted(textOf('code')),
    pieces: count(textOf('evidence'), '{"context"'),
    sealed: unquoted(textOf('sealed')),
    publicKey: null,
  };
}

function claimsOfAny(body: string): Claims | null {
  try {
    const json = JSON.parse(body) as object;
    const v = 'v' in json ? 2 : 1;
    const said: BodyV1 | BodyV2 = v === 2 ? BodyV2.parse(json) : BodyV1.parse(json);
    if (serialise(said) !== body) return null;
    const { seq, at, previous, chart, who, action, code, evidence } = said;
    return {
      ...{ v, seq, at, previous, chart, who, action, code },
      pieces: evidence.length,
      sealed: 'v' in said ? (said.sealed ?? null) : null,
      publicKey: 'v' in said ? (said.details?.publicKey ?? null) : null,
    };
  } catch {
    return null;
  }
}

/** Whether sealed texts are the canonical JSON of such, with a quote for each piece of evidence. */
export function areTexts(sealed: string, pieces: number): boolean {
  const quotes = TEXTS.regexp.exec(sealed)?.[1];
  if (quotes !== undefined) return count(quotes, '"') === 2 * pieces;
  try {
    const texts = SealedTexts.parse(JSON.parse(sealed));
    return serialise(texts) === sealed && texts.quotes.length === pieces;
  } catch {
    return false;
  }
}

/** A text without its quotes; null for null, and for what is not there. */
function unquoted(json: string): string | null {
  return json === '' || json === 'null' ? null : json.slice(1, -1);
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}
