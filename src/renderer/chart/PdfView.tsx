import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import { request, RequestFailure } from '../bridge.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import {
  layOut,
  numberRanges,
  pageGap,
  pageAt,
  pageInView,
  pagesBetween,
  pageOfOffset,
  scaleFor,
  wordsPlace,
  type PageLayout,
  type Zoom,
} from './pageLayout.ts';
import type { PDFDocumentProxy } from './pdf.ts';
import { PdfPage } from './PdfPage.tsx';
import type { ViewProps } from './view.ts';

/** A PDF of so many pages is there as a whole; of a longer one only the pages around the view. */
const shortDocument = 8;

/** Heights of the view above and below it where pages are there, and where they are drawn. */
const reach = { there: 2, drawn: 0.75 };

const noPages: NonNullable<ChartDocument['pages']> = [];

interface Window {
  there: { first: number; last: number };
  drawn: { first: number; last: number };
}

/** A PDF: its pages drawn as they are, the evidence laid over them, the text selectable. */
export function PdfView(props: ViewProps & { chart: string; zoom: Zoom; onScale: (scale: number) => void }) {
  const { chart, document, marks, selected, current, hits, hit, pane, zoom } = props;
  const pages = document.pages ?? noPages;
  const unread = pages.filter((page) => page.runs.length === 0).map((page) => page.number);
  const frame = useRef<HTMLDivElement>(null);
  const sheets = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [round, setRound] = useState(0);
  const [opened, setOpened] = useState<PDFDocumentProxy | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [around, setAround] = useState<Window>({
    there: { first: 0, last: 1 },
    drawn: { first: 0, last: 0 },
  });
  const scale = width === 0 ? 0 : scaleFor(zoom, pages, width);
  const layout = useMemo(() => (scale > 0 ? layOut(pages, scale) : null), [pages, scale]);
  const before = useRef<PageLayout | null>(null);

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
          : new RequestFailure(t('document.pdfFailed'), t('document.pdfFailedRemedy')),
      );
    });
    return () => leave.abort();
  }, [chart, document.id, round]);

  /** What is in view, in pixels from the top left corner of the first page. */
  function viewed(): { top: number; bottom: number; left: number; right: number } | null {
    if (!pane.current || !sheets.current) return null;
    const top = pane.current.scrollTop - sheets.current.offsetTop;
    const left = pane.current.scrollLeft - sheets.current.offsetLeft;
    // Where the page scrolls as a whole, no more than a window of it is in view.
    const height = Math.min(pane.current.clientHeight, window.innerHeight);
    return { top, bottom: top + height, left, right: left + pane.current.clientWidth };
  }

  useImperativeHandle(props.view, () => ({
    place(start, end) {
      const box = layout && wordsPlace(pages, layout, start, end);
      if (!box || !sheets.current) return null;
      const { offsetTop: down, offsetLeft: across } = sheets.current;
      return {
        top: box.top + down,
        bottom: box.bottom + down,
        left: box.left + across,
        right: box.right + across,
      };
    },
    goToPage(number) {
      const top = layout?.tops[pages.findIndex((page) => page.number === number)];
      if (top === undefined || !sheets.current) return;
      pane.current?.scrollTo({ top: sheets.current.offsetTop + top - pageGap / 2, behavior: 'instant' });
    },
    inView() {
      const view = viewed();
      if (!layout || !view) return null;
      const { first, last } = pagesBetween(layout, view.top, view.bottom);
      return {
        start: pages[first]?.start ?? 0,
        page: pages[pageInView(layout, view.top, view.bottom)]?.number ?? null,
        sees(start, end) {
          if (pageOfOffset(pages, end - 1) < first || pageOfOffset(pages, start) > last) return false;
          const box = wordsPlace(pages, layout, start, end);
          return (
            box !== null &&
            box.top >= view.top - 1 &&
            box.bottom <= view.bottom + 1 &&
            box.left >= view.left - 1 &&
            box.right <= view.right + 1
          );
        },
      };
    },
  }));

  const lookAround = useEffectEvent(() => {
    const view = viewed();
    if (!layout || !view) return;
    const within = (screens: number) => {
      const margin = screens * (view.bottom - view.top);
      return pagesBetween(layout, view.top - margin, view.bottom + margin);
    };
    const next = { there: within(reach.there), drawn: within(reach.drawn) };
    setAround((last) => (sameWindow(last, next) ? last : next));
  });
  useEffect(() => {
    const scroller = pane.current;
    if (!scroller) return;
    const look = () => lookAround();
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [pane, layout]);

  const laidOut = useEffectEvent((now: PageLayout) => {
    props.onScale(now.scale);
    const top = sheets.current?.offsetTop ?? 0;
    props.onPlaces({
      height: pane.current?.scrollHeight ?? now.height,
      yOf: (offset) =>
        top + (wordsPlace(pages, now, offset, offset + 1)?.top ?? now.tops[pageOfOffset(pages, offset)] ?? 0),
    });
  });
  useEffect(() => {
    if (layout) laidOut(layout);
  }, [layout]);

  useLayoutEffect(() => {
    const old = before.current;
    before.current = layout;
    if (!old || !layout || old === layout || !pane.current || !sheets.current) return;
    // What was at the top of the view stays there while the pages change their size around it.
    const offset = sheets.current.offsetTop;
    const grown = layout.scale / old.scale;
    const index = pageAt(old, pane.current.scrollTop - offset);
    const inside = pane.current.scrollTop - offset - (old.tops[index] ?? 0);
    const top = offset + (layout.tops[index] ?? 0) + inside * grown;
    pane.current.scrollTo({ top, behavior: 'instant' });
  }, [layout, pane]);

  const there = pages.length <= shortDocument ? { first: 0, last: pages.length - 1 } : around.there;

  return (
    <div className="pdf">
      {failure && (
        <FailureNotice
          failure={failure}
          onRetry={() => {
            setFailure(null);
            setRound((last) => last + 1);
          }}
        />
      )}
      {unread.length > 0 && (
        <p className="unread-pages" role="note" data-testid="unread-pages">
          {unread.length === 1
            ? t('document.unreadPage', { pages: numberRanges(unread) })
            : t('document.unreadPages', { pages: numberRanges(unread) })}
        </p>
      )}
      <div className="pdf-frame" ref={frame} lang={document.language}>
        {layout && (
          <div className="pdf-sheets" ref={sheets} style={{ width: layout.width, height: layout.height }}>
            {pages.slice(there.first, there.last + 1).map((page, index) => (
              <PdfPage
                key={page.number}
                page={page}
                of={pages.length}
                text={document.text}
                scale={layout.scale}
                top={layout.tops[there.first + index] ?? 0}
                pdf={opened}
                near={there.first + index >= around.drawn.first && there.first + index <= around.drawn.last}
                marks={onPage(marks, page)}
                selected={selected}
                current={current}
                hits={onPage(hits, page)}
                hit={hit}
              />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

function sameWindow(a: Window, b: Window): boolean {
  return (['there', 'drawn'] as const).every(
    (key) => a[key].first === b[key].first && a[key].last === b[key].last,
  );
}

function onPage<Range extends { start: number; end: number }>(
  ranges: readonly Range[],
  page: { start: number; end: number },
): Range[] {
  return ranges.filter((range) => range.start < page.end && page.start < range.end);
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
