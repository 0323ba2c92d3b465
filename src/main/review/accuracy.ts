import type { AccuracyRow } from '../../shared/review.ts';
import type { ClosedReview } from './closedReviews.ts';
import { Groups, Tally } from './share.ts';

/** One code that was coded or should have been, of one chart. */
export interface Unit {
  /** The coder's code, and the one that should have been coded instead; the missing one alone. */
  codes: string[];
  right: boolean;
}

/** What a row is called. */
export interface Label {
  key: string;
  label: string;
}

export interface AccuracyTables {
  all: AccuracyRow;
  byCoder: AccuracyRow[];
  byCode: AccuracyRow[];
  byChapter: AccuracyRow[];
  byModel: AccuracyRow[];
}

/**
 * The units of code-over-code accuracy: every code of the coder, right unless a standing finding disagrees,
 * and every code that is missing. A code that should have been another is one unit, not two.
 */
export function unitsOf({ finish, errors }: Pick<ClosedReview, 'finish' | 'errors'>): Unit[] {
  const coded = finish.codes.map(({ code }) => code);
  const wrong = new Map(
    errors.flatMap(({ verdict, code, should }) =>
      verdict === 'disagree' && code !== null ? [[code, should] as const] : [],
    ),
  );
  const missed = new Set(
    errors.flatMap(({ verdict, should }) => (verdict === 'missed' && should !== null ? [should] : [])),
  );
  for (const code of [...coded, ...wrong.values()]) if (code !== null) missed.delete(code);
  return [
    ...coded.map((code): Unit => {
      const should = wrong.get(code);
      return { codes: should ? [code, should] : [code], right: should === undefined };
    }),
    ...[...missed].map((code): Unit => ({ codes: [code], right: false })),
  ];
}

/**
 * The unit of principal diagnosis accuracy: right where no standing finding says that the first code is
 * wrong or that another belongs first; null where nothing is coded and nothing missed.
 */
export function principalOf({ finish, errors }: Pick<ClosedReview, 'finish' | 'errors'>): Unit | null {
  const units = unitsOf({ finish, errors });
  const [first] = units;
  if (!first) return null;
  const before = errors.flatMap(({ verdict, should }) =>
    verdict === 'sequence' && should !== null ? [should] : [],
  );
  return {
    codes: [...new Set([...first.codes, ...before])],
    right: first.right && before.length === 0,
  };
}

/**
 * Accuracy over all closed reviews, and by coder, code, chapter and model version. A chart counts in the
 * row of a code or a chapter where one of its units is about it; a code that should have been another
 * counts in the rows of both.
 */
export function accuracyOf(
  reviews: readonly ClosedReview[],
  labels: { code: (code: string) => Label; chapter: (code: string) => Label | null },
): AccuracyTables {
  const all = new Row();
  const byCoder = new Groups(() => new Row());
  const byModel = new Groups(() => new Row());
  const byCode = new Table(labels.code);
  const byChapter = new Table(labels.chapter);
  for (const review of reviews) {
    const { chart, finish, errors } = review;
    const units = unitsOf(review);
    const principal = principalOf(review);
    const rows = [all, byCoder.at(finish.coder)];
    if (finish.model !== null) rows.push(byModel.at(finish.model));
    for (const row of rows) row.add(chart, units, errors.length === 0, principal);
    const disputed = new Set(errors.flatMap(({ code, should }) => [code, should]));
    byCode.add(chart, units, disputed, principal);
    byChapter.add(chart, units, disputed, principal);
  }
  return {
    all: all.toRow({ key: '', label: '' }),
    byCoder: plain(byCoder),
    byCode: byCode.rows(),
    byChapter: byChapter.rows(),
    byModel: plain(byModel),
  };
}

function plain(groups: Groups<Row>): AccuracyRow[] {
  return groups.sorted().map(([key, row]) => row.toRow({ key, label: key }));
}

/** One row while it is counted. */
class Row {
  readonly #codes = new Tally();
  readonly #whole = new Tally();
  readonly #principal = new Tally();

  /** @param principal null where it is none of this row */
  add(chart: string, units: readonly Unit[], whole: boolean, principal: Unit | null): void {
    for (const { right } of units) this.#codes.add(chart, right);
    this.#whole.add(chart, whole);
    if (principal) this.#principal.add(chart, principal.right);
  }

  toRow({ key, label }: Label): AccuracyRow {
    return {
      key,
      label,
      codes: this.#codes.share(),
      whole: this.#whole.share(),
      principal: this.#principal.share(),
    };
  }
}

/** Rows that the codes of a chart fall into. */
class Table {
  readonly #labelOf: (code: string) => Label | null;
  readonly #labels = new Map<string, Label | null>();
  readonly #groups = new Groups(() => new Row());

  constructor(labelOf: (code: string) => Label | null) {
    this.#labelOf = labelOf;
  }

  /** @param disputed the codes that errors name */
  add(
    chart: string,
    units: readonly Unit[],
    disputed: ReadonlySet<string | null>,
    principal: Unit | null,
  ): void {
    const unitsByKey = new Map<string, Unit[]>();
    for (const unit of units) {
      for (const key of this.#keysOf(unit)) {
        const known = unitsByKey.get(key);
        if (known) known.push(unit);
        else unitsByKey.set(key, [unit]);
      }
    }
    const whole = new Set([...disputed].map((code) => (code === null ? null : this.#keyOf(code))));
    const first = new Set(principal ? this.#keysOf(principal) : []);
    for (const [key, its] of unitsByKey) {
      this.#groups.at(key).add(chart, its, !whole.has(key), first.has(key) ? principal : null);
    }
  }

  rows(): AccuracyRow[] {
    const labels = new Map([...this.#labels.values()].map((label) => [label?.key, label]));
    return this.#groups.sorted().map(([key, row]) => row.toRow(labels.get(key) ?? { key, label: key }));
  }

  #keysOf({ codes }: Unit): string[] {
    return [...new Set(codes.map((code) => this.#keyOf(code)))].filter((key) => key !== null);
  }

  #keyOf(code: string): string | null {
    let label = this.#labels.get(code);
    if (label === undefined) {
      label = this.#labelOf(code);
      this.#labels.set(code, label);
    }
    return label?.key ?? null;
  }
}
