/**
 * Whether a mention holds for the patient now: negated, uncertain,
 * hypothetical, planned, past, or someone else's.
 *
 * After NegEx (Chapman WW et al., J Biomed Inform 2001;34:301-310) and ConText
 * (Harkema H et al., J Biomed Inform 2009;42:839-851): a trigger phrase opens a
 * scope that runs to a terminator or the end of its sentence. Added to them:
 * scopes that stop at the phrase or run over a list as their trigger demands,
 * sections of family history, and lasting diseases that "history of" does not
 * make past. What counts as uncertain follows the Official Guidelines for
 * Coding and Reporting, II.H and IV.H: probable, suspected, questionable, rule
 * out, compatible with, consistent with, working diagnosis and the like.
 * Hypothetical is what is spoken of in general or on a condition: feared, watched
 * or screened for, guarded or vaccinated against, a reason to come back. Planned
 * are procedures, tests and treatments to come, and what the patient will be
 * evaluated for; the disease that a planned procedure treats exists, so
 * it stays affirmed, and a section "Plan" by itself makes nothing planned.
 */
import type { Language, Section } from '../../shared/chart.ts';
import type { MentionContext } from '../../shared/coding.ts';
import {
  DISEASE_ENDING,
  PROCEDURE_ENDING,
  TRIGGERS,
  type Reach,
  type ScopedContext,
  type TriggerGroup,
  type TriggerSet,
} from './contextTriggers.ts';

/** A range [start, end) of UTF-16 offsets whose mentions all stand in one context. */
export interface ContextScope {
  start: number;
  end: number;
  context: ScopedContext;
}

type Meaning = { is: 'trigger'; groups: TriggerGroup[] } | { is: 'pseudo' } | { is: 'terminator' };

interface Node {
  next: Map<string, Node>;
  meaning?: Meaning;
}

interface Lexicon {
  root: Node;
  phraseEnds: Set<string>;
  backwardEnds: Set<string>;
  conjunctions: Set<string>;
  turns: Set<string>;
  chronic: Set<string>;
  patient: Set<string>;
  relatives: Set<string>;
  personal: Set<string>;
  procedures: Set<string>;
  diseases: Set<string>;
  done: Set<string>;
}

