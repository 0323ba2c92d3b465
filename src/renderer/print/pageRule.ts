/** The running head and foot of printed pages, as CSS page margin boxes. */

/**
 * A style sheet that puts `head` at the top of every page and "`page` n / m" at its foot. Both are written
 * as CSS strings, so that nothing in a name can be read as CSS.
 */
export function pageRule(head: string, page: string): string {
  const style = 'font: 8pt sans-serif; color: black;';
  return [
    '@page {',
    '  margin: 18mm 16mm;',
    `  @top-left { content: ${cssString(head)}; ${style} }`,
    `  @bottom-right { content: ${cssString(`${page} `)} counter(page) " / " counter(pages); ${style} }`,
    '}',
  ].join('\n');
}

/** A CSS string literal; everything but letters, digits and spaces is escaped. */
function cssString(text: string): string {
  const escaped = text.replaceAll(
    /[^\p{L}\p{N} ]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}
