import type { EvidenceSpan, Suggestion } from '../../shared/coding.ts';
import type { CodeBook } from '../catalog/book.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ReadableDocument } from './reading.ts';
import { stem } from './words.ts';

/** What coding needs of a release: its codes and, where the conventions are to be read from it, its book. */
export interface CodingCatalog {
  lookUp: Catalog['lookUp'];
  book?: Pick<CodeBook, 'page' | 'index'>;
}

/** A chart while the conventions are applied to its codes. */
interface Chart {
  codes: Map<string, Suggestion>;
  documents: readonly Pick<ReadableDocument, 'id' | 'text'>[];
  /** Probability from which a code is a suggestion. */
  threshold: number;
  catalog: CodingCatalog;
}

/** A condition that the text affirms: how likely it is coded in one way or another, and the words for it. */
interface Part {
  likely: number;
  /** The likeliest of its codes. */
  code: string;
  evidence: readonly EvidenceSpan[];
}

/**
 * Puts the combination codes that ICD-10-CM presumes in the place of the codes of their parts: two
 * conditions that the classification joins by "with" count as related unless the text says that they are not.
 *
 * The codes of one condition (the stages of a kidney disease, the kinds of a hypertensive one) exclude each
 * other, so that the condition is as likely as they are together. A combination is as likely as the less
 * likely of its parts, and shows the words for both. A code that the convention forbids beside it becomes a
 * candidate, no likelier than that the combination is wrong.
 *
 * Only what the text affirms is a part: nothing follows from denied, past or relatives' conditions, nor
 * from those that no words name.
 *
 * Source: ICD-10-CM Official Guidelines, sections I.A.15 ("with"), I.B.2 (level of detail), I.B.9
 * (combination code), I.C.4.a (diabetes), I.C.9.a (hypertension), I.C.10.a (COPD).
 *
 * @param suggestions codes of one chart, candidates among them
 * @param threshold probability from which a code is a suggestion
 */
export function combine(
  suggestions: readonly Suggestion[],
  documents: Chart['documents'],
  threshold: number,
  catalog: CodingCatalog,
): Suggestion[] {
  const codes = new Map(suggestions.map((each) => [each.code, each]));
  const chart: Chart = { codes, documents, threshold, catalog };
  combineHypertension(chart);
  combineDiabetes(chart);
  combineLungDisease(chart);
  for (const [detailed, general] of DETAILED) {
    const best = suggestedOf(chart, detailed)[0];
    if (best) forbid(chart, general, best);
  }
  return [...codes.values()];
}

/** Codes of a condition in detail, and those that leave the detail open and are not coded beside them. */
const DETAILED: readonly [detailed: RegExp, general: RegExp][] = [
  [/^I50\.[1-8]/, /^I50\.9/],
  [/^J44\.[01]/, /^J44\.9/],
  [/^N18\.[1-6]/, /^N18\.9/],
];

/** Hypertension of another kind is not coded to I10-I13 (Excludes1 at I12, Excludes2 at I10-I1A). */
const OTHER_HYPERTENSION = /^(?:I15|O1[0-6])/;
/** Heart disease that I11 includes beside heart failure. */
const HEART_DISEASE = /^I51\.(?:[4-7]|89|9)/;

/** Guideline I.C.9.a.1-3: heart failure, heart disease and chronic kidney disease are presumed hypertensive. */
function combineHypertension(chart: Chart): void {
  const said = part(chart, /^I10/);
  if (!said || suggestedOf(chart, OTHER_HYPERTENSION).length > 0 || isUnrelated(chart, HYPERTENSION)) return;
  // Of the other codes those count that the same words speak for: CKD alone is a candidate for I12.9.
  const hypertension = part(chart, /^I1[0-3]/, said.evidence) ?? said;
  // A combination that is suggested already names its parts.
  const failure = likelyPart(chart, /^I50/) ?? suggestedPart(chart, /^I1(?:1\.0|3\.[02])/);
  const heart = failure ?? likelyPart(chart, HEART_DISEASE) ?? suggestedPart(chart, /^I1[13]/);
  const kidney = likelyPart(chart, /^N18/) ?? suggestedPart(chart, /^I1[23]/);
  const late = kidney !== undefined && /^(?:N18\.[56]|I12\.0|I13\.(?:2|11))/.test(kidney.code);
  let code: string;
  if (heart && kidney) code = failure ? (late ? 'I13.2' : 'I13.0') : late ? 'I13.11' : 'I13.10';
  else if (heart) code = failure ? 'I11.0' : 'I11.9';
  else if (kidney) code = late ? 'I12.0' : 'I12.9';
  else return;
  const parts = [{ ...hypertension, evidence: said.evidence }, heart, kidney];
  const combination = put(
    chart,
    code,
    parts.filter((each) => each !== undefined),
  );
  if (!combination) return;
  forbid(chart, /^I1[0-3]/, combination);
  forbid(chart, HEART_DISEASE, combination);
}

