import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import { BACKUP_OPTIONS, backupVerify } from './backupCommand.ts';
import { catalogBuild, catalogList, catalogVerify } from './catalogCommand.ts';
import { code } from './codeCommand.ts';
import { codesSearch, codesShow, codesTree } from './codesCommand.ts';
import { CODING_SYSTEM } from '../library.ts';
import { doctor } from './doctorCommand.ts';
import { evaluate, EVALUATE_OPTIONS } from './evaluateCommand.ts';
import { printRefusal, wholeNumber } from './options.ts';
import { LEDGER_OPTIONS, ledgerProof, ledgerVerify } from './ledgerCommand.ts';
import { CODE_OPTIONS, ledgerCode } from './logCodeCommand.ts';
import { modelCard, modelCheck, modelInstall, modelList, modelUse } from './modelCommand.ts';

/** Where a command writes: results go to `out`, progress and messages to `err`, a line at a time. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Asks for a passphrase, which is not shown. */
  secret(prompt: string): Promise<string>;
}

/** 0: done; 1: some input was refused or a check failed, the rest was done; 2: the call itself was wrong. */
export type ExitCode = 0 | 1 | 2;

/** A call that does not fit the usage. */
export class UsageError extends Error {}

const HELP = `Rubricator: ICD codes for clinical charts, with the words that support them. Works without any network.

usage: rubricator COMMAND [OPTIONS]

  code [--json] [--system icd-10-cm|icd-10-pcs] [--lang en|es] [--on DATE] [--top N] [--record --user NAME]
       FILE|FOLDER…
      Suggest codes. Each .txt, .md or .pdf file is one chart. With --json, one line a chart.
      --lang    language of the charts; recognised for each document where it is not given
      --on      day of discharge, which picks the release; found in the chart, else today, where it is not given
      --top     how many candidates to return for a chart (default 50)
      --record  put the run into the ledger, for the account that --user names. Its passphrase is asked on the
                terminal, or is the first line of the input where that is no terminal.
  ledger verify [--checkpoint FILE] [--public-key FILE] [--json] FILE
      Check a signed ledger that was exported, on any machine: changed, removed, reordered, inserted entries, a
      cut end, a forked copy, a forged checkpoint, each named.
      --checkpoint  one that was kept elsewhere: the ledger must go on from it
      --public-key  the workstation's, as it was handed over; without it the file proves only that it fits itself
  ledger proof [--public-key FILE] [--json] FILE
      Check the proof of a single entry, without the rest of the ledger, and show the entry.
  ledger code [--from N] [--to N] [--checkpoint FILE] [--who W] [--action A] [--chart C] [--code C]
              [--since DATE] [--until DATE] FILE
      Compute the verification code of a printed decision log again, from a signed ledger and the options that
      stand on the print.
  backup verify (--user NAME | --recovery-key) [--json] FOLDER
      Check a backup without restoring it: every file, its keys, its stores, its ledger. The passphrase or the
      recovery key is asked on the terminal, or is the first line of the input where that is no terminal.
  codes search [--system S] [--release R | --on DATE] [--limit N] [--json] QUERY
      Find codes: a code or its beginning, words in any order, abbreviations, English or Spanish.
  codes show [--system S] [--release R | --on DATE] [--json] CODE…
      Everything the book says at a code, block or chapter: notes, those that hold from above, seventh
      characters, siblings, index terms, what changed.
  codes tree [--system S] [--release R | --on DATE] [--depth N] [--json] [CODE]
      What stands below a code, block or chapter; the chapters without one.
  catalog list [--json]
      The releases installed side by side. The day of discharge picks the one in force.
  catalog build [--release R] [--out FILE] [--json] PATH…
      Compile official files (archives or folders as published; ClaML too) into a pack, and install it, or write
      it to FILE.
  catalog verify [--json] [FILE…]
      Check packs, the installed ones if none is named, and list what their sources held that could not be taken over.
  model list [--json]
      The model packs that are here, and the one in use.
  model card [--json]
      The card of the model in use: data, licences, results, limits.
  model check [--json] FOLDER
      Check a pack against the contract: files and hashes, tokenizer, labels, graphs, and what they compute.
  model install [--json] FOLDER
      Check a pack, copy it into the data folder, and use it from now on.
  model use [--json] NAME@VERSION|shipped
      Choose the pack that reads charts.
  evaluate [--split dev] [--lang es|en] [--system S] [--on DATE] [--limit N] [--top N] [--json] [--report FILE.html]
           [--predictions FILE.tsv] [--predictions-x FILE.tsv] [--faithfulness N] [--bootstrap N] [--seed N] CORPUS
      Measure the suggestions on a corpus whose codes are known: a folder in the CodiEsp layout, or a .jsonl file.
      --top            how many codes of a document count in the ranking (default 100)
      --report         write a page with tables and plots
      --predictions    write the ranking as a file for the official evaluation of CodiEsp-D or CodiEsp-P
      --predictions-x  the same with evidence, for that of CodiEsp-X
      --faithfulness   how many documents are read again without their evidence (default 20, 0 for none)
      --bootstrap      resamples for the 95 % intervals (default 1000, 0 for none)
  doctor
      Say what runs here and why: packs, execution provider, data folder, whether charts are encrypted.

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
      printRefusal(error, terminal);
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
          on: { type: 'string' },
          top: { type: 'string', default: '50' },
          record: { type: 'boolean', default: false },
          user: { type: 'string' },
          help: { type: 'boolean', short: 'h', default: false },
        },
      });
      if (values.help) return help(terminal);
      return code(positionals, values, terminal);
    }
    case 'ledger':
      return ledger(rest, terminal);
    case 'backup': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: { ...BACKUP_OPTIONS, help: { type: 'boolean', short: 'h' } },
      });
      if (values.help) return help(terminal);
      const [action, folder, ...others] = positionals;
      if (action === 'verify' && folder !== undefined && others.length === 0) {
        return backupVerify(folder, values, terminal);
      }
      throw new UsageError('usage: backup verify FOLDER');
    }
    case 'codes': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: {
          system: { type: 'string', default: CODING_SYSTEM },
          release: { type: 'string' },
          on: { type: 'string' },
          limit: { type: 'string', default: '20' },
          depth: { type: 'string', default: '1' },
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h' },
        },
      });
      if (values.help) return help(terminal);
      const [action, ...words] = positionals;
      if (action === 'search' && words.length > 0) {
        return codesSearch(words.join(' '), wholeNumber(values.limit, '--limit'), values, terminal);
      }
      if (action === 'show' && words.length > 0) return codesShow(words, values, terminal);
      if (action === 'tree' && words.length <= 1) {
        return codesTree(words[0], wholeNumber(values.depth, '--depth'), values, terminal);
      }
      throw new UsageError('usage: codes search QUERY | codes show CODE… | codes tree [CODE]');
    }
    case 'catalog': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: {
          release: { type: 'string' },
          out: { type: 'string' },
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h' },
        },
      });
      if (values.help) return help(terminal);
      const [action, ...paths] = positionals;
      if (action === 'list' && paths.length === 0) return catalogList(values.json, terminal);
      if (action === 'build' && paths.length > 0) return catalogBuild(paths, values, terminal);
      if (action === 'verify') return catalogVerify(paths, values.json, terminal);
      if (action === 'build') throw new UsageError('catalog build needs a PATH');
      throw new UsageError('usage: catalog list | catalog build PATH… | catalog verify [FILE…]');
    }
    case 'model': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: {
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h' },
        },
      });
      if (values.help) return help(terminal);
      const [action, subject, ...others] = positionals;
      if (action === 'list' && subject === undefined) return modelList(values.json, terminal);
      if (action === 'card' && subject === undefined) return modelCard(values.json, terminal);
      if (subject !== undefined && others.length === 0) {
        if (action === 'check') return modelCheck(subject, values.json, terminal);
        if (action === 'install') return modelInstall(subject, values.json, terminal);
        if (action === 'use') return modelUse(subject, values.json, terminal);
      }
      throw new UsageError(
        'usage: model list | model card | model check FOLDER | model install FOLDER | model use NAME@VERSION|shipped',
      );
    }
    case 'evaluate': {
      const { values, positionals } = parseArgs({
        args: rest,
        allowPositionals: true,
        options: EVALUATE_OPTIONS,
      });
      if (values.help) return help(terminal);
      return evaluate(positionals, values, rest, terminal);
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

async function ledger(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [action, ...rest] = args;
  if (action === '--help' || action === '-h') return help(terminal);
  const usage = 'usage: ledger verify FILE | ledger proof FILE | ledger code FILE';
  if (action === 'code') {
    const options = { ...CODE_OPTIONS, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options });
    if (values.help) return help(terminal);
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError(usage);
    return ledgerCode(file, values, terminal);
  }
  const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: LEDGER_OPTIONS });
  if (values.help) return help(terminal);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(usage);
  if (action === 'verify') return ledgerVerify(file, values, terminal);
  if (action === 'proof') return ledgerProof(file, values, terminal);
  throw new UsageError(usage);
}

function help(terminal: Terminal): ExitCode {
  terminal.out(HELP);
  return 0;
}

function isParseError(error: unknown): boolean {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}
