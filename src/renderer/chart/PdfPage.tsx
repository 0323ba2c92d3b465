import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Page, PageRun } from '../../shared/chart.ts';
import { rectanglesFor, type PageRectangle } from '../../shared/pageGeometry.ts';
import { t } from '../i18n/i18n.ts';
import type { Hit } from './find.ts';
import type { PDFDocumentProxy } from './pdf.ts';
import { layersOf, splitSegments, stackCounts, type MarkSpan } from './segments.ts';
import { contextSigns } from './signs.ts';
import type { CurrentMention } from './view.ts';

/** Milliseconds a page must stay in sight before it is drawn, so that pages that fly past cost nothing. */
const drawingDelay = 60;

interface PageProps {
  page: Page;
  of: number;
  text: string;
  scale: number;
  /** Pixels from the top of the first page. */
  top: number;
  /** Null until the file is open. */
  pdf: PDFDocumentProxy | null;
  /** Whether it is close enough to the view to be drawn. */
  near: boolean;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
  hits: readonly Hit[];
  hit: Hit | null;
}

/** One page of a PDF with its evidence and its words over the drawing. */
export function PdfPage(props: PageProps) {
  const { page, scale, pdf, near, text } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [broken, setBroken] = useState(false);
  const [families, setFamilies] = useState<readonly string[]>([]);

  useEffect(() => {
    const element = canvas.current;
    if (!near || !pdf || !element) return;
    const leave = new AbortController();
    const timer = setTimeout(() => {
      drawOn(element, pdf, page, scale, leave.signal).then(
        (found) => {
          if (!leave.signal.aborted) setFamilies(found);
        },
        () => {
          if (!leave.signal.aborted) setBroken(true);
        },
      );
    }, drawingDelay);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [near, pdf, page, scale]);

  useEffect(() => {
    const element = canvas.current;
    if (near || !element) return;
    // A long PDF would fill the memory with pages nobody looks at.
    element.width = 0;
    element.height = 0;
  }, [near]);

  return (
    <div
      className="pdf-page"
      role="group"
      aria-label={t('document.pageOfLong', { page: page.number, of: props.of })}
      data-testid="pdf-page"
      data-page={page.number}
      style={{ top: props.top, width: page.width * scale, height: page.height * scale }}
    >
      <canvas ref={canvas} className="pdf-canvas" width={0} height={0} aria-hidden="true" />
      <EvidenceLayer {...props} families={families} />
      <TextLayer page={page} text={text} scale={scale} families={families} />
      {broken && <p className="pdf-broken">{t('document.pageFailed')}</p>}
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

/** Lines under words that several codes share; more would run into the words below. */
const mostLayers = 3;

/** The evidence and the found words of a page, each as rectangles over its words. */
function EvidenceLayer(props: PageProps & { families: readonly string[] }) {
  const { page, text, scale, marks, hits, families, selected, current } = props;
  const place = useMemo(() => {
    const familyOf = new Map(page.runs.map((run, index) => [run, families[index]]));
    return (start: number, end: number): PageRectangle[] =>
      rectanglesFor([page], start, end, (run, offset) => shareOf(text, run, offset, familyOf.get(run)));
  }, [page, text, families]);
  const drawn = useMemo(() => {
    const layers = layersOf(marks);
    return marks.map((mark) => ({
      mark,
      layer: Math.min(mostLayers - 1, layers.get(mark) ?? 0),
      rectangles: place(mark.start, mark.end),
    }));
  }, [marks, place]);
  const stacks = useMemo(() => {
    const segments = splitSegments(page.start, page.end, marks);
    const counts = stackCounts(segments);
    return segments.flatMap((segment, index) => {
      const count = counts[index] ?? 0;
      const end = count > 0 ? place(segment.start, segment.end).at(-1) : undefined;
      return end ? [{ count, x: end.x + end.width, y: end.y }] : [];
    });
  }, [page, marks, place]);
  const found = useMemo(
    () => hits.map((hit) => ({ hit, rectangles: place(hit.start, hit.end) })),
    [hits, place],
  );

  const box = (r: PageRectangle) => ({
    left: r.x * scale,
    top: r.y * scale,
    width: r.width * scale,
    height: r.height * scale,
  });
  return (
    <div className="pdf-evidence-layer">
      {drawn.flatMap(({ mark, layer, rectangles }, at) =>
        rectangles.map((r, index) => (
          <div
            key={`${at} ${index}`}
            className="pdf-evidence"
            data-testid="pdf-evidence"
            data-code={mark.code}
            data-start-of-mark={mark.start}
            data-context={mark.context}
            data-layer={layer || undefined}
            data-sign={(index === rectangles.length - 1 && contextSigns[mark.context]) || undefined}
            data-selected={mark.code === selected ? 'true' : undefined}
            data-current={
              mark.code === selected && mark.start === current?.start && mark.end === current.end
                ? 'true'
                : undefined
            }
            style={box(r)}
          />
        )),
      )}
      {stacks.map(({ count, x, y }) => (
        <span key={`${x} ${y}`} className="pdf-count" style={{ left: x * scale, top: y * scale }}>
          {count}
        </span>
      ))}
      {found.flatMap(({ hit, rectangles }) =>
        rectangles.map((r) => (
          <div
            key={`${hit.start} ${r.x} ${r.y}`}
            className="pdf-found"
            data-here={hit === props.hit ? 'true' : undefined}
            style={box(r)}
          />
        )),
      )}
    </div>
  );
}

/** The page's words, invisible but selectable, each run stretched over the place where it is drawn. */
const TextLayer = memo(function TextLayer(props: {
  page: Page;
  text: string;
  scale: number;
  families: readonly string[];
}) {
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
});
