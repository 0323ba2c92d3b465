import { app, protocol, session } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** The only origin the window ever shows. */
export const APP_ORIGIN = 'rubricator://app';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // React and pdf.js place elements with style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Development server of electron-vite; never honoured in a packaged application. */
export function developmentServer(): string | undefined {
  return app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
}

/** Takes the network away from Chromium; must run before the application is ready. */
export function closeNetwork(): void {
  if (!developmentServer()) app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('disable-sync');
  app.commandLine.appendSwitch('no-pings');
  // What the window shows stays in memory: Chromium's folder is not encrypted.
  app.commandLine.appendSwitch('disable-http-cache');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  app.on('session-created', (created) => {
    created.webRequest.onBeforeRequest((request, answer) => {
      answer({ cancel: !isOwn(request.url) });
    });
    created.setPermissionRequestHandler((_contents, _permission, answer) => {
      answer(false);
    });
    created.setPermissionCheckHandler(() => false);
    created.on('will-download', (event) => {
      event.preventDefault();
    });
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!isApp(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
  });
}

/** Whether a URL is a page of the application itself. */
export function isApp(url: string): boolean {
  const server = developmentServer();
  return url.startsWith(`${APP_ORIGIN}/`) || (server !== undefined && url.startsWith(server));
}

function isOwn(url: string): boolean {
  const server = developmentServer();
  if (server !== undefined && url.replace(/^ws/, 'http').startsWith(server)) return true;
  return isApp(url) || /^(?:data|blob|devtools):/.test(url);
}

/** Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'rubricator', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer, and nothing else of the disk, under {@link APP_ORIGIN}. */
export function serveApp(): void {
  const root = join(import.meta.dirname, '..', 'renderer');
  session.defaultSession.protocol.handle('rubricator', async (request) => {
    const url = new URL(request.url);
    const path = normalize(
      join(root, decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)),
    );
    if (url.host !== 'app' || !path.startsWith(root + sep)) return new Response('', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'Content-Type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
          'Content-Security-Policy': CONTENT_SECURITY_POLICY,
          'X-Content-Type-Options': 'nosniff',
        },
      });
    } catch {
      return new Response('', { status: 404 });
    }
  });
}
