/**
 * Stage 3: the pack's lexicon: phrases learned from gold evidence, and the catalogue's own terms.
 * usage: node training/lexicon.ts CODIESP_FOLDER TRANSLATION.json ICD10CM_FOLDER fit|train OUT.sqlite
 * `fit` leaves out the documents on which the fusion is learned; `train` is what ships.
 */
import Database from 'better-sqlite3';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withDot } from '../src/main/catalog/codes.ts';
import { contentOf, LEXICON_SCHEMA } from '../src/main/coding/lexicon.ts';
import { buildTermIndex } from '../src/main/coding/termIndex.ts';
import { wordsOf, type Words } from '../src/main/coding/words.ts';
import { readCodiEsp, type CorpusDocument } from './codiesp.ts';
import { projectPhrase } from './projection.ts';
import type { TranslationTable } from './translate.ts';

const [corpus = '', translationFile = '', release = '', folds, out] = process.argv.slice(2);
if ((folds !== 'fit' && folds !== 'train') || !out) {
  console.error(
    'usage: node training/lexicon.ts CODIESP_FOLDER TRANSLATION.json ICD10CM_FOLDER fit|train OUT.sqlite',
  );
  process.exit(2);
}
const translation = JSON.parse(readFileSync(translationFile, 'utf8')) as TranslationTable;
const LONGEST_PHRASE = 12;

const titles = new Map<string, { title: string; billable: boolean }>();
for (const line of readFileSync(join(release, 'icd10cm_order_2026.txt'), 'latin1').split('\n')) {
  const code = line.slice(6, 13).trim();
  if (code) titles.set(withDot(code), { title: line.slice(77).trim(), billable: line[14] === '1' });
}

const documents = readCodiEsp(corpus, 'train').filter(({ fold }) => folds === 'train' || fold === 'fit');
rmSync(out, { force: true });
const database = new Database(out);
database.exec(LEXICON_SCHEMA);
database.transaction(() => {
  const spanish = documents.filter(({ lang }) => lang === 'es');
  const priors = new Map<string, number>();
  for (const { codes } of spanish) for (const code of codes) priors.set(code, (priors.get(code) ?? 0) + 1);
  const addPrior = database.prepare('INSERT INTO prior VALUES (?, ?)');
  for (const [code, count] of [...priors].sort()) if (titles.has(code)) addPrior.run(code, count);
  database.prepare("INSERT INTO meta VALUES ('documents', ?)").run(String(spanish.length));
  writePhrases('es', spanish, (document) => goldPhrases(document));
  writePhrases(
    'en',
    documents.filter(({ lang }) => lang === 'en'),
    (document, words) => {
      const original = spanish.find(({ id }) => id === document.id);
      return original ? projectedPhrases(original, words) : [];
    },
  );
  writeCatalogueTerms();
})();
database.exec('VACUUM');
database.close();

/** Evidence of a document as (code, stems) pairs. */
type Evidence = { code: string; stems: string[] }[];

function goldPhrases(document: CorpusDocument): Evidence {
  return document.evidence.map(({ code, phrase }) => ({ code, stems: wordsOf(phrase).stems }));
}

function projectedPhrases(original: CorpusDocument, english: Words): Evidence {
  const found: Evidence = [];
  for (const { code, phrase, ranges } of original.evidence) {
    const middle = ranges.reduce((sum, { start, end }) => sum + (start + end) / 2, 0) / ranges.length;
    const stems = projectPhrase(
      contentOf(wordsOf(phrase).stems),
      middle / original.text.length,
      english,
      translation,
    );
    if (stems) found.push({ code, stems });
  }
  return found;
}

function writePhrases(
  language: 'en' | 'es',
  corpusDocuments: CorpusDocument[],
  evidenceOf: (document: CorpusDocument, words: Words) => Evidence,
): void {
  const words = corpusDocuments.map(({ text }) => wordsOf(text));
  const spans = new Map<string, Map<string, number>>();
  corpusDocuments.forEach((document, d) => {
    const own = words[d];
    if (!own) return;
    for (const { code, stems } of evidenceOf(document, own)) {
      if (
        !titles.has(code) ||
        stems.length > LONGEST_PHRASE ||
        !contentOf(stems).some((stem) => /[a-z]{2}/.test(stem))
      )
        continue;
      const key = stems.join(' ');
      const codes = spans.get(key) ?? new Map<string, number>();
      spans.set(key, codes.set(code, (codes.get(code) ?? 0) + 1));
    }
  });
  const occurrences = new Map<string, Set<number>>();
  words.forEach(({ stems }, d) => {
    for (let from = 0; from < stems.length; from++) {
      for (let to = from + 1; to <= Math.min(stems.length, from + LONGEST_PHRASE); to++) {
        const key = stems.slice(from, to).join(' ');
        if (!spans.has(key)) continue;
        const own = occurrences.get(key);
        if (own) own.add(d);
        else occurrences.set(key, new Set([d]));
      }
    }
  });
  const addPhrase = database.prepare(
    'INSERT INTO phrase (language, stems, documents, spans) VALUES (?, ?, ?, ?)',
  );
  const addCode = database.prepare('INSERT INTO phrase_code VALUES (?, ?, ?, ?)');
  let rows = 0;
  for (const [key, codes] of [...spans].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const held = occurrences.get(key) ?? new Set<number>();
    const total = [...codes.values()].reduce((sum, count) => sum + count, 0);
    const { lastInsertRowid } = addPhrase.run(language, key, held.size, total);
    for (const [code, count] of [...codes].sort()) {
      const hits = [...held].filter((d) => corpusDocuments[d]?.codes.includes(code)).length;
      addCode.run(lastInsertRowid, code, count, hits);
      rows += 1;
    }
  }
  console.error(`${language}: ${spans.size} phrases, ${rows} phrase-code pairs`);
}

