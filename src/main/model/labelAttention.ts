import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EncoderGeometry } from './pack.ts';
import { firstLine, openOnBestProvider, sessionOptions, type ProvidedSession } from './provider.ts';
import { createTokenizer, type Tokenizer, type Tokens } from './tokenizer.ts';

/** A text as the model has read it. */
export interface Reading {
  tokens: Tokens;
  /** Hidden states, row by row: tokens × hidden width. */
  hidden: Float32Array;
  /** One logit a label, in the order of the pack's labels. */
  logits: Float32Array;
  /**
   * Probabilities of each token's {@link MENTION_TAGS}, row by row: tokens × 5, a row summing to 1.
   * All zero where the pack has no mention tagger.
   */
  tags: Float32Array;
}

/** What a token can be, in the order of {@link Reading.tags}: where mentions begin and go on. */
export const MENTION_TAGS = [
  'outside',
  'diagnosis-first',
  'diagnosis-inside',
  'procedure-first',
  'procedure-inside',
] as const;

/** Where in a text a label finds its evidence: arrays with one element a token. */
export interface TokenEvidence {
  /** Attention of the label, summing to 1. */
  attention: Float32Array;
  /**
   * What the token adds to the label's logit: attention × (classifier · hidden state), which is also
   * attention × gradient. Sums to the logit less the label's bias. Absent where the pack's graph has none.
   */
  contribution?: Float32Array;
}

export interface ReadOptions {
  /** Called after each window with the share of the text read, 0 to 1. */
  onProgress?: (fraction: number) => void;
  /** Checked between windows; the read ends with the signal's reason. */
  signal?: AbortSignal;
}

/** The files of the neural part and what is needed to run them. */
export interface LabelAttentionParts {
  /** Paths of the files. */
  encoder: string;
  head: string;
  tokenizer: string;
  /** The mention tagger; without it no token has a tag. */
  mentions?: string;
  labels: readonly string[];
  /** The code system of each label; all are icd-10-cm where absent. */
  systems?: readonly string[];
  geometry: EncoderGeometry;
}

const LABELS_AT_ONCE = 256;

/**
 * The neural part of a pack: a transformer encoder with one attention vector per label over all
 * tokens of the text (BERT-XML, Zhang et al. 2020; CAML, Mullenbach et al. 2018). Texts longer than
 * the window are read in overlapping windows whose hidden states are concatenated before label
 * attention (PLM-ICD, Huang et al. 2022).
 */
export class LabelAttentionModel {
  /** What runs the encoder now; a provider that fails while reading is replaced by the CPU. */
  provider: string;
  providerReason: string;
  readonly labels: readonly string[];
  /** The code system of each label. */
  readonly systems: readonly string[];
  /** Milliseconds spent inside ONNX Runtime since the model was opened, for the benchmark. */
  sessionMilliseconds = 0;
  readonly #tokenizer: Tokenizer;
  #encoder: InferenceSession;
  readonly #encoderFile: string;
  readonly #head: InferenceSession;
  readonly #mentions: InferenceSession | undefined;
  readonly #geometry: EncoderGeometry;

  private constructor(
    parts: LabelAttentionParts,
    encoder: ProvidedSession,
    head: InferenceSession,
    mentions: InferenceSession | undefined,
  ) {
    this.provider = encoder.provider;
    this.providerReason = encoder.reason;
    this.labels = parts.labels;
    this.systems = parts.systems ?? parts.labels.map(() => 'icd-10-cm');
    this.#geometry = parts.geometry;
    this.#tokenizer = createTokenizer(JSON.parse(readFileSync(parts.tokenizer, 'utf8')));
    this.#encoder = encoder.session;
    this.#encoderFile = parts.encoder;
    this.#head = head;
    this.#mentions = mentions;
  }

  /**
   * Opens the model from its files, which must have been verified.
   * @param openEncoder a parameter so that tests can make a provider fail
   */
  static async open(
    parts: LabelAttentionParts,
    openEncoder: (file: string) => Promise<ProvidedSession> = openOnBestProvider,
  ): Promise<LabelAttentionModel> {
    const encoder = await openEncoder(parts.encoder);
    // The heads are a few small products: moving them to another device costs more than it saves.
    const head = await InferenceSession.create(parts.head, sessionOptions('cpu'));
    const mentions = parts.mentions
      ? await InferenceSession.create(parts.mentions, sessionOptions('cpu'))
      : undefined;
    return new LabelAttentionModel(parts, encoder, head, mentions);
  }

