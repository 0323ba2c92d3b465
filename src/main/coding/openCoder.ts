import type { AppStatus } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';
import { Fusion } from '../model/fusion.ts';
import { LabelAttentionModel } from '../model/labelAttention.ts';
import { openModelPack } from '../model/pack.ts';
import { FEATURES } from './candidates.ts';
import { Coder } from './coder.ts';
import { openLexicon } from './lexicon.ts';

/** A coder ready to read charts, and what it is made of. */
export interface OpenCoder {
  coder: Coder;
  model: LabelAttentionModel;
  fusion: Fusion;
  thresholds: Readonly<Record<'en' | 'es', number>>;
  description: Pick<AppStatus, 'model' | 'provider'>;
}

/**
 * Verifies a model pack and opens it.
 * @throws UserError where the pack is damaged or made for another version of the features
 */
export async function openCoder(packFolder: string): Promise<OpenCoder> {
  const pack = openModelPack(packFolder);
  const { manifest } = pack;
  if (manifest.features.join() !== FEATURES.join()) {
    throw new UserError(
      `The model pack ${manifest.name}@${manifest.version} was made for another version of Rubricator.`,
      'Install the pack that belongs to this version.',
    );
  }
  const model = await LabelAttentionModel.open({
    encoder: pack.path('encoder.onnx'),
    head: pack.path('label-attention.onnx'),
    tokenizer: pack.path('tokenizer.json'),
    labels: pack.labels,
    geometry: manifest.encoder,
  });
  const fusion = await Fusion.open(pack.path('fusion.onnx'), FEATURES.length);
  const { thresholds } = manifest;
  const coder = new Coder({
    model,
    fusion,
    lexicon: openLexicon(pack.path('lexicon.sqlite')),
    thresholds,
  });
  return {
    coder,
    model,
    fusion,
    thresholds,
    description: {
      model: {
        name: manifest.name,
        version: manifest.version,
        languages: manifest.languages,
        labels: manifest.labels,
      },
      get provider() {
        return { name: model.provider, reason: model.providerReason };
      },
    },
  };
}
