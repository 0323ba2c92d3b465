import { useEffect, useRef } from 'react';
import type { ChartCoding } from '../../shared/coding.ts';
import { formatNumber, plural } from '../components/format.ts';
import { finalDecisions, type CodeRow } from '../chart/rows.ts';
import type { Reading } from '../chart/state.ts';
import { CodeRowItem, type RowActions } from './CodeRowItem.tsx';
import { FinalCodes } from './FinalCodes.tsx';
import { ReadingState } from './ReadingState.tsx';

/** The codes under consideration, by likelihood, and below them what will be reported. */
export function CodesPane(props: {
  reading: Reading;
  coding: ChartCoding | null;
  rows: readonly CodeRow[];
  shown: readonly CodeRow[];
  selected: string | null;
  mention: number;
  finished: boolean;
  /** Counts up when the keyboard moved the selection, so that the focus follows. */
  focusRound: number;
  actions: RowActions;
  onShowAll: () => void;
  onRead: () => void;
  onStop: () => void;
  onSearch: () => void;
  /** Tells what the percentages mean. */
  onScores: () => void;
}) {
  const { reading, rows, shown, selected, focusRound, finished } = props;
  // The list shrinks when a final code or a note joins it on the screen; the selected row must stay in sight.
  const finalCount = finalDecisions(props.coding).length;
  const list = useRef<HTMLDivElement>(null);
  const focused = useRef(0);

  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[data-row-button][aria-current="true"]');
    if (!row) return;
    // Focus and selection never part: Enter works on the row that has the ring.
    const onAnotherRow = document.activeElement?.matches('[data-row-button]') ?? false;
    if (focusRound > focused.current || onAnotherRow) row.focus({ preventScroll: true });
    focused.current = focusRound;
    row.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [selected, focusRound, finalCount, finished]);

  const groups = {
    suggestion: shown.filter((row) => row.tier === 'suggestion'),
    other: shown.filter((row) => row.tier === 'other'),
    candidate: shown.filter((row) => row.tier === 'candidate' && !row.notAffirmed),
    notAffirmed: shown.filter((row) => row.notAffirmed),
  };
  const candidates = rows.filter((row) => row.tier === 'candidate').length;
  const hidden = candidates - groups.candidate.length - groups.notAffirmed.length;
  const undecided = rows.filter((row) => row.tier === 'suggestion' && row.state === 'undecided').length;

  // The button leaves with the click; the focus goes to the codes it was among.
  const showAll = () => {
    props.onShowAll();
    list.current?.querySelector<HTMLElement>('[data-row-button][aria-current="true"]')?.focus();
  };

  const items = (group: readonly CodeRow[], label: string) => (
    <ul className="code-list" aria-label={label}>
      {group.map((row) => (
        <CodeRowItem
          key={row.code}
          row={row}
          selected={row.code === selected}
          mention={props.mention}
          finished={finished}
          actions={props.actions}
        />
      ))}
    </ul>
  );

  return (
    <section className="codes-pane" aria-label="Codes">
      <div className="codes-scroll" ref={list}>
        <div className="codes-head">
          <h2>Suggestions</h2>
          {reading.phase === 'ready' && (
            <span className="codes-count">
              {groups.suggestion.length === 0
                ? 'none'
                : undecided === 0
                  ? `all ${formatNumber(groups.suggestion.length)} decided`
                  : `${formatNumber(undecided)} undecided`}
            </span>
          )}
          {rows.some((row) => row.score !== null) && (
            <button type="button" className="status-button codes-count" onClick={props.onScores}>
              About %<span className="visually-hidden"> scores</span>
            </button>
          )}
          <button
            type="button"
            className="button button-small"
            aria-keyshortcuts="/"
            onClick={props.onSearch}
            disabled={finished}
          >
            Add a code… <kbd>/</kbd>
          </button>
        </div>
        <ReadingState reading={reading} onRead={props.onRead} onStop={props.onStop} />
        {reading.phase === 'ready' && groups.suggestion.length === 0 && (
          <p className="codes-none">
            The model suggests no code for this chart. Read it and add codes from the catalogue.
          </p>
        )}
        {groups.suggestion.length > 0 && items(groups.suggestion, 'Suggested codes')}
        {groups.other.length > 0 && (
          <>
            <h3 className="codes-divider">
              {groups.other.every((row) => row.state === 'added') ? 'Added by you' : 'Decided, not suggested'}
            </h3>
            {items(groups.other, 'Codes that were not suggested')}
          </>
        )}
        {groups.candidate.length > 0 && (
          <>
            <h3 className="codes-divider">Less likely: below the calibrated threshold</h3>
            {items(groups.candidate, 'Less likely codes')}
          </>
        )}
        {groups.notAffirmed.length > 0 && (
          <>
            <h3 className="codes-divider">Mentioned, but denied, suspected, past or of a relative</h3>
            {items(groups.notAffirmed, 'Codes that are mentioned but not affirmed')}
          </>
        )}
        {hidden > 0 && (
          <button type="button" className="button button-quiet show-all" onClick={showAll}>
            Show {plural(hidden, 'more code')} that {hidden === 1 ? 'is' : 'are'} not suggested
          </button>
        )}
      </div>
      <FinalCodes coding={props.coding} selected={selected} onSelect={props.actions.select} />
    </section>
  );
}
