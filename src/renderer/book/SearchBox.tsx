import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import type { FoundBy, SearchHit } from '../../shared/book.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { currentLanguage, t, type TextKey } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { stretches } from './search.ts';
import type { Found } from './useSearch.ts';

export const longestQuery = 200;

/** How long a hit must be the chosen one before its page is shown, in milliseconds. */
const restBeforePreview = 100;

const foundBy: Record<FoundBy, TextKey | null> = {
  code: 'book.byCode',
  title: 'book.byTitle',
  inclusion: 'book.byInclusion',
  index: 'book.index',
  external: 'book.external',
  neoplasm: 'book.neoplasms',
  drug: 'book.drugs',
  synonym: 'book.bySynonym',
  // The heading above them says it.
  meaning: null,
};

/** One box for codes, words and phrases, with what it finds below it. */
export function SearchBox(props: {
  query: string;
  found: Found;
  box: RefObject<HTMLInputElement | null>;
  onQuery: (query: string) => void;
  /** Another hit is the chosen one, for a moment at least. */
  onPreview: (hit: SearchHit) => void;
  /** A hit was clicked. */
  onOpen: (hit: SearchHit) => void;
  /** Enter was pressed on a hit. */
  onChoose: (hit: SearchHit) => void;
}) {
  const { query, found, box } = props;
  const { taken, add } = useBook();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const all = [...found.hits, ...found.near];
  // The choice goes by code: hits that come later below must not move it. Another query forgets it.
  const [pointed, setPointed] = useState<{ query: string; code: string } | null>(null);
  const chosen = pointed?.query === query ? all.findIndex((hit) => hit.code === pointed.code) : -1;
  const first = add ? found.hits.findIndex((hit) => hit.billable) : 0;
  const active = chosen >= 0 ? chosen : Math.max(0, first);
  const activeHit = all[active];
  const activeCode = found.current ? activeHit?.code : undefined;
  const summary = !found.current
    ? ''
    : found.hits.length === 0
      ? t('book.noneByWords')
      : t('book.found', { count: found.hits.length });

  useEffect(() => {
    if (query.trim() !== '' && summary !== '') announce(summary);
  }, [query, summary]);

  const preview = useEffectEvent(() => {
    if (activeHit) props.onPreview(activeHit);
  });
  useEffect(() => {
    if (activeCode === undefined) return;
    const timer = setTimeout(() => preview(), restBeforePreview);
    return () => clearTimeout(timer);
  }, [activeCode]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [activeCode]);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (event.altKey || event.nativeEvent.isComposing) return;
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      const hit = all[Math.min(all.length - 1, Math.max(0, active + step))];
      if (hit) setPointed({ query, code: hit.code });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Hits of an older query must not be taken for those of this one.
      if (activeHit && found.current) props.onChoose(activeHit);
    }
  }

  const option = (hit: SearchHit, index: number) => (
    <Hit
      key={hit.code}
      id={`${id}-${index}`}
      hit={hit}
      active={index === active}
      note={noteOf(hit, taken)}
      onClick={() => {
        setPointed({ query, code: hit.code });
        props.onOpen(hit);
      }}
      onDoubleClick={() => props.onChoose(hit)}
    />
  );

  return (
    <>
      <div className="book-search">
        <input
          ref={box}
          className="book-box"
          type="text"
          role="combobox"
          aria-label={t('book.boxLabel')}
          placeholder={t('book.boxLabel')}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={longestQuery}
          aria-expanded={all.length > 0}
          aria-controls={`${id}-words ${id}-near`}
          aria-autocomplete="list"
          aria-activedescendant={activeHit ? `${id}-${active}` : undefined}
          data-testid="code-search-input"
          value={query}
          onFocus={(event) => event.target.select()}
          onChange={(event) => props.onQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {query !== '' && (
          <button
            type="button"
            className="button button-quiet button-small"
            onClick={() => {
              props.onQuery('');
              box.current?.focus();
            }}
          >
            {t('book.clear')}
          </button>
        )}
      </div>
      {found.failure && <FailureNotice failure={found.failure} />}
      {found.understoodAs !== null && (
        <p className="book-understood">{t('book.readAs', { words: found.understoodAs })}</p>
      )}
      {query.trim() !== '' && all.length === 0 && found.current && !found.failure && (
        <p className="book-hint">{t('book.nothingMatches')}</p>
      )}
      {query.trim() !== '' && (
        <div className="book-found" data-stale={found.current ? undefined : 'true'} ref={list}>
          {found.hits.length > 0 && (
            <div id={`${id}-words`} role="listbox" aria-label={t('book.codesFound')} className="book-hits">
              {found.hits.map(option)}
            </div>
          )}
          {found.near.length > 0 && (
            <div className="book-nearby">
              <p className="book-near" id={`${id}-near-title`}>
                {t('book.nearInMeaning')}
              </p>
              <div
                id={`${id}-near`}
                role="listbox"
                aria-labelledby={`${id}-near-title`}
                className="book-hits"
                data-testid="near-hits"
              >
                {found.near.map((hit, index) => option(hit, found.hits.length + index))}
              </div>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function noteOf(hit: SearchHit, taken: ReadonlySet<string>): string | null {
  if (taken.has(hit.code)) return t('book.finalCode');
  return hit.billable ? null : t('book.header');
}

function Hit(props: {
  id: string;
  hit: SearchHit;
  active: boolean;
  note: string | null;
  onClick: () => void;
  onDoubleClick: () => void;
}) {
  const { hit } = props;
  const { release } = useBook();
  const by = hit.via && foundBy[hit.via.kind];
  return (
    <div
      id={props.id}
      role="option"
      className="book-hit"
      aria-selected={props.active}
      data-testid="code-search-option"
      data-code={hit.code}
      data-billable={hit.billable}
      // The focus stays in the box.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
    >
      <span className="code">{hit.code}</span>
      <span className="book-hit-title" lang={release.language}>
        <Marked text={hit.title} marks={hit.titleMarks} />
        {hit.via && (
          <span className="book-hit-via">
            {by && (
              <span className="book-hit-by" lang={currentLanguage()}>
                {t(by)}{' '}
              </span>
            )}
            <Marked text={hit.via.text} marks={hit.via.marks} />
          </span>
        )}
      </span>
      {props.note !== null && <span className="book-hit-note">{props.note}</span>}
    </div>
  );
}

function Marked({ text, marks }: { text: string; marks: SearchHit['titleMarks'] }) {
  return stretches(text, marks).map((stretch, index) =>
    stretch.marked ? (
      <mark key={index} className="book-mark">
        {stretch.text}
      </mark>
    ) : (
      <span key={index}>{stretch.text}</span>
    ),
  );
}
