import PDFDocument from 'pdfkit';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { LedgerFilter } from '../../shared/ledger.ts';
import { shown, type LogContext } from './context.ts';
import { quotesOf, sentenceOf } from './timeline.ts';
import { verificationCode, type Included } from './verificationCode.ts';
import { winAnsi } from './winAnsi.ts';
import type { InterfaceLanguage } from '../../shared/language.ts';
import { filled, wordingIn, type Wording } from './wording/wording.ts';

export interface PdfContext extends LogContext {
  language: InterfaceLanguage;
}

/** In PDF points. */
const MARGIN = 54;
const TIME_WIDTH = 96;
const LABEL_WIDTH = 110;
const RULE = '#999999';
const SOFT = '#555555';
const BLACK = '#000000';
const SIGNATURES = 2;
const REGULAR = 'Helvetica';
const BOLD = 'Helvetica-Bold';

/**
 * The decision log as a PDF: what it is of, then what was done, under a heading for each chart and day,
 * and a page for signatures with the verification code. Pages leave as they fill, so that its length is
 * not bounded by memory; only numbers and hashes stay for the code.
 *
 * @param entries chart by chart, oldest first in each; in another order the headings come again
 */
export function* logPdf(entries: Iterable<LedgerEntry>, context: PdfContext): Generator<Uint8Array> {
  const log = new LogPages(context);
  for (const entry of entries) {
    log.add(entry);
    yield* log.finished();
  }
  log.sign();
  yield* log.finished();
}

/** The document while it is drawn. */
class LogPages {
  readonly #context: PdfContext;
  readonly #wording: Wording;
  readonly #doc: PDFKit.PDFDocument;
  readonly #included: Included[] = [];
  #page = 0;
  #styled: [font: string, size: number, color: string] = [REGULAR, 9, BLACK];
  #chart: string | null | undefined;
  #day = '';

