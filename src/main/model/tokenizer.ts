import { z } from 'zod';
import { createByteLevelBpe } from './byteLevelBpe.ts';
import { createWordPiece } from './wordPiece.ts';

/** A text as tokens. The three arrays run in parallel, one element a token. */
export interface Tokens {
  ids: Int32Array;
  /** UTF-16 offset where the token's characters begin in the text. */
  starts: Int32Array;
  /** UTF-16 offset just after the token's characters. */
  ends: Int32Array;
}

export interface Tokenizer {
  /**
   * Tokens of the whole text, without those that begin and end a window. Offsets never decrease.
   * Names of special tokens in the text, such as "[SEP]", are read as text.
   */
  encode(text: string): Tokens;
  /** The token that begins a window: [CLS], or <s>. */
  readonly cls: number;
  /** The token that ends a window: [SEP], or </s>. */
  readonly sep: number;
}

/** Encodes a text without regard to special tokens. */
export type Encode = Tokenizer['encode'];

const Kind = z.object({
  model: z.object({
    type: z.string().optional(),
    vocab: z.unknown().optional(),
    merges: z.unknown().optional(),
  }),
  post_processor: z
    .object({
      type: z.string(),
      cls: z.tuple([z.string(), z.number()]).optional(),
      sep: z.tuple([z.string(), z.number()]).optional(),
    })
    .nullish(),
  added_tokens: z.array(z.object({ id: z.number().int().nonnegative(), content: z.string() })).nullish(),
});

/**
 * A tokenizer of one of the kinds that BERT and RoBERTa encoders are trained with: uncased or cased
 * WordPiece, or byte-level BPE. It keeps UTF-16 offsets, which evidence needs and the maintained
 * JavaScript tokenizer libraries do not give.
 *
 * @param file the parsed content of a Hugging Face `tokenizer.json`
 * @throws Error where the file describes another kind of tokenizer
 */
export function createTokenizer(file: unknown): Tokenizer {
  const parsed = Kind.safeParse(file);
  if (!parsed.success) throw new Error('tokenizer.json describes no tokenizer that is known');
  const { model, post_processor: post, added_tokens: added } = parsed.data;
  // Older files do not name the kind; only BPE has merges.
  const kind = model.type ?? (model.merges === undefined ? 'WordPiece' : 'BPE');
  const idOf = (name: string): number => {
    const id =
      added?.find(({ content }) => content === name)?.id ?? (model.vocab as Record<string, number>)[name];
    if (id === undefined) throw new Error(`tokenizer.json lacks the token ${name}`);
    return id;
  };
  switch (kind) {
    case 'WordPiece':
      return { encode: createWordPiece(file), cls: idOf('[CLS]'), sep: idOf('[SEP]') };
    case 'BPE':
      return {
        encode: createByteLevelBpe(file),
        cls: post?.cls?.[1] ?? idOf('<s>'),
        sep: post?.sep?.[1] ?? idOf('</s>'),
      };
    default:
      throw new Error(`tokenizer.json is a ${kind} tokenizer; WordPiece and byte-level BPE are supported`);
  }
}
