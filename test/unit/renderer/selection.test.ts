import { describe, expect, it } from 'vitest';
import { textOffset, trimRange, type NodeLike } from '../../../src/renderer/chart/selection.ts';

interface FakeNode extends NodeLike {
  parentNode: FakeNode | null;
  childNodes: FakeNode[];
}

function words(text: string): FakeNode {
  return { nodeType: 3, parentNode: null, childNodes: [], textContent: text };
}

function element(start: number | null, ...childNodes: FakeNode[]): FakeNode {
  const node: FakeNode = {
    nodeType: 1,
    parentNode: null,
    childNodes,
    textContent: childNodes.map((child) => child.textContent).join(''),
    dataset: start === null ? {} : { start: String(start) },
  };
  for (const child of childNodes) child.parentNode = node;
  return node;
}

describe('textOffset', () => {
  const first = element(100, words('He denies '));
  const second = element(110, words('chest '), words('pain'));
  const block = element(null, first, second);
  const page = element(null, block, element(null), element(200, words('Plan')));

  it('adds the position inside a text to the offset its element carries', () => {
    expect(textOffset(first.childNodes[0]!, 3)).toBe(103);
  });

  it('counts the texts before it in the same element', () => {
    expect(textOffset(second.childNodes[1]!, 2)).toBe(118);
  });

  it('reads positions between the children of a piece of text', () => {
    expect(textOffset(second, 0)).toBe(110);
    expect(textOffset(second, 1)).toBe(116);
    expect(textOffset(second, 2)).toBe(120);
  });

  it('reads positions between pieces as the start of the next, at the end as the end of the last', () => {
    expect(textOffset(block, 0)).toBe(100);
    expect(textOffset(block, 1)).toBe(110);
    expect(textOffset(block, 2)).toBe(120);
    expect(textOffset(page, 1)).toBe(200);
    expect(textOffset(page, 3)).toBe(204);
  });

  it('is null outside any document text', () => {
    expect(textOffset(element(null), 0)).toBeNull();
    expect(textOffset(element(null, words('Suggestions')).childNodes[0]!, 2)).toBeNull();
  });
});

describe('trimRange', () => {
  const text = '  acute kidney\ninjury \n';

  it('takes white space off both ends and puts the ends in order', () => {
    expect(trimRange(text, 0, text.length)).toEqual({ start: 2, end: 21 });
    expect(trimRange(text, 14, 1)).toEqual({ start: 2, end: 14 });
    expect(text.slice(2, 14)).toBe('acute kidney');
  });

  it('is null where nothing is left, or too much', () => {
    expect(trimRange(text, 0, 2)).toBeNull();
    expect(trimRange('x'.repeat(3000), 0, 2001)).toBeNull();
    expect(trimRange('x'.repeat(3000), 0, 2000)).toEqual({ start: 0, end: 2000 });
  });

  it('stays inside the text', () => {
    expect(trimRange('abc', -5, 99)).toEqual({ start: 0, end: 3 });
  });
});
