/** The code book as both processes see it: search hits, pages, index, tables. */
import { z } from 'zod';
import type { CodeHit } from './coding.ts';

/** Which installed release: system and version, such as icd-10-cm and FY2026. */
export const ReleaseName = z
  .object({
    system: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/),
    version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$/),
  })
  .strict();
export type ReleaseName = z.infer<typeof ReleaseName>;

/** A code, or the id of a chapter or block (CH1, A00-A09). */
export const BookId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.\-+/ ]{0,30}$/);

/** Half-open UTF-16 range into the text it comes with. */
export type Mark = readonly [start: number, end: number];

/** What words of the catalogue a hit was found by. */
export type FoundBy =
  | 'code'
  | 'title'
  | 'inclusion'
  | 'index'
  | 'external'
  | 'neoplasm'
  | 'drug'
  /** Words that no official book has: lay words, names of diseases, Spanish phrases. */
  | 'synonym'
  /** Likeness of meaning alone; nothing of the query stands there. */
  | 'meaning';

/** A code that a search found, and why. */
export interface SearchHit extends CodeHit {
  /** What of the title the query's words matched. */
  titleMarks: Mark[];
  /** The other words it was found by, such as an index path "Diabetes › type 2 › with › chronic kidney disease"; null where the title or code itself was. */
  via: { kind: FoundBy; text: string; marks: Mark[] } | null;
}

export interface SearchAnswer {
  hits: SearchHit[];
  /** How the query was understood where that is not what was typed: "chronic kidney disease 3" for "ckd 3"; else null. */
  understoodAs: string | null;
  /** Whether no hit holds most of what the words ask, so that likeness of meaning is worth asking; false for codes and for nothing. */
  weak: boolean;
}

export interface InstalledRelease extends ReleaseName {
  /** "ICD-10-CM". */
  title: string;
  language: string;
  /** First and last discharge date, ISO dates. */
  validFrom: string;
  validTo: string;
  /** Rows, headers included. */
  codes: number;
  /** Came with the program; else it was installed here. */
  shipped: boolean;
  /** What a full release of ICD-10-CM has and this one lacks, in words: "notes", "index". */
  without: string[];
  /** SHA-256 of the pack's content: the same sources give the same. */
  contentHash: string;
}

/** The release that a date picks. */
export interface PickedRelease {
  release: InstalledRelease;
  /** The chart's day of discharge or visit, else today; ISO date. */
  date: string;
  /** False where no installed release is valid on that day, and the nearest one stands in. */
  covers: boolean;
}

/** A line of the tree or of a list of codes. */
export interface BookRow {
  id: string;
  kind: 'chapter' | 'block' | 'code';
  title: string;
  billable: boolean;
  /** Whether anything stands below it. */
  hasChildren: boolean;
}

/** A place in a note's text that names codes of the release. */
export interface NoteLink {
  start: number;
  end: number;
  /** The code or block to go to. */
  target: string;
}

/** The Alphabetic Index, the external-cause index, the table of neoplasms, the table of drugs and chemicals. */
export type IndexBook = 'index' | 'external' | 'neoplasm' | 'drug';

/** What a note of the Tabular List says about the codes it stands at. */
export type NoteKind =
  | 'includes'
  | 'inclusionTerm'
  | 'excludes1'
  | 'excludes2'
  | 'codeFirst'
  | 'useAdditional'
  | 'codeAlso'
  | 'note'
  | 'sevenChr'
  /** ClaML only: an exclusion of a system that knows but one kind of them. */
  | 'excludes'
  /** ClaML only: what the class means. */
  | 'definition';

/** What the Tabular List prints before a note of a kind. */
export const noteCaptions: Readonly<Record<NoteKind, string>> = {
  includes: 'Includes',
  inclusionTerm: 'Inclusion terms',
  excludes1: 'Excludes1',
  excludes2: 'Excludes2',
  excludes: 'Excludes',
  codeFirst: 'Code first',
  useAdditional: 'Use additional code',
  codeAlso: 'Code also',
  note: 'Note',
  sevenChr: 'Seventh character',
  definition: 'Definition',
};

