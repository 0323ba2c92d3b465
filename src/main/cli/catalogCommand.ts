import { compileCatalog } from '../catalog/compile.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator catalog build`: compiles an official release into a catalogue pack. */
export function catalogBuild(orderFile: string, release: string, out: string, terminal: Terminal): ExitCode {
  const rows = compileCatalog(orderFile, release, out);
  terminal.out(`${out}: ICD-10-CM ${release}, ${rows} rows`);
  return 0;
}
