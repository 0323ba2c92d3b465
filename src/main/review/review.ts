import { randomBytes } from 'node:crypto';
import type { Chart } from '../../shared/chart.ts';
import type { RequestArgument } from '../../shared/channels.ts';
import { isFinal } from '../../shared/coding.ts';
import type {
  ChartReview,
  FindingRequest,
  RecordedFinding,
  ReviewFigures,
  Sample,
  SampledChart,
  SamplePreview,
  SampleRequest,
} from '../../shared/review.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ChartStore } from '../charts/store.ts';
import { checkEvidence } from '../decisions/acts.ts';
import { UserError } from '../errors.ts';
import { named } from '../ledger/entry.ts';
import type { Act, Ledger } from '../ledger/ledger.ts';
import { replay } from '../ledger/replay.ts';
import { finishBefore, scoreOf, type ChartHistory, type Finish } from './chartHistory.ts';
import { checkedCodes, checkedFinding, type ReviewGrounds } from './checkFinding.ts';
import { differences } from './differences.ts';
import { Histories, type DrawnSample } from './histories.ts';
import { isError, standingErrors, stateOf, subjectOf, type ReviewOfChart } from './replayReview.ts';
import { ReviewedLedgers, type OtherLedgers } from './reviewedLedgers.ts';
import { candidatesOf, previewOf, sampleOf, type Candidate } from './samples.ts';
import { checkClosing, checkEscalation, checkResponse, checkSettlement } from './steps.ts';

/** What reviews are made over. */
export interface ReviewParts {
  ledger: Pick<Ledger, 'appendAll' | 'chartsSince' | 'entries' | 'head' | 'ofChart'>;
  charts: Pick<ChartStore, 'get' | 'list'>;
  /** The release in force for a chart; for null the one valid today. */
  catalogOf: (chart: string | null) => Catalog;
  user: string;
  /** Whether the user is an auditor. */
  mayReview: boolean;
  /** How many accounts can unlock the desk, and how many of them may review. */
  accounts: () => { all: number; auditors: number };
  /** Ledgers of other workstations, for figures over all. */
  merged?: OtherLedgers;
}

/** Most charts of a sample; the entry that draws it names them all. */
const MOST_CHARTS = 10_000;

/** Note of what somebody did in the review of their own coding, which only a clinic of one may. */
const OWN = 'own coding';

/** A chart of a sample with all that a step of its review is checked against. */
interface Subject {
  sample: DrawnSample;
  chart: string;
  history: ChartHistory;
  finish: Finish;
  /** Undefined while nobody began it. */
  review: ReviewOfChart | undefined;
}

/** A step of a review as it is recorded. */
type NewAct = Pick<Act, 'action'> & Partial<Act>;

/**
 * The auditor's desk: samples, second coding, findings and what becomes of them, figures. Every step is an
 * entry of the ledger, and what a method says is replayed from the ledger. A method that throws leaves it
 * as it was.
 */
export class Review {
  readonly #parts: ReviewParts;
  readonly #histories: Histories;
  readonly #ledgers: ReviewedLedgers;

  constructor(parts: ReviewParts) {
    this.#parts = parts;
    this.#histories = new Histories(parts.ledger);
    this.#ledgers = new ReviewedLedgers(this.#histories, parts.merged);
  }

  /** @throws UserError where the time asked for ends before it begins */
  preview(request: SampleRequest): SamplePreview {
    return previewOf(request.plan, this.#candidates(request));
  }

  /**
   * Draws a sample and records it with the seed that drew it.
   * @throws UserError where no chart or too many charts match
   */
  draw(request: SampleRequest): Sample {
    const seed = randomBytes(16).toString('hex');
    const charts = sampleOf(request.plan, this.#candidates(request), seed);
    if (charts.length === 0) {
      throw new UserError('No finished chart matches this plan.', 'Choose another time, plan or coders.');
    }
    if (charts.length > MOST_CHARTS) {
      throw new UserError(`A sample holds at most ${MOST_CHARTS} charts.`, 'Choose a shorter time.');
    }
    const [entry] = this.#parts.ledger.appendAll([
      this.#act(null, { action: 'sample', details: { sample: request, seed, charts } }),
    ]);
    return this.#sample(entry?.seq ?? 0);
  }

