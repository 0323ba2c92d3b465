import { z } from 'zod';
import type { Encode } from './tokenizer.ts';

const ByteLevelFile = z.object({
  normalizer: z.null().optional(),
  pre_tokenizer: z.object({
    type: z.literal('ByteLevel'),
    add_prefix_space: z.boolean(),
    use_regex: z.literal(true).optional(),
  }),
  model: z.object({
    dropout: z.null().optional(),
    unk_token: z.string().nullish(),
    continuing_subword_prefix: z.literal('').nullish(),
    end_of_word_suffix: z.literal('').nullish(),
    ignore_merges: z.literal(false).optional(),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
    /** Best first; older files write a pair as one string. */
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
});

// How GPT-2 splits a text before merging: a word takes the space before it along, and of several
// spaces the last goes to the word behind them.
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** A word's tokens, and where each begins among the word's bytes. */
interface Merged {
  ids: number[];
  starts: number[];
}

/**
 * Byte-level BPE as RoBERTa and GPT-2 use it. A token's range leaves out white space at its ends,
 * unless it is nothing else; one that is a part of a character's bytes has the whole character.
 *
 * Source: Sennrich et al. 2016 (BPE), Radford et al. 2019 (over bytes).
 *
 * @param file the parsed content of a `tokenizer.json`
 * @throws Error where the file describes another tokenizer
 */
export function createByteLevelBpe(file: unknown): Encode {
  const parsed = ByteLevelFile.safeParse(file);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new Error(`tokenizer.json is not a byte-level BPE tokenizer as RoBERTa's is (${where})`);
  }
  const { pre_tokenizer: pre, model } = parsed.data;
  const symbols = byteSymbols();
  const vocabulary = new Map(Object.entries(model.vocab));
  const unknown = model.unk_token ? vocabulary.get(model.unk_token) : undefined;
  const missing = symbols.findIndex((symbol) => !vocabulary.has(symbol));
  if (missing >= 0 && unknown === undefined) {
    throw new Error(`tokenizer.json lacks the byte ${missing}, and has no token for what is unknown`);
  }
  const ranks = new Map(
    model.merges.map((pair, rank) => [typeof pair === 'string' ? pair : pair.join(' '), rank]),
  );
  for (const pair of ranks.keys()) {
    const joined = pair.replace(' ', '');
    if (!vocabulary.has(joined))
      throw new Error(`tokenizer.json merges "${joined}", which is no token of it`);
  }
  const encoder = new TextEncoder();
  const cache = new Map<string, Merged>();

  function merge(word: string): Merged {
    const parts = Array.from(encoder.encode(word), (byte) => symbols[byte] ?? '');
    for (;;) {
      let best = Infinity;
      let at = -1;
      for (let i = 0; i + 1 < parts.length; i++) {
        const rank = ranks.get(`${parts[i] ?? ''} ${parts[i + 1] ?? ''}`) ?? Infinity;
        if (rank < best) [best, at] = [rank, i];
      }
      if (at < 0) break;
      const [left = '', right = ''] = [parts[at], parts[at + 1]];
      let kept = at;
      for (let i = at; i < parts.length; i++) {
        const joins = parts[i] === left && parts[i + 1] === right;
        parts[kept++] = joins ? left + right : (parts[i] ?? '');
        if (joins) i += 1;
      }
      parts.length = kept;
    }
    let bytes = 0;
    const merged: Merged = { ids: [], starts: [] };
    for (const part of parts) {
      // Only a single byte can be missing from the vocabulary.
      merged.ids.push(vocabulary.get(part) ?? unknown ?? 0);
      merged.starts.push(bytes);
      bytes += part.length;
    }
    return merged;
  }

  function merged(word: string): Merged {
    const known = cache.get(word);
    if (known) return known;
    const found = merge(word);
    if (cache.size > 100_000) cache.clear();
    cache.set(word, found);
    return found;
  }

  return (text) => {
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    const prefixed = pre.add_prefix_space && text !== '' && !text.startsWith(' ') ? 1 : 0;
    const firstLength = String.fromCodePoint(text.codePointAt(0) ?? 0).length;
    for (const { 0: word, index } of `${prefixed ? ' ' : ''}${text}`.matchAll(WORD)) {
      const pieces = merged(word);
      const ranges = byteRanges(word);
      pieces.ids.forEach((id, i) => {
        const first = pieces.starts[i] ?? 0;
        const last = (pieces.starts[i + 1] ?? ranges.starts.length) - 1;
        const from = Math.max(0, index - prefixed + (ranges.starts[first] ?? 0));
        // A space that was put before the text stands for the text's first character.
        const to = Math.max(firstLength, index - prefixed + (ranges.ends[last] ?? 0));
        const quoted = text.slice(from, to);
        const trimmed = quoted.trim();
        const start = from + (trimmed === '' ? 0 : quoted.indexOf(trimmed));
        ids.push(id);
        starts.push(start);
        ends.push(trimmed === '' ? to : start + trimmed.length);
      });
    }
    return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
  };
}

/** For each byte of a word's UTF-8 form the UTF-16 range of its character. */
function byteRanges(word: string): { starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of word) {
    const code = character.codePointAt(0) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) {
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return { starts, ends };
}

/**
 * The character that stands for each byte: a printable one for itself, the others numbered from 256
 * on (Radford et al. 2019).
 */
function byteSymbols(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  let hidden = 0;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(printable(byte) ? byte : 256 + hidden++),
  );
}
