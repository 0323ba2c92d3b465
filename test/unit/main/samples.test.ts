import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Suggestion } from '../../../src/shared/coding.ts';
import { importFile } from '../../../src/main/charts/importFile.ts';
import { openCoder, type OpenCoder } from '../../../src/main/coding/openCoder.ts';
import { CODING_SYSTEM, openCatalogs, SHIPPED_MODEL } from '../../../src/main/library.ts';
import { resourceFolder } from '../../../src/main/paths.ts';

/** What a careful coder assigns to each sample chart, and what its text mentions but nobody may code. */
interface ExpectedChart {
  folder: string;
  file: string;
  codes: { code: string; evidence: string | string[] }[];
  notCoded: { code: string; context: string }[];
}

const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/sample-codes.json'), 'utf8'),
) as ExpectedChart[];
const catalogs = openCatalogs({ data: join(resourceFolder(), 'none'), resources: resourceFolder() });
const { catalog } = catalogs.on(CODING_SYSTEM, '2026-03-01');
let opened: OpenCoder;

beforeAll(async () => {
  opened = await openCoder(join(resourceFolder(), SHIPPED_MODEL));
});
afterAll(async () => {
  await opened.close();
  catalogs.close();
});

describe.each(expected.map((chart) => [chart.folder, chart] as const))('sample %s', (_folder, chart) => {
  let text: string;
  let suggestions: Suggestion[];
  beforeAll(async () => {
    const document = await importFile(join(resourceFolder(), 'samples', chart.folder, chart.file));
    text = document.text;
    suggestions = await opened.coder.code([{ ...document, id: document.name }], catalog);
  });

  it('has billable expected codes whose evidence stands in the note', () => {
    const plain = text.replace(/\s+/g, ' ');
    for (const { code, evidence } of chart.codes) {
      expect(catalog.lookUp(code)?.billable, code).toBe(true);
      for (const words of [evidence].flat()) expect(plain, code).toContain(words.replace(/\s+/g, ' '));
    }
  });

  it('suggests some of what a coder assigns, and nothing that is denied, past, suspected or a relative’s', () => {
    const suggested = new Set(
      suggestions.filter(({ tier }) => tier === 'suggestion').map(({ code }) => code),
    );
    expect(chart.codes.filter(({ code }) => suggested.has(code)).length).toBeGreaterThan(0);
    for (const { code, context } of chart.notCoded)
      expect(suggested.has(code), `${code}, ${context}`).toBe(false);
  });
});
