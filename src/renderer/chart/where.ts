import type { ChartDocument } from '../../shared/chart.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';

/** Where words stand: the heading above them, null where there is none, and their document's name. */
export interface Where {
  heading: string | null;
  document: string;
}

/** Where a span of evidence stands; null without a span, or where the chart does not hold its document. */
export function whereOf(documents: readonly ChartDocument[], span: EvidenceSpan | undefined): Where | null {
  const document = documents.find(({ id }) => id === span?.document);
  if (!span || !document) return null;
  const section = document.sections.find(({ start, end }) => span.start >= start && span.start < end);
  return { heading: section?.heading ?? null, document: document.name };
}