export interface BookNote {
  kind: NoteKind;
  text: string;
  links: NoteLink[];
  /** The last release whose official files show this line. */
  confirmed: string;
}

export interface SeventhChoice {
  character: string;
  meaning: string;
  /** The full code with this character, placeholders filled in; null where the release has no such code. */
  code: string | null;
}

export interface IndexPath {
  book: IndexBook;
  /** Identifier of the entry in its book. */
  entry: number;
  /** Words from the main term down, nonessential modifiers included. */
  path: string[];
  /** Heading of the table's column; null outside the tables. */
  column: string | null;
}

export interface BookChange {
  /** A code or a block. */
  owner: string;
  /** Its title; null where the release no longer has it. */
  title: string | null;
  kind: 'code-added' | 'code-deleted' | 'title-revised' | 'note-added' | 'note-deleted' | 'note-revised';
  before: string | null;
  after: string | null;
}

/** Everything the book says at one code, block or chapter. */
export interface BookPage {
  release: ReleaseName;
  row: BookRow;
  /** From the chapter down to the one directly above. */
  path: BookRow[];
  notes: BookNote[];
  /** Notes that stand at something above it and hold here too, nearest first. */
  inherited: { from: BookRow; notes: BookNote[] }[];
  children: BookRow[];
  /** Codes beside it that differ in laterality or specificity alone; `differs` is what tells them apart. */
  siblings: { row: BookRow; differs: string }[];
  /** Where a seventh character is due: the table, with the codes it makes from this one. */
  sevenths: SeventhChoice[];
  poaExempt: boolean;
  /** First day of validity where known, ISO date. */
  since: string | null;
  replaces: { code: string; title: string | null; effective: string }[];
  hccs: { model: string; hcc: string; label: string }[];
  /** Terms of the indexes and tables that lead here. */
  indexed: IndexPath[];
  changes: BookChange[];
}

/** One line of a category printed as in the Tabular List: its row, how deep, and its own notes. */
export interface TabularLine {
  row: BookRow;
  depth: number;
  notes: BookNote[];
}

/** Where an index entry leads. */
export interface IndexTargetView {
  kind: 'code' | 'manifestation' | 'see' | 'seeAlso';
  text: string;
  code: string | null;
  entry: number | null;
  /** Book of `entry`: a reference may lead into another one; null without an entry. */
  book: IndexPath['book'] | null;
  /** Words of `entry` from its main term down; empty without an entry. */
  path: string[];
}

export interface IndexLine {
  entry: number;
  title: string;
  depth: number;
  targets: IndexTargetView[];
  hasChildren: boolean;
}

/** One main term or subterm with what stands below it. */
export interface IndexPage {
  book: 'index' | 'external';
  /** From the main term down, the asked entry last; empty for a letter. */
  path: { entry: number; title: string }[];
  lines: IndexLine[];
}

export interface TableLine {
  entry: number;
  title: string;
  depth: number;
  /** One for each column, from the second: the code as printed, or "" or "--". */
  cells: { text: string; code: string | null }[];
  /** see / see also, where the line has no cells. */
  references: IndexTargetView[];
}

export interface TablePage {
  table: 'neoplasm' | 'drug';
  /** One for each cell of a line. */
  headings: string[];
  lines: TableLine[];
  /** How many lines the table has for this filter. */
  total: number;
}

/** How far the installation of a release is. */
export interface ImportProgress {
  /** 0 to 1. */
  fraction: number;
  /** "Reading the index", for the person who waits. */
  stage: string;
}

/** What an installation did. */
export type ImportOutcome =
  { outcome: 'installed'; release: InstalledRelease; report: number } | { outcome: 'cancelled' };
