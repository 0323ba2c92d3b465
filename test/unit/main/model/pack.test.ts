import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/main/errors.ts';
import { openModelPack, PACK_FILES, readManifest, type ModelPack } from '../../../../src/main/model/pack.ts';
import { Code } from '../../../../src/shared/coding.ts';

const SHIPPED = join(import.meta.dirname, '../../../../resources/model');
/** A whole pack that is small enough to be damaged many times. */
const SMALL = join(import.meta.dirname, '../../../fixtures/model-packs/bert');

const copy = mkdtempSync(join(tmpdir(), 'rubricator-pack-'));
cpSync(SMALL, copy, { recursive: true });
afterAll(() => rmSync(copy, { recursive: true }));

const MANIFEST = readFileSync(join(SMALL, 'manifest.json'), 'utf8');
beforeEach(() => {
  writeFileSync(join(copy, 'manifest.json'), MANIFEST);
});

type Loose = Record<string, unknown> & {
  files: Record<string, unknown>;
  encoder: Record<string, unknown>;
  systems: Record<string, Record<string, unknown>>;
};

function manifest(change: (manifest: Loose) => void): void {
  const changed = JSON.parse(MANIFEST) as Loose;
  change(changed);
  writeFileSync(join(copy, 'manifest.json'), JSON.stringify(changed));
}

/** Why the copy is refused. */
function refusal(): string {
  let error: unknown;
  try {
    openModelPack(copy);
  } catch (cause) {
    error = cause;
  }
  expect(error).toBeInstanceOf(UserError);
  const { message, remedy } = error as UserError;
  expect(remedy).toContain('nothing of it was loaded');
  const prefix = `The model pack in ${copy} was refused: `;
  expect(message.startsWith(prefix)).toBe(true);
  return message.slice(prefix.length);
}

describe('the shipped pack', () => {
  let pack: ModelPack;
  beforeAll(() => {
    pack = openModelPack(SHIPPED);
  });

  it('opens, with as many labels of each system as its manifest says, each a code once', () => {
    for (const [system, { labels }] of Object.entries(pack.manifest.systems)) {
      const codes = pack.labels.filter((label) => label.system === system).map(({ code }) => code);
      expect(codes).toHaveLength(labels);
      expect(new Set(codes).size).toBe(labels);
      expect(codes.filter((code) => !Code.safeParse(code).success)).toEqual([]);
    }
  });

  it('says what it is, what it was made from and under which licences', () => {
    expect(pack.manifest.languages).toEqual(['en', 'es']);
    expect(pack.manifest.training.data.length).toBeGreaterThan(0);
    for (const { licence } of pack.manifest.training.data) expect(licence).not.toBe('');
    expect(Object.keys(pack.manifest.files)).toEqual(expect.arrayContaining([...PACK_FILES]));
  });

  it('holds no file that its manifest does not list', () => {
    expect(readdirSync(SHIPPED).sort()).toEqual(
      [...Object.keys(pack.manifest.files), 'manifest.json'].sort(),
    );
  });
});

describe('a pack elsewhere', () => {
  it('opens, and gives paths inside it', () => {
    expect(openModelPack(copy).path('encoder.onnx')).toBe(join(copy, 'encoder.onnx'));
  });

  it('can be named without its files', () => {
    expect(readManifest(copy)).toMatchObject({ name: 'conformance-bert', version: '1.0.0' });
  });
});

describe('damaged files', () => {
  it.each(PACK_FILES)('names %s when one byte of it was changed', (name) => {
    const whole = readFileSync(join(copy, name));
    for (const at of [0, whole.length >> 1, whole.length - 1]) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      writeFileSync(join(copy, name), damaged);
      expect(refusal()).toBe(`${name} was changed: its SHA-256 is not the manifest's.`);
    }
    writeFileSync(join(copy, name), whole);
    expect(() => openModelPack(copy)).not.toThrow();
  });

  it.each(PACK_FILES)('names %s when it was cut off or grew', (name) => {
    const whole = readFileSync(join(copy, name));
    writeFileSync(join(copy, name), whole.subarray(0, -1));
    expect(refusal()).toBe(`${name} has ${whole.length - 1} bytes instead of ${whole.length}.`);
    writeFileSync(join(copy, name), Buffer.concat([whole, Buffer.of(0)]));
    expect(refusal()).toBe(`${name} has ${whole.length + 1} bytes instead of ${whole.length}.`);
    writeFileSync(join(copy, name), whole);
  });

  it.each(PACK_FILES)('names %s when it is missing', (name) => {
    renameSync(join(copy, name), join(copy, 'away'));
    expect(refusal()).toBe(`${name} is missing.`);
    renameSync(join(copy, 'away'), join(copy, name));
  });
});

