import { useState } from 'react';
import type { BookChange } from '../../shared/book.ts';
import { formatNumber } from '../components/format.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t, type TextKey } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { CodeLink } from './Notes.tsx';

type Filter = 'all' | 'added' | 'deleted' | 'titles' | 'notes';

const filters: { id: Filter; label: TextKey; has: (kind: BookChange['kind']) => boolean }[] = [
  { id: 'all', label: 'book.allChanges', has: () => true },
  { id: 'added', label: 'book.codesAdded', has: (kind) => kind === 'code-added' },
  { id: 'deleted', label: 'book.codesDeleted', has: (kind) => kind === 'code-deleted' },
  { id: 'titles', label: 'book.titlesRevised', has: (kind) => kind === 'title-revised' },
  { id: 'notes', label: 'book.notes', has: (kind) => kind.startsWith('note-') },
];

/** What the release changed against the one before it. */
export function Changes() {
  const { system, version } = useBook().release;
  const { loaded, reload } = useLoaded('book.changes', { release: { system, version } });
  const [filter, setFilter] = useState<Filter>('all');
  if (loaded.phase === 'loading') return <Loading what={t('book.lookingForChanges')} />;
  if (loaded.phase === 'failed') return <FailureNotice failure={loaded.failure} onRetry={reload} />;
  const shown = loaded.value.filter((change) => filters.find(({ id }) => id === filter)?.has(change.kind));
  return (
    <>
      <fieldset className="book-filter">
        <legend className="visually-hidden">{t('book.kindsOfChange')}</legend>
        {filters.map(({ id, label, has }) => (
          <label key={id} className="choice">
            <input
              type="radio"
              name="kind of change"
              checked={filter === id}
              onChange={() => setFilter(id)}
            />
            {t(label)}{' '}
            <span className="book-quiet">
              {formatNumber(loaded.value.filter((change) => has(change.kind)).length)}
            </span>
          </label>
        ))}
      </fieldset>
      {shown.length === 0 ? (
        <p className="book-hint">
          {loaded.value.length === 0 ? t('book.noList', { release: version }) : t('book.noneOfKind')}
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
          <CodeLink id={owner} text={ownerWords(owner)} />
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

function ownerWords(owner: string): string {
  const number = /^CH(\d+)$/u.exec(owner)?.[1];
  return number === undefined ? owner : t('book.chapter', { number });
}

/** A deleted code that still stands in the release has become a header. */
function wordsFor({ kind, title }: BookChange): string {
  return kind === 'code-deleted' && title !== null ? t('book.noLongerBillable') : t(`book.change-${kind}`);
}
