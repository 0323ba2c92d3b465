import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readSecret } from '../../../../src/main/cli/secret.ts';

/** A terminal as far as it is used, with what was switched on it. */
function terminal(): { input: NodeJS.ReadStream; modes: boolean[]; type: (keys: string) => void } {
  const stream = new PassThrough();
  const modes: boolean[] = [];
  const input = Object.assign(stream, { isTTY: true, setRawMode: (on: boolean) => modes.push(on) });
  return { input: input as unknown as NodeJS.ReadStream, modes, type: (keys) => stream.write(keys) };
}

function shownOn(output: PassThrough): string {
  return (output.read() as Buffer | null)?.toString() ?? '';
}

describe('a passphrase', () => {
  it('is typed on a terminal without being shown', async () => {
    const { input, modes, type } = terminal();
    const output = new PassThrough();
    const secret = readSecret('Passphrase: ', input, output);
    type('nine heronx');
    type('\u007fs wade\r');
    expect(await secret).toBe('nine herons wade');
    expect(shownOn(output)).toBe('Passphrase: \n');
    expect(modes).toEqual([true, false]);
  });

  it('is not asked for any more after Ctrl+C', async () => {
    const { input, modes, type } = terminal();
    const secret = readSecret('', input, new PassThrough());
    type('half\u0003');
    await expect(secret).rejects.toThrow('No passphrase was given.');
    expect(modes).toEqual([true, false]);
  });

  it('is the first line of what is no terminal', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    input.end('nine herons wade\r\nmore');
    expect(await readSecret('Passphrase: ', input as unknown as NodeJS.ReadStream, output)).toBe(
      'nine herons wade',
    );
    expect(shownOn(output)).toBe('');
    const empty = new PassThrough();
    empty.end();
    await expect(readSecret('', empty as unknown as NodeJS.ReadStream, output)).rejects.toThrow(
      /No passphrase/,
    );
  });
});
