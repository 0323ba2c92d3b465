import { InferenceSession } from 'onnxruntime-node';
import { readFileSync } from 'node:fs';
import type { Language } from '../../shared/chart.ts';
import { CodeSystem, type CodeHit } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';
import { LabelAttentionModel, MENTION_TAGS, type Reading } from '../model/labelAttention.ts';
import { openModelPack, TAGGER_FILE, type ModelPack } from '../model/pack.ts';
import { firstLine, openOnBestProvider, sessionOptions } from '../model/provider.ts';
import { createTokenizer, type Tokenizer } from '../model/tokenizer.ts';
import { openCoder } from './openCoder.ts';

/** One thing that a model pack must fulfil, and whether it does. */
export interface Check {
  name: string;
  ok: boolean;
  /** What was found, good or bad. */
  found: string;
  /** What to do about it, where it is not fulfilled. */
  remedy?: string;
}

/** Whether the code book in use has a code; a code is in its written form, with its dot. */
export type KnowsCode = (system: string, code: string) => boolean;

/**
 * What a graph must take or give: element type, and for each dimension its size, `any` for one that
 * must vary, or `one` for one that must allow a size of 1.
 */
type Ports = Record<string, { type: string; shape: readonly (number | 'any' | 'one')[]; optional?: boolean }>;

/** A check that cannot be passed; what would follow from it is not tried. */
class Failed extends Error {
  readonly remedy: string;

  constructor(found: string, remedy: string) {
    super(found);
    this.remedy = remedy;
  }
}

/** Longer than any window: a text is repeated until it has this many windows. */
const WINDOWS = 2.5;
/** How far sums of probabilities in 32-bit floats may be from 1. */
const SUM_TOLERANCE = 1e-3;

const SAMPLES: Record<Language, string> = {
  en: 'A 67-year-old woman with type 2 diabetes and COPD (GOLD III) was admitted with fever of 38.5 °C, cough and dyspnea; the chest X-ray showed pneumonia. Denies chest pain.\n',
  es: 'Mujer de 67 años con diabetes tipo 2 y EPOC que ingresa por fiebre de 38,5 °C, tos y disnea; la radiografía de tórax muestra una neumonía. Niega dolor torácico.\n',
};

/**
 * Checks a model pack against the contract in docs/model-packs.md: manifest and hashes, tokenizer,
 * labels, what the graphs take and give, and what they compute for a short and a long text. The
 * checks build on one another: the first that fails is the last.
 *
 * @param folder the pack
 * @param knows asked for each label, where given
 */
export async function checkModel(folder: string, knows?: KnowsCode): Promise<Check[]> {
  const checks: Check[] = [];
  const check = async <T>(name: string, run: () => Promise<[T, string]> | [T, string]): Promise<T> => {
    try {
      const [result, found] = await run();
      checks.push({ name, ok: true, found });
      return result;
    } catch (error) {
      checks.push({ name, ok: false, ...failure(error) });
      throw error;
    }
  };
  let model: LabelAttentionModel | undefined;
  try {
    const pack = await check('manifest, sizes and hashes', () => verified(folder));
    await check('labels', () => [undefined, checkLabels(pack, knows)]);
    const tokenizer = await check('tokenizer', () => checkTokenizer(pack));
    const { hidden } = pack.manifest.encoder;
    await check('encoder.onnx', () => checkGraph(pack, 'encoder.onnx', ...encoderPorts(hidden)));
    await check('label-attention.onnx', () => checkGraph(pack, 'label-attention.onnx', ...headPorts(hidden)));
    if (pack.manifest.files[TAGGER_FILE]) {
      await check(TAGGER_FILE, () => checkGraph(pack, TAGGER_FILE, ...taggerPorts(hidden)));
    }
    const opened = await check('opens', async () => {
      model = await openOnCpu(pack);
      return [model, 'all graphs run on the CPU'];
    });
    for (const language of pack.manifest.languages) {
      const short = SAMPLES[language];
      await check(`a short text (${language})`, () => checkReading(pack, opened, short));
      const long = repeated(short, tokenizer, WINDOWS * pack.manifest.encoder.window);
      await check(`a long text (${language})`, () => checkReading(pack, opened, long));
    }
    await check('coding', () => checkCoding(folder, pack, knows));
  } catch (error) {
    if (checks.at(-1)?.ok !== false) throw error;
  } finally {
    await model?.close();
  }
  return checks;
}

