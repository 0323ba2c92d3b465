import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyAddenda, type Applied } from '../../../../../src/main/catalog/read/addenda.ts';
import { readAddenda, type Addenda } from '../../../../../src/main/catalog/read/addendaPdf.ts';
import { readOrderFile } from '../../../../../src/main/catalog/read/order.ts';
import { openSources } from '../../../../../src/main/catalog/read/sources.ts';
import { readTabular, type TabularList } from '../../../../../src/main/catalog/read/tabular.ts';
import { parseXml } from '../../../../../src/main/catalog/read/xml.ts';
import type { Note, NoteKind } from '../../../../../src/main/catalog/release.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { corpora, corpusTag, hasCorpus } from '../../../../corpora.ts';
import { addendaPdf } from './addendaPdfs.ts';

function note(owner: string, kind: NoteKind, text: string): Note {
  return { owner, kind, text, confirmed: 'FY2021' };
}

const NOTES = [
  note('A30-A49', 'includes', 'block note'),
  note('A37', 'inclusionTerm', 'Cough'),
  note('A37', 'useAdditional', 'code to identify:'),
  note('A37', 'useAdditional', 'fever (R50.9)'),
  note('A37', 'useAdditional', 'rash (R21)'),
  note('A37', 'excludes1', 'alpha (B10)'),
  note('A37', 'excludes1', 'gamma (B11)'),
  note('A37', 'sevenChr', 'One of these is to be added'),
  note('A38', 'inclusionTerm', 'Gone'),
  note('A39', 'inclusionTerm', 'Unmentioned'),
];

function list(): TabularList {
  return {
    release: 'FY2021',
    blocks: [
      { id: 'CH1', kind: 'chapter', title: 'Infections (A00-B99)', parent: null },
      { id: 'A30-A49', kind: 'block', title: 'Bacteria', parent: 'CH1' },
      { id: 'A40-A41', kind: 'block', title: 'Sepsis', parent: 'A30-A49' },
    ],
    blockOf: new Map([
      ['A37', 'A30-A49'],
      ['A38', 'A30-A49'],
      ['A39', 'A30-A49'],
      ['A40', 'A40-A41'],
    ]),
    titles: new Map(),
    notes: NOTES.map((each) => ({ ...each })),
    sevenths: [
      { owner: 'A37', character: 'A', meaning: 'first', confirmed: 'FY2021' },
      { owner: 'A38', character: 'A', meaning: 'first', confirmed: 'FY2021' },
    ],
  };
}

const CODES = new Map([
  ['A37', { title: 'Whooping cough' }],
  ['A37.0', { title: 'Whooping cough due to one' }],
  ['A40', { title: 'Sepsis' }],
  ['B20', { title: 'New category' }],
]);

async function addenda(text: string, title = '2022 Addenda'): Promise<Addenda> {
  return readAddenda(await addendaPdf(title, text), `${title}.pdf`);
}

async function apply(...texts: string[]): Promise<Applied> {
  const read = await Promise.all(texts.map((text, index) => addenda(text, `${2022 + index} Addenda`)));
  return applyAddenda(list(), read.toReversed(), CODES);
}

/** The notes of a code as "kind: text @confirmed". */
function notesOf({ list: { notes } }: Applied, owner: string): string[] {
  return notes
    .filter((each) => each.owner === owner)
    .map(({ kind, text, confirmed }) => `${kind}: ${text} @${confirmed}`);
}

const HEAD = `No Change|Chapter 1
No Change|Infections (A00-B99)
No Change|Bacteria (A30-A49)
No Change|A37 Whooping cough
`;

