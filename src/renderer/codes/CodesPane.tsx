import { useEffect, useRef } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import type { ChartCoding, CodeFamily } from '../../shared/coding.ts';
import { ariaKeys, type Command } from '../chart/keyboard.ts';
import { finalDecisions, undecidedSuggestions, type CodeRow } from '../chart/rows.ts';
import type { Reading } from '../chart/state.ts';
import { whereOf } from '../chart/where.ts';
import { CommandKey } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { CodeRowItem, type RowActions } from './CodeRowItem.tsx';
import { ReadingState } from './ReadingState.tsx';
import { RowDetails, type DetailsTab } from './RowDetails.tsx';

/** The codes under consideration, by likelihood, and what can be done with the selected one. */
export function CodesPane(props: {
  reading: Reading;
  documents: readonly ChartDocument[];
  coding: ChartCoding | null;
  rows: readonly CodeRow[];
  shown: readonly CodeRow[];
  selected: string | null;
  mention: number;
  closed: boolean;
  /** Of the selected code; undefined while the book is asked, null where it could not be. */
  family: CodeFamily | null | undefined;
  options: CodeFamily['options'];
  tab: DetailsTab;
  /** Counts up when the keyboard moved the selection, so that the focus follows. */
  focusRound: number;
  actions: RowActions;
  onTab: (tab: DetailsTab) => void;
  onOption: (index: number) => void;
  onCommand: (command: Command) => void;
  onShowAll: () => void;
  onRead: () => void;
  onStop: () => void;
  onSearch: () => void;
  /** Tells what the percentages mean. */
  onScores: () => void;
}) {
  const { reading, documents, rows, shown, selected, focusRound, closed } = props;
  // The list moves when a final code or a note joins it on the screen; the selected row must stay in sight.
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
  }, [selected, focusRound, finalCount, closed]);

  const groups = {
    suggestion: shown.filter((row) => row.tier === 'suggestion'),
    other: shown.filter((row) => row.tier === 'other'),
    candidate: shown.filter((row) => row.tier === 'candidate' && !row.notAffirmed),
    notAffirmed: shown.filter((row) => row.notAffirmed),
  };
  const candidates = rows.filter((row) => row.tier === 'candidate').length;
  const hidden = candidates - groups.candidate.length - groups.notAffirmed.length;
  const undecided = undecidedSuggestions(rows).length;
  const selectedRow = rows.find((row) => row.code === selected);

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
          mention={row.code === selected ? props.mention : row.primary}
          documents={documents}
          closed={closed}
          actions={props.actions}
        />
      ))}
    </ul>
  );

  return (
    <section className="codes-pane" aria-label={t('codes.pane')}>
      <div className="codes-scroll" ref={list}>
        <div className="codes-head">
          <h2>{t('codes.suggestions')}</h2>
          {reading.phase === 'ready' && (
            <span className="codes-count">
              {groups.suggestion.length === 0
                ? t('codes.none')
                : undecided === 0
                  ? t('codes.allDecided', { count: groups.suggestion.length })
                  : t('codes.undecided', { count: undecided })}
            </span>
          )}
          {reading.phase === 'ready' && rows.some((row) => row.score !== null) && (
            <button type="button" className="status-button codes-count" onClick={props.onScores}>
              {t('codes.aboutPercent')}
              <span className="visually-hidden"> {t('codes.aboutPercentRest')}</span>
            </button>
          )}
          <span className="codes-tools">
            {!closed && undecided > 0 && (
              <button
                type="button"
                className="button button-quiet button-small"
                aria-keyshortcuts={ariaKeys('accept-visible')}
                onClick={() => props.onCommand('accept-visible')}
              >
                {t('codes.acceptSeen')} <CommandKey of="accept-visible" />
              </button>
            )}
            <button
              type="button"
              className="button button-small"
              aria-keyshortcuts={ariaKeys('search')}
              onClick={props.onSearch}
              disabled={closed}
            >
              {t('codes.addCode')} <CommandKey of="search" />
            </button>
          </span>
        </div>
        <ReadingState reading={reading} onRead={props.onRead} onStop={props.onStop} />
        {reading.phase === 'ready' && groups.suggestion.length === 0 && (
          <p className="codes-none">{t('codes.noneSuggested')}</p>
        )}
        {groups.suggestion.length > 0 && items(groups.suggestion, t('codes.listSuggested'))}
        {groups.other.length > 0 && (
          <>
            <h3 className="codes-divider">
              {t(
                groups.other.every((row) => row.state === 'added')
                  ? 'codes.dividerAdded'
                  : 'codes.dividerOther',
              )}
            </h3>
            {items(groups.other, t('codes.listOther'))}
          </>
        )}
        {groups.candidate.length > 0 && (
          <>
            <h3 className="codes-divider">{t('codes.dividerCandidates')}</h3>
            {items(groups.candidate, t('codes.listCandidates'))}
          </>
        )}
        {groups.notAffirmed.length > 0 && (
          <>
            <h3 className="codes-divider">{t('codes.dividerNotAffirmed')}</h3>
            {items(groups.notAffirmed, t('codes.listNotAffirmed'))}
          </>
        )}
        {hidden > 0 && (
          <button type="button" className="button button-quiet show-all" onClick={showAll}>
            {t('codes.showMore', { count: hidden })}
          </button>
        )}
      </div>
      <RowDetails
        row={selectedRow}
        family={props.family}
        options={props.options}
        mention={props.mention}
        where={selectedRow ? whereOf(documents, selectedRow.mentions[props.mention]) : null}
        closed={closed}
        tab={props.tab}
        onTab={props.onTab}
        onOption={props.onOption}
        onCommand={props.onCommand}
      />
    </section>
  );
}
