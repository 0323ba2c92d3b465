import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readClaml, type ReleaseParts } from '../../../../../src/main/catalog/read/claml.ts';
import { parseXml } from '../../../../../src/main/catalog/read/xml.ts';
import { UserError } from '../../../../../src/main/errors.ts';

const fixtures = path.join(import.meta.dirname, '../../../../fixtures/catalog/claml');

function fixture(name: string): ReleaseParts {
  return readClaml(parseXml(readFileSync(path.join(fixtures, name), 'utf8'), name), name);
}

/** A document around some classes and modifiers. */
function claml(
  body: string,
  { version = '2.0.0', title = '<Title name="ICD-10-GM" version="2025">Test</Title>' } = {},
): ReleaseParts {
  const text = `<ClaML version="${version}"><Meta name="lang" value="de"/>${title}
<UsageKinds><UsageKind name="dagger" mark="+"/><UsageKind name="aster" mark="*"/></UsageKinds>
${body}</ClaML>`;
  return readClaml(parseXml(text, 'test.xml'), 'test.xml');
}

function category(code: string, inside = '', title = `Titel ${code}`): string {
  return `<Class code="${code}" kind="category">${inside}<Rubric kind="preferred"><Label xml:lang="de">${title}</Label></Rubric></Class>`;
}

function modifier(code: string, ...classes: string[]): string {
  const defined = classes.map(
    (name) =>
      `<ModifierClass code="${name}" modifier="${code}"><SuperClass code="${code}"/><Rubric kind="preferred"><Label xml:lang="de">Wahl ${name}</Label></Rubric></ModifierClass>`,
  );
  return `<Modifier code="${code}"/>${defined.join('')}`;
}

/** The text of one note of A00 whose label has this content. */
function noteOf(label: string, kind = 'note'): string[] {
  const rubric = `<Rubric kind="${kind}"><Label xml:lang="de">${label}</Label></Rubric>`;
  return claml(category('A00', rubric)).notes.map(({ text }) => text);
}

function codesOf({ codes }: ReleaseParts): string[] {
  return codes.map(({ code, billable }) => (billable ? code : `(${code})`));
}

function row(parts: ReleaseParts, code: string): ReleaseParts['codes'][number] {
  return parts.codes.find((candidate) => candidate.code === code)!;
}

function notesOf(parts: ReleaseParts, owner: string): [kind: string, text: string][] {
  return parts.notes.filter((note) => note.owner === owner).map(({ kind, text }) => [kind, text]);
}

