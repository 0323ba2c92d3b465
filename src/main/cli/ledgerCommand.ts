import { verifyLedger } from '../ledger/verify.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator ledger verify FILE`: 0 where the ledger is whole, 1 with every fault named where it is not. */
export function ledgerVerify(file: string, terminal: Terminal): ExitCode {
  const { ok, entries, head, faults } = verifyLedger(file);
  if (ok) {
    terminal.out(`ok: ${count(entries, 'entry', 'entries')}, head ${head}`);
    return 0;
  }
  terminal.out(`FAILED: ${count(faults.length, 'fault')} in ${count(entries, 'entry', 'entries')}`);
  for (const { entry, problem } of faults) {
    terminal.out(entry === null ? `  ledger: ${problem}` : `  entry ${entry}: ${problem}`);
  }
  return 1;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
