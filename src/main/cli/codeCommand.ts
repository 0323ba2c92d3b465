import { readdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, extname, join } from 'node:path';
import { Language } from '../../shared/chart.ts';
import type { Suggestion } from '../../shared/coding.ts';
import { Catalog } from '../catalog/catalog.ts';
import { importFile, isImportable } from '../charts/importFile.ts';
import { openCoder } from '../coding/openCoder.ts';
import { named, SHIPPED_CATALOG, SHIPPED_MODEL } from '../desk.ts';
import { UserError } from '../errors.ts';
import { Ledger } from '../ledger/ledger.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import { UsageError, type ExitCode, type Terminal } from './cli.ts';

interface Options {
  json: boolean;
  system: string;
  lang?: string | undefined;
  top: string;
  record: boolean;
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
  if (options.system !== 'icd-10-cm')
    throw new UsageError(`this version has no code system "${options.system}"`);
  const top = Number(options.top);
  if (!Number.isInteger(top) || top < 1) throw new UsageError('--top takes a whole number from 1');
  const language = options.lang === undefined ? undefined : Language.safeParse(options.lang).data;
  if (options.lang !== undefined && !language) throw new UsageError('--lang takes en or es');

  const { files, missing } = filesOf(inputs, terminal);
  for (const input of missing)
    terminal.err(`refused ${input}: There is no such file or folder. Check the path.`);
  if (files.length === 0) {
    if (missing.length === 0) terminal.err('rubricator: there is no .txt, .md or .pdf file there.');
    return 1;
  }
  const catalog = new Catalog(join(resourceFolder(), SHIPPED_CATALOG));
  const { coder, model, fusion, description } = await openCoder(
    join(resourceFolder(), SHIPPED_MODEL),
    catalog,
  );
  const ledger = options.record ? new Ledger(join(dataFolder(), 'ledger.sqlite')) : undefined;
  terminal.err(`${named(description.model)} on ${model.provider} (${description.provider.reason})`);
  let refused = missing.length;
  try {
    for (const [index, file] of files.entries()) {
      terminal.err(`[${index + 1}/${files.length}] ${file}`);
      try {
        const document = await importFile(file, language);
        const chart = document.name.slice(0, -extname(document.name).length);
        const suggestions = await coder.code([{ ...document, id: document.name }], { top });
        const coded: CodedChart = {
          chart,
          system: options.system,
          model: named(description.model),
          suggestions,
        };
        terminal.out(options.json ? JSON.stringify(publish(coded)) : render(coded));
        ledger?.append({
          who: userInfo().username,
          chart: chart.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64),
          action: 'suggest',
          system: options.system,
          code: null,
          title: null,
          evidence: [],
          model: coded.model,
          catalogue: named(catalog.version),
          target: null,
          note: `${suggestions.length} codes proposed in the terminal, on ${model.provider}`,
        });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused += 1;
        terminal.err(`refused ${file}: ${error.message} ${error.remedy}`);
      }
    }
    if (ledger) terminal.err(`recorded in ${ledger.file}`);
  } finally {
    ledger?.close();
    catalog.close();
    await model.close();
    await fusion.close();
  }
  return refused > 0 ? 1 : 0;
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
    for (const { text, start, end, context } of evidence.slice(0, 2)) {
      const quoted = text.replace(/\s+/g, ' ');
      lines.push(
        `${' '.repeat(19)}“${quoted}” ${start}–${end}${context === 'affirmed' ? '' : ` (${context})`}`,
      );
    }
  }
  return lines.join('\n');
}

/** The importable files among the inputs, folders searched through in name order. */
function filesOf(inputs: readonly string[], terminal: Terminal): { files: string[]; missing: string[] } {
  const files: string[] = [];
  const missing: string[] = [];
  let ignored = 0;
  for (const input of inputs) {
    const status = statSync(input, { throwIfNoEntry: false });
    if (!status) {
      missing.push(input);
    } else if (status.isDirectory()) {
      const inside = readdirSync(input, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      const importable = inside.filter((file) => isImportable(file) && !basename(file).startsWith('.'));
      ignored += inside.length - importable.length;
      files.push(...importable);
    } else {
      files.push(input);
    }
  }
  if (ignored > 0)
    terminal.err(
      ignored === 1 ? '1 file of another kind is left out' : `${ignored} files of other kinds are left out`,
    );
  return { files, missing };
}
