import type { ReactNode } from 'react';
import { useBook } from './BookContext.ts';
import type { Place } from './state.ts';

/** Leads to another place in the book. */
export function PlaceLink(props: {
  to: Place;
  className?: string;
  title?: string | undefined;
  children: ReactNode;
}) {
  const { go } = useBook();
  const { to } = props;
  const target = 'id' in to ? to.id : undefined;
  return (
    <a
      // A link to be heard and followed as one; the click never leaves the page.
      href={`?${target ?? to.at}`}
      className={props.className ?? 'book-link'}
      title={props.title}
      data-target={target}
      onClick={(event) => {
        event.preventDefault();
        go(to);
      }}
    >
      {props.children}
    </a>
  );
}
