import { existsSync, readFileSync } from 'node:fs';
import { LedgerFilter } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { toEntry } from '../ledger/entry.ts';
import { exportHead, readExport } from '../ledger/exportFile.ts';
import { matches } from '../log/matches.ts';
import { verificationCode, type Included } from '../reports/verificationCode.ts';
import { UsageError, type ExitCode, type Terminal } from './cli.ts';
import { wholeNumber } from './options.ts';

/** The options of `ledger code`, for parseArgs. */
export const CODE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  checkpoint: { type: 'string' },
  who: { type: 'string' },
  action: { type: 'string' },
  chart: { type: 'string' },
  code: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
} as const;

export type LogCodeOptions = { [Option in keyof typeof CODE_OPTIONS]?: string | undefined };

/**
 * `rubricator ledger code FILE`: computes the verification code of a printed decision log again, from a signed
 * export of the ledger and the options that stand on the print.
 * @throws UserError where the file is no export; UsageError where an option has not its form
 */
export async function ledgerCode(
  file: string,
  { from, to, checkpoint, since, until, ...rest }: LogCodeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const given = Object.entries({ ...rest, from: since, to: until }).filter(
    ([, value]) => value !== undefined,
  );
  const filter = LedgerFilter.safeParse(Object.fromEntries(given));
  if (!filter.success) {
    throw new UsageError(`--${filter.error.issues[0]?.path.join('.') ?? 'who'} has not the form it should`);
  }
  if (!existsSync(file)) throw new UserError(`There is no ledger ${file}.`, 'Check the path.');
  if (!exportHead(file)) {
    throw new UserError(`${file} is no signed ledger.`, 'Have the ledger exported in the signed form.');
  }
  const first = from === undefined ? 1 : wholeNumber(from, '--from');
  const last = to === undefined ? Infinity : wholeNumber(to, '--to');
  const included: Included[] = [];
  for await (const records of readExport(file)) {
    for (const record of records) {
      if (record.kind !== 'entry' || record.seq < first || record.seq > last) continue;
      const { seq, hash } = record;
      if (matches(toEntry(record), filter.data)) included.push({ seq, hash });
    }
  }
  terminal.out(verificationCode(included, checkpoint === undefined ? null : noteIn(checkpoint)));
  return 0;
}

function noteIn(file: string): string {
  if (!existsSync(file)) throw new UserError(`There is no checkpoint ${file}.`, 'Check the path.');
  return readFileSync(file, 'utf8');
}
