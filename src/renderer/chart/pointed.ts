/** The marks under a point of the window, in a note or on a page. */
export interface Pointed {
  /** The uppermost mark's element. */
  element: Element;
  codes: string[];
  /** Range of the document's text that the marks share. */
  start: number;
}

/** What is marked at a point of the window; null where nothing is. */
export function markedAt(x: number, y: number): Pointed | null {
  const marks = document
    .elementsFromPoint(x, y)
    .filter((element): element is HTMLElement => element instanceof HTMLElement && isMark(element))
    .reverse();
  const element = marks.at(-1);
  if (!element) return null;
  const codes = marks.flatMap((mark) => (mark.dataset['codes'] ?? mark.dataset['code'] ?? '').split(' '));
  const start = Math.max(
    ...marks.map((mark) => Number(mark.dataset['start'] ?? mark.dataset['startOfMark'])),
  );
  return { element, codes: [...new Set(codes)], start };
}

function isMark(element: HTMLElement): boolean {
  return element.dataset['codes'] !== undefined || element.matches('.pdf-evidence');
}
