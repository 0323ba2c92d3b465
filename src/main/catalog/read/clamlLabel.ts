/** The text of a ClaML rubric, put together from its mixed content as the book prints it. */
import { childrenOf, textOf, type XmlElement } from './xml.ts';

export interface LabelSettings {
  /** BCP 47; labels in it are taken where a rubric has labels in several languages. */
  language: string;
  /** What is printed behind a code of each kind of usage: dagger †, aster *, optional !. */
  marks: ReadonlyMap<string, string>;
  /** Rubrics by their id, for labels that include another rubric's text. */
  rubrics: ReadonlyMap<string, XmlElement>;
}

/** Elements that start a line of their own. */
const LINES = new Set(['Para', 'ListItem', 'Caption']);

/**
 * The lines of a rubric: its labels in the wanted language (else those of its first language), split
 * at paragraphs, list items and table rows (ISO 13120, Label). References marked "in brackets" get
 * their brackets, neighbours sharing a pair; fragments are joined by a space; the lists of descendants
 * that `IncludeDescendants` asks for are left to the tree.
 */
export function rubricLines(rubric: XmlElement, settings: LabelSettings): string[] {
  return linesOf(rubric, settings, new Set());
}

/** The base of a language tag: de of de-DE. */
function base(language: string | undefined): string {
  return (language ?? '').toLowerCase().split('-')[0] ?? '';
}

function linesOf(rubric: XmlElement, settings: LabelSettings, open: ReadonlySet<XmlElement>): string[] {
  const labels = childrenOf(rubric, 'Label');
  const languageOf = (label: XmlElement): string => base(label.attributes['xml:lang']);
  const wanted = labels.some((label) => languageOf(label) === base(settings.language))
    ? base(settings.language)
    : labels[0] && languageOf(labels[0]);
  const mark = settings.marks.get(rubric.attributes['usage'] ?? '');
  return labels
    .filter((label) => languageOf(label) === wanted)
    .flatMap((label) => {
      const lines = write(label, settings, new Set([...open, rubric]));
      return mark ? lines.map((line) => marked(line, mark, label)) : lines;
    });
}

/** A text with its mark of usage, which stands before the code in brackets that ends it: "heart† (I43.0*)". */
function marked(text: string, mark: string, element: XmlElement): string {
  const brackets = endsInBrackets(element) ? text.lastIndexOf(' (') : -1;
  return brackets < 0 ? text + mark : text.slice(0, brackets) + mark + text.slice(brackets);
}

function endsInBrackets(element: XmlElement): boolean {
  const end = element.children.findLast((child) => typeof child !== 'string' || child.trim() !== '');
  return end !== undefined && typeof end !== 'string' && (isBracketed(end) || endsInBrackets(end));
}

function isBracketed(element: XmlElement): boolean {
  return element.name === 'Reference' && element.attributes['class'] === 'in brackets';
}

/** The text of everything inside an element, as lines. */
function write(element: XmlElement, settings: LabelSettings, open: ReadonlySet<XmlElement>): string[] {
  const lines: string[] = [];
  let line = '';
  /** What the line was when a bracketed reference ended it. */
  let bracketed: string | null = null;
  let afterReference = false;

  const add = (text: string): void => {
    if (afterReference && /^[\p{L}\p{N}([]/u.test(text)) line += ' ';
    line += text;
    if (text !== '') afterReference = false;
  };
  const endLine = (): void => {
    const text = tidy(line);
    if (text !== '') lines.push(text);
    line = '';
  };
  const addReference = (reference: XmlElement): void => {
    const named = textOf(reference) || (reference.attributes['code'] ?? '');
    if (named === '') return;
    const mark = settings.marks.get(reference.attributes['usage'] ?? '') ?? '';
    const text = named.endsWith(mark) ? named : named + mark;
    if (!isBracketed(reference)) {
      add((/[\p{L}\p{N},;:.)]$/u.test(line) ? ' ' : '') + text);
    } else if (bracketed !== null && line.trimEnd() === bracketed) {
      bracketed = line = `${bracketed.slice(0, -1)}, ${text})`;
    } else {
      bracketed = line = `${line.trimEnd()} ${text.startsWith('(') ? text : `(${text})`}`;
    }
    afterReference = true;
  };
  const visit = (child: XmlElement | string): void => {
    if (typeof child === 'string') {
      add(child);
    } else if (child.name === 'Reference') {
      addReference(child);
    } else if (child.name === 'Fragment') {
      const text = write(child, settings, open).join(' ');
      const mark = settings.marks.get(child.attributes['usage'] ?? '');
      add(` ${mark ? marked(text, mark, child) : text} `);
    } else if (LINES.has(child.name)) {
      endLine();
      child.children.forEach(visit);
      endLine();
    } else if (child.name === 'Row') {
      endLine();
      const cells = childrenOf(child).map((cell) => write(cell, settings, open).join(' '));
      line = cells.filter((cell) => cell !== '').join(' | ');
      endLine();
    } else if (child.name === 'Include') {
      const included = settings.rubrics.get(child.attributes['rubric'] ?? '');
      if (included && !open.has(included)) add(` ${linesOf(included, settings, open).join(' ')} `);
    } else {
      child.children.forEach(visit);
    }
  };
  element.children.forEach(visit);
  endLine();
  return lines;
}

/** Runs of white space as one space, none before a comma or a closing bracket. */
function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ ([,)\]])/g, '$1')
    .trim();
}
