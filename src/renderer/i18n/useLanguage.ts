import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { InterfaceLanguage } from './area.ts';
import { currentLanguage, onLanguage } from './i18n.ts';

/**
 * The language in use, for the component at the top: with it as a key everything is drawn anew, and what had
 * the focus has it again where it has an id.
 */
export function useLanguage(): InterfaceLanguage {
  const focused = useRef('');
  const subscribe = useCallback(
    (changed: () => void) =>
      onLanguage(() => {
        focused.current = document.activeElement?.id ?? '';
        changed();
      }),
    [],
  );
  const language = useSyncExternalStore(subscribe, currentLanguage);
  useEffect(() => {
    if (focused.current !== '') document.getElementById(focused.current)?.focus();
  }, [language]);
  return language;
}
