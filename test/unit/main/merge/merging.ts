/** Ledgers of several workstations in a folder, and their files, for the tests of merging. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint } from '../../../../src/shared/ledger.ts';
import { Frontier } from '../../../../src/main/ledger/merkle.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { spkiOf, type Signer } from '../../../../src/main/ledger/signer.ts';
import type { ForeignEntry, ForeignLedger } from '../../../../src/main/merge/mergeEntries.ts';
import { act, newSigner } from '../reports/entries.ts';

export const AT = '2026-11-21T12:00:00.000Z';

/** One workstation: its key, its ledger, and what it would hand out. */
export class Workstation {
  readonly signer: Signer;
  readonly file: string;
  readonly ledger: Ledger;
  readonly checkpoints: Checkpoint[] = [];

  constructor(folder: string, name: string, signer = newSigner()) {
    this.signer = signer;
    this.file = join(folder, `${name}.sqlite`);
    this.ledger = new Ledger(this.file, { signer });
  }

  get origin(): string {
    return this.signer.origin;
  }

  /** Adds so many decisions on charts of this name, and a checkpoint. */
  work(count: number, chart = 'c', who = 'Ada'): this {
    const { seq } = this.ledger.head();
    this.ledger.appendAll(
      Array.from({ length: count }, (_, index) =>
        act({ who, chart: `${chart}-${(seq + index) % 3}`, code: `I48.${(seq + index) % 10}` }),
      ),
    );
    this.checkpoints.push(this.ledger.checkpoint());
    return this;
  }

  /** What a verified file would hold of the first `until` entries. */
  handsOut({ until = Infinity, excerpts = true } = {}): ForeignLedger {
    const entries: ForeignEntry[] = [...this.ledger.stored()]
      .filter(({ seq }) => seq <= until)
      .map((entry) => (excerpts ? entry : { ...entry, sealed: null }));
    const tree = new Frontier();
    for (const { hash } of entries) tree.add(hash);
    return {
      origin: this.origin,
      publicKey: spkiOf(this.signer.publicKey).toString('base64'),
      checkpoints: this.checkpoints.filter(({ size }) => size <= until),
      entries,
      verified: { entries: entries.length, root: tree.root() },
    };
  }
}

/** A folder for a test, and the way to be rid of it. */
export function newFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'rubricator-merge-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
