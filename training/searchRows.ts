/**
 * Rows of the search lexicon: what coders type that no official book has. Everything here is plain
 * text in, rows out; `searchLexicon.ts` reads and writes the files.
 */
import { isFunctionWord, stem, wordsOf } from '../src/main/coding/words.ts';

/** A line of a table, its cells in the order of the header. */
export type Row = string[];

/**
 * Reads a hand-written table: a header line, then two cells a line, each with one or more readings
 * between semicolons. Every reading of the left cell is paired with every reading of the right one.
 * Lines of one left reading count as one list in the order in which they stand, best first.
 */
export function readHandWritten(tsv: string): Map<string, string[]> {
  const meanings = new Map<string, string[]>();
  for (const line of tsv.trim().split('\n').slice(1)) {
    const [left = [], right = []] = line
      .split('\t')
      .map((cell) => cell.split(';').map((part) => part.trim()));
    for (const key of left) {
      const known = meanings.get(key) ?? [];
      meanings.set(key, [...new Set([...known, ...right])]);
    }
  }
  return meanings;
}

/** Pairs of a key and a reading, without those that are alike once split into stems. */
export function pairRows(meanings: ReadonlyMap<string, string[]>): Row[] {
  const stemsOf = (text: string): string => wordsOf(text).stems.join(' ');
  return [...meanings].flatMap(([key, readings]) =>
    readings.filter((reading) => stemsOf(reading) !== stemsOf(key)).map((reading) => [key, reading]),
  );
}

/** The stems of a vocabulary and, of each, its commonest spelling. */
export function vocabularyOf(texts: Iterable<string>): Map<string, string> {
  const spellings = spellingsOf(texts);
  return new Map([...spellings].map(([stemmed, counts]) => [stemmed, commonest(counts)[0]?.[0] ?? stemmed]));
}

/** How often each spelling of a stem occurs, in lower case. */
export function spellingsOf(texts: Iterable<string>): Map<string, Map<string, number>> {
  const spellings = new Map<string, Map<string, number>>();
  for (const text of texts) {
    const { stems, starts, ends } = wordsOf(text);
    stems.forEach((stemmed, i) => {
      const spelling = text.slice(starts[i], ends[i]).toLowerCase();
      const counts = spellings.get(stemmed) ?? new Map<string, number>();
      spellings.set(stemmed, counts.set(spelling, (counts.get(spelling) ?? 0) + 1));
    });
  }
  return spellings;
}

