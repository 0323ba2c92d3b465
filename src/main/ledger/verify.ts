/**
 * Verification of a ledger: of the file that the program writes to, or of a signed export. Nothing in the
 * file is trusted, only the key and the checkpoint that are given with it, where they are.
 */
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { LedgerFault, VerifyReport } from '../../shared/ledger.ts';
import { anchorOf } from './anchor.ts';
import { isOf, parseCheckpoint, type ParsedCheckpoint } from './checkpoint.ts';
import { diagnose } from './diagnose.ts';
import { GENESIS } from './entry.ts';
import { judge } from './judge.ts';
import { Frontier } from './merkle.ts';
import {
  checkIndexes,
  firstKey,
  inspectDatabase,
  inspectExport,
  sourceOf,
  type DatabaseOutside,
  type ExportOutside,
} from './outside.ts';
import { rowReader, type LedgerSource, type Part } from './rows.ts';
import { MIGRATIONS } from './schema.ts';
import { faultBetween, faultOfAll, join, LEAF_BYTES, scanPart, type Link, type Scanned } from './scan.ts';
import { originOf, spkiOf } from './signer.ts';

/** What a ledger is compared with, and what opens it. */
export interface VerifyOptions {
  /** Of an encrypted SQLite file. */
  key?: Uint8Array;
  /** A checkpoint that was kept elsewhere: the signed note. */
  checkpoint?: string;
  /** The workstation's, as it was handed over. Without it, the ledger proves only that it fits itself. */
  publicKey?: KeyObject;
}

/** Faults that are named; more would help nobody. */
const MOST_FAULTS = 100;

/**
 * Verifies a ledger on this thread, which takes as long as it takes; `verify` does it beside it.
 * @throws UserError where there is no such file, it is encrypted and no key is given, or a newer version wrote it
 */
export function verifyNow(file: string, options: VerifyOptions = {}): VerifyReport {
  const verification = new Verification(file, options);
  verification.inspect();
  const parts = verification.parts();
  for (const part of parts) verification.add(scan(verification.source, part));
  return verification.finish();
}

/** Scans a part of a ledger; any thread can. */
export function scan(source: LedgerSource, part: Part): Scanned {
  const reader = rowReader(source);
  try {
    return scanPart(reader, part);
  } finally {
    reader.close();
  }
}

/**
 * One verification, step by step, so that `parts` can be scanned on several threads: `inspect`, `add` what
 * came of each part in their order, `finish`.
 */
export class Verification {
  readonly source: LedgerSource;
  readonly #options: VerifyOptions;
  readonly #anchor: string | undefined;
  readonly #faults: LedgerFault[] = [];
  #database: DatabaseOutside | undefined;
  #export: ExportOutside | undefined;
  /** The ledger's own, in their order. */
  #own: (ParsedCheckpoint | null)[] = [];
  /** Keys that entries say sign the checkpoints. */
  readonly #publicKeys = new Set<string>();
  readonly #leaves: Buffer[] = [];
  readonly #frontier = new Frontier();
  readonly #roots = new Map<number, string>();
  /** Sizes at which a root is wanted. */
  readonly #wanted = new Set<number>();
  #coded = 0;
  #whole = true;
  /** Why the file cannot be read. */
  #obstacle: string | undefined;
  #last: Link | null = null;

  /** @throws UserError where there is no such file, or it is encrypted and no key is given */
  constructor(file: string, options: VerifyOptions) {
    this.#options = options;
    this.source = sourceOf(file, options.key);
    const anchor = anchorOf(file);
    // Before anything else is read: the ledger may grow meanwhile, but holds what its anchor says.
    if (this.source.kind === 'sqlite' && existsSync(anchor)) this.#anchor = readFileSync(anchor, 'utf8');
  }

  /** The parts that together are all of the ledger, in order; none where it cannot be read. */
  parts(): Part[] {
    try {
      const reader = rowReader(this.source);
      try {
        return reader.parts();
      } finally {
        reader.close();
      }
    } catch (error) {
      this.#obstacle = error instanceof Error ? error.message : String(error);
      return [];
    }
  }

