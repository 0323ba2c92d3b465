import { verifyLedger } from '../ledger/verify.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator ledger verify FILE`: 0 where the ledger is whole, 1 with every fault named where it is not. */
export function ledgerVerify(file: string, terminal: Terminal): ExitCode {
  const { ok, entries, head, faults } = verifyLedger(file);
  if (ok) {
    terminal.out(`ok: ${entries} entries, head ${head}`);
    return 0;
  }
  terminal.out(`FAILED: ${faults.length} faults in ${entries} entries`);
  for (const { entry, problem } of faults) {
    terminal.out(entry === null ? `  ledger: ${problem}` : `  entry ${entry}: ${problem}`);
  }
  return 1;
}
