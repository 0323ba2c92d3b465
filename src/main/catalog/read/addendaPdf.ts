/**
 * The official addenda of the Tabular List: what a fiscal year, or its April update, changes, with
 * the chapter, block and codes around each change as context. They are published as PDF alone.
 */
import type { PageRun } from '../../../shared/chart.ts';
import { readPdf, type PdfText } from '../../charts/pdf.ts';
import { UserError } from '../../errors.ts';
import type { NoteKind } from '../release.ts';
import { rangeOf } from './tabular.ts';

export type AddendaAction = 'No Change' | 'Add' | 'Delete' | 'Revise from' | 'Revise to';

/** A line of the addenda, wrapped lines joined. */
export interface AddendaLine {
  page: number;
  action: AddendaAction;
  /** What it is: a title, a line of a chapter's list of blocks, a note, a character of a seventh-character table, or none of these. */
  is: 'chapter' | 'block' | 'listedBlock' | 'code' | NoteKind | 'seventh' | 'unknown';
  /** The chapter, block or code itself, or the one that the note or character stands at. */
  owner: string;
  /** Without the words that the kind implies ("Excludes1:"), without the code; empty for a mere heading of notes. */
  text: string;
  /** As printed. */
  printed: string;
}

export interface Addenda {
  /** Name of the file. */
  name: string;
  /** FY2024; FY2024-Apr for the update of that April. */
  release: string;
  lines: AddendaLine[];
}

const ACTION = /^(No Change|Add|Delete|Revise from|Revise to)$/;
/** Left of here stands what is done, right of here what it is done to (points). */
const BODY = 88;
/** Chapters, blocks and categories are not indented; the rest is (points). */
const INDENTED = 96;
/** Lines whose beginnings differ by less stand in one column (points). */
const SAME_COLUMN = 3;

const HEADINGS: readonly (readonly [RegExp, NoteKind])[] = [
  [/^Excludes ?:?1:?\s*/i, 'excludes1'],
  [/^Excludes ?:?2:?\s*/i, 'excludes2'],
  [/^Includes:\s*/i, 'includes'],
  [/^Codes? first\b:?\s*/i, 'codeFirst'],
  [/^Codes? also\b:?\s*/i, 'codeAlso'],
  [/^Use Additional\b:?\s*/i, 'useAdditional'],
  [/^Notes?:\s*/i, 'note'],
  [/^(?=(?:The appropriate|One of the following) 7th characters?\b)/i, 'sevenChr'],
];

/**
 * Reads the PDF of one addenda of the Tabular List.
 *
 * @param name of the file, for messages
 * @throws UserError where the PDF cannot be read or holds no addenda of the Tabular List
 */
