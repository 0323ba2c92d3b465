import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRelease } from '../../../../src/main/catalog/readRelease.ts';
import type { Release } from '../../../../src/main/catalog/release.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { corpora, corpusTag, hasCorpus } from '../../../corpora.ts';
import { makePdf } from '../../../fixtures/makePdf.ts';
import { conversionTable } from './read/conversionSheet.ts';
import { makeZip } from './read/makeZip.ts';
import { addendaLine, orderFile, type Row } from './read/orderLines.ts';

const ROWS: Row[] = [
  ['E11', 0, 'Type 2 diabetes mellitus'],
  ['E112', 0, 'Type 2 diabetes mellitus with kidney complications'],
  ['E1122', 1, 'Type 2 diabetes mellitus with diabetic chronic kidney disease'],
  ['E11A', 1, 'Type 2 diabetes mellitus without complications in remission'],
  ['E12', 0, 'New header'],
];

const ORDER = orderFile(ROWS);

const ADDENDA = [
  addendaLine('Add', ['E11A', 1, 'Type 2 diabetes mellitus without complications in remission']),
  addendaLine('Add', ['E12', 0, 'New header']),
  '     2 headers in icd10cm_order_2025.txt\r\n',
  '     3 headers in icd10cm_order_2026.txt\r\n',
  '     1 codes in icd10cm_order_2025.txt\r\n',
  '     2 codes in icd10cm_order_2026.txt\r\n',
].join('');

const POA =
  'Order26\tPOAexemptCode\tDescription\r\n00003\tE11.22\tType 2\r\n00009\tZ66\tDo not resuscitate\r\n';

const CONVERSION = conversionTable(2026, [
  ['E11.22', 2016, 'E11.21 and E11.29'],
  ['E11.A', 2025, 'E11.9'],
  ['E11.A', 2025, 'E11.9'],
  ['A00', 2025, 'A01'],
]);

const tabular = (version: number): string => `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>${version}</version>
  <chapter>
    <name>4</name>
    <desc>Endocrine, nutritional and metabolic diseases (E00-E89)</desc>
    <sectionIndex><sectionRef first="E08" last="E13" id="E08-E13">Diabetes mellitus</sectionRef></sectionIndex>
    <section id="E08-E13">
      <desc>Diabetes mellitus (E08-E13)</desc>
      <diag>
        <name>E11</name>
        <desc>Type 2 diabetes mellitus</desc>
        <excludes1><note>type 1 diabetes mellitus (E10.-)</note></excludes1>
        <diag>
          <name>E11.3</name>
          <desc>A header that is gone</desc>
          <excludes1><note>a note that is gone with it</note></excludes1>
        </diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>`;

const index = (version: number, term = 'Diabetes'): string => `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>${version}</version>
  <title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
  <letter>
    <title>D</title>
    <mainTerm>
      <title>${term}</title>
      <term level="1"><title>type 2</title><code>E11.22</code></term>
      <term level="1"><title>sugar</title><see>${term}, type 2</see></term>
    </mainTerm>
  </letter>
</ICD10CM.index>`;

