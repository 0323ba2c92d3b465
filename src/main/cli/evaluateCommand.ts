import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Language } from '../../shared/chart.ts';
import { CodeSystem } from '../../shared/coding.ts';
import { CODING_SYSTEM, today } from '../library.ts';
import { UserError } from '../errors.ts';
import { bootstrap } from '../evaluation/bootstrap.ts';
import { readCorpus } from '../evaluation/corpus.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { faithfulness, readErased } from '../evaluation/faithfulness.ts';
import { measure, type CodedDocument } from '../evaluation/figures.ts';
import { evidencePredictions, rankedPredictions } from '../evaluation/predictionFiles.ts';
import type { Corpus } from '../evaluation/gold.ts';
import { htmlReport } from '../evaluation/report/html.ts';
import { textReport } from '../evaluation/report/text.ts';
import { openShippingPath, type ShippingPath } from '../evaluation/shippingPath.ts';
import { UsageError, type ExitCode, type Terminal } from './cli.ts';
import { checkDay, wholeNumber } from './options.ts';

/** The options of `rubricator evaluate`, for parseArgs. */
export const EVALUATE_OPTIONS = {
  split: { type: 'string' },
  lang: { type: 'string' },
  system: { type: 'string', default: CODING_SYSTEM },
  on: { type: 'string' },
  limit: { type: 'string' },
  top: { type: 'string', default: '100' },
  faithfulness: { type: 'string', default: '20' },
  bootstrap: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  report: { type: 'string' },
  predictions: { type: 'string' },
  'predictions-x': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

interface Options {
  split?: string | undefined;
  lang?: string | undefined;
  system: string;
  on?: string | undefined;
  limit?: string | undefined;
  top: string;
  faithfulness: string;
  bootstrap: string;
  seed: string;
  json: boolean;
  report?: string | undefined;
  predictions?: string | undefined;
  'predictions-x'?: string | undefined;
}

/**
 * `rubricator evaluate`: measures what the product says of a corpus whose codes are known.
 *
 * @param args the command line behind `evaluate`, for the record
 */
export async function evaluate(
  inputs: readonly string[],
  options: Options,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const [path, ...others] = inputs;
  if (path === undefined || others.length > 0) throw new UsageError('evaluate needs one CORPUS');
  const language = options.lang === undefined ? undefined : Language.safeParse(options.lang).data;
  if (options.lang !== undefined && !language) throw new UsageError('--lang takes en or es');
  checkDay(options.on);
  const day = options.on ?? today();
  const system = CodeSystem.safeParse(options.system).data;
  if (!system) throw new UsageError(`--system takes ${CodeSystem.options.join(' or ')}`);
  const top = wholeNumber(options.top, '--top');
  const limit = options.limit === undefined ? undefined : wholeNumber(options.limit, '--limit');
  const erased = wholeNumberOrNone(options.faithfulness, '--faithfulness');
  const resamples = wholeNumberOrNone(options.bootstrap, '--bootstrap');
  const seed = wholeNumber(options.seed, '--seed');
  for (const file of [options.report, options.predictions, options['predictions-x']]) refuseExisting(file);

  const corpus = await readCorpus(path, { split: options.split, language, system, limit });
  if (corpus.split === 'train') {
    terminal.err(
      'note: the shipped model learned from the train split of CodiEsp; its figures there flatter it',
    );
  }
  const shipping = await openShippingPath(system, day);
  if (!shipping.covers) {
    terminal.err(`no installed release is valid on ${day}; ${shipping.catalogue} stands in`);
  }
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const started = performance.now();
    const coded = await codeAll(corpus, shipping, top, stop.signal, terminal);
    const seconds = (performance.now() - started) / 1000;
    const scores = await readErased(
      coded,
      (document) => shipping.read(document, Number.MAX_SAFE_INTEGER, stop.signal),
      {
        documents: erased,
        seed,
        onDocument: (done) =>
          terminal.err(`[${done}/${Math.min(erased, coded.length)}] read without evidence`),
      },
    );
    process.off('SIGINT', interrupt);
    terminal.err('measuring');
    const evaluation: Evaluation = {
      run: {
        command: ['rubricator', 'evaluate', ...args].join(' '),
        at: new Date().toISOString(),
        seconds,
        documentsPerSecond: coded.length / seconds,
      },
      corpus: {
        name: corpus.name,
        format: corpus.format,
        split: corpus.split,
        languages: [...new Set(coded.map(({ gold }) => gold.document.language))].sort(),
        documents: coded.length,
      },
      system,
      model: shipping.model,
      catalogue: shipping.catalogue,
      provider: shipping.provider,
      top,
      thresholds: shipping.thresholds,
      intervals: { level: 0.95, resamples, seed },
      figures: {
        ...measure(coded, { ...shipping, estimate: bootstrap(coded.length, resamples, seed) }),
        faithfulness:
          scores.length > 0 ? faithfulness(scores, bootstrap(scores.length, resamples, seed)) : null,
      },
    };
    write(options.report, () => htmlReport(evaluation), terminal);
    write(options.predictions, () => rankedPredictions(coded), terminal);
    write(options['predictions-x'], () => evidencePredictions(coded, system), terminal);
    terminal.out(options.json ? JSON.stringify(evaluation) : textReport(evaluation));
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    terminal.err('stopped; nothing was measured or written');
    return 1;
  } finally {
    process.off('SIGINT', interrupt);
    await shipping.close();
  }
}

async function codeAll(
  corpus: Corpus,
  shipping: ShippingPath,
  top: number,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<CodedDocument[]> {
  const coded: CodedDocument[] = [];
  for (const gold of corpus.documents) {
    coded.push({ gold, suggestions: await shipping.read(gold.document, top, signal) });
    if (coded.length % 10 === 0 || coded.length === corpus.documents.length) {
      terminal.err(`[${coded.length}/${corpus.documents.length}] ${gold.id}`);
    }
  }
  return coded;
}

/** @throws UsageError where the option's value is not a whole number */
function wholeNumberOrNone(text: string, option: string): number {
  if (text === '0') return 0;
  return wholeNumber(text, option);
}

/** Before anything is read: after an hour's work is too late. */
function refuseExisting(file: string | undefined): void {
  if (file === undefined) return;
  if (existsSync(file))
    throw new UserError(`${file} is there already.`, 'Name a file that does not exist yet.');
  if (!existsSync(dirname(file))) {
    throw new UserError(`The folder of ${file} does not exist.`, 'Make it first, or name another.');
  }
}

function write(file: string | undefined, content: () => string, terminal: Terminal): void {
  if (file === undefined) return;
  try {
    writeFileSync(file, content(), { flag: 'wx' });
  } catch (cause) {
    throw new UserError(`${file} cannot be written.`, 'Name a file in a folder that you may write.', {
      cause,
    });
  }
  terminal.err(`written: ${file}`);
}