/** "no (sign|signs) of" as its plain phrases. */
function alternatives(phrase: string): string[] {
  const open = phrase.search(/(?<!\\)\(/);
  if (open < 0) return [phrase.replaceAll('\\', '')];
  let close = open + 1;
  while (close < phrase.length && !(phrase[close] === ')' && phrase[close - 1] !== '\\')) close += 1;
  const choices = phrase.slice(open + 1, close).split('|');
  const rests = alternatives(phrase.slice(close + 1));
  const head = phrase.slice(0, open);
  return choices.flatMap((choice) => rests.map((rest) => head + choice.replaceAll('\\', '') + rest));
}

function compile(set: TriggerSet): Lexicon {
  const root: Node = { next: new Map() };
  const add = (pattern: string, meaning: Meaning): void => {
    for (const phrase of alternatives(pattern)) {
      let node = root;
      for (const word of phrase.split(/\s+/)) {
        if (word === '') continue;
        let next = node.next.get(word);
        if (next === undefined) {
          next = { next: new Map() };
          node.next.set(word, next);
        }
        node = next;
      }
      if (node === root) continue;
      if (meaning.is === 'trigger' && node.meaning?.is === 'trigger') {
        const added = meaning.groups.filter(
          (group) => !(node.meaning as { groups: TriggerGroup[] }).groups.includes(group),
        );
        node.meaning = { is: 'trigger', groups: [...node.meaning.groups, ...added] };
      } else if (node.meaning?.is !== 'trigger' || meaning.is === 'pseudo') {
        node.meaning = meaning;
      }
    }
  };
  for (const group of set.groups) {
    for (const phrase of group.phrases) add(phrase, { is: 'trigger', groups: [group] });
  }
  for (const phrase of set.terminators) add(phrase, { is: 'terminator' });
  for (const phrase of set.pseudo) add(phrase, { is: 'pseudo' });
  return {
    root,
    phraseEnds: new Set(set.phraseEnds),
    backwardEnds: new Set(set.backwardEnds),
    conjunctions: new Set(set.conjunctions),
    turns: new Set(set.turns),
    chronic: new Set(set.chronic),
    patient: new Set(set.patient),
    relatives: new Set(set.relatives),
    personal: new Set(set.personal),
    procedures: new Set(set.procedures),
    diseases: new Set(set.diseases),
    done: new Set(set.done),
  };
}

const compiled = new Map<Language, Lexicon>();

function lexiconOf(language: Language): Lexicon {
  let lexicon = compiled.get(language);
  if (lexicon === undefined) {
    lexicon = compile(TRIGGERS[language]);
    compiled.set(language, lexicon);
  }
  return lexicon;
}

/** Words and single punctuation marks, folded, with their offsets. */
interface Tokens {
  words: string[];
  starts: number[];
  ends: number[];
  /** First token of each sentence, and at the end the number of tokens. */
  sentences: number[];
}

const ABBREVIATIONS = new Set(
  'dr dra mr mrs ms sr sra st vs eg ie approx ca cf fig no pt dx tx hx aprox ej prof inc resp temp max min esp prev'.split(
    ' ',
  ),
);

/** Line ends after these words go on with the sentence. */
const UNFINISHED = new Set(
  `of the a an and or for with without in on to from by no not nor is was were are has had any her his at as
  de del la el los las un una y o con sin en por para ni se su que al no ante fue es`.split(/\s+/),
);

/** Lines at least this long, in UTF-16 code units, are taken as wrapped where nothing says otherwise. */
const WRAPPED_LINE = 60;

function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    (code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && (code < 0x2000 || code > 0x2bff))
  );
}

function fold(word: string): string {
  const lower = word.toLowerCase();
  for (let at = 0; at < lower.length; at += 1) {
    if (lower.charCodeAt(at) > 127) return lower.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  }
  return lower;
}

/** Whether the line break at `at` goes on with the sentence before it. */
function isWrap(text: string, lineStart: number, at: number, previous: string, before: string): boolean {
  // "Diabetes: no" is an answer, and complete.
  if (before === ':' && previous === 'no') return false;
  const next = text.charCodeAt(at + 1);
  if (next >= 97 && next <= 122) {
    // A lettered item, "b) asthma", begins anew; "o" is also the bullet of some editors.
    const second = text.charAt(at + 2);
    return second !== ')' && second !== '.' && !(text.charAt(at + 1) === 'o' && second === '\t');
  }
  if (previous === ',' || UNFINISHED.has(previous)) return isWordCode(next) || next === 40;
  if (previous === ':' || previous === ';') return false;
  // Accented small letters, digits of a value, and names that begin with a capital.
  return (
    at - lineStart >= WRAPPED_LINE && isWordCode(next) && !/^\d{1,2}[.)]\s/.test(text.slice(at + 1, at + 6))
  );
}

