import type { RequestArgument } from '../../shared/channels.ts';
import type { ReviewFigures } from '../../shared/review.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { MergedLedgers } from '../merge/mergedLedgers.ts';
import type { Label } from './accuracy.ts';
import { chaptersOf } from './chapters.ts';
import { closedReviews } from './closedReviews.ts';
import { figuresOf } from './figures.ts';
import { Histories } from './histories.ts';

/** Ledgers of other workstations that were merged here. */
export type OtherLedgers = Pick<MergedLedgers, 'known' | 'entries' | 'ofChart'>;

/** Figures over this workstation's ledger, and over those that were merged with it. */
export class ReviewedLedgers {
  readonly #here: Histories;
  readonly #others: OtherLedgers | undefined;
  /** By origin, each with as many entries as its ledger had. */
  readonly #read = new Map<string, { entries: number; histories: Histories }>();
  readonly #chapters = new Map<Catalog, ReturnType<typeof chaptersOf>>();

  constructor(here: Histories, others?: OtherLedgers) {
    this.#here = here;
    this.#others = others;
  }

  /** @param catalog whose titles and chapters the figures show */
  figures({ from, to, of }: RequestArgument<'review.figures'>, catalog: Catalog): ReviewFigures {
    const ledgers = [this.#here, ...(of === 'all' ? this.#otherHistories() : [])];
    const reviews = ledgers.flatMap((histories) => {
      const samples = histories.samples();
      const blind = (sample: number): boolean | undefined => samples.get(sample)?.request.blind;
      return closedReviews(histories.within('close', { from, to }), blind, { from, to });
    });
    return figuresOf(reviews, this.#labels(catalog));
  }

  #otherHistories(): Histories[] {
    const others = this.#others;
    if (!others) return [];
    return others.known().map(({ origin, entries }) => {
      const read = this.#read.get(origin);
      if (read?.entries === entries) return read.histories;
      const histories = new Histories({
        head: () => ({ seq: entries, hash: '' }),
        chartsSince: () => [],
        ofChart: (chart) => others.ofChart(origin, chart),
        entries: (filter, limit, before) => others.entries({ ...filter, origin }, limit, before),
      });
      this.#read.set(origin, { entries, histories });
      return histories;
    });
  }

  #labels(catalog: Catalog): { code: (code: string) => Label; chapter: (code: string) => Label | null } {
    let chapterOf = this.#chapters.get(catalog);
    if (!chapterOf) {
      chapterOf = chaptersOf(catalog.book);
      this.#chapters.set(catalog, chapterOf);
    }
    return {
      code: (code) => ({ key: code, label: catalog.lookUp(code)?.title ?? code }),
      chapter: (code) => {
        const chapter = chapterOf(code);
        return chapter && { key: chapter.number, label: chapter.title };
      },
    };
  }
}
