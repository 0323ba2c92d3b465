import type { ChartCoding } from '../../shared/coding.ts';
import { commandGroups, type Command } from './keyboard.ts';

/** A command that the open chart offers now; its name is `t('keyboard.<id>')`. */
export interface ChartCommand {
  id: Command;
  run: () => void;
}

/** Commands that change what is coded: they rest while the chart is finished or in review. */
const needsOpenChart: ReadonlySet<Command> = new Set<Command>([
  'accept',
  'reject',
  'reasons',
  'change',
  'accept-visible',
  'undo',
  'redo',
  'query',
  'header',
  ...commandGroups.final.filter((command) => command !== 'final-codes'),
]);

/** What of the chart decides which commands it offers. */
export interface Situation {
  /** Null until the chart is open. */
  coding: ChartCoding | null;
  documents: number;
  /** Whether the chart was read, so that its percentages can be explained. */
  read: boolean;
}

/** Whether a chart's codes are closed: it is finished, or in review. */
export function isClosed(coding: ChartCoding | null): boolean {
  return coding !== null && (coding.finished || coding.status === 'in-review');
}

/** Whether a command rests because the chart's codes are closed. */
export function rests(command: Command, coding: ChartCoding | null): boolean {
  return needsOpenChart.has(command) && isClosed(coding);
}

/** Whether a command can be chosen now. */
export function isOffered(command: Command, { coding, documents, read }: Situation): boolean {
  if (coding === null) return command === 'back';
  switch (command) {
    case 'reopen':
    case 'review-take':
      return coding.status === 'finished';
    case 'review-return':
      return coding.status === 'in-review';
    case 'scores':
      return read;
    case 'next-document':
    case 'previous-document':
      return documents > 1;
    // It belongs to the window.
    case 'palette':
      return false;
    default:
      return !rests(command, coding);
  }
}
