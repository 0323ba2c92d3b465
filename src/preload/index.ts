/**
 * The only code that touches Electron's messaging on the renderer's side. It
 * puts the Bridge on `window.rubricator` and nothing else; every argument is
 * checked by the main process.
 */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge, EventChannel } from '../shared/channels.ts';

/** Written out, so that the sandboxed preload stays free of the schema library. */
const events: Record<EventChannel, true> = { 'coding.progress': true, 'catalog.progress': true };

const bridge: Bridge = {
  request(channel, argument) {
    if (typeof channel !== 'string') return Promise.reject(new TypeError('not a channel'));
    return ipcRenderer.invoke('rubricator:request', channel, argument);
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
