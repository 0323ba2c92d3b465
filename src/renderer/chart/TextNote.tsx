import {
  memo,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import type { Section } from '../../shared/chart.ts';
import { between } from './minimap.ts';
import { boxOf, piecesIn, rangeOf, wordsBetween } from './noteDom.ts';
import { placeIn } from './reveal.ts';
import {
  blocksOf,
  codesOf,
  contextOf,
  marksByPart,
  partsOf,
  splitSegments,
  stackCounts,
  type MarkSpan,
  type Part,
  type Segment,
} from './segments.ts';
import { seesRange } from './sight.ts';
import { contextSigns } from './signs.ts';
import type { CurrentMention, ViewProps } from './view.ts';

/** A text note: its words exactly as they are, with the evidence marked in place. */
export function TextNote(props: ViewProps) {
  const { document, marks, selected, current, hits, hit, pane } = props;
  const note = useRef<HTMLElement>(null);
  const blocks = useMemo(
    () =>
      blocksOf(document.text.length, document.sections).map((block) => ({
        ...block,
        parts: partsOf(document.text, block.start, block.end),
      })),
    [document],
  );
  const marksOfPart = useMemo(() => {
    const parts = blocks.flatMap((block) => block.parts);
    const touching = marksByPart(parts, marks);
    return new Map(parts.map((part, index) => [part, touching[index] ?? []]));
  }, [blocks, marks]);

  useImperativeHandle(
    props.view,
    () => ({
      place(start, end) {
        const box = note.current && boxOf(piecesIn(note.current), start, end);
        return box && pane.current ? placeIn(pane.current, box) : null;
      },
      inView() {
        if (!note.current || !pane.current) return null;
        const { top } = pane.current.getBoundingClientRect();
        const words = wordsBetween(note.current, top, top + pane.current.clientHeight);
        return { start: words?.start ?? 0, sees: seesRange(words), page: null };
      },
    }),
    [pane],
  );

  const measure = useEffectEvent(() => {
    if (!note.current || !pane.current) return;
    const parts = Array.from(note.current.querySelectorAll<HTMLElement>('[data-part]'));
    const anchors = parts.map((part) => ({ offset: Number(part.dataset['part']), y: part.offsetTop }));
    const last = parts.at(-1);
    if (last) anchors.push({ offset: document.text.length, y: last.offsetTop + last.offsetHeight });
    props.onPlaces({
      height: pane.current.scrollHeight,
      yOf: (offset) => between(anchors, offset),
    });
  });
  useEffect(() => {
    if (!note.current) return;
    const observer = new ResizeObserver(() => measure());
    observer.observe(note.current);
    return () => observer.disconnect();
  }, [document.id]);

  useLayoutEffect(() => {
    if (!note.current || hits.length === 0) return;
    // Ranges into words that were drawn anew are lost; so whatever draws them anew runs this again.
    const pieces = piecesIn(note.current);
    const ranges = hits
      .filter((each) => each !== hit)
      .flatMap((each) => rangeOf(pieces, each.start, each.end) ?? []);
    const at = hit && rangeOf(pieces, hit.start, hit.end);
    CSS.highlights.set('found', new Highlight(...ranges));
    CSS.highlights.set('found-here', new Highlight(...(at ? [at] : [])));
    return () => {
      CSS.highlights.delete('found');
      CSS.highlights.delete('found-here');
    };
  }, [hits, hit, marksOfPart, selected]);

  return (
    <article className="note" ref={note} lang={document.language} aria-label={document.name}>
      {blocks.map(({ start, section, parts }) => (
        <div key={start} className={section ? 'note-section' : undefined}>
          {parts.map((part) => (
            <NotePart
              key={part.start}
              part={part}
              section={section}
              text={document.text}
              marks={marksOfPart.get(part) ?? []}
              selected={selected}
              current={current}
            />
          ))}
        </div>
      ))}
    </article>
  );
}

interface PartProps {
  part: Part;
  section: Section | null;
  text: string;
  marks: readonly MarkSpan[];
  selected: string | null;
  current: CurrentMention | null;
}

const NotePart = memo(function NotePart({ part, section, text, marks, selected, current }: PartProps) {
  const bodyStart = section ? Math.min(Math.max(section.bodyStart, part.start), part.end) : part.start;
  const segments = splitSegments(bodyStart, part.end, marks);
  const counts = stackCounts(segments);
  return (
    <div
      className={part.wholeLines ? 'note-part' : 'note-part note-run'}
      data-part={part.start}
      style={{ containIntrinsicBlockSize: `auto ${part.lines}lh` }}
    >
      {bodyStart > part.start && (
        <span
          className="note-heading"
          role={part.start === section?.start ? 'heading' : undefined}
          aria-level={part.start === section?.start ? 3 : undefined}
          data-start={part.start}
        >
          {text.slice(part.start, bodyStart)}
        </span>
      )}
      {segments.map((segment, index) => (
        <Piece
          key={segment.start}
          segment={segment}
          count={counts[index] ?? 0}
          text={text}
          selected={selected}
          current={current}
        />
      ))}
    </div>
  );
}, sameLook);

/** Parts that look the same before and after need no new drawing; a chart may have hundreds. */
function sameLook(a: PartProps, b: PartProps): boolean {
  if (a.text !== b.text || a.part !== b.part || a.marks.length !== b.marks.length) return false;
  if (!a.marks.every((mark, index) => same(mark, b.marks[index]))) return false;
  if (a.selected === b.selected && a.current === b.current) return true;
  const concerned = (props: PartProps) => props.marks.some((mark) => mark.code === props.selected);
  return !concerned(a) && !concerned(b);
}

function same(a: MarkSpan, b: MarkSpan | undefined): boolean {
  return a.start === b?.start && a.end === b.end && a.code === b.code && a.context === b.context;
}

function Piece(props: {
  segment: Segment;
  count: number;
  text: string;
  selected: string | null;
  current: CurrentMention | null;
}) {
  const { segment, count, text, selected, current } = props;
  const words = text.slice(segment.start, segment.end);
  if (segment.marks.length === 0) return <span data-start={segment.start}>{words}</span>;
  const codes = codesOf(segment);
  const isSelected = selected !== null && codes.includes(selected);
  const isCurrent =
    isSelected && current !== null && segment.start >= current.start && segment.end <= current.end;
  const context = contextOf(segment, selected);
  const ends = segment.marks.some((mark) => mark.end === segment.end);
  const sign = `${ends ? contextSigns[context] : ''}${count > 0 ? String(count) : ''}`;
  return (
    <mark
      className="evidence"
      data-start={segment.start}
      data-codes={codes.join(' ')}
      data-context={context}
      data-layers={Math.min(codes.length, 3)}
      data-sign={sign || undefined}
      data-selected={isSelected ? 'true' : undefined}
      data-current={isCurrent ? 'true' : undefined}
    >
      {words}
    </mark>
  );
}
