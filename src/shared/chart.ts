/**
 * The chart and its documents.
 *
 * Every position in Rubricator is a half-open range [start, end) of UTF-16 code
 * units into a document's one normalised text, the unit of JavaScript strings,
 * so that `text.slice(start, end)` is always the quoted words.
 */
import { z } from 'zod';

/** Identifier of a chart or document inside the local store. */
export const Identifier = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const Language = z.enum(['en', 'es']);
export type Language = z.infer<typeof Language>;

/** A day as YYYY-MM-DD. */
export const IsoDate = z.iso.date();

const Offset = z.number().int().nonnegative();

/** A half-open range of UTF-16 offsets into a document's normalised text. */
export const Span = z
  .object({ start: Offset, end: Offset })
  .strict()
  .refine((span) => span.start < span.end, 'a span must not be empty');
export type Span = z.infer<typeof Span>;

/** What a part of a note is for; decides how much a mention in it counts. */
export const SectionKind = z.enum([
  'chief-complaint',
  'present-illness',
  'past-history',
  'family-history',
  'social-history',
  'medications',
  'allergies',
  'examination',
  'findings',
  'hospital-course',
  'procedures',
  'assessment',
  'plan',
  'discharge-diagnosis',
  'other',
]);
export type SectionKind = z.infer<typeof SectionKind>;

/** A headed part of a document: `start` is where its heading begins, `end` where the next begins. */
export interface Section {
  kind: SectionKind;
  /** The heading as written, without its colon. */
  heading: string;
  start: number;
  /** Offset just after the heading, where the section's own words begin. */
  bodyStart: number;
  end: number;
}

/**
 * A run of text on a PDF page, in PDF points with the origin at the page's top
 * left corner (y grows downwards), unrotated as the page is displayed at scale 1.
 */
export interface PageRun {
  start: number;
  end: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One PDF page: its size in points, the range of the text it holds, and its runs in order. */
export interface Page {
  number: number;
  width: number;
  height: number;
  start: number;
  end: number;
  runs: PageRun[];
}

export interface ChartDocument {
  id: string;
  name: string;
  kind: 'text' | 'pdf';
  language: Language;
  /** The normalised text: Unicode NFC, line ends as \n, no byte order mark. */
  text: string;
  sections: Section[];
  /** Present for PDFs only. */
  pages?: Page[];
}

/** Where the patient was seen; POA indicators and the principal diagnosis belong to inpatient stays alone. */
export const EncounterType = z.enum(['inpatient', 'outpatient', 'emergency', 'radiology']);
export type EncounterType = z.infer<typeof EncounterType>;

const Words = (most: number) => z.string().trim().min(1).max(most).nullable();

/** What stands at the head of a chart. Every field may be unknown. */
export const EncounterHeader = z
  .object({
    /** As the chart names the patient. */
    patient: Words(120),
    /** Medical record or account number. */
    record: Words(60),
    type: EncounterType.nullable(),
    admitted: IsoDate.nullable(),
    /** Day of discharge, or of the visit: it decides which release of the codes is in force. */
    encounterDate: IsoDate.nullable(),
    /** Day by which the chart must be coded. */
    due: IsoDate.nullable(),
    /** Name of the coder it is assigned to. */
    assigned: Words(120),
  })
  .strict();
export type EncounterHeader = z.infer<typeof EncounterHeader>;

/** A header of which nothing is known. */
export const UNKNOWN_HEADER: EncounterHeader = {
  patient: null,
  record: null,
  type: null,
  admitted: null,
  encounterDate: null,
  due: null,
  assigned: null,
};

/**
 * `in-progress` begins with the first decision; `pended` lasts while a query to the physician is open;
 * `finished` is set by the coder; `in-review` and `returned` by an auditor.
 */
export type ChartStatus = 'new' | 'in-progress' | 'pended' | 'finished' | 'in-review' | 'returned';

export interface ChartSummary {
  id: string;
  name: string;
  sample: boolean;
  documents: number;
  words: number;
  language: Language;
  /** ISO 8601, UTC. */
  importedAt: string;
  header: EncounterHeader;
  status: ChartStatus;
  /** Codes accepted, added or changed to so far. */
  finalCodes: number;
  /** Suggestions of the last reading that are not decided; null where the chart was not read yet. */
  openSuggestions: number | null;
  openQueries: number;
}

export interface Chart {
  id: string;
  name: string;
  sample: boolean;
  importedAt: string;
  header: EncounterHeader;
  documents: ChartDocument[];
}

/** Why one file was not imported, in the user's words, and what to do about it. */
export interface ImportRefusal {
  name: string;
  reason: string;
  remedy: string;
}

export interface ImportReport {
  imported: ChartSummary[];
  refused: ImportRefusal[];
}

/** How the files of a folder become charts: all one chart, each folder one, or each file one. */
export const FolderMeaning = z.enum(['one-chart', 'chart-per-folder', 'chart-per-file']);
export type FolderMeaning = z.infer<typeof FolderMeaning>;

/**
 * What came of choosing or dropping files. Where folders are among them the user is asked once what
 * they mean; `ticket` stands for the choice meanwhile, so that no path crosses to the window.
 */
export type ImportStart =
  | { state: 'cancelled' }
  | { state: 'ask'; ticket: string; files: number; folders: number }
  | { state: 'done'; report: ImportReport };

/** How far an import is, in files. */
export interface ImportStep {
  done: number;
  total: number;
  /** Name of the file being read. */
  name: string;
}
