/** Counts the time a coder works on a chart, and what they press and click. Time is in milliseconds. */

/** A pause longer than this is no work. */
export const longestPause = 60_000;

/** What one report may hold, as the channel has it. */
const most = { seconds: 600, actions: 10_000 };

/** Whole seconds and actions since the last report. */
export interface Activity {
  seconds: number;
  actions: number;
}

/**
 * Work counts from one sign of life to the next, where no more than a minute lies between them and the
 * window was in sight all the while. `now` gives the time and never goes back.
 */
export class ActivityCount {
  readonly #now: () => number;
  /** The last sign of life; null while the window is hidden. */
  #last: number | null = null;
  #worked = 0;
  #actions = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A sign of life that is no action: the pointer moved, the text was scrolled, the window came up. */
  stir(): void {
    this.#close();
    this.#last = this.#now();
  }

  /** A key was pressed or something clicked. */
  act(): void {
    this.stir();
    this.#actions += 1;
  }

  /** The window was hidden, or the chart left: the time up to now counts, what follows does not. */
  rest(): void {
    this.#close();
    this.#last = null;
  }

  /** Hands out what was counted and begins anew; parts of a second, and what is too much for one report, stay. */
  take(): Activity {
    const seconds = Math.min(most.seconds, Math.floor(this.#worked / 1000));
    const actions = Math.min(most.actions, this.#actions);
    this.#worked -= seconds * 1000;
    this.#actions -= actions;
    return { seconds, actions };
  }

  #close(): void {
    if (this.#last === null) return;
    const passed = this.#now() - this.#last;
    if (passed <= longestPause) this.#worked += passed;
  }
}
