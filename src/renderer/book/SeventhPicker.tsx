import { useState } from 'react';
import type { BookPage } from '../../shared/book.ts';
import { Keys } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { useBook } from './BookContext.ts';

/** The seventh characters due here; the one chosen makes the full code. */
export function SeventhPicker({ page }: { page: BookPage }) {
  const { add, go } = useBook();
  const choices = page.sevenths;
  const possible = choices.filter((choice) => choice.code !== null);
  const [picked, setPicked] = useState<string | null>(
    () => possible.find((choice) => choice.code === page.row.id)?.code ?? null,
  );

  function take(code: string | null) {
    if (code === null) return;
    const meaning = choices.find((choice) => choice.code === code)?.meaning ?? '';
    if (add && code !== page.row.id) {
      add(code, page.children.find((child) => child.id === code)?.title ?? `${page.row.title}, ${meaning}`);
    } else if (add) add(code, page.row.title);
    else go({ at: 'page', id: code });
  }

  if (possible.length === 0) {
    return (
      <section className="book-section" data-testid="seventh-table">
        <h4>{t('book.seventhsBelow')}</h4>
        <ul className="book-sevenths">
          {choices.map(({ character, meaning }) => (
            <li key={character} className="book-seventh">
              <span className="code">{character}</span>
              <span>{meaning}</span>
            </li>
          ))}
        </ul>
      </section>
    );
  }
  return (
    <fieldset className="book-section" data-testid="seventh-picker">
      <legend>
        <h4>{t('book.seventh')}</h4>
      </legend>
      <div
        className="book-sevenths"
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          take(picked);
        }}
      >
        {choices.map(({ character, meaning, code }) => (
          <label key={character} className="book-seventh" data-picked={picked === code && code !== null}>
            <input
              type="radio"
              name={`seventh of ${page.row.id}`}
              value={character}
              disabled={code === null}
              checked={code !== null && picked === code}
              onChange={() => setPicked(code)}
            />
            <span className="code">{character}</span>
            <span>{meaning}</span>
            <span className="code book-seventh-code">{code ?? t('book.noSuchCode')}</span>
          </label>
        ))}
      </div>
      <p className="book-seventh-do">
        <button
          type="button"
          className="button button-small"
          disabled={picked === null || (!add && picked === page.row.id)}
          onClick={() => take(picked)}
        >
          {picked === null
            ? t('book.chooseCharacter')
            : t(add ? 'book.addCode' : 'book.openCode', { code: picked })}{' '}
          <Keys of="Enter" />
        </button>
      </p>
    </fieldset>
  );
}
