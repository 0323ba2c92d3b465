import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import type { EvidenceSpan, RejectReason } from '../../shared/coding.ts';
import type { BookRequest, Coding } from '../book/BookContext.ts';
import { asFailure, request } from '../bridge.ts';
import type { RowActions } from '../codes/CodeRowItem.tsx';
import { CodesPane } from '../codes/CodesPane.tsx';
import { FinalCodes } from '../codes/FinalCodes.tsx';
import { LastLine } from '../codes/LastLine.tsx';
import { optionsOf } from '../codes/options.ts';
import type { DetailsTab } from '../codes/RowDetails.tsx';
import { useFamilies } from '../codes/useFamilies.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { useLatest } from '../components/useLatest.ts';
import { t } from '../i18n/i18n.ts';
import { ReturnedFindings } from '../review/ReturnedFindings.tsx';
import { singleLetters } from '../settings/preferences.ts';
import { useActivity } from '../work/useActivity.ts';
import { nextChart } from '../worklist/nextChart.ts';
import { ChartDialogs, type OpenDialog } from './ChartDialogs.tsx';
import { BackButton, ChartBanner, ChartHead } from './ChartHead.tsx';
import { isClosed, isOffered, rests, type ChartCommand } from './commands.ts';
import { DocumentPane, type FindState } from './DocumentPane.tsx';
import { isInpatient, moved, nextPoa, withExempt } from './finals.ts';
import { allCommands, commandFor, optionFor, placeOf, type Command } from './keyboard.ts';
import type { MarksShown } from './marks.ts';
import { finalDecisions, nextUndecided, presumedReason, undecidedSuggestions, type CodeRow } from './rows.ts';
import { SeenCodes } from './seen.ts';
import { selectedEvidence } from './selection.ts';
import { allRows, shownRows } from './state.ts';
import { useChart } from './useChart.ts';

const noDocuments: readonly ChartDocument[] = [];