function commonest(counts: ReadonlyMap<string, number>): [spelling: string, count: number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function contentOf(text: string): string[] {
  return wordsOf(text).stems.filter((word) => !isFunctionWord(word));
}

/** Tells of a phrase whether all its words that carry meaning stand together in one of the texts. */
export function phraseFinder(texts: readonly string[]): (phrase: string) => boolean {
  const textsOf = new Map<string, Set<number>>();
  texts.forEach((text, number) => {
    for (const word of contentOf(text)) {
      const own = textsOf.get(word);
      if (own) own.add(number);
      else textsOf.set(word, new Set([number]));
    }
  });
  return (phrase) => {
    const [first, ...others] = contentOf(phrase).map((word) => textsOf.get(word) ?? new Set<number>());
    return first !== undefined && [...first].some((number) => others.every((own) => own.has(number)));
  };
}

/**
 * Those lines of an inventory ("short = long") that are safe to expand: three to six letters or
 * digits, of which the inventory knows one reading only and which are no word of the classification
 * themselves; a long form that they are the initials of, and whose words stand together in a text of
 * the classification.
 */
export function safeAbbreviations(inventory: string, texts: readonly string[]): Row[] {
  const standsInText = phraseFinder(texts);
  const readings = new Map<string, Set<string>>();
  for (const line of inventory.split('\n')) {
    const [short = '', long = ''] = line.split(' = ').map((cell) => cell.trim().toLowerCase());
    if (short && long) readings.set(short, (readings.get(short) ?? new Set()).add(long));
  }
  return [...readings].flatMap(([short, longs]) => {
    const [long = ''] = longs;
    const safe =
      longs.size === 1 &&
      /^(?=.*[a-z].*[a-z])[a-z0-9]{3,6}$/.test(short) &&
      !standsInText(short) &&
      !isFunctionWord(stem(short)) &&
      contentOf(long).length > 1 &&
      isSpelledBy(long, short) &&
      standsInText(long);
    return safe ? [[short, long]] : [];
  });
}

/** Whether the initials of a text, with or without those of its function words, are the abbreviation. */
function isSpelledBy(long: string, short: string): boolean {
  const words = long.split(/[^a-z0-9]+/).filter(Boolean);
  const initials = (list: string[]): string => list.map((word) => word[0]).join('');
  return (
    words.length > 1 &&
    [words, words.filter((word) => !isFunctionWord(stem(word)))].some((list) => initials(list) === short)
  );
}

/** How British English spells what the classification spells the American way. */
const BRITISH: readonly [american: RegExp, british: string][] = [
  [/(?<=^|poly|myo|retro|uro|pneumo|intra|sub|macro|pan)hem(?=a|o)/, 'haem'],
  [/emi(?=as?$|cs?$|cally$)(?<!(?:acad|end|epid|pand|syst|polys|(?<!s)ch|^h|^ha|demi|choroider)emi)/, 'aemi'],
  [/(?<!o)edema/, 'oedema'],
  [/(?<=^|gastro-?|tracheo|pharyngo|broncho)esophag/, 'oesophag'],
  [/(?<!o)estrogen/, 'oestrogen'],
  [/gynec/, 'gynaec'],
  [/orthoped/, 'orthopaed'],
  [/pediatr/, 'paediatr'],
  [/^fec(?=al|es)/, 'faec'],
  [/celiac/, 'coeliac'],
  [/cec(?=um|al|us$)/, 'caec'],
  [/^fet(?=al$|us|omat|opelv|opath)/, 'foet'],
  [/rrhe(?=a|ic|al)/, 'rrhoe'],
  [/pne(?=a|ic)/, 'pnoe'],
  [/anesthe/, 'anaesthe'],
  [/cesarean/, 'caesarean'],
  [/etiol/, 'aetiol'],
  [/(?<=tum|col|behavi|lab|hum|vap|od)or(?=s?$|ed$|al$|less$)/, 'our'],
  [/fiber/, 'fibre'],
  [/(?<=cent|lit|[il]{2}met)er(?=s?$)/, 're'],
  [/sulf/, 'sulph'],
  [/(?<=[a-z]{3})(?<!overs)iz(?=e[ds]?$|ing$|ations?$)/, 'is'],
  [/(?<=paral|dial|anal|catal)yz/, 'ys'],
  [/maneuver/, 'manoeuvre'],
  [/homeopath/, 'homoeopath'],
  [/(?<=counsel|travel|label|cancel|fuel)(?=ing$|ed$)/, 'l'],
];

/** The words of a vocabulary as British English spells them, where that differs. */
export function britishRows(vocabulary: Iterable<string>): Row[] {
  const rows: Row[] = [];
  for (const word of vocabulary) {
    const british = BRITISH.reduce((spelling, [american, other]) => spelling.replace(american, other), word);
    if (british !== word && word.length > 4) rows.push([british, word]);
  }
  return rows;
}

/** How probable a hand-written word's readings are by their rank: of one, of two, of more. */
const RANKED: readonly (readonly number[])[] = [[0.95], [0.6, 0.35], [0.5, 0.3, 0.15]];

/** Readings that Model 1 gives less than this are chance. */
const LEAST_PROBABILITY = 0.15;

/** Model 1 spreads mass over the words that stand around the right one: 0.6 is as good as sure. */
const SHARPENING = 1.5;

/** Of one Spanish stem so many spellings are taken over, if they occur so often. */
const MOST_FORMS = 5;
const LEAST_OCCURRENCES = 2;

/**
 * Divides hand-written translations into a word table, from a word to a word, and all that takes
 * more than a word on either side.
 */
export function splitTranslations(handWritten: ReadonlyMap<string, string[]>): {
  words: Map<string, string[]>;
  phrases: Map<string, string[]>;
} {
  const words = new Map<string, string[]>();
  const phrases = new Map<string, string[]>();
  const isWord = (text: string): boolean => !/[^\p{L}\p{N}]/u.test(text);
  for (const [spanish, readings] of handWritten) {
    const single = isWord(spanish) ? readings.filter(isWord) : [];
    const others = readings.filter((reading) => !single.includes(reading));
    if (single.length > 0) words.set(spanish, single);
    if (others.length > 0) phrases.set(spanish, others);
  }
  return { words, phrases };
}

/**
 * The Spanish-English word table in the spellings people type: every form of a word that the
 * Spanish text has. A hand-written word replaces all that was learned about its stem.
 * @param handWritten Spanish words with their English readings, best first
 * @param learned stems with their readings and probabilities
 * @param spanish spellings of the Spanish text, by stem
 * @param english the vocabulary of the classification: a reading outside it finds nothing
 */
export function translationRows(
  handWritten: ReadonlyMap<string, string[]>,
  learned: Record<string, [english: string, probability: number][]>,
  spanish: ReadonlyMap<string, ReadonlyMap<string, number>>,
  english: ReadonlyMap<string, string>,
): Row[] {
  const readingsOf = new Map<string, [reading: string, probability: number][]>();
  for (const [word, readings] of handWritten) {
    const weights = RANKED[Math.min(readings.length, RANKED.length) - 1] ?? [];
    const ranked = readings
      .slice(0, weights.length)
      .map((reading, rank): [string, number] => [reading, weights[rank] ?? 0]);
    readingsOf.set(word, ranked);
  }
  const settled = new Map([...handWritten.keys()].map((word) => [stem(word), word]));
  for (const [stemmed, counts] of spanish) {
    if (isFunctionWord(stemmed) || stemmed.length < 3) continue;
    const known = settled.get(stemmed);
    const readings =
      known === undefined ? learnedReadings(learned[stemmed] ?? [], english) : readingsOf.get(known);
    if (!readings || readings.length === 0) continue;
    for (const [spelling, count] of commonest(counts).slice(0, MOST_FORMS)) {
      if (count >= LEAST_OCCURRENCES && !readingsOf.has(spelling)) readingsOf.set(spelling, readings);
    }
  }
  return [...readingsOf].flatMap(([word, readings]) =>
    readings.map(([reading, probability]) => [word, reading, String(probability)]),
  );
}

function learnedReadings(
  readings: [english: string, probability: number][],
  english: ReadonlyMap<string, string>,
): [string, number][] {
  return readings.flatMap(([stemmed, probability]): [string, number][] => {
    const spelling = english.get(stemmed);
    if (!spelling || probability < LEAST_PROBABILITY || !/\p{L}{2}/u.test(spelling)) return [];
    return [[spelling, Math.min(0.95, Math.round(probability * SHARPENING * 100) / 100)]];
  });
}

/** Names of the Disease Ontology that a coder could type, with the code it maps them to. */
export function ontologyRows(synonyms: Record<string, string>, codes: ReadonlySet<string>): Row[] {
  return Object.entries(synonyms).flatMap(([name, code]) => {
    const phrase = name.replace(/\s+/g, ' ').trim().toLowerCase();
    const usable = codes.has(code) && /\p{L}{2}/u.test(phrase) && !/obsolete|\bdoid|\bomim/.test(phrase);
    return usable ? [['doid', 'en', code, phrase]] : [];
  });
}

/** Inclusion terms of poisonings name the substance, not the condition. */
const SUBSTANCE = /^T(3[6-9]|4|50)/;
/** Words that a name may have or lack. */
const UNTELLING = new Set(['disease', 'disorder', 'syndrome'].map(stem));

/**
 * The learned phrases without those that contradict the book: whose words, disregarding order and nonessential
 * modifiers, are a title, index path or inclusion term of codes that are all of other categories. Where a
 * person has written what a phrase means and the book has that meaning, only its codes are kept, and those
 * below a subcategory of them.
 * @param rows source, language, code and phrase
 * @param named what the classification itself calls its codes
 * @param meanings hand-written, by phrase
 */
export function withoutContradictions(
  rows: readonly Row[],
  named: Iterable<{ text: string; code: string }>,
  meanings: ReadonlyMap<string, string[]>,
): Row[] {
  const keyOf = (text: string): string => {
    const words = contentOf(text).filter((word) => word.length > 1);
    // "Stenosis, stenotic" is one word in two forms.
    const isForm = (word: string, at: number): boolean =>
      words.slice(0, at).some((other) => other === word || other.slice(0, 5) === word.slice(0, 5));
    return words
      .filter((word, at) => !isForm(word, at) && !UNTELLING.has(word))
      .sort()
      .join(' ');
  };
  const codesOf = new Map<string, Set<string>>();
  for (const { text, code } of named) {
    const key = keyOf(text.replace(/\([^)]*\)/g, ' '));
    if (key !== '' && !SUBSTANCE.test(code)) codesOf.set(key, (codesOf.get(key) ?? new Set()).add(code));
  }
  const namedBy = (text: string): string[] => [...(codesOf.get(keyOf(text)) ?? [])];
  return rows.filter(([, , code = '', phrase = '']) => {
    const meant = (meanings.get(phrase) ?? []).flatMap(namedBy);
    if (meant.length > 0)
      return meant.some((other) => code === other || (other.length > 3 && code.startsWith(other)));
    const own = namedBy(phrase);
    return own.length === 0 || own.some((other) => other.slice(0, 3) === code.slice(0, 3));
  });
}

