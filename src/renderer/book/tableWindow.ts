/** Lines kept above and below those in sight, so that scrolling meets no gap. */
const spare = 12;

/**
 * The half-open range of lines to have in the page.
 * @param top how far the frame is scrolled, in pixels
 * @param height of the frame, in pixels
 * @param line height of one line, in pixels
 */
export function linesInView(
  top: number,
  height: number,
  line: number,
  total: number,
): { first: number; last: number } {
  const first = Math.min(Math.max(0, Math.floor(top / line) - spare), total);
  const last = Math.min(total, Math.ceil((top + height) / line) + spare);
  return { first, last: Math.max(first, last) };
}
