/** Where something lies in the scrolled content of a pane, in pixels from its top left corner. */
export interface Place {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Brings a place of a scrolling pane into view, unless it is there already; returns whether it scrolls. */
export function revealIn(pane: HTMLElement, place: Place, where: 'centre' | 'top' = 'centre'): boolean {
  const { top, bottom } = place;
  const margin = Math.min(48, pane.clientHeight / 8);
  const left = leftFor(pane, place, margin);
  const from = pane.scrollTop + margin;
  const to = pane.scrollTop + pane.clientHeight - margin;
  if (where === 'centre' && top >= from && bottom <= to) {
    // A smooth scroll to an earlier place may be under way; it would carry this one out of sight.
    pane.scrollTo({ top: pane.scrollTop, left, behavior: 'instant' });
    return false;
  }
  const target =
    where === 'top' ? top - 16 : top - Math.max(margin, (pane.clientHeight - (bottom - top)) / 2.5);
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const far = Math.abs(target - pane.scrollTop) > pane.clientHeight * 3;
  pane.scrollTo({ top: target, left, behavior: calm || far ? 'instant' : 'smooth' });
  return true;
}

function leftFor(pane: HTMLElement, { left, right }: Place, margin: number): number {
  if (left >= pane.scrollLeft && right <= pane.scrollLeft + pane.clientWidth) return pane.scrollLeft;
  return Math.max(0, Math.min(left - margin, right + margin - pane.clientWidth));
}

/** A box on the screen as a place in the pane's content. */
export function placeIn(pane: HTMLElement, box: DOMRect): Place {
  const frame = pane.getBoundingClientRect();
  const top = box.top - frame.top + pane.scrollTop;
  const left = box.left - frame.left + pane.scrollLeft;
  return { top, bottom: top + box.height, left, right: left + box.width };
}