  /** Reads a text. An empty one gives no tokens and logits of minus infinity. */
  read(text: string, options: ReadOptions = {}): Promise<Reading> {
    return this.readTokens(this.#tokenizer.encode(text), options);
  }

  /** Reads a text that is tokens already. */
  async readTokens(tokens: Tokens, options: ReadOptions = {}): Promise<Reading> {
    const count = tokens.ids.length;
    const { window, overlap, hidden: width } = this.#geometry;
    const content = window - 2;
    const advance = content - overlap;
    const hidden = new Float32Array(count * width);
    for (let start = 0; start < count; start += advance) {
      options.signal?.throwIfAborted();
      const end = Math.min(count, start + content);
      const states = await this.#encode(tokens.ids.subarray(start, end));
      // Of two windows' states for a token, the one further from its window's edge is kept.
      const keepFrom = start === 0 ? 0 : overlap / 2;
      hidden.set(
        states.subarray((1 + keepFrom) * width, (1 + end - start) * width),
        (start + keepFrom) * width,
      );
      options.onProgress?.(end / count);
      if (end === count) break;
    }
    const logits = new Float32Array(this.labels.length).fill(-Infinity);
    if (count > 0) {
      for (let from = 0; from < this.labels.length; from += LABELS_AT_ONCE) {
        options.signal?.throwIfAborted();
        const to = Math.min(this.labels.length, from + LABELS_AT_ONCE);
        const asked = Array.from({ length: to - from }, (_, i) => from + i);
        const output = await this.#attend(hidden, count, asked, ['logits']);
        logits.set(output['logits']?.data as Float32Array, from);
      }
    }
    return { tokens, hidden, logits, tags: await this.#tag(hidden, count) };
  }

  /**
   * Attention of the asked labels over the tokens of a reading, each row summing to 1.
   * Memory grows with asked labels × tokens, not with all labels.
   */
  async attention(reading: Reading, labels: readonly number[]): Promise<Float32Array[]> {
    const [attention = []] = await this.#rows(reading, labels, ['attention']);
    return attention;
  }

  /** As {@link attention}, with what each token adds to the label's logit. */
  async evidence(reading: Reading, labels: readonly number[]): Promise<TokenEvidence[]> {
    const outputs = this.#head.outputNames.includes('contribution')
      ? ['attention', 'contribution']
      : ['attention'];
    const [attention = [], contribution] = await this.#rows(reading, labels, outputs);
    return attention.map((row, i) =>
      contribution?.[i] ? { attention: row, contribution: contribution[i] } : { attention: row },
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.#encoder.release(), this.#head.release(), this.#mentions?.release()]);
  }

  async #tag(hidden: Float32Array, count: number): Promise<Float32Array> {
    if (!this.#mentions || count === 0) return new Float32Array(count * MENTION_TAGS.length);
    const feeds = { hidden: new Tensor('float32', hidden, [count, this.#geometry.hidden]) };
    const output = await this.#timed(this.#mentions, feeds, ['tags']);
    return output['tags']?.data as Float32Array;
  }

  /** For each output of the head the rows of the asked labels, one element a token. */
  async #rows(reading: Reading, labels: readonly number[], outputs: string[]): Promise<Float32Array[][]> {
    const count = reading.tokens.ids.length;
    const rows: Float32Array[][] = outputs.map(() => []);
    if (count === 0) return outputs.map(() => labels.map(() => new Float32Array()));
    for (let from = 0; from < labels.length; from += LABELS_AT_ONCE) {
      const asked = labels.slice(from, from + LABELS_AT_ONCE);
      const output = await this.#attend(reading.hidden, count, asked, outputs);
      outputs.forEach((name, o) => {
        const data = output[name]?.data as Float32Array;
        asked.forEach((_, row) => rows[o]?.push(data.subarray(row * count, (row + 1) * count)));
      });
    }
    return rows;
  }

  async #encode(ids: Int32Array): Promise<Float32Array> {
    const length = ids.length + 2;
    const input = new BigInt64Array(length);
    input[0] = BigInt(this.#tokenizer.cls);
    ids.forEach((id, i) => (input[i + 1] = BigInt(id)));
    input[length - 1] = BigInt(this.#tokenizer.sep);
    const feeds = {
      input_ids: new Tensor('int64', input, [1, length]),
      attention_mask: new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]),
    };
    let output: InferenceSession.ReturnType;
    try {
      output = await this.#timed(this.#encoder, feeds, ['hidden']);
    } catch (error) {
      if (this.provider === 'cpu') throw error;
      await this.#fallBackToCpu(error);
      output = await this.#timed(this.#encoder, feeds, ['hidden']);
    }
    return output['hidden']?.data as Float32Array;
  }

  /** A device that is lost in the middle of a chart must not lose the chart. */
  async #fallBackToCpu(error: unknown): Promise<void> {
    const failed = this.#encoder;
    this.#encoder = await InferenceSession.create(this.#encoderFile, sessionOptions('cpu'));
    this.providerReason = `${this.provider} failed while reading (${firstLine(error)})`;
    this.provider = 'cpu';
    await failed.release().catch(() => undefined);
  }

  #attend(
    hidden: Float32Array,
    count: number,
    labels: readonly number[],
    fetches: string[],
  ): Promise<InferenceSession.ReturnType> {
    const feeds = {
      hidden: new Tensor('float32', hidden, [count, this.#geometry.hidden]),
      labels: new Tensor('int64', BigInt64Array.from(labels, BigInt), [labels.length]),
    };
    return this.#timed(this.#head, feeds, fetches);
  }

  async #timed(
    session: InferenceSession,
    feeds: InferenceSession.FeedsType,
    fetches: string[],
  ): Promise<InferenceSession.ReturnType> {
    const started = performance.now();
    const output = await session.run(feeds, fetches);
    this.sessionMilliseconds += performance.now() - started;
    return output;
  }
}
