/**
 * A workstation that writes decisions without end, for tests that take its power, its process or its disk
 * away. Says `ack NUMBER HASH` on stdout after an append has returned, and never before.
 *
 *     node writer.ts FOLDER [MOST]
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/main/errors.ts';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { decision, signer, storeKey } from './acts.ts';

const [folder = '', most = '1000000'] = process.argv.slice(2);

try {
  const ledger = new Ledger(join(folder, 'ledger.sqlite'), { key: storeKey, signer });
  writeSync(1, 'open\n');
  for (let number = ledger.head().seq + 1; number <= Number(most); number = ledger.head().seq + 1) {
    const act = decision(number);
    const { seq, hash } = ledger.append(act);
    writeSync(1, `ack ${seq} ${hash}\n`);
    if (act.action === 'finish') {
      const { size, root } = ledger.checkpoint();
      writeSync(1, `checkpoint ${size} ${root}\n`);
    }
  }
  ledger.close();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  writeSync(1, `refused ${error.message} ${error.remedy}\n`);
  process.exitCode = 3;
}
