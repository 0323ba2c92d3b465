/** A query while it is being written: the template's texts, and what the coder made of them. */
import type { EvidenceSpan, PhysicianQuery, QueryDraft, QueryTemplate } from '../../shared/coding.ts';
import { interfaceLanguages, type InterfaceLanguage } from '../i18n/area.ts';
import { queryForm } from '../i18n/areas/query.ts';

export const templates = ['conflict', 'specificity', 'indicators', 'poa'] as const satisfies QueryTemplate[];

/** What a query may hold, as its schema has it. */
export const mostCited = 20;
export const mostOptions = 8;

export interface Composing {
  template: QueryTemplate;
  language: InterfaceLanguage;
  addressee: string;
  cited: readonly EvidenceSpan[];
  /** The coder's own wording; null while the template's stands. */
  ownQuestion: string | null;
  /** The coder's own answers; null while the template's stand. */
  ownOptions: readonly string[] | null;
}

export type ComposeEvent =
  | { type: 'template'; template: QueryTemplate }
  | { type: 'language'; language: InterfaceLanguage }
  | { type: 'addressee'; addressee: string }
  | { type: 'cite'; span: EvidenceSpan }
  | { type: 'uncite'; span: EvidenceSpan }
  | { type: 'question'; question: string }
  | { type: 'reset-question' }
  | { type: 'option'; index: number; text: string }
  | { type: 'add-option' }
  /** Offers a suggested answer, or no longer. */
  | { type: 'toggle-option'; text: string }
  | { type: 'remove-option'; index: number };

/** A query that cites `evidence`, in the language of the note the first of it stands in. */
export function composing(language: InterfaceLanguage, evidence: readonly EvidenceSpan[]): Composing {
  return {
    template: 'specificity',
    language,
    addressee: '',
    cited: distinct(evidence).slice(0, mostCited),
    ownQuestion: null,
    ownOptions: null,
  };
}

/** What the coder did, done to the query. A changed template or language replaces no words of the coder's. */
export function compose(state: Composing, event: ComposeEvent): Composing {
  switch (event.type) {
    case 'template':
      // Answers belong to their question: those to another one are no use.
      return event.template === state.template
        ? state
        : { ...state, template: event.template, ownOptions: null };
    case 'language':
      return { ...state, language: event.language };
    case 'addressee':
      return { ...state, addressee: event.addressee };
    case 'cite':
      return state.cited.length >= mostCited
        ? state
        : { ...state, cited: distinct([...state.cited, event.span]) };
    case 'uncite':
      return { ...state, cited: state.cited.filter((span) => spanKey(span) !== spanKey(event.span)) };
    case 'question':
      return { ...state, ownQuestion: event.question };
    case 'reset-question':
      return { ...state, ownQuestion: null };
    case 'option':
      return {
        ...state,
        ownOptions: optionsOf(state).map((text, index) => (index === event.index ? event.text : text)),
      };
    case 'add-option':
      return withOption(state, '');
    case 'toggle-option': {
      const others = optionsOf(state).filter((option) => option !== event.text);
      return others.length < optionsOf(state).length
        ? { ...state, ownOptions: others }
        : withOption(state, event.text);
    }
    case 'remove-option':
      return { ...state, ownOptions: optionsOf(state).filter((_, index) => index !== event.index) };
  }
}

function withOption(state: Composing, text: string): Composing {
  const options = optionsOf(state);
  return options.length >= mostOptions ? state : { ...state, ownOptions: [...options, text] };
}

/** The question as it stands. */
export function questionOf({ template, language, ownQuestion }: Composing): string {
  return ownQuestion ?? queryForm[language][`${template}Question`];
}

/** The answers as they stand, empty ones among them. */
export function optionsOf({ template, language, ownOptions }: Composing): readonly string[] {
  if (ownOptions) return ownOptions;
  return template === 'poa' ? [queryForm[language].poaYes, queryForm[language].poaNo] : [];
}

/** The query to be checked and sent. Other and undetermined are always among its answers. */
export function draftOf(state: Composing, about: string | null): QueryDraft {
  const options = optionsOf(state)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return {
    template: state.template,
    about,
    addressee: state.addressee.trim(),
    indicators: [...state.cited],
    question: questionOf(state).trim(),
    options: [...new Set(options)],
    other: queryForm[state.language].other,
    undetermined: queryForm[state.language].undetermined,
  };
}

/** The language a query was written in, known by the words of its last answer; null where they are unknown. */
export function languageOf({ undetermined }: QueryDraft | PhysicianQuery): InterfaceLanguage | null {
  return interfaceLanguages.find((language) => queryForm[language].undetermined === undetermined) ?? null;
}

/** Tells spans apart. */
export function spanKey({ document, start, end }: EvidenceSpan): string {
  return `${document} ${start} ${end}`;
}

function distinct(spans: readonly EvidenceSpan[]): EvidenceSpan[] {
  return [...new Map(spans.map((span) => [spanKey(span), span])).values()];
}
