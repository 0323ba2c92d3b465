/** Builds lexicons: phrases from gold evidence and from the phrase book, and the catalogue's own terms. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDot } from '../src/main/catalog/codes.ts';
import {
  bagsOf,
  contentOf,
  phraseNumbers,
  type CatalogueTerms,
  type Lexicon,
  type Phrases,
} from '../src/main/coding/lexicon.ts';
import { groupSides, sidesOfTitles, type SideOf } from '../src/main/coding/sides.ts';
import { buildTermIndex } from '../src/main/coding/termIndex.ts';
import { wordsOf, type Words } from '../src/main/coding/words.ts';
import type { Language } from '../src/shared/chart.ts';
import type { CorpusDocument } from './codiesp.ts';
import type { CodeSystem } from '../src/shared/coding.ts';
import { projectPhrase } from './projection.ts';
import type { TranslationTable } from './translate.ts';

const LONGEST_PHRASE = 12;

/** What a lexicon is built from beside the documents; the same for every fold. */
export interface LexiconSources {
  system: CodeSystem;
  translation: TranslationTable;
  /** Every code that may be proposed. */
  codes: ReadonlySet<string>;
  catalogue: { text: string; code: string }[];
  sides: ReadonlyMap<string, SideOf>;
  /** The phrase book, from training/terms. */
  written: Record<Language, { phrase: string; code: string }[]>;
}

/**
 * Reads the sources of one code system.
 * @param corpora folder with icd10cm-fy2026 and icd10pcs-fy2026
 */
export function readSources(
  system: CodeSystem,
  corpora: string,
  translation: TranslationTable,
): LexiconSources {
  const diagnoses = system === 'icd-10-cm';
  const orderFile = diagnoses
    ? join(corpora, 'icd10cm-fy2026/icd10cm_order_2026.txt')
    : join(corpora, 'icd10pcs-fy2026/icd10pcs_order_2026.txt');
  const codes = new Set<string>();
  const billable = new Set<string>();
  const catalogue: LexiconSources['catalogue'] = [];
  const titles = new Map<string, string>();
  for (const line of readFileSync(orderFile, 'latin1').split('\n')) {
    const code = line.slice(6, 13).trim();
    if (!code) continue;
    const written = diagnoses ? withDot(code) : code;
    codes.add(written);
    // Procedures that leave approach and device open are written by their first four characters.
    if (!diagnoses) codes.add(code.slice(0, 4));
    if (line[14] !== '1') continue;
    billable.add(written);
    if (diagnoses) titles.set(written, line.slice(77).trim());
    if (diagnoses) catalogue.push({ code: written, text: line.slice(77).trim() });
  }
  if (diagnoses) catalogue.push(...indexTerms(corpora, billable), ...inclusionTerms(corpora, billable));
  return {
    system,
    translation,
    codes,
    catalogue,
    sides: sidesOfTitles(titles),
    written: phraseBook(system, codes),
  };
}

function indexTerms(corpora: string, billable: ReadonlySet<string>): LexiconSources['catalogue'] {
  const lines = readFileSync(join(corpora, 'icd10cm-fy2026/icd10cm_index_rolled_fy2026.tsv'), 'utf8').split(
    '\n',
  );
  return lines.slice(1).flatMap((line) => {
    const [path = '', , code = '', kind] = line.split('\t');
    return kind === 'code' && billable.has(code) ? readingsOf(path).map((text) => ({ text, code })) : [];
  });
}

function inclusionTerms(corpora: string, billable: ReadonlySet<string>): LexiconSources['catalogue'] {
  const lines = readFileSync(join(corpora, 'icd10cm-fy2026/icd10cm_tabular2021_notes.tsv'), 'utf8').split(
    '\n',
  );
  return lines.slice(1).flatMap((line) => {
    const [code = '', kind, text = ''] = line.split('\t');
    return kind === 'inclusionTerm' && billable.has(code) ? [{ text, code }] : [];
  });
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

/** The written phrase book of a system: lines of code, Spanish phrases, English phrases. */
function phraseBook(system: CodeSystem, codes: ReadonlySet<string>): LexiconSources['written'] {
  const folder = join(import.meta.dirname, 'terms');
  const prefix = system === 'icd-10-cm' ? 'diagnoses' : 'procedures';
  const book: LexiconSources['written'] = { en: [], es: [] };
  for (const file of readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .sort()) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const [code = '', spanish = '', english = ''] = line.split('\t');
      if (!codes.has(code)) continue;
      const add = (language: Language, cell: string): void => {
        for (const phrase of cell.split(';')) if (phrase.trim()) book[language].push({ phrase, code });
      };
      add('es', spanish);
      add('en', english);
    }
  }
  return book;
}

/** @param documents training documents in both languages */
export function buildLexicon(
  documents: readonly CorpusDocument[],
  sources: LexiconSources,
  catalogueTerms: CatalogueTerms = buildCatalogueTerms(sources),
): Lexicon {
  const spanish = documents.filter(({ lang }) => lang === 'es');
  const english = documents.filter(({ lang }) => lang === 'en');
  const originals = new Map(spanish.map((document) => [document.id, document]));
  const priors = new Map<string, number>();
  for (const { codes } of spanish) {
    for (const code of codes) {
      if (sources.codes.has(code)) priors.set(code, (priors.get(code) ?? 0) + 1);
    }
  }
  const codes = codeList(sources);
  const numbers = new Map(codes.map((code, number) => [code, number]));
  return {
    codes,
    phrases: {
      es: buildPhrases(spanish, goldPhrases, sources.written.es, numbers),
      en: buildPhrases(
        english,
        (document, words) => {
          const original = originals.get(document.id);
          return original ? projectedPhrases(original, words, sources.translation) : [];
        },
        sources.written.en,
        numbers,
      ),
    },
    catalogue: catalogueTerms,
    ...groupSides(sources.sides),
    priors,
    trainingDocuments: spanish.length,
  };
}

