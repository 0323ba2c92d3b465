import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { Language, Span } from '../../shared/chart.ts';
import { normalise } from '../charts/decode.ts';
import { detectLanguage } from '../charts/language.ts';
import { findSections } from '../charts/sections.ts';
import { UserError } from '../errors.ts';
import { alignOffsets } from './alignOffsets.ts';
import { catalogueForm } from './codeForm.ts';
import { faultAt, type Corpus, type CorpusOptions, type GoldDocument } from './gold.ts';

const Code = z.string().min(1);
const Pieces = z.array(z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])).min(1);

/** One line of a .jsonl corpus. Offsets are half-open UTF-16 ranges into `text`. */
const JsonlDocument = z
  .object({
    /** The line's number where it is not given. */
    id: z
      .string()
      .regex(/^[^\t\r\n]+$/, 'a name without tabs and line ends is expected')
      .optional(),
    text: z.string(),
    codes: z.array(Code),
    spans: z
      .array(z.union([Span.safeExtend({ code: Code }), z.object({ code: Code, ranges: Pieces }).strict()]))
      .optional(),
    language: Language.optional(),
  })
  .strict();

const EXAMPLE =
  'A line reads {"id": "1", "text": "…", "codes": ["I10"], "spans": [{"code": "I10", "start": 0, "end": 5}], "language": "en"}; id, spans and language may be left out.';

/**
 * Reads a corpus with one JSON object a line.
 * @throws UserError naming the line of the first fault
 */
export function readJsonl(file: string, options: CorpusOptions): Corpus {
  const documents: GoldDocument[] = [];
  const ids = new Set<string>();
  for (const [index, line] of readLines(file).entries()) {
    if (line.trim() === '') continue;
    if (documents.length === options.limit) break;
    const number = index + 1;
    const document = readDocument(
      line,
      (fault, remedy) => faultAt(file, number, fault, remedy),
      number,
      options,
    );
    if (ids.has(document.id)) {
      throw faultAt(
        file,
        number,
        `the id "${document.id}" was there before`,
        'Give each document its own id.',
      );
    }
    ids.add(document.id);
    documents.push(document);
  }
  return { name: basename(file), format: 'JSONL', split: null, documents };
}

function readDocument(
  line: string,
  fault: (fault: string, remedy: string) => UserError,
  number: number,
  options: CorpusOptions,
): GoldDocument {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    throw fault('it is not JSON', EXAMPLE);
  }
  const parsed = JsonlDocument.safeParse(raw);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'not valid' };
    throw fault(`${['line', ...path].join('.')}: ${message}`, EXAMPLE);
  }
  const { id = String(number), text: source, codes, spans, language } = parsed.data;
  const text = normalise(source);
  if (text.trim() === '') throw fault('the text is empty', 'Give the text or take the line out.');
  const spoken = language ?? options.language ?? detectLanguage(text);
  const alignment = alignOffsets(source, text, 'utf16');
  const formed = (written: string): string => {
    const code = catalogueForm(written, options.system);
    if (code !== null) return code;
    throw fault(`"${written}" is no code of ${options.system}`, 'Put the code right or take it out.');
  };
  const gold = new Set(codes.map(formed));
  return {
    id,
    document: { id, language: spoken, text, sections: findSections(text, spoken) },
    codes: gold,
    spans:
      spans?.map((span) => {
        const ranges = 'ranges' in span ? span.ranges : [[span.start, span.end] as const];
        const start = Math.min(...ranges.map(([from]) => from));
        const end = Math.max(...ranges.map(([, to]) => to));
        if (end > source.length || ranges.some(([from, to]) => from >= to)) {
          throw fault(
            `the range ${JSON.stringify(ranges)} does not fit the text of ${source.length} characters`,
            'Offsets are half-open and count UTF-16 code units from 0.',
          );
        }
        return { code: formed(span.code), start: alignment.toText(start), end: alignment.toText(end) };
      }) ?? null,
    toCorpusOffset: (offset) => alignment.toSource(offset),
  };
}

function readLines(file: string): string[] {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new UserError(`${file} cannot be read.`, 'Check that you may read it.', { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
  } catch (cause) {
    throw new UserError(`${file} is not UTF-8 text.`, 'Save it as UTF-8, one JSON object a line.', { cause });
  }
}
