import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { EvidenceSpan } from '../../shared/coding.ts';
import type { BookRequest } from '../book/BookContext.ts';
import { CodesPane } from '../codes/CodesPane.tsx';
import { ScoresDialog } from '../codes/ScoresDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { singleLetters } from '../settings/preferences.ts';
import { DocumentPane } from './DocumentPane.tsx';
import { EncounterDate } from './EncounterDate.tsx';
import { FinishDialog } from './FinishDialog.tsx';
import { commandFor, placeOf, type Command } from './keyboard.ts';
import { KeyboardDialog } from './KeyboardDialog.tsx';
import { finalDecisions } from './rows.ts';
import { selectedEvidence } from './selection.ts';
import { allRows, shownRows } from './state.ts';
import { useChart } from './useChart.ts';

type Open = 'finish' | 'keyboard' | 'scores';

/** One chart: its documents on the left, its codes on the right, all of it worked from the keyboard. */
export function ChartScreen(props: {
  id: string;
  /** Whether something lies over the chart, so that its keys rest. */
  covered: boolean;
  onBook: (request: BookRequest) => void;
  /** Takes what opens the book from this chart; null when the chart is left. */
  onBookOpener: (open: (() => void) | null) => void;
  onBack: () => void;
}) {
  const disturbed = useRef(false);
  const pane = useRef<HTMLDivElement>(null);
  const { state, actions } = useChart(props.id, disturbed);
  const [open, setOpen] = useState<Open | null>(null);
  const [focusRound, setFocusRound] = useState(0);
  const { chart, coding, selected } = state;
  const rows = useMemo(() => allRows(state), [state]);
  const shown = shownRows(state, rows);
  const document = chart?.documents.find((each) => each.id === state.document);
  const finished = coding?.finished ?? false;
  const final = finalDecisions(coding);
  // The chart may still be read while the book is open.
  const latestRows = useRef(rows);
  const undecided = rows.filter((row) => row.tier === 'suggestion' && row.state === 'undecided').length;

  /** True while decisions may be made; says why not otherwise. */
  function mayDecide(): boolean {
    if (!coding) return false;
    if (finished) announce('This chart is finished. Reopen it to change its codes.');
    return !finished;
  }

  function decide(code: string | null, action: 'accept' | 'reject') {
    const row = rows.find((each) => each.code === code);
    if (!row || !mayDecide()) return;
    if (action === 'accept' && !row.billable) {
      // The words support the header; the coder chooses which code below it they mean.
      openBook(row.code, row.mentions);
      announce(`${row.code} is a header: choose a billable code below it.`);
      return;
    }
    actions.decide(row, action);
  }

  function openBook(query: string, evidence: readonly EvidenceSpan[]) {
    props.onBook({
      query,
      look: selected,
      chart: props.id,
      coding:
        coding && !finished
          ? {
              evidence,
              taken: new Set(final.map((decision) => decision.code)),
              add: (code, title) => {
                const known = latestRows.current.find((row) => row.code === code)?.mentions ?? [];
                actions.add(code, title, evidence.length > 0 ? evidence : known);
              },
            }
          : null,
    });
  }

  function search() {
    const evidence = document ? selectedEvidence(pane.current, document.id, document.text) : null;
    if (finished) announce('This chart is finished: the book opens to be read.');
    openBook(evidence?.text ?? '', evidence ? [evidence] : []);
  }

  function run(command: Command) {
    switch (command) {
      case 'next':
      case 'previous':
        actions.dispatch({ type: 'step', step: command === 'next' ? 1 : -1 });
        setFocusRound((before) => before + 1);
        return;
      case 'accept':
      case 'reject':
        decide(selected, command);
        setFocusRound((before) => before + 1);
        return;
      case 'undo':
        if (mayDecide()) actions.undo();
        return;
      case 'next-mention':
      case 'previous-mention':
        actions.dispatch({ type: 'step-mention', step: command === 'next-mention' ? 1 : -1 });
        return;
      case 'search':
        search();
        return;
      case 'finish':
        if (mayDecide()) setOpen('finish');
        return;
      case 'help':
        setOpen('keyboard');
        return;
      case 'back':
        props.onBack();
    }
  }

  useEffect(() => {
    latestRows.current = rows;
  }, [rows]);

  const bookOpener = useEffectEvent((here: boolean) => props.onBookOpener(here ? search : null));
  useEffect(() => {
    bookOpener(true);
  });
  useEffect(() => () => bookOpener(false), []);

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || open !== null || props.covered || event.isComposing) return;
    const command = commandFor(event, placeOf(event.target), singleLetters());
    // A held key may walk through the list; it must not decide one code after the other.
    if (!command || (event.repeat && command !== 'next' && command !== 'previous')) return;
    event.preventDefault();
    run(command);
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  const back = (
    <button type="button" className="button button-quiet back" title="Worklist (Esc)" onClick={props.onBack}>
      <span aria-hidden="true">←</span> Worklist
    </button>
  );

  if (state.openFailure) {
    return (
      <div className="page">
        <ScreenTitle windowTitle="Chart">Chart</ScreenTitle>
        <FailureNotice failure={state.openFailure} onRetry={actions.openAgain} />
        {back}
      </div>
    );
  }

  return (
    <div className="chart">
      <div className="chart-head">
        {back}
        <ScreenTitle windowTitle={chart?.name ?? 'Chart'}>{chart?.name ?? 'Opening the chart…'}</ScreenTitle>
        {chart?.sample && <span className="chip">Sample</span>}
        {chart && <EncounterDate chart={chart} finished={finished} onChanged={actions.openAgain} />}
        <span className="chart-tools">
          <button
            type="button"
            className="button button-quiet button-small"
            // Not disabled: the focus would be lost when the last decision is taken back.
            aria-disabled={!coding?.canUndo || finished}
            onClick={() => run('undo')}
          >
            Undo <kbd>U</kbd>
          </button>
          <button type="button" className="button button-quiet button-small" onClick={() => run('help')}>
            Keys <kbd>?</kbd>
          </button>
          {finished ? (
            <button type="button" className="button button-small" onClick={actions.reopen}>
              Reopen
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary button-small"
              disabled={!coding}
              onClick={() => run('finish')}
            >
              Finish… <kbd>F</kbd>
            </button>
          )}
        </span>
      </div>
      {finished && (
        <p className="finished-note" role="note">
          <strong>✓ This chart is finished.</strong> Its codes are closed; reopen it to change them.
        </p>
      )}
      {state.problem && (
        <FailureNotice
          failure={state.problem}
          onDismiss={() => actions.dispatch({ type: 'dismiss-problem' })}
        />
      )}
      <div className="panes">
        {chart && document ? (
          <DocumentPane
            chart={chart}
            document={document}
            rows={rows}
            selected={selected}
            mention={state.mention}
            reveal={state.reveal}
            pane={pane}
            onDisturbed={() => {
              disturbed.current = true;
            }}
            onDocument={(id) => actions.dispatch({ type: 'show-document', document: id })}
            onPlace={(start, end) => actions.dispatch({ type: 'show-place', start, end })}
            onSelect={(code) => actions.dispatch({ type: 'select', code })}
          />
        ) : (
          <section className="document-pane" aria-label="Documents">
            <Loading what="Opening the chart…" />
          </section>
        )}
        <CodesPane
          reading={state.reading}
          coding={coding}
          rows={rows}
          shown={shown}
          selected={selected}
          mention={state.mention}
          finished={finished}
          focusRound={focusRound}
          actions={{
            select: (code) => actions.dispatch({ type: 'select', code }),
            accept: (code) => decide(code, 'accept'),
            reject: (code) => decide(code, 'reject'),
          }}
          onShowAll={() => actions.dispatch({ type: 'show-all' })}
          onRead={actions.read}
          onStop={actions.stopReading}
          onSearch={search}
          onScores={() => setOpen('scores')}
        />
      </div>
      {open === 'finish' && (
        <FinishDialog
          decisions={final}
          undecided={undecided}
          onClose={() => setOpen(null)}
          onFinish={() => {
            setOpen(null);
            actions.finish();
          }}
        />
      )}
      {open === 'keyboard' && <KeyboardDialog onClose={() => setOpen(null)} />}
      {open === 'scores' && state.reading.phase === 'ready' && (
        <ScoresDialog
          run={state.reading.run}
          row={rows.find((row) => row.code === selected)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
