import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { UserError } from '../errors.ts';

const CONTROL_C = '\u0003';
const CONTROL_D = '\u0004';

/**
 * A passphrase typed on the terminal, of which nothing is shown; where the input is no terminal, its first line.
 * @param prompt shown on the terminal's error output
 * @throws UserError where the input ends before a line does, or is broken off
 */
export async function readSecret(
  prompt: string,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  if (!input.isTTY) return firstLine(input);
  output.write(prompt);
  try {
    return await typed(input);
  } finally {
    output.write('\n');
  }
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw noSecret();
}

function typed(terminal: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let secret = '';
    const end = (finish: () => void): void => {
      terminal.off('data', take);
      terminal.setRawMode(false);
      terminal.pause();
      finish();
    };
    const take = (text: string): void => {
      for (const character of text) {
        if (character === '\r' || character === '\n') {
          end(() => resolve(secret));
          return;
        }
        if (character === CONTROL_C || character === CONTROL_D) {
          end(() => reject(noSecret()));
          return;
        }
        if (character === '\u007f' || character === '\b') secret = Array.from(secret).slice(0, -1).join('');
        else secret += character;
      }
    };
    terminal.setRawMode(true);
    terminal.setEncoding('utf8');
    terminal.on('data', take);
    terminal.resume();
  });
}

function noSecret(): UserError {
  return new UserError('No passphrase was given.', 'Type it, or give it as the first line of the input.');
}
