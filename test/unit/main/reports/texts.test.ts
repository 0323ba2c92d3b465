import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EntryAction, type LedgerEntry } from '../../../../src/shared/entry.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { withoutTexts } from '../../../../src/main/reports/context.ts';
import { logCsv } from '../../../../src/main/reports/csv.ts';
import { csvLine } from '../../../../src/main/reports/csvLine.ts';
import { logJsonl } from '../../../../src/main/reports/jsonl.ts';
import { quotesOf, sentenceOf } from '../../../../src/main/reports/timeline.ts';
import { sameCode, verificationCode } from '../../../../src/main/reports/verificationCode.ts';
import { InterfaceLanguage } from '../../../../src/shared/language.ts';
import { wordingIn } from '../../../../src/main/reports/wording/wording.ts';
import { ACTS, context, entry } from './entries.ts';

let folder: string;
let entries: LedgerEntry[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-reports-'));
  const ledger = new Ledger(join(folder, 'ledger.sqlite'));
  entries = ledger.appendAll(ACTS);
  ledger.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows and cells of a CSV text, by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gu)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('the decision log as CSV', () => {
  const written = (excerpts: boolean): string =>
    [...logCsv(entries, { ...context({ excerpts }), language: 'en' })].join('');

  it('has a line for each entry, under the same columns', () => {
    const text = written(true);
    expect(text.startsWith('\uFEFForigin,entry,at,who,')).toBe(true);
    const [columns = [], ...rows] = parseCsv(text.slice(1));
    expect(rows).toHaveLength(ACTS.length);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([columns.length]));
    const cell = (row: number, column: string): string => rows[row]?.[columns.indexOf(column)] ?? '';
    expect(cell(5, 'code')).toBe('I48.92');
    expect(cell(5, 'said')).toBe('Ada accepted I48.92 (Unspecified atrial flutter). The model gave it 83%.');
    expect(cell(5, 'evidence')).toBe('d-1 4–20: atrial flutter ñ\nd-1 40–47: SECRETQ');
    expect(cell(5, 'chart_name')).toBe('SECRETNAME of c-1');
    expect(cell(5, 'hash')).toBe(entries[5]?.hash);
    expect(JSON.parse(cell(7, 'details'))).toEqual({ inView: true, reason: 'negated' });
  });

  it('holds no word of the charts without excerpts', () => {
    expect(written(true)).toContain('SECRET');
    expect(written(false)).not.toContain('SECRET');
    expect(written(false)).toContain('d-1 4–20');
  });

  it('writes no cell that a spreadsheet takes for a formula', () => {
    expect(csvLine(['=1+1', '+1', '-1', '@x', '\tx', '\rx', 'a=b', -1, null, 'a,"b"'])).toBe(
      '\'=1+1,\'+1,\'-1,\'@x,\'\tx,"\'\rx",a=b,-1,,"a,""b"""\r\n',
    );
  });
});

describe('the decision log as JSON Lines', () => {
  it('says first what it is of, then each entry as it is', () => {
    const text = [...logJsonl(entries, context({ filter: { who: 'Ada' } }))].join('');
    const lines = text.trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      log: 'rubricator',
      format: 1,
      origin: 'rubricator-0123456789abcdef',
      filter: { who: 'Ada' },
      excerpts: true,
      checkpoint: null,
      who: 'Bo',
      at: '2026-11-21T10:00:00.000Z',
    });
    expect(lines.slice(1).map((line) => JSON.parse(line) as unknown)).toEqual(entries);
  });

  it('leaves out texts, says so, and keeps all else', () => {
    const text = [...logJsonl(entries, context({ excerpts: false }))].join('');
    expect(text).not.toContain('SECRET');
    const line = JSON.parse(text.split('\n')[6] ?? '') as LedgerEntry;
    expect(line).toEqual({
      ...entries[5],
      evidence: entries[5]?.evidence.map((span) => ({ ...span, text: '' })),
      withheld: true,
    });
  });

  it('comes in chunks of bounded length, whatever the number of entries', () => {
    const many = Array.from({ length: 2000 }, (_, index) => entry({ seq: index + 1 }));
    const chunks = [...logJsonl(many, context())];
    expect(chunks.length).toBeGreaterThan(5);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(70_000);
  });
});

describe('withoutTexts', () => {
  it('takes texts out of entries of every version, where they stood in the body', () => {
    const old = entry({ note: 'n', details: { inView: true, comment: 'c', answer: 'a' } });
    expect(withoutTexts(old)).toMatchObject({ note: null, details: { inView: true }, withheld: true });
    expect(withoutTexts(entry({ details: { comment: 'c' } }))).not.toHaveProperty('details');
  });
});

