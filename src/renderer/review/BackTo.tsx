import type { ReactNode } from 'react';
import { keyHint } from '../chart/keyboard.ts';
import { keyWords } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';

/** The way back to a screen, by its name; the key for it is the chart screen's. */
export function BackTo(props: { children: ReactNode; onBack: () => void }) {
  const key = keyHint('back', singleLetters());
  return (
    <button
      type="button"
      className="button button-quiet button-small back"
      title={key === null ? undefined : t('review.backKey', { key: keyWords(key) })}
      onClick={props.onBack}
    >
      <span aria-hidden="true">←</span> {props.children}
    </button>
  );
}
