import { IsoDate } from '../../shared/chart.ts';
import type { UserError } from '../errors.ts';
import { UsageError, type Terminal } from './cli.ts';

/** @throws UsageError where the option's value is not a whole number from 1 */
export function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${option} takes a whole number from 1`);
  return value;
}

/** @throws UsageError where --on is given and is no day */
export function checkDay(on: string | undefined): void {
  if (on !== undefined && !IsoDate.safeParse(on).success) {
    throw new UsageError('--on takes a day as YYYY-MM-DD');
  }
}

/** Says what was refused, and what to do. */
export function printRefusal({ message, remedy }: UserError, terminal: Terminal): void {
  terminal.err(`rubricator: ${message} ${remedy}`);
}
