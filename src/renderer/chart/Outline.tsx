import { memo, useEffect, useRef } from 'react';
import type { Section } from '../../shared/chart.ts';
import { t } from '../i18n/i18n.ts';

interface OutlineProps {
  sections: readonly Section[];
  /** Mentions in each section, in the order of the sections. */
  mentions: readonly number[];
  /** Index of the section in view; -1 before the first. */
  current: number;
  onPlace: (start: number, end: number) => void;
}

/** The document's sections with how much evidence each has, beside a wide document. */
export const Outline = memo(function Outline({ sections, mentions, current, onPlace }: OutlineProps) {
  const list = useRef<HTMLElement>(null);

  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-current]');
    const frame = list.current;
    if (!frame || !item) return;
    // Not scrollIntoView, which would move the document's ancestors too.
    const above = item.offsetTop - frame.scrollTop;
    const below = item.offsetTop + item.offsetHeight - frame.scrollTop - frame.clientHeight;
    if (above < 0) frame.scrollTop += above;
    else if (below > 0) frame.scrollTop += below;
  }, [current]);

  return (
    <nav className="outline" ref={list} aria-label={t('document.sections')}>
      <ul className="outline-list">
        {sections.map((section, index) => (
          <li key={section.start}>
            <button
              type="button"
              className="outline-item"
              aria-current={index === current ? 'location' : undefined}
              onClick={() => onPlace(section.start, endOfHeading(section))}
            >
              <span className="outline-heading">{section.heading}</span>
              <Count count={mentions[index] ?? 0} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
});

/** The document's sections as a list to choose from, where there is no room beside the document. */
export const SectionSelect = memo(function SectionSelect({
  sections,
  mentions,
  current,
  onPlace,
}: OutlineProps) {
  return (
    <select
      className="section-select"
      aria-label={t('document.section')}
      value={current < 0 ? '' : current}
      onChange={(event) => {
        const section = sections[Number(event.target.value)];
        if (section) onPlace(section.start, endOfHeading(section));
      }}
    >
      <option value="" disabled>
        {t('document.jump')}
      </option>
      {sections.map((section, index) => (
        <option key={section.start} value={index}>
          {named(section.heading, mentions[index] ?? 0)}
        </option>
      ))}
    </select>
  );
});

function endOfHeading(section: Section): number {
  return Math.max(section.start + 1, section.bodyStart);
}

/** A name with its number of mentions, for where there is room for text only. */
export function named(name: string, count: number): string {
  return count === 0
    ? name
    : t('document.withMentions', { name, mentions: t('document.mentions', { count }) });
}

/** A number of mentions: a figure to the eye, words to the ear, nothing where there are none. */
export function Count({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <>
      <span className="count" aria-hidden="true">
        {count}
      </span>
      <span className="visually-hidden">, {t('document.mentions', { count })}</span>
    </>
  );
}
