/** Seconds before locking at which the user is warned. */
export const WARNING_SECONDS = 30;

/** What the idle lock acts upon. */
export interface IdleLockParts {
  /** Minutes without a key or the mouse after which the desk locks; null while it is locked. */
  minutes: () => number | null;
  /** Says that the desk locks in so many seconds; null takes the warning back. */
  warn: (seconds: number | null) => void;
  lock: () => void;
}

/** Locks a desk that nobody is at. Counts keys and the mouse as the main process sees them, nothing else. */
export class IdleLock {
  readonly #parts: IdleLockParts;
  #lastInput = performance.now();
  #warned = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: IdleLockParts) {
    this.#parts = parts;
  }

  /** Begins to count anew: after unlocking, and whenever the time allowed has changed. */
  start(): void {
    this.#lastInput = performance.now();
    this.#warned = false;
    this.#look();
  }

  /** A key was pressed or the mouse moved. As many come as the mouse moves, so the timer is left alone. */
  input(): void {
    this.#lastInput = performance.now();
    if (!this.#warned) return;
    this.#warned = false;
    this.#parts.warn(null);
    this.#look();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.stop();
    const minutes = this.#parts.minutes();
    if (minutes === null) return;
    const left = minutes * 60_000 - (performance.now() - this.#lastInput);
    if (left <= 0) {
      this.#parts.lock();
      return;
    }
    const untilWarning = left - WARNING_SECONDS * 1000;
    if (untilWarning <= 0 && !this.#warned) {
      this.#warned = true;
      this.#parts.warn(Math.ceil(left / 1000));
    }
    this.#timer = setTimeout(() => this.#look(), untilWarning > 0 ? untilWarning : left);
  }
}
