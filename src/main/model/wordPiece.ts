import { z } from 'zod';
import type { Encode } from './tokenizer.ts';

const WordPieceFile = z.object({
  normalizer: z.object({
    type: z.literal('BertNormalizer'),
    clean_text: z.boolean().default(true),
    handle_chinese_chars: z.boolean().default(true),
    strip_accents: z.boolean().nullish(),
    lowercase: z.boolean(),
  }),
  pre_tokenizer: z.object({ type: z.literal('BertPreTokenizer') }).nullish(),
  model: z.object({
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

/** What lies between white space, normalised. `origin` maps its offsets to the text's; absent where equal. */
interface Normalised {
  text: string;
  origin?: number[];
}

// BERT's own split: every punctuation character (Unicode P, and the ASCII symbols BERT counts as
// punctuation) is a word of its own, and where asked for every Chinese character.
const PUNCTUATION = '\\p{P}$+<=>^`|~';
const CHINESE =
  '\\u4e00-\\u9fff\\u3400-\\u4dbf\\uf900-\\ufaff\\u{20000}-\\u{2a6df}\\u{2a700}-\\u{2b81f}\\u{2b820}-\\u{2ceaf}\\u{2f800}-\\u{2fa1f}';
// Cleaning removes control characters before words are split, those that are white space among them.
const CHUNK = /[^\p{White_Space}]+/gu;
const CLEANED_CHUNK = /[^\t\n\r\p{Z}]+/gu;
const PLAIN = /^[\x21-\x7e]*$/;
const MARKS = /\p{Mn}/gu;
const INVISIBLE = /[\p{C}\ufffd]/u;

/**
 * BERT's WordPiece, cased or uncased: greedy, longest match first.
 *
 * Source: Devlin et al. 2019 (BERT); the options are those of Hugging Face's BertNormalizer.
 *
 * @param file the parsed content of a `tokenizer.json`
 * @throws Error where the file describes another tokenizer
 */
export function createWordPiece(file: unknown): Encode {
  const parsed = WordPieceFile.safeParse(file);
  if (!parsed.success) throw new Error('tokenizer.json is not a BERT WordPiece tokenizer');
  const { normalizer } = parsed.data;
  const { vocab, unk_token, continuing_subword_prefix, max_input_chars_per_word } = parsed.data.model;
  const unknown = vocab[unk_token] ?? -1;
  if (unknown < 0) throw new Error(`tokenizer.json lacks the token ${unk_token}`);
  const initial = new Map<string, number>();
  const continuing = new Map<string, number>();
  for (const [token, index] of Object.entries(vocab)) {
    if (token.startsWith(continuing_subword_prefix)) {
      continuing.set(token.slice(continuing_subword_prefix.length), index);
    }
    initial.set(token, index);
  }
  const alone = normalizer.handle_chinese_chars ? PUNCTUATION + CHINESE : PUNCTUATION;
  const word = new RegExp(`[${alone}]|[^${alone}]+`, 'gu');
  const chunks = normalizer.clean_text ? CLEANED_CHUNK : CHUNK;
  const normalise = normaliser(normalizer);
  const cache = new Map<string, Pieces>();

  function split(whole: string): Pieces {
    const asUnknown = { ids: [unknown], starts: [0] };
    if (whole.length > max_input_chars_per_word && Array.from(whole).length > max_input_chars_per_word) {
      return asUnknown;
    }
    const pieces: Pieces = { ids: [], starts: [] };
    let start = 0;
    while (start < whole.length) {
      const vocabulary = start === 0 ? initial : continuing;
      let end = whole.length;
      let found: number | undefined;
      for (; end > start; end--) {
        found = vocabulary.get(whole.slice(start, end));
        if (found !== undefined) break;
      }
      if (found === undefined) return asUnknown;
      pieces.ids.push(found);
      pieces.starts.push(start);
      start = end;
    }
    return pieces;
  }

  function piecesOf(whole: string): Pieces {
    const known = cache.get(whole);
    if (known) return known;
    const pieces = split(whole);
    if (cache.size > 100_000) cache.clear();
    cache.set(whole, pieces);
    return pieces;
  }

  return (text) => {
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    for (const chunk of text.matchAll(chunks)) {
      const raw = chunk[0];
      const normalised = normalise(raw);
      for (const { 0: whole, index } of normalised.text.matchAll(word)) {
        const pieces = piecesOf(whole);
        for (let i = 0; i < pieces.ids.length; i++) {
          const from = index + (pieces.starts[i] ?? 0);
          const to = index + (pieces.starts[i + 1] ?? whole.length);
          ids.push(pieces.ids[i] ?? unknown);
          starts.push(chunk.index + (normalised.origin ? (normalised.origin[from] ?? 0) : from));
          ends.push(chunk.index + endIn(raw, normalised, to));
        }
      }
    }
    return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
  };
}

/** BERT's normaliser for what lies between white space. */
function normaliser(options: z.infer<typeof WordPieceFile>['normalizer']): (raw: string) => Normalised {
  const { clean_text, lowercase } = options;
  const stripsAccents = options.strip_accents ?? lowercase;
  const fold = (character: string): string => {
    if (clean_text && INVISIBLE.test(character)) return '';
    const bare = stripsAccents ? character.normalize('NFD').replace(MARKS, '') : character;
    return lowercase ? bare.toLowerCase() : bare;
  };
  return (raw) => {
    if (PLAIN.test(raw)) return { text: lowercase ? raw.toLowerCase() : raw };
    let text = '';
    const origin: number[] = [];
    let at = 0;
    for (const character of raw) {
      const folded = fold(character);
      for (let unit = 0; unit < folded.length; unit++) origin.push(at + Math.min(unit, character.length - 1));
      text += folded;
      at += character.length;
    }
    return { text, origin };
  };
}

/**
 * Where in `raw` the characters end that the first `to` units of the normalised text come from.
 * A character that became several letters (Hangul) belongs whole to each piece that has one of them.
 */
function endIn(raw: string, { origin }: Normalised, to: number): number {
  if (!origin) return to;
  const last = origin[to - 1] ?? 0;
  let next = to;
  while (next < origin.length && origin[next] === last) next += 1;
  return origin[next] ?? raw.length;
}
