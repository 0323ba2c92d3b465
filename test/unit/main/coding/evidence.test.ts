import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScoredMention } from '../../../../src/main/coding/candidates.ts';
import { evidenceFromAttention, evidenceFromMentions } from '../../../../src/main/coding/evidence.ts';
import { wordsOf } from '../../../../src/main/coding/words.ts';
import { createTokenizer } from '../../../../src/main/model/tokenizer.ts';

const TEXT = 'Acute on chronic heart failure. No heart failure before; mother had heart failure too.';
const WORDS = wordsOf(TEXT);

function mention(from: number, to: number, change: Partial<ScoredMention> = {}): ScoredMention {
  return {
    code: 'I50.9',
    from,
    to,
    source: 'lexicon',
    context: 'affirmed',
    features: new Float32Array(),
    score: 0.8,
    ...change,
  };
}

/** What is shown for mentions given best first, as candidatesOf orders them. */
function shown(...mentions: ScoredMention[]): [text: string, context: string][] {
  return evidenceFromMentions(mentions, WORDS, TEXT).map((span) => {
    expect(TEXT.slice(span.start, span.end)).toBe(span.text);
    return [span.text, span.context];
  });
}

describe('evidenceFromMentions', () => {
  it('quotes the words of each mention, in the order of the text', () => {
    expect(shown(mention(6, 8), mention(2, 5))).toEqual([
      ['chronic heart failure', 'affirmed'],
      ['heart failure', 'affirmed'],
    ]);
    expect(evidenceFromMentions([mention(3, 5)], WORDS, TEXT)).toEqual([
      { start: 17, end: 30, text: 'heart failure', source: 'lexicon', context: 'affirmed' },
    ]);
  });

  it('says whether a phrase or the words of the catalogue were found', () => {
    const found = evidenceFromMentions([mention(3, 5, { source: 'catalogue' }), mention(0, 1)], WORDS, TEXT);
    expect(found.map(({ text, source }) => [text, source])).toEqual([
      ['Acute', 'lexicon'],
      ['heart failure', 'catalogue'],
    ]);
  });

  it('quotes a number at the beginning with the word that it counts', () => {
    const note = 'Stable. Type 2 diabetes mellitus. 2 diabetes visits.';
    const found = (from: number, to: number): string | undefined =>
      evidenceFromMentions([mention(from, to)], wordsOf(note), note)[0]?.text;
    expect(found(2, 5)).toBe('Type 2 diabetes mellitus');
    expect(found(3, 5)).toBe('diabetes mellitus');
    expect(found(5, 7)).toBe('2 diabetes');
  });

  it('never hides a mention that holds behind a likelier one that does not', () => {
    const denied = mention(6, 8, { context: 'negated', score: 0.9 });
    expect(shown(denied, mention(3, 5, { score: 0.01 }))).toEqual([
      ['heart failure', 'affirmed'],
      ['heart failure', 'negated'],
    ]);
  });

  it('puts what holds for the patient before what does not, wherever they stand', () => {
    expect(
      shown(
        mention(6, 8, { context: 'negated', score: 0.9 }),
        mention(0, 1, { context: 'history' }),
        mention(11, 13, { score: 0.5 }),
      ),
    ).toEqual([
      ['heart failure', 'affirmed'],
      ['Acute', 'history'],
      ['heart failure', 'negated'],
    ]);
  });

  it('reduces overlapping mentions to the likeliest', () => {
    expect(shown(mention(3, 5, { score: 0.9 }), mention(2, 5, { score: 0.6 }))).toEqual([
      ['heart failure', 'affirmed'],
    ]);
    expect(shown(mention(0, 5), mention(3, 5), mention(2, 5))).toEqual([
      ['Acute on chronic heart failure', 'affirmed'],
    ]);
    // Neighbours do not overlap.
    expect(shown(mention(0, 3), mention(3, 5))).toHaveLength(2);
  });

  it('keeps of overlapping mentions the one that holds, though another be likelier', () => {
    expect(shown(mention(5, 8, { context: 'negated', score: 0.9 }), mention(6, 8, { score: 0.5 }))).toEqual([
      ['heart failure', 'affirmed'],
    ]);
  });

  it('leaves out what a coder would hardly mark, but never the best of what holds nor of what does not', () => {
    const unlikely = { score: 0.01 };
    expect(shown(mention(3, 5), mention(0, 1, { score: 0.7 }), mention(6, 8, unlikely))).toEqual([
      ['Acute', 'affirmed'],
      ['heart failure', 'affirmed'],
    ]);
    expect(
      shown(
        mention(3, 5, unlikely),
        mention(0, 1, unlikely),
        mention(6, 8, { ...unlikely, context: 'negated' }),
        mention(11, 13, { ...unlikely, context: 'family' }),
      ),
    ).toEqual([
      ['heart failure', 'affirmed'],
      ['heart failure', 'negated'],
    ]);
  });

  it('shows the same words once, and no more than twelve places', () => {
    expect(shown(mention(3, 5), mention(3, 5), mention(3, 5))).toHaveLength(1);
    const text = 'pain '.repeat(40);
    const everywhere = Array.from({ length: 40 }, (_, i) => mention(39 - i, 40 - i));
    const spans = evidenceFromMentions(everywhere, wordsOf(text), text);
    expect(spans).toHaveLength(12);
    // The likeliest are kept, though they stand last.
    expect(spans.map(({ start }) => start / 5)).toEqual([28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
  });

  it('is nothing for no mentions', () => {
    expect(shown()).toEqual([]);
  });
});

describe('evidenceFromAttention', () => {
  const tokenizer = createTokenizer(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../../../resources/model/tokenizer.json'), 'utf8')),
  );

  /** Attention of one label, given as the weight of each piece of the text; what lies between has none. */
  function attended(text: string, weights: Record<string, number>): string | undefined {
    const tokens = tokenizer.encode(text);
    const attention = new Float32Array(tokens.ids.length);
    for (const [piece, weight] of Object.entries(weights)) {
      const at = text.indexOf(piece);
      const own = [...tokens.starts.keys()].filter(
        (token) => tokens.starts[token]! >= at && tokens.ends[token]! <= at + piece.length,
      );
      expect(own.length, `"${piece}" has tokens of its own`).toBeGreaterThan(0);
      for (const token of own) attention[token] = weight / own.length;
    }
    const asked: [number, number][] = [];
    const span = evidenceFromAttention(attention, tokens, wordsOf(text), text, (start, end) => {
      asked.push([start, end]);
      return 'uncertain';
    });
    if (!span) return undefined;
    expect(span).toMatchObject({ source: 'attention', context: 'uncertain' });
    expect(text.slice(span.start, span.end)).toBe(span.text);
    expect(asked).toEqual([[span.start, span.end]]);
    return span.text;
  }

  const NOTE = 'Paciente con neumonía adquirida en la comunidad. Niega fiebre.';

  it('snaps a peak on a piece of a word to the whole word', () => {
    // No word of either language, so that no vocabulary has it whole.
    const odd = 'Paciente con zoonoxia adquirida.';
    expect(attended(odd, { ono: 0.9 })).toBe('zoonoxia');
    expect(attended(odd, { zo: 0.5, xia: 0.4 })).toBe('zoonoxia');
  });

  it('takes the weight of a word from all of its pieces', () => {
    expect(attended(NOTE, { neumonía: 0.5, fiebre: 0.4 })).toBe('neumonía');
    expect(attended(NOTE, { neumonía: 0.4, fiebre: 0.5 })).toBe('fiebre');
  });

  it('grows over neighbours with at least three tenths of the peak, to both sides', () => {
    expect(attended(NOTE, { con: 0.14, neumonía: 0.5, adquirida: 0.2 })).toBe('neumonía adquirida');
    expect(attended(NOTE, { con: 0.16, neumonía: 0.5, adquirida: 0.2 })).toBe('con neumonía adquirida');
    expect(attended(NOTE, { con: 0.2, neumonía: 0.5 })).toBe('con neumonía');
    // A word without weight ends it, whatever lies behind.
    expect(attended(NOTE, { neumonía: 0.5, comunidad: 0.4 })).toBe('neumonía');
  });

  it('does not grow beyond a sentence, nor beyond eight words', () => {
    expect(attended(NOTE, { comunidad: 0.5, Niega: 0.4 })).toBe('comunidad');
    const even = 'uno dos tres cuatro cinco seis siete ocho nueve diez';
    const found = attended(even, Object.fromEntries(even.split(' ').map((word) => [word, 0.1])));
    expect(found?.split(' ')).toHaveLength(8);
  });

  it('takes a token that begins with a symbol for the word behind the symbol', () => {
    // To the tokenizer, an arrow is no punctuation and so a part of the word; to evidence it is none.
    expect(attended('fiebre →neumonía grave', { '→neumonía': 0.9 })).toBe('neumonía');
    expect(attended('38 °C', { '°C': 0.9 })).toBe('C');
  });

  it('is nothing where only punctuation is attended to, or nothing at all', () => {
    expect(attended(NOTE, { '.': 0.9 })).toBeUndefined();
    expect(attended(NOTE, {})).toBeUndefined();
    expect(attended('', {})).toBeUndefined();
    expect(attended('… —', {})).toBeUndefined();
  });
});
