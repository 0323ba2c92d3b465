import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { CodeSystem } from '../../shared/coding.ts';
import type { ModelCard } from '../../shared/model.ts';
import { UserError } from '../errors.ts';
import type { ModelPack } from './pack.ts';

/** The card's file in a pack; a pack may go without. */
const CARD_FILE = 'MODEL_CARD.md';

/**
 * Reads the model card of a verified pack.
 * @throws UserError where the card is no longer the one that was verified
 */
export function readModelCard(pack: ModelPack): ModelCard {
  const { name, version, languages, systems, training } = pack.manifest;
  return {
    name,
    version,
    languages,
    systems: CodeSystem.options.flatMap((system) => {
      const own = systems[system];
      return own ? [{ system, release: own.release, labels: own.labels, fused: own.fused }] : [];
    }),
    trainingData: training.data,
    initialWeights: training.initialWeights,
    text: cardText(pack),
  };
}

/** Null where the manifest lists none; the pack was verified when it was opened, which may be hours ago. */
function cardText(pack: ModelPack): string | null {
  const { name, version, files } = pack.manifest;
  const listed = files[CARD_FILE];
  if (!listed) return null;
  const path = pack.path(CARD_FILE);
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (createHash('sha256').update(content).digest('hex') !== listed.sha256) {
    throw new UserError(
      `The model card of ${name}@${version} was changed or removed since the model was opened.`,
      'Install the pack again from its original medium, and restart Rubricator.',
    );
  }
  return content.toString('utf8');
}
