import type { Chart, EncounterHeader } from '../../shared/chart.ts';
import type { DecisionRequest, RequestArgument } from '../../shared/channels.ts';
import type { ChartCoding, QueryDraft, UndoableAct } from '../../shared/coding.ts';
import type { LedgerEntry } from '../../shared/entry.ts';
import { missingOf } from '../../shared/missing.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ChartStore } from '../charts/store.ts';
import { UserError } from '../errors.ts';
import { named } from '../ledger/entry.ts';
import type { Act, Ledger } from '../ledger/ledger.ts';
import { replay } from '../ledger/replay.ts';
import { actOf, billable, finalCodes, type Grounds } from './acts.ts';
import { answerAct, queryAct, withdrawAct } from './queries.ts';

/** What a ledger entry says beyond who, when and which release. */
export type NewAct = Partial<Act> & Pick<Act, 'action'> & { chart: string };

/** What decisions are made over. */
export interface DecisionParts {
  charts: ChartStore;
  ledger: Ledger;
  user: string;
  /** The release in force for a chart. */
  catalogOf: (chart: string) => Catalog;
  /** The probability that the reading of a chart gave a code; undefined where it did not propose it. */
  proposed: (chart: string, code: string) => number | undefined;
}

/** Most characters of an entry's note. */
const LONGEST_NOTE = 2000;

/**
 * Everything that is done to a chart's codes, each as an entry of the ledger. A method that throws leaves
 * the ledger as it was; what it returns is the chart after the act.
 */
