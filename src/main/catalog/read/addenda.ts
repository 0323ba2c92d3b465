/** Brings a Tabular List from one fiscal year to a later one with the official addenda between them. */
import { UserError } from '../../errors.ts';
import type { Change, Note, NoteKind, ReportLine } from '../release.ts';
import type { Addenda, AddendaLine } from './addendaPdf.ts';
import { loose, NoteLists } from './noteLists.ts';
import { blockId, enclosing, withoutRange, type TabularList } from './tabular.ts';

export interface Applied {
  /** Of the release of the last addenda; its codes and titles are those of the order file. */
  list: TabularList;
  /** What the addenda of the last fiscal year changed in notes, and in titles of chapters and blocks. */
  changes: Change[];
  /** Lines that could not be applied, or were with a doubt. */
  report: ReportLine[];
}

/** How the book begins notes of a kind. */
const BEGINNINGS: Readonly<Partial<Record<NoteKind, string>>> = {
  note: 'Note:',
  includes: 'Includes:',
  codeFirst: 'Code first',
  useAdditional: 'Use Additional',
  codeAlso: 'Code also',
  excludes1: 'Excludes1:',
  excludes2: 'Excludes2:',
};

interface State {
  list: TabularList;
  notes: NoteLists;
  /** Where the last document that says anything of a code gives its title, or says it is deleted. */
  said: Map<string, { name: string; line: AddendaLine }>;
  changes: Change[];
  report: ReportLine[];
}

/**
 * Applies addenda in the order in which they came into effect. Every line is applied, or reported
 * with its page and the reason; a line that was applied with a doubt is reported too.
 *
 * @param addenda all those after the list's release, in any order
 * @param codes the order file of the release of the last addenda
 * @throws UserError where two addenda are for the same release
 */
export function applyAddenda(
  list: TabularList,
  addenda: readonly Addenda[],
  codes: ReadonlyMap<string, { title: string }>,
): Applied {
  const due = inOrder(addenda);
  const state: State = {
    list: {
      ...list,
      blocks: list.blocks.map((block) => ({ ...block })),
      blockOf: new Map(list.blockOf),
      sevenths: list.sevenths.map((seventh) => ({ ...seventh })),
    },
    notes: new NoteLists(list.notes),
    said: new Map(),
    changes: [],
    report: [],
  };
  const last = due.at(-1)?.release ?? list.release;
  for (const each of due) {
    if (yearOf(each.release) === yearOf(last)) applyOne(state, each, state.changes);
    else applyOne(state, each, []);
  }
  state.list.release = last;
  return finish(state, codes);
}

/** October's addenda before April's, year by year: FY2024 before FY2024-Apr. */
function inOrder(addenda: readonly Addenda[]): Addenda[] {
  const sorted = addenda.toSorted((a, b) => (a.release < b.release ? -1 : 1));
  for (const [index, each] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before?.release === each.release) {
      throw new UserError(
        `${before.name} and ${each.name} are both the addenda of ${each.release}.`,
        'Leave one of them out.',
      );
    }
  }
  return sorted;
}

/** FY2024 of FY2024-Apr. */
function yearOf(release: string): string {
  return release.slice(0, 6);
}

