import { memo, useLayoutEffect, useMemo, type MouseEvent, type RefObject } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import { revealIn, topInside } from './reveal.ts';
import {
  blocksOf,
  codesOf,
  contextOf,
  splitSegments,
  type Block,
  type MarkSpan,
  type Segment,
} from './segments.ts';
import type { Reveal } from './state.ts';

/** A range of the selected code's evidence that the coder is looking at. */
export interface CurrentMention {
  start: number;
  end: number;
}

/** A text note: its words exactly as they are, with the evidence marked in place. */
export function TextNote(props: {
  document: ChartDocument;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
  reveal: Reveal | null;
  pane: RefObject<HTMLElement | null>;
  onSelect: (code: string) => void;
}) {
  const { document, pane, reveal, onSelect } = props;
  const blocks = useMemo(() => blocksOf(document.text.length, document.sections), [document]);

  useLayoutEffect(() => {
    const scroller = pane.current;
    if (!scroller || reveal?.document !== document.id) return;
    const pieces = scroller.querySelectorAll<HTMLElement>('[data-start]');
    const element = lastBefore(pieces, reveal.start);
    if (!element) return;
    const top = topInside(scroller, element);
    const heading = element.matches('.note-heading');
    revealIn(scroller, top, top + element.getBoundingClientRect().height, heading ? 'top' : 'centre');
  }, [reveal, document, pane]);

  function onClick(event: MouseEvent<HTMLElement>) {
    // The end of a drag that selected words is no choice of a code.
    if (!(window.getSelection()?.isCollapsed ?? true)) return;
    const mark =
      event.target instanceof Element ? event.target.closest<HTMLElement>('mark[data-codes]') : null;
    const codes = mark?.dataset['codes']?.split(' ') ?? [];
    // Clicking again on words that several codes share goes on to the next of them.
    const next = codes[(codes.indexOf(props.selected ?? '') + 1) % codes.length];
    if (next !== undefined) onSelect(next);
  }

  return (
    <article className="note" lang={document.language} aria-label={document.name} onClick={onClick}>
      {blocks.map((block) => (
        <NoteBlock
          key={block.start}
          block={block}
          text={document.text}
          marks={touching(props.marks, block)}
          selected={props.selected}
          current={props.current}
        />
      ))}
    </article>
  );
}

function touching(marks: readonly MarkSpan[], block: Block): readonly MarkSpan[] {
  return marks.filter((mark) => mark.start < block.end && mark.end > block.start);
}

function lastBefore(pieces: NodeListOf<HTMLElement>, offset: number): HTMLElement | null {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(pieces[middle]?.dataset['start']) <= offset) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1] ?? null;
}

interface BlockProps {
  block: Block;
  text: string;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
}

const NoteBlock = memo(function NoteBlock({ block, text, marks, selected, current }: BlockProps) {
  const { section } = block;
  const bodyStart = section ? Math.min(Math.max(section.bodyStart, block.start), block.end) : block.start;
  return (
    <div className={section ? 'note-section' : 'note-part'}>
      {section && bodyStart > block.start && (
        <span className="note-heading" role="heading" aria-level={3} data-start={block.start}>
          {text.slice(block.start, bodyStart)}
        </span>
      )}
      {splitSegments(bodyStart, block.end, marks).map((segment) => (
        <Piece key={segment.start} segment={segment} text={text} selected={selected} current={current} />
      ))}
    </div>
  );
}, sameBlock);

/** Blocks whose marks look the same before and after need no new drawing; a chart may have hundreds. */
function sameBlock(a: BlockProps, b: BlockProps): boolean {
  if (a.text !== b.text || a.block !== b.block || a.marks.length !== b.marks.length) return false;
  if (!a.marks.every((mark, index) => same(mark, b.marks[index]))) return false;
  const concerned = (props: BlockProps) => props.marks.some((mark) => mark.code === props.selected);
  return !concerned(a) && !concerned(b);
}

function same(a: MarkSpan, b: MarkSpan | undefined): boolean {
  return a.start === b?.start && a.end === b.end && a.code === b.code && a.context === b.context;
}

function Piece(props: {
  segment: Segment;
  text: string;
  selected: string | null;
  current: CurrentMention | null;
}) {
  const { segment, text, selected, current } = props;
  const words = text.slice(segment.start, segment.end);
  if (segment.marks.length === 0) return <span data-start={segment.start}>{words}</span>;
  const codes = codesOf(segment);
  const isSelected = selected !== null && codes.includes(selected);
  const isCurrent =
    isSelected && current !== null && segment.start >= current.start && segment.end <= current.end;
  const context = contextOf(segment, selected);
  return (
    <mark
      className="evidence"
      title={context === 'affirmed' ? codes.join(', ') : `${codes.join(', ')} (${context})`}
      data-start={segment.start}
      data-codes={codes.join(' ')}
      data-context={context}
      data-selected={isSelected ? 'true' : undefined}
      data-current={isCurrent ? 'true' : undefined}
    >
      {words}
    </mark>
  );
}