/** Categories of diabetes that are coded with their complications. */
const DIABETES = ['E08', 'E09', 'E10', 'E11', 'E13'];
const NOT_DIABETES = /^(?!E(?:0[89]|1[013]))/;
/** Kinds of diabetic retinopathy and neuropathy, which are not coded as unspecified beside that. */
const SPECIFIED_KIND = /^E..\.(?:3[1-5]|4[124])/;

/**
 * Guidelines I.A.15 and I.C.4.a: what the index lists under "Diabetes, type, with" is presumed diabetic, and
 * as many codes are assigned as there are such conditions.
 */
function combineDiabetes(chart: Chart): void {
  const types = DIABETES.flatMap((category) => likelyPart(chart, new RegExp(`^${category}`)) ?? []);
  const [diabetes] = types.sort((a, b) => b.likely - a.likely);
  if (!diabetes) return;
  const category = diabetes.code.slice(0, 3);
  const { book } = chart.catalog;
  if (book && !isUnrelated(chart, DIABETES_WORDS)) {
    const list = complicationsOf(chart.catalog, book, category);
    for (const other of list.length > 0 ? suggestedOf(chart, NOT_DIABETES) : []) {
      combineComplication(chart, book, diabetes, other, list);
    }
  }
  const [complicated] = suggestedOf(chart, new RegExp(`^${category}\\.[0-8]`));
  if (complicated) forbid(chart, new RegExp(`^${category}\\.[9A]`), complicated);
}

function combineComplication(
  chart: Chart,
  book: NonNullable<CodingCatalog['book']>,
  diabetes: Part,
  other: Suggestion,
  list: readonly Complication[],
): void {
  const page = book.page(other.code);
  const code = complicationOf(other, page, list);
  if (!code || hasOwnCause(chart, other)) return;
  const unspecified = /\bunspecified\b/.test(chart.catalog.lookUp(code)?.title ?? '');
  const kinds = unspecified ? suggestedOf(chart, SPECIFIED_KIND) : [];
  const known = kinds.find((each) => each.code.startsWith(code.slice(0, 5)));
  const said = part(chart, new RegExp(`^${diabetes.code.slice(0, 3)}\\.9`)) ?? diabetes;
  const own: Part = { likely: other.score, code: other.code, evidence: affirmed(other) };
  const combination = known ?? put(chart, code, [{ ...diabetes, evidence: said.evidence }, own]);
  if (!combination) return;
  // What is to be coded in addition stays: stages of kidney disease, gastroparesis, ulcers.
  const inAddition =
    book.page(combination.code).notes.some(({ kind }) => kind === 'useAdditional') ||
    [page.notes, ...page.inherited.filter(({ from }) => from.kind === 'code').map(({ notes }) => notes)].some(
      (notes) => notes.some(({ kind }) => kind === 'codeFirst'),
    );
  if (!inAddition) forbid(chart, other.code, combination);
}

/** Guideline I.C.10.a and "Code also" at J44.0: the infection is coded beside the lung disease that it complicates. */
function combineLungDisease(chart: Chart): void {
  const lungs = likelyPart(chart, /^J44/);
  const infection = likelyPart(chart, /^J(?:1[2-8]|2[0-2])/);
  if (lungs && infection) put(chart, 'J44.0', [lungs, infection]);
}

/** A condition that the index lists under a type of diabetes, "with". */
interface Complication {
  /** As {@link plain} writes it. */
  name: string;
  code: string;
}

const LISTS = new WeakMap<object, Map<string, readonly Complication[]>>();

/**
 * The conditions that a release lists directly below "Diabetes, type, with". Subterms "NEC" name no
 * condition, so that nothing is presumed of them.
 */
