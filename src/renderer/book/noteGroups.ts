/** The notes of a place as the book sets them: grouped under their captions, lists indented, codes linked. */
import { noteCaptions, type BookNote, type BookRow, type NoteLink } from '../../shared/book.ts';

export interface NoteLine {
  pieces: Piece[];
  /** Part of the list that a line ending in a colon began. */
  listed: boolean;
  confirmed: string;
}

export interface NoteGroup {
  kind: BookNote['kind'];
  caption: string;
  lines: NoteLine[];
  /** The release that confirms most of the lines. */
  confirmed: string;
}

/** A stretch of a note's text; with a target it is a link. */
export interface Piece {
  text: string;
  target: string | null;
}

/** Notes by kind, in the order in which the kinds first appear in the book. */
export function groupNotes(notes: readonly BookNote[]): NoteGroup[] {
  const byKind = new Map<BookNote['kind'], BookNote[]>();
  for (const note of notes) byKind.set(note.kind, [...(byKind.get(note.kind) ?? []), note]);
  return [...byKind].map(([kind, members]) => ({
    kind,
    caption: noteCaptions[kind],
    lines: linesOf(members),
    confirmed: mostCommon(members.map((note) => note.confirmed)),
  }));
}

function mostCommon(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0])[0];
}

function linesOf(notes: readonly BookNote[]): NoteLine[] {
  let inList = false;
  return notes.map((note) => {
    const leads = note.text.trimEnd().endsWith(':');
    const listed = inList && !leads && !/^codes?\b/iu.test(note.text);
    inList = leads || listed;
    return {
      pieces: piecesOf(note.text, note.links, captionLength(note)),
      listed,
      confirmed: note.confirmed,
    };
  });
}

/** How much of the text repeats or continues its caption: "code", or a comma. UTF-16 units. */
function captionLength({ kind, text }: BookNote): number {
  if (kind === 'useAdditional') return /^(?:codes?\b(?:\(s\))?)?[\s,]*/iu.exec(text)?.[0].length ?? 0;
  return /^[\s,]*/u.exec(text)?.[0].length ?? 0;
}

/** The text from an offset on, cut at its links. */
export function piecesOf(text: string, links: readonly NoteLink[], from = 0): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const { start, end, target } of links) {
    if (start < at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), target: null });
    pieces.push({ text: text.slice(start, end), target });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), target: null });
  return pieces;
}

/** A chapter is known by its number; everything else by its code. */
export function chapterNumber({ id, kind }: Pick<BookRow, 'id' | 'kind'>): string {
  return kind === 'chapter' ? id.replace(/^CH/u, '') : id;
}
