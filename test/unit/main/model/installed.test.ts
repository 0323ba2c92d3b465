import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCoderInUse } from '../../../../src/main/coding/openCoderInUse.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { InstalledModels } from '../../../../src/main/model/installed.ts';

const PACKS = join(import.meta.dirname, '../../../fixtures/model-packs');
const SHIPPED = join(PACKS, 'plm-icd');
const OWN = join(PACKS, 'bert');
const NAME = 'conformance-bert@1.0.0';

let folder: string;
let models: InstalledModels;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-models-'));
  models = new InstalledModels(SHIPPED, join(folder, 'models'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A copy of a pack with a changed manifest. */
function variant(change: (manifest: Record<string, unknown>) => void): string {
  const copy = join(folder, 'variant');
  cpSync(OWN, copy, { recursive: true });
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
  return copy;
}

const listed = (): string[] =>
  models
    .list()
    .models.map(({ manifest, inUse }) => `${inUse ? '*' : ''}${manifest.name}@${manifest.version}`);

describe('install', () => {
  it('uses the shipped pack until another is installed', () => {
    expect(listed()).toEqual(['*conformance-plm-icd@1.0.0']);
    expect(models.inUse()).toEqual({ folder: SHIPPED, shipped: true });
    expect(existsSync(join(folder, 'models'))).toBe(false);
  });

  it('copies the pack, readable by its owner alone, and makes it the one in use', () => {
    const { folder: own } = models.install(OWN);
    expect(own).toBe(join(folder, 'models', 'conformance-bert-1.0.0'));
    expect(readdirSync(own).sort()).toEqual(readdirSync(OWN).sort());
    for (const file of readdirSync(own)) {
      expect(readFileSync(join(own, file)).equals(readFileSync(join(OWN, file)))).toBe(true);
      if (process.platform !== 'win32') expect(statSync(join(own, file)).mode & 0o777).toBe(0o600);
    }
    expect(listed()).toEqual(['conformance-plm-icd@1.0.0', `*${NAME}`]);
    expect(models.inUse()).toMatchObject({ folder: own, shipped: false });
    expect(readdirSync(join(folder, 'models')).sort()).toEqual(['conformance-bert-1.0.0', 'in-use']);
  });

  it('takes the same pack again, and makes it the one in use', () => {
    models.install(OWN);
    models.use('shipped');
    models.install(OWN);
    expect(listed()).toEqual(['conformance-plm-icd@1.0.0', `*${NAME}`]);
  });

  it('refuses other content under a name and version that is taken', () => {
    models.install(OWN);
    models.use('shipped');
    const other = variant((manifest) => (manifest['results'] = { changed: true }));
    expect(() => models.install(other)).toThrow(/is installed already, with other content/);
    expect(listed()).toEqual(['*conformance-plm-icd@1.0.0', NAME]);
  });

  it('refuses to stand in for the shipped pack', () => {
    const other = variant((manifest) => (manifest['name'] = 'conformance-plm-icd'));
    expect(() => models.install(other)).toThrow(/is the shipped model, with other content/);
  });

  it('installs another version beside the first', () => {
    models.install(OWN);
    models.install(variant((manifest) => (manifest['version'] = '1.1.0')));
    expect(listed()).toEqual(['conformance-plm-icd@1.0.0', NAME, '*conformance-bert@1.1.0']);
  });

  it.each(['../outside', 'a/b', '.hidden', '', 'a b', 'x@y'])(
    'refuses the name %j, which is no folder',
    (name) => {
      const other = variant((manifest) => (manifest['name'] = name));
      expect(() => models.install(other)).toThrow(/its manifest is not valid \(name: /);
    },
  );

  it('leaves everything as it was where a file is damaged', () => {
    const other = variant(() => undefined);
    writeFileSync(join(other, 'labels.tsv'), 'damaged');
    expect(() => models.install(other)).toThrow(/labels\.tsv has 7 bytes/);
    expect(listed()).toEqual(['*conformance-plm-icd@1.0.0']);
  });

  it('leaves a folder alone that is in the way', () => {
    const target = join(folder, 'models', 'conformance-bert-1.0.0');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'precious.txt'), 'mine');
    expect(() => models.install(OWN)).toThrow(/is in the way/);
    expect(readdirSync(target)).toEqual(['precious.txt']);
    expect(readdirSync(join(folder, 'models'))).toEqual(['conformance-bert-1.0.0']);
    expect(models.list().unusable).toEqual([
      { folder: target, reason: expect.stringContaining('manifest.json is missing') as string },
    ]);
  });

  it('says so where the folder cannot be written', () => {
    // A link to nowhere in its place stops every user, root too.
    symlinkSync(join(folder, 'nowhere', 'models'), join(folder, 'models'));
    expect(() => models.install(OWN)).toThrow(/cannot be written/);
  });
});

describe('use', () => {
  it('switches between the installed and the shipped pack', () => {
    models.install(OWN);
    expect(models.use('shipped')).toMatchObject({ folder: SHIPPED, inUse: true });
    expect(listed()).toEqual(['*conformance-plm-icd@1.0.0', NAME]);
    models.use(NAME);
    expect(models.inUse().shipped).toBe(false);
  });

  it('refuses what is not installed, and keeps what is in use', () => {
    models.install(OWN);
    expect(() => models.use('other@1')).toThrow('No model pack other@1 is installed.');
    expect(listed()).toContain(`*${NAME}`);
  });

  it('refuses a pack that was damaged since', () => {
    const { folder: own } = models.install(OWN);
    models.use('shipped');
    writeFileSync(join(own, 'encoder.onnx'), 'damaged');
    expect(() => models.use(NAME)).toThrow(UserError);
    expect(models.inUse().shipped).toBe(true);
  });
});

describe('the coder', () => {
  it('is that of the pack in use', async () => {
    models.install(OWN);
    const { description, coder, close } = await openCoderInUse(models);
    expect(description.model).toMatchObject({ name: 'conformance-bert', version: '1.0.0', labels: 12 });
    const text = 'Patient with fever, cough and pneumonia.';
    const suggestions = await coder.code([{ id: 'note', language: 'en', text, sections: [] }], {
      lookUp: (code) => ({ code, title: code, billable: true, path: [] }),
    });
    expect(suggestions).toHaveLength(12);
    expect(suggestions.map(({ score }) => score)).toEqual(
      suggestions.map(({ score }) => score).sort((a, b) => b - a),
    );
    for (const { evidence } of suggestions) {
      for (const span of evidence) {
        expect(span.source).toBe('attention');
        expect(text.slice(span.start, span.end)).toBe(span.text);
      }
    }
    expect(suggestions.some(({ evidence }) => evidence.length > 0)).toBe(true);
    await close();
  });

  it.each<[string, (own: string) => void, RegExp]>([
    ['is damaged', (own) => writeFileSync(join(own, 'encoder.onnx'), 'x'), /encoder\.onnx has 1 bytes/],
    ['is gone', (own) => rmSync(own, { recursive: true }), /conformance-bert@1\.0\.0, is not in/],
  ])('is refused where the pack in use %s, with the way back', async (_, spoil, reason) => {
    spoil(models.install(OWN).folder);
    const error = (await openCoderInUse(models).catch((cause: unknown) => cause)) as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(reason);
    expect(error.remedy).toContain('rubricator model use shipped');
    expect(error.remedy).toContain(join(folder, 'models', 'in-use'));
    models.use('shipped');
    await (await openCoderInUse(models)).close();
  });
});