function refusal(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('ICD-10-GM', () => {
  const parts = fixture('icd-10-gm.xml');

  it('is named, dated and in its language', () => {
    expect(parts).toMatchObject({
      system: 'icd-10-gm',
      version: '2025',
      title: 'ICD-10-GM',
      language: 'de',
      validFrom: '2025-01-01',
      validTo: '2025-12-31',
      sevenths: [],
      index: [],
    });
  });

  it('has chapters and blocks in the order of the file’s own lists', () => {
    expect(parts.blocks).toEqual([
      { id: 'I', kind: 'chapter', title: 'Ansteckendes', parent: null },
      { id: 'A00-A09', kind: 'block', title: 'Darm', parent: 'I' },
      { id: 'B95-B98', kind: 'block', title: 'Keime', parent: 'I' },
      { id: 'IV', kind: 'chapter', title: 'Stoffwechsel', parent: null },
      { id: 'E10-E14', kind: 'block', title: 'Zuckerkrankheit', parent: 'IV' },
      { id: 'VI', kind: 'chapter', title: 'Nerven', parent: null },
      { id: 'G00-G09', kind: 'block', title: 'Entzündungen', parent: 'VI' },
    ]);
  });

  it('has every combination of fourth and fifth characters that is not excluded, parents first', () => {
    expect(codesOf(parts).filter((code) => code.includes('E1'))).toEqual([
      '(E10)',
      ...['(E10.0)', 'E10.00', 'E10.01'],
      ...['(E10.2)', 'E10.20', 'E10.21', 'E10.22'],
      ...['(E10.9)', 'E10.90'],
      // Only .9 is valid here, and the fifth characters are excluded.
      ...['(E12)', 'E12.9'],
      // E14.2 has a class of its own, which inherits the fifth characters.
      '(E14)',
      ...['(E14.0)', 'E14.00', 'E14.01'],
      ...['(E14.2)', 'E14.20', 'E14.21', 'E14.22'],
      ...['(E14.9)', 'E14.90'],
    ]);
  });

  it('puts the titles of a combination together', () => {
    expect(row(parts, 'E10.21')).toEqual({
      code: 'E10.21',
      title: 'Zuckerkrankheit, Art 1: Mit Nierenfolgen: Entgleist',
      billable: true,
      parent: 'E10.2',
      block: null,
      poaExempt: false,
      since: null,
    });
    expect(row(parts, 'E14.20').title).toBe('Zuckerniere ohne Angabe: Nicht entgleist');
    expect(row(parts, 'E10')).toMatchObject({ parent: null, block: 'E10-E14' });
  });

  it('takes the long title where there is one', () => {
    expect(row(parts, 'B95').title).toBe('Kugelkeime als Ursache anderswo verschlüsselter Krankheiten');
  });

  it('counts as billable what § 295 or § 301 SGB V admits', () => {
    expect(row(parts, 'A00').billable).toBe(true);
    expect(row(parts, 'B95').billable).toBe(true); // V by § 295, Z by § 301
    expect(row(parts, 'A02.9').billable).toBe(false); // V by both
    expect(row(parts, 'A02').billable).toBe(false); // a header
    expect(row(parts, 'E10.20').billable).toBe(true); // whatever its header is
  });

  it('keeps the notes in order with their kinds', () => {
    expect(notesOf(parts, 'I')).toEqual([
      ['includes', 'Was von Mensch zu Mensch geht'],
      ['excludes', 'Träger ohne Beschwerden (Z22.-)'],
    ]);
    expect(notesOf(parts, 'A00')).toEqual([
      ['definition', 'Durchfall wie Reiswasser.'],
      ['inclusionTerm', 'Klassischer Reisdurchfall'],
      ['note', 'Der Keim wird gesondert angegeben (B95!, B96!).'],
    ]);
    expect(notesOf(parts, 'A02')).toEqual([['includes', 'Durch verdorbenes Essen']]);
    expect(parts.notes.every(({ confirmed }) => confirmed === '2025')).toBe(true);
  });

  it('makes paragraphs notes of their own and sets references apart from the words', () => {
    expect(notesOf(parts, 'A00-A09')).toEqual([
      ['note', 'Erster Absatz.'],
      ['note', 'Zweiter Absatz zu A00.- und mehr.'],
    ]);
  });

  it('gives the notes of a modifier to the class it modifies, and those of its classes to the codes they make', () => {
    expect(notesOf(parts, 'E10-E14')).toEqual([['note', 'Die vierte Stelle nennt die Folgen:']]);
    expect(notesOf(parts, 'E10.0')).toEqual([['includes', 'Tiefe Bewusstlosigkeit bei Überzucker']]);
    expect(notesOf(parts, 'E10.2')[0]).toEqual(['includes', 'Zuckerniere (N08.3*)']);
  });

  it('prints marks of dagger and asterisk and says what they mean where they begin', () => {
    expect(notesOf(parts, 'A02.0')).toEqual([
      ['inclusionTerm', 'Darmkeim: Knie† (M01.3*)'],
      ['note', expect.stringContaining('(†)')],
    ]);
    expect(notesOf(parts, 'B95')).toEqual([['note', expect.stringContaining('(!)')]]);
    expect(notesOf(parts, 'G05')).toEqual([['note', expect.stringContaining('(*)')]]);
    expect(notesOf(parts, 'G05.1')).toEqual([]);
  });

  it('reports what it could not take over, with the line', () => {
    expect(parts.report).toEqual([
      {
        source: 'icd-10-gm.xml',
        place: 'line 176',
        text: 'G00-G09',
        reason: 'its SubClass G06 is not defined',
      },
      {
        source: 'icd-10-gm.xml',
        place: 'line 159',
        text: 'E12',
        reason: '.7 is not in modifier S04E10_4; its code is not made',
      },
    ]);
  });
});

describe('OPS', () => {
  const parts = fixture('ops.xml');

  it('is valid for its year', () => {
    expect(parts).toMatchObject({
      system: 'ops',
      version: '2025',
      validFrom: '2025-01-01',
      validTo: '2025-12-31',
    });
  });

  it('makes codes of modifiers that bring the dot and have two levels, with the header that a valid one needs', () => {
    expect(codesOf(parts)).toEqual([
      '(5-38)',
      ...['(5-380)', '(5-380.0)', '5-380.00', '5-380.01', '5-380.1'],
      ...['(5-381)', '(5-381.0)', '5-381.01'],
      ...['(5-47)', '(5-470)', '5-470.0'],
      ...['(5-470.1)', '5-470.10', '5-470.1x'],
    ]);
    expect(row(parts, '5-381.01')).toMatchObject({
      title: 'Ausschälen eines Gefäßes: Kopf und Hals: Schläfe',
      parent: '5-381.0',
    });
  });

  it('lets the titles of codes with a dot continue those above them, not those of blocks', () => {
    expect(row(parts, '5-470').title).toBe('Entfernung');
    expect(row(parts, '5-470.10').title).toBe('Entfernung: Mit Spiegelung: Mit Strom');
    expect(parts.blocks.map(({ title }) => title)).toEqual(['Operationen', 'Gefäße', 'Bauch']);
  });

  it('says in words what the metadata ask for', () => {
    expect(notesOf(parts, '5-470.0')).toEqual([
      ['note', 'Zusatzkode: nur zusätzlich zu einem anderen Kode anzugeben'],
      ['note', 'Seitenangabe erforderlich'],
    ]);
  });
});

describe('ICF', () => {
  const parts = fixture('icf.xml');

  it('has components and chapters above its blocks and no end of validity', () => {
    expect(parts.blocks.map(({ id, kind, parent }) => [id, kind, parent])).toEqual([
      ['b', 'chapter', null],
      ['b1', 'chapter', 'b'],
      ['b110-b139', 'block', 'b1'],
    ]);
    expect(parts).toMatchObject({ system: 'icf', validFrom: '2005-01-01', validTo: '9999-12-31' });
  });

  it('lets categories of every level be coded, and qualifiers stand as notes', () => {
    expect(codesOf(parts)).toEqual(['b114', 'b1140']);
    expect(notesOf(parts, 'b')).toEqual([
      ['note', '.0 Nicht beeinträchtigt'],
      ['note', '.4 Voll beeinträchtigt'],
    ]);
  });

  it('takes rubrics of other kinds as notes and reports each kind once', () => {
    expect(notesOf(parts, 'b1140')).toEqual([['note', 'Tag und Jahr.']]);
    expect(parts.report.map(({ text, reason }) => [text, reason])).toEqual([
      ['remark', 'rubrics of this kind are taken over as notes'],
    ]);
  });
});

describe('ICD-10 of WHO', () => {
  const parts = fixture('icd-10.xml');

  it('is in the language of its file, without an end', () => {
    expect(parts).toMatchObject({
      system: 'icd-10',
      version: '2019',
      language: 'en',
      validFrom: '2019-01-01',
      validTo: '9999-12-31',
    });
  });

  it('leaves a fifth character to the coder, fills the fourth place with X, and adds the dot', () => {
    expect(codesOf(parts)).toEqual([
      '(M00)',
      ...['M00.0', 'M00.00', 'M00.09'],
      'M00.1',
      ...['M13', 'M13.X0', 'M13.X9'],
      ...['M45', 'M45.X9'],
      ...['(W00)', 'W00.0'],
    ]);
  });

  it('takes a modifierlink for a modifier where the file has no other, and says so', () => {
    expect(parts.report.map(({ text, reason }) => [text, reason])).toEqual([
      ['W00-W19', 'its SubClass W19.7 is not defined'],
      ['M13', 'it is modified by S13M00_5 for its modifierlink, without a ModifiedBy'],
    ]);
  });

  it('keeps the activity code, which is reported apart, as notes', () => {
    expect(notesOf(parts, 'XX')).toEqual([['note', '0 While playing']]);
  });

  it('keeps a subscript at its word, and prints the dagger for its plus sign', () => {
    expect(row(parts, 'M00.1').title).toBe('Lack of vitamin B12 in joints (E53.8†)');
  });
});

describe('ClaML 3', () => {
  const parts = fixture('claml-3.xml');

  it('is read alike, and named after its title where the system is unknown', () => {
    expect(parts).toMatchObject({
      system: 'klinikschlussel',
      version: '1.2-beta',
      title: 'Klinikschlüssel-2026',
      language: 'en-GB',
      validFrom: '2026-04-01',
      validTo: '2027-03-31',
    });
    expect(codesOf(parts)).toEqual(['K10']);
  });

  it('takes the labels in its language, by whatever region', () => {
    expect(row(parts, 'K10').title).toBe('Fracture');
    expect(parts.blocks[0]?.title).toBe('Bones');
  });

  it('splits lists and tables into lines and fills in the rubrics that a label includes', () => {
    expect(notesOf(parts, 'K10')).toEqual([
      ['note', 'Name one of:'],
      ['note', 'arm'],
      ['note', 'leg'],
      ['note', 'bone | code'],
      ['note', 'thigh | 1'],
      ['note', 'See the list.'],
      ['excludes', 'sprain (K20-K29)'],
    ]);
  });
});

describe('text of a label', () => {
  it.each([
    ['a<Reference class="in brackets">A00</Reference>, b', 'a (A00), b'],
    [
      'a <Reference class="in brackets">A00</Reference> <Reference class="in brackets">A01.-</Reference>',
      'a (A00, A01.-)',
    ],
    ['a<Reference class="in brackets">A00</Reference>b', 'a (A00) b'],
    ['(siehe<Reference>A00</Reference>)', '(siehe A00)'],
    ['[<Reference>A00</Reference>]', '[A00]'],
    ['a<Reference class="in brackets">(A00)</Reference>', 'a (A00)'],
    ['a<Reference class="in brackets" code="A00"/>', 'a (A00)'],
    ['a<Reference/>b', 'ab'],
    ['<Reference>A00</Reference>-<Term>artig</Term>', 'A00-artig'],
    ['<Fragment>a</Fragment>, b', 'a, b'],
    ['<Term class="italics">In vitro</Term> gezeugt', 'In vitro gezeugt'],
    ['<Fragment>a:</Fragment><Fragment usage="dagger">b</Fragment>', 'a: b†'],
    ['a\n    &#160; b', 'a b'],
  ])('%s', (label, text) => {
    expect(noteOf(label)).toEqual([text]);
  });

  it('ends where a rubric includes itself', () => {
    const rubric =
      '<Rubric id="r" kind="note"><Label xml:lang="de">a <Include rubric="r"/>b</Label></Rubric>';
    expect(claml(category('A00', rubric)).notes.map(({ text }) => text)).toEqual(['a b']);
  });

  it('has no line for an empty label', () => {
    expect(noteOf(' ')).toEqual([]);
  });
});

describe('what a file may lack', () => {
  it('builds the hierarchy from SubClass alone', () => {
    const parts = claml(
      category('A00', '<SubClass code="A00.1"/><SubClass code="A00.0"/>') +
        category('A00.0') +
        category('A00.1'),
    );
    expect(codesOf(parts)).toEqual(['(A00)', 'A00.1', 'A00.0']);
    expect(row(parts, 'A00.0').parent).toBe('A00');
  });

  it('builds it from SuperClass alone, and tells of a second one', () => {
    const parts = claml(
      category('A00') +
        category('A01') +
        category('A00.0', '<SuperClass code="A00"/><SuperClass code="A01"/>'),
    );
    expect(codesOf(parts)).toEqual(['(A00)', 'A00.0', 'A01']);
    expect(parts.report.map(({ reason }) => reason)).toEqual(['it is shown below A00 alone, not below A01']);
  });

  it('leaves out and reports what stands below a class that is not there', () => {
    const parts = claml(
      category('A00') +
        category('B00.0', '<SuperClass code="B00"/>') +
        category('B00.00', '<SuperClass code="B00.0"/>'),
    );
    expect(codesOf(parts)).toEqual(['A00']);
    expect(parts.report.map(({ text, reason }) => [text, reason])).toEqual([
      ['B00.0', 'it is left out with all below it: its SuperClass B00 is not defined'],
    ]);
  });

  it('shows the code where there is no title', () => {
    const parts = claml('<Class code="A00" kind="category"/>');
    expect(row(parts, 'A00').title).toBe('A00');
    expect(parts.report).toHaveLength(1);
  });

  it('takes a block below a code for a code', () => {
    const parts = claml(
      category('A00') + category('A00.0', '<SuperClass code="A00"/>').replace('category', 'block'),
    );
    expect(codesOf(parts)).toEqual(['(A00)', 'A00.0']);
    expect(parts.report.map(({ reason }) => reason)).toEqual(['it is taken for a code: it stands below A00']);
  });

  it('takes a modifierlink for no more than a note where the modifier applies already', () => {
    const link =
      '<Rubric kind="modifierlink"><Label xml:lang="de"><Reference code="M">oben</Reference></Label></Rubric>';
    const parts = claml(
      modifier('M', '0') +
        category('A00', '<ModifiedBy code="M"/>') +
        category('A00.0', `<SuperClass code="A00"/>${link}`),
    );
    expect(codesOf(parts)).toEqual(['(A00)', '(A00.0)', 'A00.00']);
    expect(parts.report).toEqual([]);
  });

  it('follows the place that a modifier is given in the code', () => {
    const parts = claml(modifier('M', '0') + category('A00', '<ModifiedBy code="M" position="5"/>'));
    expect(codesOf(parts)).toEqual(['(A00)', 'A00.X0']);
  });

  it('has one colon between the titles of a combination', () => {
    const parts = claml(modifier('M', '0') + category('A00.0', '<ModifiedBy code="M"/>', 'Folgen:'));
    expect(row(parts, 'A00.00').title).toBe('Folgen: Wahl 0');
  });

  it('makes no codes where all="false" names no valid class', () => {
    const parts = claml(modifier('M', '0') + category('A00.0', '<ModifiedBy code="M" all="false"/>'));
    expect(codesOf(parts)).toEqual(['A00.0']);
    expect(parts.report.map(({ reason }) => reason)).toEqual([
      'no class of modifier M is valid here; no codes are made',
    ]);
  });
});

describe('the heading', () => {
  const heading = (title: string, metas = ''): ReleaseParts => claml(metas + category('A00'), { title });

  it.each([
    ['ICD-10-GM-2016', 'icd-10-gm', '2016-12-31'],
    ['OPS-2016', 'ops', '2016-12-31'],
    ['ICD-10-WHO', 'icd-10', '9999-12-31'],
    ['ICD-10-CA', 'icd-10-ca', '9999-12-31'],
    ['CIM-10 FR 2016', 'cim-10-fr', '9999-12-31'],
  ])('%s is the system %s', (name, system, validTo) => {
    const title = `<Title name="${name}" version="2016"/>`;
    expect(heading(title)).toMatchObject({ system, version: '2016', validFrom: '2016-01-01', validTo });
  });

  it('recognises a translation that WHO identifies', () => {
    const title = '<Identifier authority="WHO" uid="x"/><Title name="ICD-10-NL" version="2021"/>';
    expect(heading(title).system).toBe('icd-10');
  });

  it('takes the year of the date where no version is stated', () => {
    const title = '<Title name="Schlüssel" date="2024-10-14"/>';
    expect(heading(title)).toMatchObject({ version: '2024', validFrom: '2024-01-01' });
  });

  it('takes the language of the labels where no Meta states one', () => {
    const text = `<ClaML version="2.0.0"><Title name="OPS" version="2025"/>${category('1-10')}</ClaML>`;
    expect(readClaml(parseXml(text, 'test.xml'), 'test.xml').language).toBe('de');
  });
});

describe('refusals', () => {
  it.each([
    ['a document of another kind', '<html/>', /html, not with ClaML/],
    ['no title', '<ClaML version="2.0.0"/>', /no Title/],
    ['no name', '<ClaML version="2.0.0"><Title version="2025"/></ClaML>', /Title is empty/],
    [
      'a name without letters',
      '<ClaML version="2.0.0"><Title name="***" version="2025"/></ClaML>',
      /without letters/,
    ],
    ['no version', '<ClaML version="2.0.0"><Title name="OPS"/></ClaML>', /states no version/],
    [
      'no time',
      '<ClaML version="2.0.0"><Title name="Schlüssel" version="1"/></ClaML>',
      /neither a year nor a date/,
    ],
  ])('%s', (_, text, message) => {
    const error = refusal(() => readClaml(parseXml(text, 'test.xml'), 'test.xml'));
    expect(error.message).toMatch(message);
    expect(error.message).toContain('test.xml');
    expect(error.remedy).not.toBe('');
  });

  it.each(['1.0', '4.0.0', '20', ''])('version “%s” of ClaML', (version) => {
    expect(refusal(() => claml(category('A00'), { version })).message).toMatch(/version/);
  });

  it.each([
    [
      'a code defined twice',
      category('A00') + category('A01') + category('A00'),
      /A00 is defined again, first in line 3/,
    ],
    ['a class without a code', '<Class kind="category"/>', /line 3: Class has no code/],
    ['a class without a kind', '<Class code="A00"/>', /Class has no kind/],
    [
      'classes in a circle',
      category('A00') + category('B0', '<SuperClass code="B1"/>') + category('B1', '<SuperClass code="B0"/>'),
      /B0 is below B1 is below B0/,
    ],
    ['a class below itself', category('A00', '<SuperClass code="A00"/>'), /A00 is below A00/],
    [
      'a modifier that is not defined',
      category('A00', '<ModifiedBy code="M"/>'),
      /A00 is modified by M, which is not defined/,
    ],
    [
      'a class of no modifier',
      modifier('M', '0').replace('<Modifier code="M"/>', '') + category('A00'),
      /modifier M, which is not defined/,
    ],
    ['a modifier without classes', modifier('M') + category('A00'), /modifier M has no classes/],
    [
      'a modifier class defined twice',
      modifier('M', '0', '0') + category('A00'),
      /0 is defined again in modifier M/,
    ],
    [
      'a modifier class below a stranger',
      modifier('M', '0').replace('<SuperClass code="M"/>', '<SuperClass code="1"/>') + category('A00'),
      /0 of modifier M does not continue 1 above it/,
    ],
    ['chapters alone', '<Class code="I" kind="chapter"/>', /no class that is a code/],
  ])('%s', (_, body, message) => {
    expect(refusal(() => claml(body)).message).toMatch(message);
  });
});

it('reads a file of the size of the real ones', () => {
  const letters = 'ABCDEFGHIJKLMNO';
  const body = Array.from(letters, (letter) =>
    Array.from({ length: 100 }, (_, number) => {
      const code = `${letter}${String(number).padStart(2, '0')}`;
      const below = Array.from({ length: 9 }, (__, digit) =>
        category(`${code}.${digit}`, `<SuperClass code="${code}"/><ModifiedBy code="M"/>`),
      );
      return category(code) + below.join('');
    }).join(''),
  );
  const parts = claml(modifier('M', '0', '1', '2') + body.join(''));
  expect(parts.codes).toHaveLength(15 * 100 * (1 + 9 * 4));
  expect(parts.report).toEqual([]);
});
