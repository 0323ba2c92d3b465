/**
 * The everyday notes written for Rubricator (training/notes), as a corpus for `rubricator evaluate`.
 * usage: node training/notes.ts tune|test|all OUT.jsonl
 *
 * A note's file holds its text, a line of five equals signs, and a line for each code: CODE | exact words |
 * more exact words. `tune` is what rules and models may be fitted on; `test` is only ever measured.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf } from './codiesp.ts';

/** A note with its codes, the first-listed first, and the half-open UTF-16 ranges that name them. */
export interface Note {
  id: string;
  language: 'en';
  text: string;
  codes: string[];
  spans: { code: string; start: number; end: number }[];
}

/** @throws where a quote does not stand in its note */
export function readNotes(part: 'tune' | 'test' | 'all'): Note[] {
  const folder = join(import.meta.dirname, 'notes');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => parse(name.slice(0, -4), readFileSync(join(folder, name), 'utf8')))
    .filter(({ id }) => part === 'all' || (partOf(id, 2) === 0) === (part === 'tune'));
}

function parse(id: string, file: string): Note {
  const [body = '', list = ''] = file.split('\n=====\n');
  const text = body.trimEnd() + '\n';
  const note: Note = { id, language: 'en', text, codes: [], spans: [] };
  for (const line of list.split('\n').filter((line) => line.trim() !== '')) {
    const [code = '', ...quotes] = line.split('|').map((cell) => cell.trim());
    note.codes.push(code);
    for (const quote of quotes) {
      const start = text.indexOf(quote);
      if (start === -1) throw new Error(`${id}: "${quote}" does not stand in the note`);
      note.spans.push({ code, start, end: start + quote.length });
    }
  }
  return note;
}

if (import.meta.main) {
  const [part, out] = process.argv.slice(2);
  if ((part !== 'tune' && part !== 'test' && part !== 'all') || !out) {
    console.error('usage: node training/notes.ts tune|test|all OUT.jsonl');
    process.exit(2);
  }
  const notes = readNotes(part);
  writeFileSync(out, notes.map((note) => JSON.stringify(note)).join('\n') + '\n');
  console.error(`${notes.length} notes, ${notes.reduce((sum, { codes }) => sum + codes.length, 0)} codes`);
}
