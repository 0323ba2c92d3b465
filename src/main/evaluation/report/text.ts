import type { Evaluation } from '../evaluation.ts';
import type { Stratum } from '../strata.ts';
import { corpusLine, decimal, interval, sectionsOf } from './sections.ts';

const NAME = 44;

/** The figures for the terminal, with their 95 % intervals. */
export function textReport(evaluation: Evaluation): string {
  const { model, catalogue, provider, run, figures, intervals } = evaluation;
  return [
    corpusLine(evaluation),
    `${model} on ${provider}, ${catalogue}, ${run.documentsPerSecond.toFixed(1)} documents a second`,
    ...(intervals.resamples > 0
      ? [`in the last column 95 % intervals, ${intervals.resamples} bootstrap resamples of the documents`]
      : []),
    ...sectionsOf(evaluation).flatMap(({ title, rows }) => [
      '',
      title,
      ...rows.map(({ name, estimate }) => row(name, decimal(estimate.value), interval(estimate))),
    ]),
    ...strata('F1 of the suggestions by number of training documents', figures.frequency ?? []),
    ...strata('F1 of the suggestions by chapter', figures.chapters),
  ].join('\n');
}

function strata(title: string, strata: readonly Stratum[]): string[] {
  if (strata.length === 0) return [];
  return [
    '',
    `${title} (gold codes)`,
    ...strata.map(({ name, gold, f1 }) => {
      const short = name.length > NAME - 8 ? `${name.slice(0, NAME - 9)}…` : name;
      return row(`${short} (${gold})`, decimal(f1.value), interval(f1));
    }),
  ];
}

function row(name: string, value: string, interval: string): string {
  return `  ${name.padEnd(NAME)} ${value.padStart(7)}   ${interval}`.trimEnd();
}
