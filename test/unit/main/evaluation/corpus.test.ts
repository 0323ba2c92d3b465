import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/main/errors.ts';
import { readCorpus } from '../../../../src/main/evaluation/corpus.ts';
import type { Corpus, GoldDocument } from '../../../../src/main/evaluation/gold.ts';

const CM = { system: 'icd-10-cm' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-corpus-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a corpus in the CodiEsp layout with one split; `files` replace or add to its usual ones. */
function codiEsp(name: string, files: Record<string, string> = {}): string {
  const split = join(folder, name, 'dev');
  mkdirSync(join(split, 'text_files'), { recursive: true });
  mkdirSync(join(split, 'text_files_en'), { recursive: true });
  const usual = {
    'text_files/a-1.txt': 'Dolor torácico.\r\nTos 𝛽 seca.',
    'text_files/b-2.txt': 'Sin hallazgos.',
    'text_files_en/a-1.txt': 'Chest pain. Dry cough.',
    'text_files_en/b-2.txt': 'No findings.',
    'devD.tsv': 'a-1\tr07.9\na-1\tr05\na-1\tr07.9\n',
    'devP.tsv': 'a-1\tbw03zzz\na-1\tbt4\n',
    // Offsets count code points of the file: the line end two, the letter beyond U+FFFF one.
    'devX.tsv':
      'a-1\tDIAGNOSTICO\tr07.9\tDolor torácico\t0 14\na-1\tDIAGNOSTICO\tr05\tTos seca\t17 20;23 27\na-1\tPROCEDIMIENTO\tbw03zzz\tseca\t23 27\n',
  };
  for (const [file, text] of Object.entries({ ...usual, ...files })) {
    writeFileSync(join(split, file), text);
  }
  return join(folder, name);
}

function jsonl(name: string, ...lines: (string | object)[]): string {
  const file = join(folder, `${name}.jsonl`);
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return file;
}

const quoted = ({ document, spans }: GoldDocument): string[] =>
  (spans ?? []).map(({ code, start, end }) => `${code} ${document.text.slice(start, end)}`);

async function refusal(corpus: Promise<Corpus>): Promise<string> {
  const error: unknown = await corpus.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message, remedy } = error as UserError;
  expect(remedy.length).toBeGreaterThan(10);
  return message;
}

describe('the CodiEsp layout', () => {
  it('reads codes and spans in the catalogue form, through the normalised text', async () => {
    const { name, split, documents } = await readCorpus(codiEsp('usual'), CM);
    expect([name, split, documents.map(({ id }) => id)]).toEqual(['usual', 'dev', ['a-1', 'b-2']]);
    const [first, second] = documents as [GoldDocument, GoldDocument];
    expect(first.document).toMatchObject({ language: 'es', text: 'Dolor torácico.\nTos 𝛽 seca.' });
    expect([...first.codes]).toEqual(['R07.9', 'R05']);
    expect(quoted(first)).toEqual(['R07.9 Dolor torácico', 'R05 Tos 𝛽 seca']);
    expect(first.toCorpusOffset(first.document.text.indexOf('seca'))).toBe(23);
    expect([second.codes.size, second.spans]).toEqual([0, []]);
  });

  it('reads procedures, codes of fewer characters as they are written', async () => {
    const [first] = (await readCorpus(codiEsp('pcs'), { system: 'icd-10-pcs' })).documents;
    expect([...first!.codes]).toEqual(['BW03ZZZ', 'BT4']);
    expect(quoted(first!)).toEqual(['BW03ZZZ seca']);
  });

  it('reads the English texts without spans, a split of its own, and as many as asked', async () => {
    const english = await readCorpus(codiEsp('english'), { ...CM, language: 'en' });
    expect(english.documents[0]).toMatchObject({ document: { text: 'Chest pain. Dry cough.' }, spans: null });
    const split = await readCorpus(join(codiEsp('split'), 'dev'), { ...CM, limit: 1 });
    expect([split.name, split.split, split.documents.length]).toEqual(['split', 'dev', 1]);
  });

  it.each([
    ['columns', { 'devD.tsv': 'a-1\tr05\na-1 r05\n' }, /devD\.tsv, line 2: it has 1 columns instead of 2/],
    ['a code', { 'devD.tsv': 'a-1\tcough\n' }, /devD\.tsv, line 1: "cough" is no code of icd-10-cm/],
    ['a document', { 'devD.tsv': 'a-1\tr05\nc-3\tr05\n' }, /devD\.tsv, line 2: there is no text of "c-3"/],
    ['a label', { 'devX.tsv': 'a-1\tDX\tr05\tTos\t17 20\n' }, /devX\.tsv, line 1: "DX" is no label/],
    [
      'a range',
      { 'devX.tsv': 'a-1\tDIAGNOSTICO\tr05\tTos\t20 17\n' },
      /devX\.tsv, line 1: "20 17" is no range/,
    ],
    [
      'offsets',
      { 'devX.tsv': '\na-1\tDIAGNOSTICO\tr05\tTos\t17 99\n' },
      /devX\.tsv, line 2: the range ends at 99, but a-1\.txt has 28/,
    ],
    ['a text', { 'text_files/b-2.txt': '' }, /b-2\.txt: The file is empty/],
  ])('refuses %s at fault by file and line', async (what, files, message) => {
    expect(await refusal(readCorpus(codiEsp(what.replace(' ', ''), files), CM))).toMatch(message);
  });

  it('refuses what is not there', async () => {
    const corpus = codiEsp('lacking');
    expect(await refusal(readCorpus(corpus, { ...CM, split: 'test' }))).toMatch(
      /test.text_files is not there/,
    );
    expect(await refusal(readCorpus(join(folder, 'nowhere'), CM))).toMatch(/There is no .*nowhere/);
    rmSync(join(corpus, 'dev', 'devD.tsv'));
    expect(await refusal(readCorpus(corpus, CM))).toMatch(/devD\.tsv cannot be read/);
  });
});

