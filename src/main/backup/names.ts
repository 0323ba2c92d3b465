import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A time for the name of a folder, UTC. */
export function stamp(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(':', '-');
}

/** `name`, or with the first number after it under which nothing is in the folder yet. */
export function freeName(folder: string, name: string): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(folder, free))) return free;
  }
}
