/** The best two codes over each word of a document, to tell how strong the strongest rival of a code is there. */
export class Rivals {
  readonly #best: { code: string; value: number; second: number }[];

  /** @param count words of the document */
  constructor(count: number) {
    this.#best = Array.from({ length: count }, () => ({ code: '', value: 0, second: 0 }));
  }

  /** Lets a code claim the words [from, to) with a value above 0. */
  claim(code: string, from: number, to: number, value: number): void {
    for (let w = from; w < to; w++) {
      const here = this.#best[w];
      if (!here) continue;
      if (code === here.code) here.value = Math.max(here.value, value);
      else if (value > here.value) this.#best[w] = { code, value, second: here.value };
      else here.second = Math.max(here.second, value);
    }
  }

  /** The highest value with which another code claims any of the words [from, to); 0 for none. */
  over(code: string, from: number, to: number): number {
    let most = 0;
    for (let w = from; w < to; w++) {
      const here = this.#best[w];
      if (here) most = Math.max(most, here.code === code ? here.second : here.value);
    }
    return most;
  }
}
