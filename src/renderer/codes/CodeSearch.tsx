import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { CodeHit, EvidenceSpan } from '../../shared/coding.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { plural } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';

const mostHits = 20;
const longestQuery = 200;

interface Found {
  query: string;
  hits: CodeHit[];
}

/** Finds a code in the catalogue and adds it, with the words selected in the document as its evidence. */
export function CodeSearch(props: {
  query: string;
  evidence: readonly EvidenceSpan[];
  /** Final codes, which need not be added again. */
  taken: ReadonlySet<string>;
  onAdd: (hit: CodeHit) => void;
  onClose: () => void;
}) {
  const [query, setQuery] = useState(() => props.query.replace(/\s+/gu, ' ').slice(0, longestQuery));
  const quoted = props.evidence[0];
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [active, setActive] = useState(0);
  const options = useRef<HTMLUListElement>(null);
  const id = useId();
  const wanted = query.trim();

  useEffect(() => {
    if (wanted === '') return;
    let latest = true;
    const timer = setTimeout(() => {
      request('catalog.search', { query: wanted, limit: mostHits }).then(
        (hits) => {
          if (!latest) return;
          setFound({ query: wanted, hits });
          setFailure(null);
          const firstBillable = hits.findIndex((hit) => hit.billable);
          setActive(Math.max(0, firstBillable));
          announce(hits.length === 0 ? 'No code found.' : `${plural(hits.length, 'code')} found.`);
        },
        (error: unknown) => latest && setFailure(asFailure(error)),
      );
    }, 80);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [wanted]);

  const hits = wanted === '' ? [] : (found?.hits ?? []);

  useEffect(() => {
    options.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);

  function choose(hit: CodeHit) {
    if (props.taken.has(hit.code)) {
      announce(`${hit.code} is among the final codes already.`);
      return;
    }
    if (!hit.billable) {
      // A header leads to the codes below it.
      setQuery(hit.code);
      announce(`${hit.code} is a header: choose a billable code below it.`);
      return;
    }
    props.onAdd(hit);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setActive((before) => Math.min(hits.length - 1, Math.max(0, before + step)));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const hit = hits[active];
      // Results of an older query must not be taken for those of this one.
      if (hit && found?.query === wanted) choose(hit);
    }
  }

  return (
    <AppDialog title="Add a code" testId="code-search" size="wide" onClose={props.onClose}>
      {quoted && (
        <p className="search-evidence">
          Evidence: <q>{quoted.text.replace(/\s+/gu, ' ').slice(0, 160)}</q>
          {props.evidence.length > 1 && ` and ${plural(props.evidence.length - 1, 'further mention')}`}
        </p>
      )}
      <label className="field-label" htmlFor={`${id}-input`}>
        Code or words of the catalogue
      </label>
      <input
        id={`${id}-input`}
        className="field"
        type="text"
        role="combobox"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={longestQuery}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={hits[active] ? `${id}-${active}` : undefined}
        data-testid="code-search-input"
        value={query}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {failure && <FailureNotice failure={failure} />}
      <ul
        id={`${id}-list`}
        ref={options}
        role="listbox"
        aria-label="Codes found"
        className="search-options"
        data-stale={wanted !== '' && found?.query !== wanted ? 'true' : undefined}
      >
        {hits.map((hit, index) => (
          <SearchOption
            key={hit.code}
            id={`${id}-${index}`}
            hit={hit}
            active={index === active}
            taken={props.taken.has(hit.code)}
            onPoint={() => setActive(index)}
            onChoose={() => choose(hit)}
          />
        ))}
      </ul>
      {hits.length === 0 && !failure && (
        <p className="search-hint">
          {wanted === ''
            ? 'Type part of a code, such as E11.6, or words, such as diabetic foot ulcer.'
            : found?.query === wanted
              ? `No code matches “${wanted}”. Try fewer words, or other ones.`
              : 'Searching…'}
        </p>
      )}
      <p className="dialog-keys">
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> add <kbd>Esc</kbd> close
      </p>
    </AppDialog>
  );
}

function SearchOption(props: {
  id: string;
  hit: CodeHit;
  active: boolean;
  taken: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  const { hit } = props;
  const note = props.taken
    ? 'among the final codes already'
    : hit.billable
      ? null
      : 'header: choose a billable code below it';
  return (
    <li
      id={props.id}
      role="option"
      className="search-option"
      aria-selected={props.active}
      aria-disabled={note !== null}
      data-testid="code-search-option"
      data-code={hit.code}
      data-billable={hit.billable}
      onMouseMove={props.active ? undefined : props.onPoint}
      onClick={props.onChoose}
    >
      <span className="code">{hit.code}</span>
      <span className="search-title">
        {hit.title}
        {hit.path.length > 0 && <span className="search-path">{hit.path.join(' › ')}</span>}
      </span>
      <span className="search-note">{note ?? 'billable'}</span>
    </li>
  );
}
