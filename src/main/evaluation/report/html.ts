import type { Evaluation } from '../evaluation.ts';
import type { Stratum } from '../strata.ts';
import { bar, precisionRecallPlot, reliabilityPlot } from './plots.ts';
import { corpusLine, decimal, interval, sectionsOf, type Section } from './sections.ts';

const STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --soft: #545d68; --line: #d5dae0; --accent: #0b5cad; --strong: #1b1f24; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181d; --text: #e6e9ed; --soft: #a8b1bc; --line: #3a424c; --accent: #6cb0f5; --strong: #fff; }
}
body { margin: 0 auto; max-width: 70rem; padding: 2rem 1rem 4rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; }
p, figcaption { color: var(--soft); margin: 0 0 .75rem; max-width: 46rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem 1rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; min-width: 12rem; }
.number { text-align: right; }
td.number { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.25rem; margin: 1rem 0 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin-top: 1.5rem; }
figure { margin: 0; max-width: 22.5rem; }
svg { display: block; }
.plot { max-width: 100%; height: auto; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg .mark { fill: var(--text); }
.scale { stroke: var(--line); fill: none; }
.leader { stroke: var(--soft); }
.ideal { stroke: var(--soft); stroke-dasharray: 5 4; }
.line { stroke: var(--accent); stroke-width: 2; fill: none; }
.point { fill: var(--accent); stroke: var(--page); stroke-width: 1.5; }
.filled { fill: var(--accent); opacity: .75; }
.whisker { stroke: var(--strong); stroke-width: 1.5; fill: none; }
@media print { h2 { break-after: avoid; } table, figure { break-inside: avoid; } }
`;

/** The evaluation as one page that needs nothing beside it: no scripts, no network. */
export function htmlReport(evaluation: Evaluation): string {
  const { run, model, catalogue, provider, top, thresholds, intervals, figures } = evaluation;
  const title = `Rubricator on ${evaluation.corpus.name}`;
  const facts: [string, string][] = [
    ['Corpus', corpusLine(evaluation)],
    ['Model pack', model],
    ['Catalogue', catalogue],
    ['Command', run.command],
    ['Date', run.at],
    ['Read on', `${provider}, ${run.documentsPerSecond.toFixed(1)} documents a second`],
    ['Returned', `the best ${top} codes of a document`],
    [
      'Thresholds',
      Object.entries(thresholds)
        .map(([language, value]) => `${language} ${value}`)
        .join(', '),
    ],
    [
      'Intervals',
      intervals.resamples > 0
        ? `95 %, percentile bootstrap over documents, ${intervals.resamples} resamples, seed ${intervals.seed}`
        : 'none',
    ],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
<p>Agreement of a statistical model with the codes of this corpus. It says nothing about other kinds of documents.</p>
<dl>
${facts.map(([name, fact]) => `<dt>${name}</dt><dd>${escape(fact)}</dd>`).join('\n')}
</dl>
<div class="plots">
<figure>
${precisionRecallPlot(figures.precisionRecall, [
  { name: 'suggestions', ...pointOf(figures.suggestions) },
  { name: 'above the threshold', ...pointOf(figures.aboveThreshold) },
])}
<figcaption>Precision and recall of all returned codes from each score on, and of what is suggested.</figcaption>
</figure>
<figure>
${reliabilityPlot(figures.calibration.bins)}
<figcaption>Share of gold codes among those of a score. On the broken line scores are what they say. Larger points stand for more codes.</figcaption>
</figure>
</div>
${sectionsOf(evaluation).map(sectionTable).join('\n')}
${figures.frequency ? strataTable('By number of training documents', 'Suggestions of codes that so many training documents have. “Not in the release” are gold codes that the catalogue does not have and that cannot be suggested.', figures.frequency, top) : ''}
${strataTable('By chapter', 'Suggestions by the chapter of the code.', figures.chapters, top)}
${binsTable(evaluation)}
</main>
</body>
</html>
`;
}

function pointOf({ precision, recall }: Evaluation['figures']['suggestions']): {
  precision: number | null;
  recall: number | null;
} {
  return { precision: precision.value, recall: recall.value };
}

function sectionTable({ title, note, rows }: Section): string {
  return table(
    title,
    note,
    ['figure', '', '95 % interval', BAR],
    rows.map(({ name, estimate }) => [
      escape(name),
      decimal(estimate.value),
      interval(estimate),
      bar(estimate),
    ]),
  );
}

function strataTable(title: string, note: string, strata: readonly Stratum[], top: number): string {
  return table(
    title,
    note,
    ['codes', 'different', 'gold', 'precision', 'recall', `recall within ${top}`, 'F1', '95 % interval', BAR],
    strata.map(({ name, codes, gold, precision, recall, recallReturned, f1 }) => [
      escape(name),
      String(codes),
      String(gold),
      decimal(precision.value),
      decimal(recall.value),
      decimal(recallReturned.value),
      decimal(f1.value),
      interval(f1),
      bar(f1),
    ]),
  );
}

function binsTable({ figures }: Evaluation): string {
  return table(
    'Reliability in figures',
    'The bins of the plot.',
    ['score', 'codes', 'mean score', 'gold'],
    figures.calibration.bins.map(({ from, to, codes, score, right }) => [
      `${from.toFixed(1)} to ${to.toFixed(1)}`,
      String(codes),
      decimal(score),
      decimal(right),
    ]),
  );
}

/** Heading of the bars. */
const BAR = '0 to 1';

function headCell(head: string): string {
  if (head === '') return '<td></td>';
  return `<th scope="col"${head === BAR ? '' : ' class="number"'}>${head}</th>`;
}

/** A table whose first column names the rows; `cells` are markup. */
function table(title: string, note: string, heads: readonly string[], rows: readonly string[][]): string {
  const [first = '', ...others] = heads;
  return `<h2>${title}</h2>
<p>${note}</p>
<div class="wide" role="region" aria-label="${title}" tabindex="0">
<table>
<thead><tr><th scope="col">${first}</th>${others.map(headCell).join('')}</tr></thead>
<tbody>
${rows
  .map(
    ([name = '', ...cells]) =>
      `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td${cell.startsWith('<') ? '' : ' class="number"'}>${cell}</td>`).join('')}</tr>`,
  )
  .join('\n')}
</tbody>
</table>
</div>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
