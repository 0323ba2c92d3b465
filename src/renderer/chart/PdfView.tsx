import { useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type RefObject } from 'react';
import type { ChartDocument, Page, PageRun } from '../../shared/chart.ts';
import { rectanglesFor, type PageRectangle } from '../../shared/pageGeometry.ts';
import { request, RequestFailure } from '../bridge.ts';
import { FailureNotice } from '../components/Notices.tsx';
import type { PDFDocumentProxy } from './pdf.ts';
import { revealIn, topInside } from './reveal.ts';
import type { MarkSpan } from './segments.ts';
import type { Reveal } from './state.ts';
import type { CurrentMention } from './TextNote.tsx';

interface Drawn extends PageRectangle {
  mark: MarkSpan;
}

/** Widest drawing of a page, relative to its size in points. */
const largestScale = 1.75;

/** A PDF: its pages drawn as they are, the evidence laid over them, the text selectable. */
export function PdfView(props: {
  chart: string;
  document: ChartDocument;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
  reveal: Reveal | null;
  pane: RefObject<HTMLElement | null>;
  onSelect: (code: string) => void;
}) {
  const { chart, document, marks, pane, reveal } = props;
  const pages = document.pages ?? [];
  const unread = pages.filter((page) => page.runs.length === 0).map((page) => page.number);
  const frame = useRef<HTMLDivElement>(null);
  const revealed = useRef<number | null>(null);
  const [width, setWidth] = useState(0);
  const [round, setRound] = useState(0);
  const [opened, setOpened] = useState<PDFDocumentProxy | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const leave = new AbortController();
    openFor(chart, document.id, leave.signal).then(setOpened, (error: unknown) => {
      if (leave.signal.aborted) return;
      setFailure(
        error instanceof RequestFailure
          ? error
          : new RequestFailure(
              'The pages of this PDF cannot be drawn.',
              'The codes and their quotes are still right. Import the file again if it was changed or damaged.',
            ),
      );
    });
    return () => leave.abort();
  }, [chart, document.id, round]);

  const widest = Math.max(1, ...pages.map((page) => page.width));
  const scale = Math.min(largestScale, width / widest);

  useLayoutEffect(() => {
    const scroller = pane.current;
    // A page that changes its size must not bring back a place the reader has left.
    if (!scroller || scale === 0 || reveal?.document !== document.id || revealed.current === reveal.token)
      return;
    revealed.current = reveal.token;
    const rectangles = rectanglesFor(document.pages ?? [], reveal.start, reveal.end);
    const first = rectangles[0];
    const element = first && frame.current?.querySelector(`[data-page="${first.page}"]`);
    if (!first || !element) return;
    const top = topInside(scroller, element) + first.y * scale;
    const last = rectangles.filter((rectangle) => rectangle.page === first.page).at(-1) ?? first;
    revealIn(scroller, top, top + (last.y + last.height - first.y) * scale);
  }, [reveal, document, pane, scale]);

  return (
    <div className="pdf">
      {failure && (
        <FailureNotice
          failure={failure}
          onRetry={() => {
            setFailure(null);
            setRound((before) => before + 1);
          }}
        />
      )}
      {unread.length > 0 && (
        <p className="unread-pages" role="note" data-testid="unread-pages">
          {unread.length === 1 ? 'Page' : 'Pages'} {unread.join(', ')} {unread.length === 1 ? 'has' : 'have'}{' '}
          no text (a scan or a drawing): nothing there was read. Check {unread.length === 1 ? 'it' : 'them'}{' '}
          yourself.
        </p>
      )}
      <div className="pdf-frame" ref={frame} lang={document.language}>
        {scale > 0 &&
          pages.map((page) => (
            <PdfPage
              key={page.number}
              page={page}
              of={pages.length}
              text={document.text}
              scale={scale}
              pdf={opened}
              marks={marks.filter((mark) => mark.start < page.end && page.start < mark.end)}
              selected={props.selected}
              current={props.current}
              pane={pane}
              onSelect={props.onSelect}
            />
          ))}
      </div>
    </div>
  );
}

/** Opens the PDF, and closes it again when `signal` says that nobody looks at it any more. */
async function openFor(chart: string, document: string, signal: AbortSignal): Promise<PDFDocumentProxy> {
  const [bytes, { openPdf }] = await Promise.all([
    request('charts.pdf', { chart, document }),
    import('./pdf.ts'),
  ]);
  signal.throwIfAborted();
  const pdf = await openPdf(bytes);
  const close = () => void pdf.loadingTask.destroy();
  if (signal.aborted) close();
  else signal.addEventListener('abort', close);
  signal.throwIfAborted();
  return pdf;
}

