import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSections } from '../../../../src/main/charts/sections.ts';
import { openCoder, type OpenCoder } from '../../../../src/main/coding/openCoder.ts';
import { CODING_SYSTEM, openCatalogs, SHIPPED_MODEL } from '../../../../src/main/library.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';
import type { Section } from '../../../../src/shared/chart.ts';
import type { Suggestion } from '../../../../src/shared/coding.ts';

const resources = resourceFolder();
const catalogs = openCatalogs({ data: join(resources, 'none'), resources });
const { catalog } = catalogs.on(CODING_SYSTEM, '2026-03-01');
let opened: OpenCoder;

function suggested(suggestions: readonly Suggestion[]): string[] {
  return suggestions.filter(({ tier }) => tier === 'suggestion').map(({ code }) => code);
}

beforeAll(async () => {
  opened = await openCoder(join(resources, SHIPPED_MODEL));
});
afterAll(async () => {
  await opened.close();
  catalogs.close();
});

describe('the shipped coder, reading a long chart', () => {
  const note = readFileSync(join(resources, 'samples', 'discharge', 'discharge-summary.txt'), 'utf8');
  const text = note.slice(0, 8000);
  const document = { id: 'd', language: 'en' as const, text, sections: findSections(text, 'en') };
  const events: ('first' | number)[] = [];
  let first: Suggestion[] = [];
  let result: Suggestion[];

  beforeAll(async () => {
    result = await opened.coder.code([document], catalog, {
      onFirst: (suggestions) => {
        events.push('first');
        first = suggestions;
      },
      onProgress: (fraction) => events.push(fraction),
    });
  });

  it('suggests from the beginning before it reads the rest', () => {
    expect(events.slice(1)).not.toContain('first');
    expect(events[0]).toBe('first');
    expect(events.length).toBeGreaterThan(2);
    const all = suggested(result);
    expect(suggested(first).filter((code) => all.includes(code))).not.toEqual([]);
  });

  it('quotes the words of the whole document, from its beginning', () => {
    const spans = first.flatMap(({ evidence }) => evidence);
    expect(spans.length).toBeGreaterThan(0);
    for (const span of spans) {
      expect(span.document).toBe('d');
      expect(text.slice(span.start, span.end)).toBe(span.text);
      expect(span.end).toBeLessThan(text.length / 2);
    }
  });

  it('comes to the same result without it', async () => {
    expect(await opened.coder.code([document], catalog)).toEqual(result);
  });
});

describe('the shipped coder', () => {
  const text = [
    'Subjective: 66 year old here for follow-up of chronic problems.',
    'Objective: BP 132/80, lungs clear.',
    'Assessment and Plan:',
    '1. Type 2 diabetes mellitus',
    '2. Chronic kidney disease stage 3a',
    '3. Hypertension',
    '',
  ].join('\n');
  const suggestedWith = async (sections: Section[]): Promise<string[]> =>
    suggested(await opened.coder.code([{ id: 'd', language: 'en', text, sections }], catalog));

  it('suggests for a visit the combination codes that the conventions presume', async () => {
    const codes = await suggestedWith(findSections(text, 'en'));
    expect(codes).toEqual(expect.arrayContaining(['E11.22', 'I12.9', 'N18.31']));
    expect(codes).not.toContain('I10');
  });

  it('leaves other texts to the codes that their words name', async () => {
    const codes = await suggestedWith([]);
    expect(codes).toContain('I10');
    expect(codes).not.toContain('I12.9');
  });
});
