/** Runs a writing workstation and reads what it acknowledged. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What a workstation said before it ended. */
export interface Said {
  /** Hash of each acknowledged entry, by its number. */
  acknowledged: Map<number, string>;
  /** Root of each acknowledged checkpoint, by its size. */
  checkpoints: Map<number, string>;
  refused: string | null;
  /** What it wrote to stderr; empty where nothing went wrong that it does not know. */
  errors: string;
}

/** A thousand workstations start in half the time where the sources need not be compiled each time. */
const compileCache = join(tmpdir(), 'rubricator-faults-compiled');

export const writer = join(import.meta.dirname, 'writer.ts');

/** A folder of its own for one test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rubricator-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Lets a workstation write until it ends, or until `during` ends it.
 * @param most the number of entries after which it ends by itself
 */
export function write(
  folder: string,
  most = 1_000_000,
  during: (child: ChildProcess, said: Said) => void = () => undefined,
): Promise<Said> {
  const child = spawn(process.execPath, [writer, folder, String(most)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const said: Said = { acknowledged: new Map(), checkpoints: new Map(), refused: null, errors: '' };
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    // A line that was cut off by the kill was not said.
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line, said);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text;
  });
  during(child, said);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(said));
  });
}

/** Reads one line of a writer. */
export function hear(line: string, said: Said): void {
  const [what = '', number = '', hash = ''] = line.split(' ');
  if (what === 'ack') said.acknowledged.set(Number(number), hash);
  else if (what === 'checkpoint') said.checkpoints.set(Number(number), hash);
  else if (what === 'refused') said.refused = line.slice('refused '.length);
}
