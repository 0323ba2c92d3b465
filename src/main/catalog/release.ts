/**
 * One release of a code system, as read from the files its authority publishes and before it is
 * compiled into a pack. Codes stand as coders write them, with the dot (E11.22).
 */
import type { BookChange, IndexBook, NoteKind } from '../../shared/book.ts';

export type { IndexBook, NoteKind };

/** A row of the official list: a billable code or a header above some. */
export interface CodeRow {
  code: string;
  title: string;
  billable: boolean;
  /** The header directly above it; null for a root, such as a three-character category. */
  parent: string | null;
  /** The innermost chapter or block of a root; null below a root and where the system has none. */
  block: string | null;
  /** Whether Medicare asks no present-on-admission indicator for it. */
  poaExempt: boolean;
  /** First day of validity (ISO date) where the conversion table or a later release tells; else null. */
  since: string | null;
}

/** A chapter or a block of categories. */
export interface Block {
  /** Chapters of ICD-10-CM: CH1 … CH22. Blocks: A00-A09. Other systems: as their files name them. */
  id: string;
  kind: 'chapter' | 'block';
  title: string;
  /** The chapter or block around it. */
  parent: string | null;
}

/** One line of instruction at a code, block or chapter, in the order of the book. */
export interface Note {
  /** A code or the id of a block. */
  owner: string;
  kind: NoteKind;
  text: string;
  /** The last release whose official files show this very line, such as FY2021. */
  confirmed: string;
}

/** One character of a seventh-character table (or, in ClaML, of a modifier), valid for all codes below its owner. */
export interface SeventhCharacter {
  owner: string;
  /** A single character; the longer fifth-character subclassifications of ClaML have theirs. */
  character: string;
  meaning: string;
  confirmed: string;
}

/** Where an index entry leads. */
export interface IndexTarget {
  /** `manifestation` is the second code of a pair, in brackets in the book. */
  kind: 'code' | 'manifestation' | 'see' | 'seeAlso';
  /** As printed: E11.22, S02.-, "Diabetes, type 1". */
  text: string;
  /** The row of the list that it names (S02.- names S02), or null: a cross reference, "--", or an invalid code. */
  code: string | null;
  /** In a table the column, from 2 as the official files number them; null elsewhere. */
  column: number | null;
  /** Of a cross reference, the position in `Release.index` of the entry meant, where it could be found. */
  entry: number | null;
}

/** One line of an index or table. Parents stand before their children. */
export interface IndexEntry {
  book: IndexBook;
  /** Position of the line above it in `Release.index`; null for a main term. */
  parent: number | null;
  /** Its own words, with nonessential modifiers in place: "Diabetes, diabetic (mellitus) (sugar)". */
  title: string;
  /** Its nonessential modifiers, with their parentheses: "(acute) (chronic)"; empty where it has none. */
  modifiers: string;
  targets: IndexTarget[];
  /** The release it came in with or was last changed by. */
  since: string;
}

/** The headings of a table's columns, by book. */
export interface TableColumn {
  book: 'neoplasm' | 'drug';
  column: number;
  heading: string;
}

/** How the release differs from the one before it. */
export interface Change {
  /** A code or a block. */
  owner: string;
  kind: BookChange['kind'];
  before: string | null;
  after: string | null;
}

/** A code and the one that stood for it before, from the conversion table. */
export interface Replacement {
  code: string;
  previous: string;
  /** First day of the new code, ISO date. */
  effective: string;
}

/** Which payment category a diagnosis counts towards. */
export interface HccMapping {
  code: string;
  /** As CMS names it: "CMS-HCC Model V28". */
  model: string;
  hcc: string;
  label: string;
}

/** A line of a source that could not be taken over, or was taken over with a doubt. */
export interface ReportLine {
  /** Name of the source file. */
  source: string;
  /** Page or line, as a reader would look it up. */
  place: string;
  text: string;
  reason: string;
}

/** A file the release was read from. */
export interface SourceFile {
  name: string;
  /** What it was recognised as: "order file", "tabular addenda FY2024". */
  kind: string;
  bytes: number;
  sha256: string;
}

export interface Release {
  /** icd-10-cm, icd-10-pcs, icd-10-gm, ops, icf, icd-10. */
  system: string;
  /** FY2026, 2025, 2019. */
  version: string;
  /** For people: "ICD-10-CM". */
  title: string;
  /** BCP 47. */
  language: string;
  /** First and last discharge date it is for, ISO dates. */
  validFrom: string;
  validTo: string;
  codes: CodeRow[];
  blocks: Block[];
  notes: Note[];
  sevenths: SeventhCharacter[];
  index: IndexEntry[];
  columns: TableColumn[];
  changes: Change[];
  replacements: Replacement[];
  hccs: HccMapping[];
  sources: SourceFile[];
  report: ReportLine[];
}
