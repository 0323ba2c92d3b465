import { memo, useState, type ReactNode } from 'react';
import type { BookPage, IndexPath } from '../../shared/book.ts';
import { formatDate } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';
import { chapterNumber } from './noteGroups.ts';
import { ChangeList } from './Changes.tsx';
import { CodeLink, Notes, Rows } from './Notes.tsx';
import { PlaceLink } from './PlaceLink.tsx';
import { tableFilter } from './search.ts';
import { SeventhPicker } from './SeventhPicker.tsx';
import type { Place } from './state.ts';

/** All that the book says at a chapter, block or code. */
export const CodePage = memo(function CodePage({ page }: { page: BookPage }) {
  const { release } = useBook();
  const { row } = page;
  const notes = [...page.notes, ...page.inherited.flatMap((each) => each.notes)];
  // What the seventh characters make is listed with them.
  const made = new Set(page.sevenths.map(({ code }) => code));
  const below = page.children.filter((child) => !made.has(child.id));
  const older = notes.some((note) => note.confirmed !== release.version);
  return (
    <>
      <Facts page={page} />
      {page.sevenths.length > 0 && <SeventhPicker key={row.id} page={page} />}
      {page.notes.length > 0 && <Notes notes={page.notes} />}
      {below.length > 0 && (
        <Section title={t(row.kind === 'chapter' ? 'book.blocks' : 'book.codesBelow')}>
          <Rows rows={below} />
        </Section>
      )}
      {page.inherited.map(({ from, notes: inherited }) => (
        <section key={from.id} className="book-inherited" data-testid="inherited" data-from={from.id}>
          <h4>
            {from.kind === 'chapter' ? (
              t('book.fromChapter', { number: chapterNumber(from) })
            ) : (
              <>
                {t('book.from')} <CodeLink id={from.id} />
              </>
            )}{' '}
            <span className="book-quiet" lang={release.language}>
              {from.title}
            </span>
          </h4>
          <Notes notes={inherited} />
        </section>
      ))}
      {page.siblings.length > 0 && (
        <Section title={t('book.beside')}>
          <table className="book-siblings" data-testid="siblings">
            <thead>
              <tr>
                <th scope="col">{t('book.code')}</th>
                <th scope="col">{t('book.whatDiffers')}</th>
              </tr>
            </thead>
            <tbody>
              {page.siblings.map(({ row: sibling, differs }) => (
                <tr key={sibling.id}>
                  <td>
                    <CodeLink id={sibling.id} />
                  </td>
                  <td lang={release.language}>
                    <Differing title={sibling.title} differs={differs} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {page.indexed.length > 0 && <Indexed paths={page.indexed} />}
      {page.changes.length > 0 && (
        <Section title={t('book.changedIn', { release: release.version })}>
          <ChangeList changes={page.changes} />
        </Section>
      )}
      {older && <p className="book-explained">{t('book.confirmedExplained')}</p>}
    </>
  );
});

/** A sibling's title, with the words in bold that tell it from the code one is at. */
function Differing({ title, differs }: { title: string; differs: string }) {
  const at = title.indexOf(differs);
  if (differs === '' || at < 0) return title;
  return (
    <>
      {title.slice(0, at)}
      <strong>{differs}</strong>
      {title.slice(at + differs.length)}
    </>
  );
}

function Section(props: { title: string; children: ReactNode }) {
  return (
    <section className="book-section">
      <h4>{props.title}</h4>
      {props.children}
    </section>
  );
}

function Facts({ page }: { page: BookPage }) {
  if (page.row.kind !== 'code') return null;
  const hccs = new Map<string, string[]>();
  for (const { model, hcc, label } of page.hccs) {
    const name = `${hcc} ${label}`;
    hccs.set(name, [...(hccs.get(name) ?? []), model]);
  }
  return (
    <>
      <ul className="book-facts" aria-label={t('book.facts')}>
        <li className="chip" data-billable={page.row.billable}>
          {t(page.row.billable ? 'book.billable' : 'book.headerChoose')}
        </li>
        {page.poaExempt && <li className="chip">{t('book.poaExempt')}</li>}
        {page.since !== null && <li className="chip">{t('book.since', { date: formatDate(page.since) })}</li>}
        {page.replaces.map(({ code, title, effective }) => (
          <li key={code} className="chip" title={title ?? undefined}>
            {t('book.replaces', { code, date: formatDate(effective) })}
          </li>
        ))}
      </ul>
      {hccs.size > 0 && (
        <details className="book-hccs">
          <summary>{t('book.risk', { count: hccs.size })}</summary>
          <ul>
            {[...hccs].map(([name, models]) => (
              <li key={name}>
                {name} <span className="book-quiet">{models.join(', ')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const books = {
  external: 'book.external',
  neoplasm: 'book.neoplasms',
  drug: 'book.drugs',
} as const;
const termsAtFirst = 12;

/** The terms of indexes and tables that lead to the code. */
function Indexed({ paths }: { paths: readonly IndexPath[] }) {
  const [all, setAll] = useState(false);
  const { release } = useBook();
  const shown = all ? paths : paths.slice(0, termsAtFirst);
  return (
    <Section title={t('book.termsHere')}>
      <ul className="book-terms" data-testid="indexed" lang={release.language}>
        {shown.map((path) => (
          <li key={`${path.book} ${path.entry} ${path.column ?? ''}`}>
            <PlaceLink to={placeOfPath(path)}>{path.path.join(' › ')}</PlaceLink>{' '}
            <span className="book-quiet">
              {path.book === 'index' ? null : t(books[path.book])}
              {path.column !== null && ` · ${path.column}`}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < paths.length && (
        <button type="button" className="button button-quiet button-small" onClick={() => setAll(true)}>
          {t('book.moreTerms', { count: paths.length - shown.length })}
        </button>
      )}
    </Section>
  );
}

function placeOfPath({ book, entry, path }: IndexPath): Place {
  if (book === 'index' || book === 'external') return { at: 'entry', book, entry };
  return { at: 'table', table: book, filter: tableFilter(path) };
}