describe('applyAddenda', () => {
  it('adds, deletes and revises notes where they belong, and dates every line', async () => {
    const applied = await apply(`${HEAD}Add|    Hoop
Add|    Code first underlying disease
No Change|    Use Additional
Add|          delirium (F05)
No Change|          rash (R21)
Add|    Excludes1: beta (B12)
Delete|    Excludes1: gamma (B11)
Add|    Excludes2: gamma (B11)
Revise from|    Cough
Revise to|    Coughing`);
    expect(notesOf(applied, 'A37')).toEqual([
      'inclusionTerm: Coughing @FY2022',
      'inclusionTerm: Hoop @FY2022',
      'codeFirst: underlying disease @FY2022',
      'useAdditional: code to identify: @FY2021',
      'useAdditional: delirium (F05) @FY2022',
      'useAdditional: fever (R50.9) @FY2021',
      'useAdditional: rash (R21) @FY2022',
      'excludes1: alpha (B10) @FY2021',
      'excludes1: beta (B12) @FY2022',
      'excludes2: gamma (B11) @FY2022',
      'sevenChr: One of these is to be added @FY2021',
    ]);
    expect(applied.changes.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['note-added', null, 'Hoop'],
      ['note-added', null, 'Code first underlying disease'],
      ['note-added', null, 'Use Additional delirium (F05)'],
      ['note-added', null, 'Excludes1: beta (B12)'],
      ['note-deleted', 'Excludes1: gamma (B11)', null],
      ['note-added', null, 'Excludes2: gamma (B11)'],
      ['note-revised', 'Cough', 'Coughing'],
    ]);
  });

  it('keeps a new list in the order of the document, whatever stands there already', async () => {
    const applied = await apply(`${HEAD}Add|    Excludes1: disorders such as:
Add|          zeta
Add|          delta`);
    expect(notesOf(applied, 'A37').filter((each) => each.startsWith('excludes1'))).toEqual([
      'excludes1: disorders such as: @FY2022',
      'excludes1: zeta @FY2022',
      'excludes1: delta @FY2022',
      'excludes1: alpha (B10) @FY2021',
      'excludes1: gamma (B11) @FY2021',
    ]);
  });

  it('finds a note in another spelling, or with its heading within its text', async () => {
    const from = list();
    from.notes.push(
      note('A40', 'inclusionTerm', 'Codes also fistula'),
      note('A40', 'excludes1', 'Sjögren [“E.coli”]'),
    );
    const read = await addenda(`No Change|A40 Sepsis
Delete|    Codes also fistula
Delete|    Excludes1: Sjogren ['E. coli']`);
    const applied = applyAddenda(from, [read], CODES);
    expect(notesOf(applied, 'A40')).toEqual([]);
    expect(applied.report.filter(({ source }) => source === read.name)).toEqual([]);
  });

  it('goes from year to year whatever the order of the files, and tells the last year’s changes', async () => {
    const applied = await apply(
      `${HEAD}Add|    Excludes2: one`,
      `${HEAD}Revise from|    Excludes2: one\nRevise to|    Excludes2: two`,
    );
    expect(applied.list.release).toBe('FY2023');
    expect(notesOf(applied, 'A37')).toContain('excludes2: two @FY2023');
    expect(applied.changes.map(({ kind }) => kind)).toEqual(['note-revised']);
  });

  it('counts the April update to its year', async () => {
    const october = await addenda(`${HEAD}Add|    Excludes2: one`);
    const april = await addenda(`${HEAD}Add|    Excludes2: two`, '2022 Addenda April Update');
    const applied = applyAddenda(list(), [april, october], CODES);
    expect(applied.changes.map(({ after }) => after)).toEqual(['Excludes2: one', 'Excludes2: two']);
    expect(notesOf(applied, 'A37')).toContain('excludes2: two @FY2022-Apr');
  });

  it('moves, adds, removes and renames blocks', async () => {
    const applied = await apply(`No Change|Chapter 1
Revise from|Infections (A00-B99)
Revise to|Infections and more (A00-B9A)
No Change|This chapter contains the following blocks:
Add|   B20 New block
Add|   C99 Never seen
Revise from|Bacteria (A30-A49)
Revise to|Bacteria (A30-A4B)
Delete|Sepsis (A40-A41)
Add|Blood poisoning (A40-A42)
Add|New block (B20)
Add|B20 New category
Add|    Excludes1: old category`);
    expect(applied.list.blocks.map(({ id, title, parent }) => [id, title, parent])).toEqual([
      ['CH1', 'Infections and more (A00-B9A)', null],
      ['A30-A4B', 'Bacteria', 'CH1'],
      ['A40-A42', 'Blood poisoning', 'A30-A4B'],
      ['B20-B20', 'New block', 'CH1'],
    ]);
    expect([...applied.list.blockOf]).toEqual([
      ['A37', 'A30-A4B'],
      ['A40', 'A40-A42'],
      ['B20', 'B20-B20'],
    ]);
    expect(applied.list.notes.filter(({ owner }) => owner === 'A30-A4B')).toHaveLength(1);
    expect(applied.list.notes.at(-1)).toMatchObject({ owner: 'B20', text: 'old category' });
    expect(applied.report.map(({ text }) => text)).toContain('Add at CH1: C99 Never seen');
    expect(applied.changes).toContainEqual({
      owner: 'A30-A4B',
      kind: 'title-revised',
      before: 'Bacteria (A30-A49)',
      after: 'Bacteria (A30-A4B)',
    });
    const removed = await apply('Delete|Sepsis (A40-A41)\nNo Change|A37 Whooping cough');
    expect(removed.list.blocks.map(({ id }) => id)).toEqual(['CH1', 'A30-A49']);
    expect(removed.list.blockOf.get('A40')).toBe('A30-A49');
  });

  it('changes the tables of seventh characters', async () => {
    const applied = await apply(`${HEAD}No Change|    The appropriate 7th character is to be added
Revise from|       A first
Revise to|       A initial encounter
Add|       S sequela
Delete|       X never there`);
    expect(applied.list.sevenths).toEqual([
      { owner: 'A37', character: 'A', meaning: 'initial encounter', confirmed: 'FY2022' },
      { owner: 'A37', character: 'S', meaning: 'sequela', confirmed: 'FY2022' },
    ]);
    expect(applied.report.map(({ reason }) => reason)).toContain('The table has no such character.');
  });

  it('takes the notes of a code away with it, and reports those of a code that nothing deleted', async () => {
    const applied = await apply(`${HEAD}Delete|A38 Another cough`);
    expect(applied.list.notes.filter(({ owner }) => owner === 'A38' || owner === 'A39')).toEqual([]);
    expect(applied.report.filter(({ place }) => !place.startsWith('page'))).toMatchObject([
      { place: 'B20' },
      { place: 'A39', text: 'Unmentioned', reason: expect.stringContaining('no longer exists') as string },
    ]);
  });

  it('reports every line that it could not apply as it stands, with its page', async () => {
    const { report } = await apply(`${HEAD}Delete|    Excludes1: unheard of
Revise from|    Excludes1: alpha (B10)
No Change|    Excludes1: never seen
Revise from|    never there
Revise to|    now there
Revise to|    from nowhere
Add|    Excludes1: gamma (B11)
Add|Nothing known
No Change|A37.0 Whooping cough due to two
Add|A99 No such code
Delete|A40 Sepsis`);
    expect(
      report.filter(({ place }) => place === 'page 1').map(({ text, reason }) => `${text} — ${reason}`),
    ).toEqual([
      'Delete at A37: Excludes1: unheard of — There is no such note at this code.',
      'Revise from at A37: Excludes1: alpha (B10) — It is to be revised, but no line says to what.',
      'No Change at A37: Excludes1: never seen — It was not in the list; it was added, for the document shows it as standing.',
      'Revise from at A37: never there — There is no such note at this code; what it is revised to was added.',
      'Revise to at A37: from nowhere — No line says what is revised to this; it was added.',
      'Add at A37: Excludes1: gamma (B11) — It stood there already.',
      'Add at A37: Nothing known — It is neither a title nor under a heading of notes.',
      'No Change: A37.0 Whooping cough due to two — The order file has another title: Whooping cough due to one',
      'Add: A99 No such code — The order file has no such code.',
      'Delete: A40 Sepsis — The code is deleted, but the order file has it.',
    ]);
  });

  it('refuses two addenda of one release, and leaves what it was given as it was', async () => {
    const read = await addenda(`${HEAD}Delete|    Cough`);
    expect(() => applyAddenda(list(), [read, { ...read, name: 'copy.pdf' }], CODES)).toThrow(UserError);
    const given = list();
    applyAddenda(given, [read], CODES);
    expect(given).toEqual(list());
  });
});

