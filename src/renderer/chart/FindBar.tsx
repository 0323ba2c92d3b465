import { useEffect, useLayoutEffect, useRef } from 'react';
import { t } from '../i18n/i18n.ts';
import { mostHits } from './find.ts';
import type { Finding } from './useFind.ts';

/** Finds words in the chart: Enter goes on, Shift+Enter back, Escape closes and gives the focus back. */
export function FindBar(props: {
  finding: Finding;
  /** Grows with every request to find, so that asking again brings the focus back. */
  round: number;
  onClose: () => void;
}) {
  const { finding, round, onClose } = props;
  const bar = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    const own = bar.current;
    const before = document.activeElement;
    return () => {
      if (own?.contains(document.activeElement) && before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [round]);

  return (
    <div
      className="find-bar"
      ref={bar}
      role="search"
      aria-label={t('document.findLong')}
      data-testid="find-bar"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <input
        ref={field}
        className="find-field"
        type="search"
        spellCheck={false}
        aria-label={t('document.findField')}
        placeholder={t('document.findLong')}
        data-testid="find-field"
        value={finding.words}
        onChange={(event) => finding.look(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          finding.step(event.shiftKey ? -1 : 1);
        }}
      />
      <span className="find-place" role="status" data-testid="find-place">
        {placeWords(finding)}
      </span>
      <button
        type="button"
        className="button button-quiet button-small"
        aria-label={t('document.findPrevious')}
        title={t('document.findPrevious')}
        onClick={() => finding.step(-1)}
      >
        <span aria-hidden="true">↑</span>
      </button>
      <button
        type="button"
        className="button button-quiet button-small"
        aria-label={t('document.findNext')}
        title={t('document.findNext')}
        onClick={() => finding.step(1)}
      >
        <span aria-hidden="true">↓</span>
      </button>
      <button
        type="button"
        className="button button-quiet button-small"
        aria-label={t('common.close')}
        title={t('common.close')}
        onClick={onClose}
      >
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}

function placeWords({ words, hits, at }: Finding): string {
  if (words.trim() === '') return '';
  if (hits.length === 0) return t('document.findNone');
  const values = { at: (at ?? 0) + 1, of: hits.length };
  return hits.length < mostHits ? t('document.findPlace', values) : t('document.findPlaceMost', values);
}
