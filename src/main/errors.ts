/**
 * A failure the user can understand and act on. Only these carry their message across the bridge
 * or onto the terminal; anything else is a fault of the program.
 */
export class UserError extends Error {
  /** What the user can do about it. */
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.remedy = remedy;
  }
}
