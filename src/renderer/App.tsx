import { useState } from 'react';
import { Audit } from './audit/Audit.tsx';
import { ChartScreen } from './chart/ChartScreen.tsx';
import { LiveRegion } from './components/LiveRegion.tsx';
import { StatusBar } from './components/StatusBar.tsx';
import { useLoaded } from './components/useLoaded.ts';
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
      </header>
      <main className={`screen screen-${screen.name}`}>
        {screen.name === 'worklist' && (
          <Worklist last={screen.last} onOpen={(chart) => setScreen({ name: 'chart', chart })} />
        )}
        {screen.name === 'chart' && (
          <ChartScreen
            key={screen.chart}
            id={screen.chart}
            onBack={() => setScreen({ name: 'worklist', last: screen.chart })}
          />
        )}
        {screen.name === 'audit' && <Audit />}
        {screen.name === 'settings' && <Settings status={status} onRetry={reload} />}
      </main>
      <StatusBar status={status} />
      <LiveRegion />
    </div>
  );
}
