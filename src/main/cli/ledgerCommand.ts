import { existsSync, readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { UserError } from '../errors.ts';
import { verifyProof } from '../ledger/proof.ts';
import { readPublicKey } from '../ledger/signer.ts';
import { verify } from '../ledger/threads.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** The options of `ledger verify` and `ledger proof`, for parseArgs. */
export const LEDGER_OPTIONS = {
  checkpoint: { type: 'string' },
  'public-key': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export interface LedgerCommandOptions {
  checkpoint?: string | undefined;
  'public-key'?: string | undefined;
  json: boolean;
}

/**
 * `rubricator ledger verify FILE`: 0 where the ledger is whole and is what the checkpoint and the key say,
 * 1 with every fault named where it is not.
 * @throws UserError where a file is missing, is no key, or is encrypted
 */
export async function ledgerVerify(
  file: string,
  { checkpoint, 'public-key': key, json }: LedgerCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const report = await verify(file, {
    ...(checkpoint !== undefined && { checkpoint: contentOf(checkpoint, 'checkpoint') }),
    ...(key !== undefined && { publicKey: keyIn(key) }),
  });
  const { ok, entries, head, root, origin, checkpointed, faults } = report;
  if (json) {
    terminal.out(JSON.stringify(report));
  } else if (ok) {
    terminal.out(`ok: ${count(entries, 'entry', 'entries')}, head ${head}`);
    terminal.out(`root ${root}`);
    if (origin !== null) {
      terminal.out(`${origin}, checkpoints hold up to entry ${checkpointed}`);
      if (key === undefined)
        terminal.err('not compared with a public key that you were given: see --public-key');
    } else {
      terminal.err('no checkpoint: entries cut off the end would leave no trace');
    }
  } else {
    terminal.out(`FAILED: ${count(faults.length, 'fault')} in ${count(entries, 'entry', 'entries')}`);
    for (const { kind, entry, between, problem } of faults) {
      const where =
        entry !== null ? `entry ${entry}` : between ? `entries ${between[0]} to ${between[1]}` : 'ledger';
      terminal.out(`  ${kind}: ${where}: ${problem}`);
    }
  }
  return ok ? 0 : 1;
}

/**
 * `rubricator ledger proof FILE`: verifies the proof of one entry and shows the entry.
 * @throws UserError where a file is missing or is no key
 */
export function ledgerProof(
  file: string,
  { 'public-key': key, json }: LedgerCommandOptions,
  terminal: Terminal,
): ExitCode {
  const report = verifyProof(contentOf(file, 'proof'), key === undefined ? undefined : keyIn(key));
  const { ok, problems, entry, checkpoint } = report;
  if (json) {
    terminal.out(JSON.stringify(report));
    return ok ? 0 : 1;
  }
  if (ok && entry && checkpoint) {
    const { seq, at, who, action, code, title } = entry;
    terminal.out(`ok: entry ${seq} of ${checkpoint.origin}, checkpointed on ${checkpoint.at}`);
    terminal.out(`${at} ${who}: ${[action, code, title].filter((part) => part !== null).join(' ')}`);
    if (key === undefined)
      terminal.err('not compared with a public key that you were given: see --public-key');
    return 0;
  }
  terminal.out('FAILED');
  for (const problem of problems) terminal.out(`  ${problem}`);
  return 1;
}

function keyIn(file: string): KeyObject {
  return readPublicKey(contentOf(file, 'public key'));
}

function contentOf(file: string, what: string): string {
  if (!existsSync(file)) throw new UserError(`There is no ${what} ${file}.`, 'Check the path.');
  return readFileSync(file, 'utf8');
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
