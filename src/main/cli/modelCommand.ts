import { checkModel, megabytes, type Check, type KnowsCode } from '../coding/checkModel.ts';
import { openCatalogs, openModels, today } from '../library.ts';
import { readModelCard } from '../model/card.ts';
import { nameOf, type InstalledModel } from '../model/installed.ts';
import { openModelPack } from '../model/pack.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import type { ExitCode, Terminal } from './cli.ts';

const NEXT_START = 'A Rubricator that is running takes it at its next start.';

/** `rubricator model list`: the shipped and the installed packs, and which one reads charts. */
export function modelList(json: boolean, terminal: Terminal): ExitCode {
  const { models, unusable } = openModels(places()).list();
  for (const model of models) terminal.out(json ? JSON.stringify(publish(model)) : line(model));
  if (!models.some(({ inUse }) => inUse)) terminal.err('rubricator: the model in use is not among them.');
  for (const { folder, reason } of unusable) terminal.err(`cannot be used: ${folder}: ${reason}`);
  return unusable.length > 0 || !models.some(({ inUse }) => inUse) ? 1 : 0;
}

/** `rubricator model card`: the card of the model in use, as it stands in the pack. */
export function modelCard(json: boolean, terminal: Terminal): ExitCode {
  const card = readModelCard(openModelPack(openModels(places()).inUse().folder));
  if (json) terminal.out(JSON.stringify(card));
  else if (card.text === null) terminal.err(`rubricator: ${nameOf(card)} came without a model card.`);
  else terminal.out(card.text.trimEnd());
  return card.text === null ? 1 : 0;
}

/** `rubricator model check`: whether a pack keeps the contract in docs/model-packs.md. */
export async function modelCheck(folder: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const checks = await checked(folder);
  if (json) terminal.out(JSON.stringify({ folder, ok: passed(checks), checks }));
  else print(checks, terminal);
  return passed(checks) ? 0 : 1;
}

/** `rubricator model install`: checks a pack, copies it into the data folder and makes it the one in use. */
export async function modelInstall(folder: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const checks = await checked(folder);
  if (!passed(checks)) {
    print(checks, terminal);
    terminal.err(`rubricator: the pack in ${folder} was not installed; nothing was changed.`);
    return 1;
  }
  const model = openModels(places()).install(folder);
  terminal.out(json ? JSON.stringify(publish(model)) : line(model));
  terminal.err(`${NEXT_START} "rubricator model use shipped" goes back.`);
  return 0;
}

/** `rubricator model use`: chooses the pack that reads charts. */
export function modelUse(name: string, json: boolean, terminal: Terminal): ExitCode {
  const model = openModels(places()).use(name);
  terminal.out(json ? JSON.stringify(publish(model)) : line(model));
  terminal.err(NEXT_START);
  return 0;
}

function places(): { data: string; resources: string } {
  return { data: dataFolder(), resources: resourceFolder() };
}

async function checked(folder: string): Promise<Check[]> {
  const catalogs = openCatalogs(places());
  const known = new Set(catalogs.list().map(({ system }) => system));
  const inForce = new Map([...known].map((system) => [system, catalogs.on(system, today()).catalog]));
  const knows: KnowsCode = (system, code) => inForce.get(system)?.lookUp(code) !== undefined;
  try {
    return await checkModel(folder, knows);
  } finally {
    catalogs.close();
  }
}

function passed(checks: readonly Check[]): boolean {
  return checks.every(({ ok }) => ok);
}

function print(checks: readonly Check[], terminal: Terminal): void {
  for (const { name, ok, found, remedy } of checks) {
    terminal.out(`${ok ? 'pass' : 'FAIL'}  ${name}: ${found}`);
    if (remedy !== undefined) terminal.out(`      ${remedy}`);
  }
}

function line(model: InstalledModel): string {
  const { manifest, shipped, inUse } = model;
  const systems = Object.entries(manifest.systems).map(
    ([system, { labels, fused }]) => `${labels} labels of ${system}${fused ? '' : ' by attention alone'}`,
  );
  return `${inUse ? '*' : ' '} ${nameOf(manifest)}  ${systems.join(', ')}; ${manifest.languages.join(' and ')}; ${megabytes(model)} MB; ${shipped ? 'shipped' : 'installed here'}${inUse ? '; in use' : ''}`;
}

function publish({ folder, manifest, shipped, inUse }: InstalledModel): unknown {
  const { name, version, languages, systems } = manifest;
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  return { name, version, languages, systems, bytes, shipped, inUse, folder };
}
