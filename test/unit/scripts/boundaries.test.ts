/** Proves that lint refuses what the architecture forbids, on small offending files that do not exist. */
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/electronRuntime.ts';

// The bans need no types, and files that exist only in this test have none.
const eslint = new ESLint({
  cwd: projectRoot,
  overrideConfig: {
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { parserOptions: { projectService: false } },
  },
});

const banRules = ['no-restricted-imports', 'no-restricted-syntax', 'no-restricted-globals'];

async function bansIn(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const messages = result?.messages ?? [];
  expect(messages.filter((message) => message.fatal)).toEqual([]);
  return messages.map((message) => message.ruleId ?? '').filter((rule) => banRules.includes(rule));
}

const refused: [where: string, code: string][] = [
  ['src/shared/x.ts', "import { app } from 'electron';"],
  ['src/shared/x.ts', "import { readFileSync } from 'node:fs';"],
  ['src/shared/x.ts', "import path from 'path';"],
  ['src/shared/x.ts', "import type { Ledger } from '../main/ledger/ledger.ts';"],
  ['src/shared/x.ts', "import { App } from '../renderer/App.tsx';"],
  ['src/shared/deep/x.ts', "export * from '../../main/ledger/ledger.ts';"],

  ['src/main/ledger/x.ts', "import { app } from 'electron';"],
  ['src/main/charts/x.ts', "import type { BrowserWindow } from 'electron';"],
  ['src/main/coding/x.ts', "const electron = await import('electron');"],
  ['src/main/model/x.ts', "type App = import('electron').App;"],
  ['src/main/catalog/x.ts', "const { app } = require('electron');"],
  ['src/main/cli/x.ts', "import { app } from 'electron/main';"],
  ['src/main/services.ts', "import { app } from 'electron';"],
  ['src/main/ledger/x.ts', "import { windows } from '../shell/windows.ts';"],

  ['src/renderer/x.tsx', "import { Ledger } from '../main/ledger/ledger.ts';"],
  ['src/renderer/screens/x.tsx', "import type { Ledger } from '../../main/ledger/ledger.ts';"],
  ['src/renderer/x.tsx', "import { readFileSync } from 'node:fs';"],
  ['src/renderer/x.tsx', "import { readFileSync } from 'fs';"],
  ['src/renderer/x.tsx', "import { ipcRenderer } from 'electron';"],
  ['src/renderer/x.tsx', "import { bridge } from '../preload/index.ts';"],
  ['src/main/ledger/x.ts', "import { theme } from '../../renderer/theme.ts';"],
  ['src/main/shell/x.ts', "import { theme } from '../../renderer/theme.ts';"],

  ['src/main/shell/windows.ts', "import { ipcMain } from 'electron';"],
  ['src/main/index.ts', "import * as electron from 'electron'; electron.ipcMain.handle('a', () => 1);"],
  ['src/preload/other.ts', "import { ipcMain } from 'electron';"],
  ['src/preload/other.ts', "import { ipcRenderer } from 'electron';"],
  ['src/main/shell/windows.ts', "import { ipcRenderer } from 'electron';"],

  ...['net', 'http', 'https', 'http2', 'tls', 'dgram', 'dns', 'dns/promises'].flatMap(
    (module): [string, string][] => [
      ['src/main/coding/x.ts', `import * as network from 'node:${module}';`],
      ['src/main/shell/x.ts', `import * as network from '${module}';`],
    ],
  ),
  ['src/main/coding/x.ts', "import { request } from 'undici';"],
  ['src/main/shell/x.ts', "import { net } from 'electron';"],
  ['src/main/coding/x.ts', "await import('node:http');"],
  ['src/main/coding/x.ts', "await fetch('http://example.org');"],
  ['src/main/shell/x.ts', "await globalThis.fetch('http://example.org');"],
  ['src/renderer/x.tsx', "await fetch('http://example.org');"],
  ['src/renderer/x.tsx', "new WebSocket('ws://example.org');"],
  ['src/renderer/x.tsx', "navigator.sendBeacon('http://example.org');"],
  ['src/renderer/x.tsx', 'new XMLHttpRequest();'],
];

const allowed: [where: string, code: string][] = [
  ['src/shared/x.ts', "import { z } from 'zod';"],
  ['src/shared/x.ts', "import type { Chart } from './chart.ts';"],
  ['src/main/shell/windows.ts', "import { BrowserWindow } from 'electron';"],
  ['src/main/index.ts', "import { app } from 'electron'; import { open } from './shell/windows.ts';"],
  ['src/main/shell/ipc.ts', "import { ipcMain } from 'electron';"],
  ['src/preload/index.ts', "import { contextBridge, ipcRenderer } from 'electron';"],
  ['src/main/ledger/x.ts', "import { readFileSync } from 'node:fs';"],
  ['src/main/networkGuard.ts', "import net from 'node:net'; globalThis.fetch = refuse;"],
  ['src/renderer/x.tsx', "import type { Chart } from '../shared/chart.ts';"],
  ['src/renderer/x.tsx', "import { Pane } from './domain/Pane.tsx';"],
];

describe('import boundaries', () => {
  it.each(refused)('refuses in %s: %s', async (where, code) => {
    expect(await bansIn(where, code)).not.toEqual([]);
  });

  it.each(allowed)('allows in %s: %s', async (where, code) => {
    expect(await bansIn(where, code)).toEqual([]);
  });
});