export class ChartDecisions {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  /** A chart's decisions as they stand. */
  coding(chart: string): ChartCoding {
    return replay(chart, this.#parts.ledger.ofChart(chart));
  }

  /**
   * Records a decision; what stands already is not recorded again.
   * @param model in use, NAME@VERSION
   * @throws UserError where the chart is finished or the decision does not hold; see {@link actOf}
   */
  record(request: DecisionRequest, model: string): ChartCoding {
    const { chart } = request;
    const act = actOf(request, this.#grounds(chart));
    return act ? this.#recorded({ chart, model, ...act }) : this.coding(chart);
  }

  /**
   * Accepts several codes, each as an entry of its own, all or none.
   * @throws UserError as {@link record} does
   */
  acceptAll({ chart, codes }: RequestArgument<'decisions.acceptAll'>, model: string): ChartCoding {
    const grounds = this.#grounds(chart);
    // They are offered only once their evidence was in view.
    const acts = codes.flatMap(({ code, evidence }) => {
      const act = actOf({ action: 'accept', chart, code, evidence, inView: true }, grounds);
      return act ? [this.#act({ chart, model, ...act })] : [];
    });
    if (new Set(acts.map(({ code }) => code)).size < acts.length) {
      throw new UserError('A code stands there twice.', 'Choose each code once.');
    }
    if (acts.length > 0) this.#parts.ledger.appendAll(acts);
    return this.coding(chart);
  }

  /** Takes back the last standing act on a chart's codes, by a new entry that names it. */
  undo(chart: string): ChartCoding {
    const { undo } = this.#unfinished(chart);
    if (!undo) throw new UserError('There is no decision to take back.', 'Decide on a code first.');
    return this.#recorded({ chart, action: 'undo', ...this.#naming(undo) });
  }

  /**
   * Does again what was taken back last, by a new entry that names it.
   * @throws UserError where nothing is, or the release that is now in force cannot code it
   */
  redo(chart: string): ChartCoding {
    const { redo } = this.#unfinished(chart);
    if (!redo) throw new UserError('There is nothing to do again.', 'Only what was just taken back can be.');
    if (redo.code !== null && ['accept', 'add', 'change', 'admit'].includes(redo.action)) {
      billable(redo.code, { catalog: this.#parts.catalogOf(chart) });
    }
    return this.#recorded({ chart, action: 'redo', ...this.#naming(redo) });
  }

  /**
   * Finishes a chart, or ends its review without an objection, and signs a checkpoint. The entry says in
   * which order the codes stand and what was missing all the same.
   * @throws UserError where it is finished already or waits for a physician
   */
  finish(chart: string): ChartCoding {
    const { header } = this.#chart(chart);
    const coding = this.coding(chart);
    if (coding.status === 'finished') throw alreadyFinished();
    if (coding.queries.some(({ state }) => state === 'open')) {
      throw new UserError(
        'The chart waits for the physician’s answer to a query.',
        'Record the answer, or withdraw the query; then finish the chart.',
      );
    }
    const order = finalCodes(coding);
    const note = `final codes: ${order.join(', ') || 'none'}`.slice(0, LONGEST_NOTE);
    const overridden = missingOf(header, coding, this.#parts.charts.latestRun(chart) ?? null).map(
      ({ id }) => id,
    );
    const finished = this.#recorded({ chart, action: 'finish', note, details: { order, overridden } });
    this.#parts.ledger.checkpoint();
    return finished;
  }

  reopen(chart: string): ChartCoding {
    this.#finished(chart, 'Go on coding it.');
    return this.#recorded({ chart, action: 'reopen' });
  }

  /** An auditor takes a finished chart into review; finishing or returning it ends the review. */
  takeIntoReview(chart: string): ChartCoding {
    const { status } = this.#finished(chart, 'Only finished charts are reviewed.');
    if (status === 'in-review') {
      throw new UserError('The chart is in review already.', 'Finish the review, or return the chart.');
    }
    return this.#recorded({ chart, action: 'review' });
  }

  /** An auditor returns a finished chart to the coder, who may then decide again. */
  returnToCoder(chart: string, note: string): ChartCoding {
    this.#finished(chart, 'Only finished charts are returned.');
    return this.#recorded({ chart, action: 'return', note });
  }

  /** @throws UserError where the query is not compliant; see {@link queryAct} */
  sendQuery(chart: string, query: QueryDraft): ChartCoding {
    this.#unfinished(chart);
    const { documents } = this.#chart(chart);
    return this.#recorded({
      chart,
      ...queryAct(query, { documents, catalog: this.#parts.catalogOf(chart) }),
    });
  }

  /** @param entry the one that sent the query */
  answerQuery(chart: string, entry: number, answer: string): ChartCoding {
    return this.#recorded({ chart, ...answerAct(this.#unfinished(chart), entry, answer) });
  }

  /** @param entry the one that sent the query */
  withdrawQuery(chart: string, entry: number): ChartCoding {
    return this.#recorded({ chart, ...withdrawAct(this.#unfinished(chart), entry) });
  }

  /**
   * Sets a chart's header as a whole and records it.
   * @throws UserError where the chart is finished or the dates contradict each other
   */
  setHeader(chart: string, header: EncounterHeader): void {
    const before = this.#chart(chart).header;
    this.#unfinished(chart);
    const { admitted, encounterDate } = header;
    if (admitted !== null && encounterDate !== null && admitted > encounterDate) {
      throw new UserError('The admission lies after the discharge.', 'Correct one of the two dates.');
    }
    if (sameHeader(before, header)) return;
    const { charts } = this.#parts;
    charts.setHeader(chart, header);
    try {
      this.append({ chart, action: 'header', details: { header } });
    } catch (error) {
      // What the ledger does not hold did not happen.
      charts.setHeader(chart, before);
      throw error;
    }
  }

  /** Appends an entry about a chart, with this user and the release in force. */
  append(act: NewAct): LedgerEntry {
    return this.#parts.ledger.append(this.#act(act));
  }

  #recorded(act: NewAct): ChartCoding {
    this.append(act);
    return this.coding(act.chart);
  }

  #act(act: NewAct): Act {
    const { version } = this.#parts.catalogOf(act.chart);
    return {
      who: this.#parts.user,
      system: version.name,
      code: null,
      title: null,
      evidence: [],
      model: '',
      catalogue: named(version),
      target: null,
      note: null,
      ...act,
    };
  }

  #chart(id: string): Chart {
    const chart = this.#parts.charts.get(id);
    if (!chart) throw new UserError('There is no such chart.', 'Open it again from the worklist.');
    return chart;
  }

  #grounds(chart: string): Grounds {
    const coding = this.#unfinished(chart);
    const { documents, header } = this.#chart(chart);
    const catalog = this.#parts.catalogOf(chart);
    return {
      documents,
      type: header.type,
      catalog,
      coding,
      poaExempt: (code) => catalog.book.page(code).poaExempt,
      proposed: (code) => this.#parts.proposed(chart, code),
    };
  }

  /** The chart's decisions, to be added to. */
  #unfinished(chart: string): ChartCoding {
    const coding = this.coding(chart);
    if (coding.finished) throw alreadyFinished();
    return coding;
  }

  #finished(chart: string, remedy: string): ChartCoding {
    const coding = this.coding(chart);
    if (!coding.finished) throw new UserError('The chart is not finished.', remedy);
    return coding;
  }

  #naming({ entry, code }: UndoableAct): Pick<Act, 'target' | 'code' | 'title'> {
    return { target: entry, code, title: this.#parts.ledger.entry(entry)?.title ?? null };
  }
}

function alreadyFinished(): UserError {
  return new UserError('The chart is finished.', 'Reopen it to change its codes; that is recorded.');
}

function sameHeader(a: EncounterHeader, b: EncounterHeader): boolean {
  return (Object.keys(b) as (keyof EncounterHeader)[]).every((field) => a[field] === b[field]);
}
