import type { IndexLine, IndexTargetView } from '../../shared/book.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { CodeLink } from './Notes.tsx';
import { PlaceLink } from './PlaceLink.tsx';
import { placeOfReference } from './search.ts';
import type { IndexBook } from './state.ts';

/** Letters, and the main terms of one of them. */
export function LetterView({ book, letter }: { book: IndexBook; letter: string }) {
  const { release, go } = useBook();
  const { system, version } = release;
  const letters = useLoaded('book.letters', { release: { system, version }, book });
  const terms = useLoaded('book.index', { release: { system, version }, book, at: { letter } });
  const failed = letters.loaded.phase === 'failed' ? letters : terms.loaded.phase === 'failed' ? terms : null;
  if (failed?.loaded.phase === 'failed') {
    return <FailureNotice failure={failed.loaded.failure} onRetry={failed.reload} />;
  }
  if (letters.loaded.phase !== 'ready' || terms.loaded.phase !== 'ready') {
    return <Loading what={t('book.openingIndex')} />;
  }
  if (letters.loaded.value.length === 0) {
    return <p className="book-hint">{t('book.partMissing')}</p>;
  }
  return (
    <>
      <nav className="book-letters" aria-label={t('book.letters')}>
        {letters.loaded.value.map((each) => (
          <button
            key={each}
            type="button"
            className="book-letter"
            aria-current={each === letter ? 'page' : undefined}
            onClick={() => go({ at: 'letter', book, letter: each })}
          >
            {each}
          </button>
        ))}
      </nav>
      <IndexLines book={book} lines={terms.loaded.value.lines} />
    </>
  );
}

/** A main term or subterm with all that stands below it. */
export function EntryView({ book, entry }: { book: IndexBook; entry: number }) {
  const { release } = useBook();
  const { system, version } = release;
  const { loaded, reload } = useLoaded('book.index', { release: { system, version }, book, at: { entry } });
  if (loaded.phase === 'loading') return <Loading what={t('book.openingIndex')} />;
  if (loaded.phase === 'failed') return <FailureNotice failure={loaded.failure} onRetry={reload} />;
  const page = loaded.value;
  const above = page.path.slice(0, -1);
  const letter = page.path[0]?.title.charAt(0).toUpperCase() ?? 'A';
  return (
    <>
      <nav className="book-path" aria-label={t('book.termsAbove')}>
        <PlaceLink to={{ at: 'letter', book: page.book, letter }}>{letter}</PlaceLink>
        {above.map((term) => (
          <span key={term.entry}>
            {' › '}
            <PlaceLink to={{ at: 'entry', book: page.book, entry: term.entry }}>{term.title}</PlaceLink>
          </span>
        ))}
      </nav>
      <IndexLines book={page.book} lines={page.lines} opened />
    </>
  );
}

function IndexLines({
  book,
  lines,
  opened = false,
}: {
  book: IndexBook;
  lines: readonly IndexLine[];
  /** Whether what stands below the terms is shown. */
  opened?: boolean;
}) {
  const { release } = useBook();
  return (
    <ul className="book-index" data-testid="index-lines" lang={release.language}>
      {lines.map((line) => (
        <li key={line.entry} className="book-index-line" style={{ paddingLeft: `${line.depth * 1.1}rem` }}>
          {line.hasChildren && !opened ? (
            <PlaceLink to={{ at: 'entry', book, entry: line.entry }} className="book-term">
              {line.title}
            </PlaceLink>
          ) : (
            <span className={line.depth === 0 ? 'book-term-plain' : undefined}>{line.title}</span>
          )}{' '}
          <Targets targets={line.targets} />
        </li>
      ))}
    </ul>
  );
}

/** As the index prints them, in its own language. */
const printed = { see: 'see', seeAlso: 'see also' } as const;

/** Codes, manifestations in brackets, see and see also, as the index prints them. */
export function Targets({ targets }: { targets: readonly IndexTargetView[] }) {
  return targets.map((target, index) => {
    if (target.kind === 'code' || target.kind === 'manifestation') {
      const code = target.code === null ? target.text : <CodeLink id={target.code} text={target.text} />;
      return <span key={index}>{target.kind === 'manifestation' ? <>[{code}] </> : <>{code} </>}</span>;
    }
    const place = placeOfReference(target);
    return (
      <span key={index} className="book-see">
        <em>{printed[target.kind]}</em>{' '}
        {place === null ? target.text : <PlaceLink to={place}>{target.text}</PlaceLink>}{' '}
      </span>
    );
  });
}
