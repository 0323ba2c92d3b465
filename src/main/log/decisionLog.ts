import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RequestArgument } from '../../shared/channels.ts';
import type { KnownLedger, LedgerPage, LogFormat, MergeOutcome, VerifyReport } from '../../shared/ledger.ts';
import { fileKey } from '../accounts/keys.ts';
import { UserError } from '../errors.ts';
import { writeExport } from '../ledger/exportFile.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { prove } from '../ledger/proof.ts';
import { fingerprintOf, publicKeyFile, readPublicKey, type Signer } from '../ledger/signer.ts';
import { verify } from '../ledger/threads.ts';
import { LedgerMerge } from '../merge/ledgerMerge.ts';
import { MergedLedgers } from '../merge/mergedLedgers.ts';
import type { InterfaceLanguage } from '../../shared/language.ts';
import { cancelled, onThread, threadFile } from '../thread.ts';
import type { ExportTask } from './exportLog.ts';

/** Other workstations' ledgers, in the data folder. */
export const MERGED_FILE = 'merged.sqlite';

/** What the log is kept over. */
export interface LogParts {
  /** The data folder. */
  data: string;
  ledger: Ledger;
  user: string;
  storeKey: Uint8Array;
  signer: Signer;
  /** Names of the charts that are here, by identifier. */
  chartNames: () => ReadonlyMap<string, string>;
}

/** Paths of what is verified. */
export interface VerifiedFiles {
  ledger: string;
  /** Kept elsewhere than the ledger. */
  checkpoint?: string | undefined;
  publicKey?: string | undefined;
}

/** A file to be saved, which writes itself. */
export interface WrittenLog {
  name: string;
  ending: string;
  /** @throws UserError where it was cancelled */
  write: (file: string) => Promise<void>;
  /** What the ledger says of it. */
  what: string;
}

type Progress = (fraction: number) => void;

const ENDINGS = {
  csv: 'csv',
  jsonl: 'jsonl',
  fhir: 'json',
  pdf: 'pdf',
  signed: 'ledger',
} as const satisfies Record<LogFormat, string>;

/**
 * The ledger as auditors use it: browsed, verified, exported, and beside it the ledgers of other workstations.
 * What takes long runs on threads, one at a time, and can be cancelled.
 */
export class DecisionLog {
  /** The ledgers of other workstations; none before the first merge. */
  readonly merged: Pick<MergedLedgers, 'known' | 'entries' | 'ofChart'> = {
    known: () => this.#open()?.known() ?? [],
    entries: (filter, limit, before) => this.#others(filter.origin).entries(filter, limit, before),
    ofChart: (origin, chart) => this.#others(origin).ofChart(origin, chart),
  };
  readonly #parts: LogParts;
  readonly #file: string;
  readonly #merge: LedgerMerge;
  #merged: MergedLedgers | undefined;
  #running: AbortController | undefined;

