import { run, type ExitCode } from '../../../../src/main/cli/cli.ts';

interface Called {
  code: ExitCode;
  out: string[];
  err: string[];
}

/** Runs a command line and catches what it writes. */
export function call(...args: string[]): Promise<Called> {
  return callWith('', ...args);
}

/** The same for somebody who types a passphrase where it is asked for. */
export async function callWith(secret: string, ...args: string[]): Promise<Called> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    secret: () => Promise.resolve(secret),
  });
  return { code, out, err };
}
