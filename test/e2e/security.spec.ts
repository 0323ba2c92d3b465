/** The window is a sandbox without Node, with one checked door, and nothing reaches the network. */
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { finish, launch, temporaryHome, type RunningApp } from './harness.ts';

let home: string;
let running: RunningApp;
let server: Server;
let connections: number;
let origin: string;

test.beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nok');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  home = temporaryHome();
  running = await launch(home);
});

test.afterAll(async () => {
  server.close();
  await finish(running, home);
});

test.beforeEach(() => {
  connections = 0;
});

test('the server that must stay silent can be reached from outside the app', async () => {
  expect(await (await fetch(origin)).text()).toBe('ok');
  expect(connections).toBe(1);
});

test('the window has no Node and no Electron', async () => {
  const types = await running.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', '__dirname'].map(
      (name) => typeof (globalThis as Record<string, unknown>)[name],
    ),
  );
  expect(new Set(types)).toEqual(new Set(['undefined']));
});

test('the window runs sandboxed and isolated', async () => {
  const preferences = await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test('the process of the window is confined by the operating system', async () => {
  test.skip(process.platform !== 'linux', 'the check reads /proc');
  const status = await running.app.evaluate(({ BrowserWindow }) => {
    const id = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    const { readFileSync } = process.getBuiltinModule('node:fs');
    return readFileSync(`/proc/${String(id)}/status`, 'utf8');
  });
  // As root the app can only be started with --no-sandbox; then only the rest of the wall is tested.
  if (process.getuid?.() !== 0) expect(status).toMatch(/^Seccomp:\s+2$/m);
});

test('a content security policy forbids everything that is not the app itself', async () => {
  const policy = await running.page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
    });
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.head.append(script);
    return {
      violated: await violation,
      injected: 'injected' in globalThis,
    };
  });
  expect(policy.violated).toMatch(/^script-src/);
  expect(policy.injected).toBe(false);
});

test('the bridge is three functions and cannot be changed', async () => {
  const bridge = await running.page.evaluate(async () => {
    const names = Object.keys(window.rubricator).sort();
    const open = window as unknown as Record<string, Record<string, unknown> | null>;
    const changes = [
      () => (open['rubricator']!['request'] = () => 'mine'),
      () => (open['rubricator'] = null),
      () => (open['rubricator']!['extra'] = 1),
    ];
    for (const change of changes) {
      try {
        change();
      } catch {
        // A frozen object refuses by throwing.
      }
    }
    return {
      names,
      after: Object.keys(window.rubricator).sort(),
      ...(await window.rubricator.request('worklist.list', {})),
    };
  });
  const three = ['drop', 'on', 'request'];
  expect(bridge).toMatchObject({ names: three, after: three, ok: true });
});

test('files that a script makes are not imported as dropped', async () => {
  const outcome = await running.page.evaluate(async () => {
    const made = new File(['Assessment: asthma.'], 'note.txt', { type: 'text/plain' });
    const named = Object.assign(new File(['root'], 'passwd'), { path: '/etc/passwd' });
    const count = () => document.querySelectorAll('[data-testid="worklist-row"]').length;
    const before = count();
    const answer = await window.rubricator.drop([made, named]);
    const forged = await (window.rubricator as unknown as { drop(files: unknown): Promise<{ ok: boolean }> })
      .drop(['/etc/passwd', { path: '/etc/passwd' }])
      .catch(() => ({ ok: false }));
    const list = await window.rubricator.request('worklist.list', {});
    return { answer, forged, before, charts: list.ok ? list.value.length : -1 };
  });
  expect(outcome.charts).toBe(outcome.before);
  for (const answer of [outcome.answer, outcome.forged]) {
    expect(JSON.stringify(answer)).not.toContain('"imported":[{');
  }
  expect(connections).toBe(0);
});

const refusals: [what: string, channel: string, argument: unknown][] = [
  ['a path in place of an identifier', 'charts.open', { chart: '../../etc/passwd' }],
  ['a missing argument', 'charts.open', null],
  ['an argument too many', 'app.status', { extra: 1 }],
  ['a wrong type', 'catalog.search', { query: 1, limit: 10 }],
  ['a limit out of range', 'ledger.entries', { filter: {}, limit: 1_000_000 }],
  ['a filter that does not exist', 'ledger.entries', { filter: { path: '/' }, limit: 1 }],
  ['an action that does not exist', 'decisions.record', { chart: 'a', action: 'erase', code: 'E11.9' }],
  ['a channel that does not exist', 'files.read', {}],
  ['a channel named like an object property', 'constructor', {}],
  ['a chart that does not exist', 'charts.open', { chart: 'nobody' }],
];

