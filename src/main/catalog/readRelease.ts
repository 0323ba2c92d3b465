import { setImmediate } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { readClaml } from './read/claml.ts';
import { readCmRelease, type Step } from './read/cmRelease.ts';
import { decodeText, decodeXml } from './read/decode.ts';
import { withoutDanglingReferences } from './read/integrity.ts';
import { codeRows, readOrderFile } from './read/order.ts';
import { pcsBlocks } from './read/pcsBlocks.ts';
import { openSources } from './read/sources.ts';
import { notUsed, ofKind, single, sourceFile, surveySources, type Found } from './read/survey.ts';
import { parseXml } from './read/xml.ts';
import type { Release } from './release.ts';

export interface ReadOptions {
  /** `fraction` runs from 0 to 1; `stage` says what is being done. */
  onProgress?: ((fraction: number, stage: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** The version to expect, such as FY2026; sources of another are refused. */
  release?: string | undefined;
}

/** How much of the work is reading every file once. */
const SURVEY = 0.1;

/**
 * Reads one release of a code system from the files of its authority: ICD-10-CM and ICD-10-PCS from an
 * order file and what stands beside it, other systems from ClaML. The order file alone makes a release;
 * the report says what is missing, which files were not used, and which lines could not be taken over.
 *
 * @param paths zip archives, folders and files
 * @throws UserError where a file is damaged or hostile, or the files do not belong to one release
 * @throws the signal's reason, an AbortError by default, between two steps after it was aborted
 */
export async function readRelease(
  paths: string | readonly string[],
  { onProgress, signal, release: expected }: ReadOptions = {},
): Promise<Release> {
  const step: Step = async (fraction, stage) => {
    onProgress?.(fraction, stage);
    await setImmediate();
    signal?.throwIfAborted();
  };
  await step(0, 'Looking at the files');
  const sources = await openSources(paths);
  const { found, report } = await surveySources(sources, (index) =>
    step((SURVEY * index) / sources.length, 'Looking at the files'),
  );
  const [first, ...others] = [...ofKind(found, 'ClaML'), ...ofKind(found, 'order file')];
  const other = others.find((each) => systemOf(each) !== (first && systemOf(first)));
  if (first && other) {
    throw new UserError(
      `There are two code systems: ${first.name} and ${other.name}.`,
      'Give the files of one release of one code system.',
    );
  }
  const claml = single(ofKind(found, 'ClaML'));
  const order = single(ofKind(found, 'order file'));
  const later: Step = (fraction, stage) => step(SURVEY + (1 - SURVEY) * fraction, stage);
  let read: Release;
  if (claml) read = await fromClaml(claml, expected, later);
  else if (order) read = await fromOrderFile(order, found, expected, later);
  else {
    throw new UserError(
      `No release of a code system was found in ${typeof paths === 'string' ? paths : paths.join(', ')}.`,
      'Give the folder or zip archive with the order file (icd10cm_order_YYYY.txt, icd10pcs_order_YYYY.txt) or the ClaML file, as published.',
    );
  }
  const used = new Set([...read.sources.map(({ name }) => name), ...read.report.map(({ source }) => source)]);
  const left = found.filter(({ name }) => !used.has(name));
  const release = withoutDanglingReferences({
    ...read,
    report: [
      ...report,
      ...left.map(({ name, kind }) => notUsed(name, `${kind}, which this release does not need`)),
      ...read.report,
    ],
  });
  await step(1, 'Read');
  return release;
}

function systemOf(file: Found<'ClaML' | 'order file'>): string {
  return file.kind === 'order file' ? file.system : file.kind;
}

async function fromClaml(file: Found<'ClaML'>, expected: string | undefined, step: Step): Promise<Release> {
  await step(0, 'Reading the classification');
  const parts = readClaml(parseXml(decodeXml(await file.read(), file.name), file.name), file.name);
  refuseUnexpected(file.name, parts.version, expected);
  return {
    ...parts,
    columns: [],
    changes: [],
    replacements: [],
    hccs: [],
    sources: [sourceFile(file)],
  };
}

function refuseUnexpected(name: string, version: string, expected: string | undefined): void {
  if (expected === undefined || expected === version) return;
  throw new UserError(
    `${name} is of the wrong release: ${version} instead of ${expected}.`,
    `Give the files of ${expected}.`,
  );
}

async function fromOrderFile(
  order: Found<'order file'>,
  found: readonly Found[],
  expected: string | undefined,
  step: Step,
): Promise<Release> {
  const year = yearOf(order, found, expected);
  refuseUnexpected(order.name, `FY${year}`, expected);
  await step(0, 'Reading the order file');
  const rows = readOrderFile(decodeText(await order.read()), order.system, order.name);
  const base = {
    version: `FY${year}`,
    language: 'en-US',
    // A fiscal year of the United States runs from October to September.
    validFrom: `${year - 1}-10-01`,
    validTo: `${year}-09-30`,
  };
  if (order.system === 'icd-10-cm') {
    return {
      ...base,
      ...(await readCmRelease(order, rows, year, found, step)),
      system: 'icd-10-cm',
      title: 'ICD-10-CM',
    };
  }
  return {
    ...base,
    system: 'icd-10-pcs',
    title: 'ICD-10-PCS',
    blocks: pcsBlocks(rows),
    codes: codeRows(rows, { blockOf: (code) => code.slice(0, 2) }),
    notes: [],
    sevenths: [],
    index: [],
    columns: [],
    changes: [],
    replacements: [],
    hccs: [],
    sources: [sourceFile(order)],
    report: [],
  };
}

/** The fiscal year: of the order file's name, else what the files beside it agree on, else the one expected. */
function yearOf(order: Found, found: readonly Found[], expected: string | undefined): number {
  if (order.year !== null) return order.year;
  const years = new Set(
    found
      .filter(({ kind }) =>
        ['order addenda', 'POA-exempt list', 'conversion table', 'rolled index'].includes(kind),
      )
      .flatMap(({ year }) => year ?? []),
  );
  const told = years.size === 1 ? [...years][0] : Number(/^FY(20\d\d)$/.exec(expected ?? '')?.[1]);
  if (told) return told;
  throw new UserError(
    `Nothing tells which fiscal year the order file ${order.name} is for.`,
    'Give it the name under which it was published, with the year (icd10cm_order_2026.txt).',
  );
}
