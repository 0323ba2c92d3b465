import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const guard = join(import.meta.dirname, '../../../src/main/networkGuard.ts');
let server: Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** Runs a piece of code in a process of its own, with or without the guard, and answers what it printed. */
function runs(code: string, guarded = true): Promise<string> {
  const source = `${guarded ? `await import(${JSON.stringify(guard)});` : ''} const port = ${port}; ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return new Promise((resolve) => child.on('close', () => resolve(printed)));
}

const FETCH = 'await fetch(`http://127.0.0.1:${port}/`).catch((e) => console.log(e.name));';

describe('the network guard', () => {
  it('is what makes the difference: without it the server is reached', async () => {
    await runs(FETCH, false);
    expect(connections).toBeGreaterThan(0);
  });

  it.each([
    ['fetch', FETCH],
    [
      'http',
      "const h = await import('node:http'); try { h.get(`http://127.0.0.1:${port}/`) } catch (e) { console.log(e.name) }",
    ],
    [
      'https',
      "const h = await import('node:https'); try { h.get(`https://127.0.0.1:${port}/`) } catch (e) { console.log(e.name) }",
    ],
    [
      'net',
      "const n = await import('node:net'); try { n.connect(port, '127.0.0.1') } catch (e) { console.log(e.name) }",
    ],
    [
      'http2',
      "const h = await import('node:http2'); try { h.connect(`http://127.0.0.1:${port}/`) } catch (e) { console.log(e.name) }",
    ],
    [
      'WebSocket',
      'const w = new WebSocket(`ws://127.0.0.1:${port}/`); w.onerror = () => console.log("NetworkForbiddenError")',
    ],
    [
      'a server',
      "const n = await import('node:net'); try { n.createServer().listen(0) } catch (e) { console.log(e.name) }",
    ],
    [
      'udp',
      "const d = await import('node:dgram'); try { d.createSocket('udp4').send('x', 9, '127.0.0.1') } catch (e) { console.log(e.name) }",
    ],
    [
      'dns',
      "const d = await import('node:dns'); try { d.lookup('localhost', () => {}) } catch (e) { console.log(e.name) }",
    ],
    [
      'dns promises',
      "const d = await import('node:dns/promises'); try { await d.lookup('localhost') } catch (e) { console.log(e.name) }",
    ],
  ])('refuses %s, and no connection arrives', async (_what, code) => {
    const before = connections;
    expect(await runs(code)).toContain('NetworkForbiddenError');
    expect(connections).toBe(before);
  });
});
