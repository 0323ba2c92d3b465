/** The steps of the tour, in order. */
import type { TextKey } from '../i18n/i18n.ts';

export interface TourStep {
  id: 'worklist' | 'document' | 'suggestions' | 'final' | 'book' | 'finish';
  screen: 'worklist' | 'chart';
  title: TextKey;
  text: TextKey;
  /** What it speaks of, by selector; the first that is in the page. */
  anchors: readonly string[];
}

export const tourSteps: readonly TourStep[] = [
  {
    id: 'worklist',
    screen: 'worklist',
    title: 'tour.worklistTitle',
    text: 'tour.worklistText',
    anchors: ['[data-testid="worklist-row"]'],
  },
  {
    id: 'document',
    screen: 'chart',
    title: 'tour.documentTitle',
    text: 'tour.documentText',
    anchors: ['.document-pane'],
  },
  {
    id: 'suggestions',
    screen: 'chart',
    title: 'tour.suggestionsTitle',
    text: 'tour.suggestionsText',
    anchors: ['[data-testid="suggestion-row"][data-selected="true"]', '[data-testid="suggestion-row"]'],
  },
  {
    id: 'final',
    screen: 'chart',
    title: 'tour.finalTitle',
    text: 'tour.finalText',
    anchors: ['.final-codes'],
  },
  {
    id: 'book',
    screen: 'chart',
    title: 'tour.bookTitle',
    text: 'tour.bookText',
    anchors: ['[data-tour="book"]'],
  },
  {
    id: 'finish',
    screen: 'chart',
    title: 'tour.finishTitle',
    text: 'tour.finishText',
    anchors: ['.chart-tools .button-primary', '.chart-tools'],
  },
];