function applyOne(state: State, { name, release, lines }: Addenda, changes: Change[]): void {
  const { list, notes } = state;
  let chapter = '';
  let block = '';
  /** Lines that wait for their "Revise to", with the note meant, if there is one. */
  let revised: { line: AddendaLine; note: Note | undefined }[] = [];
  const deleted = new Set<string>();

  for (const [index, line] of lines.entries()) {
    const { action, is, owner, text } = line;
    if (action !== 'Revise from' && action !== 'Revise to') leaveRevisions();
    switch (is) {
      case 'unknown':
        doubt(line, 'It is neither a title nor under a heading of notes.');
        break;
      case 'chapter':
        chapter = owner;
        if (action === 'Revise to') retitle(owner, text);
        break;
      case 'block':
        applyBlock(line, lines[index + 1]);
        block = owner;
        break;
      case 'listedBlock':
        break;
      case 'code':
        applyCode(line);
        break;
      case 'seventh':
        applySeventh(line);
        break;
      default:
        if (text !== '') applyNote(line, is);
    }
  }
  leaveRevisions();
  for (const line of lines) if (line.is === 'listedBlock' && line.text !== '') checkListed(line);
  for (const owner of deleted) notes.take(owner);
  list.sevenths = list.sevenths.filter(({ owner }) => !deleted.has(owner));

  function doubt(line: AddendaLine, reason: string): void {
    const text = `${line.action} at ${line.owner}: ${line.printed}`;
    state.report.push({ source: name, place: `page ${line.page}`, text, reason });
  }

  function change(owner: string, kind: Change['kind'], before: string | null, after: string | null): void {
    changes.push({ owner, kind, before, after });
  }

  function leaveRevisions(): void {
    for (const { line } of revised) doubt(line, 'It is to be revised, but no line says to what.');
    revised = [];
  }

  /** Codes come from the order file; here they only bring and take what stands at them. */
  function applyCode(line: AddendaLine): void {
    const { action, owner } = line;
    if (action === 'Revise from') return;
    state.said.set(owner, { name, line });
    if (action === 'Delete') {
      deleted.add(owner);
      return;
    }
    deleted.delete(owner);
    if (owner.length === 3 && !list.blockOf.has(owner)) list.blockOf.set(owner, block);
  }

  function retitle(id: string, title: string): void {
    const found = list.blocks.find((each) => each.id === id);
    if (!found || found.title === title) return;
    change(id, 'title-revised', found.title, title);
    found.title = title;
  }

  function applyBlock({ action, owner, text, ...line }: AddendaLine, next: AddendaLine | undefined): void {
    const known = list.blocks.some(({ id }) => id === owner);
    const title = withoutRange(text);
    if (action === 'Revise to' && block !== owner) {
      moveBlock(block, owner);
    } else if (action === 'Delete' && next?.is === 'block' && next.action === 'Add') {
      moveBlock(owner, next.owner);
    } else if (action === 'Delete') {
      removeBlock(owner);
    } else if (action === 'Add' && !known) {
      addBlock(owner, title);
    } else if (action === 'No Change' && !known) {
      doubt({ action, owner, text, ...line }, 'The list has no such block.');
    }
    if (action === 'Add' || action === 'Revise to') retitle(owner, title);
  }

  function addBlock(id: string, title: string): void {
    const start = list.blocks.findIndex((each) => each.id === chapter) + 1;
    let at = start;
    while (list.blocks[at]?.kind === 'block' && (list.blocks[at]?.id ?? '') < id) at++;
    const before = list.blocks.slice(start, at).map((each) => each.id);
    list.blocks.splice(at, 0, { id, kind: 'block', title, parent: enclosing(id, before) ?? chapter });
    change(id, 'code-added', null, title);
  }

  function removeBlock(id: string): void {
    const found = list.blocks.find((each) => each.id === id);
    if (!found) return;
    list.blocks = list.blocks.filter((each) => each !== found);
    for (const each of list.blocks) if (each.parent === id) each.parent = found.parent;
    notes.take(id);
    change(id, 'code-deleted', found.title, null);
  }

  /** A chapter's list of its blocks says again what the blocks' own lines say. */
  function checkListed(line: AddendaLine): void {
    const [id = ''] = line.text.split(' ', 1);
    const title = list.blocks.find((each) => each.id === blockId(id))?.title;
    const stands = title !== undefined && loose(title) === loose(line.text.slice(id.length));
    if ((line.action === 'Add' || line.action === 'Revise to') && !stands) {
      doubt(line, 'No line outside the list of blocks says so.');
    }
  }

  function moveBlock(from: string, to: string): void {
    for (const each of list.blocks) {
      if (each.id === from) {
        each.id = to;
        change(to, 'title-revised', `${each.title} (${from})`, `${each.title} (${to})`);
      }
      if (each.parent === from) each.parent = to;
    }
    for (const [category, its] of list.blockOf) if (its === from) list.blockOf.set(category, to);
    notes.move(from, to);
  }

  function applySeventh(line: AddendaLine): void {
    const character = line.text.slice(0, 1);
    const meaning = line.text.slice(2);
    const at = list.sevenths.findIndex((each) => each.owner === line.owner && each.character === character);
    const found = list.sevenths[at];
    if (line.action === 'Delete') {
      if (found) list.sevenths.splice(at, 1);
      else doubt(line, 'The table has no such character.');
    } else if (line.action !== 'Revise from') {
      if (found) Object.assign(found, { meaning, confirmed: release });
      else list.sevenths.push({ owner: line.owner, character, meaning, confirmed: release });
    }
  }

  function applyNote(line: AddendaLine, kind: NoteKind): void {
    const { action, owner, text } = line;
    const note = notes.find(owner, kind, text, line.printed);
    const asPrinted = { owner, kind, text, confirmed: release };
    switch (action) {
      case 'No Change':
        if (note) {
          notes.confirm(note, release);
        } else {
          doubt(line, 'It was not in the list; it was added, for the document shows it as standing.');
          notes.insert(asPrinted);
        }
        break;
      case 'Delete':
        if (note) {
          notes.remove(note);
          change(owner, 'note-deleted', printedNote(note), null);
        } else {
          doubt(line, 'There is no such note at this code.');
        }
        break;
      case 'Revise from':
        revised.push({ line, note });
        if (!note) doubt(line, 'There is no such note at this code; what it is revised to was added.');
        break;
      case 'Revise to': {
        const from = revised.shift();
        if (!from) doubt(line, 'No line says what is revised to this; it was added.');
        if (from?.note) {
          change(owner, 'note-revised', printedNote(from.note), printedNote(asPrinted));
          notes.revise(from.note, asPrinted);
        } else {
          change(owner, 'note-added', null, printedNote(asPrinted));
          notes.insert(asPrinted);
        }
        break;
      }
      case 'Add':
        if (note?.text === text && note.kind === kind) {
          doubt(line, 'It stood there already.');
          notes.confirm(note, release);
        } else {
          change(owner, 'note-added', null, printedNote(asPrinted));
          notes.insert(asPrinted);
        }
    }
  }
}

