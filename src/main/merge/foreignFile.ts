import { existsSync } from 'node:fs';
import type { VerifyReport } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import { exportHead } from '../ledger/exportFile.ts';
import { rowReader } from '../ledger/rows.ts';
import { fingerprintOf, originOf, spkiOf } from '../ledger/signer.ts';
import { scan, Verification } from '../ledger/verify.ts';
import type { ForeignEntry, ForeignLedger } from './mergeEntries.ts';

/** What came of verifying a file: the ledger in it, where it is whole. */
export interface ForeignFile {
  report: VerifyReport;
  ledger: ForeignLedger | null;
  /** SHA-256 of the key that signed it, lower-case hex. */
  fingerprint: string;
}

/**
 * Verifies another workstation's signed export, wholly, against the key that it names itself: whether that is
 * the right one is for the caller to know.
 *
 * @param onProgress from 0 to 1
 * @throws UserError where there is no such file, or it is no export
 */
export function foreignFile(file: string, onProgress: (fraction: number) => void): ForeignFile {
  const report = verified(file, onProgress);
  const head = report.ok ? exportHead(file) : null;
  if (!head) return { report, ledger: null, fingerprint: '' };
  const { publicKey } = head;
  return {
    report,
    fingerprint: fingerprintOf(publicKey),
    ledger: {
      origin: originOf(publicKey),
      publicKey: spkiOf(publicKey).toString('base64'),
      verified: report,
      ...contentOf(file),
    },
  };
}

function verified(file: string, onProgress: (fraction: number) => void): VerifyReport {
  const noExport = new UserError(
    'The file is no signed ledger.',
    'Choose the file that the other workstation exported as its signed ledger.',
  );
  if (!existsSync(file)) throw noExport;
  const verification = new Verification(file, {});
  if (verification.source.kind !== 'export') throw noExport;
  verification.inspect();
  const parts = verification.parts();
  parts.forEach((part, index) => {
    verification.add(scan(verification.source, part));
    onProgress((index + 1) / parts.length);
  });
  return verification.finish();
}

/** Checkpoints are gathered while entries are read, and complete when all have been. */
function contentOf(file: string): Pick<ForeignLedger, 'checkpoints' | 'entries'> {
  const checkpoints: ForeignLedger['checkpoints'][number][] = [];
  function* entries(): Generator<ForeignEntry> {
    const reader = rowReader({ file, kind: 'export' });
    let seq = 0;
    try {
      for (const part of reader.parts()) {
        for (const found of reader.rows(part)) {
          if (found.kind === 'checkpoint') {
            const checkpoint = parseCheckpoint(found.note);
            if (checkpoint) checkpoints.push(checkpoint);
          } else if (found.kind === 'withheld') {
            yield { seq: (seq += 1), body: null, hash: found.hash, sealed: null };
          } else if (found.kind === 'entry') {
            yield { seq: (seq += 1), ...textsOf(found) };
          }
        }
      }
    } finally {
      reader.close();
    }
  }
  return { checkpoints, entries: entries() };
}

/** An export's line is text throughout; a reader of SQLite files could not promise that. */
function textsOf({
  body,
  hash,
  sealed,
}: Record<'body' | 'hash' | 'sealed', unknown>): Omit<ForeignEntry, 'seq'> {
  return { body: textOf(body) ?? '', hash: textOf(hash) ?? '', sealed: textOf(sealed) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
