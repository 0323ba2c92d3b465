import { useState } from 'react';
import type { BookChange } from '../../shared/book.ts';
import { formatNumber } from '../components/format.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { useBook } from './BookContext.ts';
import { CodeLink } from './Notes.tsx';

type Filter = 'all' | 'added' | 'deleted' | 'titles' | 'notes';

const filters: { id: Filter; label: string; has: (kind: BookChange['kind']) => boolean }[] = [
  { id: 'all', label: 'All', has: () => true },
  { id: 'added', label: 'Codes added', has: (kind) => kind === 'code-added' },
  { id: 'deleted', label: 'Codes deleted', has: (kind) => kind === 'code-deleted' },
  { id: 'titles', label: 'Titles revised', has: (kind) => kind === 'title-revised' },
  { id: 'notes', label: 'Notes', has: (kind) => kind.startsWith('note-') },
];

/** What the release changed against the one before it. */
export function Changes() {
  const { system, version } = useBook().release;
  const { loaded, reload } = useLoaded('book.changes', { release: { system, version } });
  const [filter, setFilter] = useState<Filter>('all');
  if (loaded.phase === 'loading') return <Loading what="Looking for changes…" />;
  if (loaded.phase === 'failed') return <FailureNotice failure={loaded.failure} onRetry={reload} />;
  const shown = loaded.value.filter((change) => filters.find(({ id }) => id === filter)?.has(change.kind));
  return (
    <>
      <fieldset className="book-filter">
        <legend className="visually-hidden">Kinds of change</legend>
        {filters.map(({ id, label, has }) => (
          <label key={id} className="choice">
            <input
              type="radio"
              name="kind of change"
              checked={filter === id}
              onChange={() => setFilter(id)}
            />
            {label}{' '}
            <span className="book-quiet">
              {formatNumber(loaded.value.filter((change) => has(change.kind)).length)}
            </span>
          </label>
        ))}
      </fieldset>
      {shown.length === 0 ? (
        <p className="book-hint">
          {loaded.value.length === 0
            ? `${version} comes without a list of changes.`
            : 'No changes of this kind.'}
        </p>
      ) : (
        <ul className="book-changed" data-testid="changes">
          {byOwner(shown).map((changes) => (
            <Changed key={changes[0]?.owner} changes={changes} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Changes of one code or block after the other; the book's order keeps those of one together. */
function byOwner(changes: readonly BookChange[]): BookChange[][] {
  const groups = new Map<string, BookChange[]>();
  for (const change of changes) {
    groups.set(change.owner, [...(groups.get(change.owner) ?? []), change]);
  }
  return [...groups.values()];
}

function Changed({ changes }: { changes: readonly BookChange[] }) {
  const first = changes[0];
  if (!first) return null;
  const { owner, title } = first;
  return (
    <li className="book-change">
      {title === null ? (
        <span className="code">{owner}</span>
      ) : (
        <span>
          <CodeLink id={owner} text={owner.replace(/^CH(?=\d)/u, 'Chapter ')} />
        </span>
      )}
      <div>
        <p className="book-change-title">{title ?? first.before}</p>
        <ChangeList changes={changes} />
      </div>
    </li>
  );
}

/** Changes in words: what was, and what is now. */
export function ChangeList({ changes }: { changes: readonly BookChange[] }) {
  return (
    <ul className="book-changes">
      {changes.map((change, index) => (
        <li key={index} data-kind={change.kind}>
          <strong>{wordsFor(change)}</strong>{' '}
          {change.kind.startsWith('code-') ? null : (
            <>
              {change.before !== null && <del>{change.before}</del>}{' '}
              {change.after !== null && change.kind !== 'title-revised' && <ins>{change.after}</ins>}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

const words: Record<BookChange['kind'], string> = {
  'code-added': 'New code',
  'code-deleted': 'Deleted',
  'title-revised': 'Title revised, before:',
  'note-added': 'Note added',
  'note-deleted': 'Note deleted',
  'note-revised': 'Note revised',
};

/** A deleted code that still stands in the release has become a header. */
function wordsFor({ kind, title }: BookChange): string {
  return kind === 'code-deleted' && title !== null
    ? 'No longer billable: a longer code is needed'
    : words[kind];
}