function writeCatalogueTerms(): void {
  const terms = new Map<string, { stems: string[]; code: string; denies: boolean }>();
  const add = (text: string, code: string): void => {
    const stems = [...new Set(contentOf(wordsOf(text).stems))].filter(
      (stem) => stem.length > 1 || /\d/.test(stem),
    );
    if (stems.length > 0 && stems.length <= 10)
      terms.set(`${[...stems].sort().join(' ')}\t${code}`, {
        stems,
        code,
        denies: /\b(?:without|not|no|non)\b/i.test(text),
      });
  };
  for (const [code, { title, billable }] of titles) if (billable) add(title, code);
  for (const line of readFileSync(join(release, 'icd10cm_index_rolled_fy2026.tsv'), 'utf8')
    .split('\n')
    .slice(1)) {
    const [path = '', , target = '', kind, , , status] = line.split('\t');
    if (kind !== 'code' || status !== 'billable') continue;
    for (const reading of readingsOf(path)) add(reading, target);
  }
  for (const line of readFileSync(join(release, 'icd10cm_tabular2021_notes.tsv'), 'utf8')
    .split('\n')
    .slice(1)) {
    const [code = '', kind, text = ''] = line.split('\t');
    if (kind === 'inclusionTerm' && titles.get(code)?.billable) add(text, code);
  }
  const rows = [...terms.values()];
  const index = buildTermIndex(rows.map(({ stems }) => stems));
  const codeList = [...new Set(rows.map(({ code }) => code))].sort();
  const codeNumber = new Map(codeList.map((code, number) => [code, number]));
  const addArray = database.prepare('INSERT INTO array VALUES (?, ?)');
  const bytes = (array: Int32Array | Float32Array): Buffer =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  addArray.run('weights', bytes(index.weights));
  addArray.run('term_start', bytes(index.termStart));
  addArray.run('term_words', bytes(index.termWords));
  addArray.run('anchor_start', bytes(index.anchorStart));
  addArray.run('anchor_terms', bytes(index.anchorTerms));
  addArray.run('term_code', bytes(Int32Array.from(rows, ({ code }) => codeNumber.get(code) ?? 0)));
  addArray.run('term_denies', Buffer.from(rows.map(({ denies }) => Number(denies))));
  const addList = database.prepare('INSERT INTO list VALUES (?, ?)');
  addList.run('words', index.words.join('\n'));
  addList.run('codes', codeList.join('\n'));
  const numbers = new Map(index.words.map((word, number) => [word, number]));
  const addTranslation = database.prepare('INSERT INTO translation VALUES (?, ?)');
  for (const [stem, readings] of Object.entries(translation)) {
    const known = readings.flatMap(([word, probability]) => {
      const number = numbers.get(word);
      return number === undefined ? [] : [[number, Math.min(1, Math.round(probability * 150) / 100)]];
    });
    if (known.length > 0) addTranslation.run(stem, JSON.stringify(known));
  }
  console.error(`catalogue: ${rows.length} terms, ${index.words.length} words`);
}

/** An index path as plain word strings: the lead term's spellings (Diabetes, diabetic) are alternatives. */
function readingsOf(path: string): string[] {
  const [lead = '', ...modifiers] = path.split(' > ');
  const rest = modifiers.map((modifier) => modifier.split(',')[0] ?? '').join(' ');
  const spellings = lead.split(',').map((spelling) => spelling.trim());
  const root = spellings[0]?.slice(0, 4).toLowerCase() ?? '';
  const alternatives = spellings.filter((spelling) => spelling.toLowerCase().startsWith(root)).slice(0, 2);
  const added = spellings.filter((spelling) => !spelling.toLowerCase().startsWith(root)).join(' ');
  return alternatives.map((alternative) => `${alternative} ${added} ${rest}`);
}
