import { makePdf } from '../../../../fixtures/makePdf.ts';

/** Points that a space before a line's text moves it. */
const INDENT = 5;
const LINES_PER_PAGE = 40;

/**
 * The bytes of a PDF set like the official addenda: "Add|  E11.A A title" has the action in the
 * margin and the text indented; a line that begins with | goes on with the one above it.
 */
export function addendaPdf(title: string, text: string): Promise<Buffer> {
  const lines = text.split('\n').filter((line) => line.includes('|'));
  return makePdf((doc) => {
    doc.font('Helvetica-Bold').fontSize(18);
    doc.text('ICD-10-CM TABULAR LIST of DISEASES and INJURIES', 71, 45, { lineBreak: false });
    doc.text(title, 245, 70, { lineBreak: false });
    for (const [index, line] of lines.entries()) {
      if (index > 0 && index % LINES_PER_PAGE === 0) doc.addPage();
      const y = 100 + (index % LINES_PER_PAGE) * 14;
      const [action = '', body = ''] = line.split('|');
      const words = body.trimStart();
      doc
        .font('Helvetica')
        .fontSize(8)
        .text(action.trim(), 36, y + 1.5, { lineBreak: false });
      doc.fontSize(10).text(words, 90 + (body.length - words.length) * INDENT, y, { lineBreak: false });
    }
  });
}
