import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTokenizer, type Tokenizer } from '../../../../src/main/model/tokenizer.ts';

const FILE = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../resources/model/tokenizer.json'), 'utf8'),
) as { model: { vocab: Record<string, number> } };
const { vocab } = FILE.model;
const nameOf = new Map(Object.entries(vocab).map(([token, id]) => [id, token]));
const tokenizer = createTokenizer(FILE);

/** The tokens of a text by name, each with the characters of the text that it stands for. */
function tokens(text: string, using: Tokenizer = tokenizer): [token: string, quoted: string][] {
  const { ids, starts, ends } = using.encode(text);
  return Array.from(ids, (id, i) => [nameOf.get(id) ?? '', text.slice(starts[i], ends[i])]);
}

/** A token as the normalised form of the characters it quotes should read. */
function folded(quoted: string): string {
  return Array.from(quoted, (character) =>
    character.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''),
  ).join('');
}

describe('encode', () => {
  it.each([
    ['pneumonia', ['pneumonia']],
    ['Pneumonia', ['pneumonia']],
    ['fever', ['fever']],
    ['hypertension', ['hyper', '##tension']],
    ['neumonía', ['ne', '##um', '##onia']],
  ])('splits %s as BERT does', (word, pieces) => {
    expect(tokens(word).map(([token]) => token)).toEqual(pieces);
    expect([...tokenizer.encode(word).ids]).toEqual(pieces.map((piece) => vocab[piece]));
  });

  it('has the numbers of the published vocabulary', () => {
    expect([tokenizer.cls, tokenizer.sep]).toEqual([101, 102]);
    expect([...tokenizer.encode('the patient, with pneumonia.').ids]).toEqual([
      1996, 5776, 1010, 2007, 18583, 1012,
    ]);
  });

  it('makes each punctuation mark and ASCII symbol a word of its own', () => {
    const marks = tokens('BP>140/90 (at rest), ~38.5 $a^b|c+d=e').map(([, quoted]) => quoted);
    expect(marks.filter((quoted) => !/[a-z0-9]/i.test(quoted)).join('')).toBe('>/(),~.$^|+=');
    expect(tokens('non-smoker').map(([token]) => token)).toEqual([
      'non',
      '-',
      ...tokens('smoker').map(([t]) => t),
    ]);
    expect(tokens('¿dolor?').map(([token]) => token)).toContain('¿');
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' \n\t', '\u0301', '\u00a0\ufeff']) expect(tokens(text)).toEqual([]);
  });

  it.each([
    ['accents of one character', 'état', 'etat'],
    ['accents of their own', 'e\u0301tat', 'etat'],
    ['two marks on one letter', 'e\u0301\u0323tat', 'etat'],
    ['a letter that is longer in lower case', 'İstanbul', 'istanbul'],
    ['full upper case', 'NEUMONÍA', 'neumonia'],
    ['ñ', 'niño', 'nino'],
  ])('reads %s like the plain word, and quotes it whole', (_, word, plain) => {
    const text = `x ${word} y`;
    const found = tokens(text).slice(1, -1);
    expect(found.map(([token]) => token)).toEqual(tokens(plain).map(([token]) => token));
    expect(found.map(([, quoted]) => quoted).join('')).toBe(word);
    for (const [token, quoted] of found) expect(folded(quoted)).toBe(token.replace(/^##/, ''));
  });

  it('quotes a mark with the letter it stands on', () => {
    expect(tokens('Ne\u0301umoni\u0301a').map(([, quoted]) => quoted)).toEqual([
      'Ne\u0301',
      'um',
      'oni\u0301a',
    ]);
  });

  it('keeps to the characters where one becomes more letters and another none', () => {
    // 가 becomes two letters and the mark none: both forms are equally long, and yet shifted.
    expect(tokens('가e\u0301x').map(([, quoted]) => quoted)).toEqual(['가', '가', 'e\u0301x']);
  });

  it('gives every token characters, also where one character is several tokens', () => {
    const found = tokens('한국어');
    expect(found.length).toBeGreaterThan(3);
    expect(found.every(([, quoted]) => quoted.length > 0)).toBe(true);
    expect(new Set(found.map(([, quoted]) => quoted))).toEqual(new Set(['한', '국', '어']));
  });

  it.each([
    ['an emoji', '🫀'],
    ['a word with an emoji in it', 'heart🫀beat'],
    ['a word of more than 100 letters', 'x'.repeat(101)],
    ['an unknown letter', 'ꙮ'],
  ])('makes %s one unknown token', (_, word) => {
    expect(tokens(`a ${word} b`)).toEqual([
      ['a', 'a'],
      ['[UNK]', word],
      ['b', 'b'],
    ]);
  });

  it('splits a word of just 100 letters, and a ligature', () => {
    const found = tokens('x'.repeat(100));
    expect(found.map(([token]) => token)).not.toContain('[UNK]');
    expect(found.map(([, quoted]) => quoted).join('')).toBe('x'.repeat(100));
    expect(
      tokens('ﬁbrosis')
        .map(([, quoted]) => quoted)
        .join(''),
    ).toBe('ﬁbrosis');
  });

  it('gives the same tokens for a word wherever it is and however often it was read', () => {
    const once = tokens('hipertensión arterial');
    const thrice = tokens('hipertensión arterial\n\nhipertensión arterial; hipertensión arterial');
    expect(thrice.filter(([token]) => token !== ';')).toEqual([...once, ...once, ...once]);
  });

  it('keeps offsets right in any text', () => {
    // Letters of both languages, marks, characters outside the basic plane, lone surrogates, and any others.
    const letters =
      'abcdefghijklmnopqrstuvwxyz AEIOU áéíóúüñÑÍ İıßẞﬁŉǰΐΣςσ .,;:-/()[]<>=+°µ½²  \n\t 0123456789';
    const marks = '\u0301\u0303\u0323\u20e3\ufe0f\u200d\u00ad\u200b\ufeff\u00a0\0\ud800';
    const pool = [
      ...Array.from(letters + marks),
      ...['🫀', '👩‍⚕️', '𝐀', '𐐀', '한', '가', 'ᄀ', '心', '電', 'ά', 'क्ष', '\udc00'],
    ];
    let state = 20260401;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 3000; round++) {
      let text = '';
      for (let length = random(60); length > 0; length--) {
        text += random(12) === 0 ? String.fromCharCode(random(0x10000)) : pool[random(pool.length)]!;
      }
      const { ids, starts, ends } = tokenizer.encode(text);
      expect([starts.length, ends.length]).toEqual([ids.length, ids.length]);
      let before = 0;
      ids.forEach((id, i) => {
        const [start, end] = [starts[i]!, ends[i]!];
        const where = `token ${i} of ${JSON.stringify(text)}`;
        if (!(before <= start && start < end && end <= text.length))
          throw new Error(`${where}: ${start}-${end}`);
        before = start;
        const quoted = text.slice(start, end);
        const token = nameOf.get(id)!.replace(/^##/, '');
        if (/\s/.test(quoted)) throw new Error(`${where} quotes white space`);
        if (token === '[UNK]') return;
        // A Hangul character is several letters, of which a token may have only some.
        const exact = folded(quoted) === token;
        const part = /[\uac00-\ud7a3]/.test(quoted) && folded(quoted).includes(token);
        if (!exact && !part) throw new Error(`${where} is ${token} and quotes ${JSON.stringify(quoted)}`);
      });
    }
  });

  it('leaves no letter of a text without a token', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../../resources/samples/caso-espanol/caso-clinico.txt'),
      'utf8',
    );
    const { starts, ends } = tokenizer.encode(text);
    let at = 0;
    starts.forEach((start, i) => {
      expect(text.slice(at, start)).toMatch(/^\s*$/);
      at = ends[i]!;
    });
    expect(text.slice(at)).toMatch(/^\s*$/);
  });
});

describe('createTokenizer', () => {
  const { model } = FILE;
  it.each([
    ['nothing', {}],
    ['null', null],
    ['a cased tokenizer', { ...FILE, normalizer: { type: 'BertNormalizer', lowercase: false } }],
    ['another normaliser', { ...FILE, normalizer: { type: 'NFC' } }],
    ['another model', { ...FILE, model: { ...model, type: 'BPE' } }],
    ['a vocabulary of names without numbers', { ...FILE, model: { ...model, vocab: { '[UNK]': 'x' } } }],
  ])('refuses %s', (_, file) => {
    expect(() => createTokenizer(file)).toThrow('tokenizer.json is not an uncased BERT WordPiece tokenizer');
  });

  it('refuses a vocabulary without the special tokens', () => {
    const rest = Object.fromEntries(Object.entries(vocab).filter(([token]) => token !== '[SEP]'));
    expect(() => createTokenizer({ ...FILE, model: { ...model, vocab: rest } })).toThrow(
      'tokenizer.json lacks the token [SEP]',
    );
  });
});
