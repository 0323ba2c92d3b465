import { app, dialog, powerMonitor, type BrowserWindow } from 'electron';
import { UserError } from '../errors.ts';
import type { House } from '../house.ts';
import { push } from './answers/answer.ts';
import { framesOf } from './frames.ts';
import { IdleLock } from './idleLock.ts';
import { answerRequests } from './ipc.ts';
import { setMenu } from './menu.ts';
import { closeNetwork, registerAppScheme, serveApp } from './security.ts';
import { openMainWindow } from './window.ts';
import { say } from './words.ts';

/** What the shell runs over. */
export interface ShellParts {
  /** Where Chromium keeps its own files. */
  windowData: () => string;
  /** Called once the process is known to be the only one on this data folder. */
  openHouse: () => House;
}

/** Runs the desktop application over a house. No crash reporter is ever started: a dump holds what was in memory. */
export function startShell({ windowData, openHouse }: ShellParts): void {
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
    .then(() => {
      const house = openHouse();
      endOnFaults(house);
      serveApp();
      setMenu();
      answerRequests(house);
      const window = openMainWindow();
      lockWhenLeft(house, window);
      house.library.warmUp();
      app.on('second-instance', () => {
        if (window.isMinimized()) window.restore();
        window.focus();
      });
      app.on('will-quit', () => void house.close());
    })
    .catch(giveUp);
  app.on('window-all-closed', () => app.quit());
}

/** Locks when nobody has touched the window for a while, and when the system locks or sleeps. */
function lockWhenLeft(house: House, window: BrowserWindow): void {
  const contents = window.webContents;
  const idle = new IdleLock({
    minutes: () => {
      const session = house.session();
      return session.state === 'open' ? session.idleMinutes : null;
    },
    warn: (lockIn) => push(contents, 'session.changed', { session: house.session(), lockIn }),
    lock: () => void house.lock('idle'),
  });
  house.onChange((session) => {
    idle.start();
    if (session.state !== 'open') push(contents, 'session.changed', { session, lockIn: null });
  });
  // Only what comes from the system counts; the page cannot pretend that somebody is there.
  contents.on('input-event', () => idle.input());
  for (const left of ['lock-screen', 'suspend'] as const) {
    // The names are overloads of one method, each with a listener of its own.
    (powerMonitor as NodeJS.EventEmitter).on(left, () => void house.lock('idle'));
  }
  app.on('will-quit', () => idle.stop());
}

/** A fault of the program ends it, locked, and without the message of the fault, which may hold text of a chart. */
function endOnFaults(house: House): void {
  const end = (error: unknown): void => {
    console.error(framesOf(error));
    try {
      house.lock('quit');
    } finally {
      dialog.showErrorBox(say('ended'), say('endedText'));
      app.exit(1);
    }
  };
  process.on('uncaughtException', end);
  // Work that nobody waits for any more leaves nothing half done.
  process.on('unhandledRejection', (error) => console.error(framesOf(error)));
}

/** Says why the application cannot start, and ends it. */
function giveUp(error: unknown): void {
  const message = error instanceof UserError ? `${error.message}\n\n${error.remedy}` : say('internalError');
  if (!(error instanceof UserError)) console.error(framesOf(error));
  dialog.showErrorBox(say('cannotStart'), message);
  app.exit(1);
}
