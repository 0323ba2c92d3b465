import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../../src/shared/model.ts';
import { call } from './call.ts';

const PACKS = join(import.meta.dirname, '../../../fixtures/model-packs');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-cli-model-'));
  process.env['RUBRICATOR_HOME'] = join(folder, 'home');
});
afterAll(() => {
  delete process.env['RUBRICATOR_HOME'];
  rmSync(folder, { recursive: true });
});

describe('model', () => {
  it('checks a pack, line by line', async () => {
    const { code, out } = await call('model', 'check', join(PACKS, 'bert'));
    expect(code).toBe(0);
    expect(out[0]).toBe(
      'pass  manifest, sizes and hashes: conformance-bert@1.0.0: 5 files, 0.1 MB, as the manifest says',
    );
    expect(out[1]).toBe('pass  labels: 12 of icd-10-cm, all in the code book');
    expect(out.every((line) => line.startsWith('pass  '))).toBe(true);
  });

  it('says what fails and what to do, and installs nothing of it', async () => {
    const broken = join(folder, 'broken');
    cpSync(join(PACKS, 'bert'), broken, { recursive: true });
    writeFileSync(join(broken, 'tokenizer.json'), '{}');
    const checked = await call('model', 'check', '--json', broken);
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.out[0] ?? '')).toMatchObject({
      ok: false,
      checks: [{ name: 'manifest, sizes and hashes', ok: false }],
    });
    const installed = await call('model', 'install', broken);
    expect(installed.code).toBe(1);
    expect(installed.out[0]).toMatch(/^FAIL {2}manifest, sizes and hashes: .*tokenizer\.json has 2 bytes/);
    expect(installed.err.at(-1)).toContain('nothing was changed');
    expect((await call('model', 'list', '--json')).out).toHaveLength(1);
  });

  it('installs a pack, with which charts are read until the shipped one is chosen again', async () => {
    expect((await call('model', 'install', join(PACKS, 'bert'))).code).toBe(0);
    const list = await call('model', 'list');
    expect(list.out).toHaveLength(2);
    expect(list.out[1]).toBe(
      '* conformance-bert@1.0.0  12 labels of icd-10-cm by attention alone; en and es; 0.1 MB; installed here; in use',
    );
    const note = join(folder, 'note.txt');
    writeFileSync(note, 'Patient with fever, cough and pneumonia.');
    const coded = await call('code', '--json', '--lang', 'en', note);
    expect(coded.code).toBe(0);
    expect(JSON.parse(coded.out[0] ?? '')).toMatchObject({ model: 'conformance-bert@1.0.0' });
    expect((await call('model', 'use', 'shipped')).code).toBe(0);
    const [shipped] = (await call('model', 'list', '--json')).out;
    expect(JSON.parse(shipped ?? '')).toMatchObject({ shipped: true, inUse: true });
    expect((await call('model', 'use', 'conformance-bert@1.0.0')).code).toBe(0);
    expect((await call('model', 'use', 'shipped')).code).toBe(0);
  });

  it('prints the card of the model in use', async () => {
    await call('model', 'use', 'conformance-bert@1.0.0');
    const { code, out } = await call('model', 'card');
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/^# /);
    const { text, systems } = JSON.parse((await call('model', 'card', '--json')).out.join('')) as ModelCard;
    expect(out.join('\n')).toBe(text?.trimEnd());
    expect(systems[0]?.system).toBe('icd-10-cm');
    await call('model', 'use', 'shipped');
  });

  it('refuses a model that is not installed', async () => {
    const { code, err } = await call('model', 'use', 'other@1');
    expect(code).toBe(1);
    expect(err[0]).toContain('No model pack other@1 is installed.');
  });

  it.each([
    ['model'],
    ['model', 'check'],
    ['model', 'list', 'x'],
    ['model', 'card', 'x'],
    ['model', 'remove', 'x'],
    ['model', 'check', 'a', 'b'],
  ])('refuses %s %s', async (...args) => {
    expect((await call(...args)).code).toBe(2);
  });
});
