import { describe, expect, it } from 'vitest';
import { RequestFailure } from '../../../../src/renderer/bridge.ts';
import {
  afterImportEvent,
  NO_IMPORT,
  type ImportEvent,
  type ImportState,
} from '../../../../src/renderer/worklist/importState.ts';
import { chart } from './charts.ts';

const after = (...events: ImportEvent[]): ImportState => events.reduce(afterImportEvent, NO_IMPORT);
const step = { done: 1, total: 3, name: 'note.txt' };
const report = { imported: [chart('a')], refused: [] };

describe('the import', () => {
  it('runs, tells how far it is, and ends with its report', () => {
    expect(after({ type: 'started' }, { type: 'stepped', step }).activity).toEqual({
      phase: 'running',
      step,
      stopping: false,
    });
    expect(after({ type: 'started' }, { type: 'done', report })).toEqual({ ...NO_IMPORT, report });
  });

  it('asks what folders mean, and takes up again', () => {
    const asked: ImportEvent = { type: 'asked', ticket: 't', files: 3, folders: 2 };
    expect(after({ type: 'started' }, asked).activity).toEqual({
      phase: 'asking',
      ticket: 't',
      files: 3,
      folders: 2,
    });
    expect(after({ type: 'started' }, asked, { type: 'cancelled' }).activity.phase).toBe('idle');
  });

  it('shows that it stops until it has stopped', () => {
    const stopping = after({ type: 'started' }, { type: 'stopping' }, { type: 'stepped', step });
    expect(stopping.activity).toEqual({ phase: 'running', step, stopping: true });
  });

  it('keeps the last report over a dialog that was closed, and over an import of nothing', () => {
    const done: ImportEvent[] = [{ type: 'started' }, { type: 'done', report }];
    expect(after(...done, { type: 'started' }, { type: 'cancelled' }).report).toBe(report);
    const nothing: ImportEvent = { type: 'done', report: { imported: [], refused: [] } };
    expect(after(...done, { type: 'started' }, nothing).report).toBe(report);
  });

  it('says what failed until it is dismissed or tried again', () => {
    const failure = new RequestFailure('No.', 'Try.');
    const failed = after({ type: 'started' }, { type: 'failed', failure });
    expect(failed).toEqual({ ...NO_IMPORT, failure });
    expect(afterImportEvent(failed, { type: 'dismissed', what: 'failure' })).toEqual(NO_IMPORT);
    expect(afterImportEvent(failed, { type: 'started' }).failure).toBeNull();
  });

  it('takes no notice of progress that comes late', () => {
    expect(after({ type: 'stepped', step })).toBe(NO_IMPORT);
  });
});
