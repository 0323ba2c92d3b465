import { useEffect, useMemo, useReducer, useRef, useState, type Dispatch, type KeyboardEvent } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { InstalledRelease, PickedRelease, SearchHit } from '../../shared/book.ts';
import { placeOf } from '../chart/keyboard.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { formatDate } from '../components/format.ts';
import { Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { BookContext, type BookRequest, type Coding, type OpenBook } from './BookContext.ts';
import { Contents } from './Contents.tsx';
import { bookCommandFor } from './keys.ts';
import { PlaceView, type PlaceActions } from './PlaceView.tsx';
import { SearchBox, longestQuery } from './SearchBox.tsx';
import { closedBook, reduceBook, type BookEvent, type BookState } from './state.ts';
import { useSearch } from './useSearch.ts';

/** The book's state, kept while the program runs. */
export function useBookState(): [BookState, Dispatch<BookEvent>] {
  return useReducer(reduceBook, closedBook);
}

/** What of a request changes the book's state before it opens. */
export function openingEvents({ query, look }: BookRequest): BookEvent[] {
  const words = query.replace(/\s+/gu, ' ').trim().slice(0, longestQuery);
  if (words !== '') return [{ type: 'query', query: words }];
  return look === null
    ? []
    : [
        { type: 'query', query: '' },
        { type: 'go', place: { at: 'page', id: look } },
      ];
}

/** The code book over whatever screen is open; Escape closes it, and it opens again where it was left. */
export function Book(props: {
  request: BookRequest;
  state: BookState;
  dispatch: Dispatch<BookEvent>;
  onClose: () => void;
}) {
  const [picked, setPicked] = useState<PickedRelease | null>(null);
  const [installed, setInstalled] = useState<readonly InstalledRelease[]>([]);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const { chart } = props.request;

  useEffect(() => {
    let current = true;
    Promise.all([request('catalog.release', { chart }), request('catalog.installed', {})]).then(
      ([release, all]) => {
        if (!current) return;
        setPicked(release);
        setInstalled(all);
      },
      (error: unknown) => current && setFailure(asFailure(error)),
    );
    return () => {
      current = false;
    };
  }, [chart]);

  return (
    <ModalOverlay
      isOpen
      isDismissable
      className="overlay book-overlay"
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="modal book-modal">
        <Dialog className="book" data-testid="book">
          {failure && <FailureNotice failure={failure} />}
          {picked ? (
            <OpenedBook {...props} picked={picked} installed={installed} />
          ) : (
            <>
              <Heading slot="title" className="book-title">
                {t('book.title')}
              </Heading>
              {!failure && <Loading what={t('book.opening')} />}
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function OpenedBook(props: {
  request: BookRequest;
  state: BookState;
  dispatch: Dispatch<BookEvent>;
  onClose: () => void;
  picked: PickedRelease;
  installed: readonly InstalledRelease[];
}) {
  const { state, dispatch, picked, installed, onClose } = props;
  const { chart, coding } = props.request;
  const [release, setRelease] = useState(picked.release);
  const box = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const actions = useRef<PlaceActions | null>(null);
  const found = useSearch(state.query, release);
  const ownRelease = same(release, picked.release);
  const arrivals = useRef(state.arrivals);

  useEffect(() => {
    if (arrivals.current === state.arrivals) return;
    arrivals.current = state.arrivals;
    pane.current?.focus({ preventScroll: true });
  }, [state.arrivals]);

  // The same from keystroke to keystroke, so that what does not depend on the words is not drawn again.
  const book = useMemo<OpenBook>(() => {
    const add = (code: string, title: string) => {
      if (coding?.taken.has(code)) {
        announce(t('book.takenAlready', { code }));
        return;
      }
      coding?.add(code, title);
      onClose();
    };
    return {
      release,
      go: (place) => dispatch({ type: 'go', place }),
      add: coding && ownRelease ? add : null,
      taken: coding?.taken ?? none,
    };
  }, [release, dispatch, coding, ownRelease, onClose]);

  const shownFor = (hit: SearchHit) => ({
    place: { at: 'page' as const, id: hit.code },
    cause: `${state.query} ${hit.code}`,
  });

  function choose(hit: SearchHit) {
    if (book.add && hit.billable) {
      book.add(hit.code, hit.title);
      return;
    }
    if (book.add) announce(t('book.isHeader', { code: hit.code }));
    book.go({ at: 'page', id: hit.code });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    const command = bookCommandFor(event, placeOf(event.target), singleLetters());
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    if (command === 'search') box.current?.focus();
    else if (command === 'back' || command === 'forward') dispatch({ type: command });
    else actions.current?.[command]();
  }

  return (
    <BookContext value={book}>
      {/* The keys of the whole book; what has the focus gets them first. */}
      <div className="book-frame" onKeyDown={onKeyDown}>
        <header className="book-head">
          <Heading slot="title" level={2} className="book-title">
            {t('book.title')}
          </Heading>
          {installed.length > 1 ? (
            <select
              className="book-release"
              aria-label={t('book.release')}
              value={nameOf(release)}
              onChange={(event) => {
                const chosen = installed.find((each) => nameOf(each) === event.target.value);
                if (chosen) setRelease(chosen);
              }}
            >
              {installed.map((each) => (
                <option key={nameOf(each)}>{nameOf(each)}</option>
              ))}
            </select>
          ) : (
            <span className="book-release-name">{nameOf(release)}</span>
          )}
          <span className="book-why">{whyThisRelease(picked, release, chart !== null)}</span>
          <button
            type="button"
            className="button button-quiet button-small"
            title={t('book.closeHint')}
            onClick={onClose}
          >
            {t('common.close')} <Keys of="Esc" />
          </button>
        </header>
        {coding && coding.evidence.length > 0 && <Evidence coding={coding} />}
        <div className="book-body">
          <div className="book-left">
            <SearchBox
              query={state.query}
              found={found}
              box={box}
              onQuery={(query) => dispatch({ type: 'query', query })}
              onPreview={(hit) => dispatch({ type: 'preview', ...shownFor(hit) })}
              onOpen={(hit) => dispatch({ type: 'adjust', ...shownFor(hit) })}
              onChoose={choose}
            />
            {/* Stays while words are looked up, so that the tree keeps what is open in it. */}
            <div className="book-contents" hidden={state.query.trim() !== ''}>
              <Contents key={nameOf(release)} place={state.place} />
            </div>
          </div>
          <PlaceView
            key={nameOf(release)}
            place={state.place}
            pane={pane}
            actions={actions}
            canGoBack={state.past.length > 0}
            canGoForward={state.future.length > 0}
            onBack={() => dispatch({ type: 'back' })}
            onForward={() => dispatch({ type: 'forward' })}
            onAdjust={(place) => dispatch({ type: 'adjust', place })}
          />
        </div>
      </div>
    </BookContext>
  );
}

const none: ReadonlySet<string> = new Set();

function Evidence({ coding }: { coding: Coding }) {
  return (
    <p className="book-evidence" data-testid="book-evidence">
      {t('book.evidence')} <q>{coding.evidence[0]?.text.replace(/\s+/gu, ' ').slice(0, 160)}</q>
      {coding.evidence.length > 1 && ` ${t('book.furtherMentions', { count: coding.evidence.length - 1 })}`}
    </p>
  );
}

function whyThisRelease(picked: PickedRelease, shown: InstalledRelease, forChart: boolean): string {
  const date = formatDate(picked.date);
  if (!same(picked.release, shown)) {
    return forChart ? t('book.toReadOnly', { release: nameOf(picked.release) }) : '';
  }
  if (!picked.covers) return t('book.notCovered', { date });
  return forChart ? t('book.validForChart', { date }) : t('book.validToday');
}

function same(one: InstalledRelease, other: InstalledRelease): boolean {
  return one.system === other.system && one.version === other.version;
}

function nameOf({ title, version }: InstalledRelease): string {
  return `${title} ${version}`;
}
