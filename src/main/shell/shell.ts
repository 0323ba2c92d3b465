import { app, dialog } from 'electron';
import type { Desk } from '../desk.ts';
import { UserError } from '../errors.ts';
import { answerRequests } from './ipc.ts';
import { setMenu } from './menu.ts';
import { closeNetwork, registerAppScheme, serveApp } from './security.ts';
import { openMainWindow } from './window.ts';

/** What the shell runs over. */
export interface ShellParts {
  /** Where Chromium keeps its own files. */
  windowData: () => string;
  /** Called once the process is known to be the only one on this data folder. */
  openDesk: () => Desk;
}

/** Runs the desktop application over a desk. */
export function startShell({ windowData, openDesk }: ShellParts): void {
  try {
    app.setPath('userData', windowData());
  } catch (error) {
    app.whenReady().then(() => giveUp(error), giveUp);
    return;
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  closeNetwork();
  registerAppScheme();
  app
    .whenReady()
    .then(async () => {
      const desk = openDesk();
      await desk.addSamples();
      serveApp();
      setMenu();
      answerRequests(desk);
      const window = openMainWindow();
      desk.warmUp();
      app.on('second-instance', () => {
        if (window.isMinimized()) window.restore();
        window.focus();
      });
      app.on('will-quit', () => void desk.close());
    })
    .catch(giveUp);
  app.on('window-all-closed', () => app.quit());
}

/** Says why the application cannot start, and ends it. */
function giveUp(error: unknown): void {
  const message =
    error instanceof UserError ? `${error.message}\n\n${error.remedy}` : 'An internal error occurred.';
  if (!(error instanceof UserError)) console.error(error);
  dialog.showErrorBox('Rubricator cannot start', message);
  app.exit(1);
}