describe('a sentence', () => {
  const keys = Object.keys(wordingIn('en').sentences) as (keyof ReturnType<typeof wordingIn>['sentences'])[];
  const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/gu)].map(([hole]) => hole).sort();

  it.each(InterfaceLanguage.options)('says the same in every language: %s', (language) => {
    const english = wordingIn('en');
    const wording = wordingIn(language);
    for (const key of keys) {
      expect([key, holes(wording.sentences[key])]).toEqual([key, holes(english.sentences[key])]);
    }
    for (const [key, clause] of Object.entries(wording.clauses)) {
      expect([key, holes(clause)]).toEqual([
        key,
        holes(english.clauses[key as keyof typeof english.clauses]),
      ]);
    }
  });

  it.each(InterfaceLanguage.options)('is there for every action: %s', (language) => {
    for (const action of EntryAction.options) {
      const sentence = sentenceOf(entry({ action, who: 'Ada', target: 7 }), language);
      expect(sentence).toMatch(/\.$/u);
      expect(sentence).not.toMatch(/undefined|null|[{}]/u);
    }
  });

  it('says who did what and why', () => {
    const said = (index: number): string => sentenceOf(entries[index] ?? entry(), 'en');
    expect(said(1)).toBe('Ada unlocked the desk. Wrong attempts before: 2.');
    expect(said(2)).toBe('Ada imported the chart. Note: “SECRETNOTE 2 documents”');
    expect(said(6)).toBe(
      'Ada added I10 (Essential (primary) hypertension). No words that support it were in view.',
    );
    expect(said(7)).toBe('Ada rejected R51.9 (Headache). Reason: the text denies it.');
    expect(said(8)).toBe('Ada changed E11.9 (Type 2 diabetes) to E11.22 (Type 2 diabetes with CKD).');
    expect(said(10)).toBe('Ada set present on admission of I48.92 (Unspecified atrial flutter) to Y (yes).');
    expect(said(14)).toBe('Ada took back entry 14.');
    expect(said(18)).toBe(
      'Ada finished the chart with these codes: I10, I48.92, E11.22. It was finished although this was open: POA indicators missing.',
    );
    expect(said(20)).toBe(
      'Bo found I10 to be wrong: it should not be coded. Reason: against a guideline. In words: “SECRETFINDING”',
    );
    expect(said(21)).toBe('Ada rebutted the finding of entry 21.');
    expect(said(25)).toBe('The desk of Ada was locked: nobody was at it.');
  });

  it('says when it was done under emergency access, and leaves absent words out', () => {
    expect(sentenceOf(entry({ emergency: true }), 'en')).toMatch(/Under emergency access\.$/u);
    expect(sentenceOf(withoutTexts(entries[13] ?? entry()), 'en')).toBe(
      'Ada commented on I48.92 (Unspecified atrial flutter).',
    );
    expect(quotesOf(entries[5] ?? entry(), 'de')).toBe('„atrial flutter ñ“ · „SECRETQ“');
    expect(quotesOf(withoutTexts(entry()), 'de')).toBe('');
  });
});

describe('the verification code', () => {
  const included = [1, 2, 3].map((seq) => ({ seq, hash: String(seq).repeat(64) }));

  it('is the beginning of the SHA-256 that its documentation describes', () => {
    // Computed apart: printf the JSON | sha256sum, first 25 hex digits, five bits a digit.
    const code = verificationCode([{ seq: 1, hash: 'a'.repeat(64) }], 'note\n');
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/u);
    expect(code).toBe('2JCEM-VBNR2-K2Q8T-MT70T');
  });

  it('is the same in any order of the entries, and another when anything changes', () => {
    const code = verificationCode(included, null);
    expect(verificationCode([...included].reverse(), null)).toBe(code);
    const others = [
      verificationCode(included, 'note'),
      verificationCode(included.slice(1), null),
      verificationCode([...included, { seq: 4, hash: '4'.repeat(64) }], null),
      verificationCode([{ seq: 1, hash: '2'.repeat(64) }, ...included.slice(1)], null),
      verificationCode([], null),
    ];
    expect(new Set([code, ...others]).size).toBe(6);
  });

  it('is compared as people type it', () => {
    expect(sameCode('0A1BC-DEFGH-JKMNP-QRSTV', 'oaibc defgh jkmnp qrstv')).toBe(true);
    expect(sameCode('0A1BC-DEFGH-JKMNP-QRSTV', '0A1BC-DEFGH-JKMNP-QRSTW')).toBe(false);
  });
});
