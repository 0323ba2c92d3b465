import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Language } from '../../shared/chart.ts';
import { UserError } from '../errors.ts';

const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const Probability = z.number().min(0).max(1);

/** `manifest.json` of a model pack: what it is, what it was trained on, and the hash of every file. */
export const Manifest = z
  .object({
    format: z.literal('rubricator-model-pack'),
    formatVersion: z.literal(1),
    name: z.string().min(1).max(100),
    version: z.string().min(1).max(50),
    codeSystem: z.literal('icd-10-cm'),
    release: z.string(),
    languages: z.array(Language).min(1),
    labels: z.number().int().positive(),
    encoder: z
      .object({
        /** Tokens in one window, [CLS] and [SEP] included. */
        window: z.number().int().min(16),
        /** Content tokens that neighbouring windows share: even, as each window keeps one half of them. */
        overlap: z.number().int().nonnegative(),
        /** Width of a hidden state. */
        hidden: z.number().int().positive(),
      })
      .strict()
      .refine(
        ({ window, overlap }) => overlap % 2 === 0 && overlap < window - 2,
        'the windows do not advance',
      ),
    /** Columns fusion.onnx was fitted on, in order. */
    features: z.array(z.string()),
    /** Probability from which a code is a suggestion, by language. */
    thresholds: z.record(Language, Probability),
    files: z.record(
      FileName,
      z.object({ bytes: z.number().int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }).strict(),
    ),
    training: z.object({
      data: z.array(z.object({ name: z.string(), licence: z.string(), use: z.string() }).strict()),
      initialWeights: z.object({ name: z.string(), licence: z.string() }).strict(),
    }),
    /** Held-out results; their layout belongs to the evaluation that wrote them. */
    results: z.record(z.string(), z.unknown()),
  })
  .strict();
export type Manifest = z.infer<typeof Manifest>;
export type EncoderGeometry = Manifest['encoder'];

/** The files every pack must have. */
export const PACK_FILES = [
  'encoder.onnx',
  'label-attention.onnx',
  'fusion.onnx',
  'tokenizer.json',
  'labels.tsv',
  'lexicon.sqlite',
] as const;
export type PackFile = (typeof PACK_FILES)[number];

/** A pack whose manifest was read and whose every file has the size and hash it names. */
export interface ModelPack {
  manifest: Manifest;
  /** Codes in the order of the model's labels. */
  labels: string[];
  path(file: PackFile): string;
}

/**
 * Reads and verifies a model pack before any of it is loaded.
 * @throws UserError naming the first thing that is wrong with it
 */
export function openModelPack(folder: string): ModelPack {
  const refuse = (reason: string): UserError =>
    new UserError(
      `The model pack in ${folder} was refused: ${reason}.`,
      'Install the pack again from its original medium; nothing of it was loaded.',
    );
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch {
    throw refuse('its manifest.json is missing or not JSON');
  }
  const parsed = Manifest.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`its manifest is not valid (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`);
  }
  const manifest = parsed.data;
  for (const file of PACK_FILES) {
    if (!manifest.files[file]) throw refuse(`its manifest does not list ${file}`);
  }
  for (const [file, { bytes, sha256 }] of Object.entries(manifest.files)) {
    let content: Buffer;
    try {
      content = readFileSync(join(folder, file));
    } catch {
      throw refuse(`${file} is missing`);
    }
    if (content.length !== bytes) throw refuse(`${file} has ${content.length} bytes instead of ${bytes}`);
    const actual = createHash('sha256').update(content).digest('hex');
    if (actual !== sha256) throw refuse(`${file} was changed: its SHA-256 is not the manifest's`);
  }
  const labels = readFileSync(join(folder, 'labels.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0] ?? '');
  if (labels.length !== manifest.labels) {
    throw refuse(`labels.tsv has ${labels.length} labels instead of ${manifest.labels}`);
  }
  return { manifest, labels, path: (file) => join(folder, file) };
}
