/**
 * Held-out results of what ships, from the product's own output:
 *   npm run -s rubricator -- code --json --lang es $CORPORA/codiesp/dev/text_files > dev-es.jsonl
 *   npm run -s rubricator -- code --json --lang en $CORPORA/codiesp/dev/text_files_en > dev-en.jsonl
 * usage: node training/evaluate.ts CODIESP_FOLDER RESULTS.json es=dev-es.jsonl en=dev-en.jsonl
 *
 * The corpus also codes what a text denies (a negative HIV test as B20); the product never suggests such a
 * code, whatever its score. `microF1OfScores` counts every code above the threshold all the same.
 *
 * Gold codes count as the corpus writes them, those that ICD-10-CM FY2026 no longer has included.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModelPack } from '../src/main/model/pack.ts';
import { readCodiEsp, type CorpusDocument } from './codiesp.ts';

interface Line {
  chart: string;
  suggestions: {
    code: string;
    score: number;
    tier: 'suggestion' | 'candidate';
    evidence: { start: number; end: number }[];
  }[];
}

const [corpus = '', out, ...runs] = process.argv.slice(2);
if (!out || runs.length === 0) {
  console.error(
    'usage: node training/evaluate.ts CODIESP_FOLDER RESULTS.json es=dev-es.jsonl en=dev-en.jsonl',
  );
  process.exit(2);
}
const dev = readCodiEsp(corpus, 'dev');
const { thresholds } = openModelPack(join(import.meta.dirname, '../resources/model')).manifest;
const trainCounts = new Map<string, number>();
for (const { lang, codes } of readCodiEsp(corpus, 'train')) {
  if (lang === 'es') for (const code of codes) trainCounts.set(code, (trainCounts.get(code) ?? 0) + 1);
}
const results: Record<string, Record<string, number>> = {};
for (const run of runs) {
  const [lang = '', file = ''] = run.split('=');
  const lines = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  results[lang] = measure(
    dev.filter((document) => document.lang === lang),
    new Map(lines.map((line) => [line.chart, line])),
  );
}
writeFileSync(out, JSON.stringify({ 'codiesp-dev': results }, null, 2) + '\n');
console.log(JSON.stringify(results, null, 2));

function measure(
  documents: readonly CorpusDocument[],
  lines: ReadonlyMap<string, Line>,
): Record<string, number> {
  let precisionSum = 0;
  let truePositive = 0;
  let proposed = 0;
  const above = { count: 0, right: 0 };
  let gold = 0;
  let reachable = 0;
  const bins = Array.from({ length: 10 }, () => ({ count: 0, score: 0, right: 0 }));
  const unseen = { gold: 0, found: 0 };
  const spans = { gold: 0, proposed: 0, right: 0 };
  for (const document of documents) {
    const line = lines.get(document.id);
    if (!line) throw new Error(`${document.id} was not coded`);
    const codes = new Set(document.codes);
    gold += codes.size;
    let hits = 0;
    let average = 0;
    line.suggestions.forEach(({ code, score, tier }, rank) => {
      const right = codes.has(code);
      if (right) average += ++hits / (rank + 1);
      if (score >= thresholds[document.lang]) {
        above.count += 1;
        above.right += Number(right);
      }
      if (tier === 'suggestion') {
        proposed += 1;
        if (right) truePositive += 1;
      }
      const bin = bins[Math.min(9, Math.floor(score * 10))];
      if (bin) {
        bin.count += 1;
        bin.score += score;
        bin.right += Number(right);
      }
    });
    precisionSum += average / codes.size;
    reachable += hits;
    for (const code of codes) {
      if (trainCounts.has(code)) continue;
      unseen.gold += 1;
      if (line.suggestions.some((suggestion) => suggestion.code === code)) unseen.found += 1;
    }
    if (document.lang === 'es') countSpans(document, line, spans);
  }
  const precision = truePositive / proposed;
  const recall = truePositive / gold;
  const binned = bins.reduce((sum, { count }) => sum + count, 0);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    documents: documents.length,
    map: round(precisionSum / documents.length),
    precision: round(precision),
    recall: round(recall),
    microF1: round((2 * precision * recall) / (precision + recall)),
    microF1OfScores: round((2 * above.right) / (above.count + gold)),
    recallAt50: round(reachable / gold),
    unseenCodes: unseen.gold,
    unseenRecallAt50: round(unseen.found / unseen.gold),
    calibrationError: round(
      bins.reduce((sum, { score, right }) => sum + Math.abs(score - right), 0) / binned,
    ),
    ...(spans.gold > 0 && {
      evidencePrecision: round(spans.right / spans.proposed),
      evidenceRecall: round(spans.right / spans.gold),
      evidenceF1: round((2 * spans.right) / (spans.proposed + spans.gold)),
    }),
  };
}

/** Evidence is right where a gold span of the same code has both ends within ten characters; a discontinuous one counts from its first to its last. */
function countSpans(
  document: CorpusDocument,
  line: Line,
  spans: { gold: number; proposed: number; right: number },
): void {
  const gold = new Map<string, { code: string; start: number; end: number }>();
  for (const { code, ranges } of document.evidence) {
    const start = Math.min(...ranges.map((range) => range.start));
    const end = Math.max(...ranges.map((range) => range.end));
    gold.set(`${code} ${start} ${end}`, { code, start, end });
  }
  const open = [...gold.values()];
  spans.gold += open.length;
  for (const { code, tier, evidence } of line.suggestions) {
    if (tier !== 'suggestion') continue;
    for (const { start, end } of evidence) {
      spans.proposed += 1;
      const match = open.findIndex(
        (span) => span.code === code && Math.abs(span.start - start) <= 10 && Math.abs(span.end - end) <= 10,
      );
      if (match === -1) continue;
      spans.right += 1;
      open.splice(match, 1);
    }
  }
}
