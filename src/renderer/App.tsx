import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Audit } from './audit/Audit.tsx';
import { Book, openingEvents, useBookState } from './book/Book.tsx';
import type { BookRequest } from './book/BookContext.ts';
import { asFailure, request, type RequestFailure } from './bridge.ts';
import { ChartScreen } from './chart/ChartScreen.tsx';
import type { ChartCommand } from './chart/commands.ts';
import { commandFor, placeOf } from './chart/keyboard.ts';
import { CommandKey } from './components/Keys.tsx';
import { announce, LiveRegion } from './components/LiveRegion.tsx';
import { FailureNotice } from './components/Notices.tsx';
import { StatusBar } from './components/StatusBar.tsx';
import { useLoaded } from './components/useLoaded.ts';
import { currentLanguage, currentLocale, t } from './i18n/i18n.ts';
import { useLanguage } from './i18n/useLanguage.ts';
import type { PaletteActions } from './palette/items.ts';
import { Palette } from './palette/Palette.tsx';
import { keepTourOffered, singleLetters, tourWasOffered } from './settings/preferences.ts';
import { Settings } from './settings/Settings.tsx';
import { sampleForTour } from './tour/sample.ts';
import { tourSteps } from './tour/steps.ts';
import { Tour } from './tour/Tour.tsx';
import { TourOffer } from './tour/TourOffer.tsx';
import { Work } from './work/Work.tsx';
import { Worklist } from './worklist/Worklist.tsx';

type Screen =
  | { name: 'worklist'; last: string | null }
  | { name: 'chart'; chart: string }
  | { name: 'work' | 'audit' | 'settings' };

const places = ['worklist', 'work', 'audit', 'settings'] as const;
type Place = (typeof places)[number];

/** The window: top bar, one screen, status bar. It is drawn anew when the language changes. */
export function App() {
  const language = useLanguage();
  const [screen, setScreen] = useState<Screen>({ name: 'worklist', last: null });
  const { loaded: status, reload } = useLoaded('app.status', {});
  const here = screen.name === 'chart' ? 'worklist' : screen.name;

  const [book, dispatch] = useBookState();
  const [reading, setReading] = useState<BookRequest | null>(null);
  // The chart on the screen knows what is selected in it; it opens the book itself.
  const chartsBook = useRef<(() => void) | null>(null);
  const chartCommands = useRef<readonly ChartCommand[]>([]);
  const [palette, setPalette] = useState<{
    commands: readonly ChartCommand[];
    actions: PaletteActions;
  } | null>(null);
  const [tour, setTour] = useState<{ chart: string; at: number } | null>(null);
  const [offered, setOffered] = useState(tourWasOffered);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  function read(wanted: BookRequest) {
    openingEvents(wanted).forEach(dispatch);
    setReading(wanted);
  }

  const closeBook = useCallback(() => setReading(null), []);

  function openBook() {
    if (chartsBook.current) chartsBook.current();
    else read({ query: '', look: null, chart: null, coding: null });
  }

  function goTo(name: Place) {
    if (name === 'worklist') setScreen({ name, last: screen.name === 'chart' ? screen.chart : null });
    else setScreen({ name });
  }

  function openChart(chart: string) {
    setScreen({ name: 'chart', chart });
  }

  function openPalette() {
    // What a command does is asked for when it runs: the chart may have been read further meanwhile.
    const commands = chartCommands.current.map(({ id }) => ({
      id,
      run: () => chartCommands.current.find((each) => each.id === id)?.run(),
    }));
    setPalette({ commands, actions: { goTo, openChart, openBook, startTour: () => void startTour() } });
  }

  function declineTour() {
    keepTourOffered();
    setOffered(true);
    focusScreen();
  }

  function endTour() {
    setTour(null);
    announce(t('tour.ended'));
    focusScreen();
  }

  async function startTour() {
    declineTour();
    try {
      const chart = sampleForTour(await request('worklist.list', {}), currentLanguage());
      if (chart === null) announce(t('tour.noSample'));
      else showStep(chart, 0);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  function showStep(chart: string, at: number) {
    setTour({ chart, at });
    setScreen(
      tourSteps[at]?.screen === 'chart' ? { name: 'chart', chart } : { name: 'worklist', last: null },
    );
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const covered = event.target instanceof Element && event.target.closest('.overlay') !== null;
    if (event.defaultPrevented || event.isComposing || event.repeat || covered) return;
    const command = commandFor(event, placeOf(event.target), singleLetters());
    if (command === 'palette') openPalette();
    else if (command === 'search' && !chartsBook.current) openBook();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);

  return (
    <I18nProvider locale={currentLocale()}>
      <div className="app" key={language}>
        <div className="app-top">
          <header className="top-bar">
            <Product />
            <nav aria-label={t('app.screens')} className="nav">
              {places.map((place) => (
                <button
                  key={place}
                  type="button"
                  className="nav-item"
                  aria-current={here === place ? 'page' : undefined}
                  onClick={() => goTo(place)}
                >
                  {t(`app.${place}`)}
                </button>
              ))}
            </nav>
            <span className="top-tools">
              <button type="button" className="button button-quiet button-small" onClick={openPalette}>
                {t('app.palette')} <CommandKey of="palette" />
              </button>
              <button
                type="button"
                className="button button-quiet button-small"
                data-tour="book"
                onClick={openBook}
              >
                {t('app.book')} <CommandKey of="search" />
              </button>
            </span>
          </header>
          {!offered && screen.name === 'worklist' && (
            <TourOffer onStart={() => void startTour()} onDecline={declineTour} />
          )}
          {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        </div>
        <main className={`screen screen-${screen.name}`}>
          {screen.name === 'worklist' && <Worklist last={screen.last} onOpen={openChart} />}
          {screen.name === 'chart' && (
            <ChartScreen
              key={screen.chart}
              id={screen.chart}
              covered={reading !== null || palette !== null}
              onBook={read}
              onBookOpener={(open) => {
                chartsBook.current = open;
              }}
              onCommands={(commands) => {
                chartCommands.current = commands;
              }}
              onOpen={openChart}
              onBack={() => setScreen({ name: 'worklist', last: screen.chart })}
            />
          )}
          {screen.name === 'work' && <Work of="me" onOpen={openChart} />}
          {screen.name === 'audit' && <Audit onOpen={openChart} />}
          {screen.name === 'settings' && (
            <Settings status={status} onRetry={reload} onTour={() => void startTour()} />
          )}
        </main>
        <StatusBar status={status} />
        {reading && <Book request={reading} state={book} dispatch={dispatch} onClose={closeBook} />}
        {palette && <Palette {...palette} onClose={() => setPalette(null)} />}
        {tour && <Tour at={tour.at} onStep={(at) => showStep(tour.chart, at)} onEnd={endTour} />}
        <LiveRegion />
      </div>
    </I18nProvider>
  );
}

/** The focus goes to the screen's title: what had it is no longer there. */
function focusScreen(): void {
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

/** The product's name with its initial as a rubric; a name is the same in every language. */
function Product() {
  const name = 'Rubricator';
  return (
    <span className="product" aria-label={name}>
      <span className="product-initial">{name.charAt(0)}</span>
      {name.slice(1)}
    </span>
  );
}