/** Codes, titles and the order of the book come from the order file. */
function finish(
  { list, notes, said, changes, report }: State,
  codes: ReadonlyMap<string, { title: string }>,
): Applied {
  for (const [code, { name, line }] of said) {
    const row = codes.get(code);
    const reason =
      line.action === 'Delete'
        ? row && 'The code is deleted, but the order file has it.'
        : !row
          ? 'The order file has no such code.'
          : loose(row.title) !== loose(line.text)
            ? `The order file has another title: ${row.title}`
            : undefined;
    if (reason !== undefined) {
      report.push({
        source: name,
        place: `page ${line.page}`,
        text: `${line.action}: ${line.printed}`,
        reason,
      });
    }
  }
  const blocks = new Set(list.blocks.map(({ id }) => id));
  const source = `Tabular List ${list.release}`;
  for (const code of codes.keys()) {
    if (code.length !== 3 || blocks.has(list.blockOf.get(code) ?? '')) continue;
    const within = enclosing(code, [...blocks]);
    if (within !== undefined) list.blockOf.set(code, within);
    report.push({
      source,
      place: code,
      text: code,
      reason: `No document says which block it is in; taken as ${within ?? 'none'}.`,
    });
  }
  for (const category of list.blockOf.keys()) if (!codes.has(category)) list.blockOf.delete(category);

  const inBlock = new Map<string, string[]>();
  for (const code of codes.keys()) {
    const block = list.blockOf.get(code.slice(0, 3)) ?? '';
    const beside = inBlock.get(block);
    if (beside) beside.push(code);
    else inBlock.set(block, [code]);
  }
  const ordered: Note[] = [];
  const take = (owner: string): void => {
    ordered.push(...notes.take(owner));
  };
  for (const { id } of list.blocks) {
    take(id);
    inBlock.get(id)?.forEach(take);
  }
  inBlock.get('')?.forEach(take);
  for (const note of notes.owners().flatMap((owner) => notes.take(owner))) {
    report.push({
      source,
      place: note.owner,
      text: printedNote(note),
      reason: 'Its code no longer exists; the note was left out.',
    });
  }
  return {
    list: {
      ...list,
      titles: new Map([...codes].map(([code, { title }]) => [code, title])),
      notes: ordered,
      sevenths: list.sevenths.filter(({ owner }) => codes.has(owner)),
    },
    changes,
    report,
  };
}

/** A note as the book prints it, with the words its kind implies. */
function printedNote({ kind, text }: Pick<Note, 'kind' | 'text'>): string {
  const beginning = BEGINNINGS[kind];
  if (beginning === undefined) return text;
  return beginning + (/^[,;]/.test(text) ? '' : ' ') + text;
}
