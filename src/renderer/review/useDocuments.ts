import { useState } from 'react';
import type { CodeRow } from '../chart/rows.ts';
import type { MarksShown } from '../chart/marks.ts';
import type { FindState } from '../chart/DocumentPane.tsx';
import type { Reveal } from '../chart/state.ts';
import type { EvidenceSpan } from '../../shared/coding.ts';

/** Which document is shown, where in it, and whose evidence is marked. */
export interface DocumentsShown {
  document: string | null;
  selected: string | null;
  mention: number;
  reveal: Reveal | null;
  marks: MarksShown;
  find: FindState;
}

/** What the document pane shows of a chart under review, and how to move in it. */
export function useDocuments(rows: readonly CodeRow[]) {
  const [shown, setShown] = useState<DocumentsShown>({
    document: null,
    selected: null,
    mention: 0,
    reveal: null,
    marks: 'all',
    find: { open: false, round: 0 },
  });
  const mentions = rows.find(({ code }) => code === shown.selected)?.mentions ?? [];

  const revealed = (before: DocumentsShown, span: Pick<EvidenceSpan, 'document' | 'start' | 'end'>) => ({
    document: span.document,
    reveal: { ...span, token: (before.reveal?.token ?? 0) + 1 },
  });

  return {
    ...shown,
    /** Selects a code and brings its first evidence into view. */
    select(code: string | null) {
      const first = rows.find((row) => row.code === code)?.mentions[0];
      setShown((before) => ({
        ...before,
        selected: code,
        mention: 0,
        ...(first && revealed(before, first)),
      }));
    },
    stepMention(step: 1 | -1) {
      if (mentions.length === 0) return;
      const mention = (shown.mention + step + mentions.length) % mentions.length;
      const span = mentions[mention];
      setShown((before) => ({ ...before, mention, ...(span && revealed(before, span)) }));
    },
    /** Brings quoted words into view. */
    show(span: EvidenceSpan) {
      const mention = mentions.findIndex(
        (each) => each.document === span.document && each.start === span.start && each.end === span.end,
      );
      setShown((before) => ({
        ...before,
        ...(mention >= 0 && { mention }),
        ...revealed(before, { document: span.document, start: span.start, end: span.end }),
      }));
    },
    showDocument: (document: string) => setShown((before) => ({ ...before, document })),
    showPlace: (document: string, start: number, end: number) =>
      setShown((before) => ({ ...before, ...revealed(before, { document, start, end }) })),
    setMarks: (marks: MarksShown) => setShown((before) => ({ ...before, marks })),
    setFind: (open: boolean) =>
      setShown((before) => ({
        ...before,
        find: { open, round: before.find.round + (open ? 1 : 0) },
      })),
  };
}
