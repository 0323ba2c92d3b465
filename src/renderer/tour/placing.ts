/** Where the tour's card stands beside what it speaks of. All lengths in CSS pixels, from the window's top left. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Placing {
  left: number;
  top: number;
  /** The side of the card that its arrow points from; null where it stands alone. */
  arrow: 'left' | 'right' | 'top' | 'bottom' | null;
  /** How far along that side the arrow is, from its left or top end. */
  along: number;
}

/** Between the card and what it points to; the arrow lies in it. */
const gap = 14;
/** Between the card and the window's edge. */
const edge = 12;
/** The arrow stays off the card's round corners. */
const corner = 18;

/**
 * Places a card beside its anchor, on the first side with room: right, left, below, above. Without an anchor,
 * or without room, it stands in the window's lower right corner and has no arrow.
 */
export function placeCard(anchor: Box | null, card: Box, window: Box): Placing {
  const lowest = window.height - card.height - edge;
  const rightmost = window.width - card.width - edge;
  const alone: Placing = {
    left: Math.max(edge, rightmost),
    top: Math.max(edge, lowest),
    arrow: null,
    along: 0,
  };
  if (!anchor) return alone;
  const middleX = anchor.left + anchor.width / 2;
  const middleY = anchor.top + anchor.height / 2;
  const top = within(middleY - card.height / 2, edge, lowest);
  const left = within(middleX - card.width / 2, edge, rightmost);
  const alongY = within(middleY - top, corner, card.height - corner);
  const alongX = within(middleX - left, corner, card.width - corner);
  const right = anchor.left + anchor.width;
  const bottom = anchor.top + anchor.height;
  if (right + gap <= rightmost) return { left: right + gap, top, arrow: 'left', along: alongY };
  if (anchor.left - gap - card.width >= edge) {
    return { left: anchor.left - gap - card.width, top, arrow: 'right', along: alongY };
  }
  if (bottom + gap <= lowest) return { left, top: bottom + gap, arrow: 'top', along: alongX };
  if (anchor.top - gap - card.height >= edge) {
    return { left, top: anchor.top - gap - card.height, arrow: 'bottom', along: alongX };
  }
  return alone;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
