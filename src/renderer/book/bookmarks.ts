/** Codes and blocks the coder wants to find again. They name no patient, so the machine may keep them. */

const key = 'rubricator.bookmarks';

export interface Bookmark {
  /** Code system, such as icd-10-cm. */
  system: string;
  /** Code, or id of a chapter or block. */
  id: string;
  title: string;
}

/** The bookmarks of a code system, oldest first; what cannot be read is left out. */
export function bookmarksOf(system: string): Bookmark[] {
  return stored().filter((bookmark) => bookmark.system === system);
}

/** Sets a bookmark, or takes it away where it is set. Returns whether it is set now. */
export function toggleBookmark(bookmark: Bookmark): boolean {
  const before = stored();
  const others = before.filter(({ system, id }) => system !== bookmark.system || id !== bookmark.id);
  const set = others.length === before.length;
  localStorage.setItem(key, JSON.stringify(set ? [...others, bookmark] : others));
  return set;
}

function stored(): Bookmark[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.filter(isBookmark) : [];
  } catch {
    return [];
  }
}

function isBookmark(value: unknown): value is Bookmark {
  const fields = value as Partial<Record<keyof Bookmark, unknown>> | null;
  return [fields?.system, fields?.id, fields?.title].every((field) => typeof field === 'string');
}
