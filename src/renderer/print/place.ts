import type { Chart } from '../../shared/chart.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';
import { whereOf } from '../chart/where.ts';
import type { InterfaceLanguage } from '../i18n/area.ts';
import { print } from '../i18n/areas/print.ts';
import { wordsIn } from './wordsIn.ts';

/** Where quoted words stand: the section's heading, the document's name, and the page of a PDF. */
export function place({ documents }: Chart, span: EvidenceSpan, language: InterfaceLanguage): string {
  const where = whereOf(documents, span);
  const page = documents
    .find(({ id }) => id === span.document)
    ?.pages?.find(({ start, end }) => start <= span.start && span.start < end);
  const number = page && wordsIn(print, language)('pageNumber', { number: String(page.number) });
  return [where?.heading, where?.document, number].filter(Boolean).join(' · ');
}
