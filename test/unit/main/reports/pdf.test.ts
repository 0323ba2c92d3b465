import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import type { Checkpoint } from '../../../../src/shared/ledger.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { logPdf, type PdfContext } from '../../../../src/main/reports/pdf.ts';
import { verificationCode } from '../../../../src/main/reports/verificationCode.ts';
import { winAnsi } from '../../../../src/main/reports/winAnsi.ts';
import { ACTS, context, entry, newSigner } from './entries.ts';

let folder: string;
let entries: LedgerEntry[];
let checkpoint: Checkpoint;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-pdf-'));
  const ledger = new Ledger(join(folder, 'ledger.sqlite'), { signer: newSigner() });
  entries = ledger.appendAll(ACTS);
  checkpoint = ledger.checkpoint();
  ledger.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The text of each page, in the order it was drawn. */
async function pagesOf(given: Iterable<LedgerEntry>, change: Partial<PdfContext> = {}): Promise<string[]> {
  const bytes = Buffer.concat([...logPdf(given, { ...context(), language: 'en', ...change })]);
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/gu, ' '),
    );
  }
  return pages;
}

describe('the decision log as PDF', () => {
  it('says what it is of, what was done, and ends with the page for signatures', async () => {
    const pages = await pagesOf(entries, { checkpoint, filter: { who: 'Ada', from: '2026-01-01' } });
    const [first = ''] = pages;
    expect(first).toContain('Decision log');
    expect(first).toContain('who Ada, from 2026-01-01');
    expect(first).toContain(checkpoint.root.slice(0, 40));
    expect(first).toContain('Chart SECRETNAME of c-1 (c-1)');
    expect(pages.join(' ')).toContain('Ada rejected R51.9 (Headache). Reason: the text denies it.');
    expect(pages.join(' ')).toContain('Evidence: “atrial flutter ñ” · “SECRETQ”');
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1}`));
    const last = pages.at(-1) ?? '';
    expect(last).toContain(`1 to ${ACTS.length}, ${ACTS.length} in all`);
    expect(last).toContain('Printed name');
    expect(last).toContain(verificationCode(entries, checkpoint.note));
    // A line may end after a hyphen.
    expect(last.replaceAll(' ', '')).toContain(
      `rubricator ledger code FILE --from 1 --to ${ACTS.length} --checkpoint NOTE --who Ada --since 2026-01-01`.replaceAll(
        ' ',
        '',
      ),
    );
  });

  it('holds no word of the charts, nor their names, without excerpts', async () => {
    const text = (await pagesOf(entries, { excerpts: false })).join(' ');
    expect(text).not.toContain('SECRET');
    expect(text).toContain('Chart c-1');
    expect(text).toContain('Without words of the charts');
  });

  it('draws characters that its fonts lack as their code points', async () => {
    const odd = entry({ who: 'Łukasz 李', title: 'x \u{1f642} y', details: { comment: 'a\u0000b\u200e' } });
    const text = (await pagesOf([odd])).join(' ');
    expect(text).toContain('‹U+0141›ukasz ‹U+674E› accepted');
    expect(winAnsi('Ñandú – “ß” €\u00a0n\u0303')).toBe('Ñandú – “ß” €\u00a0ñ');
    expect(winAnsi('\u{1f642}\t\u0007')).toBe('‹U+1F642› ‹U+0007›');
  });

  it('goes on over pages in the style it had, an entry longer than a page included', async () => {
    const long = entry({ details: { comment: 'word '.repeat(3000) } });
    const pages = await pagesOf([long, entry({ seq: 2 })]);
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.at(-2)).toContain('accepted');
  });

  it('has a heading for each chart and each day', async () => {
    const days = ['2026-11-20', '2026-11-20', '2026-11-21'].map((day, index) =>
      entry({ seq: index + 1, at: `${day}T10:00:00.000Z` }),
    );
    const text = (await pagesOf([...days, entry({ seq: 4, chart: null, action: 'unlock' })])).join(' ');
    expect(text.match(/Chart SECRETNAME/gu)).toHaveLength(1);
    expect(text.match(/2026-11-20/gu)).toHaveLength(1);
    expect(text.match(/Workstation/gu)).toHaveLength(1);
  });

  it.each(['es', 'de'] as const)('is written in %s', async (language) => {
    const text = (await pagesOf(entries, { language })).join(' ');
    expect(text).toContain(language === 'es' ? 'Registro de decisiones' : 'Entscheidungsprotokoll');
    expect(text).toContain(language === 'es' ? 'Ada aceptó I48.92' : 'Ada hat I48.92');
  });

  it('is written of nothing too, and leaves as it is made', async () => {
    expect((await pagesOf([])).at(-1)).toContain('none');
    const many = Array.from({ length: 400 }, (_, index) => entry({ seq: index + 1 }));
    expect([...logPdf(many, { ...context(), language: 'en' })].length).toBeGreaterThan(10);
  });
});
