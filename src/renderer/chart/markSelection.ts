import { lookOf, type Piece } from './markedWords.ts';
import type { CurrentMention } from './view.ts';

/**
 * Shows on the marks of a note which of them are the selected code's. The marks are drawn without a
 * selection, and only those that it comes to or leaves are touched: a key press among thousands of marks
 * must not draw them anew.
 */
export class MarkSelection {
  readonly #root: Element;
  #shown = new Set<HTMLElement>();

  constructor(root: Element) {
    this.#root = root;
  }

  /** `pieceAt` tells what is drawn at an offset of the part of the note that begins at another. */
  show(
    selected: string | null,
    current: CurrentMention | null,
    pieceAt: (part: number, start: number) => Piece | undefined,
  ): void {
    const query = selected === null ? null : `[data-codes~='${CSS.escape(selected)}']`;
    const now = new Set<HTMLElement>(query === null ? [] : this.#root.querySelectorAll<HTMLElement>(query));
    for (const mark of new Set([...this.#shown, ...now])) {
      const part = mark.closest<HTMLElement>('[data-part]')?.dataset['part'];
      const piece = pieceAt(Number(part), Number(mark.dataset['start']));
      if (!piece || !mark.isConnected) continue;
      const { context, sign, isSelected, isCurrent } = lookOf(piece, selected, current);
      put(mark, 'data-context', context);
      put(mark, 'data-sign', sign);
      put(mark, 'data-selected', isSelected ? 'true' : '');
      put(mark, 'data-current', isCurrent ? 'true' : '');
    }
    this.#shown = now;
  }
}

/** Sets an attribute, or takes it away where it says nothing. */
function put(element: Element, name: string, value: string): void {
  if (value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