  /** Every sample drawn here, the latest first. */
  samples(): Sample[] {
    const names = this.#names();
    return [...this.#histories.samples().values()].reverse().map((sample) => this.#asSample(sample, names));
  }

  /** A chart of a sample as its auditor sees it: without the coder's codes until a blind one has coded it. */
  chart({ sample, chart }: RequestArgument<'review.chart'>): ChartReview {
    const subject = this.#subject(sample, chart);
    const { finish, review, history } = subject;
    const hidden = isHidden(subject);
    const catalog = this.#parts.catalogOf(chart);
    const second = review?.second ?? null;
    return {
      sample,
      chart,
      coder: finish.coder,
      blind: subject.sample.request.blind,
      state: stateOf(review, history.returned !== null),
      coded: hidden ? null : this.#codedIn(subject),
      second:
        second?.codes.map((each) => ({ ...each, title: catalog.lookUp(each.code)?.title ?? '' })) ?? null,
      proposed: second ? differences(finish.codes, second.codes) : [],
      findings: review?.findings ?? [],
      returned: history.returned,
    };
  }

  /**
   * Records the auditor's own coding of a chart.
   * @throws UserError where a code does not hold, or a blind coding stands already
   */
  second({ sample, chart, codes }: RequestArgument<'review.second'>): ChartReview {
    const subject = this.#open(sample, chart);
    if (subject.sample.request.blind && subject.review?.second) {
      throw new UserError(
        'A blind coding cannot be changed once the coder’s codes were shown.',
        'Record what you think now as findings.',
      );
    }
    const checked = checkedCodes(codes, this.#grounds(subject));
    this.#record(subject, { action: 'second', details: { of: sample, codes: checked } });
    return this.chart({ sample, chart });
  }

  /**
   * Records what an auditor says of a code; it takes the place of what the same auditor said of it before.
   * @throws UserError where it does not fit the codes, or its evidence does not stand in the chart
   */
  find({ sample, chart, finding, comment, evidence }: FindingRequest): ChartReview {
    const subject = this.#open(sample, chart);
    if (isHidden(subject)) {
      throw new UserError(
        'This review is blind: nothing was coded by you yet.',
        'Code the chart first, then compare.',
      );
    }
    const checked = checkedFinding(finding, this.#grounds(subject));
    checkEvidence(evidence, this.#chart(chart));
    const code = subjectOf(checked);
    this.#record(subject, {
      action: 'finding',
      code,
      title: code === null ? null : (this.#parts.catalogOf(chart).lookUp(code)?.title ?? null),
      evidence,
      details: { of: sample, finding: checked, ...(comment !== null && { comment }) },
    });
    return this.chart({ sample, chart });
  }

  /**
   * The coder answers a finding on a chart that was returned.
   * @throws UserError where it is not theirs to answer, or settled
   */
  respond({ chart, entry, comment, response }: RequestArgument<'review.respond'>): RecordedFinding[] {
    const { subject, review, finding } = this.#finding(chart, entry);
    if (subject.finish.coder !== this.#parts.user && !this.#isSole()) throw notTheirs();
    checkResponse(finding, review);
    return this.#step(chart, entry, { action: 'respond', details: { response, ...said(comment) } });
  }

  /**
   * Passes a finding that was rebutted on to another auditor; so may a coder whose rebuttal was not followed.
   * @throws UserError where nobody rebutted it, or it was escalated before
   */
  escalate({ chart, entry, comment }: RequestArgument<'review.escalate'>): RecordedFinding[] {
    const { subject, finding } = this.#finding(chart, entry);
    if (subject.finish.coder !== this.#parts.user && !this.#parts.mayReview) throw notTheirs();
    checkEscalation(finding);
    return this.#step(chart, entry, { action: 'escalate', details: said(comment) });
  }

  /**
   * An auditor decides on a finding that was rebutted; after an escalation another than who made it, where
   * there is one.
   * @throws UserError where it is not theirs to settle, or there is nothing to settle
   */
  settle({ chart, entry, comment, upheld }: RequestArgument<'review.settle'>): RecordedFinding[] {
    const { subject, finding } = this.#finding(chart, entry);
    this.#refuseOwn(subject);
    checkSettlement(finding, this.#parts.user, this.#parts.accounts().auditors);
    return this.#step(chart, entry, { action: 'settle', details: { upheld, ...said(comment) } });
  }

  /**
   * Ends the review of a chart; from then on it counts.
   * @throws UserError where nothing was said of the chart, it is with its coder, or a finding is in dispute
   */
  close({ sample, chart }: RequestArgument<'review.close'>): Sample {
    const subject = this.#open(sample, chart);
    checkClosing(subject.review);
    this.#record(subject, { action: 'close', details: { of: sample } });
    return this.#sample(sample);
  }

  /** What closed reviews show; with `all`, those of merged ledgers too. */
  figures({ from, to, of }: RequestArgument<'review.figures'>): ReviewFigures {
    checkTime({ from, to });
    return this.#ledgers.figures({ from, to, of }, this.#parts.catalogOf(null));
  }

  /**
   * What was found in a chart that this user coded; of a review under way only once the chart was returned.
   * What the auditor took back is left out.
   */
  findings({ chart }: RequestArgument<'review.findings'>): RecordedFinding[] {
    const history = this.#histories.of(chart);
    return [...history.reviews].flatMap(([sample, review]) => {
      const own = this.#isSole() || finishBefore(history, sample)?.coder === this.#parts.user;
      return own && (review.returned || review.closed) ? current(review) : [];
    });
  }

  /** Whether a chart's codes are to be kept from this user, who has yet to code it in a blind review. */
  hides(chart: string): boolean {
    return [...this.#histories.samples().values()].some((sample) => {
      if (!sample.charts.has(chart)) return false;
      const history = this.#histories.of(chart);
      const finish = finishBefore(history, sample.entry);
      if (!finish || finish.coder === this.#parts.user) return false;
      return isHidden({ sample, chart, history, finish, review: history.reviews.get(sample.entry) });
    });
  }

  #candidates(request: SampleRequest): Candidate[] {
    checkTime(request);
    const charts = this.#parts.charts.list().map(({ id, header }) => ({ id, type: header.type }));
    return candidatesOf(request, this.#histories.within('finish', request), charts);
  }

  #sample(entry: number): Sample {
    const sample = this.#histories.samples().get(entry);
    if (!sample) throw noSuchSample();
    return this.#asSample(sample, this.#names());
  }

  #asSample(
    { entry, who, at, request, seed, charts }: DrawnSample,
    names: ReadonlyMap<string, Pick<SampledChart, 'name' | 'type'>>,
  ): Sample {
    return {
      ...request,
      entry,
      who,
      at,
      seed,
      charts: [...charts].map((chart): SampledChart => {
        const history = this.#histories.of(chart);
        const review = history.reviews.get(entry);
        const { name = chart, type = null } = names.get(chart) ?? {};
        return {
          chart,
          name,
          coder: finishBefore(history, entry)?.coder ?? '',
          type,
          state: stateOf(review, history.returned !== null),
          errors: review ? standingErrors(review).length : 0,
        };
      }),
    };
  }

  #names(): Map<string, Pick<SampledChart, 'name' | 'type'>> {
    return new Map(
      this.#parts.charts.list().map(({ id, name, header }) => [id, { name, type: header.type }]),
    );
  }

  #subject(sample: number, chart: string): Subject {
    const drawn = this.#histories.samples().get(sample);
    const history = this.#histories.of(chart);
    const finish = finishBefore(history, sample);
    if (!drawn?.charts.has(chart) || !finish) throw noSuchSample();
    return { sample: drawn, chart, history, finish, review: history.reviews.get(sample) };
  }

  /** A chart whose review this user may go on with. */
  #open(sample: number, chart: string): Subject {
    const subject = this.#subject(sample, chart);
    this.#refuseOwn(subject);
    if (subject.review?.closed) throw alreadyClosed();
    if (!subject.history.finished) {
      throw new UserError('The chart is with its coder.', 'Wait until it is finished again.');
    }
    return subject;
  }

  #finding(
    chart: string,
    entry: number,
  ): { subject: Subject; review: ReviewOfChart; finding: RecordedFinding } {
    for (const [sample, review] of this.#histories.of(chart).reviews) {
      const finding = review.findings.find((each) => each.entry === entry);
      if (!finding) continue;
      if (review.closed) throw alreadyClosed();
      if (!isError(finding)) {
        throw new UserError('There is nothing to answer.', 'The finding agrees, or was taken back.');
      }
      return { subject: this.#subject(sample, chart), review, finding };
    }
    throw new UserError('There is no such finding in this chart.', 'Open the chart again.');
  }

  /** The codes under review, with what they rest on. */
  #codedIn({ chart, finish }: Subject): NonNullable<ChartReview['coded']> {
    const entries = this.#parts.ledger.ofChart(chart).filter(({ seq }) => seq <= finish.entry);
    const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
    return replay(chart, entries)
      .decisions.filter(isFinal)
      .map((decision) => ({
        code: decision.code,
        title: decision.title,
        poa: decision.poa,
        score: scoreOf(decision, bySeq),
        evidence: decision.evidence,
      }));
  }

