import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Language } from '../../shared/chart.ts';
import { CodeSystem } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';

const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const Probability = z.number().min(0).max(1);

/** `manifest.json` of a model pack: what it is, what it was trained on, and the hash of every file. */
export const Manifest = z
  .object({
    format: z.literal('rubricator-model-pack'),
    formatVersion: z.literal(2),
    /** Name and version, which are also the installed pack's folder. */
    name: FileName.max(100),
    version: FileName.max(50),
    languages: z.array(Language).min(1),
    /** What the pack codes in. */
    systems: z
      .partialRecord(
        CodeSystem,
        z
          .object({
            /** The release whose codes the pack was made for. */
            release: z.string(),
            /** Codes with an attention of their own. */
            labels: z.number().int().nonnegative(),
            /** Probability from which a code is a suggestion, by language, and in notes that have an assessment. */
            thresholds: z
              .object({
                en: Probability.optional(),
                es: Probability.optional(),
                visit: Probability.optional(),
              })
              .strict(),
            /** Whether the pack has a lexicon and fusion models for the system; else the label attention decides alone. */
            fused: z.boolean(),
          })
          .strict(),
      )
      .refine((systems) => Object.keys(systems).length > 0, 'no code system'),
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
    /** Columns that the fusion models were fitted on, in order; empty where no system is fused. */
    features: z.object({ mentions: z.array(z.string()), codes: z.array(z.string()) }).strict(),
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
export type Thresholds = Readonly<SystemManifest['thresholds']>;
export type SystemManifest = NonNullable<Manifest['systems'][CodeSystem]>;

/** The files every pack must have. */
export const PACK_FILES = ['encoder.onnx', 'label-attention.onnx', 'tokenizer.json', 'labels.tsv'] as const;
/** The mention tagger; a pack may go without. */
export const TAGGER_FILE = 'mentions.onnx';

/** The further files of a fused system. */
export function systemFiles(system: CodeSystem): Record<'lexicon' | 'mentions' | 'codes' | 'visit', string> {
  return {
    lexicon: `lexicon-${system}.sqlite`,
    mentions: `mention-fusion-${system}.onnx`,
    codes: `fusion-${system}.onnx`,
    visit: `visit-fusion-${system}.onnx`,
  };
}

/** A pack whose manifest was read and whose every file has the size and hash it names. */
export interface ModelPack {
  manifest: Manifest;
  /** Codes and their systems in the order of the model's labels. */
  labels: { code: string; system: string }[];
  /** Path of a file that the manifest lists. */
  path(file: string): string;
}

/**
 * Reads and verifies a model pack before any of it is loaded.
 * @throws UserError naming the first thing that is wrong with it
 */
export function openModelPack(folder: string): ModelPack {
  const refuse = (reason: string): UserError => refusal(folder, reason);
  const manifest = readManifest(folder);
  for (const language of manifest.languages) {
    for (const [system, { thresholds }] of Object.entries(manifest.systems)) {
      if (thresholds[language] === undefined) throw refuse(`${system} has no threshold for "${language}"`);
    }
  }
  for (const file of requiredFiles(manifest)) {
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
  const labels = parseLabels(readFileSync(join(folder, 'labels.tsv'), 'utf8'));
  for (const [system, { labels: expected }] of Object.entries(manifest.systems)) {
    const found = labels.filter((label) => label.system === system).length;
    if (found !== expected) {
      throw refuse(`labels.tsv has ${found} labels of ${system} instead of ${expected}`);
    }
  }
  const stray = labels.find((label) => !Object.hasOwn(manifest.systems, label.system));
  if (stray) throw refuse(`labels.tsv has a label of ${stray.system}, which the manifest does not name`);
  return { manifest, labels, path: (file) => join(folder, file) };
}

/**
 * Reads a pack's manifest alone, to say what the pack is; its files are not looked at.
 * @throws UserError where it is missing or not valid
 */
export function readManifest(folder: string): Manifest {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch {
    throw refusal(folder, 'its manifest.json is missing or not JSON');
  }
  const parsed = Manifest.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refusal(
      folder,
      `its manifest is not valid (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    );
  }
  return parsed.data;
}

function refusal(folder: string, reason: string): UserError {
  return new UserError(
    `The model pack in ${folder} was refused: ${reason}.`,
    'Install the pack again from its original medium; nothing of it was loaded.',
  );
}

function requiredFiles({ systems }: Manifest): string[] {
  const fused = Object.entries(systems).filter(([, system]) => system.fused);
  return [
    ...PACK_FILES,
    ...fused.flatMap(([system, { thresholds }]) => {
      const { visit, ...always } = systemFiles(system as CodeSystem);
      return [...Object.values(always), ...(thresholds.visit === undefined ? [] : [visit])];
    }),
  ];
}

/**
 * Reads a pack's `labels.tsv`: a header, then a line a label with its code, its training documents
 * and its code system.
 */
export function parseLabels(tsv: string): { code: string; system: string }[] {
  return tsv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [code = '', , system = ''] = row.split('\t');
      return { code, system };
    });
}