function failure(error: unknown): { found: string; remedy: string } {
  if (error instanceof Failed || error instanceof UserError)
    return { found: error.message, remedy: error.remedy };
  return { found: firstLine(error), remedy: 'Export the file again; docs/model-packs.md describes it.' };
}

function verified(folder: string): [ModelPack, string] {
  const pack = openModelPack(folder);
  const files = Object.values(pack.manifest.files);
  const { name, version } = pack.manifest;
  return [pack, `${name}@${version}: ${files.length} files, ${megabytes(pack)} MB, as the manifest says`];
}

/** The size of a pack in MB, to one digit. */
export function megabytes({ manifest }: Pick<ModelPack, 'manifest'>): string {
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  return (bytes / 1e6).toFixed(1);
}

function checkLabels({ labels, manifest }: ModelPack, knows?: KnowsCode): string {
  const seen = new Set<string>();
  for (const { code, system } of labels) {
    const key = `${system} ${code}`;
    if (seen.has(key)) throw new Failed(`${key} is a label twice`, 'Give each code one line in labels.tsv.');
    seen.add(key);
  }
  const found = Object.keys(manifest.systems).map((system) => {
    const own = labels.filter((label) => label.system === system);
    if (own.length === 0 && !manifest.systems[system as CodeSystem]?.fused) {
      throw new Failed(`${system} has no label, and nothing else to code by`, 'Leave the system out.');
    }
    if (!knows || own.length === 0) return `${own.length} of ${system}`;
    const unknown = own.filter(({ code }) => !knows(system, code));
    if (unknown.length === own.length) {
      throw new Failed(
        `the code book of ${system} has none of the ${own.length} labels, such as "${unknown[0]?.code ?? ''}"`,
        'Write codes as the book does, diagnoses with their dot (E11.22), and install the code book of the system.',
      );
    }
    const missing = unknown.slice(0, 3).map(({ code }) => code);
    return unknown.length === 0
      ? `${own.length} of ${system}, all in the code book`
      : `${own.length} of ${system}; the code book lacks ${unknown.length} (${missing.join(', ')}${unknown.length > 3 ? ', …' : ''}), which are never suggested`;
  });
  return found.join('; ');
}

function checkTokenizer(pack: ModelPack): [Tokenizer, string] {
  const remedy = 'Put the tokenizer.json that the encoder was trained with into the pack.';
  let tokenizer: Tokenizer;
  try {
    tokenizer = createTokenizer(JSON.parse(readFileSync(pack.path('tokenizer.json'), 'utf8')));
  } catch (error) {
    throw new Failed(firstLine(error), remedy);
  }
  const rates = pack.manifest.languages.map((language) => {
    const text = SAMPLES[language];
    const { ids, starts, ends } = tokenizer.encode(text);
    if (ids.length === 0) throw new Failed(`no token in a text (${language})`, remedy);
    if (ids.some((_, i) => (starts[i] ?? 0) < (starts[i - 1] ?? 0) || (ends[i] ?? 0) > text.length)) {
      throw new Failed(`offsets outside the text (${language})`, remedy);
    }
    return `${language} ${(ids.length / text.trim().split(/\s+/).length).toFixed(1)} tokens a word`;
  });
  return [tokenizer, rates.join(', ')];
}

function encoderPorts(hidden: number): [Ports, Ports] {
  const ids = { type: 'int64', shape: ['one', 'any'] } as const;
  return [
    { input_ids: ids, attention_mask: ids },
    { hidden: { type: 'float32', shape: ['one', 'any', hidden] } },
  ];
}

