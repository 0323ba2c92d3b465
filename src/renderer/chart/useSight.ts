import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import type { Places } from './minimap.ts';
import { revealIn } from './reveal.ts';
import type { CodeRow } from './rows.ts';
import { codesInView, sameSet, sectionAt } from './sight.ts';
import type { Reveal } from './state.ts';
import type { DocumentView } from './view.ts';

/** Where the reader is in the document. */
export interface Whereabouts {
  /** Index of the section in view; -1 before the first. */
  section: number;
  /** Number of the page in view; null where there are no pages. */
  page: number | null;
}

/** Pixels below the top of the view within which a section's heading makes it the section in view. */
const headingBand = 72;

/**
 * Brings into view what is asked for, gives each document back the place it was left at, and tells what is
 * in view: at most once a frame, while nothing of it is asked of the layout twice.
 */
export function useSight(options: {
  document: ChartDocument;
  rows: readonly CodeRow[];
  reveal: Reveal | null;
  places: Places | null;
  pane: RefObject<HTMLElement | null>;
  view: RefObject<DocumentView | null>;
  onInView: (codes: ReadonlySet<string>) => void;
}): Whereabouts {
  const { document, rows, reveal, places, pane, view } = options;
  const [where, setWhere] = useState<Whereabouts>({ section: -1, page: null });
  const revealed = useRef<number | null>(null);
  const shown = useRef<string | null>(null);
  const left = useRef(new Map<string, { top: number; start: number }>());
  const settling = useRef<AbortController | null>(null);
  const seen = useRef<ReadonlySet<string>>(new Set());

  useLayoutEffect(() => {
    const scroller = pane.current;
    if (!scroller) return;
    // A view that changes its size must not bring back a place the reader has left.
    const asked = reveal?.document === document.id && reveal.token !== revealed.current ? reveal : null;
    if (asked) {
      const place = view.current?.place(asked.start, asked.end);
      if (!place) return;
      revealed.current = asked.token;
      shown.current = document.id;
      settling.current?.abort();
      const heading = document.sections.some((section) => section.start === asked.start);
      if (!revealIn(scroller, place, heading ? 'top' : 'centre')) return;
      settling.current = onceSettled(scroller, () => {
        const settled = view.current?.place(asked.start, asked.end);
        if (settled) revealIn(scroller, settled);
      });
      return;
    }
    if (shown.current === document.id || !places) return;
    shown.current = document.id;
    settling.current?.abort();
    const before = left.current.get(document.id);
    // Of a note the words are remembered, of a PDF the height: a note's heights are estimated anew.
    const goBack = () => {
      const words = before && document.kind === 'text' && view.current?.place(before.start, before.start + 1);
      scroller.scrollTo({ top: words ? words.top : (before?.top ?? 0), behavior: 'instant' });
    };
    goBack();
    settling.current = onceSettled(scroller, goBack);
  }, [document, reveal, places, pane, view]);

  const look = useEffectEvent(() => {
    const scroller = pane.current;
    const inView = view.current?.inView();
    if (!scroller || !inView) return;
    if (shown.current === document.id) {
      left.current.set(document.id, { top: scroller.scrollTop, start: inView.start });
    }
    const codes = codesInView(rows, document.id, inView.sees);
    if (!sameSet(codes, seen.current)) {
      seen.current = codes;
      options.onInView(codes);
    }
    const section = places ? sectionAt(document.sections, places.yOf, scroller.scrollTop + headingBand) : -1;
    setWhere((last) =>
      last.section === section && last.page === inView.page ? last : { section, page: inView.page },
    );
  });
  useEffect(() => {
    const scroller = pane.current;
    if (!scroller) return;
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        look();
      });
    };
    const observer = new ResizeObserver(soon);
    observer.observe(scroller);
    scroller.addEventListener('scroll', soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      scroller.removeEventListener('scroll', soon);
    };
  }, [pane, document.id]);
  useEffect(() => {
    const frame = requestAnimationFrame(() => look());
    return () => cancelAnimationFrame(frame);
  }, [document, rows, reveal, places]);

  return where;
}

/**
 * Does something again once a scroll has come to rest, for heights on the way may have been estimates; not
 * if the reader has taken over meanwhile, nor after the controller returned is aborted.
 */
function onceSettled(scroller: HTMLElement, again: () => void): AbortController {
  const control = new AbortController();
  const { signal } = control;
  scroller.addEventListener('scrollend', again, { once: true, signal });
  for (const taken of ['wheel', 'pointerdown', 'keydown']) {
    scroller.addEventListener(taken, () => control.abort(), { signal, passive: true });
  }
  return control;
}
