import type { Ref, RefObject } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import type { Hit } from './find.ts';
import type { Places } from './minimap.ts';
import type { Place } from './reveal.ts';
import type { MarkSpan } from './segments.ts';
import type { Sees } from './sight.ts';

/** A range of the selected code's evidence that the coder is looking at. */
export interface CurrentMention {
  start: number;
  end: number;
}

/** What is in view of a document. */
export interface InView {
  /** Offset of the first words in view. */
  start: number;
  sees: Sees;
  /** Of a PDF: the number of the page that takes most of the view. */
  page: number | null;
}

/** What the pane asks of the document it shows, whatever its kind. */
export interface DocumentView {
  /** Where the words [start, end) lie in the pane; null while the document is not laid out. */
  place: (start: number, end: number) => Place | null;
  /** What is in view now; null while the document is not laid out. */
  inView: () => InView | null;
  /** Of a PDF: brings the top of a page into view. */
  goToPage?: (page: number) => void;
}

/** What a document of either kind is shown with. */
export interface ViewProps {
  document: ChartDocument;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
  /** Found words in this document, and those of them that were gone to. */
  hits: readonly Hit[];
  hit: Hit | null;
  /** The element that scrolls the document. */
  pane: RefObject<HTMLElement | null>;
  view: Ref<DocumentView>;
  /** Told where the words lie, again whenever that changes. */
  onPlaces: (places: Places) => void;
}