  constructor(context: PdfContext) {
    this.#context = context;
    this.#wording = wordingIn(context.language);
    const { title } = this.#wording.log;
    this.#doc = new PDFDocument({
      size: 'LETTER',
      margin: MARGIN,
      autoFirstPage: false,
      lang: context.language,
      info: { Title: title, Creator: 'Rubricator', CreationDate: new Date(context.at) },
    });
    this.#doc.on('pageAdded', () => this.#number());
    this.#doc.addPage();
    this.#head();
  }

  add(given: LedgerEntry): void {
    const { language } = this.#context;
    const entry = shown(given, this.#context);
    this.#included.push({ seq: entry.seq, hash: entry.hash });
    this.#headings(entry);
    const quotes = quotesOf(entry, language);
    const sentence = sentenceOf(entry, language);
    const words = quotes === '' ? '' : filled(this.#wording.clauses.evidence, { evidence: quotes });
    this.#entry(`${entry.at.slice(11, 19)}  ${entry.seq}`, sentence, words);
  }

  /** The page for signatures, which is the last. */
  sign(): void {
    const doc = this.#doc;
    const { log } = this.#wording;
    doc.addPage();
    this.#title(log.signatures);
    this.#facts([
      [log.entries, this.#range()],
      [log.checkpoint, this.#checkpoint()],
      [log.meaning, log.meaningText],
    ]);
    for (let signature = 0; signature < SIGNATURES; signature++) {
      doc.y += 14;
      for (const label of [log.name, log.role, log.date, log.signature]) this.#line(label);
    }
    doc.y += 20;
    const code = verificationCode(this.#included, this.#context.checkpoint?.note ?? null);
    this.#facts([[log.code, '']]);
    this.#style('Courier-Bold', 16, BLACK).text(code, MARGIN, doc.y, { lineGap: 6 });
    this.#paragraph(log.codeText);
    if (this.#included.length > 0) {
      const command = checkCommand(this.#context, boundsOf(this.#included));
      this.#paragraph(log.codeCheck);
      this.#paragraph(command);
    }
    doc.end();
  }

  /** The bytes that are done. */
  *finished(): Generator<Uint8Array> {
    for (;;) {
      const bytes = this.#doc.read() as Uint8Array | null;
      if (bytes === null) return;
      yield bytes;
    }
  }

  #head(): void {
    const { origin, filter, checkpoint, who, at, excerpts } = this.#context;
    const { log } = this.#wording;
    this.#title(log.title);
    this.#facts([
      [log.ledger, origin ?? log.none],
      [log.filter, filterText(filter, this.#wording)],
      [log.checkpoint, checkpoint ? this.#checkpoint() : log.noCheckpoint],
      [log.written, filled(log.writtenBy, { who, at })],
      [log.texts, excerpts ? log.textsIn : log.textsOut],
      [log.times, log.timesUtc],
    ]);
  }

  #range(): string {
    const { log } = this.#wording;
    if (this.#included.length === 0) return log.none;
    const [first, last] = boundsOf(this.#included);
    return filled(log.range, { first, last, count: this.#included.length });
  }

  #checkpoint(): string {
    const { checkpoint } = this.#context;
    const { log } = this.#wording;
    if (!checkpoint) return log.noCheckpoint;
    const { size, root, at } = checkpoint;
    return filled(log.checkpointed, { size, root, at });
  }

  #headings({ chart, at }: LedgerEntry): void {
    const day = at.slice(0, 10);
    const anew = chart !== this.#chart;
    if (!anew && day === this.#day) return;
    const doc = this.#doc;
    this.#room(anew ? 64 : 44);
    if (anew) {
      doc.y += 12;
      this.#style(BOLD, 11, BLACK).text(winAnsi(this.#chartHeading(chart)), MARGIN);
    }
    doc.y += 4;
    this.#style(BOLD, 9, SOFT).text(day, MARGIN);
    doc.y += 2;
    this.#chart = chart;
    this.#day = day;
  }

  #chartHeading(chart: string | null): string {
    const { log } = this.#wording;
    if (chart === null) return log.house;
    const { excerpts, chartName } = this.#context;
    const name = excerpts ? chartName(chart) : null;
    return filled(log.chart, { chart: name === null ? chart : `${name} (${chart})` });
  }

  #entry(time: string, sentence: string, words: string): void {
    const doc = this.#doc;
    const left = MARGIN + TIME_WIDTH;
    const width = doc.page.width - left - MARGIN;
    this.#style(REGULAR, 9, BLACK);
    const said = winAnsi(sentence);
    this.#room(Math.min(doc.heightOfString(said, { width }), doc.page.height / 2));
    const top = doc.y;
    this.#style(REGULAR, 9, SOFT).text(time, MARGIN, top, { width: TIME_WIDTH - 6, lineBreak: false });
    this.#style(REGULAR, 9, BLACK).text(said, left, top, { width });
    if (words !== '') this.#style(REGULAR, 9, SOFT).text(winAnsi(words), left, doc.y, { width });
    doc.y += 3;
  }

  #title(text: string): void {
    this.#style(BOLD, 16, BLACK).text(text, MARGIN, MARGIN);
    this.#doc.y += 6;
  }

  /** Labels with what they stand for, a pair below the other. */
  #facts(pairs: readonly (readonly [label: string, value: string])[]): void {
    const doc = this.#doc;
    const left = MARGIN + LABEL_WIDTH;
    for (const [label, value] of pairs) {
      const top = doc.y;
      this.#style(BOLD, 9, SOFT).text(label, MARGIN, top, { width: LABEL_WIDTH - 6 });
      const below = doc.y;
      const width = doc.page.width - left - MARGIN;
      this.#style(REGULAR, 9, BLACK).text(winAnsi(value), left, top, { width });
      doc.y = Math.max(doc.y, below) + 3;
    }
  }

  #paragraph(text: string): void {
    this.#style(REGULAR, 9, BLACK).text(winAnsi(text), MARGIN, this.#doc.y, {
      width: this.#doc.page.width - 2 * MARGIN,
      paragraphGap: 4,
    });
  }

  #line(label: string): void {
    const doc = this.#doc;
    doc.y += 16;
    const base = doc.y;
    this.#style(REGULAR, 9, SOFT).text(label, MARGIN, base, { width: LABEL_WIDTH - 6 });
    const below = base + 10;
    doc
      .moveTo(MARGIN + LABEL_WIDTH, below)
      .lineTo(doc.page.width - MARGIN, below)
      .strokeColor(RULE)
      .stroke();
  }

  /** Starts a page where less than so many points are left on this one. */
  #room(points: number): void {
    const doc = this.#doc;
    if (doc.y + points > doc.page.height - MARGIN) doc.addPage();
  }

  /** Every page's foot: below the margin, so that writing it never starts another page. */
  #number(): void {
    const doc = this.#doc;
    this.#page += 1;
    const { bottom } = doc.page.margins;
    doc.page.margins.bottom = 0;
    const foot = [
      this.#wording.log.title,
      this.#context.origin,
      filled(this.#wording.log.page, { number: this.#page }),
    ]
      .filter((part) => part !== null)
      .join(' · ');
    const before = this.#styled;
    this.#style(REGULAR, 8, SOFT).text(foot, MARGIN, doc.page.height - MARGIN + 16, { lineBreak: false });
    this.#style(...before);
    doc.page.margins.bottom = bottom;
    doc.x = MARGIN;
    doc.y = MARGIN;
  }

  /** Remembered, because a text may go on after the foot of a new page was written in the midst of it. */
  #style(...style: [font: string, size: number, color: string]): PDFKit.PDFDocument {
    this.#styled = style;
    const [font, size, color] = style;
    return this.#doc.font(font).fontSize(size).fillColor(color);
  }
}

function filterText(filter: LedgerFilter, { log }: Wording): string {
  const parts = Object.entries(filter).map(([key, value]) =>
    filled(log.filters[key as keyof LedgerFilter], { value }),
  );
  return parts.length === 0 ? log.everything : parts.join(', ');
}

/** Options of the command line for the parts of a filter; entries themselves are named by number. */
const OPTIONS: Readonly<Record<Exclude<keyof LedgerFilter, 'origin'>, string>> = {
  who: '--who',
  action: '--action',
  chart: '--chart',
  code: '--code',
  from: '--since',
  to: '--until',
};

/** How the code of a log is computed again; the last number bounds it, since a ledger goes on. */
function checkCommand({ filter, checkpoint }: PdfContext, [first, last]: Bounds): string {
  const words = ['rubricator ledger code FILE', `--from ${first} --to ${last}`];
  if (checkpoint) words.push('--checkpoint NOTE');
  for (const [key, option] of Object.entries(OPTIONS)) {
    const value = filter[key as keyof typeof OPTIONS];
    if (value !== undefined) words.push(option, quotedWord(value));
  }
  return words.join(' ');
}

function quotedWord(word: string): string {
  return /^[\w.-]+$/u.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}

/** The first and last number of the entries. */
type Bounds = readonly [first: number, last: number];

function boundsOf(entries: readonly Included[]): Bounds {
  let [first, last] = [Infinity, 0];
  for (const { seq } of entries) [first, last] = [Math.min(first, seq), Math.max(last, seq)];
  return [first, last];
}
