import '../networkGuard.ts';
import { run } from './cli.ts';
import { readSecret } from './secret.ts';

// Whoever reads the output may stop reading (a pager, head): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  secret: (prompt) => readSecret(prompt),
});
