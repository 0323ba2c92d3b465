import { SaxesParser } from 'saxes';
import { UserError } from '../../errors.ts';

/** An element with what stands in it, in order. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (XmlElement | string)[];
  /** Line of its start tag, from 1. */
  line: number;
}

/** No official file nests deeper than about twenty. */
const DEEPEST = 200;

/**
 * Reads a whole XML document. Entities that the document declares itself are never expanded: a
 * document that declares any is refused (XML 1.0, 4.2; "billion laughs").
 *
 * @param source name of the file, for messages
 * @throws UserError naming the line where the document is not well-formed, ends early, or is hostile
 */
export function parseXml(text: string, source: string): XmlElement {
  const parser = new SaxesParser({ position: true, xmlns: false });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  const refuse = (reason: string): UserError =>
    new UserError(
      `${source} is not a usable XML file: line ${parser.line}: ${reason}.`,
      'Get the file again from its authority and compare its size with the one published.',
    );
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw refuse('it declares entities of its own');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= DEEPEST) throw refuse(`elements nest deeper than ${DEEPEST}`);
    const element: XmlElement = { name, attributes, children: [], line: parser.line };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const addText = (value: string): void => void open.at(-1)?.children.push(value);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    throw refuse(error.message.replace(/^(.*?:)?\d+:\d+: /, '').replace(/\.$/, ''));
  });
  parser.write(text).close();
  if (!root) throw refuse('it is empty');
  return root;
}

/** The elements directly inside, of one name or of any. */
export function childrenOf(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first element of that name directly inside. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** All text inside, at any depth, with every run of white space as one space. */
export function textOf(element: XmlElement): string {
  const collect = (from: XmlElement): string =>
    from.children.map((child) => (typeof child === 'string' ? child : collect(child))).join('');
  return collect(element).replace(/\s+/gu, ' ').trim();
}