function tokenize(text: string, breaks: ReadonlySet<number>): Tokens {
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const sentences: number[] = [0];
  let lineStart = 0;
  let at = 0;
  const endSentence = (): void => {
    if (sentences.at(-1) !== words.length) sentences.push(words.length);
  };
  while (at < text.length) {
    if (breaks.has(at)) endSentence();
    const code = text.charCodeAt(at);
    if (isWordCode(code)) {
      const start = at;
      while (at < text.length && isWordCode(text.charCodeAt(at)) && (at === start || !breaks.has(at)))
        at += 1;
      words.push(fold(text.slice(start, at)));
      starts.push(start);
      ends.push(at);
      continue;
    }
    if (code === 10) {
      if (!isWrap(text, lineStart, at, words.at(-1) ?? '', words.at(-2) ?? '')) endSentence();
      lineStart = at + 1;
    } else if (code === 46 || code === 33 || code === 63) {
      const spaced = at + 1 >= text.length || /[\s)"'”»*\]]/.test(text.charAt(at + 1));
      const question = code === 63 && (!spaced || at === lineStart || /[\s(]/.test(text.charAt(at - 1)));
      if (question) {
        // "?pneumonia": a question mark before a word is the doubt, not the end.
        words.push('?');
        starts.push(at);
        ends.push(at + 1);
      } else if (spaced) {
        const last = words.at(-1) ?? '';
        const touching = ends.at(-1) === at;
        const abbreviated = code === 46 && touching && (ABBREVIATIONS.has(last) || /^[a-z]$/.test(last));
        if (!abbreviated) endSentence();
      }
    } else if (code > 32 && code !== 0xa0 && code !== 42 && code !== 95) {
      words.push(code === 0x2019 ? "'" : code === 0x2013 || code === 0x2014 ? '-' : text.charAt(at));
      starts.push(at);
      ends.push(at + 1);
    }
    at += 1;
  }
  endSentence();
  if (sentences.length === 1) sentences.push(words.length);
  return { words, starts, ends, sentences };
}

interface Hit {
  from: number;
  to: number;
  groups: TriggerGroup[];
}

const LIMITS: Record<Reach, number> = { word: 2, term: 5, phrase: 9, pair: 14, list: 70 };

/** So many words from a comma or "and" on name the next of several planned procedures. */
const NEXT_PROCEDURE = 4;

/** Words between a procedure and its place or reason. */
const OF = new Set(['of', 'for', 'de', 'del', 'por', 'para']);

/** What cannot come first after a trigger that works forwards: "stroke ruled out by CT". */
const NEVER_FIRST = new Set(['by', 'for', 'por', 'para']);

/** Words that tie a list together under its negation. */
const BINDING = new Set(['or', 'nor', 'ni', 'o', 'u']);

/** Marks that begin an item of a list on its own line. */
const ITEM = /^[ \t]*(?:[-*•·▪–]|\d{1,2}[.)])[ \t]/;

class Finder {
  readonly text: string;
  readonly tokens: Tokens;
  readonly lexicon: Lexicon;
  readonly scopes: ContextScope[] = [];
  /** Sections of a stay, where "resolved" does not make a condition past. */
  readonly stay: readonly Section[];
  /** For each token, whether a terminator begins or ends there. */
  private readonly stopsHere: Uint8Array;
  private readonly stopEnds: Uint8Array;

  constructor(text: string, tokens: Tokens, lexicon: Lexicon, sections: readonly Section[]) {
    this.text = text;
    this.tokens = tokens;
    this.lexicon = lexicon;
    this.stay = sections.filter(
      (section) => section.kind === 'hospital-course' || section.kind === 'discharge-diagnosis',
    );
    this.stopsHere = new Uint8Array(tokens.words.length + 1);
    this.stopEnds = new Uint8Array(tokens.words.length + 1);
  }

  run(): void {
    const { sentences } = this.tokens;
    for (let index = 0; index + 1 < sentences.length; index += 1) {
      const from = sentences[index] ?? 0;
      const to = sentences[index + 1] ?? 0;
      const hits = this.hitsIn(from, to);
      for (const hit of hits) {
        for (const group of hit.groups) this.open(group, hit, from, to);
      }
    }
  }

