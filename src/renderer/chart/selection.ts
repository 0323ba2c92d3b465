/**
 * From what the user selected on the screen to offsets into the document's text.
 * Every piece of text on the screen carries `data-start`, the offset of its first character.
 */
import type { EvidenceSpan } from '../../shared/coding.ts';

/** The longest selection that can be evidence, as the ledger's schema has it. */
const longest = 2000;

/** The little of a DOM node that positions are computed from. */
export interface NodeLike {
  readonly nodeType: number;
  readonly parentNode: NodeLike | null;
  readonly childNodes: ArrayLike<NodeLike>;
  readonly textContent: string | null;
  readonly dataset?: Readonly<Record<string, string | undefined>>;
}

const textNode = 3;

/** The offset of a DOM position in the document's text, or null where the position is in no text. */
export function textOffset(node: NodeLike, offset: number): number | null {
  if (node.nodeType === textNode) {
    const start = startOf(node.parentNode);
    if (start === null || !node.parentNode) return null;
    const siblings = Array.from(node.parentNode.childNodes);
    return start + lengthOf(siblings.slice(0, siblings.indexOf(node))) + offset;
  }
  const own = startOf(node);
  if (own !== null) return own + lengthOf(Array.from(node.childNodes).slice(0, offset));
  // The position lies between two children: it is where the next text begins, or where the last one ended.
  for (let index = offset; index < node.childNodes.length; index += 1) {
    const first = edge(node.childNodes[index], 'first');
    if (first !== null) return first;
  }
  for (let index = Math.min(offset, node.childNodes.length) - 1; index >= 0; index -= 1) {
    const last = edge(node.childNodes[index], 'last');
    if (last !== null) return last;
  }
  return null;
}

function lengthOf(nodes: readonly NodeLike[]): number {
  return nodes.reduce((sum, node) => sum + (node.textContent?.length ?? 0), 0);
}

function startOf(node: NodeLike | null): number | null {
  const start = node?.dataset?.['start'];
  return start === undefined ? null : Number(start);
}

function edge(node: NodeLike | undefined, which: 'first' | 'last'): number | null {
  if (!node) return null;
  const start = startOf(node);
  if (start !== null) return which === 'first' ? start : start + (node.textContent?.length ?? 0);
  const step = which === 'first' ? 1 : -1;
  const count = node.childNodes.length;
  for (let index = which === 'first' ? 0 : count - 1; index >= 0 && index < count; index += step) {
    const found = edge(node.childNodes[index], which);
    if (found !== null) return found;
  }
  return null;
}

/** The range without white space at its ends; null where nothing is left or it is too long for evidence. */
export function trimRange(text: string, start: number, end: number): { start: number; end: number } | null {
  let from = Math.max(0, Math.min(start, end));
  let to = Math.min(text.length, Math.max(start, end));
  while (from < to && /\s/u.test(text.charAt(from))) from += 1;
  while (to > from && /\s/u.test(text.charAt(to - 1))) to -= 1;
  if (from >= to || to - from > longest) return null;
  return { start: from, end: to };
}

/** What is selected inside `pane`, as evidence chosen by the coder, or null. */
export function selectedEvidence(
  pane: HTMLElement | null,
  document: string,
  text: string,
): EvidenceSpan | null {
  const selection = window.getSelection();
  if (!pane || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) return null;
  const start = textOffset(range.startContainer, range.startOffset);
  const end = textOffset(range.endContainer, range.endOffset);
  if (start === null || end === null) return null;
  const trimmed = trimRange(text, start, end);
  if (!trimmed) return null;
  return {
    document,
    ...trimmed,
    text: text.slice(trimmed.start, trimmed.end),
    source: 'coder',
    context: 'affirmed',
  };
}
