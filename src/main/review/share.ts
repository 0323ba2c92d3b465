import type { Share } from '../../shared/review.ts';

/** A share while it is counted. */
export class Tally {
  #hits = 0;
  #of = 0;
  readonly #charts = new Set<string>();
  readonly #missed = new Set<string>();

  add(chart: string, hit: boolean): void {
    this.#of += 1;
    this.#charts.add(chart);
    if (hit) this.#hits += 1;
    else this.#missed.add(chart);
  }

  /** The charts that something speaks against come first: they are what is looked for. */
  share(): Share {
    return {
      hits: this.#hits,
      of: this.#of,
      charts: [...new Set([...this.#missed, ...this.#charts])],
    };
  }
}

/** Tallies by key, made as they are first asked for. */
export class Groups<T> {
  readonly #make: () => T;
  readonly #byKey = new Map<string, T>();

  constructor(make: () => T) {
    this.#make = make;
  }

  at(key: string): T {
    const known = this.#byKey.get(key);
    if (known) return known;
    const made = this.#make();
    this.#byKey.set(key, made);
    return made;
  }

  /** In the order of their keys, digits by their value. */
  sorted(): [key: string, group: T][] {
    return [...this.#byKey].sort(([a], [b]) => BY_VALUE.compare(a, b));
  }
}

const BY_VALUE = new Intl.Collator('en', { numeric: true });
