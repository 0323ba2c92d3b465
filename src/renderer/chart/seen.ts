/** How long words must be in view, without a pause, to count as seen, in milliseconds. */
export const seenAfter = 400;

/** Keeps which codes' evidence is in view and which has been seen. */
export class SeenCodes {
  readonly #clock: () => number;
  readonly #seen = new Set<string>();
  readonly #since = new Map<string, number>();

  /** @param clock milliseconds of a clock that never goes back */
  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** The codes whose words are in view from now on. */
  view(codes: ReadonlySet<string>): void {
    const now = this.#clock();
    for (const [code, since] of this.#since) {
      if (codes.has(code)) continue;
      if (now - since >= seenAfter) this.#seen.add(code);
      this.#since.delete(code);
    }
    for (const code of codes) {
      if (!this.#since.has(code)) this.#since.set(code, now);
    }
  }

  /** A code was selected: its words were brought into view, and it is what the coder looks at. */
  select(code: string): void {
    this.#seen.add(code);
  }

  /** Whether words of the code are in view. */
  inView(code: string): boolean {
    return this.#since.has(code);
  }

  /** Whether the code's words have been before the coder's eyes. */
  hasSeen(code: string): boolean {
    const since = this.#since.get(code);
    return this.#seen.has(code) || (since !== undefined && this.#clock() - since >= seenAfter);
  }
}
