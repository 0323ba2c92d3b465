import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTokenizer, type Tokenizer } from '../../../../src/main/model/tokenizer.ts';

/** A vocabulary that shows every case: whole words, pieces, letters, marks and Korean letters. */
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789' + '한국어가'.normalize('NFD'));
const PIECES = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...Array.from('$+<=>^`|~.,;:-/()[]¿?'),
  ...['pneumonia', 'fever', 'hyper', '##tension', 'ne', '##um', '##onia', 'non', '##ex'],
];
const FILE = {
  normalizer: { type: 'BertNormalizer', lowercase: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries([...new Set(PIECES)].map((piece, id) => [piece, id])),
  },
};
const { vocab } = FILE.model;
const nameOf = new Map(Object.entries(vocab).map(([token, id]) => [id, token]));
const tokenizer = createTokenizer(FILE);
const shipped = createTokenizer(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../resources/model/tokenizer.json'), 'utf8')),
);

/** The tokens of a text by name, each with the characters of the text that it stands for. */
function tokens(text: string, using: Tokenizer = tokenizer): [token: string, quoted: string][] {
  const { ids, starts, ends } = using.encode(text);
  return Array.from(ids, (id, i) => [nameOf.get(id) ?? '', text.slice(starts[i], ends[i])]);
}

/** A token as the normalised form of the characters it quotes should read. */
function folded(quoted: string): string {
  return Array.from(quoted, (character) =>
    character
      .toLowerCase()
      .normalize('NFD')
      .replace(/[\p{Mn}\p{C}\ufffd]/gu, ''),
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

  it('knows the numbers that begin and end a window', () => {
    expect([tokenizer.cls, tokenizer.sep]).toEqual([vocab['[CLS]'], vocab['[SEP]']]);
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
        if (/[\t\n\r\p{Z}]/u.test(quoted)) throw new Error(`${where} quotes white space`);
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
    const { starts, ends } = shipped.encode(text);
    let at = 0;
    starts.forEach((start, i) => {
      expect(text.slice(at, start)).toMatch(/^\s*$/);
      at = ends[i]!;
    });
    expect(text.slice(at)).toMatch(/^\s*$/);
  });
});

/** Written by test/fixtures/model-packs/tokenizers.py with the tokenizers that checkpoints are trained with. */
interface Reference {
  texts: string[];
  kinds: { kind: string; pack: string; changes: Record<string, object>; ids: number[][] }[];
}
const PACKS = join(import.meta.dirname, '../../../fixtures/model-packs');
const reference = JSON.parse(readFileSync(join(PACKS, 'tokenizers.json'), 'utf8')) as Reference;

/** A fixture's tokenizer.json with some settings changed. */
function changed(pack: string, changes: Record<string, object>): Record<string, object> {
  const file = JSON.parse(readFileSync(join(PACKS, pack, 'tokenizer.json'), 'utf8')) as Record<
    string,
    object
  >;
  for (const [part, change] of Object.entries(changes)) file[part] = { ...file[part], ...change };
  return file;
}

describe.each(reference.kinds)('a $kind tokenizer', ({ pack, changes, ids }) => {
  const own = createTokenizer(changed(pack, changes));

  it.each(reference.texts.map((text, i) => [text, ids[i] ?? []] as const))(
    'reads %j as the reference does',
    (text, expected) => {
      expect([...own.encode(text).ids]).toEqual(expected);
    },
  );

  it('keeps offsets in order, inside the text, and never empty', () => {
    for (const text of reference.texts) {
      const { starts, ends } = own.encode(text);
      starts.forEach((start, i) => {
        expect(start, text).toBeGreaterThanOrEqual(starts[i - 1] ?? 0);
        expect(ends[i], text).toBeGreaterThan(start);
        expect(ends[i], text).toBeLessThanOrEqual(text.length);
      });
    }
  });

  it('covers every letter', () => {
    const text = 'Paciente con fiebre: neumonía, 38.5 °C';
    const { starts, ends } = own.encode(text);
    const covered = new Set(Array.from(starts, (start, i) => Array.from(text).slice(start, ends[i])).flat());
    covered.delete(' ');
    expect(covered).toEqual(new Set(text.replaceAll(' ', '')));
  });
});

describe('byte-level tokens', () => {
  const own = createTokenizer(changed('plm-icd', {}));
  const quoted = (text: string): string[] => {
    const { starts, ends } = own.encode(text);
    return Array.from(starts, (start, i) => text.slice(start, ends[i]));
  };

  it('quote a word without the space before it', () => {
    expect(quoted('with fever')).toEqual(['with', 'fever']);
    expect(quoted('with \n fever')).toEqual(['with', ' ', '\n', 'fever']);
  });

  it('have the whole character where they are some of its bytes', () => {
    expect(quoted('🫀')).toEqual(['🫀', '🫀', '🫀', '🫀']);
  });

  it('know the numbers that begin and end a window', () => {
    expect([own.cls, own.sep]).toEqual([0, 2]);
  });
});

describe('createTokenizer', () => {
  const { model } = FILE;
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'describes no tokenizer that is known'],
    ['null', null, 'describes no tokenizer that is known'],
    ['another normaliser', { ...FILE, normalizer: { type: 'NFC' } }, 'is not a BERT WordPiece tokenizer'],
    [
      'another split',
      { ...FILE, pre_tokenizer: { type: 'Whitespace' } },
      'is not a BERT WordPiece tokenizer',
    ],
    ['SentencePiece', { ...FILE, model: { ...model, type: 'Unigram' } }, 'is a Unigram tokenizer'],
    [
      'BPE over characters',
      { ...FILE, model: { ...model, type: 'BPE' } },
      'is not a byte-level BPE tokenizer',
    ],
    [
      'a vocabulary of names without numbers',
      { ...FILE, model: { ...model, vocab: { '[UNK]': 'x' } } },
      'is not a BERT WordPiece tokenizer',
    ],
    [
      'merges into what is no token',
      changed('plm-icd', { model: { ...changed('plm-icd', {})['model'], merges: ['x y'] } }),
      'merges "xy", which is no token of it',
    ],
    [
      'bytes that are no tokens',
      changed('plm-icd', { model: { vocab: { '<s>': 0, '</s>': 2 }, merges: [] } }),
      'lacks the byte 0',
    ],
  ])('refuses %s', (_, file, reason) => {
    expect(() => createTokenizer(file)).toThrow(`tokenizer.json ${reason}`);
  });

  it('takes the special tokens from where the file has them', () => {
    const added_tokens = [
      { id: 901, content: '[CLS]' },
      { id: 902, content: '[SEP]' },
    ];
    expect(createTokenizer({ ...FILE, added_tokens })).toMatchObject({ cls: 901, sep: 902 });
    const post_processor = { type: 'RobertaProcessing', cls: ['<s>', 7], sep: ['</s>', 8] };
    expect(createTokenizer({ ...changed('plm-icd', {}), post_processor })).toMatchObject({ cls: 7, sep: 8 });
  });

  it('refuses a vocabulary without the special tokens', () => {
    const rest = Object.fromEntries(Object.entries(vocab).filter(([token]) => token !== '[SEP]'));
    expect(() => createTokenizer({ ...FILE, model: { ...model, vocab: rest } })).toThrow(
      'tokenizer.json lacks the token [SEP]',
    );
  });
});
