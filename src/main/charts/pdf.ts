import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument, PasswordResponses, Util, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';
import type { Page, PageRun } from '../../shared/chart.ts';
import { UserError } from '../errors.ts';

/** A PDF's text and where on its pages each part of it stands. */
export interface PdfText {
  text: string;
  pages: Page[];
}

const NO_TEXT_REMEDY = 'Run text recognition (OCR) on it and import the result, or import the notes as text.';
/** Of the usual fonts, as shares of the font size. */
const ASCENT = 0.82;
const DESCENT = 0.28;
/** Pages further along than this are no chart but an archive. */
const MOST_PAGES = 5000;

/**
 * Extracts the text layer of a PDF. Lines end with \n, paragraphs (a gap of more than a line) and
 * pages with an empty line. Scripts and forms are never run.
 *
 * @throws UserError where the PDF is encrypted, damaged or without text
 */
export async function readPdf(bytes: Uint8Array): Promise<PdfText> {
  const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    // pdf.js takes the buffer over; the caller keeps its own.
    data: new Uint8Array(bytes),
    cMapUrl: join(assets, 'cmaps') + '/',
    standardFontDataUrl: join(assets, 'standard_fonts') + '/',
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const pdf = await task.promise;
    if (pdf.numPages > MOST_PAGES) {
      throw new UserError(
        `The PDF has ${pdf.numPages} pages; at most ${MOST_PAGES} are read.`,
        'Split it into charts.',
      );
    }
    const pages: Page[] = [];
    let text = '';
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: 1 });
      const content = await page.getTextContent();
      const items = content.items.filter((item): item is TextItem => 'str' in item);
      const start = text.length;
      const laid = layOut(items, viewport.transform as Matrix, start);
      text += laid.text;
      pages.push({
        number,
        width: viewport.width,
        height: viewport.height,
        start,
        end: text.length,
        runs: laid.runs,
      });
      if (number < pdf.numPages) text += '\n\n';
      page.cleanup();
    }
    if (text.trim() === '') {
      throw new UserError('The PDF has no text: its pages are pictures.', NO_TEXT_REMEDY);
    }
    return { text, pages };
  } catch (error) {
    throw asUserError(error);
  } finally {
    await task.destroy();
  }
}

type Matrix = [number, number, number, number, number, number];

/** Puts a page's text items in their order into one text and notes the rectangle of each. */
function layOut(items: readonly TextItem[], view: Matrix, offset: number): { text: string; runs: PageRun[] } {
  const runs: PageRun[] = [];
  let text = '';
  let previous: PageRun | undefined;
  for (const item of items) {
    const words = item.str.normalize('NFC').replace(/[\s\p{Cc}]/gu, ' ');
    if (words.trim() === '') continue;
    const run: PageRun = { start: 0, end: 0, ...rectangleOf(item, view) };
    if (previous) text += separator(previous, run, text);
    run.start = offset + text.length;
    text += words;
    run.end = offset + text.length;
    runs.push(run);
    previous = run;
  }
  return { text, runs };
}

/** The rectangle around an item as the page is displayed, from the ascent above its baseline to the descent below. */
function rectangleOf(
  { transform, width }: TextItem,
  view: Matrix,
): Pick<PageRun, 'x' | 'y' | 'width' | 'height'> {
  const [a, b, c, d, x, y] = Util.transform(view, transform) as Matrix;
  const size = Math.hypot(c, d) || Math.hypot(a, b);
  // Along the baseline, and at right angles to it down the page where the text is upright.
  const [along, across] = [a / (Math.hypot(a, b) || 1), b / (Math.hypot(a, b) || 1)];
  const length = width * Math.hypot(view[0], view[1]);
  const xs = [0, length].flatMap((s) => [-ASCENT, DESCENT].map((t) => x + s * along - t * size * across));
  const ys = [0, length].flatMap((s) => [-ASCENT, DESCENT].map((t) => y + s * across + t * size * along));
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** What stands between two runs: nothing, a space, a line end or an empty line. */
function separator(before: PageRun, after: PageRun, text: string): string {
  const drop = after.y - before.y;
  const line = Math.max(before.height, after.height);
  if (Math.abs(drop) < line * 0.5 && after.x > before.x) {
    const gap = after.x - (before.x + before.width);
    return gap > line * 0.12 && !text.endsWith(' ') ? ' ' : '';
  }
  return drop > line * 1.7 || drop < -line * 2 ? '\n\n' : '\n';
}

function asUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException' || (error as { code?: number }).code === PasswordResponses.NEED_PASSWORD) {
    return new UserError('The PDF is encrypted.', 'Save a copy without a password and import that.', {
      cause: error,
    });
  }
  return new UserError('The PDF is damaged or not a PDF.', 'Export it again from the system it came from.', {
    cause: error,
  });
}
