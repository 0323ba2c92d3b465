import { useEffect, useImperativeHandle, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { BookRow } from '../../shared/book.ts';
import { asFailure, request } from '../bridge.ts';
import { formatDate } from '../components/format.ts';
import { KeyedText, Keys, keyWords } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { bookmarksOf, toggleBookmark } from './bookmarks.ts';
import { Changes } from './Changes.tsx';
import { CodePage } from './CodePage.tsx';
import { chapterNumber } from './noteGroups.ts';
import { EntryView, LetterView } from './IndexView.tsx';
import { Rows } from './Notes.tsx';
import { PlaceLink } from './PlaceLink.tsx';
import type { Place } from './state.ts';
import { TableView } from './TableView.tsx';
import { TabularView } from './TabularView.tsx';

/** What the keys do at the place shown. */
export type PlaceActions = Record<'copy' | 'bookmark' | 'tabular' | 'add', () => void>;

/** The right side of the book: the place one is at, and the way back and forward. */
export function PlaceView(props: {
  place: Place;
  pane: RefObject<HTMLDivElement | null>;
  actions: RefObject<PlaceActions | null>;
  canGoBack: boolean;
  canGoForward: boolean;
  onBack: () => void;
  onForward: () => void;
  onAdjust: (place: Place) => void;
}) {
  const { place, pane } = props;
  const where = 'id' in place ? place.id : JSON.stringify(place);
  const way = (
    <span className="book-way">
      <Step words={t('book.back')} arrow="←" possible={props.canGoBack} onStep={props.onBack} />
      <Step words={t('book.forward')} arrow="→" possible={props.canGoForward} onStep={props.onForward} />
    </span>
  );

  useEffect(() => {
    if (place.at !== 'table') pane.current?.scrollTo({ top: 0 });
  }, [where, place.at, pane]);

  if ('id' in place) {
    return <OnePage {...props} place={place} way={way} />;
  }
  return (
    <Pane pane={pane} label={headingOf(place)} filled={place.at === 'table'}>
      <div className="book-page-head">
        {way}
        <h3 className="book-page-title">{headingOf(place)}</h3>
      </div>
      {place.at === 'start' && <Start />}
      {place.at === 'letter' && <LetterView book={place.book} letter={place.letter} />}
      {place.at === 'entry' && <EntryView book={place.book} entry={place.entry} />}
      {place.at === 'table' && (
        <TableView
          table={place.table}
          filter={place.filter}
          onFilter={(filter) => props.onAdjust({ ...place, filter })}
        />
      )}
      {place.at === 'changes' && <Changes />}
      {place.at === 'bookmarks' && <Bookmarks />}
    </Pane>
  );
}

function Step(props: { words: string; arrow: '←' | '→'; possible: boolean; onStep: () => void }) {
  return (
    <button
      type="button"
      className="button button-quiet button-small"
      aria-label={props.words}
      title={t('book.stepHint', { step: props.words, keys: keyWords(`Alt+${props.arrow}`) })}
      aria-disabled={!props.possible}
      onClick={props.onStep}
    >
      <span aria-hidden="true">{props.arrow}</span>
    </button>
  );
}

type Elsewhere = Exclude<Place, { id: string }>;

function headingOf(place: Elsewhere): string {
  switch (place.at) {
    case 'start':
      return t('book.theBook');
    case 'letter':
    case 'entry':
      return t(place.book === 'index' ? 'book.indexOfDiseases' : 'book.indexOfCauses');
    case 'table':
      return t(place.table === 'neoplasm' ? 'book.tableOfNeoplasms' : 'book.tableOfDrugs');
    case 'changes':
      return t('book.changesHeading');
    case 'bookmarks':
      return t('book.bookmarks');
  }
}

/** The scrolling side itself takes the focus, so that the arrow keys scroll what one came to read. */
function Pane(props: {
  pane: RefObject<HTMLDivElement | null>;
  label: string;
  filled?: boolean;
  children: ReactNode;
}) {
  const { pane, label, filled, children } = props;
  return (
    <div
      ref={pane}
      className={filled ? 'book-page book-page-filled' : 'book-page'}
      role="region"
      aria-label={label}
      tabIndex={0}
      data-testid="book-page"
    >
      {children}
    </div>
  );
}

function OnePage(props: {
  place: Extract<Place, { id: string }>;
  pane: RefObject<HTMLDivElement | null>;
  actions: RefObject<PlaceActions | null>;
  way: ReactNode;
  onAdjust: (place: Place) => void;
}) {
  const { place, pane, onAdjust } = props;
  const { release, add, taken } = useBook();
  const { system, version } = release;
  const { loaded, reload } = useLoaded('book.page', { release: { system, version }, id: place.id });
  const page = loaded.phase === 'ready' ? loaded.value : null;
  const [copied, setCopied] = useState<string | null>(null);
  const [, setMarks] = useState(0);
  const row = page?.row ?? null;
  const marked = row !== null && bookmarksOf(system).some((bookmark) => bookmark.id === row.id);

  const act: PlaceActions = {
    copy() {
      if (!row) return;
      void copy(row).then((said) => {
        setCopied(said);
        announce(said);
      });
    },
    bookmark() {
      if (!row) return;
      const set = toggleBookmark({ system, id: row.id, title: row.title });
      setMarks((before) => before + 1);
      announce(t(set ? 'book.bookmarkSet' : 'book.bookmarkGone', { code: row.id }));
    },
    tabular() {
      onAdjust({ at: place.at === 'page' ? 'tabular' : 'page', id: place.id });
    },
    add() {
      if (!row || !add) return;
      if (row.billable) add(row.id, row.title);
      else announce(t('book.isHeader', { code: row.id }));
    },
  };
  useImperativeHandle(props.actions, () => act);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    clearTimeout(timer.current);
    if (copied !== null) timer.current = setTimeout(() => setCopied(null), 2000);
  }, [copied]);

  if (loaded.phase === 'failed') {
    return (
      <Pane pane={pane} label={place.id}>
        <div className="book-page-head">{props.way}</div>
        <FailureNotice failure={loaded.failure} onRetry={reload} />
      </Pane>
    );
  }
  if (!page || !row) {
    return (
      <Pane pane={pane} label={place.id}>
        <Loading what={t('book.openingPage')} />
      </Pane>
    );
  }
  return (
    <Pane pane={pane} label={`${row.id} ${row.title}`}>
      <div className="book-page-head">
        {props.way}
        <nav className="book-path" aria-label={t('book.path')}>
          {page.path.map((above, index) => (
            <span key={above.id}>
              {index > 0 && ' › '}
              <PlaceLink to={{ at: 'page', id: above.id }} title={above.title}>
                {above.kind === 'chapter' ? t('book.chapter', { number: chapterNumber(above) }) : above.id}
              </PlaceLink>
            </span>
          ))}
        </nav>
        <span className="book-tools">
          <button type="button" className="button button-quiet button-small" onClick={act.copy}>
            {t(copied === null ? 'book.copy' : 'book.copied')} <Keys of="C" />
          </button>
          <button
            type="button"
            className="button button-quiet button-small"
            aria-pressed={marked}
            onClick={act.bookmark}
          >
            <span aria-hidden="true">{marked ? '★' : '☆'}</span> {t('book.bookmark')} <Keys of="M" />
          </button>
          <button
            type="button"
            className="button button-quiet button-small"
            aria-pressed={place.at === 'tabular'}
            onClick={act.tabular}
          >
            {t('book.asPrinted')} <Keys of="T" />
          </button>
          {add && row.billable && (
            <button
              type="button"
              className="button button-primary button-small"
              aria-disabled={taken.has(row.id)}
              onClick={act.add}
            >
              {t(taken.has(row.id) ? 'book.isFinal' : 'book.add')} <Keys of="Enter" />
            </button>
          )}
        </span>
      </div>
      <h3 className="book-page-title" data-testid="book-page-title" data-id={row.id}>
        <span className="code">
          {row.kind === 'chapter' ? t('book.chapter', { number: chapterNumber(row) }) : row.id}
        </span>{' '}
        <span lang={release.language}>{row.title}</span>
      </h3>
      {place.at === 'tabular' ? <Printed id={row.id} /> : <CodePage page={page} />}
    </Pane>
  );
}

