/** What the classification itself says: the codes of ICD-10-CM FY2026 and every text that leads to one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDot } from '../src/main/catalog/codes.ts';

/**
 * Reads the titles of the order file, the paths and nonessential modifiers of the Alphabetic Index,
 * the inclusion terms of the Tabular List and the substances of the table of drugs.
 * @param release the folder icd10cm-fy2026 of the corpora
 * @returns the codes, every text, and the titles, index paths and inclusion terms with the codes that they name
 */
export function readCatalogue(release: string): {
  codes: Set<string>;
  texts: string[];
  named: { text: string; code: string }[];
} {
  const codes = new Set<string>();
  const texts: string[] = [];
  const named: { text: string; code: string }[] = [];
  for (const line of linesOf(release, 'icd10cm_order_2026.txt', 'latin1')) {
    const code = line.slice(6, 13).trim();
    if (!code) continue;
    const text = line.slice(77).trim();
    codes.add(withDot(code));
    texts.push(text);
    named.push({ text, code: withDot(code) });
  }
  for (const line of linesOf(release, 'icd10cm_index_rolled_fy2026.tsv', 'utf8').slice(1)) {
    const [path = '', modifiers = '', target = '', kind] = line.split('\t');
    texts.push(path, modifiers);
    if (kind === 'code' || kind === 'manif') named.push({ text: path, code: target });
  }
  for (const line of linesOf(release, 'icd10cm_tabular2021_notes.tsv', 'utf8').slice(1)) {
    const [code = '', kind, text = ''] = line.split('\t');
    if (kind !== 'inclusionTerm') continue;
    texts.push(text);
    named.push({ text, code });
  }
  const drugs = readFileSync(join(release, 'icd10cm-drug-April-1-2026-XML.xml'), 'utf8');
  for (const [, title = ''] of drugs.matchAll(/<title>([^<]*)/g)) texts.push(title);
  return { codes, texts, named };
}

function linesOf(folder: string, name: string, encoding: 'latin1' | 'utf8'): string[] {
  return readFileSync(join(folder, name), encoding).split('\n');
}
