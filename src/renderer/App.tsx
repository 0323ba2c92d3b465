import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Audit } from './audit/Audit.tsx';
import { Book, openingEvents, useBookState } from './book/Book.tsx';
import type { BookRequest } from './book/BookContext.ts';
import { asFailure, request, type RequestFailure } from './bridge.ts';
import { ChartScreen } from './chart/ChartScreen.tsx';
import type { ChartCommand } from './chart/commands.ts';
import { commandFor, placeOf } from './chart/keyboard.ts';
import { CommandKey } from './components/Keys.tsx';
import { announce } from './components/LiveRegion.tsx';
import { FailureNotice } from './components/Notices.tsx';
import { StatusBar } from './components/StatusBar.tsx';
import { useLoaded } from './components/useLoaded.ts';
import { placesFor, type Place } from './gate/places.ts';
import { Product } from './gate/Product.tsx';
import { keepScreen, placeOfScreen, screenAt, screenFor, type Screen } from './gate/resume.ts';
import { useSession } from './gate/session.ts';
import { UserMenu } from './gate/UserMenu.tsx';
import { currentLanguage, t } from './i18n/i18n.ts';
import type { PaletteActions } from './palette/items.ts';
import { Palette } from './palette/Palette.tsx';
import { Review } from './review/Review.tsx';
import { keepTourOffered, singleLetters, tourWasOffered } from './settings/preferences.ts';
import { Settings } from './settings/Settings.tsx';
import { sampleForTour } from './tour/sample.ts';
import { tourSteps } from './tour/steps.ts';
import { Tour } from './tour/Tour.tsx';
import { TourOffer } from './tour/TourOffer.tsx';
import { Work } from './work/Work.tsx';
import { Worklist } from './worklist/Worklist.tsx';

/** The desk of whoever is here: top bar, one screen, status bar. It is drawn anew when the language changes. */
export function App(props: { failure: RequestFailure | null; onDismiss: () => void }) {
  const { session, lock } = useSession();
  const { user, roles } = session;
  const [screen, setScreen] = useState<Screen>(() => screenFor(user, roles, window.history.state));
  useEffect(() => keepScreen(user, screen), [user, screen]);
  const { loaded: status, reload } = useLoaded('app.status', {});
  const places = placesFor(roles);
  const here = placeOfScreen(screen);
  const codes = roles.includes('coder');

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
    setScreen(screenAt(name, screen.name === 'chart' ? screen.chart : null));
  }

  function goToAccount() {
    goTo('settings');
    requestAnimationFrame(() => document.getElementById('your-account')?.scrollIntoView());
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
    const tourToTake = codes ? () => void startTour() : null;
    setPalette({ commands, actions: { places, goTo, openChart, openBook, lock, startTour: tourToTake } });
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
    <div className="app" key={currentLanguage()}>
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
            <UserMenu onSettings={goToAccount} />
          </span>
        </header>
        {session.emergency && (
          <aside
            className="emergency-banner"
            aria-label={t('gate.emergencyBanner')}
            data-testid="emergency-banner"
          >
            <strong>{t('gate.emergencyBanner')}</strong> {t('gate.emergencyBannerText', { user })}
          </aside>
        )}
        {!offered && codes && screen.name === 'worklist' && (
          <TourOffer onStart={() => void startTour()} onDecline={declineTour} />
        )}
        {props.failure && <FailureNotice failure={props.failure} onDismiss={props.onDismiss} />}
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
        {screen.name === 'review' && (
          <Review
            place={screen.place}
            onPlace={(place) => setScreen({ name: 'review', place })}
            onOpen={openChart}
            onBook={read}
            onBookOpener={(open) => {
              chartsBook.current = open;
            }}
            covered={reading !== null || palette !== null}
          />
        )}
        {screen.name === 'audit' && <Audit onOpen={openChart} />}
        {screen.name === 'settings' && (
          <Settings status={status} onRetry={reload} onTour={codes ? () => void startTour() : null} />
        )}
      </main>
      <StatusBar status={status} />
      {reading && <Book request={reading} state={book} dispatch={dispatch} onClose={closeBook} />}
      {palette && <Palette {...palette} onClose={() => setPalette(null)} />}
      {tour && <Tour at={tour.at} onStep={(at) => showStep(tour.chart, at)} onEnd={endTour} />}
    </div>
  );
}

/** The focus goes to the screen's title: what had it is no longer there. */
function focusScreen(): void {
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}
