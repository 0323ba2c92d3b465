import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { importFile } from '../charts/importFile.ts';
import { UserError } from '../errors.ts';
import { alignOffsets } from './alignOffsets.ts';
import { catalogueForm } from './codeForm.ts';
import { faultAt, type Corpus, type CorpusOptions, type GoldDocument, type GoldSpan } from './gold.ts';

/** What CodiEsp calls the codes of a system in its evidence file, and the file with the codes alone. */
export const CODIESP_NAMES: Readonly<Record<string, { label: string; codes: string }>> = {
  'icd-10-cm': { label: 'DIAGNOSTICO', codes: 'D' },
  'icd-10-pcs': { label: 'PROCEDIMIENTO', codes: 'P' },
};

/** Ranges as the file has them: code points, half-open. */
interface WrittenSpan {
  code: string;
  line: number;
  start: number;
  end: number;
}

/**
 * Reads a split of a corpus in the layout of CodiEsp (Miranda-Escalada et al. 2020): SPLIT/text_files and
 * text_files_en, SPLITD.tsv and SPLITP.tsv (document, code), SPLITX.tsv (document, label, code, words,
 * "start end;start end" in code points of the Spanish text). `path` is the corpus or the split's own folder.
 *
 * @throws UserError naming file and line of the first fault
 */
export async function readCodiEsp(path: string, options: CorpusOptions): Promise<Corpus> {
  const names = CODIESP_NAMES[options.system];
  if (!names)
    throw new UserError(`CodiEsp has no codes of ${options.system}.`, 'Choose icd-10-cm or icd-10-pcs.');
  const isSplit = existsSync(join(path, 'text_files'));
  const split = options.split ?? (isSplit ? basename(resolve(path)) : 'dev');
  const folder = isSplit ? path : join(path, split);
  const texts = join(folder, options.language === 'en' ? 'text_files_en' : 'text_files');
  if (!existsSync(texts)) {
    throw new UserError(
      `${texts} is not there.`,
      'Name a corpus in the CodiEsp layout (SPLIT/text_files, SPLIT/SPLITD.tsv …) and one of its splits with --split.',
    );
  }
  const ids = readdirSync(texts)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -4))
    .sort();
  const known = new Set(ids);
  const codes = readCodes(join(folder, `${split}${names.codes}.tsv`), options.system, known);
  const spansFile = join(folder, `${split}X.tsv`);
  // The spans lie on the Spanish text; its translation has none.
  const marked = options.language !== 'en' && existsSync(spansFile);
  const spans = marked ? readSpans(spansFile, options.system, names.label, known) : undefined;
  const documents: GoldDocument[] = [];
  for (const id of ids.slice(0, options.limit)) {
    documents.push(await readDocument(join(texts, `${id}.txt`), id));
  }
  return { name: basename(resolve(isSplit ? join(path, '..') : path)), format: 'CodiEsp', split, documents };

  async function readDocument(file: string, id: string): Promise<GoldDocument> {
    const { text, language, sections, source } = await importFile(file, options.language ?? 'es').catch(
      (error: unknown) => {
        throw error instanceof UserError ? new UserError(`${file}: ${error.message}`, error.remedy) : error;
      },
    );
    const alignment = alignOffsets(decodeUtf8(source, file), text, 'codePoints');
    const inText = (span: WrittenSpan): GoldSpan => {
      if (span.end > alignment.length) {
        throw faultAt(
          spansFile,
          span.line,
          `the range ends at ${span.end}, but ${id}.txt has ${alignment.length} characters`,
          'Put the range or the text right; offsets count code points from 0.',
        );
      }
      return { code: span.code, start: alignment.toText(span.start), end: alignment.toText(span.end) };
    };
    return {
      id,
      document: { id, language, text, sections },
      codes: codes.get(id) ?? new Set(),
      spans: spans ? (spans.get(id) ?? []).map(inText) : null,
      toCorpusOffset: (offset) => alignment.toSource(offset),
    };
  }
}

function readCodes(file: string, system: string, known: ReadonlySet<string>): Map<string, Set<string>> {
  const codes = new Map<string, Set<string>>();
  for (const { line, cells } of readRows(file, 2)) {
    const [id = '', written = ''] = cells;
    const code = checkedCode(file, line, id, written, system, known);
    codes.set(id, (codes.get(id) ?? new Set()).add(code));
  }
  return codes;
}

function readSpans(
  file: string,
  system: string,
  label: string,
  known: ReadonlySet<string>,
): Map<string, WrittenSpan[]> {
  const labels = Object.values(CODIESP_NAMES).map((names) => names.label);
  const spans = new Map<string, WrittenSpan[]>();
  for (const { line, cells } of readRows(file, 5)) {
    const [id = '', kind = '', written = '', , ranges = ''] = cells;
    if (!labels.includes(kind)) {
      throw faultAt(file, line, `"${kind}" is no label`, `Write ${labels.join(' or ')}.`);
    }
    if (kind !== label) continue;
    const code = checkedCode(file, line, id, written, system, known);
    const pieces = ranges.split(';').map((range) => /^(\d+) (\d+)$/.exec(range.trim())?.slice(1).map(Number));
    const ends = pieces.flatMap((piece) => piece ?? []);
    // CodiEsp has pieces of no length; the whole must not be so.
    const odd = pieces.some((piece) => !piece || (piece[0] ?? 0) > (piece[1] ?? 0));
    if (odd || Math.min(...ends) === Math.max(...ends)) {
      throw faultAt(
        file,
        line,
        `"${ranges}" is no range`,
        'Write "start end", several with ";" between them.',
      );
    }
    const own = spans.get(id) ?? [];
    own.push({ code, line, start: Math.min(...ends), end: Math.max(...ends) });
    spans.set(id, own);
  }
  return spans;
}

function checkedCode(
  file: string,
  line: number,
  id: string,
  written: string,
  system: string,
  known: ReadonlySet<string>,
): string {
  if (!known.has(id)) {
    throw faultAt(file, line, `there is no text of "${id}"`, 'Add its .txt file or take the line out.');
  }
  const code = catalogueForm(written, system);
  if (code === null) {
    throw faultAt(
      file,
      line,
      `"${written}" is no code of ${system}`,
      'Put the code right or take the line out.',
    );
  }
  return code;
}

/** Lines of a tab-separated file without headings, empty ones left out. */
function readRows(file: string, columns: number): { line: number; cells: string[] }[] {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new UserError(
      `${file} cannot be read.`,
      'The CodiEsp layout has it beside the folder text_files.',
      {
        cause,
      },
    );
  }
  return decodeUtf8(bytes, file)
    .split(/\r?\n/)
    .map((text, index) => ({ line: index + 1, cells: text.split('\t') }))
    .filter(({ cells }) => cells.join('') !== '')
    .map((row) => {
      if (row.cells.length === columns) return row;
      throw faultAt(
        file,
        row.line,
        `it has ${row.cells.length} columns instead of ${columns}`,
        'Put tabs between the columns, as CodiEsp does.',
      );
    });
}

/** The byte order mark is kept: offsets of the file count it. */
function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${file} is not UTF-8.`, 'Save it as UTF-8.', { cause });
  }
}
