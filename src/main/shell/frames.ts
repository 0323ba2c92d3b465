/** Where an error arose, for the terminal. Its message is left out: it may hold text of a chart. */
export function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return [error.name, ...frames].join('\n');
}
