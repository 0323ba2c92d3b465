import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent } from 'react';
import { keyHint } from '../chart/keyboard.ts';
import { keyWords } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { placeCard, type Placing } from './placing.ts';
import { tourSteps } from './steps.ts';

/**
 * One step of the tour: a card beside what it speaks of. It is not modal: the screen below it works, so that
 * what is shown can be tried at once.
 */
export function Tour(props: { at: number; onStep: (at: number) => void; onEnd: () => void }) {
  const { at, onStep, onEnd } = props;
  const step = tourSteps[at];
  const card = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const [placing, setPlacing] = useState<Placing | null>(null);
  const id = useId();
  const last = at === tourSteps.length - 1;

  // What it points to comes late, scrolls and moves; the card goes along.
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      frame = requestAnimationFrame(follow);
      const anchors = tourSteps[at]?.anchors ?? [];
      const anchor = anchors.map((each) => document.querySelector(each)).find((each) => each !== null);
      if (!card.current) return;
      const inWindow = { left: 0, top: 0, width: window.innerWidth, height: window.innerHeight };
      const place = placeCard(
        anchor?.getBoundingClientRect() ?? null,
        card.current.getBoundingClientRect(),
        inWindow,
      );
      setPlacing((before) => (before && samePlace(before, place) ? before : place));
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [at]);

  // A screen that appears takes the focus for its title; the card has it a moment later.
  useEffect(() => {
    const timer = setTimeout(() => next.current?.focus({ preventScroll: true }), 150);
    return () => clearTimeout(timer);
  }, [at]);

  // The focus may be on the screen below, whose Escape would lead out of what the card speaks of.
  const onEscape = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const over = event.target instanceof Element && event.target.closest('.overlay, [role=menu]') !== null;
    if (event.key !== 'Escape' || event.defaultPrevented || over) return;
    event.preventDefault();
    event.stopPropagation();
    onEnd();
  });
  useEffect(() => {
    // On the document, which hears it before the window's commands.
    const handle = (event: globalThis.KeyboardEvent) => onEscape(event);
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      // On a chart it would lead back to the worklist.
      event.preventDefault();
      event.stopPropagation();
      onEnd();
    } else if (to !== undefined && tourSteps[to]) {
      event.preventDefault();
      event.stopPropagation();
      onStep(to);
    }
  }

  if (!step) return null;
  return (
    <div
      ref={card}
      className="tour"
      role="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      data-testid="tour"
      data-step={step.id}
      style={placing ? { left: placing.left, top: placing.top } : { visibility: 'hidden' }}
      onKeyDown={onKeyDown}
    >
      {placing?.arrow && (
        <span
          className="tour-arrow"
          data-side={placing.arrow}
          style={
            placing.arrow === 'left' || placing.arrow === 'right'
              ? { top: placing.along }
              : { left: placing.along }
          }
        />
      )}
      <p className="tour-count">{t('tour.step', { at: at + 1, of: tourSteps.length })}</p>
      <h2 id={`${id}-title`} className="tour-title">
        {t(step.title)}
      </h2>
      <p id={`${id}-text`}>{t(step.text, keysInTexts())}</p>
      <div className="tour-actions">
        {!last && (
          <button type="button" className="button button-quiet button-small tour-skip" onClick={onEnd}>
            {t('tour.skip')}
          </button>
        )}
        {at > 0 && (
          <button type="button" className="button button-small" onClick={() => onStep(at - 1)}>
            {t('tour.back')}
          </button>
        )}
        <button
          ref={next}
          type="button"
          className="button button-primary button-small"
          onClick={() => (last ? onEnd() : onStep(at + 1))}
        >
          {last ? t('tour.done') : t('tour.next')}
        </button>
      </div>
    </div>
  );
}

/** The keys that the texts name, as they are set now. */
function keysInTexts(): Record<string, string> {
  const named = ['accept', 'reject', 'undo', 'search', 'finish'] as const;
  return {
    enter: keyWords('Enter'),
    ...Object.fromEntries(
      named.map((command) => [command, keyWords(keyHint(command, singleLetters()) ?? '–')]),
    ),
  };
}

function samePlace(one: Placing, other: Placing): boolean {
  return (
    one.left === other.left && one.top === other.top && one.arrow === other.arrow && one.along === other.along
  );
}
