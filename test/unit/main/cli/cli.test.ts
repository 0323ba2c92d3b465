import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { resourceFolder } from '../../../../src/main/paths.ts';
import { House } from '../../../../src/main/house.ts';
import { call, callWith } from './call.ts';

const samples = join(resourceFolder(), 'samples');
let folder: string;
const home = (): string => join(folder, 'home');
const PASSPHRASE = 'nine herons wade at dawn';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-cli-'));
  process.env['RUBRICATOR_HOME'] = home();
});
afterAll(() => {
  delete process.env['RUBRICATOR_HOME'];
  rmSync(folder, { recursive: true });
});

/** The promise of `code --json`, word for word. */
const Line = z.object({
  chart: z.string(),
  system: z.literal('icd-10-cm'),
  model: z.string().regex(/^[^@]+@[^@]+$/),
  suggestions: z.array(
    z.object({
      code: z.string(),
      title: z.string().min(1),
      score: z.number().min(0).max(1),
      tier: z.enum(['suggestion', 'candidate']),
      evidence: z.array(
        z.object({ document: z.string(), start: z.number().int(), end: z.number().int(), text: z.string() }),
      ),
    }),
  ),
});

describe('code', () => {
  it('prints one JSON line a chart, sorted by score, each evidence text at its range', async () => {
    const { code, out } = await call('code', '--json', samples);
    expect(code).toBe(0);
    expect(out).toHaveLength(6);
    for (const line of out) {
      const { chart, suggestions } = Line.parse(JSON.parse(line));
      expect(suggestions.length, chart).toBeGreaterThan(0);
      expect(suggestions.length).toBeLessThanOrEqual(50);
      expect(suggestions.map(({ score }) => score)).toEqual(
        suggestions.map(({ score }) => score).sort((a, b) => b - a),
      );
      expect(new Set(suggestions.map((suggestion) => suggestion.code)).size).toBe(suggestions.length);
    }
    const spanish = Line.parse(JSON.parse(out.find((line) => line.includes('"chart":"caso-clinico"')) ?? ''));
    const text = readFileSync(join(samples, 'caso-espanol', 'caso-clinico.txt'), 'utf8');
    for (const span of spanish.suggestions.flatMap(({ evidence }) => evidence)) {
      expect(span.document).toBe('caso-clinico.txt');
      expect(text.slice(span.start, span.end)).toBe(span.text);
    }
  });

  it('limits candidates', async () => {
    const file = join(samples, 'radiology', 'ct-report.txt');
    const { code, out } = await call('code', '--json', '--top', '3', file);
    expect(code).toBe(0);
    expect(Line.parse(JSON.parse(out[0] ?? '')).suggestions).toHaveLength(3);
  });

  it('records the run for an account that codes, and for nobody else', async () => {
    const file = join(samples, 'radiology', 'ct-report.txt');
    const record = ['code', '--json', '--record', '--user', 'Ada', file];
    const early = await callWith(PASSPHRASE, ...record);
    expect(early).toMatchObject({ code: 1, out: [] });
    expect(early.err.at(-1)).toMatch(/no accounts yet.*first account/);

    const house = new House({ data: home(), resources: resourceFolder(), version: '' });
    await house.setUp({ name: 'Ada', passphrase: PASSPHRASE, roles: ['coder', 'administrator'] });
    await house.close();
    const wrong = await callWith('another passphrase', ...record);
    expect(wrong).toMatchObject({ code: 1, out: [] });
    expect(wrong.err.at(-1)).toContain('The name or the passphrase is wrong.');

    const { code, out, err } = await callWith(PASSPHRASE, ...record);
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    expect(err.at(-1)).toContain('recorded in');
    await house.unlock('Ada', PASSPHRASE);
    const { entries } = house.desk().log.entries({ filter: { action: 'suggest' }, limit: 10 });
    expect(entries).toMatchObject([{ who: 'Ada', chart: 'ct-report', system: 'icd-10-cm' }]);
    await house.close();
  });

  it('does the others and exits 1 when some input is refused', async () => {
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, '');
    const { code, out, err } = await call(
      'code',
      '--json',
      empty,
      join(folder, 'none.txt'),
      join(samples, 'radiology'),
    );
    expect(code).toBe(1);
    expect(out).toHaveLength(1);
    expect(err.filter((line) => line.startsWith('refused'))).toHaveLength(2);
  });

  it('says the same of a chart each time', async () => {
    const file = join(samples, 'outpatient-soap');
    expect((await call('code', '--json', file)).out).toEqual((await call('code', '--json', file)).out);
  });

  it.each([
    [[]],
    [['frobnicate']],
    [['code']],
    [['code', '--lang', 'de', 'x.txt']],
    [['code', '--top', 'many', 'x.txt']],
    [['code', '--system', 'icd-11', 'x.txt']],
    [['code', '--frobnicate', 'x.txt']],
    [['code', '--record', 'x.txt']],
    [['ledger', 'rewrite', 'x']],
    [['ledger', 'verify']],
    [['catalog', 'build']],
  ])('exits 2 on wrong usage: %j', async (args) => {
    const { code, out, err } = await call(...args);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err.length).toBeGreaterThan(0);
  });
});

describe('the other commands', () => {
  it('explains itself', async () => {
    const { code, out } = await call('--help');
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/code \[--json\].*ledger verify .*backup verify /s);
  });

  it('says what runs here and why', async () => {
    const { code, out } = await call('doctor');
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/provider\s+\w+: \S+/);
    expect(out.join('\n')).toMatch(/catalogue\s+icd-10-cm@FY2026, 98186 rows/);
    expect(out.join('\n')).toMatch(/charts\s+encrypted\nledger\s+encrypted\naccounts\s+set up/);
  });
});