function headPorts(hidden: number): [Ports, Ports] {
  const row = { type: 'float32', shape: ['any', 'any'] } as const;
  return [
    {
      hidden: { type: 'float32', shape: ['any', hidden] },
      labels: { type: 'int64', shape: ['any'] },
    },
    {
      logits: { type: 'float32', shape: ['any'] },
      attention: row,
      contribution: { ...row, optional: true },
    },
  ];
}

function taggerPorts(hidden: number): [Ports, Ports] {
  return [
    { hidden: { type: 'float32', shape: ['any', hidden] } },
    { tags: { type: 'float32', shape: ['any', MENTION_TAGS.length] } },
  ];
}

async function checkGraph(
  pack: ModelPack,
  file: string,
  inputs: Ports,
  outputs: Ports,
): Promise<[undefined, string]> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(pack.path(file), sessionOptions('cpu'));
  } catch (error) {
    throw new Failed(
      `ONNX Runtime cannot open it: ${firstLine(error)}`,
      'Export it as one ONNX file with its weights inside, operator set 21 or earlier.',
    );
  }
  try {
    comparePorts('input', inputs, session.inputMetadata);
    comparePorts('output', outputs, session.outputMetadata);
    const given = session.outputNames.filter((name) => Object.hasOwn(outputs, name));
    return [undefined, `${session.inputNames.join(', ')} → ${given.join(', ')}`];
  } finally {
    await session.release();
  }
}

function comparePorts(
  kind: 'input' | 'output',
  expected: Ports,
  found: readonly InferenceSession.ValueMetadata[],
): void {
  // An output that nobody asks for does no harm; an input that nobody feeds does.
  const stray = found.find(({ name }) => kind === 'input' && !Object.hasOwn(expected, name));
  if (stray)
    throw new Failed(`has an input "${stray.name}" that is not fed`, 'Fix it inside the exported graph.');
  for (const [name, { type, shape, optional }] of Object.entries(expected)) {
    const port = found.find((each) => each.name === name);
    const wanted = `${type} [${shape.map((size) => (typeof size === 'number' ? size : size === 'one' ? 'batch' : 'n')).join(', ')}]`;
    if (!port) {
      if (optional) continue;
      const names = found.map((each) => each.name).join(', ');
      throw new Failed(`has no ${kind} "${name}" (it has ${names})`, `Export ${name}: ${wanted}.`);
    }
    if (!port.isTensor || port.type !== type || !fits(port.shape, shape)) {
      const actual = port.isTensor ? `${port.type} [${port.shape.join(', ')}]` : 'no tensor';
      throw new Failed(`${kind} "${name}" is ${actual}`, `Export it as ${wanted}, n being dynamic.`);
    }
  }
}

function fits(found: readonly (number | string)[], shape: Ports[string]['shape']): boolean {
  // An output whose shape the export did not write down shows itself when the graph runs.
  if (found.length === 0) return true;
  return (
    found.length === shape.length &&
    shape.every((wanted, i) => {
      const size = found[i];
      const dynamic = typeof size !== 'number' || size < 0;
      return dynamic || (wanted === 'one' ? size === 1 : size === wanted);
    })
  );
}

/** On no other device, so that the check is the same on every machine; with the probe that precedes every use. */
function openOnCpu(pack: ModelPack): Promise<LabelAttentionModel> {
  return LabelAttentionModel.open(
    {
      encoder: pack.path('encoder.onnx'),
      head: pack.path('label-attention.onnx'),
      tokenizer: pack.path('tokenizer.json'),
      ...(pack.manifest.files[TAGGER_FILE] && { mentions: pack.path(TAGGER_FILE) }),
      labels: pack.labels.map(({ code }) => code),
      systems: pack.labels.map(({ system }) => system),
      geometry: pack.manifest.encoder,
    },
    (file) => openOnBestProvider(file, undefined, []),
  );
}

function repeated(text: string, tokenizer: Tokenizer, tokens: number): string {
  return text.repeat(Math.ceil(tokens / tokenizer.encode(text).ids.length));
}

