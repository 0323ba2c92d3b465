/**
 * The only code that touches Electron's messaging on the renderer's side. It
 * puts the Bridge on `window.rubricator` and nothing else; every argument is
 * checked by the main process.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { Bridge, EventChannel } from '../shared/channels.ts';

/** Written out, so that the sandboxed preload stays free of the schema library. */
const events: Record<EventChannel, true> = {
  'coding.progress': true,
  'coding.first': true,
  'charts.progress': true,
  'catalog.progress': true,
  'session.changed': true,
  'ledger.progress': true,
};

/** Where a dropped file or folder lies; none for a file that a script made. */
function pathOf(file: File): string[] {
  try {
    const path = webUtils.getPathForFile(file);
    return path === '' ? [] : [path];
  } catch {
    return [];
  }
}

const bridge: Bridge = {
  request(channel, argument) {
    if (typeof channel !== 'string') return Promise.reject(new TypeError('not a channel'));
    return ipcRenderer.invoke('rubricator:request', channel, argument);
  },
  drop(files) {
    return ipcRenderer.invoke('rubricator:dropped', Array.from(files).flatMap(pathOf));
  },
  on(channel, listener) {
    if (typeof channel !== 'string' || !Object.hasOwn(events, channel)) throw new TypeError('not an event');
    const name = `rubricator:event:${channel}`;
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(name, forward);
    return () => {
      ipcRenderer.removeListener(name, forward);
    };
  },
};

contextBridge.exposeInMainWorld('rubricator', bridge);
