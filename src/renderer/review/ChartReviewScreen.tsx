import { useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import type { EvidenceSpan } from '../../shared/coding.ts';
import type { Finding, Sample } from '../../shared/review.ts';
import type { BookRequest } from '../book/BookContext.ts';
import { isInpatient } from '../chart/finals.ts';
import { commandFor, placeOf, type Command } from '../chart/keyboard.ts';
import { DocumentPane } from '../chart/DocumentPane.tsx';
import { selectedEvidence } from '../chart/selection.ts';
import { NoteDialog } from '../codes/NoteDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { BackTo } from './BackTo.tsx';
import { CloseDialog, RestDialog } from './ReviewDialogs.tsx';
import { reviewCommandFor, type ReviewCommand } from './keys.ts';
import { leftOf, linesOf, nextOpen, presumedReason, rowsOfReview, stepLine } from './lines.ts';
import { ReviewHead } from './ReviewHead.tsx';
import { ReviewPanel, type OpenForm } from './ReviewPanel.tsx';
import { keptDraft, reduceDraft } from './second.ts';
import { SecondCoding } from './SecondCoding.tsx';
import { besideChart } from './sorting.ts';
import { useChartReview } from './useChartReview.ts';
import { useDocuments } from './useDocuments.ts';
import { findingWords } from './words.ts';

const noLines: ReturnType<typeof linesOf> = [];
const noDocuments: readonly string[] = [];

/** The review of one chart: its documents, and beside them the coder's codes to be judged one by one. */
export function ChartReviewScreen(props: {
  sample: Sample;
  chart: string;
  /** Whether something lies over the screen, so that its keys rest. */
  covered: boolean;
  onBook: (request: BookRequest) => void;
  /** Takes what opens the book from this chart; null when the chart is left. */
  onBookOpener: (open: (() => void) | null) => void;
  /** Opens the chart on the screen where it is coded. */
  onOpen: (chart: string) => void;
  /** Goes to the review of another chart of the sample. */
  onChart: (chart: string) => void;
  /** Something was recorded. */
  onChanged: () => void;
  onBack: () => void;
}) {
  const { sample } = props;
  const { opened, problem, busy, actions, retry, dismissProblem } = useChartReview(
    sample.entry,
    props.chart,
    props.onChanged,
  );
  const [line, setLine] = useState<string | null>(null);
  const [focusRound, setFocusRound] = useState(0);
  const [form, setForm] = useState<OpenForm | null>(null);
  const [dialog, setDialog] = useState<'rest' | 'return' | 'close' | null>(null);
  const [draft, changeDraft] = useReducer(reduceDraft, null, () => keptDraft(sample.entry, props.chart));
  const [added, setAdded] = useState({ code: '', round: 0 });
  const pane = useRef<HTMLDivElement>(null);

  const chart = opened.phase === 'ready' ? opened.value.chart : null;
  const review = opened.phase === 'ready' ? opened.value.review : null;
  const lines = useMemo(() => (review ? linesOf(review) : noLines), [review]);
  const documentIds = useMemo(() => chart?.documents.map(({ id }) => id) ?? noDocuments, [chart]);
  const rows = useMemo(() => rowsOfReview(lines, documentIds), [lines, documentIds]);
  const documents = useDocuments(rows);
  const document =
    chart?.documents.find(({ id }) => id === documents.document) ?? chart?.documents[0] ?? null;

  const selected = lines.find(({ key }) => key === line) ?? null;
  const left = leftOf(lines);
  const codingBlind = review !== null && review.coded === null;
  const inpatient = isInpatient(chart?.header.type ?? null);
  const closed = review?.state === 'closed';
  /** While the coder has the chart, nothing more is found in it. */
  const resting = closed || review?.state === 'returned';

  function select(key: string | null, focus = false) {
    const wanted = lines.find((each) => each.key === key);
    setLine(key);
    documents.select(wanted?.code ?? null);
    if (focus) setFocusRound((before) => before + 1);
  }

  /** What is selected in the document, as evidence. */
  function selection(): EvidenceSpan | null {
    return document ? selectedEvidence(pane.current, document.id, document.text) : null;
  }

  async function find(
    finding: Finding,
    comment: string | null,
    evidence: readonly EvidenceSpan[],
    key: string | null,
  ) {
    if (!(await actions.find([{ finding, comment, evidence: [...evidence] }]))) return;
    setForm(null);
    announce(t('review.recorded', { words: findingWords(finding) }));
    if (key !== null) select(nextOpen(lines, key), true);
  }

  /** Opens the book to choose a code. */
  function chooseCode(look: string | null, add: (code: string, title: string) => void) {
    props.onBook({
      query: selection()?.text ?? '',
      look,
      chart: props.chart,
      coding: { evidence: [], taken: new Set(), add },
    });
  }

  /** Opens the book to look something up; while the auditor codes, to add a code. */
  function openBook() {
    props.onBook({
      query: selection()?.text ?? '',
      look: selected?.code ?? null,
      chart: props.chart,
      coding: codingBlind
        ? { evidence: [], taken: new Set(draft.map(({ code }) => code)), add: addToDraft }
        : null,
    });
  }

  function addToDraft(code: string, title: string) {
    changeDraft({ type: 'add', code, title });
    setAdded((before) => ({ code, round: before.round + 1 }));
    announce(t('review.added', { code }));
  }

  const offerBook = useEffectEvent((here: boolean) => props.onBookOpener(here ? openBook : null));
  useEffect(() => {
    offerBook(true);
  });
  useEffect(() => () => offerBook(false), []);

  function missed() {
    const evidence = selection();
    chooseCode(selected?.code ?? null, (code, title) =>
      setForm({
        verdict: 'missed',
        line: null,
        should: { code, title },
        evidence: evidence ? [evidence] : [],
      }),
    );
  }

  function perform(command: ReviewCommand, about = selected) {
    if (!review || codingBlind) return;
    if (resting) {
      announce(t(closed ? 'review.isClosed' : 'review.isReturned'));
      return;
    }
    const coded = about?.kind === 'coded' ? about : null;
    switch (command) {
      case 'agree':
        if (coded) void find(agreement({ code: coded.code }), null, [], coded.key);
        // What was missed is taken back.
        else if (about?.kind === 'missed' && about.finding)
          void find(agreement({ should: about.code }), null, [], about.key);
        else announce(t('review.chooseCodeFirst'));
        return;
      case 'disagree':
      case 'poa':
        if (!coded) announce(t('review.chooseCodeFirst'));
        else if (command === 'poa' && !inpatient) announce(t('review.poaInpatient'));
        else setForm(formFor(command, coded.key));
        return;
      case 'take': {
        if (!about?.proposed) {
          announce(t('review.nothingProposed'));
          return;
        }
        const evidence = selection();
        const finding = { ...about.proposed, reason: presumedReason(about.proposed) };
        void find(finding, null, evidence ? [evidence] : [], about.key);
        return;
      }
      case 'missed':
        missed();
        return;
      case 'sequence':
        if ((review.coded?.length ?? 0) < 2) announce(t('review.oneCode'));
        else setForm(formFor('sequence', null));
        return;
      case 'rest':
        if (left.unjudged.length === 0) announce(t('review.allJudged'));
        else setDialog('rest');
        return;
      case 'return':
        if (left.errors.length === 0) announce(t('review.nothingToReturn'));
        else setDialog('return');
        return;
      case 'close':
        setDialog('close');
    }
  }

  function formFor(kind: 'disagree' | 'poa' | 'sequence', key: string | null): OpenForm {
    const about = lines.find((each) => each.key === key) ?? null;
    const evidence = selection();
    return { verdict: kind, line: about, should: null, evidence: evidence ? [evidence] : [] };
  }

  function move(command: Command): boolean {
    switch (command) {
      case 'next':
      case 'previous':
        select(stepLine(lines, line, command === 'next' ? 1 : -1), true);
        return true;
      case 'next-mention':
      case 'previous-mention':
        documents.stepMention(command === 'next-mention' ? 1 : -1);
        return true;
      case 'next-document':
      case 'previous-document': {
        const at = documentIds.indexOf(document?.id ?? '') + (command === 'next-document' ? 1 : -1);
        const next = documentIds[at];
        if (next !== undefined) documents.showDocument(next);
        return true;
      }
      case 'next-chart':
      case 'previous-chart':
        goBeside(command === 'next-chart' ? 1 : -1);
        return true;
      case 'find':
        documents.setFind(true);
        return true;
      case 'search':
        openBook();
        return true;
      case 'back':
        if (form) setForm(null);
        else if (documents.find.open) documents.setFind(false);
        else props.onBack();
        return true;
      default:
        return false;
    }
  }

  function goBeside(step: 1 | -1) {
    const next = besideChart(sample, props.chart, step);
    if (next === null) announce(t('review.noNext'));
    else props.onChart(next);
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || props.covered || dialog !== null) return;
    if (event.target instanceof Element && event.target.closest('.overlay, [role=menu], [role=listbox]'))
      return;
    const at = placeOf(event.target);
    const command = codingBlind ? null : reviewCommandFor(event, at, singleLetters());
    if (command !== null) {
      event.preventDefault();
      // A held key must not judge one code after the other.
      if (!event.repeat && !busy) perform(command);
      return;
    }
    const movement = commandFor(event, at, singleLetters());
    if (movement !== null && move(movement)) event.preventDefault();
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  if (opened.phase === 'failed') {
    return (
      <div className="page">
        <BackTo onBack={props.onBack}>{sample.name}</BackTo>
        <ScreenTitle windowTitle={t('review.chartTitle')}>{t('review.chartTitle')}</ScreenTitle>
        <FailureNotice failure={opened.failure} onRetry={retry} />
      </div>
    );
  }

  return (
    <div className="chart review-chart" data-testid="chart-review" data-state={review?.state}>
      <ReviewHead
        sample={sample}
        chart={chart}
        review={review}
        left={left}
        onCommand={perform}
        onBeside={goBeside}
        onOpen={() => props.onOpen(props.chart)}
        onBack={props.onBack}
      />
      {problem && <FailureNotice failure={problem} onDismiss={dismissProblem} />}
      <div className="panes review-panes">
        {chart && document ? (
          <DocumentPane
            chart={chart}
            document={document}
            rows={rows}
            selected={documents.selected}
            mention={documents.mention}
            reveal={documents.reveal}
            marks={documents.marks}
            find={documents.find}
            pane={pane}
            onMarks={documents.setMarks}
            onFind={documents.setFind}
            onInView={nothing}
            onDisturbed={nothing}
            onDocument={documents.showDocument}
            onPlace={(start, end) => documents.showPlace(document.id, start, end)}
            onSelect={(code) =>
              select(lines.find((each) => each.code === code && each.kind !== 'sequence')?.key ?? null)
            }
          />
        ) : (
          <section className="document-pane" aria-label={t('chart.documents')}>
            <Loading what={t('chart.opening')} />
          </section>
        )}
        {chart && review?.coded === null && (
          <SecondCoding
            sample={sample.entry}
            chart={chart}
            codes={draft}
            added={added}
            busy={busy}
            covered={props.covered}
            onChange={changeDraft}
            onAdd={openBook}
            onRecord={async (codes) => {
              const recorded = await actions.second({ codes });
              if (recorded) announce(t('review.secondRecorded'));
              return recorded;
            }}
          />
        )}
        {chart && review?.coded && (
          <ReviewPanel
            chart={chart}
            review={review}
            lines={lines}
            selected={selected}
            inpatient={inpatient}
            resting={resting}
            busy={busy}
            form={form}
            focusRound={focusRound}
            onSelect={select}
            onCommand={(command, about) => {
              if (about) select(about.key);
              perform(command, about ?? selected);
            }}
            onShow={(span) => documents.show(span)}
            onForm={setForm}
            onChooseCode={chooseCode}
            selection={selection}
            onFind={(finding, comment, evidence) => {
              void find(finding, comment, evidence, form?.line?.key ?? null);
            }}
            onEscalate={(entry, comment) => actions.escalate({ entry, comment })}
            onSettle={(entry, upheld, comment) => actions.settle({ entry, upheld, comment })}
          />
        )}
        {!review && (
          <section className="codes-pane" aria-label={t('review.panel')}>
            <Loading what={t('review.openingChart')} />
          </section>
        )}
      </div>
      {dialog === 'rest' && (
        <RestDialog
          lines={left.unjudged}
          onAgree={() => {
            setDialog(null);
            const agreed = left.unjudged.map(({ code }) => ({
              finding: agreement({ code }),
              comment: null,
              evidence: [],
            }));
            void actions
              .find(agreed)
              .then((done) => done && announce(t('review.restAgreed', { count: agreed.length })));
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'return' && review && (
        <NoteDialog
          title={t('review.returnTitle', { coder: review.coder })}
          label={t('review.returnLabel')}
          testId="return-dialog"
          text=""
          action={t('review.returnAction')}
          note={t('review.returnNote', { count: left.errors.length })}
          onSave={(note) => {
            setDialog(null);
            void actions.returnToCoder(note).then((done) => done && announce(t('review.returnedNow')));
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'close' && (
        <CloseDialog
          left={left}
          onConfirm={() => {
            setDialog(null);
            void actions.close().then((done) => done && announce(t('review.closedNow')));
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

/** That a code of the coder is right, or that a code is rightly missing. */
function agreement(about: { code: string } | { should: string }): Finding {
  return { verdict: 'agree', code: null, should: null, poa: null, reason: null, ...about };
}

function nothing(): void {
  // Where the reader looks is recorded for coders alone.
}