async function checkReading(
  { manifest, labels }: ModelPack,
  model: LabelAttentionModel,
  text: string,
): Promise<[undefined, string]> {
  const started = performance.now();
  const reading = await model.read(text);
  const seconds = (performance.now() - started) / 1000;
  const count = reading.tokens.ids.length;
  checkNumbers(reading, count * manifest.encoder.hidden, labels.length);
  const again = await model.read(text);
  if (reading.logits.some((logit, i) => logit !== again.logits[i])) {
    throw new Failed(
      'the same text gives other logits the second time',
      'Export in evaluation mode, without dropout.',
    );
  }
  const best = [...reading.logits.keys()]
    .sort((a, b) => (reading.logits[b] ?? 0) - (reading.logits[a] ?? 0))
    .slice(0, 16);
  const rows = await model.evidence(reading, best);
  rows.forEach(({ attention, contribution }, i) => {
    if (attention.length !== count || !(Math.abs(sum(attention) - 1) <= SUM_TOLERANCE)) {
      throw new Failed(
        `the attention of label ${labels[best[i] ?? 0]?.code ?? ''} sums to ${sum(attention).toFixed(3)} over ${attention.length} tokens`,
        'Give the attention after the softmax over all tokens of the text.',
      );
    }
    if (contribution && (contribution.length !== count || !contribution.every(Number.isFinite))) {
      throw new Failed('contribution is not one finite number a token', 'Give [labels, tokens].');
    }
  });
  const tagged = manifest.files[TAGGER_FILE] !== undefined;
  for (let token = 0; tagged && token < count; token++) {
    const row = reading.tags.subarray(token * MENTION_TAGS.length, (token + 1) * MENTION_TAGS.length);
    if (!(Math.abs(sum(row) - 1) <= SUM_TOLERANCE)) {
      throw new Failed(
        `the tags of token ${token} sum to ${sum(row).toFixed(3)}`,
        'Give the tags after the softmax.',
      );
    }
  }
  const logit = reading.logits[best[0] ?? 0] ?? 0;
  const probability = (1 / (1 + Math.exp(-logit))).toFixed(3);
  return [
    undefined,
    `${count} tokens in ${seconds.toFixed(2)} s; likeliest ${labels[best[0] ?? 0]?.code ?? ''} with ${probability}`,
  ];
}

/** Codes the samples as the application does: with the provider it picks, and a fused pack's other parts. */
async function checkCoding(folder: string, pack: ModelPack, knows?: KnowsCode): Promise<[undefined, string]> {
  const { coder, description, close } = await openCoder(folder);
  try {
    const found = [];
    for (const system of CodeSystem.options.filter((option) => pack.manifest.systems[option])) {
      const lookUp = (code: string): CodeHit | undefined =>
        !knows || knows(system, code) ? { code, title: code, billable: true, path: [] } : undefined;
      for (const language of pack.manifest.languages) {
        const document = { id: 'sample', language, text: SAMPLES[language], sections: [] };
        const suggestions = await coder.code([document], { lookUp }, { system });
        const above = suggestions.filter(({ tier }) => tier === 'suggestion').length;
        found.push(`${system} (${language}): ${above} suggestions, ${suggestions.length - above} candidates`);
      }
    }
    return [undefined, `${found.join('; ')}; on ${description.provider.name}`];
  } finally {
    await close();
  }
}

function checkNumbers({ hidden, logits }: Reading, states: number, labels: number): void {
  if (hidden.length !== states || logits.length !== labels) {
    throw new Failed(
      `${hidden.length} hidden numbers and ${logits.length} logits instead of ${states} and ${labels}`,
      'Give one hidden state a token, and one logit a label asked for.',
    );
  }
  if (!hidden.every(Number.isFinite) || !logits.every(Number.isFinite)) {
    throw new Failed(
      'hidden states or logits are not finite',
      'Look for a division by zero, or an overflow of half precision.',
    );
  }
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
