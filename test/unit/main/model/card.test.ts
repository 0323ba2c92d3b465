import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelCard } from '../../../../src/main/model/card.ts';
import { Manifest, type ModelPack } from '../../../../src/main/model/pack.ts';

const PACK = join(import.meta.dirname, '../../../fixtures/model-packs/bert');
const CARD = '# A card\n\nÁrea bajo la curva: 0,9\n';
let folder: string;

/** The fixture's manifest over a folder of the test, with a card or without. */
function pack(card?: string): ModelPack {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(PACK, 'manifest.json'), 'utf8')));
  delete manifest.files['MODEL_CARD.md'];
  if (card !== undefined) {
    writeFileSync(join(folder, 'MODEL_CARD.md'), card);
    const sha256 = createHash('sha256').update(card).digest('hex');
    manifest.files['MODEL_CARD.md'] = { bytes: Buffer.byteLength(card), sha256 };
  }
  return { manifest, labels: [], path: (file) => join(folder, file) };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-card-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the model card', () => {
  it('is the text of the pack, beside what the manifest says', () => {
    const card = readModelCard(pack(CARD));
    expect(card.text).toBe(CARD);
    expect(card).toMatchObject({ name: 'conformance-bert', version: '1.0.0', languages: ['en', 'es'] });
    expect(card.systems).toEqual([{ system: 'icd-10-cm', release: 'FY2026', labels: 12, fused: false }]);
  });

  it('is null where the pack has none, also where a file lies there that the manifest does not list', () => {
    writeFileSync(join(folder, 'MODEL_CARD.md'), CARD);
    expect(readModelCard(pack()).text).toBeNull();
  });

  it('is refused where it was changed or removed since the pack was opened', () => {
    const opened = pack(CARD);
    writeFileSync(opened.path('MODEL_CARD.md'), CARD.replace('0,9', '1,0'));
    expect(() => readModelCard(opened)).toThrow(/changed or removed/);
    rmSync(opened.path('MODEL_CARD.md'));
    expect(() => readModelCard(opened)).toThrow(/changed or removed/);
  });
});
