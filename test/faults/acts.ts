/** What a workstation writes in these tests, and its keys. */
import { hash } from 'node:crypto';
import type { Act } from '../../src/main/ledger/ledger.ts';
import { anAct, testSigner } from '../fixtures/makeLedger.ts';

/** Of the encrypted ledger. */
export const storeKey: Uint8Array = hash('sha256', 'key of the tests', 'buffer');
export const signer = testSigner();

/** A decision such as coders make, with the words it rests on; every fifth finishes a chart. */
export function decision(number: number): Act {
  const chart = `chart-${Math.floor(number / 5)}`;
  return number % 5 === 0
    ? anAct({ chart, action: 'finish', code: null, title: null, evidence: [], note: 'final codes: I48.92' })
    : anAct({ chart, details: { inView: true, score: 0.93 } });
}
