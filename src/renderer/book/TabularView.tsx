import { useEffect, useRef } from 'react';
import type { TabularLine } from '../../shared/book.ts';
import { useBook } from './BookContext.ts';
import { chapterNumber } from './noteGroups.ts';
import { CodeLink, Notes } from './Notes.tsx';

/** A category as the Tabular List prints it: rows in their depth, notes in place. */
export function TabularView({ lines, here }: { lines: readonly TabularLine[]; here: string }) {
  const { release } = useBook();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
  }, [here]);
  return (
    <ul ref={list} className="book-tabular" data-testid="tabular">
      {lines.map(({ row, depth, notes }) => (
        <li
          key={row.id}
          className="book-printed"
          data-depth={depth}
          aria-current={row.id === here ? 'true' : undefined}
          style={{ marginLeft: `${depth * 1.25}rem` }}
        >
          <p className="book-printed-row" data-billable={row.billable}>
            <CodeLink id={row.id} text={chapterNumber(row)} />{' '}
            <span lang={release.language}>{row.title}</span>
          </p>
          {notes.length > 0 && <Notes notes={notes} plain />}
        </li>
      ))}
    </ul>
  );
}
