/**
 * The import of charts. It goes on while the user is on another screen, so that its state lives here and
 * not in the worklist.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { FolderMeaning, ImportReport, ImportStart } from '../../shared/chart.ts';
import { asFailure, dropFiles, listen, request } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';
import { afterImportEvent, NO_IMPORT, type ImportEvent, type ImportState } from './importState.ts';

let state = NO_IMPORT;
const listeners = new Set<() => void>();
const arrivals = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function happened(event: ImportEvent): void {
  state = afterImportEvent(state, event);
  for (const listener of listeners) listener();
}

/** How the import goes. `onArrival` is called when an import has ended, for there may be new charts. */
export function useImport(onArrival: () => void): ImportState {
  const arrived = useEffectEvent(onArrival);
  useEffect(() => {
    const listener = () => arrived();
    arrivals.add(listener);
    return () => {
      arrivals.delete(listener);
    };
  }, []);
  return useSyncExternalStore(subscribe, () => state);
}

/** Lets the user choose files or folders in the system's dialog, and imports them. */
export function chooseAndImport(from: 'files' | 'folder'): Promise<void> {
  return run(() => request('charts.import', { from }));
}

/** Imports files and folders that were dropped on the window. */
export function importDropped(files: File[]): Promise<void> {
  return run(() => dropFiles(files));
}

/** Goes on with the import that asks what its folders mean. */
export async function importAs(meaning: FolderMeaning): Promise<void> {
  if (state.activity.phase !== 'asking') return;
  const { ticket } = state.activity;
  happened({ type: 'cancelled' });
  await run(async () => ({
    state: 'done',
    report: await request('charts.importAs', { ticket, meaning }),
  }));
}

/** Gives up the import that asks, or stops the one under way after the file it is at. */
export async function stopImport(): Promise<void> {
  happened(state.activity.phase === 'asking' ? { type: 'cancelled' } : { type: 'stopping' });
  try {
    await request('charts.cancelImport', {});
  } catch (error) {
    happened({ type: 'failed', failure: asFailure(error) });
  }
}

/** Takes what the last import said off the screen. */
export function dismissImport(what: 'report' | 'failure'): void {
  happened({ type: 'dismissed', what });
}

async function run(start: () => Promise<ImportStart>): Promise<void> {
  if (state.activity.phase !== 'idle') return;
  happened({ type: 'started' });
  const stopListening = listen('charts.progress', (step) => happened({ type: 'stepped', step }));
  try {
    const answer = await start();
    if (answer.state === 'cancelled') happened({ type: 'cancelled' });
    else if (answer.state === 'ask') happened({ ...answer, type: 'asked' });
    else {
      happened({ type: 'done', report: answer.report });
      announce(resultOf(answer.report));
    }
  } catch (error) {
    happened({ type: 'failed', failure: asFailure(error) });
  } finally {
    stopListening();
    // A stopped or failed import may have brought charts in before.
    if (!isAsking()) for (const arrived of arrivals) arrived();
  }
}

function isAsking(): boolean {
  return state.activity.phase === 'asking';
}

/** "2 charts imported, 1 file refused". */
export function resultOf({ imported, refused }: ImportReport): string {
  const came = t('worklist.imported', { count: imported.length });
  return refused.length === 0 ? came : `${came}, ${t('worklist.refused', { count: refused.length })}`;
}
