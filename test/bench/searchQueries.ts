/** What the code search is measured on: queries with the codes that people gave them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../../src/main/catalog/search/normalise.ts';
import { readCodiEsp } from '../../training/codiesp.ts';

/** What coders type, for timing every keystroke. */
export const TYPED: readonly string[] = [
  'hypertension',
  'htn',
  'type 2 diabetes with ckd',
  't2dm with neuropathy',
  'E11.22',
  's72.001a',
  'ckd 3',
  'esrd on dialysis',
  'copd exacerbation',
  'acute on chronic systolic heart failure',
  'chf',
  'afib',
  'nstemi',
  'heart attack',
  'stroke',
  'chest pain',
  'pneumonia',
  'sepsis due to e coli',
  'uti',
  'acute kidney injury',
  'hyponatremia',
  'right hip fracture',
  'displaced fracture of left femoral neck subsequent encounter',
  'fall from ladder',
  'fall on stairs at home',
  'low back pain',
  'osteoarthritis right knee',
  'cellulitis left leg',
  'pressure ulcer sacrum stage 3',
  'diabetic foot ulcer',
  'breast cancer',
  'malignant neoplasm of upper lobe of right lung',
  'mets to bone',
  'history of colon cancer',
  's/p cabg',
  'long term use of insulin',
  'aspirin overdose',
  'adverse effect of warfarin',
  'major depression recurrent moderate',
  'alcohol dependence with withdrawal',
  'anxiety',
  'dementia with behavioral disturbance',
  'parkinson',
  'seizure',
  'migraine with aura',
  'kidney stones',
  'gallstones with acute cholecystitis',
  'gerd',
  'gi bleed',
  'iron deficiency anemia',
  'morbid obesity bmi 40',
  'hypothyroidism',
  'covid',
  'influenza a',
  'pregnancy 38 weeks',
  'preeclampsia',
  'newborn jaundice',
  'diabtes melitus',
  'pnuemonia',
  'dolor torácico',
  'insuficiencia cardíaca',
  'infección urinaria',
  'hipertensión arterial',
  'diabetes tipo 2',
];

export interface GoldQuery {
  text: string;
  /** Any of them is right. */
  codes: ReadonlySet<string>;
}

export interface QuerySet {
  queries: GoldQuery[];
  /** Queries left out because none of their codes is in the release. */
  gone: number;
}

/**
 * Names and synonyms of the Disease Ontology with their ICD-10-CM codes, without those that the
 * classification has word for word.
 * @param half `tune` for choosing how the search works, `report` for saying how well it does
 */
export function diseaseNames(
  lexica: string,
  half: 'tune' | 'report',
  known: ReadonlySet<string>,
  phrases: Iterable<string>,
): QuerySet {
  const printed = new Set(Array.from(phrases, wordsOf));
  const { synonym_to_icd10cm: pairs } = JSON.parse(
    readFileSync(join(lexica, 'doid_icd10cm.json'), 'utf8'),
  ) as { synonym_to_icd10cm: Record<string, string> };
  const kept = Object.entries(pairs).filter(
    ([name]) => !printed.has(wordsOf(name)) && isTuned(wordsOf(name)) === (half === 'tune'),
  );
  return grouped(kept, known);
}

/** Evidence phrases of the development documents of CodiEsp, in Spanish, with the codes given to the same words. */
export function evidencePhrases(
  codiEsp: string,
  split: 'train' | 'dev',
  known: ReadonlySet<string>,
): QuerySet {
  const pairs = readCodiEsp(codiEsp, split).flatMap(({ evidence }) =>
    evidence.map(({ phrase, code }): [string, string] => [phrase, code]),
  );
  return grouped(pairs, known);
}

function isTuned(text: string): boolean {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 0;
}

function grouped(pairs: readonly [text: string, code: string][], known: ReadonlySet<string>): QuerySet {
  const queries = new Map<string, { text: string; codes: Set<string> }>();
  for (const [text, code] of pairs) {
    const key = wordsOf(text);
    if (key === '') continue;
    const query = queries.get(key) ?? { text, codes: new Set() };
    queries.set(key, query);
    if (known.has(code)) query.codes.add(code);
  }
  const all = [...queries.values()];
  const left = all.filter(({ codes }) => codes.size > 0);
  return { queries: left, gone: all.length - left.length };
}

export interface Recall {
  at1: number;
  at10: number;
  /** Mean reciprocal rank among the first ten. */
  mrr: number;
}

/** How far up a search puts a right code. @param search codes for a query, best first, each once */
export function recallOf(
  queries: readonly GoldQuery[],
  search: (query: string) => readonly string[],
): Recall {
  let at1 = 0;
  let at10 = 0;
  let mrr = 0;
  for (const { text, codes } of queries) {
    const rank = search(text)
      .slice(0, 10)
      .findIndex((code) => codes.has(code));
    if (rank === 0) at1++;
    if (rank >= 0) {
      at10++;
      mrr += 1 / (rank + 1);
    }
  }
  const count = queries.length;
  return { at1: at1 / count, at10: at10 / count, mrr: mrr / count };
}
