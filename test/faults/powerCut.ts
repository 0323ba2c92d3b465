/**
 * What a power cut leaves behind. A run is traced with strace; from its calls the state of the disk after a
 * cut at any call is built: what was synced is there, of what was written since any part may be, down to
 * single sectors, and of created, renamed and removed names an initial part since the folder's last sync.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Smallest piece that a disk writes as a whole, in bytes. */
const SECTOR = 512;

type Call =
  | { kind: 'create'; name: string }
  | { kind: 'write'; name: string; at: number; bytes: Buffer }
  | { kind: 'truncate'; name: string; size: number }
  | { kind: 'sync'; name: string }
  | { kind: 'sync-folder' }
  | { kind: 'rename'; name: string; to: string }
  | { kind: 'remove'; name: string }
  | { kind: 'said'; line: string };

export function hasStrace(): boolean {
  return spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;
}

/** Runs a command under strace and gives its calls on the files of a folder, and what it said, in their order. */
export function trace(command: readonly string[], folder: string, log: string): Call[] {
  const calls =
    'openat,open,creat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat';
  const { status, stderr } = spawnSync(
    'strace',
    ['-f', '-y', '-xx', '-s', '1000000', '-e', `trace=${calls}`, '-o', log, ...command],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the traced run failed: ${stderr}`);
  return callsOf(readFileSync(log, 'latin1'), folder);
}

function callsOf(log: string, folder: string): Call[] {
  const begun = new Map<string, string>();
  const known = new Set<string>();
  return log.split('\n').flatMap((line): Call[] => {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/u.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(pid, rest.slice(0, -'<unfinished ...>'.length));
      return [];
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/u.exec(rest);
    const call = resumed ? `${begun.get(pid) ?? ''}${resumed[1] ?? ''}` : rest;
    if (call.includes('= -1 ')) return [];
    return callOf(call, folder, known);
  });
}

function callOf(call: string, folder: string, known: Set<string>): Call[] {
  const name = /^(\w+)\(/u.exec(call)?.[1];
  const paths = [...call.matchAll(/"((?:\\x[0-9a-f]{2})*)"/gu)].map(([, hex = '']) => unhex(hex));
  const fd = /^\w+\(\d+<([^>]*)>/u.exec(call)?.[1] ?? '';
  const open = decoded(fd);
  const inFolder = (path: string): boolean => path.startsWith(`${folder}/`);
  switch (name) {
    case 'openat':
    case 'open':
    case 'creat': {
      const path = paths[0]?.toString('utf8') ?? '';
      if (!inFolder(path) || !call.includes('O_CREAT') || known.has(path)) return [];
      known.add(path);
      return [{ kind: 'create', name: basename(path) }];
    }
    case 'pwrite64':
    case 'write': {
      const bytes = paths[0] ?? Buffer.alloc(0);
      if (/^\w+\(1</u.test(call)) {
        return bytes
          .toString('utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => ({ kind: 'said', line }));
      }
      if (!inFolder(open)) return [];
      const at = name === 'pwrite64' ? Number(/, (\d+)\) += /u.exec(call)?.[1]) : -1;
      return [{ kind: 'write', name: basename(open), at, bytes }];
    }
    case 'ftruncate':
      if (!inFolder(open)) return [];
      return [{ kind: 'truncate', name: basename(open), size: Number(/, (\d+)\) += /u.exec(call)?.[1]) }];
    case 'fsync':
    case 'fdatasync':
      if (open === folder) return [{ kind: 'sync-folder' }];
      return inFolder(open) ? [{ kind: 'sync', name: basename(open) }] : [];
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const [from = '', to = ''] = paths.map((path) => path.toString('utf8'));
      if (!inFolder(from)) return [];
      known.delete(from);
      known.add(to);
      return [{ kind: 'rename', name: basename(from), to: basename(to) }];
    }
    case 'unlink':
    case 'unlinkat': {
      const path = paths[0]?.toString('utf8') ?? '';
      if (!inFolder(path)) return [];
      known.delete(path);
      return [{ kind: 'remove', name: basename(path) }];
    }
    default:
      return [];
  }
}

function unhex(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}

function decoded(path: string): string {
  return path.startsWith('\\x') ? unhex(path).toString('utf8') : path;
}

interface Inode {
  synced: Buffer;
  pending: (Extract<Call, { kind: 'write' | 'truncate' }> & { at?: number })[];
  /** Where the next plain write goes. */
  end: number;
}

/**
 * Writes into a folder what the disk may hold after a cut before call `cut`.
 * @param chance gives a number from 0 to 1
 * @returns what the run had said by then
 */
export function leaveBehind(
  calls: readonly Call[],
  cut: number,
  folder: string,
  chance: () => number,
): string[] {
  const said: string[] = [];
  const inodes: Inode[] = [];
  let durable = new Map<string, Inode>();
  let names = new Map<string, Inode>();
  /** Changes of names since the folder was synced. */
  let steps: Map<string, Inode>[] = [];
  const step = (): void => {
    steps.push(new Map(names));
  };
  for (const call of calls.slice(0, cut)) {
    switch (call.kind) {
      case 'create': {
        const inode: Inode = { synced: Buffer.alloc(0), pending: [], end: 0 };
        inodes.push(inode);
        names.set(call.name, inode);
        step();
        break;
      }
      case 'write': {
        const inode = names.get(call.name);
        if (!inode) break;
        const at = call.at < 0 ? inode.end : call.at;
        if (call.at < 0) inode.end += call.bytes.length;
        inode.pending.push({ ...call, at });
        break;
      }
      case 'truncate':
        names.get(call.name)?.pending.push(call);
        break;
      case 'sync': {
        const inode = names.get(call.name);
        if (inode) {
          inode.synced = inode.pending.reduce((content, each) => done(content, each), inode.synced);
          inode.pending = [];
        }
        break;
      }
      case 'sync-folder':
        durable = new Map(names);
        steps = [];
        break;
      case 'rename': {
        const inode = names.get(call.name);
        names.delete(call.name);
        if (inode) names.set(call.to, inode);
        step();
        break;
      }
      case 'remove':
        names.delete(call.name);
        step();
        break;
      case 'said':
        said.push(call.line);
        break;
    }
  }
  const survived = Math.floor(chance() * (steps.length + 1));
  names = survived === 0 ? durable : (steps[survived - 1] ?? durable);
  for (const [name, inode] of names) {
    const content = inode.pending.reduce((before, each) => partly(before, each, chance), inode.synced);
    writeFileSync(join(folder, name), content);
  }
  return said;
}

function done(content: Buffer, change: Inode['pending'][number]): Buffer {
  if (change.kind === 'truncate') {
    return Buffer.concat([content.subarray(0, change.size)], change.size);
  }
  const end = Math.max(content.length, change.at + change.bytes.length);
  const result = Buffer.concat([content], end);
  change.bytes.copy(result, change.at);
  return result;
}

/** A change that may have reached the disk, or not, or some sectors of it. */
function partly(content: Buffer, change: Inode['pending'][number], chance: () => number): Buffer {
  const luck = chance();
  if (luck < 0.4) return content;
  if (luck < 0.8 || change.kind === 'truncate') return done(content, change);
  let result = content;
  for (let from = 0; from < change.bytes.length; from += SECTOR) {
    if (chance() < 0.5) continue;
    const bytes = change.bytes.subarray(from, from + SECTOR);
    result = done(result, { ...change, at: change.at + from, bytes });
  }
  return result;
}