function complicationsOf(
  catalog: CodingCatalog,
  book: NonNullable<CodingCatalog['book']>,
  category: string,
): readonly Complication[] {
  const lists = LISTS.get(book) ?? new Map<string, readonly Complication[]>();
  LISTS.set(book, lists);
  let list = lists.get(category);
  if (!list) {
    list = catalog.lookUp(`${category}.9`) ? readComplications(book, category) : [];
    lists.set(category, list);
  }
  return list;
}

function readComplications(book: NonNullable<CodingCatalog['book']>, category: string): Complication[] {
  const types = book
    .page(`${category}.9`)
    .indexed.filter(
      ({ book: index, path }) =>
        index === 'index' && path.length === 2 && plain(path[0] ?? '').startsWith('diabetes'),
    );
  for (const { entry } of types) {
    const list: Complication[] = [];
    let below = false;
    for (const { title, depth, targets } of book.index('index', { entry }).lines) {
      if (depth <= 1) below = depth === 1 && title === 'with';
      if (!below || depth !== 2 || /\bNEC\b/.test(title)) continue;
      const code = targets.find(
        (target) => target.kind === 'code' && target.code?.startsWith(category),
      )?.code;
      if (code) list.push({ name: plain(title), code });
    }
    if (list.length > 0) return list;
  }
  return [];
}

/** What the index calls in other words than the title and the main term of the code. */
const OTHER_NAMES: readonly [code: RegExp, words: RegExp, name: string][] = [
  [/^G62\.9/, /\bperipheral\b.*\bneuropath/i, 'polyneuropathy'],
  [/^I73\.9/, /./, 'peripheral angiopathy'],
  [/^L97\.[45]/, /./, 'foot ulcer'],
];

/**
 * The diabetic code for a condition of the list. A code is that condition where its title, or that of a
 * header above it, is the name; where the name is only a main term that leads to it, the text must say it.
 */
function complicationOf(
  { code, title, evidence }: Suggestion,
  { path, indexed }: ReturnType<CodeBook['page']>,
  list: readonly Complication[],
): string | undefined {
  const named = (names: readonly string[]): string | undefined =>
    list.find(({ name }) => names.includes(name))?.code;
  const words = evidence.map(({ text }) => text).join(' ');
  const stems = new Set(stemsOf(words));
  const terms = indexed
    .filter(({ book, path: term }) => book === 'index' && term.length === 1)
    .flatMap(({ path: [term = ''] }) => plain(term).split(', '))
    .filter((term) => stemsOf(term).every((each) => stems.has(each)));
  const others = OTHER_NAMES.flatMap(([own, said, name]) => (own.test(code) && said.test(words) ? name : []));
  return named(others) ?? named(terms) ?? named([title, ...path.map((above) => above.title)].map(plain));
}

/** In lower case, without nonessential modifiers and without "unspecified". */
function plain(title: string): string {
  return title
    .replace(/\s*[([][^)\]]*[)\]]/g, '')
    .replace(/, (?:unspecified|not elsewhere classified)$/i, '')
    .toLowerCase()
    .trim();
}

