/** What a model pack says of itself, for people. */
import type { Language } from './chart.ts';
import type { CodeSystem } from './coding.ts';

/** How a pack codes in one system. */
export interface ModelSystem {
  system: CodeSystem;
  /** The release whose codes the pack was made for. */
  release: string;
  /** Codes with an attention of their own. */
  labels: number;
  /** Whether codes are found by lexicon and fusion models too; else by the label attention alone. */
  fused: boolean;
}

/** The model card, with what the pack's manifest says beside it. */
export interface ModelCard {
  name: string;
  version: string;
  languages: Language[];
  /** Diagnoses before procedures. */
  systems: ModelSystem[];
  trainingData: { name: string; licence: string; use: string }[];
  initialWeights: { name: string; licence: string };
  /** The card in Markdown, as its authors wrote it; null where the pack has none. */
  text: string | null;
}