for (const [what, channel, argument] of refusals) {
  test(`${what} is refused with a message`, async () => {
    const outcome = await running.page.evaluate(
      ([name, value]) =>
        (window.rubricator as unknown as { request(n: string, v: unknown): Promise<unknown> }).request(
          name,
          value,
        ),
      [channel, argument] as [string, unknown],
    );
    expect(outcome).toMatchObject({ ok: false });
    const { message, remedy } = outcome as { message: string; remedy: string };
    expect(message.length).toBeGreaterThan(5);
    expect(remedy.length).toBeGreaterThan(5);
    expect(`${message} ${remedy}`).not.toMatch(/node:|\.ts:\d|\bat .*\(|ZodError/);
  });
}

test('an event that does not exist cannot be listened to', async () => {
  const outcome = await running.page.evaluate(() => {
    try {
      (window.rubricator as unknown as { on(n: string, l: () => void): unknown }).on(
        'other',
        () => undefined,
      );
      return 'listening';
    } catch {
      return 'refused';
    }
  });
  expect(outcome).toBe('refused');
});

test('the window cannot be navigated away', async () => {
  const before = running.page.url();
  for (const target of [origin, 'file:///etc/passwd', 'data:text/html,<p>other</p>']) {
    await running.page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    await running.page.waitForTimeout(300);
    expect(running.page.url()).toBe(before);
  }
  // Playwright waits for the prevented navigation to end before it looks at locators; the page itself does not.
  const charts = await running.page.evaluate(
    () => document.querySelectorAll('[data-testid="worklist-row"]').length,
  );
  expect(charts).toBeGreaterThan(0);
  expect(connections).toBe(0);
});

test('no further window opens', async () => {
  const opened = await running.page.evaluate((url) => window.open(url) !== null, origin);
  expect(opened).toBe(false);
  await running.page.waitForTimeout(300);
  expect(running.app.windows()).toHaveLength(1);
  expect(connections).toBe(0);
});

test('the window reaches no server', async () => {
  const reached = await running.page.evaluate(async (url) => {
    const succeeded: string[] = [];
    const attempt = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      const limit = new Promise((_resolve, reject) => setTimeout(() => reject(new Error('silence')), 2000));
      try {
        await Promise.race([work(), limit]);
        succeeded.push(name);
      } catch {
        // Refused, as it should be.
      }
    };
    const loaded = (element: HTMLElement): Promise<unknown> =>
      new Promise((resolve, reject) => {
        element.onload = resolve;
        element.onerror = () => reject(new Error('refused'));
        document.body.append(element);
      });
    await attempt('fetch', () => fetch(url));
    await attempt('fetch without CORS', () => fetch(url, { mode: 'no-cors' }));
    await attempt(
      'XMLHttpRequest',
      () =>
        new Promise((resolve, reject) => {
          const ask = new XMLHttpRequest();
          ask.onload = resolve;
          ask.onerror = () => reject(new Error('refused'));
          ask.open('GET', url);
          ask.send();
        }),
    );
    await attempt('image', () => loaded(Object.assign(new Image(), { src: url })));
    await attempt('style sheet', () =>
      loaded(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })),
    );
    await attempt('script', () => loaded(Object.assign(document.createElement('script'), { src: url })));
    await attempt(
      'WebSocket',
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(url.replace('http', 'ws'));
          socket.onopen = resolve;
          socket.onerror = () => reject(new Error('refused'));
        }),
    );
    navigator.sendBeacon(url, 'words');
    return succeeded;
  }, origin);
  expect(reached).toEqual([]);
  await running.page.waitForTimeout(300);
  expect(connections).toBe(0);
});

test('the main process reaches no server', async () => {
  const port = Number(new URL(origin).port);
  const reached = await running.app.evaluate(
    async ({ net: electronNet, session }, target) => {
      const nodeNet = process.getBuiltinModule('node:net');
      const http = process.getBuiltinModule('node:http');
      const https = process.getBuiltinModule('node:https');
      const http2 = process.getBuiltinModule('node:http2');
      const tls = process.getBuiltinModule('node:tls');
      const dgram = process.getBuiltinModule('node:dgram');
      const dns = process.getBuiltinModule('node:dns');
      const emitted = (
        emitter: { once(event: string, listener: (value: unknown) => void): unknown },
        event: string,
      ) =>
        new Promise((resolve, reject) => {
          emitter.once(event, resolve);
          emitter.once('error', reject);
        });
      const attempts: Record<string, () => Promise<unknown>> = {
        fetch: () => fetch(target.origin),
        WebSocket: () => emittedByTarget(new WebSocket(target.origin.replace('http', 'ws'))),
        'net.connect': () => emitted(nodeNet.connect(target.port, '127.0.0.1'), 'connect'),
        'new net.Socket': () => emitted(new nodeNet.Socket().connect(target.port, '127.0.0.1'), 'connect'),
        'http.get': () => emitted(http.get(target.origin), 'response'),
        'https.get': () => emitted(https.get(target.origin.replace('http', 'https')), 'response'),
        'http2.connect': () => emitted(http2.connect(target.origin), 'connect'),
        'tls.connect': () => emitted(tls.connect(target.port, '127.0.0.1'), 'secureConnect'),
        'dgram.send': () =>
          new Promise((resolve, reject) => {
            const socket = dgram.createSocket('udp4');
            socket.send('words', target.port, '127.0.0.1', (error) => {
              socket.close();
              if (error) reject(error);
              else resolve(null);
            });
          }),
        'dns.lookup': () => dns.promises.lookup('localhost'),
        'electron net.fetch': () => electronNet.fetch(target.origin),
        'session.fetch': () => session.defaultSession.fetch(target.origin),
      };
      const emittedByTarget = (socket: WebSocket) =>
        new Promise((resolve, reject) => {
          socket.onopen = resolve;
          socket.onerror = () => reject(new Error('refused'));
        });
      const succeeded: string[] = [];
      for (const [name, work] of Object.entries(attempts)) {
        const limit = new Promise((_resolve, reject) => setTimeout(() => reject(new Error('silence')), 2000));
        try {
          await Promise.race([work(), limit]);
          succeeded.push(name);
        } catch {
          // Refused, as it should be.
        }
      }
      return succeeded;
    },
    { origin, port },
  );
  expect(reached).toEqual([]);
  expect(connections).toBe(0);
});

test('permissions that a browser would ask for are denied', async () => {
  const answers = await running.page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    ),
    location: await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
        { timeout: 2000 },
      );
    }),
  }));
  expect(answers).toEqual({ notifications: 'denied', camera: 'denied', location: 'denied' });
});
