import { z } from 'zod';

/** A text as WordPiece tokens. The three arrays run in parallel, one element a token. */
export interface Tokens {
  ids: Int32Array;
  /** UTF-16 offset where the token's characters begin in the text. */
  starts: Int32Array;
  /** UTF-16 offset just after the token's characters. */
  ends: Int32Array;
}

export interface Tokenizer {
  /** Tokens of the whole text, without [CLS] and [SEP]. */
  encode(text: string): Tokens;
  readonly cls: number;
  readonly sep: number;
}

const TokenizerFile = z.object({
  normalizer: z.object({ type: z.literal('BertNormalizer'), lowercase: z.literal(true) }),
  model: z.object({
    type: z.literal('WordPiece').optional(),
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.number().int().positive(),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
  }),
});

/** A word's pieces: token ids, and where each piece begins in the normalised word. */
interface Pieces {
  ids: number[];
  starts: number[];
}

// BERT's own split: white space separates; every punctuation character (Unicode P, and the
// ASCII symbols BERT counts as punctuation) is a word of its own. Control characters never
// reach a normalised text, so they need no rule here.
const WORD = /[\p{P}$+<=>^`|~]|[^\s\p{P}$+<=>^`|~]+/gu;

/**
 * An uncased BERT WordPiece tokenizer that keeps UTF-16 offsets, which evidence needs and
 * JavaScript tokenizer libraries do not give.
 *
 * Source: Devlin et al. 2019 (BERT), greedy longest-match-first WordPiece.
 *
 * @param file the parsed content of a `tokenizer.json`
 * @throws Error where the file describes another kind of tokenizer
 */
export function createTokenizer(file: unknown): Tokenizer {
  const parsed = TokenizerFile.safeParse(file);
  if (!parsed.success) throw new Error('tokenizer.json is not an uncased BERT WordPiece tokenizer');
  const { vocab, unk_token, continuing_subword_prefix, max_input_chars_per_word } = parsed.data.model;
  const id = (token: string): number => {
    const found = vocab[token];
    if (found === undefined) throw new Error(`tokenizer.json lacks the token ${token}`);
    return found;
  };
  const unknown = id(unk_token);
  const initial = new Map<string, number>();
  const continuing = new Map<string, number>();
  for (const [token, index] of Object.entries(vocab)) {
    if (token.startsWith(continuing_subword_prefix)) {
      continuing.set(token.slice(continuing_subword_prefix.length), index);
    }
    initial.set(token, index);
  }
  const cache = new Map<string, Pieces>();

  function split(word: string): Pieces {
    const whole = { ids: [unknown], starts: [0] };
    if (word.length > max_input_chars_per_word) return whole;
    const pieces: Pieces = { ids: [], starts: [] };
    let start = 0;
    while (start < word.length) {
      const vocabulary = start === 0 ? initial : continuing;
      let end = word.length;
      let found: number | undefined;
      for (; end > start; end--) {
        found = vocabulary.get(word.slice(start, end));
        if (found !== undefined) break;
      }
      if (found === undefined) return whole;
      pieces.ids.push(found);
      pieces.starts.push(start);
      start = end;
    }
    return pieces;
  }

  function piecesOf(word: string): Pieces {
    const known = cache.get(word);
    if (known) return known;
    const pieces = split(word);
    if (cache.size > 100_000) cache.clear();
    cache.set(word, pieces);
    return pieces;
  }

  return {
    cls: id('[CLS]'),
    sep: id('[SEP]'),
    encode(text) {
      const ids: number[] = [];
      const starts: number[] = [];
      const ends: number[] = [];
      for (const match of text.matchAll(WORD)) {
        const raw = match[0];
        const offset = match.index;
        const { word, origin } = normalise(raw);
        if (word.length === 0) continue;
        const pieces = piecesOf(word);
        for (let i = 0; i < pieces.ids.length; i++) {
          const from = pieces.starts[i] ?? 0;
          const to = pieces.starts[i + 1] ?? word.length;
          ids.push(pieces.ids[i] ?? unknown);
          starts.push(offset + (origin ? (origin[from] ?? 0) : from));
          ends.push(offset + (to === word.length ? raw.length : origin ? endIn(raw, origin, to) : to));
        }
      }
      return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
    },
  };
}

const PLAIN = /^[\x21-\x7e]*$/;
const MARKS = /\p{M}/gu;

/**
 * Lower-cases and strips accents as BERT's uncased normaliser does.
 * `origin` maps offsets in the result to offsets in `raw`; absent where they are equal.
 */
function normalise(raw: string): { word: string; origin?: number[] } {
  if (PLAIN.test(raw)) return { word: raw.toLowerCase() };
  let word = '';
  const origin: number[] = [];
  let at = 0;
  for (const character of raw) {
    const folded = character.toLowerCase().normalize('NFD').replace(MARKS, '');
    for (let unit = 0; unit < folded.length; unit++) origin.push(at + Math.min(unit, character.length - 1));
    word += folded;
    at += character.length;
  }
  return { word, origin };
}

/**
 * Where in `raw` the characters end that the first `to` units of the normalised word come from.
 * A character that became several letters (Hangul) belongs whole to each piece that has one of them.
 */
function endIn(raw: string, origin: readonly number[], to: number): number {
  const last = origin[to - 1] ?? 0;
  let next = to;
  while (next < origin.length && origin[next] === last) next += 1;
  return origin[next] ?? raw.length;
}
