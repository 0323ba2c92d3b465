import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components';
import type { EvidenceSpan } from '../../shared/coding.ts';
import { t } from '../i18n/i18n.ts';
import { markedAt, type Pointed } from './pointed.ts';
import type { CodeRow } from './rows.ts';

/** Milliseconds a pointer rests on a mark before its card comes, and may be off it before the card goes. */
const patience = { come: 350, go: 150 };

/** Codes named in full; more are counted. */
const most = 4;

interface Shown {
  pointed: Pointed;
  /** The element the card stands beside, as the tooltip wants it. */
  trigger: RefObject<Element | null>;
}

/** A small card that says what the mark under the pointer stands for, beside the words and never over them. */
export function MarkCard(props: {
  document: string;
  rows: readonly CodeRow[];
  pane: RefObject<HTMLElement | null>;
}) {
  const { document, rows, pane } = props;
  const [shown, setShown] = useState<Shown | null>(null);

  const isOpen = useEffectEvent(() => shown !== null);
  useEffect(() => {
    const scroller = pane.current;
    if (!scroller) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: Element | null = null;
    const later = (wait: number, next: Shown | null) => {
      clearTimeout(timer);
      timer = setTimeout(() => setShown(next), wait);
    };
    const hide = () => {
      clearTimeout(timer);
      over = null;
      setShown(null);
    };
    const onMove = (event: PointerEvent) => {
      if (event.buttons !== 0) return;
      const pointed = markedAt(event.clientX, event.clientY);
      const element = pointed?.element ?? null;
      if (element === over) return;
      over = element;
      if (pointed) later(patience.come, { pointed, trigger: { current: pointed.element } });
      else later(patience.go, null);
    };
    const onLeave = (event: PointerEvent) => {
      // The pointer may go on to the card and read there.
      if (event.relatedTarget instanceof Element && event.relatedTarget.closest('.mark-card')) {
        clearTimeout(timer);
        return;
      }
      over = null;
      later(patience.go, null);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isOpen()) {
        event.preventDefault();
        event.stopPropagation();
      }
      hide();
    };
    scroller.addEventListener('pointermove', onMove);
    scroller.addEventListener('pointerleave', onLeave);
    scroller.addEventListener('pointerdown', hide);
    scroller.addEventListener('scroll', hide, { passive: true });
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      clearTimeout(timer);
      scroller.removeEventListener('pointermove', onMove);
      scroller.removeEventListener('pointerleave', onLeave);
      scroller.removeEventListener('pointerdown', hide);
      scroller.removeEventListener('scroll', hide);
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [pane, document]);

  if (!shown) return null;
  const state = {
    isOpen: true,
    shouldSkipAnimation: true,
    open: () => undefined,
    close: () => setShown(null),
  };
  const { codes, start } = shown.pointed;
  const named = codes.slice(0, most).flatMap((code) => {
    const row = rows.find((each) => each.code === code);
    const mention = row?.mentions.find(
      (each) => each.document === document && each.start <= start && start < each.end,
    );
    return row ? [{ row, mention }] : [];
  });
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip
        className="mark-card"
        triggerRef={shown.trigger}
        placement="bottom start"
        offset={6}
        data-testid="mark-card"
      >
        <ul>
          {named.map(({ row, mention }) => (
            <li key={row.code}>
              <span className="code">{row.code}</span> {row.title}
              {mention && <span className="mark-card-kind">{kindOf(mention)}</span>}
            </li>
          ))}
          {codes.length > most && <li>{t('document.moreCodes', { count: codes.length - most })}</li>}
        </ul>
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}

function kindOf(mention: EvidenceSpan): string {
  return `${t(`document.${mention.context}`)} · ${t(`document.${mention.source}`)}`;
}
