import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import { catalogBuild } from './catalogCommand.ts';
import { code } from './codeCommand.ts';
import { doctor } from './doctorCommand.ts';
import { ledgerVerify } from './ledgerCommand.ts';

/** Where a command writes: results go to `out`, progress and messages to `err`, a line at a time. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
}

/** 0: done; 1: some input was refused or a check failed, the rest was done; 2: the call itself was wrong. */
export type ExitCode = 0 | 1 | 2;

/** A call that does not fit the usage. */
export class UsageError extends Error {}

const HELP = `Rubricator: ICD codes for clinical charts, with the words that support them. Works without any network.

usage: rubricator COMMAND [OPTIONS]

  code [--json] [--system icd-10-cm] [--lang en|es] [--top N] [--record] FILE|FOLDER…
      Suggest codes. Each .txt, .md or .pdf file is one chart. With --json, one line a chart.
      --lang    language of the charts; recognised for each document where it is not given
      --top     how many candidates to return for a chart (default 50)
      --record  put the run into this user's ledger
  ledger verify FILE
      Check that no entry was changed, taken out or put in, and print the number of entries and the hash of the
      last. Compare both with those you noted earlier: entries cut off the end leave no other trace.
  catalog build ORDER_FILE --release RELEASE --out FILE
      Compile the official ICD-10-CM order file into a catalogue pack.
  doctor
      Say what runs here and why: packs, execution provider, data folder.

Exit codes: 0 done; 1 some input was refused or a check failed; 2 wrong usage.
Suggestions are made by a statistical model and must be checked by a qualified coder.`;

/** Runs one command line. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (error instanceof UsageError || isParseError(error)) {
      terminal.err(`rubricator: ${(error as Error).message}`);
      terminal.err('Try "rubricator --help".');
      return 2;
    }
    if (error instanceof UserError) {
      terminal.err(`rubricator: ${error.message} ${error.remedy}`);
      return 1;
    }
    throw error;
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [command, ...rest] = args;
  switch (command) {
    case 'code': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: {
          json: { type: 'boolean', default: false },
          system: { type: 'string', default: 'icd-10-cm' },
          lang: { type: 'string' },
          top: { type: 'string', default: '50' },
          record: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h', default: false },
        },
      });
      if (values.help) return help(terminal);
      return code(positionals, values, terminal);
    }
    case 'ledger': {
      const [action, file, ...others] = rest;
      if (action === '--help' || action === '-h') return help(terminal);
      if (action !== 'verify' || !file || others.length > 0)
        throw new UsageError('usage: ledger verify FILE');
      return ledgerVerify(file, terminal);
    }
    case 'catalog': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: {
          release: { type: 'string' },
          out: { type: 'string' },
          help: { type: 'boolean', short: 'h' },
        },
      });
      if (values.help) return help(terminal);
      const [action, orderFile, ...others] = positionals;
      if (action !== 'build' || !orderFile || others.length > 0 || !values.release || !values.out) {
        throw new UsageError('usage: catalog build ORDER_FILE --release RELEASE --out FILE');
      }
      return catalogBuild(orderFile, values.release, values.out, terminal);
    }
    case 'doctor':
      if (rest.length > 0 && rest[0] !== '--help') throw new UsageError('usage: doctor');
      return rest.length > 0 ? help(terminal) : doctor(terminal);
    case '--help':
    case '-h':
    case 'help':
      return help(terminal);
    case undefined:
      throw new UsageError('a command is missing');
    default:
      throw new UsageError(`there is no command "${command}"`);
  }
}

function help(terminal: Terminal): ExitCode {
  terminal.out(HELP);
  return 0;
}

function isParseError(error: unknown): boolean {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}
