/**
 * The search by meaning over the shipped catalogue: how often the right code is among the nearest, what
 * the floor lets through, how long it takes. Names of the Disease Ontology are left out of what is searched.
 * Prints a table; asserts nothing.
 */
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPack } from '../../src/main/catalog/openPack.ts';
import type { Phrase } from '../../src/main/catalog/pack.ts';
import {
  buildMeaningTables,
  conceptsOf,
  FLOOR,
  MeaningSearch,
} from '../../src/main/catalog/search/meaning.ts';
import { readLexicon } from '../../src/main/catalog/search/lexicon.ts';
import { WordVectors } from '../../src/main/catalog/search/wordVectors.ts';
import { resourceFolder } from '../../src/main/paths.ts';
import { corpora, hasCorpus } from '../corpora.ts';
import { layPhrases, phrasesFromElsewhere } from './layPhrases.ts';
import { diseaseNames, evidencePhrases } from './searchQueries.ts';

/** Queries of a set; more take minutes and tell little more. */
const MOST = 1000;

interface Question {
  text: string;
  isRight: (code: string) => boolean;
}

const folder = join(resourceFolder(), 'search');
const { database } = openPack(join(resourceFolder(), 'catalog', 'icd-10-cm-FY2026.sqlite'));
const codes = (
  database.prepare('SELECT code, title, billable FROM code ORDER BY id').all() as {
    code: string;
    title: string;
    billable: number;
  }[]
).map((row) => ({ ...row, billable: row.billable === 1 }));
const phrases = database
  .prepare(
    `SELECT code.code, kind, coalesce(text, title) AS text, source
     FROM phrase JOIN code ON code.id = phrase.code WHERE source IS NOT 'doid' ORDER BY phrase.id`,
  )
  .all() as Phrase[];
database.close();

const opening = performance.now();
const vectors = new WordVectors(join(folder, 'meaning.bin'));
const opened = performance.now();
const tables = buildMeaningTables(vectors, codes, phrases);
const built = performance.now();
const pack = new Database(':memory:');
pack.exec('CREATE TABLE search (name TEXT PRIMARY KEY, data BLOB NOT NULL)');
for (const [name, data] of tables) pack.prepare('INSERT INTO search VALUES (?, ?)').run(name, data);
const searching = performance.now();
const search = openSearch();
const ready = performance.now();
const bytes = [...tables.values()].reduce((sum, { length }) => sum + length, 0);
const count = (tables.get('meaning.phrases')?.length ?? 0) / 4;
console.log(`word vectors read in ${ms(opened - opening)}; tables built in ${ms(built - opened)}:`);
console.log(`${count} vectors, ${(bytes / 1e6).toFixed(1)} MB; opened in ${ms(ready - searching)}`);

const conceptOf = conceptsOf(codes);
const known = new Set(codes.map(({ code }) => code));
const ofGold = ({ text, codes: gold }: { text: string; codes: ReadonlySet<string> }): Question => {
  const concepts = new Set(Array.from(gold, conceptOf));
  return { text, isRight: (code) => concepts.has(conceptOf(code)) };
};
const typed = new Set(readLexicon(folder).synonyms.map((synonym) => synonym.typed));
const lay = layPhrases()
  .filter(({ text }) => !typed.has(text))
  .map(({ text, codes: right }): Question => ({
    text,
    isRight: (code) => right.some((start) => code.startsWith(start)),
  }));
const tuned = ({ text }: Question): boolean => (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 0;
const report: [string, Question[]][] = [['lay phrases', lay.filter((question) => !tuned(question))]];
const tune: [string, Question[]][] = [['lay phrases', lay.filter(tuned)]];
if (hasCorpus('lexica')) {
  const words = phrases.map(({ text }) => text);
  const names = (half: 'tune' | 'report'): Question[] =>
    diseaseNames(join(corpora, 'lexica'), half, known, words).queries.map(ofGold);
  report.push(['Disease Ontology names', names('report')]);
  tune.push(['Disease Ontology names', names('tune')]);
} else console.log(`Disease Ontology: skipped, no folder lexica in ${corpora}`);
const codiEsp = process.env['RUBRICATOR_CODIESP'] ?? join(corpora, 'codiesp');
if (existsSync(join(codiEsp, 'dev'))) {
  const learned = new Set(
    evidencePhrases(codiEsp, 'train', known).queries.map(({ text }) => text.toLowerCase()),
  );
  const dev = evidencePhrases(codiEsp, 'dev', known).queries;
  report.push(['CodiEsp dev phrases', dev.map(ofGold)]);
  report.push([
    '… those not in train',
    dev.filter(({ text }) => !learned.has(text.toLowerCase())).map(ofGold),
  ]);
} else console.log(`CodiEsp: skipped, no folder dev in ${codiEsp} (unpack dev.tar.gz and train.tar.gz)`);

function openSearch(): MeaningSearch {
  const over = MeaningSearch.open(pack, vectors);
  if (!over) throw new Error('the tables do not fit the word vectors');
  return over;
}

/** For each query the similarities of the fifty nearest codes, and whether they are right. */
function answer(questions: readonly Question[]): { similarity: number; right: boolean }[][] {
  const step = Math.max(1, Math.ceil(questions.length / MOST));
  return questions
    .filter((_, index) => index % step === 0)
    .map(({ text, isRight }) =>
      search.search(text, 50, -1).map(({ code, similarity }) => ({ similarity, right: isRight(code) })),
    );
}

console.log('\nreport half              queries   recall@1    @10    @50   above the floor: @10');
for (const [name, questions] of report) {
  const answers = answer(questions);
  const cells = [
    ...[1, 10, 50].map((limit) => answers.filter((hits) => hits.slice(0, limit).some(({ right }) => right))),
    answers.filter((hits) => hits.slice(0, 10).some(({ right, similarity }) => right && similarity >= FLOOR)),
  ].map(({ length }) => percent(length, answers.length).padStart(7));
  console.log(name.padEnd(24), String(answers.length).padStart(7), ...cells);
}

console.log('\ntune half: by floor, share of queries answered / of those, first right / right within ten');
const tuneAnswers = tune.map(([name, questions]) => [name, answer(questions)] as const);
const elsewhere = phrasesFromElsewhere().map((text) => search.search(text, 1, -1)[0]?.similarity ?? -1);
for (const floor of [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8]) {
  const cells = tuneAnswers.map(([name, all]) => {
    const answers = all
      .map((hits) => hits.slice(0, 10).filter(({ similarity }) => similarity >= floor))
      .filter((hits) => hits.length > 0);
    const first = answers.filter(([hit]) => hit?.right === true).length;
    const within = answers.filter((hits) => hits.some(({ right }) => right)).length;
    return `${name} ${percent(answers.length, all.length)} / ${percent(first, answers.length)} / ${percent(within, answers.length)}`;
  });
  const fooled = elsewhere.filter((similarity) => similarity >= floor).length;
  console.log(`  ${floor.toFixed(2)}  `, ...cells, `  not of health ${percent(fooled, elsewhere.length)}`);
}

const times = lay
  .map(({ text }) => {
    const started = performance.now();
    search.search(text, 10);
    return performance.now() - started;
  })
  .sort((a, b) => a - b);
const quantile = (q: number): string => ms(times[Math.floor(q * times.length)] ?? NaN);
console.log(`\none search: median ${quantile(0.5)}, p95 ${quantile(0.95)}, longest ${quantile(0.9999)}`);

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
