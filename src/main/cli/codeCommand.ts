import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Language } from '../../shared/chart.ts';
import { CodeSystem, type Suggestion } from '../../shared/coding.ts';
import { encounterDateOf } from '../charts/encounterDate.ts';
import { importFile, isImportable } from '../charts/importFile.ts';
import { LEDGER_FILE, refuseRole, runNote } from '../desk.ts';
import { UserError } from '../errors.ts';
import { House } from '../house.ts';
import { named } from '../ledger/entry.ts';
import { Library, today } from '../library.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import { UsageError, type ExitCode, type Terminal } from './cli.ts';
import { checkDay, wholeNumber } from './options.ts';

interface Options {
  json: boolean;
  system: string;
  lang?: string | undefined;
  on?: string | undefined;
  top: string;
  record: boolean;
  user?: string | undefined;
}

/** One line of `code --json`. */
export interface CodedChart {
  /** The file's name without its ending. */
  chart: string;
  system: string;
  /** NAME@VERSION. */
  model: string;
  suggestions: Suggestion[];
}

/** `rubricator code`: reads each file as a chart and prints its suggestions with their evidence. */
export async function code(
  inputs: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  if (inputs.length === 0) throw new UsageError('code needs a FILE or FOLDER');
  const system = CodeSystem.safeParse(options.system).data;
  if (!system) throw new UsageError(`--system takes ${CodeSystem.options.join(' or ')}`);
  const top = wholeNumber(options.top, '--top');
  const language = options.lang === undefined ? undefined : Language.safeParse(options.lang).data;
  if (options.lang !== undefined && !language) throw new UsageError('--lang takes en or es');

  checkDay(options.on);
  const { user } = options;
  if (options.record && user === undefined) throw new UsageError('--record takes --user NAME');

  const { files, refused: unreadable, ignored } = filesOf(inputs);
  if (ignored > 0) {
    terminal.err(
      ignored === 1 ? '1 file of another kind is left out' : `${ignored} files of other kinds are left out`,
    );
  }
  for (const { input, reason } of unreadable) terminal.err(`refused ${input}: ${reason}`);
  if (files.length === 0) {
    if (unreadable.length === 0) terminal.err('rubricator: there is no .txt, .md or .pdf file there.');
    return 1;
  }
  const places = { data: dataFolder(), resources: resourceFolder(), version: '' };
  const house = options.record ? new House(places) : undefined;
  const library = house?.library ?? new Library(places);
  let refused = unreadable.length;
  try {
    if (house && user !== undefined) await enter(house, user, terminal);
    const { coder, description } = await library.coder();
    terminal.err(
      `${named(description.model)} on ${description.provider.name} (${description.provider.reason})`,
    );
    for (const [index, file] of files.entries()) {
      terminal.err(`[${index + 1}/${files.length}] ${file}`);
      try {
        const document = await importFile(file, language);
        const chart = document.name.slice(0, -extname(document.name).length);
        const day = options.on ?? encounterDateOf([document]) ?? today();
        const { catalog, covers } = library.catalogs.on(system, day);
        if (!covers) {
          terminal.err(`no installed release is valid on ${day}; ${named(catalog.version)} stands in`);
        }
        const suggestions = await coder.code([{ ...document, id: document.name }], catalog, { system, top });
        const coded: CodedChart = {
          chart,
          system,
          model: named(description.model),
          suggestions,
        };
        terminal.out(options.json ? JSON.stringify(publish(coded)) : render(coded));
        house?.desk().recordReading({
          chart: chart.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64),
          system,
          model: coded.model,
          catalogue: named(catalog.version),
          note: runNote(suggestions, description.provider.name),
        });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused += 1;
        terminal.err(`refused ${file}: ${error.message} ${error.remedy}`);
      }
    }
    if (house) terminal.err(`recorded in ${join(places.data, LEDGER_FILE)}`);
  } finally {
    await (house ?? library).close();
  }
  return refused > 0 ? 1 : 0;
}

/**
 * Unlocks for an account that may code.
 * @throws UserError where there is none, its passphrase is wrong, or it may not code
 */
async function enter(house: House, user: string, terminal: Terminal): Promise<void> {
  if (house.session().state === 'new') {
    throw new UserError(
      'There are no accounts yet, so nothing can be recorded.',
      'Start the app once: it makes the first account.',
    );
  }
  const session = await house.unlock(user, await terminal.secret(`Passphrase of ${user}: `));
  if (session.state !== 'open' || !session.roles.includes('coder')) refuseRole();
  if (session.mustChange) {
    throw new UserError(
      'Your passphrase was set by somebody else.',
      'Choose one of your own in the app first.',
    );
  }
}

/** Evidence as the JSON output promises it: the document's name, the range and the words, then what else is known. */
function publish({ suggestions, ...chart }: CodedChart): unknown {
  return {
    ...chart,
    suggestions: suggestions.map(({ code, title, score, tier, billable, evidence }) => ({
      code,
      title,
      score,
      tier,
      billable,
      evidence: evidence.map(({ document, start, end, text, source, context }) => ({
        document,
        start,
        end,
        text,
        source,
        context,
      })),
    })),
  };
}

function render({ chart, suggestions }: CodedChart): string {
  const proposed = suggestions.filter(({ tier }) => tier === 'suggestion');
  const lines = [
    `\n${chart}: ${proposed.length} suggestions, ${suggestions.length - proposed.length} candidates below the threshold`,
  ];
  for (const { code, title, score, billable, evidence } of proposed) {
    lines.push(
      `  ${code.padEnd(9)} ${`${Math.round(score * 100)} %`.padStart(5)}  ${title}${billable ? '' : ' (header: choose a code below it)'}`,
    );
    const denied = evidence.find(({ context }) => context !== 'affirmed');
    const quoted = new Set([...evidence.slice(0, 2), ...(denied ? [denied] : [])]);
    for (const { text, start, end, context } of quoted) {
      const words = text.replace(/\s+/g, ' ');
      lines.push(
        `${' '.repeat(19)}“${words}” ${start}–${end}${context === 'affirmed' ? '' : ` (${context})`}`,
      );
    }
  }
  return lines.join('\n');
}

/** Files to read, and inputs that cannot be read with the reason. */
interface FoundFiles {
  files: string[];
  refused: { input: string; reason: string }[];
  /** Files in folders that are no notes. */
  ignored: number;
}

/** The importable files among the inputs, folders searched through in name order; links to folders are not followed. */
function filesOf(inputs: readonly string[]): FoundFiles {
  const found: FoundFiles = { files: [], refused: [], ignored: 0 };
  const visit = (path: string, named: boolean): void => {
    try {
      if (named && statSync(path).isDirectory()) {
        for (const entry of readdirSync(path).sort()) visit(join(path, entry), false);
      } else if (named) {
        found.files.push(path);
      } else if (lstatSync(path).isDirectory()) {
        visit(path, true);
      } else if (isImportable(path) && !basename(path).startsWith('.') && statSync(path).isFile()) {
        found.files.push(path);
      } else {
        found.ignored += 1;
      }
    } catch (error) {
      found.refused.push({ input: path, reason: reasonOf(error) });
    }
  };
  for (const input of inputs) visit(input, true);
  return found;
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'There is no such file or folder. Check the path.';
    case 'EACCES':
    case 'EPERM':
      return 'It may not be read. Check its permissions.';
    case 'ELOOP':
      return 'It is a link that leads back to itself. Name the file itself.';
    default:
      return 'It cannot be read. Check the path.';
  }
}
