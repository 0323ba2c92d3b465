import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { findSections } from '../../../../src/main/charts/sections.ts';
import { FEATURES } from '../../../../src/main/coding/candidates.ts';
import { Coder, type SystemParts } from '../../../../src/main/coding/coder.ts';
import { MENTION_FEATURES, MentionFinder } from '../../../../src/main/coding/mentions.ts';
import type { ReadableDocument } from '../../../../src/main/coding/reading.ts';
import { wordsOf } from '../../../../src/main/coding/words.ts';
import { UserError } from '../../../../src/main/errors.ts';
import type { Fusion } from '../../../../src/main/model/fusion.ts';
import {
  MENTION_TAGS,
  type LabelAttentionModel,
  type Reading,
  type ReadOptions,
} from '../../../../src/main/model/labelAttention.ts';
import type { CodeSystem, Suggestion } from '../../../../src/shared/coding.ts';
import { smallLexicon, TITLES } from '../../../fixtures/coding/smallLexicon.ts';

/** Logit of each label, and the word that it attends to; a text gives it only where the word is there. */
type Labels = Record<string, { system?: CodeSystem; word: string; logit: number }>;

/** A network whose labels each know one word, a token a word. */
class WordModel {
  readonly labels: string[];
  readonly systems: CodeSystem[];
  readonly textsRead: string[] = [];
  readonly #known: Labels[string][];
  readonly #texts = new Map<Reading, string>();

  constructor(labels: Labels) {
    this.labels = Object.keys(labels);
    this.#known = Object.values(labels);
    this.systems = this.#known.map(({ system }) => system ?? 'icd-10-cm');
  }