describe.skipIf(!hasCorpus('icd10cm-fy2026'))(`the official addenda to FY2026 ${corpusTag}`, () => {
  let applied: Applied;
  let read: Addenda[];
  beforeAll(async () => {
    const folder = join(corpora, 'icd10cm-fy2026');
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const from = readTabular(parseXml(text('icd10cm_tabular_2021.xml'), 'tabular'), 'FY2021');
    const rows = readOrderFile(text('icd10cm_order_2026.txt'), 'icd-10-cm', 'order');
    const pdfs = (await openSources(join(folder, 'tabular-addenda'))).filter(({ name }) =>
      /tabular-addenda[^/]*\.pdf$|april\.pdf$/.test(name),
    );
    read = await Promise.all(pdfs.map(async (pdf) => readAddenda(await pdf.read(), pdf.name)));
    applied = applyAddenda(from, read, new Map(rows.map((row) => [row.code, row])));
  }, 60_000);

  it('are nine, and all but one of their lines fit', () => {
    expect(read.map(({ release }) => release).sort()).toEqual([
      'FY2022',
      'FY2022-Apr',
      'FY2023',
      'FY2023-Apr',
      'FY2024',
      'FY2024-Apr',
      'FY2025',
      'FY2025-Apr',
      'FY2026',
    ]);
    expect(read.reduce((sum, { lines }) => sum + lines.length, 0)).toBe(8253);
    // FY2024 deletes a line of G31 that FY2023 had deleted already.
    expect(applied.report.map(({ place, text }) => [place, text])).toEqual([
      [
        'page 13',
        'Delete at G31: For codes G31.0-G31.83, G31.85-G31.9, use additional code, if applicable, to identify:',
      ],
    ]);
  });

  it('leave every line of the last one as it says', () => {
    const last = read.find(({ release }) => release === 'FY2026')?.lines ?? [];
    const stands = new Map(
      applied.list.notes.map((each) => [`${each.owner} ${each.kind} ${each.text}`, each.confirmed]),
    );
    const notes = last.filter(
      ({ is, text }) => text !== '' && !['chapter', 'block', 'listedBlock', 'code'].includes(is),
    );
    expect(notes.length).toBeGreaterThan(450);
    const lineOf = ({ owner, is, text }: (typeof notes)[number]): string => `${owner} ${is} ${text}`;
    const there = notes
      .filter(({ action }) => ['No Change', 'Add', 'Revise to'].includes(action))
      .map(lineOf);
    const gone = notes.filter(({ action }) => ['Delete', 'Revise from'].includes(action)).map(lineOf);
    expect(there.filter((line) => stands.get(line) !== 'FY2026')).toEqual([]);
    expect(gone.filter((line) => stands.has(line) && !there.includes(line))).toEqual([]);
  });

  it.each<[owner: string, has: string[], hasNot: string[]]>([
    ['B18', ['useAdditional: code, if applicable, for ascites (R18.8) @FY2026'], []],
    ['B88.0', ['excludes2: scabies (B86) @FY2021'], ['inclusionTerm: Trombiculosis']],
    ['B88.01', ['codeAlso: , if applicable, eyelid inflammation (H01.8-) @FY2026'], []],
    ['B88.09', ['inclusionTerm: Trombiculosis @FY2026'], []],
    ['C50.A', ['inclusionTerm: Inflammatory breast cancer (IBC) @FY2026'], []],
    [
      'C77',
      ['excludes1: mesentery metastasis of carcinoid tumor (C7B.04) @FY2026'],
      ['excludes1: mesentary'],
    ],
    ['D12.6', ['excludes2: inflammatory polyp of colon (K51.4-) @FY2026'], ['excludes1: inflammatory']],
    ['D48.11', ['inclusionTerm: Aggressive fibromatosis @FY2026'], []],
    ['D53.8', ['excludes2: zinc deficiency NOS (E60) @FY2026'], ['excludes1']],
    [
      'D68.312',
      ['excludes2: antiphospholipid antibody syndrome (D68.61) @FY2026'],
      ['excludes1: antiphospholipid antibody syndrome'],
    ],
    ['E11.A', ['excludes1: type 2 diabetes mellitus, with complications (E11.0-E11.8) @FY2026'], []],
    ['QA0', ['codeAlso: autism spectrum disorder (F84.0) @FY2026'], []],
    ['A15-A19', ['useAdditional: code, if applicable, for associated cachexia (E88.A) @FY2025-Apr'], []],
    [
      'B59',
      ['inclusionTerm: Pneumonia due to Pneumocystis jirovecii @FY2025-Apr'],
      ['inclusionTerm: Pneumonia due to Pneumocystis jiroveci '],
    ],
    ['B04', ['inclusionTerm: Mpox @FY2024-Apr'], []],
    [
      'E89.1',
      [
        'codeFirst: , if applicable, diabetes mellitus (postpancreatectomy) (postprocedural) (E13.-) @FY2024-Apr',
      ],
      ['useAdditional: diabetes mellitus'],
    ],
    [
      'I1A.0',
      [
        'codeFirst: essential hypertension (I10) @FY2024',
        'inclusionTerm: True resistant hypertension @FY2024',
      ],
      [],
    ],
    [
      'J45',
      ['excludes2: chronic obstructive asthma (J44.89) @FY2024-Apr'],
      ['excludes1: eosinophilic asthma'],
    ],
    ['T74.3', ['inclusionTerm: Target of threatened harm, confirmed @FY2023-Apr'], []],
    ['U09.9', ['inclusionTerm: Post-acute sequela of COVID-19 @FY2022-Apr'], ['note: Post-acute']],
    [
      'S06',
      [
        'sevenChr: The appropriate 7th character is to be added to each code from category S06, except as noted below @FY2025-Apr',
      ],
      [],
    ],
  ])('bring the notes of %s up to date', (owner, has, hasNot) => {
    const notes = notesOf(applied, owner);
    for (const each of has) expect(notes).toContain(each);
    for (const each of hasNot) expect(notes.filter((line) => line.startsWith(each))).toEqual([]);
  });

  it('bring chapters, blocks and tables of seventh characters up to date', () => {
    const { blocks, blockOf, sevenths } = applied.list;
    expect(blocks.find(({ id }) => id === 'CH17')?.title).toContain('genetic disorders (Q00-QA0)');
    expect(blocks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['I10-I1A', 'I30-I5A', 'J40-J4A', 'QA0-QA0']),
    );
    expect(['I1A', 'I5A', 'J4A', 'QA0', 'U09'].map((category) => blockOf.get(category))).toEqual([
      'I10-I1A',
      'I30-I5A',
      'J40-J4A',
      'QA0-QA0',
      'U00-U49',
    ]);
    expect(sevenths.filter(({ owner }) => owner === 'W44').map(({ character }) => character)).toEqual([
      'A',
      'D',
      'S',
    ]);
    expect(applied.changes.filter(({ kind }) => kind === 'note-added').length).toBeGreaterThan(300);
  });
});
