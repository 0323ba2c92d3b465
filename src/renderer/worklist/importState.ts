/** How an import goes, as the worklist shows it. */
import type { ImportReport, ImportStep } from '../../shared/chart.ts';
import type { RequestFailure } from '../bridge.ts';

export type ImportActivity =
  | { phase: 'idle' }
  /** `step` is null while files are being chosen or looked through. */
  | { phase: 'running'; step: ImportStep | null; stopping: boolean }
  /** Folders were chosen: the user says what they mean. */
  | { phase: 'asking'; ticket: string; files: number; folders: number };

export interface ImportState {
  activity: ImportActivity;
  /** What the last import brought, until it is dismissed. */
  report: ImportReport | null;
  failure: RequestFailure | null;
}

export type ImportEvent =
  | { type: 'started' }
  | { type: 'stepped'; step: ImportStep }
  | { type: 'asked'; ticket: string; files: number; folders: number }
  | { type: 'stopping' }
  | { type: 'done'; report: ImportReport }
  | { type: 'cancelled' }
  | { type: 'failed'; failure: RequestFailure }
  | { type: 'dismissed'; what: 'report' | 'failure' };

export const NO_IMPORT: ImportState = { activity: { phase: 'idle' }, report: null, failure: null };

const IDLE: ImportActivity = { phase: 'idle' };

/** The state after an event. What the last import said stays in sight until the next one says something. */
export function afterImportEvent(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case 'started':
      return { ...state, activity: { phase: 'running', step: null, stopping: false }, failure: null };
    case 'stepped':
      if (state.activity.phase !== 'running') return state;
      return { ...state, activity: { ...state.activity, step: event.step } };
    case 'asked': {
      const { ticket, files, folders } = event;
      return { ...state, activity: { phase: 'asking', ticket, files, folders } };
    }
    case 'stopping':
      if (state.activity.phase !== 'running') return state;
      return { ...state, activity: { ...state.activity, stopping: true } };
    case 'done': {
      // Stopped before the first file: there is nothing to tell.
      const { imported, refused } = event.report;
      const report = imported.length > 0 || refused.length > 0 ? event.report : state.report;
      return { activity: IDLE, report, failure: null };
    }
    case 'cancelled':
      return { ...state, activity: IDLE };
    case 'failed':
      return { ...state, activity: IDLE, failure: event.failure };
    case 'dismissed':
      return event.what === 'report' ? { ...state, report: null } : { ...state, failure: null };
  }
}
