/**
 * Reads the CodiEsp corpus (CLEF eHealth 2020; CC BY 4.0): Spanish clinical cases, their English
 * machine translation, ICD-10-CM codes and, on the Spanish text, gold evidence spans.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../src/shared/chart.ts';
import type { CodeSystem } from '../src/shared/coding.ts';

/** Half-open UTF-16 ranges of one annotation; several where it is discontinuous. */
export interface GoldEvidence {
  code: string;
  phrase: string;
  ranges: { start: number; end: number }[];
}

export interface CorpusDocument {
  id: string;
  split: 'train' | 'dev';
  lang: Language;
  text: string;
  codes: string[];
  /** Empty for English: the gold spans lie on the Spanish text. */
  evidence: GoldEvidence[];
}

/**
 * Codes are written in the catalogue's form, upper case (diagnoses with the dot). The corpus gives some
 * procedures by the first four characters only.
 */
export function readCodiEsp(
  folder: string,
  split: 'train' | 'dev',
  system: CodeSystem = 'icd-10-cm',
): CorpusDocument[] {
  const diagnoses = system === 'icd-10-cm';
  const base = join(folder, split);
  const rows = (name: string): string[][] =>
    readFileSync(join(base, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
  const codes = new Map<string, Set<string>>();
  for (const [id = '', code = ''] of rows(`${split}${diagnoses ? 'D' : 'P'}.tsv`)) {
    const own = codes.get(id) ?? new Set();
    codes.set(id, own.add(code.toUpperCase()));
  }
  const evidence = new Map<string, GoldEvidence[]>();
  for (const [id = '', kind, code = '', phrase = '', ranges = ''] of rows(`${split}X.tsv`)) {
    if (kind !== (diagnoses ? 'DIAGNOSTICO' : 'PROCEDIMIENTO')) continue;
    const own = evidence.get(id) ?? [];
    own.push({
      code: code.toUpperCase(),
      phrase,
      ranges: ranges.split(';').map((range) => {
        const [start = 0, end = 0] = range.split(' ').map(Number);
        return { start, end };
      }),
    });
    evidence.set(id, own);
  }
  const ids = readdirSync(join(base, 'text_files'))
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -4))
    .sort();
  return ids.flatMap((id) =>
    (['es', 'en'] as const).map((lang) => ({
      id,
      split,
      lang,
      text: readFileSync(join(base, lang === 'es' ? 'text_files' : 'text_files_en', `${id}.txt`), 'utf8'),
      codes: [...(codes.get(id) ?? [])].sort(),
      evidence: lang === 'es' ? (evidence.get(id) ?? []) : [],
    })),
  );
}

/** The part, 0 to `parts` - 1, into which cross-fitting deals a document: both its languages go together. */
export function partOf(id: string, parts: number): number {
  return parseInt(digest(id).slice(0, 8), 16) % parts;
}

function digest(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
