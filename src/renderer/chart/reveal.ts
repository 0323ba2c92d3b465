/** Brings a stretch of a scrolling pane into view without moving anything that is visible already. */
export function revealIn(
  pane: HTMLElement,
  top: number,
  bottom: number,
  place: 'centre' | 'top' = 'centre',
): void {
  const margin = Math.min(48, pane.clientHeight / 8);
  const from = pane.scrollTop + margin;
  const to = pane.scrollTop + pane.clientHeight - margin;
  if (place === 'centre' && top >= from && bottom <= to) {
    // A smooth scroll to an earlier place may be under way; it would carry this one out of sight.
    pane.scrollTo({ top: pane.scrollTop, behavior: 'instant' });
    return;
  }
  const target =
    place === 'top' ? top - 16 : top - Math.max(margin, (pane.clientHeight - (bottom - top)) / 2.5);
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const far = Math.abs(target - pane.scrollTop) > pane.clientHeight * 3;
  pane.scrollTo({ top: target, behavior: calm || far ? 'instant' : 'smooth' });
}

/** The distance of an element's top from the top of the pane's content. */
export function topInside(pane: HTMLElement, element: Element): number {
  return element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
}