function Printed({ id }: { id: string }) {
  const { system, version } = useBook().release;
  const { loaded, reload } = useLoaded('book.tabular', { release: { system, version }, id });
  if (loaded.phase === 'loading') return <Loading what={t('book.settingPage')} />;
  if (loaded.phase === 'failed') return <FailureNotice failure={loaded.failure} onRetry={reload} />;
  return <TabularView lines={loaded.value} here={id} />;
}

async function copy({ id, title }: BookRow): Promise<string> {
  try {
    await request('app.copy', { text: `${id} ${title}` });
    return t('book.copiedCode', { code: id });
  } catch (error) {
    return asFailure(error).message;
  }
}

function Start() {
  const { release } = useBook();
  return (
    <div className="book-start">
      <p>
        {t('book.startRelease', {
          release: `${release.title} ${release.version}`,
          from: formatDate(release.validFrom),
          count: release.codes,
        })}
      </p>
      <p>{t('book.startHow')}</p>
      <dl className="key-list">
        <dt>
          <Keys of="ArrowUp" /> <Keys of="ArrowDown" />
        </dt>
        <dd>{t('book.keyAnother')}</dd>
        <dt>
          <Keys of="Enter" />
        </dt>
        <dd>{t('book.keyAdd')}</dd>
        <dt>
          <Keys of="Alt+ArrowLeft" /> <Keys of="Alt+ArrowRight" />
        </dt>
        <dd>{t('book.keyWay')}</dd>
        <dt>
          <Keys of="T" />
        </dt>
        <dd>{t('book.keyPrinted')}</dd>
        <dt>
          <Keys of="C" />
        </dt>
        <dd>{t('book.keyCopy')}</dd>
        <dt>
          <Keys of="M" />
        </dt>
        <dd>{t('book.keyBookmark')}</dd>
        <dt>
          <Keys of="/" />
        </dt>
        <dd>{t('book.keyBox')}</dd>
      </dl>
    </div>
  );
}

function Bookmarks() {
  const { release } = useBook();
  const marks = bookmarksOf(release.system);
  if (marks.length === 0) {
    return (
      <p className="book-hint">
        <KeyedText text="book.noBookmarks" keys="M" />
      </p>
    );
  }
  return (
    <Rows
      rows={marks.map(({ id, title }) => ({
        id,
        title,
        kind: /^CH\d+$/u.test(id) ? 'chapter' : 'code',
        billable: true,
        hasChildren: false,
      }))}
    />
  );
}