describe('a .jsonl corpus', () => {
  it('reads lines with their own language, name and spans, UTF-16 offsets', async () => {
    const { format, documents } = await readCorpus(
      jsonl(
        'usual',
        {
          text: 'Dry 𝛽 cough.\r\nFever.',
          codes: ['r05', 'R509'],
          spans: [
            { code: 'r05', start: 0, end: 12 },
            {
              code: 'R50.9',
              ranges: [
                [14, 16],
                [17, 19],
              ],
            },
          ],
        },
        '',
        { id: 'x', text: 'Tos seca desde ayer.', codes: [] },
        { id: 'y', text: 'Tos', codes: [], language: 'en' },
      ),
      CM,
    );
    expect([format, documents.map(({ id }) => id)]).toEqual(['JSONL', ['1', 'x', 'y']]);
    const [first, second, third] = documents as [GoldDocument, GoldDocument, GoldDocument];
    expect([...first.codes]).toEqual(['R05', 'R50.9']);
    expect(quoted(first)).toEqual(['R05 Dry 𝛽 cough', 'R50.9 \nFeve']);
    expect([first, second, third].map(({ document }) => document.language)).toEqual(['en', 'es', 'en']);
    expect([second.spans, second.codes.size]).toEqual([null, 0]);
  });

  it.each([
    ['no JSON', ['{"text": "Cough", "codes": []}', '{text}'], /line 2: it is not JSON/],
    ['a field missing', [{ text: 'Cough' }], /line 1: .*codes/],
    ['a field too many', [{ text: 'Cough', codes: [], cods: [] }], /line 1: .*cods/],
    ['a code', [{ text: 'Cough', codes: ['R05', 'cough'] }], /line 1: "cough" is no code/],
    [
      'an offset',
      [{ text: 'Cough', codes: [], spans: [{ code: 'R05', start: 0, end: 6 }] }],
      /line 1: the range \[\[0,6\]\] does not fit the text of 5/,
    ],
    [
      'the same id',
      [
        { id: 'a', text: 'Cough', codes: [] },
        { id: 'a', text: 'Cough', codes: [] },
      ],
      /line 2: the id "a" was there before/,
    ],
    ['an empty text', [{ text: ' \n', codes: [] }], /line 1: the text is empty/],
    ['nothing', [''], /holds no document/],
  ])('refuses %s by line', async (what, lines, message) => {
    expect(await refusal(readCorpus(jsonl(what.replaceAll(' ', ''), ...lines), CM))).toMatch(message);
  });
});
