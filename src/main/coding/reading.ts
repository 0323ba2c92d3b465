import type { ChartDocument } from '../../shared/chart.ts';
import type { CodeSystem, MentionContext } from '../../shared/coding.ts';
import { MENTION_TAGS, type Reading } from '../model/labelAttention.ts';
import { contextAt, findContexts } from './context.ts';
import { layoutOf } from './layout.ts';
import type { DocumentReading } from './mentions.ts';
import { wordsOf, type Words } from './words.ts';

/** The parts of a document that reading needs. */
export type ReadableDocument = Pick<ChartDocument, 'id' | 'language' | 'text' | 'sections'>;

/** Words of a long document that are read first, by themselves. */
const FIRST_WORDS = 300;

/**
 * The beginning of a long document, cut at the end of a line, else of a sentence. Offsets in it are offsets
 * in the document. A visit note whose assessment lies further on is no visit note as far as its beginning
 * goes: what it codes cannot be known yet, but what the beginning names can.
 *
 * @returns undefined for a document that is soon read as a whole
 */
export function beginningOf(document: ReadableDocument): ReadableDocument | undefined {
  const { text } = document;
  const words = /\S+/gu;
  let end = 0;
  for (let count = 1; count <= 2 * FIRST_WORDS; count++) {
    if (!words.test(text)) return undefined;
    if (count === FIRST_WORDS) end = words.lastIndex;
  }
  const cut = ['\n', '. '].map((mark) => text.lastIndexOf(mark, end) + 1).find((at) => at > end / 2) ?? end;
  const sections = document.sections
    .filter(({ start }) => start < cut)
    .map((section) => ({
      ...section,
      bodyStart: Math.min(section.bodyStart, cut),
      end: Math.min(section.end, cut),
    }));
  return { ...document, text: text.slice(0, cut), sections };
}

/** A document's words and how each range of its text bears on the patient. */
export interface ReadWords {
  words: Words;
  /** By UTF-16 offsets, half-open. */
  contextOf: (start: number, end: number) => MentionContext;
}

/** Splits a document into words and finds the scopes of its negations and the like. */
export function readWords({ text, language, sections }: ReadableDocument): ReadWords {
  const scopes = findContexts(text, language, sections);
  return {
    words: withoutHeadings(wordsOf(text), sections),
    contextOf: (start, end) => contextAt(scopes, start, end),
  };
}

/** What the mention finder reads: the document's words with the network's view of them. */
export function documentReading(
  { text, language, sections }: ReadableDocument,
  { words, contextOf }: ReadWords,
  network: Pick<DocumentReading, 'logits' | 'tags'>,
): DocumentReading {
  return {
    words,
    language,
    layout: layoutOf(text, words, sections),
    contextOf: (from, to) => contextOf(words.starts[from] ?? 0, words.ends[to - 1] ?? 0),
    ...network,
  };
}

/** Column of each system's first tag; its inside tag follows. */
const FIRST_TAG: Record<CodeSystem, number> = {
  'icd-10-cm': MENTION_TAGS.indexOf('diagnosis-first'),
  'icd-10-pcs': MENTION_TAGS.indexOf('procedure-first'),
};

/**
 * The tagger's view of words, from that of tokens.
 * A word begins a mention as its first token does, and lies in one as its tokens do on average.
 */
export function wordTags(
  { tags, tokens }: Pick<Reading, 'tags' | 'tokens'>,
  words: Words,
  system: CodeSystem,
): DocumentReading['tags'] {
  const count = words.stems.length;
  const column = FIRST_TAG[system];
  const result = { first: new Float32Array(count), inside: new Float32Array(count) };
  let token = 0;
  for (let w = 0; w < count; w++) {
    while (token < tokens.ids.length && (tokens.ends[token] ?? 0) <= (words.starts[w] ?? 0)) token += 1;
    let pieces = 0;
    for (let t = token; t < tokens.ids.length && (tokens.starts[t] ?? 0) < (words.ends[w] ?? 0); t++) {
      const first = tags[t * MENTION_TAGS.length + column] ?? 0;
      if (pieces === 0) result.first[w] = first;
      result.inside[w] = (result.inside[w] ?? 0) + first + (tags[t * MENTION_TAGS.length + column + 1] ?? 0);
      pieces += 1;
    }
    if (pieces > 1) result.inside[w] = (result.inside[w] ?? 0) / pieces;
  }
  return result;
}

/** Known headings (History of Present Illness) name no finding: their words are blanked, their places kept. */
function withoutHeadings(words: Words, sections: ReadableDocument['sections']): Words {
  const stems = [...words.stems];
  let word = 0;
  for (const { kind, start, bodyStart } of sections) {
    if (kind === 'other') continue;
    while (word < stems.length && (words.starts[word] ?? 0) < start) word += 1;
    while (word < stems.length && (words.starts[word] ?? 0) < bodyStart) stems[word++] = '';
  }
  return { ...words, stems };
}