const LONGEST_PHRASE = 80;
/** A second code of a phrase is kept if annotators chose it this often. */
const LEAST_SHARE = 0.3;

/**
 * What annotators marked as evidence of a code, as phrases to type: the commonest code of each
 * phrase, or the two commonest where both are usual. Phrases that may point to a person (a date, a
 * measured value, a capitalised word that is in no vocabulary) are left out.
 * @param evidence phrases as marked, with their codes
 * @param known whether a word in lower case is a common word
 */
export function evidenceRows(
  evidence: Iterable<{ phrase: string; code: string }>,
  codes: ReadonlySet<string>,
  known: (word: string) => boolean,
): Row[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { phrase, code } of evidence) {
    const text = phrase.replace(/\s+/g, ' ').trim();
    if (
      !codes.has(code) ||
      text.length > LONGEST_PHRASE ||
      !/\p{L}{2}/u.test(text) ||
      isPersonal(text, known)
    )
      continue;
    const own = counts.get(text.toLowerCase()) ?? new Map<string, number>();
    counts.set(text.toLowerCase(), own.set(code, (own.get(code) ?? 0) + 1));
  }
  return [...counts].flatMap(([phrase, own]) => {
    const total = [...own.values()].reduce((sum, count) => sum + count, 0);
    const [first, second] = commonest(own);
    const kept = [first, second && second[1] / total >= LEAST_SHARE ? second : undefined];
    return kept.flatMap((entry) => (entry ? [['codiesp-train', 'es', entry[0], phrase]] : []));
  });
}

function isPersonal(text: string, known: (word: string) => boolean): boolean {
  if (/\d{2}|\d[.,/-]\d/.test(text)) return true;
  return (text.match(/\p{Lu}\p{Ll}+/gu) ?? []).some((word) => !known(word.toLowerCase()));
}

/**
 * A table as its file's text: the header, then the distinct rows in the order of code units of their first
 * `keys` cells; rows alike in these keep the given order, best first.
 */
export function tableText(header: Row, rows: Row[], keys: number): string {
  const keyOf = (row: Row): string => row.slice(0, keys).join('\t');
  const distinct = [...new Map(rows.map((row) => [row.join('\t'), row])).values()];
  const sorted = distinct.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  return [header, ...sorted].map((row) => `${row.join('\t')}\n`).join('');
}
