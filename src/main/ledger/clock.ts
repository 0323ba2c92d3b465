/** What the ledger's clock says of a moment. */
export interface Reading {
  /** Milliseconds since 1970, UTC; never before the last entry. */
  at: number;
  /** Present where the system's clock is not where it was expected: what it shows, and what was expected. */
  moved?: { found: number; expected: number };
}

/** Milliseconds that the system's clock may be off before it counts as moved. */
const TOLERANCE = 5000;

/** Clocks drift apart and are slowed or sped up by time synchronisation: at most this share of the time that passed. */
const DRIFT = 0.0005;

/**
 * The ledger's own clock: the system's as it was at the start, advanced by a clock that nobody can set. It
 * never goes back. Where the system's clock was set, or the computer slept, it says so once and goes on
 * from there, or from where it was where that is later.
 */
export class LedgerClock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  /** What both clocks showed when they were last compared, and what this one did. */
  #base: { wall: number; monotonic: number; at: number };

  /** @param wall milliseconds since 1970; @param monotonic milliseconds since any moment */
  constructor(wall: () => number, monotonic: () => number) {
    this.#wall = wall;
    this.#monotonic = monotonic;
    const now = wall();
    this.#base = { wall: now, monotonic: monotonic(), at: now };
  }

  /**
   * Reads the clock. A clock that moved is reported until that is {@link accept}ed.
   * @param last the time of the last entry, which another process may have written; 0 where there is none
   */
  read(last: number): Reading {
    const passed = this.#monotonic() - this.#base.monotonic;
    const found = this.#wall();
    const tolerance = TOLERANCE + passed * DRIFT;
    const own = this.#base.at + passed;
    const at = Math.max(own, last);
    // The last entry can lie ahead of a clock that was set back while the program did not run.
    const expected = last > own + tolerance ? last : this.#base.wall + passed;
    if (Math.abs(found - expected) <= tolerance) return { at };
    return { at: Math.max(at, found), moved: { found, expected } };
  }

  /** Goes on from a reading, once it is on record that the clock moved. */
  accept({ at, moved }: Reading): void {
    if (moved) this.#base = { wall: moved.found, monotonic: this.#monotonic(), at };
  }
}