  /** The triggers of one sentence, the longest at each token; records its terminators. */
  private hitsIn(from: number, to: number): Hit[] {
    const { words } = this.tokens;
    const hits: Hit[] = [];
    let at = from;
    while (at < to) {
      let node = this.lexicon.root.next.get(words[at] ?? '');
      let best: { to: number; meaning: Meaning } | undefined;
      let ahead = at + 1;
      while (node !== undefined) {
        if (node.meaning !== undefined) best = { to: ahead, meaning: node.meaning };
        if (ahead >= to) break;
        node = node.next.get(words[ahead] ?? '');
        ahead += 1;
      }
      if (best === undefined) {
        at += 1;
        continue;
      }
      if (best.meaning.is === 'terminator') {
        this.stopsHere[at] = 1;
        this.stopEnds[best.to] = 1;
        // "He denies": the second word ends one scope and opens another.
        at += 1;
        continue;
      } else if (best.meaning.is === 'trigger' && !this.isOrdinary(at, best.to, from, to)) {
        // A condition begins a thought of its own: "no stress test unless angina recurs".
        if (words[at] === 'if' || words[at] === 'unless') this.stopsHere[at] = 1;
        // So does the patient's own history after the family's: "no family history, personal history of gout".
        if (
          /^(?:personal|antecedentes?)$/.test(words[at] ?? '') &&
          /^(?:,|and|y)$/.test(words[at - 1] ?? '')
        ) {
          this.stopsHere[at] = 1;
        }
        // And a doubt after a comma: "no fracture, likely a sprain".
        if (
          words[at - 1] === ',' &&
          best.meaning.groups.some((group) => group.context === 'uncertain' && group.direction === 'after')
        ) {
          this.stopsHere[at] = 1;
        }
        hits.push({ from: at, to: best.to, groups: best.meaning.groups });
      }
      at = best.to;
    }
    // ", with" and ", con" turn from what is absent to what is present; ", no" opens a scope of its own.
    for (let index = from + 1; index < to; index += 1) {
      const word = words[index];
      if (
        words[index - 1] === ',' &&
        (word === 'with' || word === 'con' || word === 'no' || word === 'sin')
      ) {
        this.stopsHere[index] = 1;
      }
    }
    return hits;
  }

