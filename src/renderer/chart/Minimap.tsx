import {
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type RefObject,
} from 'react';
import { scrollFor, tickKind, ticksOf, viewBox, type Places, type Tick } from './minimap.ts';
import { underConsideration, type MarksShown } from './marks.ts';
import type { CodeRow } from './rows.ts';

/**
 * A strip beside the document with a tick wherever evidence lies and a box around the part in view; a click
 * or a drag goes there. For the eye and the pointer alone: keys step through the mentions themselves.
 */
export function Minimap(props: {
  document: string;
  rows: readonly CodeRow[];
  selected: string | null;
  shown: MarksShown;
  places: Places | null;
  pane: RefObject<HTMLElement | null>;
  onDisturbed: () => void;
}) {
  const { document, rows, selected, shown, places, pane } = props;
  const strip = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  /** Pixels from the box's top to the pointer that drags it. */
  const grip = useRef<number | null>(null);
  const [height, setHeight] = useState(0);

  const ticks = useMemo(() => {
    if (!places) return [];
    const marks = rows
      .filter((row) => row.code === selected || (shown === 'all' && underConsideration(row)))
      .flatMap((row) => {
        const kind = tickKind(row.code, row.state, selected);
        return row.mentions
          .filter((mention) => mention.document === document)
          .map((mention) => ({ start: mention.start, kind }));
      });
    return ticksOf(marks, places, height);
  }, [rows, document, selected, shown, places, height]);

  const frameView = useEffectEvent(() => {
    const scroller = pane.current;
    if (!scroller || !box.current || !strip.current) return;
    const { scrollTop: top, clientHeight: view, scrollHeight } = scroller;
    const frame = viewBox({ top, view, height: scrollHeight }, strip.current.clientHeight);
    box.current.style.transform = `translateY(${frame.top}px)`;
    box.current.style.height = `${frame.height}px`;
    box.current.hidden = scrollHeight <= view;
  });
  useEffect(() => {
    const scroller = pane.current;
    const element = strip.current;
    if (!scroller || !element) return;
    const update = () => frameView();
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight);
      frameView();
    });
    observer.observe(element);
    observer.observe(scroller);
    scroller.addEventListener('scroll', update, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', update);
    };
  }, [pane, document]);
  useEffect(() => {
    frameView();
  }, [places]);

  function drag(event: PointerEvent) {
    const scroller = pane.current;
    if (!scroller || !strip.current || grip.current === null) return;
    const y = event.clientY - strip.current.getBoundingClientRect().top;
    const { clientHeight: view, scrollHeight } = scroller;
    const top = scrollFor(y - grip.current, { view, height: scrollHeight }, strip.current.clientHeight);
    scroller.scrollTo({ top, behavior: 'instant' });
  }

  return (
    <div
      className="minimap"
      ref={strip}
      aria-hidden="true"
      data-testid="minimap"
      onPointerDown={(event) => {
        if (event.button !== 0 || !box.current) return;
        // The focus stays where it is.
        event.preventDefault();
        props.onDisturbed();
        event.currentTarget.setPointerCapture(event.pointerId);
        const frame = box.current.getBoundingClientRect();
        const inside = event.clientY >= frame.top && event.clientY <= frame.bottom;
        grip.current = inside ? event.clientY - frame.top : frame.height / 2;
        drag(event);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        grip.current = null;
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
    >
      <Ticks ticks={ticks} height={height} />
      <div className="minimap-box" ref={box} hidden />
    </div>
  );
}

/** Width of the strip in pixels, as the style sheet has it. */
const width = 14;

function Ticks({ ticks, height }: { ticks: readonly Tick[]; height: number }) {
  return (
    <svg className="minimap-ticks" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {ticks.map(({ y, kind }) =>
        kind === 'decided' ? (
          <circle key={y} className="tick-decided" cx={width / 2} cy={y} r={1.25} />
        ) : (
          <rect
            key={y}
            className={`tick-${kind}`}
            x={kind === 'selected' ? 1 : width / 2 - 3}
            y={y - (kind === 'selected' ? 1.5 : 0.5)}
            width={kind === 'selected' ? width - 2 : 6}
            height={kind === 'selected' ? 3 : 1}
          />
        ),
      )}
    </svg>
  );
}