  /** Looks at all but the entries. @throws UserError where a newer version wrote the file */
  inspect(): void {
    if (this.source.kind === 'export') {
      this.#export = inspectExport(this.source.file);
    } else {
      this.#database = inspectDatabase(this.source);
      this.#own = this.#database.checkpoints ?? [];
    }
    const others = [this.#options.checkpoint, this.#anchor].map((note) => parseCheckpoint(note ?? ''));
    for (const checkpoint of [...others, ...this.#own]) {
      if (checkpoint) this.#wanted.add(checkpoint.size);
    }
    this.#keepRoot();
  }

  add(scanned: Scanned): void {
    this.#faults.push(...scanned.faults.slice(0, MOST_FAULTS));
    for (const key of scanned.publicKeys) this.#publicKeys.add(key);
    this.#coded += scanned.coded;
    this.#joinTo(scanned);
    this.#leaves.push(scanned.leaves);
    let next = 0;
    for (let at = 0; ; at += 1) {
      for (; scanned.checkpoints[next]?.after === at; next += 1) {
        this.#own.push(parseCheckpoint(scanned.checkpoints[next]?.note ?? ''));
        this.#roots.set(this.#frontier.size, this.#frontier.root());
      }
      if (at === scanned.rows) break;
      this.#frontier.addLeaf(leafAt(scanned.leaves, at));
      this.#keepRoot();
    }
  }

  #joinTo({ whole, first, last }: Scanned): void {
    if (!whole) this.#whole = false;
    if (first && this.#last) {
      if (!join(this.#last, first, this.#faults)) this.#whole = false;
    } else if (first?.claims) {
      if (first.claims.seq !== 1 || first.claims.previous !== GENESIS) this.#whole = false;
    }
    this.#last = last ?? this.#last;
  }

  #keepRoot(): void {
    const { size } = this.#frontier;
    if (!this.#wanted.has(size)) return;
    const root = this.#frontier.root();
    this.#roots.set(size, root);
    const stored = this.#database?.frontiers.get(size);
    if (stored?.root === root && !stored.frontier.equals(this.#frontier.toBytes())) {
      const problem = `what stands beside the checkpoint over ${size} entries was changed`;
      this.#faults.push(faultBetween('checkpoint', size, size, problem));
    }
  }

  finish(): VerifyReport {
    const faults = this.#faults;
    faults.unshift(...(this.#database?.faults ?? []));
    if (this.#obstacle !== undefined && faults.length === 0) {
      faults.push(faultOfAll('file', `the file cannot be read (${this.#obstacle})`));
    }
    const isCut = this.#export?.hasEnd === false;
    // Where the first schema's ledger is encrypted, there are no such indexes yet.
    if (this.#whole && this.source.key && this.#database?.version === MIGRATIONS.length) {
      faults.push(...checkIndexes(this.source, this.#frontier.size, this.#coded));
    }
    const diagnosis = this.#whole ? undefined : this.#diagnose(isCut);
    const entries = diagnosis?.rows ?? this.#frontier.size;
    const last = diagnosis?.last ?? this.#frontier.size;
    const key = this.#keyInUse();
    const { faults: judged, checkpointed } = judge({
      own: this.#own,
      others: [
        ...(this.#anchor === undefined
          ? []
          : [{ name: 'the anchor', note: this.#anchor, isOwn: this.#database?.checkpoints !== null }]),
        ...(this.#options.checkpoint === undefined
          ? []
          : [{ name: 'the given checkpoint', note: this.#options.checkpoint, isOwn: false }]),
      ],
      key,
      last,
      rootAt: (size) => this.#roots.get(size) ?? this.#rootOf(size),
      comparable: firstEntryOf(diagnosis?.faults ?? []),
    });
    faults.push(...judged);
    if (this.#export) this.#judgeExport(this.#export, key, last);
    return {
      ok: faults.length === 0,
      entries,
      head: diagnosis?.head ?? this.#last?.hash ?? GENESIS,
      root: this.#frontier.root(),
      origin: key && originOf(key),
      checkpointed,
      faults: faults.slice(0, MOST_FAULTS),
    };
  }

  #diagnose(isCut: boolean): ReturnType<typeof diagnose> {
    const reader = rowReader(this.source);
    try {
      const { kind } = this.source;
      const diagnosis = diagnose(reader, { kind, total: this.#export?.head?.entries ?? 0, isCut });
      this.#faults.push(...diagnosis.faults.slice(0, MOST_FAULTS));
      return diagnosis;
    } finally {
      reader.close();
    }
  }

  /** The key that checkpoints are verified with: the one given, or the one that the ledger names. */
  #keyInUse(): KeyObject | null {
    const named = new Set([
      ...(this.#export?.head ? [base64Of(this.#export.head.publicKey)] : []),
      ...(this.#database?.publicKeys ?? []),
      ...this.#publicKeys,
    ]);
    const own = firstKey(named);
    const { publicKey: given } = this.#options;
    if (given && own && this.#isSignedAs(own) && !this.#isSignedAs(given)) {
      const problem = `the ledger is ${originOf(own)}, which is not the given key’s, ${originOf(given)}`;
      this.#faults.push(faultOfAll('key', problem));
      // Whether it fits itself is still worth knowing.
      return own;
    }
    const key = given ?? own;
    for (const other of named) {
      if (key && other !== base64Of(key)) {
        this.#faults.push(
          faultOfAll('key', `the ledger names another key than ${originOf(key)}’s: ${other}`),
        );
      }
    }
    return key;
  }

  #isSignedAs(key: KeyObject): boolean {
    const last = this.#own.at(-1);
    return last ? isOf(last, key) : false;
  }

  /** The root over the first entries, computed once more. */
  #rootOf(size: number): string {
    const frontier = new Frontier();
    for (const leaves of this.#leaves) {
      for (let at = 0; at * LEAF_BYTES < leaves.length && frontier.size < size; at += 1) {
        frontier.addLeaf(leafAt(leaves, at));
      }
    }
    return frontier.root();
  }

  #judgeExport(outside: ExportOutside, key: KeyObject | null, last: number): void {
    const faults = this.#faults;
    const { head, hasEnd } = outside;
    const size = this.#own.at(-1)?.size;
    if (!head) faults.push(faultOfAll('file', 'the first line of the export is damaged'));
    if (!hasEnd) {
      if (head && last < head.entries) {
        faults.push(faultBetween('cut', last + 1, head.entries, `the export is of ${head.entries} entries`));
      } else {
        faults.push(faultOfAll('cut', 'the end of the export, with its signature, is missing or damaged'));
      }
      return;
    }
    if (size === undefined || (size < last && head?.entries === last)) {
      faults.push(faultOfAll('checkpoint', 'the export does not end with a checkpoint over all of it'));
    } else if (size < last) {
      faults.push(
        faultBetween('inserted', size + 1, last, `the export’s last checkpoint is over ${size} entries`),
      );
    } else if (head && head.entries !== size) {
      faults.push(
        faultOfAll('file', `the first line of the export says that it has ${head.entries} entries`),
      );
    }
    if (key && !outside.isSignedBy(key)) {
      faults.push(
        faultOfAll('file', 'the export is not as it was signed: it, or its signature, was changed'),
      );
    }
  }
}

function leafAt(leaves: Buffer, at: number): string {
  return leaves.toString('latin1', at * LEAF_BYTES, (at + 1) * LEAF_BYTES);
}

function base64Of(publicKey: KeyObject): string {
  return spkiOf(publicKey).toString('base64');
}

/** The first entry that a fault is about. */
function firstEntryOf(faults: readonly LedgerFault[]): number {
  return faults.reduce(
    (first, { entry, between }) => Math.min(first, entry ?? between?.[0] ?? Infinity),
    Infinity,
  );
}
