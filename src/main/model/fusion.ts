import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sessionOptions } from './provider.ts';

/** Turns what lexicon, catalogue and label attention say of a code into one calibrated probability. */
export class Fusion {
  /** Milliseconds spent inside ONNX Runtime since it was opened, for the benchmark. */
  sessionMilliseconds = 0;
  readonly #session: InferenceSession;
  readonly #columns: number;

  private constructor(session: InferenceSession, columns: number) {
    this.#session = session;
    this.#columns = columns;
  }

  /** @param columns number of features the graph was fitted on */
  static async open(file: string, columns: number): Promise<Fusion> {
    return new Fusion(await InferenceSession.create(file, sessionOptions('cpu')), columns);
  }

  /** Probabilities, one a row of features. */
  async probabilities(rows: readonly Float32Array[]): Promise<Float32Array> {
    if (rows.length === 0) return new Float32Array();
    const matrix = new Float32Array(rows.length * this.#columns);
    rows.forEach((row, i) => matrix.set(row, i * this.#columns));
    const started = performance.now();
    const output = await this.#session.run({
      features: new Tensor('float32', matrix, [rows.length, this.#columns]),
    });
    this.sessionMilliseconds += performance.now() - started;
    return output['probability']?.data as Float32Array;
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}
