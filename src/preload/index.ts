/**
 * The only code that touches Electron's messaging on the renderer's side. It
 * puts the Bridge on `window.rubricator` and nothing else; every argument is
 * checked by the main process. An answer comes as text: objects would be copied
 * property by property on their way into the page, thousands of charts too slowly.
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

/** The bridge as it is handed into the page's world, where its answers are still text. */
const door = {
  request(channel: unknown, argument: unknown): Promise<unknown> {
    if (typeof channel !== 'string') return Promise.reject(new TypeError('not a channel'));
    return ipcRenderer.invoke('rubricator:request', channel, argument);
  },
  drop(files: readonly File[]): Promise<unknown> {
    return ipcRenderer.invoke('rubricator:dropped', Array.from(files).flatMap(pathOf));
  },
  on(channel: EventChannel, listener: (payload: unknown) => void): () => void {
    if (typeof channel !== 'string' || !Object.hasOwn(events, channel)) throw new TypeError('not an event');
    const name = `rubricator:event:${channel}`;
    const forward = (_event: IpcRendererEvent, payload: unknown) => listener(payload);
    ipcRenderer.on(name, forward);
    return () => {
      ipcRenderer.removeListener(name, forward);
    };
  },
};

/** Runs in the page's world, with nothing of this file but the door. */
function open(given: typeof door): void {
  const bridge = {
    async request(channel: unknown, argument: unknown) {
      const answer = await given.request(channel, argument);
      return typeof answer === 'string' ? (JSON.parse(answer) as unknown) : answer;
    },
    drop: (files: readonly File[]) => given.drop(files),
    on: (channel: EventChannel, listener: (payload: unknown) => void) => given.on(channel, listener),
  };
  const value = Object.freeze(bridge) as Bridge;
  Object.defineProperty(globalThis, 'rubricator', { value, enumerable: true });
}

contextBridge.executeInMainWorld({ func: open, args: [door] });
