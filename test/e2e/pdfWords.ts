/**
 * Where words lie on the pages of a PDF, found without any of the app's code, to hold the app's marks
 * against. Inside a run the words are placed by Helvetica's widths, close enough for any text font.
 */
import PDFDocument from 'pdfkit';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface WordBox {
  /** Counted from 1. */
  page: number;
  /** Fractions of the page's width and height, origin top left. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface TextRun {
  page: number;
  text: string;
  x: number;
  baseline: number;
  width: number;
  size: number;
  pageWidth: number;
  pageHeight: number;
}

/** The places of `words` in the PDF, in reading order; only those that lie within one run of text. */
export async function findWords(pdf: Uint8Array, words: string): Promise<WordBox[]> {
  const measure = new PDFDocument().font('Helvetica').fontSize(10);
  const boxes: WordBox[] = [];
  for (const run of await readRuns(pdf)) {
    for (let at = run.text.indexOf(words); at >= 0; at = run.text.indexOf(words, at + 1)) {
      const unit = run.width / measure.widthOfString(run.text);
      const left = run.x + unit * measure.widthOfString(run.text.slice(0, at));
      const right = left + unit * measure.widthOfString(words);
      boxes.push({
        page: run.page,
        left: left / run.pageWidth,
        right: right / run.pageWidth,
        top: (run.pageHeight - run.baseline - run.size * 0.75) / run.pageHeight,
        bottom: (run.pageHeight - run.baseline + run.size * 0.2) / run.pageHeight,
      });
    }
  }
  return boxes;
}

async function readRuns(pdf: Uint8Array): Promise<TextRun[]> {
  // pdf.js takes the buffer over, so it gets a copy.
  const loading = getDocument({ data: pdf.slice(), verbosity: 0 });
  const document = await loading.promise;
  const runs: TextRun[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = page.view;
    const content = await page.getTextContent();
    for (const item of content.items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [, , , scale, x, y] = item.transform as number[];
      runs.push({
        page: number,
        text: item.str,
        x: (x ?? 0) - x0,
        baseline: (y ?? 0) - y0,
        width: item.width,
        size: Math.abs(scale ?? 0),
        pageWidth: x1 - x0,
        pageHeight: y1 - y0,
      });
    }
  }
  await loading.destroy();
  return runs;
}

/** How much of the words' width a mark covers, from 0 to 1; 0 where it lies on another line or page. */
export function coverage(mark: WordBox, words: WordBox): number {
  if (mark.page !== words.page) return 0;
  const middle = (words.top + words.bottom) / 2;
  if (middle < mark.top || middle > mark.bottom) return 0;
  const shared = Math.min(mark.right, words.right) - Math.max(mark.left, words.left);
  return Math.max(0, shared) / (words.right - words.left);
}
