import { describe, expect, it } from 'vitest';
import { interfaceLanguages } from '../../../../src/renderer/i18n/area.ts';
import { queryForm } from '../../../../src/renderer/i18n/areas/query.ts';
import {
  compose,
  composing,
  draftOf,
  languageOf,
  mostCited,
  mostOptions,
  optionsOf,
  questionOf,
  templates,
  type ComposeEvent,
  type Composing,
} from '../../../../src/renderer/query/compose.ts';
import { QueryDraft, type EvidenceSpan } from '../../../../src/shared/coding.ts';
import { queryProblems } from '../../../../src/shared/query.ts';

function span(start: number, document = 'd1'): EvidenceSpan {
  return { document, start, end: start + 5, text: 'words', source: 'lexicon', context: 'affirmed' };
}

function after(state: Composing, ...events: ComposeEvent[]): Composing {
  return events.reduce(compose, state);
}

const fresh = composing('en', [span(0), span(10)]);

describe('the templates', () => {
  for (const language of interfaceLanguages) {
    for (const template of templates) {
      it(`neither lead nor speak of payment: ${template} in ${language}`, () => {
        const state = after(fresh, { type: 'language', language }, { type: 'template', template });
        const draft = draftOf(state, 'I50.9');
        expect(QueryDraft.safeParse(draft).success).toBe(true);
        const options = template === 'poa' ? draft.options : ['Acute', 'Chronic'];
        expect(queryProblems({ ...draft, options })).toEqual([]);
      });
    }
  }

  it('follow the language while the coder wrote nothing', () => {
    const spanish = after(fresh, { type: 'template', template: 'poa' }, { type: 'language', language: 'es' });
    expect(questionOf(spanish)).toBe(queryForm.es.poaQuestion);
    expect(optionsOf(spanish)).toEqual([queryForm.es.poaYes, queryForm.es.poaNo]);
    expect(draftOf(spanish, null)).toMatchObject({
      other: queryForm.es.other,
      undetermined: queryForm.es.undetermined,
    });
  });
});

describe('compose', () => {
  it('cites each place once, and no more than a query may hold', () => {
    expect(composing('en', [span(0), span(0)]).cited).toHaveLength(1);
    const many = Array.from({ length: mostCited + 5 }, (_, index) => span(index * 10));
    const full = composing('en', many);
    expect(full.cited).toHaveLength(mostCited);
    expect(after(full, { type: 'cite', span: span(999) })).toBe(full);
    expect(after(fresh, { type: 'cite', span: span(0, 'd2') }).cited).toHaveLength(3);
    expect(after(fresh, { type: 'cite', span: span(10) }).cited).toHaveLength(2);
    expect(after(fresh, { type: 'uncite', span: span(0) }).cited).toEqual([span(10)]);
  });

  it('keeps the coder’s question when template and language change', () => {
    const own = after(
      fresh,
      { type: 'question', question: 'Mine?' },
      { type: 'template', template: 'conflict' },
      { type: 'language', language: 'de' },
    );
    expect(questionOf(own)).toBe('Mine?');
    expect(questionOf(after(own, { type: 'reset-question' }))).toBe(queryForm.de.conflictQuestion);
  });

  it('takes another template’s answers away, but not when the same is chosen again', () => {
    const answered = after(fresh, { type: 'toggle-option', text: 'Acute' });
    expect(optionsOf(after(answered, { type: 'template', template: 'specificity' }))).toEqual(['Acute']);
    expect(optionsOf(after(answered, { type: 'template', template: 'poa' }))).toEqual([
      queryForm.en.poaYes,
      queryForm.en.poaNo,
    ]);
  });

  it('edits answers', () => {
    const three = after(
      fresh,
      { type: 'toggle-option', text: 'Acute' },
      { type: 'add-option' },
      { type: 'option', index: 1, text: ' Chronic ' },
      { type: 'add-option' },
      { type: 'option', index: 2, text: 'Chronic' },
      { type: 'add-option' },
    );
    expect(optionsOf(three)).toEqual(['Acute', ' Chronic ', 'Chronic', '']);
    expect(draftOf(three, null).options).toEqual(['Acute', 'Chronic']);
    expect(optionsOf(after(three, { type: 'remove-option', index: 1 }))).toEqual(['Acute', 'Chronic', '']);
    expect(optionsOf(after(three, { type: 'toggle-option', text: 'Acute' }))).not.toContain('Acute');
  });

  it('offers no more answers than a query may hold', () => {
    const full = after(
      fresh,
      ...Array.from({ length: mostOptions + 2 }, (_, index): ComposeEvent => ({
        type: 'toggle-option',
        text: `Answer ${index}`,
      })),
    );
    expect(optionsOf(full)).toHaveLength(mostOptions);
  });

  it('knows the language of a query by its own words', () => {
    for (const language of interfaceLanguages) {
      expect(languageOf(draftOf(after(fresh, { type: 'language', language }), null))).toBe(language);
    }
    expect(languageOf({ ...draftOf(fresh, null), undetermined: '?' })).toBeNull();
  });
});