describe('the manifest', () => {
  it('is needed', () => {
    rmSync(join(copy, 'manifest.json'));
    expect(refusal()).toBe('its manifest.json is missing or not JSON.');
  });

  it.each(['', '{', 'null?'])('is refused where it is not JSON: %j', (text) => {
    writeFileSync(join(copy, 'manifest.json'), text);
    expect(refusal()).toBe('its manifest.json is missing or not JSON.');
  });

  it.each<[string, (manifest: Loose) => void, string]>([
    ['another format', (m) => (m['format'] = 'a-zip'), 'format'],
    ['a later version of the format', (m) => (m['formatVersion'] = 3), 'formatVersion'],
    ['another code system', (m) => (m.systems['icd-9-cm'] = m.systems['icd-10-cm']!), 'systems'],
    ['no code system', (m) => (m.systems = {}), 'systems'],
    ['a name that is no folder', (m) => (m['name'] = '../model'), 'name'],
    ['a version that is no folder', (m) => (m['version'] = '1/2'), 'version'],
    ['no languages', (m) => (m['languages'] = []), 'languages'],
    ['a language that is not read', (m) => (m['languages'] = ['de']), 'languages'],
    [
      'a threshold above 1',
      (m) => (m.systems['icd-10-cm']!['thresholds'] = { en: 0.3, es: 1.1 }),
      'systems.icd-10-cm.thresholds',
    ],
    ['no licences', (m) => delete m['training'], 'training'],
    ['a field that nobody knows', (m) => (m['unknown'] = 1), ''],
    ['windows that do not advance', (m) => (m.encoder['overlap'] = 510), 'encoder'],
    ['windows that share half a token', (m) => (m.encoder['overlap'] = 127), 'encoder'],
    ['an overlap below zero', (m) => (m.encoder['overlap'] = -2), 'encoder.overlap'],
  ])('is refused with %s', (_, change, where) => {
    manifest(change);
    expect(refusal()).toMatch(/^its manifest is not valid \(.+\)\.$/);
    expect(refusal()).toContain(`(${where}`);
  });

  it.each(PACK_FILES)('must list %s', (name) => {
    manifest(
      (m) => (m.files = Object.fromEntries(Object.entries(m.files).filter(([file]) => file !== name))),
    );
    expect(refusal()).toBe(`its manifest does not list ${name}.`);
  });

  it.each(['../secret.txt', '/etc/hosts', 'a/b', 'a\\b', '..', '.hidden', 'C:\\x', 'x\0y', ''])(
    'may not name the file %j, which is none of the folder',
    (name) => {
      manifest((m) => (m.files[name] = { bytes: 1, sha256: '0'.repeat(64) }));
      expect(refusal()).toMatch(/^its manifest is not valid \(files\./);
    },
  );

  it('is checked beyond the files that every pack has', () => {
    manifest((m) => (m.files['notes.txt'] = { bytes: 1, sha256: '0'.repeat(64) }));
    expect(refusal()).toBe('notes.txt is missing.');
  });

  it('needs a threshold for every language', () => {
    manifest((m) => (m.systems['icd-10-cm']!['thresholds'] = { en: 0.3 }));
    expect(refusal()).toBe('icd-10-cm has no threshold for "es".');
  });

  it('needs the lexicon and the fusion models of a fused system', () => {
    manifest((m) => (m.systems['icd-10-cm']!['fused'] = true));
    expect(refusal()).toBe('its manifest does not list lexicon-icd-10-cm.sqlite.');
  });

  it('must have as many labels as the list of labels', () => {
    manifest((m) => (m.systems['icd-10-cm']!['labels'] = 13));
    expect(refusal()).toBe('labels.tsv has 12 labels of icd-10-cm instead of 13.');
  });

  it('must name the system of each label', () => {
    manifest((m) => (m.systems = { 'icd-10-pcs': { ...m.systems['icd-10-cm'], labels: 12 } }));
    expect(refusal()).toBe('labels.tsv has 0 labels of icd-10-pcs instead of 12.');
  });
});