  constructor(parts: LogParts) {
    const { data, ledger, storeKey, signer } = parts;
    this.#parts = parts;
    this.#file = join(data, MERGED_FILE);
    this.#merge = new LedgerMerge({
      merged: { file: this.#file, key: fileKey(storeKey, 'merged') },
      own: { file: ledger.file, key: fileKey(storeKey, 'ledger'), origin: signer.origin },
    });
  }

  /** @throws UserError where the filter names a ledger that was not merged */
  entries({ filter, limit, before }: RequestArgument<'ledger.entries'>): LedgerPage {
    const { origin } = filter;
    if (origin === undefined || origin === this.#origin) {
      return this.#parts.ledger.entries(filter, limit, before);
    }
    return this.merged.entries({ ...filter, origin }, limit, before);
  }

  /** This workstation's ledger, then those that were merged. */
  known(): KnownLedger[] {
    const { ledger } = this.#parts;
    const { seq } = ledger.head();
    const own: KnownLedger = {
      origin: this.#origin,
      own: true,
      entries: seq,
      lastAt: ledger.entry(seq)?.at ?? null,
      withheld: false,
      mergedAt: null,
    };
    return [own, ...this.merged.known()];
  }

  /** Checks this workstation's ledger, with its own key and the last checkpoint kept beside it. */
  verify(onProgress: Progress): Promise<VerifyReport> {
    const { ledger, storeKey, signer } = this.#parts;
    const key = fileKey(storeKey, 'ledger');
    return this.#alone((signal) =>
      verify(ledger.file, { key, publicKey: signer.publicKey, signal, onProgress }),
    );
  }

  /**
   * Checks a ledger's file.
   * @throws UserError where a file cannot be read or is not what it should be
   */
  verifyFile(files: VerifiedFiles, onProgress: Progress): Promise<VerifyReport> {
    const { ledger, checkpoint, publicKey } = files;
    const kept = {
      ...(checkpoint !== undefined && { checkpoint: readText(checkpoint) }),
      ...(publicKey !== undefined && { publicKey: readPublicKey(readText(publicKey)) }),
    };
    return this.#alone((signal) => verify(ledger, { ...kept, signal, onProgress }));
  }

  /**
   * The proof that the checkpointed ledger holds an entry, as a file.
   * @throws UserError where there is no such entry, or its texts cannot be left out
   */
  prove(entry: number, excerpts: boolean): { name: string; content: string } {
    return { name: `${this.#origin} ${entry}.json`, content: prove(this.#parts.ledger, entry, excerpts) };
  }

  /** The key that verifies this workstation's checkpoints, as a file, and what people compare of it. */
  publicKey(): { name: string; content: string; fingerprint: string } {
    const { publicKey } = this.#parts.signer;
    return {
      name: `${this.#origin}.pem`,
      content: publicKeyFile(publicKey),
      fingerprint: fingerprintOf(publicKey),
    };
  }

  /** The decision log of a ledger as a file to be saved. */
  export(
    { format, filter, excerpts }: RequestArgument<'ledger.export'>,
    language: InterfaceLanguage,
    onProgress: Progress,
  ): WrittenLog {
    const origin = filter.origin ?? this.#origin;
    const ending = ENDINGS[format];
    return {
      name: `${origin} ${new Date().toISOString().slice(0, 10)}.${ending}`,
      ending,
      what: `decision log, ${format}`,
      write: (out) =>
        this.#alone(async (signal) => {
          if (format === 'signed') {
            await this.#writeSigned(origin, out, { excerpts, signal, onProgress });
            return;
          }
          const task = this.#exportTask({ format, filter, excerpts }, language, out);
          await onThread(threadFile(import.meta.dirname, 'exportWorker'), task, { signal, onProgress });
        }),
    };
  }

  /** Reads another workstation's signed ledger. */
  merge(file: string, onProgress: Progress): Promise<MergeOutcome> {
    this.#openMerged();
    return this.#alone((signal) => this.#merge.merge(file, { signal, onProgress }));
  }

  /** Goes on with a merge that asked whether a key is the right one. */
  mergeTrusted(ticket: string, onProgress: Progress): Promise<MergeOutcome> {
    return this.#alone((signal) => this.#merge.trust(ticket, { signal, onProgress }));
  }

  /** Ends whatever is under way. */
  cancel(): void {
    this.#running?.abort(cancelled());
  }

  close(): void {
    this.cancel();
    this.#merged?.close();
  }

  get #origin(): string {
    return this.#parts.signer.origin;
  }

  /** The whole ledger, whatever the filter: parts of it could not be verified. */
  async #writeSigned(
    origin: string,
    out: string,
    options: { excerpts: boolean; signal: AbortSignal; onProgress: Progress },
  ): Promise<void> {
    if (origin !== this.#origin) {
      throw new UserError(
        'Only the workstation that keeps a ledger can sign it.',
        'Have it exported there, or export it here in another form.',
      );
    }
    try {
      await writeExport(
        this.#parts.ledger,
        createWriteStream(out, { flags: 'wx', mode: 0o600, flush: true }),
        options,
      );
    } catch (error) {
      options.signal.throwIfAborted();
      throw error;
    }
  }

  #exportTask(
    {
      format,
      filter,
      excerpts,
    }: Omit<RequestArgument<'ledger.export'>, 'format'> & Pick<ExportTask, 'format'>,
    language: InterfaceLanguage,
    out: string,
  ): ExportTask {
    const { ledger, storeKey, user, chartNames } = this.#parts;
    const { origin = this.#origin } = filter;
    const merged = origin !== this.#origin;
    const of = merged ? this.#others(origin) : undefined;
    return {
      source: {
        file: merged ? this.#file : ledger.file,
        key: fileKey(storeKey, merged ? 'merged' : 'ledger'),
        merged,
      },
      origin,
      entries: of?.known().find((known) => known.origin === origin)?.entries ?? ledger.head().seq,
      format,
      filter,
      excerpts,
      checkpoint: of ? (of.checkpoints(origin).at(-1) ?? null) : ledger.checkpoint(),
      who: user,
      at: new Date().toISOString(),
      language,
      names: excerpts ? chartNames() : new Map(),
      out,
    };
  }

  /** The store of merged ledgers; none before the first merge. */
  #open(): MergedLedgers | undefined {
    return existsSync(this.#file) ? this.#openMerged() : undefined;
  }

  #openMerged(): MergedLedgers {
    this.#merged ??= new MergedLedgers(this.#file, fileKey(this.#parts.storeKey, 'merged'));
    return this.#merged;
  }

  #others(origin: string): MergedLedgers {
    const merged = this.#open();
    if (merged) return merged;
    throw new UserError(`The ledger ${origin} was not merged here.`, 'Merge its file first.');
  }

  async #alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#running) {
      throw new UserError(
        'Another verification, export or merge is under way.',
        'Wait until it is done, or cancel it.',
      );
    }
    const running = new AbortController();
    this.#running = running;
    try {
      return await work(running.signal);
    } finally {
      this.#running = undefined;
    }
  }
}

/** Notes and keys are short; a file that is not is none of them, and shows itself as that. */
const MOST_BYTES = 100_000;

function readText(file: string): string {
  try {
    return readFileSync(file).subarray(0, MOST_BYTES).toString('utf8');
  } catch (cause) {
    throw new UserError(`The file ${basename(file)} cannot be read.`, 'Check that you may read it.', {
      cause,
    });
  }
}
