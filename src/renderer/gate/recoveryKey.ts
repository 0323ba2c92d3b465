/** A recovery key as it is shown and typed: groups of letters and digits. */

/** The groups of a key, which come with dashes between them. */
export function groupsOf(key: string): string[] {
  return key.split('-').filter(Boolean);
}

/** Whether `typed` is the last group of a key, in any case and with O for 0 and I or L for 1. */
export function isLastGroup(key: string, typed: string): boolean {
  return canonical(typed) === canonical(groupsOf(key).at(-1) ?? '') && canonical(typed) !== '';
}

function canonical(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
}