  #grounds({ chart, finish, review }: Subject): ReviewGrounds {
    const catalog = this.#parts.catalogOf(chart);
    return {
      type: this.#chart(chart).header.type,
      catalog,
      poaExempt: (code) => catalog.book.page(code).poaExempt,
      coded: finish.codes,
      own: review?.findings.filter(({ who }) => who === this.#parts.user) ?? [],
    };
  }

  #chart(id: string): Chart {
    const chart = this.#parts.charts.get(id);
    if (!chart) throw new UserError('There is no such chart.', 'Open it again from the worklist.');
    return chart;
  }

  /** @throws UserError where somebody else could review what this user coded */
  #refuseOwn({ finish }: Subject): void {
    if (finish.coder !== this.#parts.user || this.#isSole()) return;
    throw new UserError('You coded this chart yourself.', 'Leave its review to another auditor.');
  }

  #isSole(): boolean {
    return this.#parts.accounts().all === 1;
  }

  /** Records a step of a review; the first one takes the chart into review. */
  #record({ chart, history, finish }: Subject, act: NewAct): void {
    const note = finish.coder === this.#parts.user ? OWN : null;
    const taken = act.action === 'close' || history.inReview ? [] : [this.#act(chart, { action: 'review' })];
    this.#parts.ledger.appendAll([...taken, this.#act(chart, { note, ...act })]);
  }

  /** Records a step about a finding; returns the findings of its review. */
  #step(chart: string, target: number, act: NewAct): RecordedFinding[] {
    this.#parts.ledger.appendAll([this.#act(chart, { target, ...act })]);
    return current(this.#finding(chart, target).review);
  }

  #act(chart: string | null, act: NewAct): Act {
    // A sample is about many charts, of several releases.
    const version = chart === null ? null : this.#parts.catalogOf(chart).version;
    return {
      who: this.#parts.user,
      chart,
      system: version?.name ?? '',
      code: null,
      title: null,
      evidence: [],
      model: '',
      catalogue: version ? named(version) : '',
      target: null,
      note: null,
      ...act,
    };
  }
}

/** Whether the coder's codes are kept from the auditor, who has yet to code the chart. */
function isHidden({ sample, review }: Subject): boolean {
  return sample.request.blind && !review?.second && !review?.closed;
}

/** Findings that were not taken back. */
function current({ findings }: ReviewOfChart): RecordedFinding[] {
  return findings.filter(({ replaced }) => !replaced);
}

function said(comment: string | null): { comment?: string } {
  return comment === null ? {} : { comment };
}

/** @throws UserError where a time ends before it begins */
function checkTime({ from, to }: { from: string; to: string }): void {
  if (from <= to) return;
  throw new UserError('The time ends before it begins.', 'Correct one of the two dates.');
}

function noSuchSample(): UserError {
  return new UserError('There is no such chart in this sample.', 'Open the sample again.');
}

function notTheirs(): UserError {
  return new UserError('Only the coder of the chart answers its findings.', 'Leave it to them.');
}

function alreadyClosed(): UserError {
  return new UserError(
    'The review of this chart is closed.',
    'Draw it in another sample to review it again.',
  );
}
