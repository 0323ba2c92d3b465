import { CodeSystem, type AppStatus } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';
import { Fusion } from '../model/fusion.ts';
import { LabelAttentionModel } from '../model/labelAttention.ts';
import { openModelPack, systemFiles, TAGGER_FILE, type ModelPack } from '../model/pack.ts';
import { FEATURES } from './candidates.ts';
import { Coder, type SystemParts } from './coder.ts';
import { openLexicon } from './lexicon.ts';
import { MENTION_FEATURES, MentionFinder } from './mentions.ts';

/** A coder ready to read charts, and what it is made of. */
export interface OpenCoder {
  pack: ModelPack;
  coder: Coder;
  model: LabelAttentionModel;
  systems: ReadonlyMap<CodeSystem, SystemParts>;
  description: Pick<AppStatus, 'model' | 'provider'>;
  /** Milliseconds spent inside ONNX Runtime so far, for the benchmark. */
  sessionMilliseconds: () => number;
  close: () => Promise<void>;
}

/**
 * Verifies a model pack and opens it.
 * @throws UserError where the pack is damaged or made for another version of the features
 */
export async function openCoder(packFolder: string): Promise<OpenCoder> {
  const pack = openModelPack(packFolder);
  const { manifest } = pack;
  const fused = Object.values(manifest.systems).some((system) => system.fused);
  if (
    fused &&
    (manifest.features.mentions.join() !== MENTION_FEATURES.join() ||
      manifest.features.codes.join() !== FEATURES.join())
  ) {
    throw new UserError(
      `The model pack ${manifest.name}@${manifest.version} was made for another version of Rubricator.`,
      'Install the pack that belongs to this version.',
    );
  }
  const model = await LabelAttentionModel.open({
    encoder: pack.path('encoder.onnx'),
    head: pack.path('label-attention.onnx'),
    tokenizer: pack.path('tokenizer.json'),
    ...(manifest.files[TAGGER_FILE] && { mentions: pack.path(TAGGER_FILE) }),
    labels: pack.labels.map(({ code }) => code),
    systems: pack.labels.map(({ system }) => system),
    geometry: manifest.encoder,
  });
  const systems = new Map<CodeSystem, SystemParts>();
  const fusions: Fusion[] = [];
  const openFusion = async (file: string, columns: number): Promise<Fusion> => {
    const fusion = await Fusion.open(pack.path(file), columns);
    fusions.push(fusion);
    return fusion;
  };
  for (const system of CodeSystem.options) {
    const own = manifest.systems[system];
    if (!own) continue;
    const files = systemFiles(system);
    systems.set(system, {
      thresholds: own.thresholds,
      ...(own.fused && {
        fused: {
          finder: new MentionFinder(openLexicon(pack.path(files.lexicon))),
          mentions: await openFusion(files.mentions, MENTION_FEATURES.length),
          codes: await openFusion(files.codes, FEATURES.length),
          ...(own.thresholds.visit !== undefined && {
            visit: await openFusion(files.visit, FEATURES.length + 1),
          }),
        },
      }),
    });
  }
  return {
    pack,
    coder: new Coder(model, systems),
    model,
    systems,
    description: {
      model: {
        name: manifest.name,
        version: manifest.version,
        languages: manifest.languages,
        labels: pack.labels.length,
      },
      get provider() {
        return { name: model.provider, reason: model.providerReason };
      },
    },
    sessionMilliseconds: () =>
      fusions.reduce((sum, fusion) => sum + fusion.sessionMilliseconds, model.sessionMilliseconds),
    close: async () => {
      await model.close();
      await Promise.all(fusions.map((fusion) => fusion.close()));
    },
  };
}
