/**
 * Held-out results for the manifest of a pack, from what `rubricator evaluate --json` printed.
 * usage: node training/results.ts RESULTS.json EVALUATION.json...
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Evaluation } from '../src/main/evaluation/evaluation.ts';

const [out, ...files] = process.argv.slice(2);
if (!out || files.length === 0) {
  console.error('usage: node training/results.ts RESULTS.json EVALUATION.json...');
  process.exit(2);
}
const results: Record<string, Record<string, unknown>> = {};
for (const file of files) {
  const { corpus, system, top, figures } = JSON.parse(readFileSync(file, 'utf8')) as Evaluation;
  const { documents, goldCodes, ranking, suggestions, aboveThreshold, evidence, faithfulness } = figures;
  const { error, brier } = figures.calibration;
  const name = [corpus.name, corpus.split].filter(Boolean).join('-');
  results[name] = {
    ...results[name],
    [`${system} ${corpus.languages.join('+')}`]: {
      documents,
      goldCodes,
      top,
      ranking,
      suggestions,
      aboveThreshold,
      calibration: { error, brier },
      ...(evidence && { evidence }),
      ...(faithfulness && { faithfulness }),
    },
  };
}
const threeDecimals = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
writeFileSync(out, JSON.stringify(results, threeDecimals, 2) + '\n');
