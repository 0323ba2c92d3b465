import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../../src/main/cli/cli.ts';
import type { Evaluation } from '../../../../src/main/evaluation/evaluation.ts';
import { call } from './call.ts';

const TEXTS = [
  'Patient with type 2 diabetes mellitus and essential hypertension. No fever.',
  'He has atrial fibrillation and chronic kidney disease.',
];
let folder: string;
let corpus: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-evaluate-'));
  process.env['RUBRICATOR_HOME'] = join(folder, 'home');
  corpus = join(folder, 'notes.jsonl');
  const lines = TEXTS.map((text, index) => ({
    id: `note-${index}`,
    text,
    codes: [['E11.9', 'I10'], ['I48.91']][index],
    ...(index === 0 && { spans: [{ code: 'I10', start: 40, end: 62 }] }),
    language: 'en',
  }));
  writeFileSync(corpus, lines.map((line) => JSON.stringify(line)).join('\n'));
});
afterAll(() => {
  delete process.env['RUBRICATOR_HOME'];
  rmSync(folder, { recursive: true });
});

describe('evaluate', () => {
  it('measures a corpus through the coder, and writes what was asked for', async () => {
    const [report, ranked, marked] = ['report.html', 'd.tsv', 'x.tsv'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const files = ['--report', report, '--predictions', ranked, '--predictions-x', marked];
    const { code, out, err } = await call(
      'evaluate',
      '--json',
      '--bootstrap',
      '20',
      '--faithfulness',
      '1',
      ...files,
      corpus,
    );
    expect(code).toBe(0);
    const evaluation = JSON.parse(out.join('')) as Evaluation;
    expect(evaluation).toMatchObject({
      corpus: { name: 'notes.jsonl', format: 'JSONL', split: null, languages: ['en'], documents: 2 },
      system: 'icd-10-cm',
      figures: { documents: 2, goldCodes: 3, evidence: { documents: 1 }, faithfulness: { documents: 1 } },
    });
    expect(evaluation.figures.ranking.map.value).toBeGreaterThan(0.5);
    expect(evaluation.figures.faithfulness?.comprehensiveness.value).toBeGreaterThan(0);
    expect(err.join('\n')).toContain('[2/2] note-1');

    // The same codes in the same order as `code` gives.
    const note = join(folder, 'note-0.txt');
    writeFileSync(note, TEXTS[0]!);
    const coded = await call('code', '--json', '--lang', 'en', '--top', '100', note);
    const { suggestions } = JSON.parse(coded.out[0]!) as { suggestions: { code: string }[] };
    const lines = readFileSync(ranked, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines.filter(([id]) => id === 'note-0').map(([, own]) => own)).toEqual(
      suggestions.map((suggestion) => suggestion.code.toLowerCase()),
    );
    for (const line of readFileSync(marked, 'utf8').trimEnd().split('\n')) {
      expect(line).toMatch(/^note-[01]\t\d+ \d+\tDIAGNOSTICO\t[a-z]\d[0-9a-z.]+$/);
    }
    expect(readFileSync(report, 'utf8')).toContain('<!doctype html>');

    const again = await call('evaluate', '--report', report, corpus);
    expect(again.code).toBe(1);
    expect(again.err.join('\n')).toContain('is there already');
  });

  it('prints figures with their intervals, the same each time', async () => {
    const args = ['evaluate', '--faithfulness', '0', '--bootstrap', '50', '--limit', '1', corpus];
    const [first, second] = [await call(...args), await call(...args)];
    expect(first.code).toBe(0);
    const figures = (printed: typeof first): string[] => printed.out.join('\n').split('\n').slice(2);
    expect(figures(first).join('\n')).toMatch(/MAP +\d\.\d{3} {3}\d\.\d{3} to \d\.\d{3}/);
    expect(figures(first)).toEqual(figures(second));
  });

  it('stops where it is told to, and leaves nothing behind', async () => {
    const many = join(folder, 'many.jsonl');
    const line = JSON.stringify({ text: TEXTS[0], codes: ['I10'] });
    writeFileSync(many, new Array(12).fill(line).join('\n'));
    const report = join(folder, 'stopped.html');
    const said: string[] = [];
    const code = await run(['evaluate', '--report', report, many], {
      out: (text) => said.push(text),
      err: (text) => {
        said.push(text);
        if (text.startsWith('[10/12]')) process.emit('SIGINT');
      },
      secret: () => Promise.reject(new Error('nothing is asked for')),
    });
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/^stopped/);
    expect(said.some((text) => text.startsWith('[12/12]'))).toBe(false);
    expect(existsSync(report)).toBe(false);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('refuses to write into no folder', async () => {
    const nowhere = await call('evaluate', '--report', join(folder, 'none', 'r.html'), corpus);
    expect([nowhere.code, nowhere.err.join()]).toEqual([1, expect.stringContaining('does not exist')]);
  });

  it.each([
    [[]],
    [['a', 'b']],
    [['--lang', 'de', 'a']],
    [['--limit', '0', 'a']],
    [['--system', 'icd-9', 'a']],
    [['--seed', 'x', 'a']],
    [['--on', '2026', 'a']],
  ])('exits 2 on wrong usage: %j', async (args) => {
    expect((await call('evaluate', ...args)).code).toBe(2);
  });
});