  /** Words that are triggers in one place and plain words in another. */
  private isOrdinary(at: number, to: number, from: number, end: number): boolean {
    const { words, starts, ends } = this.tokens;
    const word = words[at];
    if (to - at === 1) {
      if (word === 'non') return words[to] !== '-' || starts[to] !== ends[at];
      // "No. 3" and "no 3".
      if (word === 'no' && /^\d+$/.test(words[to] ?? '') && to < end) return true;
      if (word === 'ho') return at === from;
      // Vital signs, not versus.
      if (word === 'vs') return at === from || words[at - 1] === ':';
      // "Should fever develop" is a condition, "he should rest" is advice.
      if (word === 'should') return at !== from && !/^[,(:]$/.test(words[at - 1] ?? '');
    }
    // "Sí presenta fiebre" affirms; without its accent it would read "if".
    if (word === 'si' && this.text.slice(starts[at], ends[at]).toLowerCase() !== 'si') return true;
    // "History of 3 days of fever" is the illness itself.
    if (words[to - 1] === 'of' || words[to - 1] === 'de') {
      if (/^(?:history|hx|historia)$/.test(words[to - 2] ?? '') && /^\d+$/.test(words[to] ?? '')) return true;
    }
    return false;
  }

  private open(group: TriggerGroup, hit: Hit, from: number, to: number): void {
    if (group.notOfThisStay === true) {
      const start = this.tokens.starts[hit.from] ?? 0;
      if (this.stay.some((section) => section.start <= start && start < section.end)) return;
    }
    const { direction } = group;
    const inclusive = group.inclusive === true;
    let forward = hit.to;
    if (direction !== 'before') {
      const reach = group.reach === 'list' && this.isRepeated(hit, to) ? 'pair' : group.reach;
      // "Resolved with fluids" says nothing of the fluids.
      const wantsWord = direction === 'either' || (group.context === 'history' && reach === 'phrase');
      forward = this.forward(hit.to, to, reach, wantsWord, group.context === 'negated');
      if (group.sparesDisease === true) forward = this.nextProcedures(forward, to);
      if (group.procedureOnly === true && this.isDone(forward, to)) return;
      if (forward > hit.to || (inclusive && direction === 'after')) {
        this.push(group, inclusive ? hit.from : hit.to, forward);
      }
      if (group.reach === 'list') this.followItems(group, hit, to);
    }
    if (direction === 'before' || (direction === 'either' && forward === hit.to)) {
      const back = this.backward(hit.from, from, direction === 'either' ? 'pair' : group.reach);
      if (group.procedureOnly === true && this.isDone(hit.to, to)) return;
      if (back < hit.from) this.push(group, back, inclusive ? hit.to : hit.from);
    }
  }

  private isProcedure(word: string): boolean {
    return this.lexicon.procedures.has(word) || PROCEDURE_ENDING.test(word);
  }

  private isDisease(word: string): boolean {
    return this.lexicon.diseases.has(word) || (DISEASE_ENDING.test(word) && !this.isProcedure(word));
  }

  /** Where a list of planned procedures ends whose first item ends at `at`: "CBC, ferritin and colonoscopy". */
  private nextProcedures(at: number, to: number): number {
    const { words } = this.tokens;
    const furthest = Math.min(to, at + LIMITS.list);
    let end = at;
    while (end < furthest) {
      let next = end;
      while (words[next] === ',' || this.lexicon.conjunctions.has(words[next] ?? '')) next += 1;
      if (next === end) return end;
      const limit = Math.min(furthest, next + NEXT_PROCEDURE);
      let last = next;
      for (let index = next; index < limit && this.stopsHere[index] !== 1; index += 1) {
        const word = words[index] ?? '';
        if (isPunctuation(word) || OF.has(word) || this.lexicon.conjunctions.has(word)) break;
        if (this.isProcedure(word)) last = index + 1;
      }
      if (last === next) return end;
      end = last;
    }
    return end;
  }

  /** Whether the rest of the sentence tells what a procedure found, so that it is not to come. */
  private isDone(at: number, to: number): boolean {
    for (let index = at; index < Math.min(to, at + LIMITS.list); index += 1) {
      const word = this.tokens.words[index] ?? '';
      if (word === ';') return false;
      if (this.lexicon.done.has(word)) return true;
    }
    return false;
  }

  /**
   * Whether each "no" is about one item, as in "no DM, no HTN, smoker": the item
   * before had its own "no", and no "or" binds those that follow. "Without" needs an "or" to go over a comma.
   */
  private isRepeated(hit: Hit, to: number): boolean {
    const { words } = this.tokens;
    const word = words[hit.from] ?? '';
    if (hit.to - hit.from !== 1) return false;
    if (word === 'without') return !this.isBound(hit.to, to);
    if ((word !== 'no' && word !== 'sin') || words[hit.from - 1] !== ',') return false;
    let before = hit.from - 2;
    const limit = Math.max(0, hit.from - LIMITS.pair);
    while (before >= limit && words[before] !== word && words[before] !== ',') before -= 1;
    if (words[before] !== word) return false;
    return !this.isBound(hit.to, to);
  }

  /** Whether an "or" follows before the end of the sentence. */
  private isBound(at: number, to: number): boolean {
    for (let index = at; index < Math.min(to, at + LIMITS.list); index += 1) {
      if (BINDING.has(this.tokens.words[index] ?? '')) return true;
    }
    return false;
  }

  /** Index of the first token after the scope that begins at `at`. */
  private forward(at: number, to: number, reach: Reach, wantsWord: boolean, turning: boolean): number {
    const { words } = this.tokens;
    const { phraseEnds, conjunctions, turns } = this.lexicon;
    const limit = Math.min(to, at + LIMITS[reach]);
    let depth = 0;
    let index = at;
    for (; index < limit; index += 1) {
      const word = words[index] ?? '';
      if (word === ';' || word === '>') break;
      if (this.stopsHere[index] === 1) break;
      if (word === '(') depth += 1;
      if (word === ')') {
        if (depth === 0) break;
        depth -= 1;
      }
      if (
        index === at &&
        wantsWord &&
        (isPunctuation(word) || NEVER_FIRST.has(word) || phraseEnds.has(word) || conjunctions.has(word))
      )
        break;
      // "No masses and a large spleen".
      if (turning && conjunctions.has(word) && turns.has(words[index + 1] ?? '')) break;
      if (reach === 'pair' && word === ',') break;
      if (reach === 'phrase' || reach === 'term') {
        if (word === ',' || (word === ':' && index > at) || (word === '(' && index > at)) break;
        if (index > at && (phraseEnds.has(word) || conjunctions.has(word))) break;
      }
    }
    return index;
  }

  /** Index of the first token of the scope that ends before token `at`. */
  private backward(at: number, from: number, reach: Reach): number {
    const { words } = this.tokens;
    const { backwardEnds, conjunctions } = this.lexicon;
    const limit = Math.max(from, at - LIMITS[reach]);
    let index = at;
    // "Hypokalaemia, resolved", "pneumonia (ruled out)", "Fever: no".
    while (index > limit && /^[,(:-]$/.test(words[index - 1] ?? '')) index -= 1;
    const close = index;
    for (; index > limit; index -= 1) {
      const word = words[index - 1] ?? '';
      if (word === ';' || word === ':') break;
      if (this.stopEnds[index] === 1) break;
      if (word === '(' && !words.slice(index - 1, close).includes(')')) break;
      if (reach !== 'list' && (word === ',' || backwardEnds.has(word))) break;
      if ((reach === 'phrase' || reach === 'term') && conjunctions.has(word)) break;
    }
    return index < close ? index : at;
  }

  /** "Denies:" and the items under it. */
  private followItems(group: TriggerGroup, hit: Hit, to: number): void {
    const { words, ends } = this.tokens;
    if (
      words[to - 1] !== ':' ||
      to - hit.to > 6 ||
      this.forward(hit.to, to - 1, 'list', false, false) < to - 1
    )
      return;
    let at = this.text.indexOf('\n', ends[to - 1] ?? 0);
    const start = at;
    while (at >= 0 && at < this.text.length) {
      const lineEnd = this.text.indexOf('\n', at + 1);
      const line = this.text.slice(at + 1, lineEnd < 0 ? this.text.length : lineEnd);
      if (!ITEM.test(line)) break;
      at = lineEnd < 0 ? this.text.length : lineEnd;
    }
    if (at > start && start >= 0) this.scopes.push({ start: start + 1, end: at, context: group.context });
  }

  private push(group: TriggerGroup, from: number, to: number): void {
    const { starts, ends, words } = this.tokens;
    while (from < to && isPunctuation(words[from] ?? '') && words[from] !== '(') from += 1;
    while (to > from && isPunctuation(words[to - 1] ?? '') && words[to - 1] !== ')') to -= 1;
    if (from >= to) return;
    if (group.sparesDisease === true) {
      this.pushProcedures(group, from, to);
      return;
    }
    if (group.sparesChronic !== true) {
      this.scopes.push({ start: starts[from] ?? 0, end: ends[to - 1] ?? 0, context: group.context });
      return;
    }
    let itemFrom = from;
    let chronic = false;
    for (let index = from; index <= to; index += 1) {
      const word = words[index] ?? '';
      const last = index === to;
      if (last || word === ',' || word === '(' || this.lexicon.conjunctions.has(word)) {
        if (!chronic && index > itemFrom) {
          this.scopes.push({
            start: starts[itemFrom] ?? 0,
            end: ends[index - 1] ?? 0,
            context: group.context,
          });
        }
        itemFrom = index + 1;
        chronic = false;
      } else if (this.lexicon.chronic.has(word)) {
        chronic = true;
      }
    }
  }

  /** The parts of tokens [from, to) that name what is planned, without diseases and what follows "of". */
  private pushProcedures(group: TriggerGroup, from: number, to: number): void {
    const { starts, ends, words } = this.tokens;
    let partFrom = from;
    let skipping = false;
    let names = group.procedureOnly !== true;
    for (let index = from; index <= to; index += 1) {
      const word = words[index] ?? '';
      const breaks = word === ',' || this.lexicon.conjunctions.has(word);
      const disease = index < to && this.isDisease(word);
      const of = OF.has(word);
      if (index === to || breaks || disease || of) {
        // The words before a disease describe it: "left inguinal" of "left inguinal hernia repair".
        if (!skipping && names && !(disease && !this.hasProcedure(partFrom, index)) && index > partFrom) {
          this.scopes.push({
            start: starts[partFrom] ?? 0,
            end: ends[index - 1] ?? 0,
            context: group.context,
          });
        }
        partFrom = index + 1;
        skipping = of || (skipping && !breaks);
        names = group.procedureOnly !== true;
      } else if (this.isProcedure(word)) {
        names = true;
      }
    }
  }

  private hasProcedure(from: number, to: number): boolean {
    return this.tokens.words.slice(from, to).some((word) => this.isProcedure(word));
  }

  /**
   * The sentences of a family history. Those that speak of the patient and name no relative are not
   * the family's, nor is what follows them, until a relative is named again.
   */
  family(section: Section): void {
    const { words, starts, ends, sentences } = this.tokens;
    const { patient, relatives, personal } = this.lexicon;
    let about = false;
    for (let index = 0; index + 1 < sentences.length; index += 1) {
      const from = sentences[index] ?? 0;
      const to = sentences[index + 1] ?? 0;
      const start = starts[from] ?? 0;
      if (start < section.bodyStart || start >= section.end || from >= to) continue;
      const first = words[from] ?? '';
      const subject = first === 'the' || first === 'el' || first === 'la' ? (words[from + 1] ?? '') : first;
      const said = words.slice(from, to);
      if (said.some((word) => relatives.has(word))) about = false;
      else if (patient.has(subject) || said.some((word) => personal.has(word))) about = true;
      if (!about) this.scopes.push({ start, end: ends[to - 1] ?? start, context: 'family' });
    }
  }
}

function isPunctuation(token: string): boolean {
  return token.length === 1 && !isWordCode(token.charCodeAt(0));
}

/** In order, those of one context that touch or overlap made one. */
function merge(scopes: ContextScope[]): ContextScope[] {
  const last = new Map<ScopedContext, ContextScope>();
  const merged: ContextScope[] = [];
  for (const scope of scopes.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const before = last.get(scope.context);
    if (before !== undefined && scope.start <= before.end) {
      before.end = Math.max(before.end, scope.end);
      continue;
    }
    const copy = { ...scope };
    last.set(scope.context, copy);
    merged.push(copy);
  }
  return merged;
}

/**
 * The ranges of a text in which a mention does not simply hold for the patient
 * now, in order of their starts; scopes of different contexts may overlap.
 *
 * Offsets are UTF-16 code units into `text`, ranges half-open. `sections` are
 * those of the same text: a heading ends the sentence before it, and a section
 * of family history is the family's. A past-history section by itself makes
 * nothing past, for lasting conditions listed there are coded.
 */
export function findContexts(text: string, language: Language, sections: readonly Section[]): ContextScope[] {
  const breaks = new Set<number>();
  for (const section of sections) {
    breaks.add(section.start);
    breaks.add(section.bodyStart);
  }
  const finder = new Finder(text, tokenize(text, breaks), lexiconOf(language), sections);
  finder.run();
  for (const section of sections) {
    if (section.kind === 'family-history') finder.family(section);
  }
  return merge(finder.scopes);
}

const PRIORITY: readonly ScopedContext[] = [
  'family',
  'negated',
  'history',
  'hypothetical',
  'uncertain',
  'planned',
];

/**
 * The context of the mention [start, end) among the scopes of its text: that of
 * the scope its midpoint lies in. Where several hold, the first of family,
 * negated, history, hypothetical, uncertain and planned is given.
 */
export function contextAt(scopes: readonly ContextScope[], start: number, end: number): MentionContext {
  const middle = (start + end) / 2;
  let best = PRIORITY.length;
  for (const scope of scopes) {
    if (scope.start > middle) break;
    if (middle < scope.end) best = Math.min(best, PRIORITY.indexOf(scope.context));
  }
  return PRIORITY[best] ?? 'affirmed';
}