/** One chart: its documents, its suggestions, its final codes, all of it worked from the keyboard. */
export function ChartScreen(props: {
  id: string;
  /** Whether something lies over the chart, so that its keys rest. */
  covered: boolean;
  onBook: (request: BookRequest) => void;
  /** Takes what opens the book from this chart; null when the chart is left. */
  onBookOpener: (open: (() => void) | null) => void;
  /** Takes the commands that work now, for the palette; none when the chart is left. */
  onCommands: (commands: readonly ChartCommand[]) => void;
  /** Opens another chart in its place. */
  onOpen: (chart: string) => void;
  onBack: () => void;
}) {
  const disturbed = useRef(false);
  const pane = useRef<HTMLDivElement>(null);
  const seen = useRef(new SeenCodes());
  const { state, actions } = useChart(props.id, disturbed);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [focusRound, setFocusRound] = useState(0);
  const [finalRound, setFinalRound] = useState(0);
  const [marks, setMarks] = useState<MarksShown>('all');
  const [find, setFind] = useState<FindState>({ open: false, round: 0 });
  const [tab, setTab] = useState<DetailsTab>('instead');
  useActivity(props.id);

  const { chart, selected } = state;
  const rows = allRows(state);
  const shown = shownRows(state, rows);
  const row = rows.find((each) => each.code === selected);
  const document = chart?.documents.find((each) => each.id === state.document);
  const closed = isClosed(state.coding);
  const inpatient = isInpatient(chart?.header.type ?? null);
  const final = finalDecisions(state.coding);
  const order = final.map(({ code }) => code);
  const run = state.reading.phase === 'ready' ? state.reading.run : null;
  // The chart may still be read while the book is open.
  const latestRows = useRef(rows);

  const families = useFamilies(props.id, chart?.header.encounterDate ?? null, [
    ...(selected === null ? [] : [selected, nextUndecided(shown, selected)]),
    // Which final codes are exempt from POA reporting.
    ...(inpatient ? order : []),
  ]);
  const coding = useMemo(
    () =>
      state.coding && inpatient
        ? withExempt(state.coding, (code) => families.get(code)?.poaExempt ?? false)
        : state.coding,
    [state.coding, inpatient, families],
  );
  const family = selected === null ? undefined : families.get(selected);
  const options = optionsOf(family, new Set(order));

  /** True while decisions may be made; says why not otherwise. */
  function mayDecide(): boolean {
    if (closed) announce(t(state.coding?.status === 'in-review' ? 'chart.closedReview' : 'chart.closed'));
    return state.coding !== null && !closed;
  }

  function accept(code: string | null) {
    const accepted = rows.find((each) => each.code === code);
    if (!accepted || !mayDecide()) return;
    if (accepted.billable) {
      actions.accept(accepted, seen.current.inView(accepted.code));
      return;
    }
    // The words support the header; the coder chooses which code below it they mean.
    change(accepted, accepted.code);
    announce(t('chart.headerAnnounced', { code: accepted.code }));
  }

  function reject(code: string | null, reason?: RejectReason) {
    const rejected = rows.find((each) => each.code === code);
    if (!rejected || !mayDecide()) return;
    // Pressed again, the key does not replace a reason that was chosen.
    const standing = rejected.state === 'rejected' ? rejected.decision?.reason : null;
    const why = reason ?? standing ?? presumedReason(rejected);
    actions.reject(rejected, why, seen.current.inView(rejected.code));
  }

  function choose(option: number) {
    const to = options[option];
    if (!row || !mayDecide()) return;
    if (to) actions.change(row, to, seen.current.inView(row.code));
    else announce(t('chart.noOption'));
  }

  /** Opens the book to choose another code in the place of a row's. */
  function change(from: CodeRow, query = '') {
    openBook({
      query,
      look: from.code,
      coding: {
        evidence: from.mentions,
        taken: new Set(order),
        add: (code, title) => actions.change(from, { code, title }, seen.current.inView(from.code)),
      },
    });
  }

  function openBook(wanted: { query: string; look: string | null; coding: Coding }) {
    props.onBook({ ...wanted, chart: props.id, coding: state.coding && !closed ? wanted.coding : null });
  }

  function search() {
    const chosen = document ? selectedEvidence(pane.current, document.id, document.text) : null;
    if (closed) announce(t('chart.closedBook'));
    const evidence: readonly EvidenceSpan[] = chosen ? [chosen] : [];
    openBook({
      query: chosen?.text ?? '',
      look: selected,
      coding: {
        evidence,
        taken: new Set(order),
        add: (code, title) => {
          const known = latestRows.current.find((each) => each.code === code)?.mentions ?? [];
          actions.add({
            code,
            title,
            evidence: chosen ? evidence : known,
            inView: chosen !== null || seen.current.inView(code),
          });
        },
      },
    });
  }

  function chooseAdmit() {
    openBook({
      query: '',
      look: selected,
      coding: {
        evidence: [],
        taken: new Set(),
        add: (code, title) => actions.admit({ code, title }),
      },
    });
  }

  function offerVisible() {
    const offered = undecidedSuggestions(shown).map((each) => ({
      row: each,
      seen: seen.current.hasSeen(each.code),
    }));
    if (offered.length === 0) announce(t('chart.allSeenNone'));
    else setOpen({ name: 'visible', offered });
  }

  /** Goes to where the reason of a rejection is chosen: of the selected code, else of the one rejected last. */
  function offerReasons() {
    const last = state.last?.decided === 'rejected' ? state.last.code : null;
    const code = row?.state === 'rejected' ? row.code : last;
    if (code === null) announce(t('chart.noneRejected'));
    else setOpen({ name: 'reasons', code });
  }

  function onFinal(command: Command, code: string | null) {
    if (code === null || !mayDecide()) return;
    const decision = final.find((each) => each.code === code);
    if (command === 'admit') {
      const known = rows.find((each) => each.code === code && each.billable);
      if (!inpatient) announce(t('chart.notInpatient'));
      else if (known) actions.admit(coding?.admitDiagnosis?.code === code ? null : known);
    } else if (!decision) {
      announce(t('chart.noFinal', { code }));
    } else if (command === 'poa') {
      const exempt = families.get(code)?.poaExempt ?? false;
      if (inpatient) actions.poa(code, nextPoa(decision.poa, exempt));
      else announce(t('chart.notInpatient'));
    } else if (command === 'comment') {
      setOpen({ name: 'comment', code });
    } else {
      const move = command === 'principal' ? 'first' : command === 'move-up' ? 'up' : 'down';
      const next = moved(order, code, move);
      if (next) actions.sequence(next);
    }
  }

  /** A command on the row of the final codes that has the focus: moving the row must not lose it. */
  function onFinalRow(command: Command, code: string) {
    onFinal(command, code);
    if (command === 'poa' || command === 'comment' || command === 'admit') return;
    actions.dispatch({ type: 'select', code });
    setFinalRound((before) => before + 1);
  }

  function focusFinal() {
    const [first] = order;
    if (first === undefined) return;
    if (selected === null || !order.includes(selected)) actions.dispatch({ type: 'select', code: first });
    setFinalRound((before) => before + 1);
  }

  function showDocument(step: 1 | -1) {
    const ids = chart?.documents.map(({ id }) => id) ?? [];
    const next = ids[ids.indexOf(state.document ?? '') + step];
    if (next !== undefined) actions.dispatch({ type: 'show-document', document: next });
  }

  async function goToChart(step: 1 | -1) {
    try {
      const next = nextChart(await request('worklist.list', {}), props.id, step);
      if (next) props.onOpen(next.id);
      else announce(t('chart.noNextChart'));
    } catch (error) {
      actions.dispatch({ type: 'not-recorded', codes: [], failure: asFailure(error) });
    }
  }

  function back() {
    if (find.open) setFind({ ...find, open: false });
    else props.onBack();
  }

  function perform(command: Command) {
    if (rests(command, state.coding) && !mayDecide()) return;
    switch (command) {
      case 'next':
      case 'previous':
        actions.dispatch({ type: 'step', step: command === 'next' ? 1 : -1 });
        setFocusRound((before) => before + 1);
        return;
      case 'accept':
      case 'reject':
        (command === 'accept' ? accept : reject)(selected);
        setFocusRound((before) => before + 1);
        return;
      case 'next-mention':
      case 'previous-mention':
        actions.dispatch({ type: 'step-mention', step: command === 'next-mention' ? 1 : -1 });
        return;
      case 'next-document':
      case 'previous-document':
        showDocument(command === 'next-document' ? 1 : -1);
        return;
      case 'next-chart':
      case 'previous-chart':
        void goToChart(command === 'next-chart' ? 1 : -1);
        return;
      case 'reasons':
        offerReasons();
        return;
      case 'change':
        if (row) change(row);
        return;
      case 'accept-visible':
        offerVisible();
        return;
      case 'search':
        search();
        return;
      case 'undo':
      case 'redo':
        actions[command]();
        return;
      case 'why':
        setTab(tab === 'why' ? 'instead' : 'why');
        return;
      case 'show-all':
        actions.dispatch({ type: 'show-all' });
        return;
      case 'final-codes':
        focusFinal();
        return;
      case 'move-up':
      case 'move-down':
      case 'principal':
      case 'poa':
      case 'comment':
      case 'admit':
        onFinal(command, selected);
        return;
      case 'find':
        setFind({ open: true, round: find.round + 1 });
        return;
      case 'marks':
        setMarks(marks === 'all' ? 'selected' : 'all');
        return;
      case 'finish':
      case 'query':
      case 'header':
      case 'scores':
        setOpen({ name: command });
        return;
      case 'help':
        setOpen({ name: 'keyboard' });
        return;
      case 'reopen':
        actions.reopen();
        return;
      case 'review-take':
        actions.takeIntoReview();
        return;
      case 'review-return':
        setOpen({ name: 'return' });
        return;
      case 'back':
        back();
        return;
      case 'palette':
    }
  }

  const situation = { coding: state.coding, documents: chart?.documents.length ?? 0, read: run !== null };
  const offered = allCommands.filter((command) => isOffered(command, situation)).join(' ');
  const onCommand = useLatest(perform);
  const commands = useMemo(
    () => (offered.split(' ') as Command[]).map((id): ChartCommand => ({ id, run: () => onCommand(id) })),
    [offered, onCommand],
  );

  // What is drawn is drawn anew when it changes, not when what it calls does.
  const { dispatch } = actions;
  const onSelect = useCallback((code: string) => dispatch({ type: 'select', code }), [dispatch]);
  const onAccept = useLatest(accept);
  const onReject = useLatest((code: string) => reject(code));
  const rowActions = useMemo(
    (): RowActions => ({ select: onSelect, accept: onAccept, reject: onReject }),
    [onSelect, onAccept, onReject],
  );
  const onPlace = useCallback(
    (start: number, end: number) => dispatch({ type: 'show-place', start, end }),
    [dispatch],
  );
  const onQueries = useCallback(() => setOpen({ name: 'queries' }), []);
  const onSequence = useLatest((next: string[]) => mayDecide() && actions.sequence(next));
  const onFinalCommand = useLatest(onFinalRow);
  const onAdmit = useLatest(chooseAdmit);
  const onClearAdmit = useLatest(() => actions.admit(null));
  const onOption = useLatest(choose);

  useEffect(() => {
    latestRows.current = rows;
  }, [rows]);

  useEffect(() => {
    if (selected !== null) seen.current.select(selected);
  }, [selected]);

  const tell = useEffectEvent((here: boolean) => {
    props.onBookOpener(here ? search : null);
    props.onCommands(here ? commands : []);
  });
  useEffect(() => {
    tell(true);
  });
  useEffect(() => () => tell(false), []);

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || open !== null || props.covered || event.isComposing) return;
    // A menu or list that opened over the chart has its own keys.
    if (event.target instanceof Element && event.target.closest('[role=menu], [role=listbox]')) return;
    const place = placeOf(event.target);
    const option = optionFor(event, place, singleLetters());
    const command = option === null ? commandFor(event, place, singleLetters()) : null;
    // A command that rests says why.
    const works = command !== null && (isOffered(command, situation) || rests(command, state.coding));
    if (option === null && !works) return;
    // A held key may walk through the list; it must not decide one code after the other.
    if (event.repeat && command !== 'next' && command !== 'previous') return;
    event.preventDefault();
    if (option !== null) choose(option);
    else if (command) perform(command);
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  if (state.openFailure) {
    return (
      <div className="page">
        <ScreenTitle windowTitle={t('chart.name')}>{t('chart.name')}</ScreenTitle>
        <FailureNotice failure={state.openFailure} onRetry={actions.openAgain} />
        <BackButton onBack={props.onBack} />
      </div>
    );
  }

  return (
    <div className="chart">
      <ChartHead
        chart={chart}
        coding={coding}
        closed={closed}
        commands={commands}
        onCommand={onCommand}
        onQueries={onQueries}
      />
      {coding && <ChartBanner coding={coding} onAnswer={(query) => setOpen({ name: 'answer', query })} />}
      {coding && (closed || coding.returned !== null) && (
        <ReturnedFindings
          key={coding.status}
          chart={props.id}
          open={coding.returned !== null}
          onSelect={(code) => actions.dispatch({ type: 'select', code })}
        />
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
            marks={marks}
            find={find}
            pane={pane}
            onMarks={setMarks}
            onFind={(wanted) => setFind((before) => ({ ...before, open: wanted }))}
            onInView={(codes) => seen.current.view(codes)}
            onDisturbed={() => {
              disturbed.current = true;
            }}
            onDocument={(id) => actions.dispatch({ type: 'show-document', document: id })}
            onPlace={onPlace}
            onSelect={onSelect}
          />
        ) : (
          <section className="document-pane" aria-label={t('chart.documents')}>
            <Loading what={t('chart.opening')} />
          </section>
        )}
        <CodesPane
          reading={state.reading}
          documents={chart?.documents ?? noDocuments}
          coding={coding}
          rows={rows}
          shown={shown}
          selected={selected}
          mention={state.mention}
          closed={closed}
          family={family}
          options={options}
          tab={tab}
          focusRound={focusRound}
          actions={rowActions}
          onTab={setTab}
          onOption={onOption}
          onCommand={onCommand}
          onShowAll={() => actions.dispatch({ type: 'show-all' })}
          onRead={actions.read}
          onStop={actions.stopReading}
          onSearch={search}
          onScores={() => setOpen({ name: 'scores' })}
        />
        <div className="final-column">
          <FinalCodes
            coding={coding}
            selected={selected !== null && order.includes(selected) ? selected : null}
            inpatient={inpatient}
            closed={closed}
            focusRound={finalRound}
            onSelect={onSelect}
            onSequence={onSequence}
            onCommand={onFinalCommand}
            onAdmit={onAdmit}
            onClearAdmit={onClearAdmit}
          />
          <LastLine last={state.last} closed={closed} onReasons={offerReasons} />
        </div>
      </div>
      {chart && coding && (
        <ChartDialogs
          open={open}
          onOpen={setOpen}
          chart={chart}
          coding={coding}
          run={run}
          rows={rows}
          selected={selected}
          actions={actions}
          onReject={(rejected, reason) => reject(rejected.code, reason)}
          onNextChart={() => void goToChart(1)}
        />
      )}
    </div>
  );
}
