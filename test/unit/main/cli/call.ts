import { run, type ExitCode } from '../../../../src/main/cli/cli.ts';

/** Runs a command line and catches what it writes. */
export async function call(...args: string[]): Promise<{ code: ExitCode; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}