export async function readAddenda(pdf: Uint8Array, name: string): Promise<Addenda> {
  let text: PdfText;
  try {
    text = await readPdf(pdf);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${name}: ${error.message}`, 'Get the file again from the ICD-10-CM release.', {
      cause: error,
    });
  }
  const rows = rowsOf(text);
  const first = rows.findIndex(({ action }) => isAction(action));
  const heads = rows
    .slice(0, first === -1 ? rows.length : first)
    .map((row) => `${row.action} ${row.text}`.trim());
  const title = heads.join(' ');
  const year = /\b20\d\d\b/.exec(title)?.[0];
  if (first === -1 || year === undefined || !/TABULAR LIST.*\bAddenda\b/is.test(title)) {
    throw new UserError(
      `${name} is not an addenda of the Tabular List: its title is “${title.slice(0, 120)}”.`,
      'Choose the PDF icd10cm-tabular-addenda-….pdf of the ICD-10-CM release.',
    );
  }
  const running = (row: Row): boolean =>
    heads.includes(`${row.action} ${row.text}`.trim()) || /^Page \d+( of \d+)?$/i.test(row.text);
  return {
    name,
    release: `FY${year}${/\bApril\b/i.test(title) ? '-Apr' : ''}`,
    lines: understand(joinWrapped(rows.slice(first).filter((row) => !running(row)))),
  };
}

interface Row {
  page: number;
  /** What stands in the margin; empty where the line goes on with the one before. */
  action: string;
  /** Of the text beside the margin, in points. */
  x: number;
  text: string;
}

function isAction(margin: string): margin is AddendaAction {
  return ACTION.test(margin);
}

/** The printed lines of all pages, top to bottom. */
function rowsOf({ text, pages }: PdfText): Row[] {
  return pages.flatMap(({ number, runs }) => {
    const lines: PageRun[][] = [];
    for (const run of runs.toSorted((a, b) => bottom(a) - bottom(b))) {
      const line = lines.at(-1);
      if (line?.[0] && bottom(run) - bottom(line[0]) < run.height / 2) line.push(run);
      else lines.push([run]);
    }
    return lines.map((line) => {
      line.sort((a, b) => a.x - b.x);
      const body = line.filter(({ x }) => x >= BODY);
      const margin = line.filter(({ x }) => x < BODY);
      return {
        page: number,
        action: joinRuns(text, margin),
        x: body[0]?.x ?? BODY,
        text: joinRuns(text, body),
      };
    });
  });
}

function bottom(run: PageRun): number {
  return run.y + run.height;
}

function joinRuns(text: string, runs: readonly PageRun[]): string {
  let joined = '';
  let end = -Infinity;
  for (const run of runs) {
    if (run.x - end > run.height * 0.12) joined += ' ';
    joined += text.slice(run.start, run.end);
    end = run.x + run.width;
  }
  return joined.replace(/\s+/gu, ' ').trim();
}

/**
 * A line without an action goes on with the one before. No space belongs after a hyphen, but after
 * the one of an open code (I69.01-).
 */
function joinWrapped(rows: readonly Row[]): Row[] {
  const joined: Row[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    if (row.action !== '' || !last) joined.push({ ...row });
    else last.text += (/(?:^|\s)[^\s.]*\w-$/.test(last.text) ? '' : ' ') + row.text;
  }
  return joined;
}

function understand(rows: readonly Row[]): AddendaLine[] {
  let owner = '';
  let block = '';
  /** The chapter's title follows its number. */
  let titled = true;
  let heading: { kind: NoteKind | 'listedBlock'; x: number } | undefined;
  return rows.map(({ page, action, x, text: printed }) => {
    const known = isAction(action);
    const line = (is: AddendaLine['is'], text: string): AddendaLine => ({
      page,
      action: known ? action : 'No Change',
      is,
      owner,
      text,
      printed: known ? printed : `${action} ${printed}`,
    });
    if (!known) return line('unknown', printed);
    const number = /^Chapter (\d+)$/i.exec(printed)?.[1];
    if (number !== undefined) {
      owner = `CH${number}`;
      block = '';
      titled = false;
      heading = undefined;
      return line('chapter', '');
    }
    const range = x < INDENTED ? rangeOf(printed) : undefined;
    if (/^This chapter contains the following blocks/i.test(printed)) {
      heading = { kind: 'listedBlock', x };
      return line('listedBlock', '');
    }
    if (heading?.kind === 'listedBlock' && x > heading.x + SAME_COLUMN) return line('listedBlock', printed);
    const kind = HEADINGS.find(([pattern]) => pattern.test(printed));
    const code = codeOf(printed, block);
    if (range !== undefined && !kind && code === undefined) {
      if (!titled) {
        titled = action !== 'Revise from';
        return line('chapter', printed);
      }
      owner = block = range;
      heading = undefined;
      return line('block', printed);
    }
    if (code !== undefined) {
      owner = code;
      heading = undefined;
      return line('code', printed.slice(code.length).trim());
    }
    if (kind) {
      heading = { kind: kind[1], x };
      return line(kind[1], printed.replace(kind[0], ''));
    }
    if (heading && x <= heading.x + SAME_COLUMN) heading = undefined;
    if (heading?.kind === 'sevenChr')
      return line(/^[0-9A-Z] \S/.test(printed) ? 'seventh' : 'unknown', printed);
    if (heading) return line(heading.kind, printed);
    return line(x < INDENTED || /^Excludes\b/i.test(printed) ? 'unknown' : 'inclusionTerm', printed);
  });
}

/**
 * The code that a line is about. Where the second character is a letter, words look the same ("CD4
 * count"); then it must lie in the block around it.
 */
function codeOf(printed: string, block: string): string | undefined {
  const [code, category] = /^([A-Z][0-9A-Z]{2})(?:\.[0-9A-Z]{1,4})?(?= )/.exec(printed) ?? [];
  if (code === undefined || category === undefined) return undefined;
  const [first = '', last = first] = block.split('-');
  return /^.\d/.test(code) || (first <= category && category <= last) ? code : undefined;
}
