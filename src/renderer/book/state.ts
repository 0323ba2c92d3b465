/** Where one is in the book, and the way there and back. */

/** Something the book can be opened at. */
export type Place =
  | { at: 'start' }
  /** A chapter, block or code: all that holds there, or the printed category around it. */
  | { at: 'page' | 'tabular'; id: string }
  | { at: 'letter'; book: IndexBook; letter: string }
  | { at: 'entry'; book: IndexBook; entry: number }
  | { at: 'table'; table: 'neoplasm' | 'drug'; filter: string }
  | { at: 'changes' }
  | { at: 'bookmarks' };

/** The two books in which terms lead to codes. */
export type IndexBook = 'index' | 'external';

export interface BookState {
  place: Place;
  /** Places one came by, the last one last. */
  past: readonly Place[];
  /** Places one went back from, the next one last. */
  future: readonly Place[];
  /** What stands in the search box. */
  query: string;
  /** Shown because a hit is pointed at: the next hit takes its place instead of adding to the way. */
  preview: boolean;
  /** What the last preview was shown for: the same cause does not show it again. */
  cause: string;
  /** Counts up when the place was gone to, so that the focus follows. */
  arrivals: number;
}

export type BookEvent =
  | { type: 'query'; query: string }
  | { type: 'preview'; place: Place; cause: string }
  | { type: 'go'; place: Place }
  /** The same place, otherwise looked at; with a cause, what a hit would show now. */
  | { type: 'adjust'; place: Place; cause?: string }
  | { type: 'back' }
  | { type: 'forward' };

/** The way is not kept for ever. */
const longestWay = 200;

/** The book, never opened. */
export const closedBook: BookState = {
  place: { at: 'start' },
  past: [],
  future: [],
  query: '',
  preview: false,
  cause: '',
  arrivals: 0,
};

/** The state after an event. */
export function reduceBook(state: BookState, event: BookEvent): BookState {
  switch (event.type) {
    case 'query':
      // Words typed anew may show the same hit again.
      return { ...state, query: event.query, cause: '' };
    case 'preview': {
      if (event.cause === state.cause) return state;
      const shown = { ...state, cause: event.cause };
      // However it is looked at, as a page or as printed, the code is in sight.
      if (sameCode(state.place, event.place)) return shown;
      if (state.preview) return { ...shown, place: event.place };
      return { ...shown, ...leave(state), place: event.place, preview: true };
    }
    case 'go': {
      const arrived = { ...state, preview: false, arrivals: state.arrivals + 1 };
      if (samePlace(state.place, event.place)) return arrived;
      return { ...arrived, ...leave(state), place: event.place };
    }
    case 'adjust':
      return { ...state, place: event.place, preview: false, cause: event.cause ?? state.cause };
    case 'back': {
      const place = state.past.at(-1);
      if (!place) return state;
      return {
        ...state,
        place,
        past: state.past.slice(0, -1),
        future: [...state.future, state.place],
        preview: false,
        arrivals: state.arrivals + 1,
      };
    }
    case 'forward': {
      const place = state.future.at(-1);
      if (!place) return state;
      return {
        ...state,
        place,
        past: [...state.past, state.place],
        future: state.future.slice(0, -1),
        preview: false,
        arrivals: state.arrivals + 1,
      };
    }
  }
}

function leave(state: BookState): Pick<BookState, 'past' | 'future'> {
  return { past: [...state.past, state.place].slice(-longestWay), future: [] };
}

function sameCode(one: Place, other: Place): boolean {
  return 'id' in one && 'id' in other && one.id === other.id;
}

function samePlace(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
