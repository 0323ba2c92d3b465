/** The notes of a Tabular List while addenda change them: by code, block or chapter, in the order of the book. */
import type { Note, NoteKind } from '../release.ts';

/** In which order the book has the notes of one code. */
const ORDER: readonly NoteKind[] = [
  'inclusionTerm',
  'note',
  'includes',
  'codeFirst',
  'useAdditional',
  'codeAlso',
  'excludes1',
  'excludes2',
  'sevenChr',
];

/** Where the document just was. */
interface Cursor {
  owner: string;
  kind: NoteKind;
  /** Index among the owner's notes of the line after the last one touched. */
  next: number;
  /** Whether the document has just begun these notes, or a list among them. */
  fresh: boolean;
}

export class NoteLists {
  readonly #lists = new Map<string, Note[]>();
  #cursor: Cursor | undefined;

  constructor(notes: readonly Note[]) {
    for (const note of notes) this.#of(note.owner).push({ ...note });
  }

  /**
   * The note of that kind with that text: letter for letter, else in another spelling; else the one
   * that has its heading within its text, as some have ("Codes also fistula of bile duct (K83.3)").
   */
  find(owner: string, kind: NoteKind, text: string, printed: string): Note | undefined {
    const notes = this.#lists.get(owner) ?? [];
    const same = notes.filter((note) => note.kind === kind && loose(note.text) === loose(text));
    return (
      same.find((note) => note.text === text) ??
      same[0] ??
      notes.find((note) => loose(note.text) === loose(printed))
    );
  }

  /** It stands in the official files of that release too. */
  confirm(note: Note, release: string): void {
    note.confirmed = release;
    this.#goTo(note);
  }

  revise(note: Note, to: Note): void {
    if (note.kind === to.kind) {
      Object.assign(note, to);
      this.#goTo(note);
    } else {
      this.remove(note);
      this.insert(to);
    }
  }

  remove(note: Note): void {
    const notes = this.#of(note.owner);
    const next = notes.indexOf(note);
    notes.splice(next, 1);
    this.#cursor = { owner: note.owner, kind: note.kind, next, fresh: false };
  }

  /**
   * Lines in alphabetical order stay so; those below "…, such as:" are taken for themselves. Among
   * others a line goes where the document has it: after the line before it.
   */
  insert(note: Note): void {
    const { owner, kind } = note;
    const notes = this.#of(owner);
    const cursor = this.#cursor?.owner === owner && this.#cursor.kind === kind ? this.#cursor : undefined;
    const first = notes.findIndex((each) => each.kind === kind);
    const end = notes.findLastIndex((each) => each.kind === kind) + 1;
    const beside = first === -1 ? [] : notes.slice(first, end);
    let at: number;
    if (first === -1) {
      const later = notes.findIndex((each) => ORDER.indexOf(each.kind) > ORDER.indexOf(kind));
      at = later === -1 ? notes.length : later;
    } else if (isHeading(note)) {
      at = cursor?.next ?? (beside.some(isHeading) ? end : first);
    } else {
      at = cursor?.next ?? end;
      if (!cursor?.fresh) at = alphabetically(note, beside, at - first) + first;
    }
    notes.splice(at, 0, note);
    this.#cursor = {
      owner,
      kind,
      next: at + 1,
      fresh: first === -1 || isHeading(note) || cursor?.fresh === true,
    };
  }

  /** The notes of a block whose id changes go with it. */
  move(from: string, to: string): void {
    for (const note of this.take(from)) this.#of(to).push({ ...note, owner: to });
  }

  /** Takes the notes of one owner out. */
  take(owner: string): Note[] {
    const notes = this.#lists.get(owner) ?? [];
    this.#lists.delete(owner);
    return notes;
  }

  /** The owners that still have notes. */
  owners(): string[] {
    return [...this.#lists.keys()];
  }

  #of(owner: string): Note[] {
    let notes = this.#lists.get(owner);
    if (!notes) this.#lists.set(owner, (notes = []));
    return notes;
  }

  #goTo(note: Note): void {
    const next = this.#of(note.owner).indexOf(note) + 1;
    this.#cursor = { owner: note.owner, kind: note.kind, next, fresh: false };
  }
}

/** Letters and digits alone: official documents differ among each other in quotes, dashes, spaces, capitals and accents. */
export function loose(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Without the codes behind it, without punctuation. */
function sortable(text: string): string {
  return text
    .replace(/\([^()]*\)\s*$/u, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '');
}

/** A line above a list: "any associated condition, such as:". */
function isHeading({ text }: Note): boolean {
  return text.endsWith(':');
}

/**
 * Where a line goes among those of one list, if they are in alphabetical order; else where it was to go.
 * @param near index of a place in the list meant, or just behind it
 */
function alphabetically(note: Note, notes: readonly Note[], near: number): number {
  const start = notes.slice(0, near).findLastIndex(isHeading) + 1;
  const length = notes.slice(start).findIndex(isHeading);
  const list = notes.slice(start, length === -1 ? undefined : start + length);
  const isSorted = list.every(
    ({ text }, index) => index === 0 || sortable(list[index - 1]?.text ?? '') <= sortable(text),
  );
  if (!isSorted) return near;
  const later = list.findIndex(({ text }) => sortable(text) > sortable(note.text));
  return start + (later === -1 ? list.length : later);
}