  read(text: string, { onProgress, signal }: ReadOptions = {}): Promise<Reading> {
    signal?.throwIfAborted();
    this.textsRead.push(text);
    const { starts, ends } = wordsOf(text);
    onProgress?.(0.5);
    onProgress?.(1);
    const reading: Reading = {
      tokens: { ids: new Int32Array(starts.length), starts, ends },
      hidden: new Float32Array(),
      logits: Float32Array.from(this.#known, ({ word, logit }) => (text.includes(word) ? logit : -9)),
      tags: new Float32Array(starts.length * MENTION_TAGS.length),
    };
    this.#texts.set(reading, text);
    return Promise.resolve(reading);
  }

  attention(reading: Reading, labels: readonly number[]): Promise<Float32Array[]> {
    const text = this.#texts.get(reading) ?? '';
    const rows = labels.map((label) =>
      Float32Array.from(reading.tokens.starts, (start) =>
        Number(text.startsWith(this.#known[label]?.word ?? '', start)),
      ),
    );
    return Promise.resolve(rows);
  }
}

function asModel(model: WordModel): LabelAttentionModel {
  return model as unknown as LabelAttentionModel;
}

/** A fusion that gives each row the value of one of its features. */
function passing(names: readonly string[], name: string): Fusion {
  const column = names.indexOf(name);
  return {
    probabilities: (rows: readonly Float32Array[]) =>
      Promise.resolve(Float32Array.from(rows, (row) => row[column] ?? 0)),
  } as unknown as Fusion;
}

/** A fused system in which a mention is as likely as its phrase is there, and a code as its best mention. */
function fusedParts(thresholds: SystemParts['thresholds']): SystemParts {
  return {
    thresholds,
    fused: {
      finder: new MentionFinder(smallLexicon()),
      mentions: passing(MENTION_FEATURES, 'phrase.coverage'),
      codes: passing(FEATURES, 'mention.best'),
    },
  };
}

const CATALOG: Pick<Catalog, 'lookUp'> = {
  lookUp: (code) =>
    TITLES[code] === undefined ? undefined : { code, title: TITLES[code], billable: true, path: [] },
};

function document(text: string, id = 'd', language: 'en' | 'es' = 'en'): ReadableDocument {
  return { id, language, text, sections: findSections(text, language) };
}

function suggested(suggestions: readonly Suggestion[]): string[] {
  return suggestions.filter(({ tier }) => tier === 'suggestion').map(({ code }) => code);
}

const ATTENTION = new Map<CodeSystem, SystemParts>([
  ['icd-10-cm', { thresholds: { en: 0.5 } }],
  ['icd-10-pcs', { thresholds: { en: 0.5, es: 0.5 } }],
]);
const LABELS: Labels = {
  'I50.9': { word: 'heart', logit: 2 },
  I10: { word: 'pressure', logit: 1 },
  'R50.9': { word: 'fever', logit: 0.5 },
  'A99.9': { word: 'heart', logit: 5 },
  BW03ZZZ: { system: 'icd-10-pcs', word: 'X-ray', logit: 3 },
};

describe('a coder', () => {
  it('refuses a code system that the pack has not learned', async () => {
    const model = new WordModel(LABELS);
    const coder = new Coder(asModel(model), new Map([['icd-10-cm', { thresholds: { en: 0.5 } }]]));
    const refused = coder.code([document('heart')], CATALOG, { system: 'icd-10-pcs' });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/icd-10-pcs/);
    expect(model.textsRead).toEqual([]);
  });

  it('refuses a language for which the pack has no threshold', async () => {
    const coder = new Coder(asModel(new WordModel(LABELS)), ATTENTION);
    const refused = coder.code([document('fiebre', 'd', 'es')], CATALOG);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/Spanish/);
    await expect(
      coder.code([document('fiebre', 'd', 'es')], CATALOG, { system: 'icd-10-pcs' }),
    ).resolves.toEqual(expect.any(Array));
  });

  it('suggests nothing for a chart without documents', async () => {
    const coder = new Coder(asModel(new WordModel(LABELS)), ATTENTION);
    await expect(coder.code([], CATALOG)).resolves.toEqual([]);
  });

  it('reports progress over all documents, from 0 to 1', async () => {
    const coder = new Coder(asModel(new WordModel(LABELS)), ATTENTION);
    const seen: number[] = [];
    await coder.code([document('heart', 'a'), document('fever', 'b')], CATALOG, {
      onProgress: (fraction) => seen.push(fraction),
    });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('tells what the beginning of a long document suggests, before anything of the rest', async () => {
    const model = new WordModel(LABELS);
    const coder = new Coder(asModel(model), ATTENTION);
    const text = `The heart fails.\n${'No news.\n'.repeat(400)}High pressure.`;
    const seen: unknown[] = [];
    const result = await coder.code([document(text)], CATALOG, {
      onFirst: (suggestions) => seen.push(suggested(suggestions)),
      onProgress: (fraction) => seen.push(fraction),
    });
    expect(seen).toEqual([['I50.9'], 0.5, 1]);
    expect(suggested(result)).toEqual(['I50.9', 'I10']);
    expect(model.textsRead).toHaveLength(2);
    expect(model.textsRead[1]).toBe(text);
    expect(text.startsWith(model.textsRead[0] ?? ' ')).toBe(true);
    expect(model.textsRead[0]).toMatch(/\.\n$/);
    expect(await coder.code([document(text)], CATALOG)).toEqual(result);
  });

  it('reads a short document once, and tells what the first of several suggests', async () => {
    const model = new WordModel(LABELS);
    const coder = new Coder(asModel(model), ATTENTION);
    const firsts: Suggestion[][] = [];
    const onFirst = (suggestions: Suggestion[]): unknown => firsts.push(suggestions);
    await coder.code([document('The heart fails.')], CATALOG, { onFirst });
    expect(firsts).toEqual([]);
    await coder.code([document('The heart fails.', 'a'), document('A heart, with fever.', 'b')], CATALOG, {
      onFirst,
    });
    expect(firsts.map(suggested)).toEqual([['I50.9']]);
    expect(firsts[0]?.[0]?.evidence.map((span) => span.document)).toEqual(['a']);
    expect(model.textsRead).toHaveLength(3);
  });

  it('tells nothing of a beginning that was read when it was ended', async () => {
    const model = new WordModel(LABELS);
    const coder = new Coder(asModel(model), ATTENTION);
    const abort = new AbortController();
    const reason = new Error('closed');
    const told: unknown[] = [];
    const coding = coder.code([document('heart\n'.repeat(1000))], CATALOG, {
      signal: abort.signal,
      onFirst: (suggestions) => told.push(suggestions),
    });
    abort.abort(reason);
    await expect(coding).rejects.toBe(reason);
    expect(told).toEqual([]);
    expect(model.textsRead).toHaveLength(1);
  });

  it('ends with the reason of the signal, before it reads on', async () => {
    const model = new WordModel(LABELS);
    const coder = new Coder(asModel(model), ATTENTION);
    const abort = new AbortController();
    const reason = new Error('closed');
    const coding = coder.code([document('heart', 'a'), document('fever', 'b')], CATALOG, {
      signal: abort.signal,
      onProgress: () => abort.abort(reason),
    });
    await expect(coding).rejects.toBe(reason);
    expect(model.textsRead).toEqual(['heart']);
  });
});

describe('a system of label attention alone', () => {
  const coder = new Coder(asModel(new WordModel(LABELS)), ATTENTION);

  it('suggests the codes of its labels that the catalogue has, with what they attend to', async () => {
    const found = await coder.code([document('The heart fails. No fever.')], CATALOG);
    expect(found.map(({ code }) => code)).toEqual(['I50.9', 'R50.9', 'I10']);
    expect(found[0]).toEqual({
      code: 'I50.9',
      title: TITLES['I50.9'],
      billable: true,
      score: expect.closeTo(1 / (1 + Math.exp(-2)), 4) as number,
      tier: 'suggestion',
      evidence: [
        { document: 'd', start: 4, end: 9, text: 'heart', source: 'attention', context: 'affirmed' },
      ],
    });
  });

  it('suggests nothing that the text denies, nor what it gives no words for', async () => {
    const found = await coder.code([document('The heart fails. No fever.')], CATALOG);
    const fever = found.find(({ code }) => code === 'R50.9');
    expect(fever?.score).toBeGreaterThan(0.5);
    expect(fever).toMatchObject({ tier: 'candidate', evidence: [{ text: 'fever', context: 'negated' }] });
    expect(found.find(({ code }) => code === 'I10')).toMatchObject({ tier: 'candidate', evidence: [] });
  });

  it('keeps the labels of the systems apart', async () => {
    const procedures = { lookUp: (code: string) => ({ code, title: code, billable: true, path: [] }) };
    const text = document('X-ray of the heart.');
    const own = await coder.code([text], procedures, { system: 'icd-10-pcs' });
    expect(own.map(({ code }) => code)).toEqual(['BW03ZZZ']);
    expect((await coder.code([text], procedures)).map(({ code }) => code)).not.toContain('BW03ZZZ');
  });
});

describe('a fused system', () => {
  const model = new WordModel(LABELS);
  const coder = new Coder(asModel(model), new Map([['icd-10-cm', fusedParts({ en: 0.5, es: 0.5 })]]));
  const suggested = async (...texts: string[]): Promise<string[]> =>
    (
      await coder.code(
        texts.map((text, i) => document(text, `d${i}`)),
        CATALOG,
      )
    )
      .filter(({ tier }) => tier === 'suggestion')
      .map(({ code }) => code)
      .sort();

  it('suggests what phrases of the text name, quoted', async () => {
    const text = 'Admitted for heart failure and high blood pressure.';
    const found = await coder.code([document(text)], CATALOG);
    const own = found.filter(({ tier }) => tier === 'suggestion');
    expect(own.map(({ code }) => code).sort()).toEqual(['I10', 'I50.9']);
    for (const { start, end, text: words, context } of own.flatMap(({ evidence }) => evidence)) {
      expect(text.slice(start, end)).toBe(words);
      expect(context).toBe('affirmed');
    }
    expect(own.find(({ code }) => code === 'I10')?.evidence[0]?.text).toBe('high blood pressure');
  });

  it('never suggests a code that the text only denies, doubts or tells of a relative', async () => {
    expect(await suggested('No fever. No evidence of heart failure.')).toEqual([]);
    expect(await suggested('Possible heart failure. Father has hypertension.')).toEqual([]);
    const found = await coder.code([document('No fever.')], CATALOG);
    expect(found.find(({ code }) => code === 'R50.9')).toMatchObject({
      tier: 'candidate',
      evidence: [{ text: 'fever', context: 'negated' }],
    });
  });

  it('joins what several documents say of a code', async () => {
    const found = await coder.code([document('No fever.', 'a'), document('Cough and fever.', 'b')], CATALOG);
    const fever = found.filter(({ code }) => code === 'R50.9');
    expect(fever).toHaveLength(1);
    expect(fever[0]).toMatchObject({ tier: 'suggestion', score: 1 });
    expect(fever[0]?.evidence.map((span) => [span.document, span.text, span.context])).toEqual([
      ['a', 'fever', 'negated'],
      ['b', 'fever', 'affirmed'],
    ]);
  });

  it('gives no more than asked, suggestions before candidates, the likeliest first', async () => {
    const text = 'No fever. Cough. Heart failure. Hypertension.';
    for (const top of [0, 1, 2, 3, 100]) {
      const found = await coder.code([document(text)], CATALOG, { top });
      expect(found.length).toBeLessThanOrEqual(top);
      const scores = found.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      const own = found.filter(({ tier }) => tier === 'suggestion').length;
      expect(own).toBe(Math.min(top, 3));
    }
  });

  it('gives the same for the same chart', async () => {
    const chart = [document('Heart failure with cough.', 'a'), document('Left cataract; no fever.', 'b')];
    expect(await coder.code(chart, CATALOG)).toEqual(await coder.code(chart, CATALOG));
  });

  it('leaves out codes that the catalogue does not have', async () => {
    const found = await coder.code([document('heart failure')], { lookUp: () => undefined });
    expect(found).toEqual([]);
  });

  it('asks a visit note for its own threshold', async () => {
    const strict = new Coder(
      asModel(new WordModel({})),
      new Map([['icd-10-cm', fusedParts({ en: 0.5, visit: 1.1 })]]),
    );
    const tiers = async (text: string): Promise<string[]> =>
      (await strict.code([document(text)], CATALOG))
        .filter(({ code }) => code === 'I50.9')
        .map(({ tier }) => tier);
    expect(await tiers('Heart failure.')).toEqual(['suggestion']);
    expect(await tiers('Subjective: tired.\n\nAssessment:\nHeart failure.\n')).toEqual(['candidate']);
  });
});
