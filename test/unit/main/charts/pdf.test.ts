import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPdf, type PdfText } from '../../../../src/main/charts/pdf.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { rectanglesFor, type PageRectangle } from '../../../../src/shared/pageGeometry.ts';
import { makePdf, type Pdf } from '../../../fixtures/makePdf.ts';

const FILES = join(import.meta.dirname, '../../../fixtures/files');
const SAMPLE = join(import.meta.dirname, '../../../../resources/samples/pdf-chart/hip-replacement.pdf');

/** Sets an entry of the page that PDFKit has no name for. */
function setOnPage(doc: Pdf, key: string, value: number): void {
  (doc.page.dictionary.data as Record<string, unknown>)[key] = value;
}

/** The only rectangle of a phrase's first occurrence. */
function rectangleOf({ text, pages }: PdfText, phrase: string): PageRectangle {
  const start = text.indexOf(phrase);
  expect(start, `"${phrase}" is in the text`).toBeGreaterThanOrEqual(0);
  const rectangles = rectanglesFor(pages, start, start + phrase.length);
  expect(rectangles).toHaveLength(1);
  return rectangles[0]!;
}

/** Every run lies inside its page and its range quotes that page's text, without gap but white space. */
function check({ text, pages }: PdfText): void {
  pages.forEach((page, index) => {
    expect(page.number).toBe(index + 1);
    expect(page.start).toBe(index === 0 ? 0 : pages[index - 1]!.end + 2);
    let at = page.start;
    for (const run of page.runs) {
      expect(text.slice(at, run.start)).toMatch(/^(?: |\n|\n\n)?$/);
      expect(text.slice(run.start, run.end).trim()).not.toBe('');
      at = run.end;
      expect(run.width).toBeGreaterThan(0);
      expect(run.height).toBeGreaterThan(0);
      expect(run.x).toBeGreaterThanOrEqual(0);
      expect(run.y).toBeGreaterThanOrEqual(0);
      expect(run.x + run.width).toBeLessThanOrEqual(page.width);
      expect(run.y + run.height).toBeLessThanOrEqual(page.height);
    }
    expect(page.end).toBe(at);
  });
  expect(pages.at(-1)?.end).toBe(text.length);
}

