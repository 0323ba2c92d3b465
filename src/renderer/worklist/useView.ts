import { useCallback, useState } from 'react';
import { BY_WORK, NO_FILTER, type View } from './view.ts';

/** The view as it was left; kept for as long as the window is open, never on disk. */
let remembered: View = { filter: NO_FILTER, sort: BY_WORK };

/** Filter and order of the worklist, as they were when it was last on the screen. */
export function useView(): [View, (change: Partial<View>) => void] {
  const [view, setView] = useState(remembered);
  const change = useCallback((part: Partial<View>) => {
    remembered = { ...remembered, ...part };
    setView(remembered);
  }, []);
  return [view, change];
}
