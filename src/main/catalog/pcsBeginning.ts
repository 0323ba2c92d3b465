import type Database from 'better-sqlite3';
import type { CodeHit } from '../../shared/coding.ts';

/** Section, body system, operation and body part stand; approach, device and qualifier are open. */
const BEGINNING = /^[0-9A-HJ-NP-Z]{4,6}$/;

/**
 * The beginning of ICD-10-PCS codes, four to six of the seven characters, as a header: what a text says that
 * leaves approach, device or qualifier open (CT of the abdomen, contrast not told). The official order file
 * lists tables (three characters) and whole codes only, so its title is what the titles of its codes begin with.
 *
 * @returns undefined where no code of the release begins so
 */
export function pcsBeginning(database: Database.Database, code: string): CodeHit | undefined {
  if (!BEGINNING.test(code)) return undefined;
  const titles = database
    .prepare("SELECT title FROM code WHERE billable = 1 AND code > ? AND code < ? || '~' ORDER BY code")
    .pluck()
    .all(code, code) as string[];
  const [first, ...others] = titles;
  if (first === undefined) return undefined;
  const table = code.slice(0, 3);
  const header = database.prepare('SELECT title FROM code WHERE code = ?').pluck().get(table) as string;
  const shared = others.reduce(sharedWords, first.split(/(?<=[ ,])/));
  const title = shared.join('').replace(/[ ,]+(?:\b(?:of|to|in|into|from|with|using|and|for)\b[ ,]*)*$/, '');
  return {
    code,
    title: shared.length > 2 ? title : header,
    billable: false,
    path: [table],
  };
}

function sharedWords(shared: string[], title: string): string[] {
  const words = title.split(/(?<=[ ,])/);
  const end = shared.findIndex((word, w) => word.trimEnd() !== words[w]?.trimEnd());
  return end === -1 ? shared : shared.slice(0, end);
}
