import type { BookNote, BookRow } from '../../shared/book.ts';
import { t } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { chapterNumber, groupNotes, type Piece } from './noteGroups.ts';
import { PlaceLink } from './PlaceLink.tsx';

/** Notes under their captions. `plain` sets them as the Tabular List does, without saying what confirms them. */
export function Notes(props: { notes: readonly BookNote[]; plain?: boolean }) {
  const { release } = useBook();
  return (
    <dl className="book-notes" lang={release.language}>
      {groupNotes(props.notes).map((group) => (
        <div key={group.kind} className="book-note-group" data-kind={group.kind}>
          <dt className="book-caption" data-kind={group.kind}>
            {group.caption}
            {!props.plain && group.confirmed !== release.version && <Confirmed version={group.confirmed} />}
          </dt>
          {group.lines.map((line, index) => (
            <dd key={index} className="book-note" data-listed={line.listed ? 'true' : undefined}>
              <Linked pieces={line.pieces} />
              {!props.plain && line.confirmed !== group.confirmed && <Confirmed version={line.confirmed} />}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** The last release whose official files show a line; at a caption, most of its lines. */
function Confirmed({ version }: { version: string }) {
  return (
    <>
      {' '}
      <span className="book-confirmed" title={t('book.lastShown', { release: version })}>
        {version}
      </span>
    </>
  );
}

/** Text whose codes can be followed. */
function Linked({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, target }, index) =>
    target === null ? (
      <span key={index}>{text}</span>
    ) : (
      <PlaceLink key={index} to={{ at: 'page', id: target }}>
        {text}
      </PlaceLink>
    ),
  );
}

/** A code, or whatever is printed for it, as a link to its page. */
export function CodeLink(props: { id: string; text?: string }) {
  return (
    <PlaceLink to={{ at: 'page', id: props.id }} className="book-link code">
      {props.text ?? props.id}
    </PlaceLink>
  );
}

/** Codes and blocks as lines that lead to their pages. */
export function Rows({ rows }: { rows: readonly BookRow[] }) {
  const { release } = useBook();
  return (
    <ul className="book-rows" lang={release.language}>
      {rows.map((row) => (
        <li key={row.id} className="book-row" data-billable={row.billable}>
          <CodeLink id={row.id} text={chapterNumber(row)} />
          <span>{row.title}</span>
        </li>
      ))}
    </ul>
  );
}
