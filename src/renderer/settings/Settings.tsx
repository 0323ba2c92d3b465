import { useState } from 'react';
import type { AppStatus } from '../../shared/coding.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { formatNumber } from '../components/format.ts';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import type { Loaded } from '../components/useLoaded.ts';
import { FactList } from './FactList.tsx';
import { CodeBooks } from './CodeBooks.tsx';
import { Model } from './Model.tsx';
import {
  chooseSingleLetters,
  chooseTheme,
  singleLetters,
  storedTheme,
  themes,
  type Theme,
} from './preferences.ts';

const themeWords: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Display choices, and what runs here. */
export function Settings(props: { status: Loaded<AppStatus>; onRetry: () => void }) {
  const [theme, setTheme] = useState(storedTheme);
  const [letters, setLetters] = useState(singleLetters);

  return (
    <div className="page page-narrow">
      <ScreenTitle windowTitle="Settings">Settings</ScreenTitle>
      <section className="settings-section" aria-labelledby="display">
        <h2 id="display">Display and keyboard</h2>
        <fieldset className="choices">
          <legend>Theme</legend>
          {themes.map((each) => (
            <label key={each} className="choice">
              <input
                type="radio"
                name="theme"
                value={each}
                checked={theme === each}
                onChange={() => {
                  chooseTheme(each);
                  setTheme(each);
                }}
              />
              {themeWords[each]}
            </label>
          ))}
        </fieldset>
        <label className="choice">
          <input
            type="checkbox"
            checked={letters}
            onChange={(event) => {
              chooseSingleLetters(event.target.checked);
              setLetters(event.target.checked);
            }}
          />
          Single letters work as commands (A accepts, R rejects, B opens the code book). Turn this off if you
          dictate.
        </label>
      </section>
      <Model />
      <CodeBooks />
      <section className="settings-section" aria-labelledby="safety">
        <h2 id="safety">What to keep in mind</h2>
        <p>
          <strong>Suggestions are suggestions.</strong> Every code must be checked against the chart by a
          qualified coder before it is used. A code that is not suggested can still be right.
        </p>
        <p>
          <strong>No network is used.</strong> Charts, suggestions and decisions stay in the data folder on
          this computer. The model and the catalogue are part of the program.
        </p>
        <p>
          <strong>Rubricator does not encrypt its files yet.</strong> Only your own account can read the data
          folder; keep it on an encrypted disk.
        </p>
      </section>
      <section className="settings-section" aria-labelledby="about">
        <h2 id="about">About</h2>
        {props.status.phase === 'loading' && <Loading what="Asking the program…" />}
        {props.status.phase === 'failed' && (
          <FailureNotice failure={props.status.failure} onRetry={props.onRetry} />
        )}
        {props.status.phase === 'ready' && <Facts status={props.status.value} />}
      </section>
    </div>
  );
}

function Facts({ status }: { status: AppStatus }) {
  const facts: [string, string][] = [
    ['Rubricator', status.version],
    ['Coder', status.user],
    ['Data folder', status.dataFolder],
    [
      'Catalogue',
      `${status.catalogue.name}@${status.catalogue.version}, ${formatNumber(status.catalogue.codes)} codes`,
    ],
    ['Runs on', `${status.provider.name}: ${status.provider.reason}`],
  ];
  return <FactList facts={facts} />;
}