function codeList({ codes }: LexiconSources): string[] {
  return [...codes].sort();
}

/** Evidence of a document as (code, stems) pairs. */
type Evidence = { code: string; stems: string[] }[];

function goldPhrases(document: CorpusDocument): Evidence {
  return document.evidence.map(({ code, phrase }) => ({ code, stems: wordsOf(phrase).stems }));
}

function projectedPhrases(original: CorpusDocument, english: Words, table: TranslationTable): Evidence {
  const found: Evidence = [];
  for (const { code, phrase, ranges } of original.evidence) {
    const middle = ranges.reduce((sum, { start, end }) => sum + (start + end) / 2, 0) / ranges.length;
    const stems = projectPhrase(
      contentOf(wordsOf(phrase).stems),
      middle / original.text.length,
      english,
      table,
    );
    if (stems) found.push({ code, stems });
  }
  return found;
}

function buildPhrases(
  documents: readonly CorpusDocument[],
  evidenceOf: (document: CorpusDocument, words: Words) => Evidence,
  written: LexiconSources['written']['en'],
  codeNumbers: ReadonlyMap<string, number>,
): Phrases {
  const words = documents.map(({ text }) => wordsOf(text));
  const pairs = new Map<string, Map<string, { spans: number; written: boolean }>>();
  const add = (stems: readonly string[], code: string, spans: number, isWritten: boolean): void => {
    if (
      !codeNumbers.has(code) ||
      stems.length > LONGEST_PHRASE ||
      !contentOf(stems).some((stem) => /[a-z]{2}/.test(stem))
    )
      return;
    const key = stems.join(' ');
    const codes = pairs.get(key) ?? new Map<string, { spans: number; written: boolean }>();
    pairs.set(key, codes);
    const pair = codes.get(code) ?? { spans: 0, written: false };
    codes.set(code, { spans: pair.spans + spans, written: pair.written || isWritten });
  };
  documents.forEach((document, d) => {
    const own = words[d];
    if (own) for (const { code, stems } of evidenceOf(document, own)) add(stems, code, 1, false);
  });
  for (const { phrase, code } of written) add(wordsOf(phrase).stems, code, 0, true);

  const numbers = phraseNumbers([...pairs.keys()]);
  const occurrences = new Map<string, Set<number>>();
  words.forEach(({ stems }, d) => {
    for (let from = 0; from < stems.length; from++) {
      let key = '';
      for (let to = from; to < stems.length; to++) {
        key = to === from ? (stems[to] ?? '') : `${key} ${stems[to] ?? ''}`;
        const phrase = numbers.get(key);
        if (phrase === undefined) break;
        if (phrase < 0) continue;
        const own = occurrences.get(key);
        if (own) own.add(d);
        else occurrences.set(key, new Set([d]));
      }
    }
  });
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.flatMap(([key, codes]) =>
    [...codes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, pair]) => ({ key, code, ...pair })),
  );
  const held = (key: string): ReadonlySet<number> => occurrences.get(key) ?? new Set();
  const pairStart = new Int32Array(sorted.length + 1);
  sorted.forEach(([, codes], p) => (pairStart[p + 1] = (pairStart[p] ?? 0) + codes.size));
  const stems = sorted.map(([key]) => key);
  return {
    stems,
    documents: Int32Array.from(stems, (key) => held(key).size),
    spans: Int32Array.from(sorted, ([, codes]) =>
      [...codes.values()].reduce((sum, { spans }) => sum + spans, 0),
    ),
    pairStart,
    pairCode: Int32Array.from(rows, ({ code }) => codeNumbers.get(code) ?? 0),
    pairSpans: Int32Array.from(rows, ({ spans }) => spans),
    pairHits: Int32Array.from(
      rows,
      ({ key, code }) => [...held(key)].filter((d) => documents[d]?.codes.includes(code)).length,
    ),
    pairWritten: Uint8Array.from(rows, (row) => Number(row.written)),
    ...bagsOf(stems),
  };
}

/** Titles, inclusion terms and index terms, and the table that leads Spanish words to theirs. */
export function buildCatalogueTerms(sources: LexiconSources): CatalogueTerms {
  const terms = new Map<string, { stems: string[]; code: string; denies: boolean }>();
  for (const { text, code } of sources.catalogue) {
    const stems = [...new Set(contentOf(wordsOf(text).stems))].filter(
      (stem) => stem.length > 1 || /\d/.test(stem),
    );
    if (stems.length === 0 || stems.length > 10) continue;
    terms.set(`${[...stems].sort().join(' ')}\t${code}`, {
      stems,
      code,
      denies: /\b(?:without|not|no|non)\b/i.test(text),
    });
  }
  const rows = [...terms.values()];
  const index = buildTermIndex(rows.map(({ stems }) => stems));
  const codeNumbers = new Map(codeList(sources).map((code, number) => [code, number]));
  const wordNumbers = new Map(index.words.map((word, number) => [word, number]));
  const translations: CatalogueTerms['translations'] = new Map();
  for (const [stem, readings] of Object.entries(sources.translation)) {
    const known = readings.flatMap(([word, probability]): [number, number][] => {
      const number = wordNumbers.get(word);
      return number === undefined ? [] : [[number, Math.min(1, Math.round(probability * 150) / 100)]];
    });
    if (known.length > 0) translations.set(stem, known);
  }
  return {
    index,
    termCode: Int32Array.from(rows, ({ code }) => codeNumbers.get(code) ?? 0),
    denies: Uint8Array.from(rows, ({ denies }) => Number(denies)),
    wordNumbers,
    translations,
  };
}
