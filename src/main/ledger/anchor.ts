/**
 * The anchor: the last checkpoint once more, in a file of its own beside the ledger. A ledger that was put
 * back to an older state, or lost its end, no longer holds it.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Checkpoint } from '../../shared/ledger.ts';
import { replaceFile } from '../accounts/replaceFile.ts';
import { parseCheckpoint, type ParsedCheckpoint } from './checkpoint.ts';

/** Where a ledger's anchor lies. */
export function anchorOf(ledger: string): string {
  return `${ledger.replace(/\.sqlite$/, '')}.anchor`;
}

/** The anchor of a ledger: undefined where there is none, null where the file holds no checkpoint. */
export function readAnchor(ledger: string): ParsedCheckpoint | null | undefined {
  const file = anchorOf(ledger);
  return existsSync(file) ? parseCheckpoint(readFileSync(file, 'utf8')) : undefined;
}

export function writeAnchor(ledger: string, checkpoint: Checkpoint): void {
  replaceFile(anchorOf(ledger), checkpoint.note);
}
