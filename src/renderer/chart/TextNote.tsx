import {
  memo,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  type ReactElement,
} from 'react';
import type { Section } from '../../shared/chart.ts';
import { lookOf, MarkedWords, type Piece } from './markedWords.ts';
import { MarkSelection } from './markSelection.ts';
import { between } from './minimap.ts';
import { boxOf, partsAround, piecesIn, rangeOf, wordsBetween } from './noteDom.ts';
import { placeIn } from './reveal.ts';
import { blocksOf, codesOf, marksByPart, partsOf, type MarkSpan, type Part } from './segments.ts';
import { seesRange } from './sight.ts';
import type { ViewProps } from './view.ts';

/** A part of the note's text with its words that are no heading. */
interface NotePart extends Part {
  body: number;
}

/** By the part's first offset. */
type WordsOfParts = ReadonlyMap<number, MarkedWords>;

const noMarks: readonly MarkSpan[] = [];

/** Parts beside the one that is looked at which fill the view with it. */
const besides = 2;

/** A text note: its words exactly as they are, with the evidence marked in place. */
export function TextNote(props: ViewProps) {
  const { document, marks, selected, current, hits, hit, pane } = props;
  const note = useRef<HTMLElement>(null);
  const selection = useRef<MarkSelection>(null);
  const blocks = useMemo(
    () =>
      blocksOf(document.text.length, document.sections).map((block) => ({
        ...block,
        parts: partsOf(document.text, block.start, block.end).map((part) => bodied(part, block.section)),
      })),
    [document],
  );
  const parts = useMemo(() => blocks.flatMap((block) => block.parts), [blocks]);
  const plain = useMemo(() => wordsOf(parts, []), [parts]);
  const marked = useMemo(() => wordsOf(parts, marks), [parts, marks]);
  // What is looked at is marked at once, the rest of a long note in the moments after.
  const settled = useDeferredValue(marked, plain);
  const words = useMemo(() => {
    const at = parts.findIndex((part) => part.end > (current?.start ?? 0));
    const near = parts.slice(Math.max(0, at - besides), at + besides + 1);
    return new Map([...settled, ...near.map(({ start }) => [start, marked.get(start)] as const)]);
  }, [parts, current, marked, settled]);

  useImperativeHandle(
    props.view,
    () => ({
      place(start, end) {
        const box =
          note.current && boxOf(partsAround(note.current, start, end).flatMap(piecesIn), start, end);
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
    if (!note.current) return;
    selection.current ??= new MarkSelection(note.current);
    selection.current.show(selected, current, (part, start) => words.get(part)?.at(start));
  }, [selected, current, words]);

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
  }, [hits, hit, words]);

  return (
    <article className="note" ref={note} lang={document.language} aria-label={document.name}>
      {blocks.map(({ start, section, parts }) => (
        <div key={start} className={section ? 'note-section' : undefined}>
          {parts.map((part) => (
            <DrawnPart
              key={part.start}
              part={part}
              section={section}
              text={document.text}
              words={words.get(part.start)}
            />
          ))}
        </div>
      ))}
    </article>
  );
}

/** A part with the offset at which a heading, if it begins with one, is over. */
function bodied(part: Part, section: Section | null): NotePart {
  return {
    ...part,
    body: section ? Math.min(Math.max(section.bodyStart, part.start), part.end) : part.start,
  };
}

function wordsOf(parts: readonly NotePart[], marks: readonly MarkSpan[]): WordsOfParts {
  const touching = marksByPart(parts, marks);
  return new Map(
    parts.map((part, index) => [
      part.start,
      new MarkedWords(part.body, part.end, touching[index] ?? noMarks),
    ]),
  );
}

interface PartProps {
  part: NotePart;
  section: Section | null;
  text: string;
  words: MarkedWords | undefined;
}

const DrawnPart = memo(function DrawnPart({ part, section, text, words }: PartProps) {
  return (
    <div
      className={part.wholeLines ? 'note-part' : 'note-part note-run'}
      data-part={part.start}
      style={{ containIntrinsicBlockSize: `auto ${part.lines}lh` }}
    >
      {part.body > part.start && (
        <span
          className="note-heading"
          role={part.start === section?.start ? 'heading' : undefined}
          aria-level={part.start === section?.start ? 3 : undefined}
          data-start={part.start}
        >
          {text.slice(part.start, part.body)}
        </span>
      )}
      {words?.pieces.map((piece) => drawn(piece, text))}
    </div>
  );
}, isDrawnAlike);

/** Parts that look the same before and after need no new drawing; a chart may have hundreds. */
function isDrawnAlike(a: PartProps, b: PartProps): boolean {
  if (a.text !== b.text || a.part !== b.part || !a.words || !b.words) return false;
  return a.words.isLike(b.words);
}

/** A piece as it looks while no code is selected. No component of its own: a note may have thousands. */
function drawn(piece: Piece, text: string): ReactElement {
  const { start, end, marks } = piece;
  const words = text.slice(start, end);
  if (marks.length === 0) {
    return (
      <span key={start} data-start={start}>
        {words}
      </span>
    );
  }
  const codes = codesOf(piece);
  const { context, sign } = lookOf(piece, null, null);
  return (
    <mark
      key={start}
      className="evidence"
      data-start={start}
      data-codes={codes.join(' ')}
      data-context={context}
      data-layers={Math.min(codes.length, 3)}
      data-sign={sign || undefined}
    >
      {words}
    </mark>
  );
}
