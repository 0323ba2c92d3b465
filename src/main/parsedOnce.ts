/**
 * Parses stored JSON, and parses it again only where it has changed since: a list of thousands of rows is
 * asked for again and again while one or two of them change.
 */
export class ParsedOnce<T> {
  readonly #known = new Map<string, { json: string; value: T }>();

  /** What the JSON stored for an identifier says. It is given out again and must not be changed. */
  of(id: string, json: string): T {
    const known = this.#known.get(id);
    if (known?.json === json) return known.value;
    const value = JSON.parse(json) as T;
    this.#known.set(id, { json, value });
    return value;
  }
}