function stemsOf(words: string): string[] {
  return (words.match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

const HYPERTENSION = String.raw`(?:hypertens|hipertens|high blood pressure|HTN\b|HTA\b)`;
const DIABETES_WORDS = String.raw`(?:diabet|(?:T[12])?DM\b)`;
const LINK_EN = String.raw`(?:due|secondary|related|attribut\w+|caused|linked)\s+(?:to|by)`;
const LINK_ES = String.raw`(?:debid[oa]s?|secundari[oa]s?|relacionad[oa]s?|atribuibles?|causad[oa]s?)\s+(?:a|con|por)`;

/** Whether the text says of a cause that something is not due to it, in the words between two stops. */
function isUnrelated({ documents }: Chart, cause: string): boolean {
  const denied = new RegExp(
    String.raw`\bnot\s+(?:[^\s.;]+\s+){0,3}?${LINK_EN}\s+(?:[^\s.;]+\s+){0,4}?${cause}` +
      String.raw`|\b(?:unrelated\s+to|independent\s+of)\s+(?:[^\s.;]+\s+){0,3}?${cause}` +
      String.raw`|\bnon-?\s?${cause}` +
      String.raw`|\bno\s+(?:[^\s.;]+\s+){0,3}?${LINK_ES}\s+(?:[^\s.;]+\s+){0,4}?${cause}`,
    'i',
  );
  return documents.some(({ text }) => denied.test(text));
}

const OTHER_CAUSE =
  /^[\s,(]*(?:due to|d\/t|secondary to|2\/2|caused by|from|because of|debid[oa] a|secundari[oa] a|por)\s+([^.;\n]*)/i;
const SYSTEMIC_CAUSE = new RegExp(`${HYPERTENSION}|${DIABETES_WORDS}|hyperglyc|hipergluc`, 'i');

/** Whether the text names a cause of its own for a condition, right after the words for it. */
function hasOwnCause({ documents }: Chart, suggestion: Suggestion): boolean {
  return affirmed(suggestion).some(({ document, end }) => {
    const after = documents.find(({ id }) => id === document)?.text.slice(end, end + 120) ?? '';
    const cause = OTHER_CAUSE.exec(after)?.[1];
    return cause !== undefined && !SYSTEMIC_CAUSE.test(cause);
  });
}

function affirmed({ evidence }: Suggestion): EvidenceSpan[] {
  return evidence.filter(({ context, source }) => context === 'affirmed' && source !== 'attention');
}

function suggestedOf({ codes }: Chart, pattern: RegExp): Suggestion[] {
  return [...codes.values()]
    .filter(({ code, tier }) => tier === 'suggestion' && pattern.test(code))
    .sort((a, b) => b.score - a.score);
}

/**
 * A condition by the pattern of its codes, if words name it for the patient. A candidate of which the text
 * says anything else is left out: its probability may be that of the denied condition.
 *
 * @param over where the words must stand
 */
function part({ codes }: Chart, pattern: RegExp, over?: readonly EvidenceSpan[]): Part | undefined {
  const own = [...codes.values()]
    .filter(({ code, tier, evidence }) => {
      if (!pattern.test(code)) return false;
      return tier === 'suggestion' || evidence.every(({ context }) => context === 'affirmed');
    })
    .filter((each) => {
      const spans = affirmed(each);
      return spans.some((span) => !over || over.some((other) => overlap(span, other)));
    })
    .sort((a, b) => b.score - a.score);
  const [best] = own;
  if (!best) return undefined;
  const likely = Math.min(
    1,
    own.reduce((sum, { score }) => sum + score, 0),
  );
  return { likely, code: best.code, evidence: affirmed(best) };
}

function likelyPart(chart: Chart, pattern: RegExp): Part | undefined {
  const found = part(chart, pattern);
  return found && found.likely >= chart.threshold ? found : undefined;
}

/** A condition by its likeliest suggestion. */
function suggestedPart(chart: Chart, pattern: RegExp): Part | undefined {
  const [best] = suggestedOf(chart, pattern);
  return best && { likely: best.score, code: best.code, evidence: affirmed(best) };
}

/** Suggests a combination code where it is likely enough and the release has it. One that is suggested stays as it is. */
function put(chart: Chart, code: string, parts: readonly Part[]): Suggestion | undefined {
  const hit = chart.catalog.lookUp(code);
  const known = chart.codes.get(code);
  if (known?.tier === 'suggestion') return known;
  const score = rounded(Math.max(known?.score ?? 0, Math.min(...parts.map(({ likely }) => likely))));
  if (!hit?.billable || score < chart.threshold) return undefined;
  const evidence: EvidenceSpan[] = [];
  for (const span of [...parts.flatMap((each) => each.evidence), ...(known ? affirmed(known) : [])]) {
    if (!evidence.some((other) => overlap(span, other))) evidence.push(span);
  }
  const { title, billable } = hit;
  const combination: Suggestion = { code, title, billable, score, tier: 'suggestion', evidence };
  chart.codes.set(code, combination);
  return combination;
}

/** Takes a code, or those of a pattern, out of the suggestions, because another that is suggested excludes them. */
function forbid({ codes }: Chart, which: string | RegExp, by: Suggestion): void {
  for (const [code, each] of codes) {
    if (code === by.code || !(typeof which === 'string' ? code === which : which.test(code))) continue;
    codes.set(code, { ...each, tier: 'candidate', score: rounded(Math.min(each.score, 1 - by.score)) });
  }
}

function overlap(a: EvidenceSpan, b: EvidenceSpan): boolean {
  return a.document === b.document && a.start < b.end && b.start < a.end;
}

/** To the digits of a suggestion's score. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
