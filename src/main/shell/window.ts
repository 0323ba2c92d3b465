import { BrowserWindow } from 'electron';
import { join } from 'node:path';
import { APP_ORIGIN, developmentServer } from './security.ts';

/** Opens the application's one window, sandboxed and without any Node in it. */
export function openMainWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 640,
    minHeight: 360,
    show: false,
    title: 'Rubricator',
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // The spell checker fetches its dictionaries.
      spellcheck: false,
    },
  });
  // Shown when there is something to see, so that no white page flashes.
  window.once('ready-to-show', () => window.show());
  void window.loadURL(developmentServer() ?? `${APP_ORIGIN}/index.html`);
  return window;
}