describe('the sample chart', () => {
  let read: PdfText;
  const bytes = readFileSync(SAMPLE);

  beforeAll(async () => {
    read = await readPdf(bytes);
  });

  it('has five letter pages, each with its own heading', () => {
    expect(read.pages.map(({ width, height }) => [width, height])).toEqual(
      Array.from({ length: 5 }, () => [612, 792]),
    );
    read.pages.forEach(({ start, end, number }) => {
      const page = read.text.slice(start, end);
      expect(page).toMatch(/^EXAMPLE GENERAL HOSPITAL\n/);
      expect(page).toContain(`Page ${number} of 5`);
      expect(page.match(/Page \d of 5/g)).toHaveLength(1);
    });
  });

  it('has runs that quote the text and lie on their page', () => {
    check(read);
  });

  it('keeps sentences whole over the words of a line, and lines apart', () => {
    expect(read.text).toContain('She denies angina, syncope, palpitations, orthopnea, and ankle\nswelling.');
    expect(read.text).toContain('\nREASON FOR CONSULTATION:\n');
  });

  it('leaves the bytes it was given alone', () => {
    expect(bytes.equals(readFileSync(SAMPLE))).toBe(true);
    expect(bytes.buffer.byteLength).toBeGreaterThan(0);
  });

  // pdftotext is another program with its own reading of the fonts: where both agree, the mark is right.
  it.skipIf(spawnSync('pdftotext', ['-v']).error)('has words where pdftotext sees them', () => {
    const layout = execFileSync('pdftotext', ['-bbox', SAMPLE, '-'], { encoding: 'utf8' });
    let compared = 0;
    layout
      .split('<page ')
      .slice(1)
      .forEach((markup, index) => {
        const { start, end, number } = read.pages[index]!;
        const text = read.text.slice(start, end);
        const words = [
          ...markup.matchAll(/xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">([A-Za-z]{5,})</g),
        ];
        for (const [, xMin, yMin, xMax, yMax, word] of words) {
          // Only words that stand once on the page can be told apart.
          if (text.split(word!).length !== 2) continue;
          const at = start + text.indexOf(word!);
          const [rectangle] = rectanglesFor(read.pages, at, at + word!.length);
          expect(rectangle?.page).toBe(number);
          const { x, y, width, height } = rectangle!;
          expect(y).toBeLessThanOrEqual(Number(yMin) + 1);
          expect(y + height).toBeGreaterThanOrEqual(Number(yMax) - 1);
          const shared = Math.min(x + width, Number(xMax)) - Math.max(x, Number(xMin));
          expect(shared / (Number(xMax) - Number(xMin)), word).toBeGreaterThan(0.3);
          compared += 1;
        }
      });
    expect(compared).toBeGreaterThan(300);
  });
});

describe('layout', () => {
  it('marks a line where it was drawn, and half a line with half its width', async () => {
    let width = 0;
    const read = await readPdf(
      await makePdf((doc) => {
        doc.font('Courier').fontSize(10);
        width = doc.widthOfString('acute bronchitis');
        doc.text('acute bronchitis', 100, 200, { lineBreak: false });
      }),
    );
    check(read);
    const whole = rectangleOf(read, 'acute bronchitis');
    expect(whole.x).toBeCloseTo(100, 3);
    expect(whole.width).toBeCloseTo(width, 3);
    expect(whole.y).toBeGreaterThan(195);
    expect(whole.y + whole.height).toBeLessThan(213);
    // In Courier all characters are equally wide, so that shares are exact.
    const second = rectangleOf(read, 'bronchitis');
    expect(second.x).toBeCloseTo(100 + (width * 6) / 16, 3);
    expect(second.width).toBeCloseTo((width * 10) / 16, 3);
  });

  it('marks a phrase on every line and page that it touches', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        doc.text('first line', 72, 100).text('second line', 72, 115);
        doc.addPage().text('third line', 72, 100);
      }),
    );
    expect(read.text).toBe('first line\nsecond line\n\nthird line');
    const rectangles = rectanglesFor(read.pages, read.text.indexOf('line'), read.text.length);
    expect(rectangles.map(({ page }) => page)).toEqual([1, 1, 2]);
    expect(rectangles[0]!.x).toBeGreaterThan(72);
    expect(rectangles[1]!.x).toBeCloseTo(72, 3);
  });

  it('puts a space between columns, a line end between lines and an empty line between paragraphs', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        doc.fontSize(10);
        doc.text('Sodium', 72, 100, { lineBreak: false }).text('139', 200, 100, { lineBreak: false });
        doc.text('Potassium', 72, 112, { lineBreak: false }).text('4.1', 200, 112, { lineBreak: false });
        doc.text('Comment', 72, 160, { lineBreak: false });
      }),
    );
    expect(read.text).toBe('Sodium 139\nPotassium 4.1\n\nComment');
    check(read);
  });

  it('does not break a word that is drawn in two parts', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        doc.font('Helvetica').fontSize(10).text('pneu', 72, 100, { lineBreak: false });
        const left = 72 + doc.widthOfString('pneu');
        doc.font('Helvetica-Bold').text('monia', left, 100, { lineBreak: false });
      }),
    );
    expect(read.text).toBe('pneumonia');
    expect(read.pages[0]!.runs).toHaveLength(2);
  });

  it('keeps accents of both languages', async () => {
    const read = await readPdf(await makePdf((doc) => void doc.text('Diagnóstico: neumonía, niño')));
    expect(read.text).toBe('Diagnóstico: neumonía, niño');
  });

  it('stands turned text upright where it is shown', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        doc.fontSize(12);
        for (const [angle, words, y] of [
          [90, 'reads down', 300],
          [-90, 'reads up', 500],
        ] as const) {
          doc.save().rotate(angle, { origin: [300, y] });
          doc.text(words, 300, y, { lineBreak: false }).restore();
        }
      }),
    );
    check(read);
    const down = rectangleOf(read, 'reads down');
    expect(down.height).toBeGreaterThan(3 * down.width);
    expect(down.y).toBeCloseTo(300, 3);
    expect(down.x + down.width / 2).toBeCloseTo(295, -1);
    const up = rectangleOf(read, 'reads up');
    expect(up.height).toBeGreaterThan(3 * up.width);
    expect(up.y + up.height).toBeCloseTo(500, 3);
    expect(up.x + up.width / 2).toBeCloseTo(305, -1);
  });

  it('measures a turned page as it is displayed', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        setOnPage(doc, 'Rotate', 90);
        // As scanners write it: the page is turned, and the text on it is turned back.
        doc.save().rotate(-90, { origin: [72, 700] });
        doc.text('landscape table', 72, 700, { lineBreak: false }).restore();
      }),
    );
    check(read);
    expect(read.pages[0]).toMatchObject({ width: 792, height: 612 });
    const { x, width, height, y } = rectangleOf(read, 'landscape table');
    expect(width).toBeGreaterThan(3 * height);
    expect(x).toBeCloseTo(792 - 700, 3);
    expect(y).toBeGreaterThan(65);
    expect(y + height).toBeLessThan(90);
  });

  it('measures in points where a page has a larger unit of its own', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        setOnPage(doc, 'UserUnit', 2);
        doc.font('Courier').fontSize(10).text('ten letter', 72, 100, { lineBreak: false });
      }),
    );
    check(read);
    expect(read.pages[0]).toMatchObject({ width: 1224, height: 1584 });
    const { x, width, height } = rectangleOf(read, 'ten letter');
    expect(x).toBeCloseTo(144, 3);
    expect(width).toBeCloseTo(120, 3);
    expect(height).toBeGreaterThan(20);
  });

  it('gives a page without text an empty range', async () => {
    const read = await readPdf(
      await makePdf((doc) => {
        doc.text('before');
        doc.addPage().rect(72, 72, 100, 100).fill('black');
        doc.addPage().fillColor('black').text('after');
      }),
    );
    expect(read.text).toBe('before\n\n\n\nafter');
    expect(read.pages[1]).toMatchObject({ start: 8, end: 8, runs: [] });
    check(read);
  });
});

describe('refusals', () => {
  it.each([
    ['encrypted.pdf', 'The PDF is encrypted.', 'without a password'],
    ['damaged.pdf', 'The PDF is damaged or not a PDF.', 'Export it again'],
    ['not-a-pdf.pdf', 'The PDF is damaged or not a PDF.', 'Export it again'],
    ['no-text.pdf', 'The PDF has no text: its pages are pictures.', 'text recognition'],
    ['empty.txt', 'The PDF is damaged or not a PDF.', 'Export it again'],
  ])('refuses %s and says what to do', async (name, message, remedy) => {
    const error: unknown = await readPdf(readFileSync(join(FILES, name))).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(message);
    expect((error as UserError).remedy).toContain(remedy);
  });

  it('refuses a PDF that was cut off', async () => {
    const bytes = readFileSync(SAMPLE);
    await expect(readPdf(bytes.subarray(0, 2000))).rejects.toThrow('The PDF is damaged or not a PDF.');
  });
});
