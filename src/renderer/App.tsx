import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Audit } from './audit/Audit.tsx';
import { Book, openingEvents, useBookState } from './book/Book.tsx';
import type { BookRequest } from './book/BookContext.ts';
import { ChartScreen } from './chart/ChartScreen.tsx';
import { commandFor, placeOf } from './chart/keyboard.ts';
import { LiveRegion } from './components/LiveRegion.tsx';
import { StatusBar } from './components/StatusBar.tsx';
import { useLoaded } from './components/useLoaded.ts';
import { singleLetters } from './settings/preferences.ts';
import { Settings } from './settings/Settings.tsx';
import { Worklist } from './worklist/Worklist.tsx';

type Screen =
  | { name: 'worklist'; last: string | null }
  | { name: 'chart'; chart: string }
  | { name: 'audit' }
  | { name: 'settings' };

const places = [
  { name: 'worklist', label: 'Worklist' },
  { name: 'audit', label: 'Audit' },
  { name: 'settings', label: 'Settings' },
] as const;

/** The window: top bar, one screen, status bar. */
export function App() {
  const [screen, setScreen] = useState<Screen>({ name: 'worklist', last: null });
  const { loaded: status, reload } = useLoaded('app.status', {});
  const here = screen.name === 'chart' ? 'worklist' : screen.name;

  const [book, dispatch] = useBookState();
  const [reading, setReading] = useState<BookRequest | null>(null);
  // The chart on the screen knows what is selected in it; it opens the book itself.
  const chartsBook = useRef<(() => void) | null>(null);

  function read(wanted: BookRequest) {
    openingEvents(wanted).forEach(dispatch);
    setReading(wanted);
  }

  const closeBook = useCallback(() => setReading(null), []);

  function openBook() {
    if (chartsBook.current) chartsBook.current();
    else read({ query: '', look: null, chart: null, coding: null });
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const inDialog = event.target instanceof Element && event.target.closest('[role=dialog]') !== null;
    if (event.defaultPrevented || event.isComposing || event.repeat || inDialog) return;
    if (chartsBook.current || commandFor(event, placeOf(event.target), singleLetters()) !== 'search') return;
    event.preventDefault();
    openBook();
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  function goTo(name: (typeof places)[number]['name']) {
    if (name === 'worklist') setScreen({ name, last: screen.name === 'chart' ? screen.chart : null });
    else setScreen(name === 'audit' ? { name: 'audit' } : { name: 'settings' });
  }

  return (
    <div className="app">
      <header className="top-bar">
        <span className="product" aria-label="Rubricator">
          <span className="product-initial">R</span>ubricator
        </span>
        <nav aria-label="Screens" className="nav">
          {places.map((place) => (
            <button
              key={place.name}
              type="button"
              className="nav-item"
              aria-current={here === place.name ? 'page' : undefined}
              onClick={() => goTo(place.name)}
            >
              {place.label}
            </button>
          ))}
        </nav>
        <button type="button" className="button button-quiet button-small open-book" onClick={openBook}>
          Code book <kbd>B</kbd>
        </button>
      </header>
      <main className={`screen screen-${screen.name}`}>
        {screen.name === 'worklist' && (
          <Worklist last={screen.last} onOpen={(chart) => setScreen({ name: 'chart', chart })} />
        )}
        {screen.name === 'chart' && (
          <ChartScreen
            key={screen.chart}
            id={screen.chart}
            covered={reading !== null}
            onBook={read}
            onBookOpener={(open) => {
              chartsBook.current = open;
            }}
            onBack={() => setScreen({ name: 'worklist', last: screen.chart })}
          />
        )}
        {screen.name === 'audit' && <Audit />}
        {screen.name === 'settings' && <Settings status={status} onRetry={reload} />}
      </main>
      <StatusBar status={status} />
      {reading && <Book request={reading} state={book} dispatch={dispatch} onClose={closeBook} />}
      <LiveRegion />
    </div>
  );
}
