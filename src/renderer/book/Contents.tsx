import { memo, useEffect, useState } from 'react';
import { Button, Collection, Tree, TreeItem, TreeItemContent, type Key } from 'react-aria-components';
import type { BookRow } from '../../shared/book.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { t, type TextKey } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { chapterNumber } from './noteGroups.ts';
import type { Place } from './state.ts';

interface Branch extends BookRow {
  below: Branch[];
}

const parts: { label: TextKey; place: Place }[] = [
  { label: 'book.index', place: { at: 'letter', book: 'index', letter: 'A' } },
  { label: 'book.external', place: { at: 'letter', book: 'external', letter: 'A' } },
  { label: 'book.neoplasms', place: { at: 'table', table: 'neoplasm', filter: '' } },
  { label: 'book.drugs', place: { at: 'table', table: 'drug', filter: '' } },
  { label: 'book.whatChanged', place: { at: 'changes' } },
  { label: 'book.bookmarks', place: { at: 'bookmarks' } },
];

/** The parts of the book, and its Tabular List as a tree. */
export function Contents(props: { place: Place }) {
  const { go } = useBook();
  return (
    <>
      <nav className="book-parts" aria-label={t('book.parts')}>
        {parts.map(({ label, place }) => (
          <button
            key={label}
            type="button"
            className="book-part"
            aria-current={samePart(place, props.place) ? 'page' : undefined}
            onClick={() => go(place)}
          >
            {t(label)}
          </button>
        ))}
      </nav>
      <TabularTree />
    </>
  );
}

function samePart(one: Place, other: Place): boolean {
  return partOf(one) === partOf(other);
}

function partOf(place: Place): string {
  if (place.at === 'letter' || place.at === 'entry') return place.book;
  return place.at === 'table' ? place.table : place.at;
}

/** Chapters, blocks and codes; what stands below a line is asked for when it is opened. */
const TabularTree = memo(function TabularTree() {
  const { release, go } = useBook();
  const { system, version } = release;
  const [below, setBelow] = useState<ReadonlyMap<string | null, BookRow[]>>(new Map());
  const [expanded, setExpanded] = useState<ReadonlySet<Key>>(new Set());
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  useEffect(() => {
    let current = true;
    request('book.tree', { release: { system, version }, id: null }).then(
      (rows) => current && setBelow(new Map([[null, rows]])),
      (error: unknown) => current && setFailure(asFailure(error)),
    );
    return () => {
      current = false;
    };
  }, [system, version]);

  async function expand(keys: ReadonlySet<Key>) {
    const missing = [...keys].map(String).filter((id) => !below.has(id));
    try {
      const loaded = await Promise.all(
        missing.map(
          async (id) => [id, await request('book.tree', { release: { system, version }, id })] as const,
        ),
      );
      setBelow((before) => new Map([...before, ...loaded]));
      setExpanded(keys);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  if (failure) return <FailureNotice failure={failure} />;
  return (
    <Tree
      className="book-tree"
      aria-label={t('book.tabularList')}
      items={branchesOf(null, below)}
      selectionMode="none"
      expandedKeys={expanded as Set<Key>}
      onExpandedChange={(keys) => void expand(keys)}
      onAction={(key) => go({ at: 'page', id: String(key) })}
    >
      {(branch) => <Line branch={branch} />}
    </Tree>
  );
});

function branchesOf(id: string | null, below: ReadonlyMap<string | null, BookRow[]>): Branch[] {
  return (below.get(id) ?? []).map((row) => ({
    ...row,
    below: row.hasChildren && !below.has(row.id) ? [unread(row)] : branchesOf(row.id, below),
  }));
}

/** Stands below a line that has not been opened, for the tree takes only lines with others below for openable. */
function unread({ id }: BookRow): Branch {
  return { id: `${id} …`, kind: 'code', title: '', billable: false, hasChildren: false, below: [] };
}

function Line({ branch }: { branch: Branch }) {
  const { release } = useBook();
  return (
    <TreeItem
      id={branch.id}
      className="book-tree-item"
      textValue={`${branch.id} ${branch.title}`}
      data-id={branch.id}
    >
      <TreeItemContent>
        {({ isExpanded }) => (
          <span className="book-tree-line">
            {branch.hasChildren ? (
              <Button slot="chevron" className="book-chevron">
                <span aria-hidden="true">{isExpanded ? '▾' : '▸'}</span>
              </Button>
            ) : (
              <span className="book-chevron" />
            )}
            <span className="code" data-kind={branch.kind}>
              {chapterNumber(branch)}
            </span>
            <span className="book-tree-title" lang={release.language}>
              {branch.title}
            </span>
          </span>
        )}
      </TreeItemContent>
      <Collection items={branch.below}>{(child) => <Line branch={child} />}</Collection>
    </TreeItem>
  );
}
