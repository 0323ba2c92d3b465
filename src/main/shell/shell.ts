import { app, dialog } from 'electron';
import type { Desk } from '../desk.ts';
import { UserError } from '../errors.ts';
import { answerRequests } from './ipc.ts';
import { setMenu } from './menu.ts';
import { closeNetwork, registerAppScheme, serveApp } from './security.ts';
import { openMainWindow } from './window.ts';

/**
 * Runs the desktop application over a desk.
 * @param openDesk called once the process is known to be the only one on this data folder
 */
export function startShell(openDesk: () => Desk): void {
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
    .catch((error: unknown) => {
      const message =
        error instanceof UserError ? `${error.message}\n\n${error.remedy}` : 'An internal error occurred.';
      if (!(error instanceof UserError)) console.error(error);
      dialog.showErrorBox('Rubricator cannot start', message);
      app.exit(1);
    });
  app.on('window-all-closed', () => app.quit());
}