function PdfPage(props: {
  page: Page;
  of: number;
  text: string;
  scale: number;
  pdf: PDFDocumentProxy | null;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
  pane: RefObject<HTMLElement | null>;
  onSelect: (code: string) => void;
}) {
  const { page, scale, pdf, pane, marks, text, selected, current } = props;
  const sheet = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(false);
  const [broken, setBroken] = useState(false);
  const [families, setFamilies] = useState<readonly string[]>([]);
  const rectangles = marks.flatMap((mark): Drawn[] =>
    rectanglesFor([page], mark.start, mark.end, (run, offset) =>
      shareOf(text, run, offset, families[page.runs.indexOf(run)]),
    ).map((rectangle) => ({ ...rectangle, mark })),
  );

  useEffect(() => {
    const element = sheet.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some((entry) => entry.isIntersecting)),
      { root: pane.current, rootMargin: '75% 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [pane]);

  useEffect(() => {
    const element = canvas.current;
    if (!near || !pdf || !element) return;
    const leave = new AbortController();
    drawOn(element, pdf, page, scale, leave.signal).then(
      (found) => {
        if (!leave.signal.aborted) setFamilies(found);
      },
      () => {
        if (!leave.signal.aborted) setBroken(true);
      },
    );
    return () => leave.abort();
  }, [near, pdf, page, scale]);

  useEffect(() => {
    const element = canvas.current;
    if (near || !element) return;
    // A long PDF would fill the memory with pages nobody looks at.
    element.width = 0;
    element.height = 0;
  }, [near]);

  function onClick(event: MouseEvent<HTMLElement>) {
    if (!(window.getSelection()?.isCollapsed ?? true) || !sheet.current) return;
    const box = sheet.current.getBoundingClientRect();
    const x = (event.clientX - box.left) / scale;
    const y = (event.clientY - box.top) / scale;
    const codes = [
      ...new Set(
        rectangles
          .filter((r) => x >= r.x - 1 && x <= r.x + r.width + 1 && y >= r.y - 1 && y <= r.y + r.height + 2)
          .map((r) => r.mark.code),
      ),
    ];
    const next = codes[(codes.indexOf(selected ?? '') + 1) % codes.length];
    if (next !== undefined) props.onSelect(next);
  }

  return (
    <div
      className="pdf-page"
      ref={sheet}
      role="group"
      aria-label={`Page ${page.number} of ${props.of}`}
      data-testid="pdf-page"
      data-page={page.number}
      style={{ width: page.width * scale, height: page.height * scale }}
      onClick={onClick}
    >
      <canvas ref={canvas} className="pdf-canvas" width={0} height={0} aria-hidden="true" />
      <div className="pdf-evidence-layer">
        {rectangles.map((r, index) => (
          <div
            key={index}
            className="pdf-evidence"
            data-testid="pdf-evidence"
            data-code={r.mark.code}
            data-context={r.mark.context}
            data-selected={r.mark.code === selected ? 'true' : undefined}
            data-current={
              r.mark.code === selected && r.mark.start === current?.start && r.mark.end === current.end
                ? 'true'
                : undefined
            }
            style={{ left: r.x * scale, top: r.y * scale, width: r.width * scale, height: r.height * scale }}
          />
        ))}
      </div>
      {near && <TextLayer page={page} text={text} scale={scale} families={families} />}
      {broken && (
        <p className="pdf-broken">This page cannot be drawn. Its text can still be selected and coded.</p>
      )}
    </div>
  );
}

/**
 * Draws one page, unless `signal` says that its place is no longer looked at.
 * @returns the font family of each of the page's runs, by which their letters can be measured
 */
async function drawOn(
  canvas: HTMLCanvasElement,
  pdf: PDFDocumentProxy,
  page: Page,
  scale: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const [proxy, { drawPage, fontFamilies }] = await Promise.all([
    pdf.getPage(page.number),
    import('./pdf.ts'),
  ]);
  if (signal.aborted) return [];
  const drawing = drawPage(proxy, canvas, scale);
  signal.addEventListener('abort', drawing.stop);
  await drawing.done;
  const families = await fontFamilies(proxy);
  // Runs and text items come from the same text layer in the same order; where they do not, none is known.
  return families.length === page.runs.length ? families : [];
}

let measuring: CanvasRenderingContext2D | null = null;

const ORDINARY = 'sans-serif';

/** Width of `words` at `size` pixels in a font family. */
function measure(words: string, size: number, family = ORDINARY): number {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return 0;
  measuring.font = `${size}px ${family}`;
  return measuring.measureText(words).width;
}

/** Share of a run's width before an offset, by the widths of the page's own font once it is drawn. */
function shareOf(text: string, run: PageRun, offset: number, family?: string): number {
  if (offset <= run.start) return 0;
  if (offset >= run.end) return 1;
  const whole = measure(text.slice(run.start, run.end), 100, family);
  if (whole === 0) return (offset - run.start) / (run.end - run.start);
  return measure(text.slice(run.start, offset), 100, family) / whole;
}

/** The page's words, invisible but selectable, each run stretched over the place where it is drawn. */
function TextLayer(props: { page: Page; text: string; scale: number; families: readonly string[] }) {
  const { page, text, scale, families } = props;
  return (
    <div className="pdf-text">
      {page.runs.map((run, index) => {
        const words = text.slice(run.start, run.end);
        const size = run.height * scale;
        const fontFamily = families[index] ?? ORDINARY;
        const natural = measure(words, size, fontFamily);
        return (
          <span
            key={run.start}
            data-start={run.start}
            style={{
              left: run.x * scale,
              top: run.y * scale,
              fontSize: size,
              fontFamily,
              transform: natural > 0 ? `scaleX(${(run.width * scale) / natural})` : 'none',
            }}
          >
            {words}
          </span>
        );
      })}
    </div>
  );
}
