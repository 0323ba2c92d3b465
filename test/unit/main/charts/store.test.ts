import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportedDocument } from '../../../../src/main/charts/importFile.ts';
import { importFile } from '../../../../src/main/charts/importFile.ts';
import { ChartStore } from '../../../../src/main/charts/store.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { Identifier, UNKNOWN_HEADER } from '../../../../src/shared/chart.ts';
import type { CodingRun } from '../../../../src/shared/coding.ts';

const SAMPLES = join(import.meta.dirname, '../../../../resources/samples');

let folder: string;
let file: string;
let store: ChartStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-store-'));
  file = join(folder, 'charts.sqlite');
  store = new ChartStore(file);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function note(text: string, change: Partial<ImportedDocument> = {}): ImportedDocument {
  return {
    name: 'note.txt',
    kind: 'text',
    language: 'en',
    text,
    sections: [{ kind: 'assessment', heading: 'Assessment', start: 0, bodyStart: 11, end: text.length }],
    source: Buffer.from(text),
    ...change,
  };
}

function run(chart: string, change: Partial<CodingRun> = {}): CodingRun {
  return {
    chart,
    system: 'icd-10-cm',
    model: { name: 'm', version: '1' },
    catalogue: { name: 'c', version: 'FY2026' },
    provider: 'cpu',
    suggestions: [],
    threshold: 0.3,
    at: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

function openingFails(): UserError {
  try {
    new ChartStore(file).close();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('the store was opened');
}

describe('charts', () => {
  it('gives back what was added, in the order of the documents', () => {
    const first = note('Assessment: flu – niño 🫀\n');
    const second = note('Diagnóstico: gripe', { name: 'nota.txt', language: 'es', sections: [] });
    const { id, added } = store.add('Chart A', [first, second]);
    expect(added).toBe(true);
    expect(Identifier.safeParse(id).success).toBe(true);
    const chart = store.get(id);
    expect(chart).toMatchObject({ id, name: 'Chart A', sample: false });
    expect(Date.parse(chart!.importedAt)).toBeLessThanOrEqual(Date.now());
    expect(
      chart!.documents.map(({ name, language, text, sections }) => ({ name, language, text, sections })),
    ).toEqual(
      [first, second].map(({ name, language, text, sections }) => ({ name, language, text, sections })),
    );
    const ids = chart!.documents.map((document) => document.id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((document) => Identifier.safeParse(document).success)).toBe(true);
    expect(chart!.documents[0]).not.toHaveProperty('pages');
  });

  it('keeps charts over a restart', () => {
    const { id } = store.add('Chart A', [note('Assessment: flu')], true);
    store.close();
    store = new ChartStore(file);
    expect(store.get(id)).toMatchObject({ name: 'Chart A', sample: true });
  });

  it('lists charts in the order they came, with their documents and words counted', () => {
    const a = store.add('A', [note('one two  three\nfour'), note('five', { language: 'es' })]);
    const b = store.add('B', [note('seis', { language: 'es' })], true);
    expect(store.list()).toMatchObject([
      { id: a.id, name: 'A', sample: false, documents: 2, words: 5, language: 'en' },
      { id: b.id, name: 'B', sample: true, documents: 1, words: 1, language: 'es' },
    ]);
  });

  it('knows the same documents again and leaves the chart as it was', () => {
    const first = store.add('Chart A', [note('Assessment: flu')]);
    const before = store.get(first.id);
    expect(store.add('Another name', [note('Assessment: flu')])).toEqual({ id: first.id, added: false });
    expect(store.get(first.id)).toEqual(before);
    expect(store.list()).toHaveLength(1);
  });

  it('takes other bytes, another name or another order as another chart', () => {
    const [a, b] = [note('Assessment: flu'), note('Assessment: asthma', { name: 'second.txt' })];
    const ids = [[a, b], [b, a], [a], [b], [note('Assessment: flu', { name: 'other.txt' })]].map(
      (documents) => store.add('chart', documents).id,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('adds nothing of a chart when one of its documents is refused by the database', () => {
    const wrong = { ...note('b'), kind: 'picture' } as unknown as ImportedDocument;
    expect(() => store.add('Chart A', [note('a'), wrong])).toThrow('CHECK constraint failed');
    expect(store.list()).toEqual([]);
    const database = new Database(file, { readonly: true });
    expect(database.prepare('SELECT count(*) FROM chart').pluck().get()).toBe(0);
    expect(database.prepare('SELECT count(*) FROM document').pluck().get()).toBe(0);
    database.close();
    expect(store.add('Chart A', [note('a')]).added).toBe(true);
  });

  it('knows no chart of another identifier', () => {
    expect(store.get('chart-0')).toBeUndefined();
  });
});

describe('the day of discharge or visit', () => {
  it('is found at the import, and can be set and cleared', () => {
    const { id } = store.add('Chart', [
      note('Admission date: 2025-09-20'),
      note('Discharge date: 2 October 2025'),
    ]);
    expect(store.encounterDate(id)).toBe('2025-10-02');
    store.setHeader(id, { ...UNKNOWN_HEADER, encounterDate: '2025-09-30' });
    expect(store.get(id)?.header.encounterDate).toBe('2025-09-30');
    store.setHeader(id, UNKNOWN_HEADER);
    expect(store.encounterDate(id)).toBeNull();
    expect(store.encounterDate('none')).toBeNull();
  });
});

describe('a store of an earlier version', () => {
  /** Takes the schema back to a version, with one chart that was read. */
  function wasOfVersion(version: 1 | 2): void {
    store.close();
    const database = new Database(file);
    database.exec('DROP TABLE activity; DROP INDEX document_totals; DROP INDEX coding_run_suggested');
    database.exec('ALTER TABLE coding_run DROP COLUMN suggested');
    const later = ['patient', 'record', 'type', 'admitted', 'due', 'assigned'];
    for (const column of version === 1 ? [...later, 'encounter_date'] : later) {
      database.exec(`ALTER TABLE chart DROP COLUMN ${column}`);
    }
    database.pragma(`user_version = ${String(version)}`);
    database.exec(`INSERT INTO chart (id, name, sample, imported_at)
      VALUES ('chart-old', 'Old', 0, '2026-01-01T00:00:00.000Z')`);
    const suggestions = [
      { code: 'I10', tier: 'suggestion' },
      { code: 'R51.9', tier: 'candidate' },
    ];
    database
      .prepare("INSERT INTO coding_run VALUES ('chart-old', 'm@1', 'c@1', ?)")
      .run(JSON.stringify({ chart: 'chart-old', suggestions }));
    database.close();
    store = new ChartStore(file);
  }

  it.each([1, 2] as const)(
    '%i opens, knows nothing of its charts’ headers, and what was suggested',
    (version) => {
      wasOfVersion(version);
      expect(store.get('chart-old')).toMatchObject({ name: 'Old', header: UNKNOWN_HEADER });
      expect(store.suggestedCodes()).toEqual(new Map([['chart-old', ['I10']]]));
    },
  );
});

describe('the header', () => {
  it('is what the documents say of themselves, and what is set since', () => {
    const { id } = store.add('Chart', [note('DISCHARGE SUMMARY\nPatient: Sample C\nMRN: 00-4711\n')]);
    const found = { ...UNKNOWN_HEADER, patient: 'Sample C', record: '00-4711', type: 'inpatient' };
    expect(store.list()[0]?.header).toEqual(found);
    const set = { ...UNKNOWN_HEADER, type: 'emergency', due: '2026-02-01', assigned: 'coder' } as const;
    store.setHeader(id, set);
    expect(store.get(id)?.header).toEqual(set);
  });
});

describe('time and actions', () => {
  it('add up by person, chart and day', () => {
    const { id } = store.add('Chart', [note('a')]);
    const did = { chart: id, who: 'coder', day: '2026-02-01', seconds: 10, actions: 3 };
    store.addActivity(did);
    store.addActivity(did);
    store.addActivity({ ...did, day: '2026-02-03', seconds: 1 });
    store.addActivity({ ...did, who: 'other' });
    expect(store.activity('2026-02-01')).toEqual([
      { ...did, day: '2026-02-03', seconds: 21, actions: 9 },
      { ...did, who: 'other' },
    ]);
    expect(store.activity('2026-02-02')).toEqual([{ ...did, day: '2026-02-03', seconds: 1 }]);
    expect(() => store.addActivity({ ...did, chart: 'none' })).toThrow();
  });
});

describe('PDFs', () => {
  it('gives back the very bytes and pages', async () => {
    const path = join(SAMPLES, 'pdf-chart/hip-replacement.pdf');
    const document = await importFile(path);
    const { id } = store.add('PDF', [document, note('Assessment: flu')]);
    const [stored, text] = store.get(id)!.documents;
    expect(stored!.pages).toEqual(document.pages);
    expect(readFileSync(path).equals(store.pdf(id, stored!.id)!)).toBe(true);
    // A note's bytes are not handed out as a PDF, nor one chart's through another.
    expect(store.pdf(id, text!.id)).toBeUndefined();
    expect(store.pdf('chart-0', stored!.id)).toBeUndefined();
  });

  it('stores a view into a larger buffer as no more than the view', () => {
    const larger = Buffer.from('xx%PDF-1.7xx');
    const { id } = store.add('PDF', [note('a', { kind: 'pdf', pages: [], source: larger.subarray(2, 10) })]);
    expect(Buffer.from(store.pdf(id, store.get(id)!.documents[0]!.id)!).toString()).toBe('%PDF-1.7');
  });
});

describe('readings', () => {
  it('gives a reading back for exactly its model and catalogue', () => {
    const { id } = store.add('A', [note('a')]);
    expect(store.run(id, 'm@1', 'c@1')).toBeUndefined();
    store.keepRun(run(id, { threshold: 0.25 }), 'm@1', 'c@1');
    expect(store.run(id, 'm@1', 'c@1')).toEqual(run(id, { threshold: 0.25 }));
    expect(store.run(id, 'm@2', 'c@1')).toBeUndefined();
    expect(store.run(id, 'm@1', 'c@2')).toBeUndefined();
  });

  it('keeps the latest reading of a chart only', () => {
    const { id } = store.add('A', [note('a')]);
    store.keepRun(run(id), 'm@1', 'c@1');
    store.keepRun(run(id, { provider: 'cuda' }), 'm@2', 'c@1');
    expect(store.run(id, 'm@1', 'c@1')).toBeUndefined();
    expect(store.run(id, 'm@2', 'c@1')?.provider).toBe('cuda');
  });

  it('keeps no reading of a chart that is not there', () => {
    expect(() => store.keepRun(run('chart-0'), 'm@1', 'c@1')).toThrow('FOREIGN KEY constraint failed');
  });
});

describe('the file', () => {
  it.skipIf(process.platform === 'win32')('can be read by its owner alone', () => {
    store.add('A', [note('a')]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is the only file: no journal is left beside it', () => {
    store.add('A', [note('a')]);
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(existsSync(`${file}-journal`)).toBe(false);
  });

  it.each(['delete', 'wal'])(
    'is refused and left as it is where a newer version wrote it, in journal mode %s',
    (mode) => {
      store.add('A', [note('a')]);
      store.close();
      const database = new Database(file);
      database.pragma(`journal_mode = ${mode}`);
      database.pragma('user_version = 99');
      database.close();
      const before = readFileSync(file);
      expect(openingFails().message).toBe(
        'The chart store was written by a newer version of Rubricator (schema 99, this one knows 3).',
      );
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  it('is refused and left as it is where it is no database', () => {
    store.close();
    const text = 'These are notes, not a database.\n'.repeat(100);
    writeFileSync(file, text);
    expect(openingFails().message).toBe(`The chart store in ${file} cannot be opened.`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is refused where a migration fails, with nothing of it done', () => {
    store.close();
    rmSync(file);
    const database = new Database(file);
    // The third table of the schema is there already, in a file that claims to be new.
    database.exec('CREATE TABLE coding_run (x)');
    database.close();
    openingFails();
    const after = new Database(file, { readonly: true });
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['coding_run']);
    expect(after.pragma('user_version', { simple: true })).toBe(0);
    after.close();
  });

  it('is refused where its folder is missing', () => {
    file = join(folder, 'missing', 'charts.sqlite');
    expect(openingFails().remedy).toContain('folder');
  });

  it('can be opened by two processes at once', () => {
    const second = new ChartStore(file);
    const { id } = store.add('A', [note('a')]);
    expect(second.get(id)?.name).toBe('A');
    expect(second.add('B', [note('b')]).added).toBe(true);
    expect(store.list()).toHaveLength(2);
    second.close();
  });
});
