import type { Thresholds } from '../model/pack.ts';
import type { FaithfulnessFigures } from './faithfulness.ts';
import type { Figures } from './figures.ts';

/** One run of `rubricator evaluate`: what was measured, with what, and the figures; what `--json` prints. */
export interface Evaluation {
  run: {
    command: string;
    /** ISO 8601, UTC. */
    at: string;
    /** Spent on reading documents, once each. */
    seconds: number;
    documentsPerSecond: number;
  };
  corpus: {
    name: string;
    format: 'CodiEsp' | 'JSONL';
    split: string | null;
    languages: string[];
    documents: number;
  };
  system: string;
  /** NAME@VERSION. */
  model: string;
  catalogue: string;
  provider: string;
  /** Codes asked for a document. */
  top: number;
  thresholds: Thresholds;
  intervals: { level: 0.95; resamples: number; seed: number };
  figures: Figures & {
    /** Null where it was not asked for, or nothing was suggested. */
    faithfulness: FaithfulnessFigures | null;
  };
}