const neoplasms = (version: number): string => `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>${version}</version>
  <indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head></indexHeading>
  <letter>
    <title>N</title>
    <mainTerm><title>Neoplasm</title><cell col="2">E11.22</cell></mainTerm>
  </letter>
</ICD10CM.index>`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-release-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(files: Record<string, string | Buffer>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function refusal(reading: Promise<unknown>): Promise<UserError> {
  const error: unknown = await reading.then(
    () => 'not refused',
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

const ALL = {
  'icd10cm_order_2026.txt': ORDER,
  'icd10cm_order_addenda_2026.txt': ADDENDA,
  'POAexemptCodesFY26.txt': POA,
  'conversion.xlsx': CONVERSION,
  'tabular.xml': tabular(2026),
  'index.xml': index(2026),
  'neoplasm.xml': neoplasms(2026),
  'ra_dx_to_cc_2026.csv':
    'diagnosis_code,cc,model_name\nE1122,37,CMS-HCC Model V28\nA000,2,CMS-HCC Model V28\n',
  'ra_labels_2026.csv':
    'cc,label,model_domain,model_version\nHCC37,Diabetes,CMS-HCC,V28\nHCC2,Sepsis,CMS-HCC,V28\n',
};

describe('readRelease', () => {
  it('puts a release of ICD-10-CM together from all its files', async () => {
    const release = await readRelease(put(ALL));
    expect(release).toMatchObject({
      system: 'icd-10-cm',
      version: 'FY2026',
      title: 'ICD-10-CM',
      validFrom: '2025-10-01',
      validTo: '2026-09-30',
    });
    expect(release.codes).toEqual([
      {
        code: 'E11',
        title: ROWS[0]![2],
        billable: false,
        parent: null,
        block: 'E08-E13',
        poaExempt: false,
        since: null,
      },
      {
        code: 'E11.2',
        title: ROWS[1]![2],
        billable: false,
        parent: 'E11',
        block: null,
        poaExempt: false,
        since: null,
      },
      {
        code: 'E11.22',
        title: ROWS[2]![2],
        billable: true,
        parent: 'E11.2',
        block: null,
        poaExempt: true,
        since: '2016-10-01',
      },
      {
        code: 'E11.A',
        title: ROWS[3]![2],
        billable: true,
        parent: 'E11',
        block: null,
        poaExempt: false,
        since: '2025-10-01',
      },
      {
        code: 'E12',
        title: ROWS[4]![2],
        billable: false,
        parent: null,
        block: 'E08-E13',
        poaExempt: false,
        since: '2025-10-01',
      },
    ]);
    expect(release.blocks.map(({ id }) => id)).toEqual(['CH4', 'E08-E13']);
    expect(release.notes).toEqual([
      { owner: 'E11', kind: 'excludes1', text: 'type 1 diabetes mellitus (E10.-)', confirmed: 'FY2026' },
    ]);
    expect(release.index.map(({ book, parent, title }) => [book, parent, title])).toEqual([
      ['index', null, 'Diabetes'],
      ['index', 0, 'type 2'],
      ['index', 0, 'sugar'],
      ['neoplasm', null, 'Neoplasm'],
    ]);
    expect(release.index[2]!.targets).toMatchObject([{ kind: 'see', entry: 1 }]);
    expect(release.columns).toEqual([{ book: 'neoplasm', column: 2, heading: 'Malignant Primary' }]);
    expect(release.changes.map(({ owner, kind }) => [owner, kind])).toEqual([
      ['E11.A', 'code-added'],
      ['E12', 'code-added'],
    ]);
    expect(release.replacements).toEqual([
      { code: 'E11.22', previous: 'E11.21', effective: '2016-10-01' },
      { code: 'E11.22', previous: 'E11.29', effective: '2016-10-01' },
      { code: 'E11.A', previous: 'E11.9', effective: '2025-10-01' },
    ]);
    expect(release.hccs).toEqual([
      { code: 'E11.22', model: 'CMS-HCC Model V28', hcc: 'HCC 37', label: 'Diabetes' },
    ]);
  });

  it('keeps what it was read from, and reports all that does not fit', async () => {
    const readme = await makePdf((doc) => doc.text('Thank you for reading.'));
    const release = await readRelease(
      put({ ...ALL, 'notes.txt': 'hello', 'again/order.txt': ORDER, 'thanks.pdf': readme }),
    );
    expect(release.sources.map(({ name, kind }) => `${name}: ${kind}`).sort()).toEqual([
      'POAexemptCodesFY26.txt: POA-exempt list FY2026',
      'again/order.txt: order file',
      'conversion.xlsx: conversion table FY2026',
      'icd10cm_order_addenda_2026.txt: order addenda FY2026',
      'index.xml: index XML, index FY2026',
      'neoplasm.xml: index XML, neoplasm FY2026',
      'ra_dx_to_cc_2026.csv: HCC mapping 2026',
      'ra_labels_2026.csv: HCC labels 2026',
      'tabular.xml: tabular list FY2026',
    ]);
    const poa = release.sources.find(({ name }) => name.startsWith('POA'));
    expect(poa).toMatchObject({
      bytes: POA.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(release.report.map(({ source, place, reason }) => `${source} | ${place} | ${reason}`)).toEqual([
      'icd10cm_order_2026.txt |  | not used: the same as again/order.txt',
      'notes.txt |  | not used: nothing that belongs to a release as it is read here',
      'thanks.pdf |  | not used: tabular addenda, which this release does not need',
      'ICD-10-CM FY2026 |  | no file of this kind was given',
      'ICD-10-CM FY2026 |  | no file of this kind was given',
      'POAexemptCodesFY26.txt | Z66 | a POA-exempt code that the release does not have',
      'Tabular List FY2026 | E12 | No document says which block it is in; taken as E08-E13.',
      'Tabular List FY2026 | E11.3 | Its code no longer exists; the note was left out.',
      'ICD-10-CM FY2026 | A00 | a previous assignment of something that the release does not have',
      'ICD-10-CM FY2026 | A00.0 | a payment category of something that the release does not have',
    ]);
  });

  it('makes a release of the order file alone and says what is missing', async () => {
    const release = await readRelease(
      join(put({ 'icd10cm_order_2026.txt': ORDER }), 'icd10cm_order_2026.txt'),
    );
    expect(release.codes).toHaveLength(5);
    expect([release.blocks, release.notes, release.index, release.changes, release.hccs]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    expect(release.report.map(({ text }) => text)).toEqual([
      'order addenda (which codes are new, deleted or revised)',
      'POA-exempt list',
      'conversion table (since when codes are valid, and what they replace)',
      'HCC mapping',
      'Tabular List (chapters, blocks, notes and seventh characters)',
      'Alphabetic Index',
      'external-cause index',
      'table of neoplasms',
      'table of drugs and chemicals',
    ]);
  });

  it('reads ICD-10-PCS', async () => {
    const rows: Row[] = [
      ['001', 0, 'Central Nervous System and Cranial Nerves, Bypass'],
      [
        '0016070',
        1,
        'Bypass Cerebral Ventricle to Nasopharynx with Autologous Tissue Substitute, Open Approach',
      ],
    ];
    const zip = makeZip([{ name: 'icd10pcs_order_2026.txt', content: orderFile(rows) }]);
    const release = await readRelease([join(put({ 'pcs.zip': zip }), 'pcs.zip')]);
    expect(release).toMatchObject({
      system: 'icd-10-pcs',
      version: 'FY2026',
      codes: [
        { code: '001', parent: null, block: '00', billable: false },
        { code: '0016070', parent: '001', block: null, billable: true },
      ],
      sources: [{ name: 'pcs.zip/icd10pcs_order_2026.txt', kind: 'order file FY2026' }],
      report: [],
    });
  });

  it('reads ClaML', async () => {
    const file = path.join(import.meta.dirname, '../../../fixtures/catalog/claml/icd-10-gm.xml');
    const release = await readRelease(file);
    expect(release.system).toBe('icd-10-gm');
    expect(release.codes.length).toBeGreaterThan(5);
    expect(release.sources).toMatchObject([{ name: 'icd-10-gm.xml', kind: 'ClaML' }]);
    expect((await refusal(readRelease(file, { release: 'FY2026' }))).message).toMatch(
      /^icd-10-gm\.xml is of the wrong release/,
    );
  });

  it('takes the year from the files beside an order file without one, or from what is expected', async () => {
    const { 'icd10cm_order_2026.txt': order, ...rest } = ALL;
    expect((await readRelease(put({ ...rest, 'order.txt': order }))).version).toBe('FY2026');
    const alone = join(folder, 'order.txt');
    expect((await readRelease(alone, { release: 'FY2027' })).validTo).toBe('2027-09-30');
    expect((await refusal(readRelease(alone))).message).toBe(
      'Nothing tells which fiscal year the order file order.txt is for.',
    );
  });

  it('goes up to 1 with its progress, and stops between two steps when aborted', async () => {
    put(ALL);
    const fractions: number[] = [];
    const stages = new Set<string>();
    await readRelease(folder, {
      onProgress: (fraction, stage) => {
        fractions.push(fraction);
        stages.add(stage);
      },
    });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
    for (const stage of stages) {
      const abort = new AbortController();
      const seen: string[] = [];
      const reading = readRelease(folder, {
        signal: abort.signal,
        onProgress: (_, now) => {
          seen.push(now);
          if (now === stage) abort.abort();
        },
      });
      await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
      expect(seen.at(-1)).toBe(stage);
    }
  });
});

describe('readRelease refuses', () => {
  it.each([
    ['order addenda', 'icd10cm_order_addenda_2025.txt', ADDENDA],
    ['a POA-exempt list', 'poa.txt', POA.replace('Order26', 'Order25')],
    ['a conversion table', 'conversion.xlsx', conversionTable(2025, [])],
    ['an older table', 'neoplasm.xml', neoplasms(2025)],
    ['an older index where none is brought up to date', 'index.xml', index(2025)],
    ['a newer index', 'index.xml', index(2027)],
    ['a newer Tabular List', 'tabular.xml', tabular(2027)],
  ])('%s of the wrong year', async (_, name, content) => {
    const { message, remedy } = await refusal(
      readRelease(put({ 'icd10cm_order_2026.txt': ORDER, [name]: content })),
    );
    expect(message).toMatch(
      new RegExp(
        `^${name} \\(FY202[57]\\) is of the wrong year: the order file icd10cm_order_2026\\.txt is for FY2026\\.$`,
      ),
    );
    expect(remedy).toContain('FY2026');
  });

  it('an older Tabular List without the addenda that lead on from it', async () => {
    const error = await refusal(
      readRelease(put({ 'icd10cm_order_2026.txt': ORDER, 'tabular.xml': tabular(2025) })),
    );
    expect(error.message).toBe(
      'tabular.xml is the Tabular List of FY2025, and the tabular addenda of FY2026 are missing on the way to FY2026.',
    );
  });

  it('what calls itself tabular addenda and is none, but not another PDF', async () => {
    const pdf = await makePdf((doc) => doc.text('Thank you for reading.'));
    put({ 'icd10cm_order_2026.txt': ORDER, 'tabular.xml': tabular(2025), 'thanks.pdf': pdf });
    expect((await refusal(readRelease(folder))).message).toContain(
      'the tabular addenda of FY2026 are missing',
    );
    put({ 'tabular-2026.pdf': pdf });
    expect((await refusal(readRelease(folder))).message).toContain('tabular-2026.pdf');
  });

  it('a release other than the one expected', async () => {
    const { message } = await refusal(readRelease(put(ALL), { release: 'FY2025' }));
    expect(message).toBe('icd10cm_order_2026.txt is of the wrong release: FY2026 instead of FY2025.');
  });

  it('order files of two years, and two that differ', async () => {
    const other = orderFile(ROWS.slice(0, 3));
    put({ 'icd10cm_order_2026.txt': ORDER, 'icd10cm_order_2025.txt': other });
    expect((await refusal(readRelease(folder))).message).toBe(
      'There are two different files of one kind (order file): icd10cm_order_2025.txt (FY2025) and icd10cm_order_2026.txt (FY2026).',
    );
  });

  it('an order file that has fewer rows than the addenda count', async () => {
    const cut = orderFile(ROWS.slice(0, 3));
    const { message } = await refusal(readRelease(put({ ...ALL, 'icd10cm_order_2026.txt': cut })));
    expect(message).toBe(
      'The order file icd10cm_order_2026.txt has 2 headers and 1 codes, but icd10cm_order_addenda_2026.txt counts 3 and 2.',
    );
  });

  it('two code systems, and none', async () => {
    const claml = '<?xml version="1.0"?><ClaML version="2.0.0"/>';
    put({ 'a.txt': 'hello' });
    expect((await refusal(readRelease(folder))).message).toBe(
      `No release of a code system was found in ${folder}.`,
    );
    put({ 'icd10cm_order_2026.txt': ORDER, 'gm.xml': claml });
    expect((await refusal(readRelease(folder))).message).toBe(
      'There are two code systems: gm.xml and icd10cm_order_2026.txt.',
    );
    rmSync(join(folder, 'gm.xml'));
    put({ 'icd10pcs_order_2026.txt': orderFile([['001', 0, 'Bypass']]) });
    expect((await refusal(readRelease(folder))).message).toBe(
      'There are two code systems: icd10cm_order_2026.txt and icd10pcs_order_2026.txt.',
    );
  });

  it.each([
    ['an order file cut off', 'icd10cm_order_2026.txt', ORDER.slice(0, -10)],
    ['order addenda cut off', 'icd10cm_order_addenda_2026.txt', ADDENDA.slice(0, 60)],
    ['a list cut off', 'POAexemptCodesFY26.txt', `${POA}00010`],
    ['a conversion table cut off', 'conversion.xlsx', CONVERSION.subarray(0, -40)],
    ['a Tabular List cut off', 'tabular.xml', tabular(2026).slice(0, -200)],
    ['an index cut off', 'index.xml', index(2026).slice(0, -30)],
    ['an archive cut off', 'more.zip', makeZip([{ name: 'a.txt', content: 'A' }]).subarray(0, -10)],
    [
      'an XML file that declares entities',
      'index.xml',
      `<!DOCTYPE a [<!ENTITY lol "lol">]>${index(2026).slice(38)}`,
    ],
  ])('%s, and names it', async (_, name, content) => {
    const { message, remedy } = await refusal(readRelease(put({ ...ALL, [name]: content })));
    expect(message).toContain(name);
    expect(remedy).not.toBe('');
  });
});

describe.skipIf(!hasCorpus('icd10cm-fy2026'))(`the official files of FY2026 ${corpusTag}`, () => {
  let release: Release;
  beforeAll(async () => {
    release = await readRelease([
      join(corpora, 'icd10cm-fy2026'),
      join(corpora, 'hcc'),
      join(corpora, 'icd10cm-fy2017-xml', 'icd10cm_index_2017.xml'),
    ]);
  }, 120_000);

  it('have all rows, as billable and as exempt as published', () => {
    expect(release).toMatchObject({ system: 'icd-10-cm', version: 'FY2026', validFrom: '2025-10-01' });
    expect(release.codes).toHaveLength(98_186);
    expect(release.codes.filter(({ billable }) => billable)).toHaveLength(74_719);
    expect(release.codes.filter(({ poaExempt }) => poaExempt)).toHaveLength(38_349);
    const roots = release.codes.filter(({ parent }) => parent === null);
    expect(roots.filter(({ code, block }) => block === null || code.length !== 3)).toEqual([]);
  });

  it('say since when a code is valid and what was there before', () => {
    const since = new Map(release.codes.map((row) => [row.code, row.since]));
    expect(since.get('E11.A')).toBe('2025-10-01');
    expect(since.get('C50.A')).toBe('2025-10-01');
    expect(since.get('E11.9')).toBeNull();
    expect(
      release.replacements.filter(({ code }) => code === 'C50.A0').map(({ previous }) => previous),
    ).toEqual(['C50.919', 'C50.929']);
  });

  it('name the changes that the order addenda count', () => {
    const count = (kind: string): number => release.changes.filter((change) => change.kind === kind).length;
    // 143 + 487 additions, less 16 codes that became headers, and a block from the tabular addenda.
    expect([count('code-added'), count('code-deleted')]).toEqual([615, 28]);
    expect(count('title-revised')).toBeGreaterThanOrEqual(45);
  });

  it('hold every payment model with its labels', () => {
    expect(release.hccs).toHaveLength(58_985);
    expect(release.hccs.filter(({ label }) => label === '')).toEqual([]);
    expect(new Set(release.hccs.map(({ model }) => model)).size).toBe(7);
  });

  it('refer only to what is there', () => {
    const ids = new Set([...release.codes.map(({ code }) => code), ...release.blocks.map(({ id }) => id)]);
    const dangling = [
      ...release.notes.map(({ owner }) => owner),
      ...release.sevenths.map(({ owner }) => owner),
      ...release.index.flatMap(({ targets }) => targets.flatMap(({ code }) => code ?? [])),
      ...release.replacements.map(({ code }) => code),
      ...release.hccs.map(({ code }) => code),
      ...release.codes.flatMap(({ block, parent }) => block ?? parent ?? []),
    ].filter((id) => !ids.has(id));
    expect(dangling).toEqual([]);
    expect(release.index.filter(({ parent }, at) => parent !== null && parent >= at)).toEqual([]);
  });

  it('are listed with all nine addenda', () => {
    const kinds = release.sources.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('tabular addenda'))).toHaveLength(9);
    expect(kinds).toContain('tabular addenda FY2022-Apr');
    expect(kinds).toContain('rolled index FY2026');
  });
});

describe.skipIf(!hasCorpus('icd10pcs-fy2026'))(`the official ICD-10-PCS ${corpusTag}`, () => {
  it('has all rows in its 17 sections', async () => {
    const release = await readRelease(join(corpora, 'icd10pcs-fy2026'));
    expect(release.codes).toHaveLength(80_029);
    expect(release.codes.filter(({ billable }) => billable)).toHaveLength(79_115);
    expect(release.blocks.filter(({ kind }) => kind === 'chapter')).toHaveLength(17);
    expect(release.blocks.filter(({ kind }) => kind === 'block')).toHaveLength(115);
    expect(release.codes.filter(({ parent, block }) => (parent === null) === (block === null))).toEqual([]);
  });
});
